/** Keys of people and phones, as the door of the assessment makes them (design/feeds.md, "At the door"). */
import { createHmac } from "node:crypto";
import { normaliseNumber, normalisePhone } from "#kernel/identity.ts";

/** The first 16 bytes of HMAC-SHA-256 under the province key (64 hex digits) of a UTF-8 text, written as a UUID. */
function keyOf(provinceKey: string, text: string): string {
  const hex = createHmac("sha256", Buffer.from(provinceKey, "hex")).update(text, "utf8").digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** The key of a person, from a document's type and number in any spelling. */
export const personKeyOf = (provinceKey: string, idType: string, idNumber: string): string =>
  keyOf(provinceKey, `${idType}|${normaliseNumber(idNumber)}`);

/** The key of a phone, in any spelling. */
export const phoneKeyOf = (provinceKey: string, phone: string): string =>
  keyOf(provinceKey, `phone|${normalisePhone(phone)}`);
