/** The public key of a phone inside an attestation. Source: RFC 9053 §7 (COSE_Key: OKP with Ed25519, EC2 with P-256). */
import { fromBase64url, joined } from "./bytes.ts";
import { type CborMap, type CborValue, isBytes, isMap } from "./cbor.ts";

export type HolderKey = {
  readonly alg: "EdDSA" | "ES256";
  /** 32 bytes for EdDSA, x ‖ y for ES256. */
  readonly publicKey: Uint8Array;
};

const KEY_TYPE = 1;
const CURVE = -1;
const X = -2;
const Y = -3;

export function coseKey({ alg, publicKey }: HolderKey): CborMap {
  if (alg === "EdDSA") return new Map<CborValue, CborValue>([[KEY_TYPE, 1], [CURVE, 6], [X, publicKey]]); // biome-ignore format: one key a line says less
  return new Map<CborValue, CborValue>([
    [KEY_TYPE, 2],
    [CURVE, 1],
    [X, publicKey.slice(0, 32)],
    [Y, publicKey.slice(32)],
  ]);
}

/** The key, or null when it is none that phones have. */
export function readCoseKey(value: CborValue): HolderKey | null {
  if (!isMap(value)) return null;
  const [x, y] = [value.get(X), value.get(Y)];
  if (!isBytes(x) || x.length !== 32) return null;
  if (value.get(KEY_TYPE) === 1 && value.get(CURVE) === 6) return { alg: "EdDSA", publicKey: x };
  if (value.get(KEY_TYPE) !== 2 || value.get(CURVE) !== 1 || !isBytes(y) || y.length !== 32) return null;
  return { alg: "ES256", publicKey: joined(x, y) };
}

/** The key that WebCrypto wrote as a JWK (contract.ts, PublicJwk), or null. */
export function keyOfJwk(jwk: {
  readonly kty: string;
  readonly crv: string;
  readonly x: string;
  readonly y?: string;
}): HolderKey | null {
  const x = fromBase64url(jwk.x);
  if (x?.length !== 32) return null;
  if (jwk.kty === "OKP" && jwk.crv === "Ed25519") return { alg: "EdDSA", publicKey: x };
  const y = fromBase64url(jwk.y ?? "");
  if (jwk.kty !== "EC" || jwk.crv !== "P-256" || y?.length !== 32) return null;
  return { alg: "ES256", publicKey: joined(x, y) };
}
