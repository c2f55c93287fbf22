/** The published key set: by it anybody checks codes and change lists; what its root signature is over. */
import { type Instant, instant, isoInstant } from "#kernel/time.ts";
import { utf8Bytes } from "./bytes.ts";

export const SIGNATURE_ALGORITHMS = ["EdDSA", "ES256", "SM2-SM3"] as const;
export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];
export const KEY_USES = ["code", "list", "root"] as const;
export type KeyUse = (typeof KEY_USES)[number];

export type PublishedKey = {
  /** base64url of the first 8 bytes of SHA-256 of the public key. */
  readonly kid: string;
  readonly alg: SignatureAlgorithm;
  /** base64url: 32 bytes raw for EdDSA, x ‖ y for the others. */
  readonly publicKey: string;
  readonly use: KeyUse;
  readonly validFrom: string;
  readonly validUntil: string;
};

export type SignedKeySet = {
  readonly issuer: string;
  readonly issuedAt: string;
  readonly keys: readonly PublishedKey[];
  /** By the root key (base64url) over keySetBytes(). */
  readonly signature: { readonly kid: string; readonly alg: SignatureAlgorithm; readonly value: string };
};

/** What the root key signs: the set without its signature as JSON, members in this order, keys as published. */
export const keySetBytes = (set: Omit<SignedKeySet, "signature">): Uint8Array =>
  utf8Bytes(
    JSON.stringify({
      issuer: set.issuer,
      issuedAt: set.issuedAt,
      keys: set.keys.map(({ kid, alg, publicKey, use, validFrom, validUntil }) => ({
        kid,
        alg,
        publicKey,
        use,
        validFrom,
        validUntil,
      })),
    }),
  );

/** A key as its owner keeps it, without its private part. */
export type KeptKey = {
  readonly kid: string;
  readonly alg: SignatureAlgorithm;
  readonly use: KeyUse;
  readonly publicKey: string;
  /** Published from here; checkpoints know it before it signs. */
  readonly madeAt: Instant;
  readonly signsFrom: Instant;
  readonly signsUntil: Instant;
  /** What it signed counts until here. */
  readonly validUntil: Instant;
};

/** The key that signs now: the one that began last; when none has begun (the others were removed), the next. */
export function signingKey(keys: readonly KeptKey[], use: KeyUse, now: Instant): KeptKey | null {
  const own = keys.filter((key) => key.use === use && now < key.signsUntil);
  const begun = own
    .filter((key) => key.signsFrom <= now)
    .sort((a, b) => b.signsFrom - a.signsFrom || (a.kid < b.kid ? -1 : 1));
  const coming = own.filter((key) => key.signsFrom > now).sort((a, b) => a.signsFrom - b.signsFrom);
  return begun[0] ?? coming[0] ?? null;
}

/** Is the key shown in the set at `now`? */
export const isPublished = (key: KeptKey, now: Instant): boolean => now < key.validUntil;

export const published = (key: KeptKey): PublishedKey => ({
  kid: key.kid,
  alg: key.alg,
  publicKey: key.publicKey,
  use: key.use,
  validFrom: isoInstant(key.madeAt),
  validUntil: isoInstant(key.validUntil),
});

/** Is the published key in force at `at`? */
export const isInForce = (key: PublishedKey, at: Instant): boolean =>
  instant(key.validFrom) <= at && at < instant(key.validUntil);
