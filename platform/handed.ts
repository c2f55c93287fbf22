/** What a machine of somebody else hands in (a gateway of messages, a call robot): signed with a shared secret, and fresh. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { type Instant, instant, MINUTE } from "#kernel/time.ts";

/** Older: handed in before, or its signature was copied. */
const LATE_AT_MOST = 10 * MINUTE;

/** Hex HMAC-SHA-256 over the parts, a line each. */
export const handedSignature = (secret: string, parts: readonly string[]): string =>
  createHmac("sha256", secret).update(parts.join("\n")).digest("hex");

export const isSameText = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Signed by whoever shares the secret, at most ten minutes ago. */
export const isHanded = (
  secret: string,
  of: { readonly parts: readonly string[]; readonly signature: string; readonly at: string },
  now: Instant,
): boolean =>
  isSameText(handedSignature(secret, of.parts), of.signature) && Math.abs(now - instant(of.at)) <= LATE_AT_MOST;
