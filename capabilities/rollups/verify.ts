/** "Replay of the event log reproduces the published totals; a hand edit is impossible" (domain.md §7.3, scenario 21). */
import type { Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { addUpAgain, type Difference, recount } from "./store-verify.ts";

export type Verification = {
  readonly isExact: boolean;
  /** Counters compared with their source rows, and sums compared with the ledger. */
  readonly compared: { readonly counters: number; readonly sums: number };
  /** At most 100 of each kind. */
  readonly counterDifferences: readonly Difference[];
  readonly sumDifferences: readonly Difference[];
};

/**
 * Recounts every counter from the rows that it stands for, and every sum from the ledger. To be run as the province:
 * what row-level security hides would look uncounted.
 */
export async function verifyCounters(ctx: Pick<Context, "sql" | "actor" | "now">): Promise<Verification> {
  const counters = await recount(ctx.sql);
  const sums = await addUpAgain(ctx.sql);
  const isExact = counters.differences.length === 0 && sums.differences.length === 0;
  await audit(ctx, {
    action: "rollup.verify",
    objectKind: "rollup",
    objectId: ctx.actor.area,
    place: ctx.actor.area,
    detail: { isExact, counters: counters.compared, sums: sums.compared },
  });
  return {
    isExact,
    compared: { counters: counters.compared, sums: sums.compared },
    counterDifferences: counters.differences,
    sumDifferences: sums.differences,
  };
}
