/** The keys that a verifier trusts, read from what it is given: our key set, a JWKS, certificates in any of their writings. */
import { createHash, createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import { z } from "zod";
import { type Instant, instantOf } from "#kernel/time.ts";
import { makeVerify, verifyWith } from "./node-crypto.ts";
import { fromBase64url, isSame } from "./rules/bytes.ts";
import { isKeySetSigned } from "./rules/check-key-set.ts";
import type { CoseAlgorithm } from "./rules/cose.ts";
import { KEY_USES, type KeyUse, SIGNATURE_ALGORITHMS, type SignedKeySet } from "./rules/key-set.ts";

export type TrustedKey = {
  /** Null: whoever gave the key gave no id with it. */
  readonly kid: Uint8Array | null;
  readonly verify: (algorithm: CoseAlgorithm, data: Uint8Array, signature: Uint8Array) => Promise<boolean>;
  /** Extended key usages of a certificate. */
  readonly usages: readonly string[];
  /** What one of our own keys is for; null for all others. */
  readonly use: KeyUse | null;
  readonly from: Instant | null;
  readonly until: Instant | null;
};

export type Trusted = {
  readonly keys: readonly TrustedKey[];
  /** Null: no key set of ours. */
  readonly keySet: { readonly issuer: string; readonly issuedAt: string; readonly isRootSigned: boolean } | null;
};

/** No list of keys is longer. */
const KEYS_AT_MOST = 10_000;

const At = z.iso.datetime({ offset: true });
const KeySet = z.object({
  issuer: z.string().max(20),
  issuedAt: At,
  keys: z
    .array(
      z.object({
        kid: z.string().max(100),
        alg: z.enum(SIGNATURE_ALGORITHMS),
        publicKey: z.string().max(1000),
        use: z.enum(KEY_USES),
        validFrom: At,
        validUntil: At,
      }),
    )
    .max(KEYS_AT_MOST),
  signature: z.object({ kid: z.string(), alg: z.enum(SIGNATURE_ALGORITHMS), value: z.string() }),
});
const Jwk = z.looseObject({
  kty: z.string(),
  kid: z.string().max(200).optional(),
  x5c: z.array(z.string()).optional(),
});
const Jwks = z.object({ keys: z.array(Jwk).max(KEYS_AT_MOST) });
const TestVector = z.object({ TESTCTX: z.object({ CERTIFICATE: z.string() }) });
const Certificates = z.array(z.union([z.string(), z.object({ rawData: z.string() })])).max(KEYS_AT_MOST);

const PEM = /-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g;
const isText = (bytes: Buffer): boolean => !bytes.subarray(0, 64).includes(0) && bytes[0] !== 0x30;

/** One certificate or more: PEM, DER, base64 of DER, a JSON text of these, or a test vector of the EU; null when none. */
export function certificatesIn(file: Buffer): TrustedKey[] | null {
  const der = certificate(file);
  if (der !== null) return [der];
  const text = file
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .trim();
  const json = jsonIn(text);
  const vector = TestVector.safeParse(json);
  if (vector.success) return certificatesIn(Buffer.from(vector.data.TESTCTX.CERTIFICATE));
  const list = Certificates.safeParse(typeof json === "string" ? [json] : json);
  const texts = list.success
    ? list.data.map((one) => (typeof one === "string" ? one : one.rawData))
    : [...text.matchAll(PEM)].map(([, body = ""]) => body);
  const found = (texts.length > 0 ? texts : [text]).slice(0, KEYS_AT_MOST).map(base64Certificate);
  const keys = found.filter((key) => key !== null);
  return keys.length > 0 ? keys : null;
}

/** A key set of ours, a JWKS, or what certificatesIn reads; null when it is none of them. */
export async function keysIn(file: Buffer): Promise<Trusted | null> {
  const json = isText(file) ? jsonIn(file.toString("utf8").replace(/^\uFEFF/, "")) : undefined;
  const set = KeySet.safeParse(json);
  if (set.success) return ours(set.data);
  const jwks = Jwks.safeParse(json);
  const keys = jwks.success ? jwks.data.keys.map(jwkKey).filter((key) => key !== null) : certificatesIn(file);
  return keys === null ? null : { keys, keySet: null };
}

async function ours(set: SignedKeySet): Promise<Trusted> {
  const verify = makeVerify();
  const isRootSigned = await isKeySetSigned(set, verify, null);
  const keys = set.keys.map((key): TrustedKey => {
    const publicKey = fromBase64url(key.publicKey) ?? new Uint8Array();
    return {
      kid: fromBase64url(key.kid),
      verify: async (algorithm, data, signature) =>
        algorithm === key.alg && (await verify(algorithm, publicKey, data, signature)),
      usages: [],
      use: key.use,
      from: instantOf(Date.parse(key.validFrom)),
      until: instantOf(Date.parse(key.validUntil)),
    };
  });
  return { keys, keySet: { issuer: set.issuer, issuedAt: set.issuedAt, isRootSigned } };
}

function jwkKey(jwk: z.infer<typeof Jwk>): TrustedKey | null {
  const [chain] = jwk.x5c ?? [];
  const kid = jwk.kid === undefined ? null : fromBase64url(jwk.kid);
  if (chain !== undefined) {
    const key = base64Certificate(chain);
    return key === null ? null : { ...key, kid: kid ?? key.kid };
  }
  try {
    return { ...plain(createPublicKey({ key: jwk, format: "jwk" })), kid };
  } catch {
    return null;
  }
}

function base64Certificate(text: string): TrustedKey | null {
  const [inPem] = [...text.matchAll(PEM)].map(([, body = ""]) => body);
  const bytes = fromBase64url((inPem ?? text).replace(/\s+/g, ""));
  return bytes === null ? null : certificate(Buffer.from(bytes));
}

/** Key id: the first eight bytes of SHA-256 of the certificate ("Electronic Health Certificates" §4.2). */
function certificate(der: Buffer): TrustedKey | null {
  try {
    if (der[0] !== 0x30) return null;
    const x509 = new X509Certificate(der);
    return {
      ...plain(x509.publicKey),
      kid: createHash("sha256").update(x509.raw).digest().subarray(0, 8),
      usages: x509.keyUsage ?? [],
      from: instantOf(x509.validFromDate.getTime()),
      until: instantOf(x509.validToDate.getTime()),
    };
  } catch {
    return null;
  }
}

const plain = (key: KeyObject): TrustedKey => ({
  kid: null,
  verify: async (algorithm, data, signature) => verifyWith(algorithm, key, data, signature),
  usages: [],
  use: null,
  from: null,
  until: null,
});

/** Those that may have signed what names `kid`; a token that names none may be anybody's. */
export const candidates = (keys: readonly TrustedKey[], kid: Uint8Array | null): readonly TrustedKey[] =>
  kid === null ? keys : keys.filter((key) => key.kid === null || isSame(key.kid, kid));

/** A test vector of the EU may begin with lines of comment. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^(\s*\/\/[^\n]*\n)+/, ""));
  } catch {
    return undefined;
  }
}
