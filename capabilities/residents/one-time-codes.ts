/** Sending and checking one-time codes. Works as the platform's clockwork: nobody is signed in yet. */
import { createHmac, randomInt, timingSafeEqual } from "node:crypto";
import { phoneKeyOf } from "#capabilities/people/keys.ts";
import { type Instant, later, MINUTE } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import type { Sql } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { queueMessage } from "./messages.ts";
import { aDayBefore, anHourBefore, CODE_FOR, LIMITS, mayAsk, TRIES } from "./rules/one-time-code.ts";
import { residentProblems } from "./rules/problems.ts";
import * as store from "./store-codes.ts";

/** Bound to phone and use: a code for one thing opens no other. */
const hmacOf = (services: Services, of: { id: string; phoneKey: string; use: string; code: string }): Buffer =>
  createHmac("sha256", services.keys.residentKey).update(`${of.id}|${of.phoneKey}|${of.use}|${of.code}`).digest();

export type Asking = {
  readonly phone: string;
  /** `sign-in` or a claim's id. */
  readonly use: string;
  /** The network address of whoever asks: kept as an HMAC, for its limit. */
  readonly address: string;
  readonly text: (code: string) => string;
  /** False: everything is done but the message is not sent (it would go to somebody it is not for). */
  readonly isSent?: boolean;
};

/** Sends a code if the limits allow; throws `too-many-codes`. Says until when the latest one serves. */
export async function sendCode(ctx: { sql: Sql; now: Instant; services: Services }, asking: Asking): Promise<Instant> {
  const { sql, now, services } = ctx;
  const phoneKey = phoneKeyOf(services.keys.provinceKey, asking.phone);
  const addressKey = phoneKeyOf(services.keys.provinceKey, `address|${asking.address}`);
  // Twenty requests for one phone at the same moment send one message.
  await store.lockPhone(sql, phoneKey);
  const facts = await store.askFacts(sql, {
    phoneKey,
    use: asking.use,
    addressKey,
    quarter: later(now, -(now % (15 * MINUTE))),
    hour: anHourBefore(now),
    day: aDayBefore(now),
    minute: later(now, -MINUTE),
    allAtMost: LIMITS.allMinute,
  });
  const may = mayAsk(facts, now);
  if (may === "too-many-codes") throw new Problem(residentProblems["too-many-codes"]);
  if (may === "quiet") return facts.expiresAt ?? later(now, CODE_FOR);
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  const id = newId();
  const expiresAt = later(now, CODE_FOR);
  await store.insertCode(sql, {
    id,
    phoneKey,
    use: asking.use,
    hmac: hmacOf(services, { id, phoneKey, use: asking.use, code }),
    sentAt: now,
    expiresAt,
    tries: TRIES,
  });
  await store.countAsk(sql, addressKey, later(now, -(now % (15 * MINUTE))));
  if (asking.isSent !== false) await queueMessage(ctx, asking.phone, asking.text(code));
  return expiresAt;
}

/**
 * Takes one try: true when the code is right, which then is used up. The caller must let the transaction commit when it
 * is wrong too, or the try would cost nothing. An unknown phone costs the same work.
 */
export async function takeCode(
  ctx: { sql: Sql; now: Instant; services: Services },
  given: { phoneKey: string; use: string; code: string },
): Promise<boolean> {
  const { sql, now, services } = ctx;
  await store.lockPhone(sql, given.phoneKey);
  const kept = await store.takeTry(sql, given, now);
  const id = kept?.id ?? "00000000-0000-0000-0000-000000000000";
  const said = hmacOf(services, { id, ...given });
  const isRight = timingSafeEqual(said, kept === null ? Buffer.alloc(32) : Buffer.from(kept.code_hmac));
  if (!isRight || kept === null) return false;
  await store.spendCode(sql, kept.id, now);
  return true;
}
