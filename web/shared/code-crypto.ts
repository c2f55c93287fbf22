/** The ports of the credential rules in a browser: fflate with a limit, signatures by WebCrypto. */
import { Unzlib, zlibSync } from "fflate";
import type { CoseAlgorithm, Verify } from "#capabilities/credentials/rules/cose.ts";
import type { Deflate, Inflate } from "#capabilities/credentials/rules/envelope.ts";

/** WebCrypto's key, by a name that Node's types have too (tests run there). */
type KeyOf = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** Bytes a push: deflate makes at most 1,032 of one, so that a zip bomb costs some hundred kilobytes and no more. */
const PIECE = 256;

export const inflate: Inflate = (bytes, max) => {
  const parts: Uint8Array[] = [];
  let size = 0;
  let isWhole = false;
  try {
    const stream = new Unzlib((part, final) => {
      size += part.length;
      parts.push(part);
      isWhole = final;
    });
    for (let at = 0; at < bytes.length && !isWhole; at += PIECE) {
      stream.push(bytes.slice(at, at + PIECE), at + PIECE >= bytes.length);
      if (size > max) return null;
    }
  } catch {
    return null;
  }
  if (!isWhole) return null;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

export const deflate: Deflate = (bytes) => zlibSync(bytes, { level: 9 });

type Way = {
  readonly key: { readonly name: string; readonly namedCurve?: string; readonly hash?: string };
  readonly check: { readonly name: string; readonly hash?: string; readonly saltLength?: number };
  readonly format: "raw" | "spki";
  /** Before the bytes of the key: WebCrypto wants a point with its mark. */
  readonly head: readonly number[];
};

const WAYS: Readonly<Record<Exclude<CoseAlgorithm, "SM2-SM3">, Way>> = {
  EdDSA: { key: { name: "Ed25519" }, check: { name: "Ed25519" }, format: "raw", head: [] },
  ES256: {
    key: { name: "ECDSA", namedCurve: "P-256" },
    check: { name: "ECDSA", hash: "SHA-256" },
    format: "raw",
    head: [4],
  },
  PS256: {
    key: { name: "RSA-PSS", hash: "SHA-256" },
    check: { name: "RSA-PSS", saltLength: 32 },
    format: "spki",
    head: [],
  },
};

/** Issuers have a handful of keys; the phones' own are met once each. */
const KEPT = 32;

/** A verifier that keeps the keys it met lately. False for what this browser cannot check (canVerify says so before). */
function makeVerify(): Verify {
  const keys = new Map<string, Promise<KeyOf | null>>();
  return async (algorithm, publicKey, data, signature) => {
    if (algorithm === "SM2-SM3") return verifySm2(publicKey, data, signature);
    const way = WAYS[algorithm];
    const name = `${algorithm} ${publicKey.join()}`;
    const known = keys.get(name) ?? imported(way, publicKey);
    if (keys.size >= KEPT) keys.delete(keys.keys().next().value ?? "");
    keys.set(name, known);
    const key = await known;
    if (key === null) return false;
    try {
      return await crypto.subtle.verify(way.check, key, new Uint8Array(signature), new Uint8Array(data));
    } catch {
      return false;
    }
  };
}

/** Has this browser the means? Ed25519 is missing before Chrome 137, Firefox 129, Safari 17. */
export async function canVerify(algorithm: CoseAlgorithm): Promise<boolean> {
  if (algorithm === "SM2-SM3") return true;
  if (globalThis.crypto?.subtle === undefined) return false;
  if (algorithm !== "EdDSA") return true;
  // The base point of the curve is a key like any other.
  const base = Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? 0x58 : 0x66));
  return (await imported(WAYS.EdDSA, base)) !== null;
}

async function imported({ key, format, head }: Way, publicKey: Uint8Array): Promise<KeyOf | null> {
  try {
    return await crypto.subtle.importKey(format, Uint8Array.from([...head, ...publicKey]), key, false, ["verify"]);
  } catch {
    return null;
  }
}

/** Loaded when the first such code is met: most checkpoints never meet one. */
async function verifySm2(publicKey: Uint8Array, data: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (publicKey.length !== 64 || signature.length !== 64) return false;
  const { sm2 } = await import("sm-crypto-v2");
  const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  try {
    // GM/T 0009: the identity where none was agreed on.
    const how = { hash: true, userId: "1234567812345678" };
    return sm2.doVerifySignature(data, hex(signature), `04${hex(publicKey)}`, how);
  } catch {
    return false;
  }
}

/** One for the whole page. */
export const verify: Verify = makeVerify();
