/**
 * A resident's session token proves itself: 16 bytes resident id, 4 bytes epoch, 6 bytes issued at (ms), 32 bytes
 * HMAC-SHA-256, base64url. So a code is fetched without a read of a session table; signing out everywhere raises the
 * epoch of the account, which the reader of the account compares.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { DAY, type Instant, instantOf } from "#kernel/time.ts";
import { secretOf } from "#platform/seal.ts";

export type ResidentToken = { readonly residentId: string; readonly epoch: number; readonly issuedAt: Instant };

const BODY = 26;
const TOKEN = /^[\w-]{78}$/;
/** A phone is signed in for a month; signing in again takes one message. */
export const RESIDENT_SESSION_FOR = 30 * DAY;

export function makeResidentToken(key: Buffer, { residentId, epoch, issuedAt }: ResidentToken): string {
  const body = Buffer.alloc(BODY);
  body.write(residentId.replaceAll("-", ""), "hex");
  body.writeUInt32BE(epoch, 16);
  body.writeUIntBE(issuedAt, 20, 6);
  return Buffer.concat([body, createHmac("sha256", secretOf(key)).update(body).digest()]).toString("base64url");
}

/** What the token says, or null when it is not ours or too old at `now`. Its epoch is still to be compared. */
export function readResidentToken(key: Buffer, token: string, now: Instant): ResidentToken | null {
  if (!TOKEN.test(token)) return null;
  const bytes = Buffer.from(token, "base64url");
  const body = bytes.subarray(0, BODY);
  if (!timingSafeEqual(createHmac("sha256", secretOf(key)).update(body).digest(), bytes.subarray(BODY))) return null;
  const issuedAt = instantOf(body.readUIntBE(20, 6));
  if (issuedAt + RESIDENT_SESSION_FOR <= now) return null;
  const hex = body.toString("hex", 0, 16);
  const residentId = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return { residentId, epoch: body.readUInt32BE(16), issuedAt };
}
