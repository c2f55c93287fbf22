/**
 * How the phone's records are sealed: AES-256-GCM under one data key, which itself lies here only wrapped: by the worker's
 * PIN (PBKDF2), and by a secret that the server keeps for the post. WebCrypto only; nothing here touches the database.
 */

/** What `seal` made: a nonce of its own each time, and the ciphertext with its tag. */
export type Box = { readonly iv: Uint8Array<ArrayBuffer>; readonly box: ArrayBuffer };
export type PinWrap = Box & { readonly salt: Uint8Array<ArrayBuffer>; readonly iterations: number };

const AES = "AES-GCM";
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

export const randomBytes = (length: number): Uint8Array<ArrayBuffer> =>
  crypto.getRandomValues(new Uint8Array(new ArrayBuffer(length)));

const keyOf = (raw: BufferSource): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"]);

async function sealBytes(key: CryptoKey, bytes: BufferSource, bound: string): Promise<Box> {
  const iv = randomBytes(12);
  const box = await crypto.subtle.encrypt({ name: AES, iv, additionalData: utf8(bound) }, key, bytes);
  return { iv, box };
}

const openBytes = (key: CryptoKey, { iv, box }: Box, bound: string): Promise<ArrayBuffer> =>
  crypto.subtle.decrypt({ name: AES, iv, additionalData: utf8(bound) }, key, box);

/** A value sealed so that it opens only where `bound` says it lies: records cannot be swapped. */
export const seal = (key: CryptoKey, value: unknown, bound: string): Promise<Box> =>
  sealBytes(key, utf8(JSON.stringify(value)), bound);

/** The value again; throws when a byte, the key or the place is not the same. */
export const unseal = async (key: CryptoKey, sealed: Box, bound: string): Promise<unknown> =>
  JSON.parse(new TextDecoder().decode(await openBytes(key, sealed, bound)));

/** A new data key, as bytes: they live only as long as it takes to wrap them. */
export const newDataKey = (): Uint8Array<ArrayBuffer> => randomBytes(32);
/** The data key as the page uses it; its bytes cannot be read out of it again. */
export const dataKey = (raw: BufferSource): Promise<CryptoKey> => keyOf(raw);

async function stretch(pin: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  const typed = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return keyOf(await crypto.subtle.deriveBits(how, typed, 256));
}

/** What a phone spends on one try of a PIN; the slowest phones do the least that is still something. */
const STRETCH_MS = 500;
const ITERATIONS = { least: 100_000, most: 600_000, probe: 20_000 } as const;

/** As many rounds as this phone does in half a second, so that whoever copied its files pays the same for each guess. */
export async function measuredIterations(): Promise<number> {
  const startedAt = performance.now();
  await stretch("000000", randomBytes(16), ITERATIONS.probe);
  const tookMs = Math.max(1, performance.now() - startedAt);
  const rounds = Math.round((STRETCH_MS / tookMs) * ITERATIONS.probe);
  return Math.min(ITERATIONS.most, Math.max(ITERATIONS.least, rounds));
}

export async function wrapByPin(raw: BufferSource, pin: string, vaultId: string): Promise<PinWrap> {
  const salt = randomBytes(16);
  const iterations = await measuredIterations();
  return { ...(await sealBytes(await stretch(pin, salt, iterations), raw, `pin ${vaultId}`)), salt, iterations };
}

/** The data key's bytes; null: the PIN is not the one. */
export async function unwrapByPin(wrap: PinWrap, pin: string, vaultId: string): Promise<ArrayBuffer | null> {
  const key = await stretch(pin, wrap.salt, wrap.iterations);
  return openBytes(key, wrap, `pin ${vaultId}`).catch(() => null);
}

export const wrapBySecret = async (raw: BufferSource, secret: string, vaultId: string): Promise<Box> =>
  sealBytes(await keyOf(bytesOf(secret)), raw, `account ${vaultId}`);

export const unwrapBySecret = async (wrap: Box, secret: string, vaultId: string): Promise<ArrayBuffer | null> =>
  openBytes(await keyOf(bytesOf(secret)), wrap, `account ${vaultId}`).catch(() => null);

/** A passphrase for a file that travels: stretched as a PIN is, but it is long enough to stand alone. */
export async function sealByPhrase(value: unknown, phrase: string): Promise<PinWrap> {
  const salt = randomBytes(16);
  const key = await stretch(phrase, salt, ITERATIONS.most);
  return { ...(await seal(key, value, "wangge-transfer-1")), salt, iterations: ITERATIONS.most };
}

export async function unsealByPhrase(sealed: PinWrap, phrase: string): Promise<unknown> {
  if (sealed.iterations > 10 * ITERATIONS.most) return null;
  const key = await stretch(phrase, sealed.salt, sealed.iterations);
  return unseal(key, sealed, "wangge-transfer-1").catch(() => null);
}

export const newSecret = (): string => textOf(randomBytes(32));

/** Bytes as base64url and back. */
export const textOf = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
