/** The clockwork that makes booked changes visible: every half second, one process at a time. */
import { MINUTE } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { foldPending } from "./store.ts";

/** Rows of one fold: a backlog is worked off in steps, so that no transaction grows without bound. */
export const ROWS_A_FOLD = 200_000;
/** How far apart running values are kept: the price of a figure as of a past fold is at most so much of the ledger. */
export const MARK_EVERY = 2 * MINUTE;

/** One turn: folds what is pending. Returns 1 when there was something. */
export async function foldOnce({ db, clock }: Pick<Services, "db" | "clock">): Promise<number> {
  const fold = await foldPending(db, clock(), ROWS_A_FOLD, MARK_EVERY);
  return fold === null ? 0 : 1;
}
