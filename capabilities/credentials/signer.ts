/**
 * The Signer port: what signs attestations, lists and key sets. Here by the private key in the key's file; a deployment with
 * an HSM or a signing service gives makeSigner of its own, which gets the key's file without a private part.
 */
import { sign } from "node:crypto";
import { sm2 } from "sm-crypto-v2";
import { type KeyFile, privateKeyOf } from "./key-files.ts";
import type { SignatureAlgorithm } from "./rules/key-set.ts";

export type Signer = {
  readonly kid: string;
  readonly alg: SignatureAlgorithm;
  /** The raw signature: 64 bytes, r ‖ s for ES256 and SM2-SM3. */
  readonly sign: (data: Uint8Array) => Uint8Array;
};

/** GM/T 0009: the identity that SM2 mixes in when the parties agreed on none. */
export const SM2_IDENTITY = "1234567812345678";

/** Signs with the private key of the file; throws when it has none. */
export function makeSigner({ kid, alg, privateJwk }: KeyFile): Signer {
  if (privateJwk === null) throw new Error(`the key ${kid} has no private part here`);
  if (alg === "SM2-SM3") {
    const privateHex = Buffer.from(privateJwk["d"] ?? "", "base64url").toString("hex");
    const options = { hash: true, userId: SM2_IDENTITY };
    return { kid, alg, sign: (data) => Buffer.from(sm2.doSignature(data, privateHex, options), "hex") };
  }
  const key = privateKeyOf(privateJwk);
  if (alg === "EdDSA") return { kid, alg, sign: (data) => sign(null, data, key) };
  return { kid, alg, sign: (data) => sign("sha256", data, { key, dsaEncoding: "ieee-p1363" }) };
}
