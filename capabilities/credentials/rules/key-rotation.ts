/** Which signing keys must be made now: one signs, the next is published before it does, each signs for a month. */
import { DAY, type Instant, instantOf, later } from "#kernel/time.ts";
import { type KeptKey, type KeyUse, signingKey } from "./key-set.ts";

/** design/codes.md: two active, rotated monthly. */
export const SIGNS_FOR = 31 * DAY;
/** What a key signed last may live as long as a paper code does. */
export const COUNTS_ON_FOR = 7 * DAY;
/** The root key is in the hands of every checkpoint: it is not rotated by the clockwork. */
export const ROOT_FOR = 3650 * DAY;

export type Wanted = {
  readonly use: KeyUse;
  readonly signsFrom: Instant;
  readonly signsUntil: Instant;
  readonly validUntil: Instant;
};

/** The keys to be made, in order; empty when all is well. `force` ends the present keys of codes and lists now. */
export function keysWanted(keys: readonly KeptKey[], now: Instant, force = false): readonly Wanted[] {
  const wanted: Wanted[] = [];
  if (signingKey(keys, "root", now) === null) {
    wanted.push({ use: "root", signsFrom: now, signsUntil: later(now, ROOT_FOR), validUntil: later(now, ROOT_FOR) });
  }
  for (const use of ["code", "list"] as const) {
    const present = signingKey(keys, use, now);
    const coming = keys.filter((key) => key.use === use && key.signsFrom > now && key.kid !== present?.kid);
    if (present === null || force) wanted.push(month(use, now));
    const presentUntil = present === null || force ? later(now, SIGNS_FOR) : present.signsUntil;
    if (coming.length === 0 || force) wanted.push(month(use, presentUntil));
  }
  return wanted;
}

const month = (use: KeyUse, from: Instant): Wanted => ({
  use,
  signsFrom: from,
  signsUntil: later(from, SIGNS_FOR),
  validUntil: instantOf(from + SIGNS_FOR + COUNTS_ON_FOR),
});
