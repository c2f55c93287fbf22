/** The morning brief from the platform's own figures, or from a case file alone. */
import { figuresOf, shapeOf } from "#capabilities/rollups/figures.ts";
import { dayOf, daysLater, type PlainDay } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { Brief, showBrief } from "./contract.ts";
import type { CaseRow } from "./rules/case-rows.ts";
import { type Cases, casesOf, historiesOf } from "./rules/cases.ts";
import { briefText } from "./rules/text.ts";
import { type Work, workOf } from "./rules/work.ts";
import { insertCases, namesOf, standingCases } from "./store.ts";

/** GET /areas/{place}/brief. */
export const show: Answer<typeof showBrief> = (ctx, { place, day }) =>
  briefOf(ctx, { place, day: (day ?? dayOf(ctx.now)) as PlainDay });

/** The brief of a place for a day: the work against the day before, the cases on record. */
export async function briefOf(
  ctx: Pick<Context, "sql" | "now">,
  { place, day }: { place: string; day: PlainDay },
): Promise<Brief> {
  const names = await namesOf(ctx.sql, place);
  const figures = await figuresOf(ctx, { place, day });
  const before = await figuresOf(ctx, { place, day: daysLater(day, -1) });
  const work = workOf(figures.own, before.own, place);
  const cases = casesOf(historiesOf(await standingCases(ctx.sql, place, day)), place, day, names);
  return present({ place, name: names.get(place) ?? place, day, work, cases }, shapeOf(figures.asOf));
}

/** The brief of a province for a day from case figures alone: no database, no work. */
export function briefFromCases(
  rows: readonly CaseRow[],
  { place, day, names }: { place: string; day: PlainDay; names: ReadonlyMap<string, string> },
): Brief {
  const cases = casesOf(historiesOf(rows), place, day, names);
  return present({ place, name: names.get(place) ?? place, day, work: null, cases }, null);
}

function present(
  facts: { place: string; name: string; day: PlainDay; work: Work | null; cases: Cases },
  asOf: Brief["asOf"],
): Brief {
  return { ...facts, asOf, textZh: briefText(facts, "zh"), textEn: briefText(facts, "en") };
}

/**
 * Puts cumulative case figures on record, each of a place (county or coarser) and a day, in the caller's transaction.
 * What is already so on record changes nothing; a different figure is a correction and stands from now on. `source` is
 * `file:NAME` or `feed`. Returns how many were recorded.
 */
export async function recordCases(
  ctx: Pick<Context, "sql" | "actor" | "now">,
  rows: readonly CaseRow[],
  source: string,
): Promise<number> {
  const recorded = await insertCases(ctx.sql, rows, source, ctx.now);
  if (recorded > 0) {
    await audit(ctx, {
      action: "cases.record",
      objectKind: "case-figures",
      objectId: source,
      place: ctx.actor.area,
      detail: { given: rows.length, recorded },
    });
  }
  return recorded;
}
