/** Any token, ours or an EU DCC, step by step: how far it can be read, who signed it, what it carries. */
import { type Instant, isoInstant } from "#kernel/time.ts";
import { inflate, makeVerify } from "./node-crypto.ts";
import { isSame } from "./rules/bytes.ts";
import type { CborMap } from "./rules/cbor.ts";
import { isSigned, readSign1, type Sign1 } from "./rules/cose.ts";
import { type Attestation, type Claims, readAttestation, readClaims } from "./rules/cwt.ts";
import { hcertIn, type Json, jsonOf, maySign } from "./rules/dcc.ts";
import { EU_DCC, OURS, peel, readEnvelope, TEXT_LIMIT } from "./rules/envelope.ts";
import { isProofOf, readProof } from "./rules/proof.ts";
import { candidates, type Trusted, type TrustedKey } from "./trusted-keys.ts";

/** What a token may come to when inflated. */
const INFLATED_AT_MOST = 1024 * 1024;

export type TokenReport = {
  /** Each step is false when one before it failed; only the prefix is taken as read when it is missing. */
  readonly unprefixed: boolean;
  readonly base45: boolean;
  readonly inflated: boolean;
  readonly decoded: boolean;
  readonly verified: boolean;
  /** Past its expiry at the time asked for; false when it names none. */
  readonly expired: boolean;
  /** All of the above; for our own codes also: issued by then, by a key that is in force and for codes. */
  readonly valid: boolean;
  /** The first step that failed. */
  readonly why: string | null;
  /** What else a reader of an EU certificate should know: "issued-later", "key-usage", "kid-differs". */
  readonly warnings: readonly string[];
  readonly issuedLater: boolean;
  /** EU: may the signer's certificate sign this kind? Ours: is the key in force and for codes? Null: not known. */
  readonly keyUsage: boolean | null;
  readonly format: "HC1" | "WG1" | null;
  readonly issuer: string | null;
  readonly kid: string | null;
  /** Is it the id of the key that verified (of any key given, when none did)? Null: the token or the key names none. */
  readonly kidMatches: boolean | null;
  readonly alg: string | null;
  readonly issuedAt: string | null;
  readonly expiresAt: string | null;
  readonly payload: Json;
  readonly proof: { readonly at: string; readonly holds: boolean; readonly fresh: boolean } | null;
  readonly keySet: Trusted["keySet"];
  readonly at: string;
};

type Content = {
  readonly format: "HC1" | "WG1";
  readonly sign1: Sign1;
  readonly claims: Claims;
  readonly hcert: CborMap | null;
  readonly attestation: Attestation | null;
  readonly signed: Uint8Array;
  readonly proof: Uint8Array | null;
};

/** Reads the text as it was scanned or stored: ends of lines and a byte order mark around it are not its own. */
export async function verifyToken(scanned: string, trusted: Trusted, at: Instant): Promise<TokenReport> {
  const { prefix, compressed, content } = peeled(scanned);
  const inside = content === null ? null : contentOf(content, prefix);
  const key = inside === null ? null : await signerOf(inside, trusted.keys);
  const proof = inside === null ? null : await proofOf(inside, at);
  const steps = {
    unprefixed: prefix !== null,
    base45: compressed !== null,
    inflated: content !== null,
    decoded: inside !== null,
    verified: key !== null && proof?.holds !== false,
  };
  const { issuedAt = null, expiresAt = null } = inside?.claims ?? {};
  const expired = expiresAt !== null && isPast(expiresAt, at, inside);
  const issuedLater = issuedAt !== null && issuedAt > at;
  const keyUsage = key === null || inside === null ? null : mayUse(key, inside, at);
  const kidMatches = inside === null ? null : isKidOf(inside.sign1.kid, key === null ? trusted.keys : [key]);
  const failed = Object.entries(steps).find(([, holds]) => !holds)?.[0];
  const doubts = [
    ...(issuedLater ? ["issued-later"] : []),
    ...(keyUsage === false ? ["key-usage"] : []),
    ...(kidMatches === false ? ["kid-differs"] : []),
  ];
  const isOurs = inside?.format === "WG1";
  const after = expired ? "expired" : ((isOurs ? doubts[0] : undefined) ?? null);
  return {
    ...steps,
    expired,
    valid: failed === undefined && after === null,
    why: failed === undefined ? after : (REASONS[failed] ?? failed),
    warnings: isOurs ? [] : doubts,
    issuedLater,
    keyUsage,
    format: inside?.format ?? null,
    issuer: inside?.claims.issuer ?? null,
    kid: kidText(inside),
    kidMatches,
    alg: inside?.sign1.algorithm ?? null,
    issuedAt: issuedAt === null ? null : isoInstant(issuedAt),
    expiresAt: expiresAt === null ? null : isoInstant(expiresAt),
    payload: inside === null ? null : payloadOf(inside),
    proof,
    keySet: trusted.keySet,
    at: isoInstant(at),
  };
}

