/** One-time codes: how long, how often. Six digits with five tries: a guess succeeds once in 200,000 codes. */
import { DAY, HOUR, type Instant, later, MINUTE } from "#kernel/time.ts";

export const CODE_FOR = 5 * MINUTE;
export const RESEND_AFTER = MINUTE;
export const TRIES = 5;

/**
 * Codes at most: of one phone an hour and a day, from one address a quarter hour, of the whole platform a minute. With
 * ten codes a day and five tries each, guessing one phone's code takes 55 years on average.
 */
export const LIMITS = { phoneHour: 5, phoneDay: 10, addressQuarter: 200, allMinute: 6_000 } as const;

/** A number that was silent for so long may have another owner: operators give numbers out again after 90 days. */
export const SILENT_FOR = 90 * DAY;

/**
 * The last four of a number are one of 10,000 (or 11,000 with X): three wrong answers lock the question for a day, so that
 * whoever has the recycled number needs five years of guessing on average. "I am the new owner" is never locked.
 */
export const ANSWERS = { wrongAtMost: 3, lockedFor: DAY } as const;

export type AskFacts = {
  readonly lastSentAt: Instant | null;
  readonly inHour: number;
  readonly inDay: number;
  readonly fromAddress: number;
  readonly all: number;
};

/** May a code be sent? `quiet`: one was sent a moment ago and still serves, say the same and send nothing. */
export function mayAsk(facts: AskFacts, now: Instant): "send" | "quiet" | "too-many-codes" {
  if (facts.fromAddress >= LIMITS.addressQuarter || facts.all >= LIMITS.allMinute) return "too-many-codes";
  if (facts.lastSentAt !== null && now < later(facts.lastSentAt, RESEND_AFTER)) return "quiet";
  return facts.inHour >= LIMITS.phoneHour || facts.inDay >= LIMITS.phoneDay ? "too-many-codes" : "send";
}

export const anHourBefore = (now: Instant): Instant => later(now, -HOUR);
export const aDayBefore = (now: Instant): Instant => later(now, -DAY);

/** Does the account's owner have to prove that the number is still his? */
export const needsIdentity = (lastSignedInAt: Instant | null, now: Instant): boolean =>
  lastSignedInAt !== null && later(lastSignedInAt, SILENT_FOR) <= now;
