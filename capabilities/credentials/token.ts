/** Tokens as this server makes them: attestations, and the change list's envelope. The formats are rules/ (cose, cwt, envelope). */
import { deflateSync } from "node:zlib";
import { cborValue } from "./rules/cbor.ts";
import { assembleSign1, protectedHeader, sigStructure } from "./rules/cose.ts";
import { readCoseKey } from "./rules/cose-key.ts";
import { type Attestation, encodeAttestation, PROFILE } from "./rules/cwt.ts";
import { writeCode } from "./rules/envelope.ts";
import type { Signer } from "./signer.ts";

/** What is attested; `holderKey`: the phone's COSE_Key. */
export type ToAttest = Omit<Attestation, "holderKey" | "profile"> & { readonly holderKey: Uint8Array | null };

/** The attestation as COSE_Sign1. */
export function encodeToken({ holderKey, ...claims }: ToAttest, signer: Signer): Buffer {
  const key = holderKey === null ? null : readCoseKey(cborValue(holderKey));
  return signed(encodeAttestation({ ...claims, holderKey: key, profile: PROFILE }), signer);
}

/** The change list as COSE_Sign1; the payload is rules/change-list.ts. */
export const signList = (payload: Uint8Array, signer: Signer): Buffer => signed(payload, signer);

/** The text of a QR code that carries the attestation alone: paper. */
export const qrOf = (token: Uint8Array): string => writeCode(token, null, (bytes) => deflateSync(bytes));

const headers = new Map<string, Uint8Array>();

function signed(payload: Uint8Array, { kid, alg, sign }: Signer): Buffer {
  const header = headers.get(kid) ?? protectedHeader(alg, Buffer.from(kid, "base64url"));
  headers.set(kid, header);
  return Buffer.from(assembleSign1(header, payload, sign(sigStructure(header, payload))));
}

/** A statement of reasons for another province (rules/recognition.ts). */
export const signStatement = (payload: Uint8Array, signer: Signer): Buffer => signed(payload, signer);
