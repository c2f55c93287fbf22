/** Evidence of presence: the secret behind a checkpoint's screen, and a resident's own check-in. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { common } from "#kernel/problem.ts";
import { dayOf, daysLater, type Instant, isoInstant, type PlainDay } from "#kernel/time.ts";
import type { Answer, Services } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import type { checkInAt } from "./contract.ts";
import { isFreshWindow, presenceMessage, readPresence } from "./rules/presence.ts";
import { checkpointProblems } from "./rules/problems.ts";
import { insertOwnCheckIn, ownCheckIn } from "./store-look.ts";
import { isOfAccount } from "./store-residents.ts";
import { findCheckpoint } from "./store-setup.ts";

/** The secret of a checkpoint's screen on a day, hexadecimal: a lost phone tells nothing of tomorrow. */
export const presenceSecret = (keys: Services["keys"], checkpointId: string, day: PlainDay): string =>
  createHmac("sha256", keys.residentKey).update(`checkpoint-presence|${checkpointId}|${day}`).digest("hex");

/** The HMAC that the screen shows (as WebCrypto computes it there). */
const macOf = (secret: string, checkpointId: string, window: number): string =>
  createHmac("sha256", Buffer.from(secret, "hex"))
    .update(presenceMessage(checkpointId, window))
    .digest("hex")
    .slice(0, 16);

/** Is this what that screen showed in that window? The phone may still hold the secret of the day before. */
function isShownBy(
  keys: Services["keys"],
  checkpointId: string,
  shown: { window: number; mac: string },
  now: Instant,
): boolean {
  const today = dayOf(now);
  return [today, daysLater(today, -1)].some((day) => {
    const right = Buffer.from(macOf(presenceSecret(keys, checkpointId, day), checkpointId, shown.window));
    const given = Buffer.from(shown.mac);
    return right.length === given.length && timingSafeEqual(right, given);
  });
}

/** POST /my/check-ins-at: present with the fresh code of the screen there; anything older or printed is weak. */
export const checkIn: Answer<typeof checkInAt> = async (ctx, _params, { id, personKey, code }) => {
  const { sql, now, services, actor } = ctx;
  if (!(await isOfAccount(sql, actor.accountId, personKey))) throw new Problem(common["not-found"]);
  const read = readPresence(code);
  const checkpoint = read === null ? null : await findCheckpoint(sql, read.checkpointId);
  if (read === null || checkpoint === null || checkpoint.is_closed)
    throw new Problem(checkpointProblems["no-such-code"]);
  const { shown } = read;
  const isPresent =
    shown !== null && isFreshWindow(shown.window, now) && isShownBy(services.keys, checkpoint.id, shown, now);
  const strength = isPresent ? "present" : "weak";
  await insertOwnCheckIn(sql, {
    id,
    personKey,
    checkpointId: checkpoint.id,
    place: checkpoint.place,
    at: now,
    strength,
  });
  const kept = (await ownCheckIn(sql, personKey, id)) ?? { strength, at: now };
  return { strength: kept.strength, placeName: checkpoint.name, at: isoInstant(kept.at) };
};
