/**
 * The text in the QR code: prefix, Base45, zlib, and inside an attestation with the phone's proof. The construction of the
 * EU's HCERT with a prefix of our own; what is inside an HC1 token is the COSE message itself.
 *
 * Source: "Electronic Health Certificates" 1.0.5 (eHealth Network), RFC 9285, RFC 1950.
 */
import { decodeBase45, encodeBase45 } from "./base45.ts";
import { cborValue, encodeCbor, isArray, isBytes } from "./cbor.ts";

export const OURS = "WG1:";
export const EU_DCC = "HC1:";

/** QR version 15 at level M holds so many letters of its alphanumeric mode (ISO/IEC 18004 table 7). */
export const QR_15_M = 600;
/** No token of any issuer is longer: version 40 at level L. */
export const TEXT_LIMIT = 4296;
/** What any token may come to when inflated; ours are below 1 kB, an hcert with pictures in it does not exist. */
export const INFLATED_LIMIT = 64 * 1024;

/** Inflates zlib bytes to `max` bytes at most; null when they are broken or greater. */
export type Inflate = (bytes: Uint8Array, max: number) => Uint8Array | null;
export type Deflate = (bytes: Uint8Array) => Uint8Array;

export type Peeled = {
  /** Null: no prefix that is known. */
  readonly prefix: typeof OURS | typeof EU_DCC | null;
  /** Null: not Base45. */
  readonly compressed: Uint8Array | null;
  /** Null: not zlib, or greater than the limit. */
  readonly content: Uint8Array | null;
};

/** Takes the layers off a text one by one. Without a known prefix it goes on with what stands after one like it, or with all. */
export function peel(text: string, inflate: Inflate, max = INFLATED_LIMIT): Peeled {
  const prefix = text.startsWith(OURS) ? OURS : text.startsWith(EU_DCC) ? EU_DCC : null;
  const rest = prefix === null ? text.replace(/^[A-Z]{2}[0-9]:/, "") : text.slice(prefix.length);
  const compressed = rest === "" ? null : decodeBase45(rest);
  return { prefix, compressed, content: compressed === null ? null : inflate(compressed, max) };
}

export type Envelope = { readonly attestation: Uint8Array; readonly proof: Uint8Array | null };

export function readEnvelope(content: Uint8Array): Envelope | null {
  const value = cborValue(content);
  if (!isArray(value) || value.length !== 2) return null;
  const [attestation, proof] = value;
  if (!isBytes(attestation) || !(proof === null || isBytes(proof))) return null;
  return { attestation, proof };
}

/** The text for the QR code; throws when it would not fit version 15 at level M, which no attestation of ours comes near. */
export function writeCode(attestation: Uint8Array, proof: Uint8Array | null, deflate: Deflate): string {
  const text = `${OURS}${encodeBase45(deflate(encodeCbor([attestation, proof])))}`;
  if (text.length > QR_15_M) throw new RangeError(`a code of ${text.length} letters does not fit its QR code`);
  return text;
}
