/**
 * COSE_Sign1: a payload, what signed it, and the signature over both.
 *
 * Source: RFC 9052 §4.2 and §4.4; algorithm numbers: RFC 9053, RFC 8230; ECDSA signatures are r ‖ s.
 */
import { type CborValue, cborValue, encodeCbor, isArray, isBytes, isMap, isTagged } from "./cbor.ts";
import type { SignatureAlgorithm } from "./key-set.ts";

/** What our keys sign with, and RSA-PSS, which other issuers (EU DCC) use. */
export type CoseAlgorithm = SignatureAlgorithm | "PS256";

/** SM2 with SM3 has no number of IANA's: this one is of the range for private use (below −65536). */
export const ALGORITHM_NUMBERS = {
  ES256: -7,
  EdDSA: -8,
  PS256: -37,
  "SM2-SM3": -65602,
} as const satisfies Record<CoseAlgorithm, number>;

const ALGORITHMS: ReadonlyMap<CborValue, CoseAlgorithm> = new Map<CborValue, CoseAlgorithm>([
  [-7, "ES256"],
  [-8, "EdDSA"],
  [-37, "PS256"],
  [-65602, "SM2-SM3"],
]);

/** Header labels: RFC 9052 table 3. */
const ALG = 1;
const CRITICAL = 2;
const KID = 4;
const TAG_SIGN1 = 18;
const TAG_CWT = 61;

export type Sign1 = {
  /** The protected header as it was signed. */
  readonly protectedBytes: Uint8Array;
  /** Null: none named, or one that is not known here. */
  readonly algorithm: CoseAlgorithm | null;
  /** The protected header's when it has one, else the unprotected's. */
  readonly kid: Uint8Array | null;
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
};

/** Checks a signature; false for a key that does not fit the algorithm. Public keys: 32 bytes raw, x ‖ y, or DER (PS256). */
export type Verify = (
  algorithm: CoseAlgorithm,
  publicKey: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
) => Promise<boolean>;

export const protectedHeader = (algorithm: CoseAlgorithm, kid: Uint8Array): Uint8Array =>
  encodeCbor(
    new Map<CborValue, CborValue>([
      [ALG, ALGORITHM_NUMBERS[algorithm]],
      [KID, kid],
    ]),
  );

/** What is signed: Sig_structure with no external data. */
export const sigStructure = (protectedBytes: Uint8Array, payload: Uint8Array): Uint8Array =>
  encodeCbor(["Signature1", protectedBytes, new Uint8Array(), payload]);

/** The whole, tagged 18. */
export const assembleSign1 = (protectedBytes: Uint8Array, payload: Uint8Array, signature: Uint8Array): Uint8Array =>
  encodeCbor({ tag: TAG_SIGN1, value: [protectedBytes, new Map(), payload, signature] });

/** Reads a COSE_Sign1: tagged 18, tagged 61 as CWT (in either order, as states of the EU do), or bare. Null when it is none. */
export function readSign1(bytes: Uint8Array): Sign1 | null {
  let value = cborValue(bytes);
  for (const tag of [TAG_CWT, TAG_SIGN1, TAG_CWT]) if (isTagged(value) && value.tag === tag) value = value.value;
  if (!isArray(value) || value.length !== 4) return null;
  const [protectedBytes, unprotected, payload, signature] = value;
  if (!isBytes(protectedBytes) || !isMap(unprotected) || !isBytes(payload) || !isBytes(signature)) return null;
  const header = protectedBytes.length === 0 ? new Map<CborValue, CborValue>() : cborValue(protectedBytes);
  // An extension that must be understood is not: whoever goes on regardless has not read the standard (§3.1).
  if (!isMap(header) || header.has(CRITICAL)) return null;
  // An empty id names nobody (some states write one).
  const kids = [header.get(KID), unprotected.get(KID)].filter(isBytes).filter((kid) => kid.length > 0);
  const algorithm = header.has(ALG) ? header.get(ALG) : unprotected.get(ALG);
  return { protectedBytes, algorithm: ALGORITHMS.get(algorithm) ?? null, kid: kids[0] ?? null, payload, signature };
}

/**
 * Is this what `check` says was signed? An empty protected header is signed as no bytes (RFC 9052 §4.4), though some write
 * it as an empty map and some sign it so: both are tried.
 */
export async function isSigned(
  { algorithm, protectedBytes, payload, signature }: Sign1,
  check: (algorithm: CoseAlgorithm, data: Uint8Array, signature: Uint8Array) => Promise<boolean>,
): Promise<boolean> {
  if (algorithm === null) return false;
  if (await check(algorithm, sigStructure(protectedBytes, payload), signature)) return true;
  const isEmptyMap = protectedBytes.length === 1 && protectedBytes[0] === 0xa0;
  return isEmptyMap && check(algorithm, sigStructure(new Uint8Array(), payload), signature);
}

/** Is the signature by this key? */
export const isSignedBy = (sign1: Sign1, publicKey: Uint8Array, verify: Verify): Promise<boolean> =>
  isSigned(sign1, (algorithm, data, signature) => verify(algorithm, publicKey, data, signature));
