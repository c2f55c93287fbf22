/**
 * Is the caller genuine? Each post has a secret of the day; the phone makes six digits of it every minute without a
 * network, and the server makes the same (RFC 6238 with SHA-256). Source: domain.md §4.2 no. 2 ("residents think it's
 * fraud"), §4.3 ("a verified caller notice").
 */
import { type Instant, MINUTE } from "#kernel/time.ts";

export const NUMBER_CHANGES_EVERY = MINUTE;
/** Windows before and after the present one that still count: somebody types, and clocks differ. */
export const WINDOWS_AROUND = 2;

export const windowOf = (at: Instant): number => Math.floor(at / NUMBER_CHANGES_EVERY);

/** The text that is signed with the secret. */
export const signedText = (window: number): string => `wangge-caller/${window}`;

/** Six digits of an HMAC, by the dynamic truncation of RFC 4226 §5.3. */
export function digitsOf(mac: Uint8Array): string {
  const offset = (mac[mac.length - 1] ?? 0) & 15;
  const [a = 0, b = 0, c = 0, d = 0] = mac.subarray(offset, offset + 4);
  const number = ((a & 127) * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) % 1_000_000;
  return String(number).padStart(6, "0");
}
