/**
 * When attestations are signed anew, and when a phone asks for one. A display is not a request: a phone asks when it is about
 * to show what has grown old, at an age of its own, so that ten million phones do not ask in the same minute.
 */
import type { CodeColour } from "#kernel/colours.ts";
import { DAY, HOUR, type Instant, instantOf, later, MINUTE } from "#kernel/time.ts";

/** A phone that asks gets a new signature when what it has is as old as this. */
export const SIGN_ANEW_AFTER = 6 * HOUR;
export const PHONE_VALID_FOR = DAY;
/** Phones without a key: a copy of their code dies with it. */
export const REFRESHED_VALID_FOR = 2 * MINUTE;
export const REFRESHED_ANEW_AFTER = MINUTE;
/** A green phone asks at an age between these, by its spread; it has four hours left to reach the server then. */
const ASK_FROM = 15 * HOUR;
const ASK_UNTIL = 20 * HOUR;
/** Whoever is held wants to know when it ends. */
const ASK_WHEN_HELD = HOUR;
/** After `until` of a colour: the clockwork decides to the minute. */
const DECIDED_WITHIN = MINUTE;
const WAIT_FIRST = 30_000;
const WAIT_LONGEST = 30 * MINUTE;

export type Held = {
  readonly form: "phone" | "refreshed";
  readonly codeId: number;
  readonly colour: CodeColour;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
  /** When the colour ends by itself. */
  readonly until: Instant | null;
};

/** A number in [0, 1) that differs from phone to phone and from attestation to attestation. */
export const spreadOf = (codeId: number): number => (codeId % 1024) / 1024;

/** From when on a display asks the server beside showing what it has. */
export function refreshAt(held: Held): Instant {
  if (held.form === "refreshed") return later(held.issuedAt, REFRESHED_ANEW_AFTER);
  const spread = spreadOf(held.codeId);
  const asks =
    held.colour === "green" ? ASK_FROM + spread * (ASK_UNTIL - ASK_FROM) : ASK_WHEN_HELD * (0.75 + spread / 2);
  const byAge = later(held.issuedAt, Math.round(Math.min(asks, (held.expiresAt - held.issuedAt) * (0.6 + spread / 5))));
  if (held.until === null || held.until <= held.issuedAt) return byAge;
  return instantOf(Math.min(byAge, held.until + Math.round(DECIDED_WITHIN * (1 + spread))));
}

/** What a phone remembers of its asking. */
export type Tries = {
  /** In a row, since the last answer. */
  readonly failures: number;
  readonly lastAt: Instant | null;
  /** What the server said in Retry-After, in milliseconds. */
  readonly retryAfter: number | null;
};

/**
 * Asks a phone that is about to show its code the server now? Without an attestation, or past `refreshAt`, yes; after
 * failures it waits twice as long each time, half an hour at most, each phone by its spread. The code shows meanwhile.
 */
export function shouldAsk(held: Held | null, tries: Tries, spread: number, now: Instant): boolean {
  if (held !== null && now < refreshAt(held) && now < held.expiresAt) return false;
  if (tries.lastAt === null || tries.failures === 0) return true;
  const doubled = Math.min(WAIT_LONGEST, WAIT_FIRST * 2 ** (tries.failures - 1));
  const wait = Math.max(doubled, tries.retryAfter ?? 0) * (0.75 + spread / 2);
  return now >= tries.lastAt + wait;
}
