/**
 * Base45: two bytes as three characters of those that a QR code writes most densely.
 *
 * Source: RFC 9285.
 */
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const NONE = 255;
/** By character code; the alphabet is ASCII. */
const VALUES = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = ALPHABET.indexOf(String.fromCharCode(code));
  return value < 0 ? NONE : value;
});

export function encodeBase45(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const [high = 0, low] = bytes.subarray(at, at + 2);
    const number = low === undefined ? high : high * 256 + low;
    text += `${ALPHABET[number % 45]}${ALPHABET[Math.floor(number / 45) % 45]}`;
    if (low !== undefined) text += ALPHABET[Math.floor(number / 2025)];
  }
  return text;
}

/** The bytes, or null: a character of no value, one left over, a group greater than its bytes can hold. */
export function decodeBase45(text: string): Uint8Array | null {
  if (text.length % 3 === 1) return null;
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3 === 2 ? 1 : 0));
  let to = 0;
  for (let at = 0; at < text.length; at += 3) {
    const isPair = at + 2 === text.length;
    const low = VALUES[text.charCodeAt(at)] ?? NONE;
    const middle = VALUES[text.charCodeAt(at + 1)] ?? NONE;
    const high = isPair ? 0 : (VALUES[text.charCodeAt(at + 2)] ?? NONE);
    if (low === NONE || middle === NONE || high === NONE) return null;
    const number = low + middle * 45 + high * 2025;
    if (number > (isPair ? 0xff : 0xffff)) return null;
    if (!isPair) bytes[to++] = number >> 8;
    bytes[to++] = number & 255;
  }
  return bytes;
}
