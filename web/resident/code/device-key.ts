/**
 * The phone's own key: made here, kept in this browser's database, never given out (`extractable: false`). Ed25519
 * where WebCrypto has it, else ES256; null where there is no WebCrypto at all (an old phone, a page without TLS): the
 * code is then refreshed by the server.
 */
import { addRecord, dropRecord, readRecord } from "../store/local.ts";

export type PublicJwk =
  | { readonly kty: "OKP"; readonly crv: "Ed25519"; readonly x: string }
  | { readonly kty: "EC"; readonly crv: "P-256"; readonly x: string; readonly y: string };

export type DeviceKey = {
  readonly alg: "EdDSA" | "ES256";
  readonly privateKey: CryptoKey;
  readonly publicJwk: PublicJwk;
};

const NAME = "device";

/** The key of this phone, made at the first call; of two tabs that make one, the first to keep it wins. */
export async function deviceKey(): Promise<DeviceKey | null> {
  const kept = await readRecord("keys", NAME);
  if (isDeviceKey(kept)) return kept;
  const made = await makeKey();
  if (made === null) return null;
  if (await addRecord("keys", NAME, made)) return made;
  const theirs = await readRecord("keys", NAME);
  // Nothing can be kept here: a key of this page alone would be registered anew at each opening.
  return isDeviceKey(theirs) ? theirs : null;
}

/** The next `deviceKey()` makes a new one: after this phone was revoked elsewhere. */
export const dropDeviceKey = (): Promise<void> => dropRecord("keys", NAME);

/** 64 bytes: Ed25519, or r‖s of ES256, as COSE wants them. */
export async function signAs(key: DeviceKey, data: Uint8Array): Promise<Uint8Array> {
  const how = key.alg === "EdDSA" ? { name: "Ed25519" } : { name: "ECDSA", hash: "SHA-256" };
  return new Uint8Array(await crypto.subtle.sign(how, key.privateKey, new Uint8Array(data)));
}

async function makeKey(): Promise<DeviceKey | null> {
  if (typeof crypto === "undefined" || crypto.subtle === undefined) return null;
  return (await makeEd25519().catch(() => null)) ?? (await makeP256().catch(() => null));
}

async function makeEd25519(): Promise<DeviceKey> {
  const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, false, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new Error("no key pair");
  const { x = "" } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { alg: "EdDSA", privateKey: pair.privateKey, publicJwk: { kty: "OKP", crv: "Ed25519", x } };
}

async function makeP256(): Promise<DeviceKey> {
  const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
  const { x = "", y = "" } = await crypto.subtle.exportKey("jwk", pair.publicKey);
  return { alg: "ES256", privateKey: pair.privateKey, publicJwk: { kty: "EC", crv: "P-256", x, y } };
}

const isDeviceKey = (value: unknown): value is DeviceKey =>
  typeof value === "object" && value !== null && "privateKey" in value && "publicJwk" in value;
