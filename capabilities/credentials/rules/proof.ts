/** The phone's own proof: its time and its signature, made anew every 30 seconds without a network. */
import { type Instant, instantOf } from "#kernel/time.ts";
import { joined, utf8Bytes } from "./bytes.ts";
import { cborValue, encodeCbor, isArray, isBytes } from "./cbor.ts";
import type { Verify } from "./cose.ts";
import type { HolderKey } from "./cose-key.ts";
import { sha256 } from "./sha256.ts";

/** A phone makes a new proof this often while it shows. */
export const PROVE_EVERY = 30_000;

export type Proof = { readonly at: Instant; readonly signature: Uint8Array };

const SECOND = 1000;
const SECONDS_LIMIT = 2 ** 40;
const CONTEXT = utf8Bytes("WG1-proof");

/** What the phone signs: "WG1-proof" ‖ SHA-256(attestation) ‖ seconds as 8 bytes, the greatest first. */
export function proofBytes(attestation: Uint8Array, at: Instant): Uint8Array {
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(Math.floor(at / SECOND)));
  return joined(CONTEXT, sha256(attestation), time);
}

export const encodeProof = (at: Instant, signature: Uint8Array): Uint8Array =>
  encodeCbor([Math.floor(at / SECOND), signature]);

export function readProof(bytes: Uint8Array): Proof | null {
  const value = cborValue(bytes);
  if (!isArray(value) || value.length !== 2) return null;
  const [seconds, signature] = value;
  if (typeof seconds !== "number" || !Number.isInteger(seconds) || seconds < 0 || seconds > SECONDS_LIMIT) return null;
  return isBytes(signature) && signature.length === 64 ? { at: instantOf(seconds * SECOND), signature } : null;
}

/** Did the phone that the attestation names make this proof for this attestation at that time? */
export const isProofOf = (
  proof: Proof,
  attestation: Uint8Array,
  { key, verify }: { key: HolderKey; verify: Verify },
): Promise<boolean> => verify(key.alg, key.publicKey, proofBytes(attestation, proof.at), proof.signature);
