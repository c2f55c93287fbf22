/** A phone's public key: from WebCrypto's JWK to the COSE_Key that its attestations name, and to the phone's id. */
import { createHash, createPublicKey } from "node:crypto";
import type { z } from "zod";
import type { PublicJwk } from "./contract.ts";
import { encodeCbor } from "./rules/cbor.ts";
import { coseKey, keyOfJwk } from "./rules/cose-key.ts";

/** The COSE_Key in CBOR; null when the key is not one: a point beside the curve. */
export function coseKeyOf(jwk: z.output<typeof PublicJwk>): Uint8Array | null {
  try {
    createPublicKey({ key: { ...jwk }, format: "jwk" });
  } catch {
    return null;
  }
  const key = keyOfJwk(jwk);
  return key === null ? null : encodeCbor(coseKey(key));
}

/** First 16 bytes of SHA-256 of the COSE_Key, written as a UUID. */
export function deviceOf(publicKey: Uint8Array): string {
  const hex = createHash("sha256").update(publicKey).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
