import { common } from "#kernel/problem.ts";
import { Problem } from "#platform/problem.ts";
import type { Inside } from "./gather.ts";
import { clueProblems as problem } from "./rules/problems.ts";
import * as store from "./store.ts";
import { lineOf } from "./views.ts";

/** One clue of the actor's to act on, locked; what repeats another is dealt with there. */
export async function locked(ctx: Inside, { county, id }: { county: string; id: string }): Promise<store.ClueRow> {
  const row = await store.lockClue(ctx.sql, county, id);
  if (row === null) throw new Problem(common["not-found"]);
  if (row.like_of !== null) throw new Problem(problem["repeats-another"]);
  return row;
}

export async function lineAfter(ctx: Inside, id: string) {
  const row = await store.oneClue(ctx.sql, id);
  if (row === null) throw new Error("a clue vanished");
  return lineOf(row, ctx.actor, ctx.now);
}
