/** The ports of the credential rules in Node: zlib with a limit, signatures by node:crypto, SM2 by sm-crypto-v2. */
import { createPublicKey, type KeyObject, verify as nodeVerify } from "node:crypto";
import { deflateSync, inflateSync } from "node:zlib";
import { sm2 } from "sm-crypto-v2";
import type { CoseAlgorithm, Verify } from "./rules/cose.ts";
import type { Deflate, Inflate } from "./rules/envelope.ts";
import { SM2_IDENTITY } from "./signer.ts";

/** Stops at the limit, so that a zip bomb costs no more than that. */
export const inflate: Inflate = (bytes, max) => {
  try {
    return inflateSync(bytes, { maxOutputLength: max });
  } catch {
    return null;
  }
};

export const deflate: Deflate = (bytes) => deflateSync(bytes, { level: 9 });

const ED25519_SPKI = Buffer.from("302a300506032b6570032100", "hex");
const P256_SPKI = Buffer.from("3059301306072a8648ce3d020106082a8648ce3d03010703420004", "hex");

/** The public key of the rules' form as Node's; null when it is none. */
export function nodeKey(algorithm: CoseAlgorithm, publicKey: Uint8Array): KeyObject | null {
  try {
    if (algorithm === "EdDSA" && publicKey.length !== 32) return null;
    if (algorithm === "ES256" && publicKey.length !== 64) return null;
    const head = algorithm === "EdDSA" ? ED25519_SPKI : algorithm === "ES256" ? P256_SPKI : Buffer.alloc(0);
    return createPublicKey({ key: Buffer.concat([head, publicKey]), format: "der", type: "spki" });
  } catch {
    return null;
  }
}

const ES256_CURVES: readonly string[] = ["prime256v1", "secp384r1", "secp521r1"];

/** Node's check of one signature; false for a key of another kind than the algorithm's. */
export function verifyWith(algorithm: CoseAlgorithm, key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  try {
    const kind = key.asymmetricKeyType;
    if (algorithm === "EdDSA") return kind === "ed25519" && nodeVerify(null, data, key, signature);
    if (algorithm === "ES256") {
      // RFC 9053 §2.1: SHA-256 with any of the three curves; ours are P-256 (nodeKey), some states' certificates P-384.
      const isCurve = kind === "ec" && ES256_CURVES.includes(key.asymmetricKeyDetails?.namedCurve ?? "");
      return isCurve && nodeVerify("sha256", data, { key, dsaEncoding: "ieee-p1363" }, signature);
    }
    if (algorithm !== "PS256" || (kind !== "rsa" && kind !== "rsa-pss")) return false;
    // RSA_PKCS1_PSS_PADDING = 6; RFC 8230: the salt is as long as the digest.
    return nodeVerify("sha256", data, { key, padding: 6, saltLength: 32 }, signature);
  } catch {
    return false;
  }
}

type Sm2Key = ReturnType<typeof sm2.precomputePublicKey>;

/**
 * A verifier that keeps what it made of the keys it met lately: an issuer has a handful, phones each their own. SM2 by
 * precomputed points: ten times as fast. Node's own sign("sm3", …) with a key on the SM2 curve is ECDSA and not SM2
 * (no Z value, another equation), so that it is never used here.
 */
export function makeVerify(keep = 256): Verify {
  const keys = new Map<string, KeyObject | null>();
  const points = new Map<string, Sm2Key | null>();
  const kept = <T>(map: Map<string, T>, name: string, make: () => T): T => {
    const known = map.get(name);
    if (known !== undefined) return known;
    if (map.size >= keep) map.delete(map.keys().next().value ?? "");
    const made = make();
    map.set(name, made);
    return made;
  };
  return async (algorithm, publicKey, data, signature) => {
    const hex = Buffer.from(publicKey).toString("hex");
    if (algorithm === "SM2-SM3") {
      const point = kept(points, hex, () => sm2Point(hex));
      return point !== null && verifySm2(point, data, signature);
    }
    const key = kept(keys, `${algorithm} ${hex}`, () => nodeKey(algorithm, publicKey));
    return key !== null && verifyWith(algorithm, key, data, signature);
  };
}

function sm2Point(hex: string): Sm2Key | null {
  try {
    return hex.length === 128 ? sm2.precomputePublicKey(`04${hex}`) : null;
  } catch {
    return null;
  }
}

function verifySm2(key: Sm2Key, data: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64) return false;
  try {
    const hex = Buffer.from(signature).toString("hex");
    return sm2.doVerifySignature(data, hex, key, { hash: true, userId: SM2_IDENTITY });
  } catch {
    return false;
  }
}