const REASONS: Readonly<Record<string, string>> = {
  unprefixed: "no-prefix",
  base45: "not-base45",
  inflated: "not-zlib-or-too-large",
  decoded: "not-a-token",
  verified: "not-signed-by-a-trusted-key",
};

/** Base45 has spaces: those at the ends are tried as part of the text first, without them then. */
function peeled(scanned: string): ReturnType<typeof peel> {
  const text = scanned.replace(/^[\uFEFF\r\n]+|[\r\n]+$/g, "");
  if (text.length > TEXT_LIMIT * 2) return { prefix: null, compressed: null, content: null };
  const asIs = peel(text, inflate, INFLATED_AT_MOST);
  const bare = text.trim();
  if (asIs.content !== null || bare === text) return asIs;
  const trimmed = peel(bare, inflate, INFLATED_AT_MOST);
  return trimmed.content === null && asIs.prefix !== null ? asIs : trimmed;
}

function contentOf(content: Uint8Array, prefix: typeof OURS | typeof EU_DCC | null): Content | null {
  const envelope = prefix === EU_DCC ? null : readEnvelope(content);
  if (prefix === OURS && envelope === null) return null;
  const signed = envelope?.attestation ?? content;
  const sign1 = readSign1(signed);
  const claims = sign1 === null ? null : readClaims(sign1.payload);
  if (sign1 === null || claims === null) return null;
  const hcert = envelope === null ? hcertIn(claims.all) : null;
  const attestation = envelope === null ? null : readAttestation(sign1.payload);
  if (hcert === null && attestation === null) return null;
  const format = envelope === null ? "HC1" : "WG1";
  return { format, sign1, claims, hcert, attestation, signed, proof: envelope?.proof ?? null };
}

/** Our codes are valid before their expiry (RFC 8392 §3.1.4); an hcert is to be refused "after" it (its §3.3.3). */
const isPast = (expiresAt: Instant, at: Instant, inside: Content | null): boolean =>
  inside?.format === "WG1" ? at >= expiresAt : at > expiresAt;

/** An EU key id is eight bytes (§3.2); a shorter one is nobody's (EU test CO22, CO23). */
const EU_KID = 8;

/**
 * The key that the token names comes first. States have issued certificates under another's key id: who gave the keys
 * means them, so that for an hcert all others are tried as well. Ours name theirs always.
 */
async function signerOf({ sign1, format }: Content, keys: readonly TrustedKey[]): Promise<TrustedKey | null> {
  const named = candidates(keys, sign1.kid);
  const isElsewhere = format === "HC1" && sign1.kid !== null && sign1.kid.length >= EU_KID;
  for (const key of new Set([...named, ...(isElsewhere ? keys : [])]))
    if (await isSigned(sign1, key.verify)) return key;
  return null;
}

function isKidOf(kid: Uint8Array | null, keys: readonly TrustedKey[]): boolean | null {
  const kids = keys.map((key) => key.kid).filter((one) => one !== null);
  return kid === null || kids.length === 0 ? null : kids.some((one) => isSame(one, kid));
}

async function proofOf(inside: Content, at: Instant): Promise<TokenReport["proof"]> {
  const key = inside.attestation?.holderKey;
  if (inside.proof === null) return null;
  const proof = readProof(inside.proof);
  if (proof === null || !key) return { at: isoInstant(at), holds: false, fresh: false };
  const holds = await isProofOf(proof, inside.signed, { key, verify: makeVerify() });
  return { at: isoInstant(proof.at), holds, fresh: Math.abs(at - proof.at) <= 60_000 };
}

function mayUse(key: TrustedKey, { hcert }: Content, at: Instant): boolean {
  if (hcert !== null) return maySign(key.usages, hcert);
  return (key.use === null || key.use === "code") && (key.until === null || at < key.until);
}

/** As the issuers write theirs: EU lists in base64, ours in base64url. */
function kidText(inside: Content | null): string | null {
  const kid = inside?.sign1.kid;
  return kid ? Buffer.from(kid).toString(inside.format === "WG1" ? "base64url" : "base64") : null;
}

function payloadOf({ hcert, attestation }: Content): Json {
  if (hcert !== null) return jsonOf(hcert);
  if (attestation === null) return null;
  const { codeId, colour, form, isShortStay, profile, holderKey } = attestation;
  const key = holderKey && { alg: holderKey.alg, publicKey: Buffer.from(holderKey.publicKey).toString("base64url") };
  return { codeId, colour, form, isShortStay, profile, holderKey: key };
}
