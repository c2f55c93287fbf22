/** Figures of a place and those below it: as now known, or exactly as known at a past instant or fold. */
import { parentOf } from "#kernel/places.ts";
import {
  dayOf,
  daysBetween,
  daysLater,
  endOf,
  type Instant,
  instant,
  instantOf,
  isoInstant,
  later,
  type PlainDay,
} from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import { type definitions, type figures, type PlaceFigures, rollupProblems, type series } from "./contract.ts";
import { coverageOf } from "./rules/coverage.ts";
import { DEFINITIONS } from "./rules/definitions.ts";
import { DAY_METRICS, isMetric, STANDING_METRICS } from "./rules/metrics.ts";
import {
  type FoldRow,
  foldAt,
  foldById,
  latestFold,
  namesAround,
  OVER_ALL_DAYS,
  sumsOverDays,
  type ValueRow,
  valuesAsOf,
  valuesNow,
  valuesOverDays,
} from "./store.ts";

/** Before the first fold everything is 0, and that is what was known. */
const NOTHING: FoldRow = { fold_id: 0, at: instantOf(0) };

export type Figures = {
  readonly place: string;
  readonly day: PlainDay;
  readonly asOf: FoldRow;
  readonly standingAsOf: FoldRow;
  readonly own: PlaceFigures;
  readonly children: readonly PlaceFigures[];
};

/**
 * The figures of a place for a day. Without `asOf`: the day as now known, and, for a day that is over, the stocks as
 * they stood at its end. With `asOf`: everything as known at that fold.
 */
export async function figuresOf(
  ctx: Pick<Context, "sql" | "now">,
  of: { place: string; day: PlainDay; asOf?: FoldRow },
): Promise<Figures> {
  const { sql, now } = ctx;
  const { place, day } = of;
  const parent = parentOf(place) ?? place;
  const isOver = day < dayOf(now);
  const latest = (await latestFold(sql)) ?? NOTHING;
  const asOf = of.asOf ?? latest;
  const atItsEnd = isOver ? ((await foldAt(sql, later(endOf(day), -1))) ?? NOTHING) : latest;
  const standingAsOf = of.asOf ?? atItsEnd;
  const today = { place, parent, day, metrics: DAY_METRICS };
  const standing = { place, parent, day: OVER_ALL_DAYS, metrics: STANDING_METRICS };
  const values = of.asOf ? await valuesAsOf(sql, today, asOf.fold_id) : await valuesNow(sql, today);
  const stocks =
    standingAsOf.fold_id < latest.fold_id
      ? await valuesAsOf(sql, standing, standingAsOf.fold_id)
      : await valuesNow(sql, standing);
  const names = await namesAround(sql, place, day);
  const codes = new Set([...names.keys(), ...values.map((row) => row.place), ...stocks.map((row) => row.place)]);
  codes.delete(place);
  const [valuesBy, stocksBy] = [byPlace(values), byPlace(stocks)];
  const present = (code: string) =>
    placeFigures(code, names.get(code) ?? null, valuesBy.get(code) ?? [], stocksBy.get(code) ?? []);
  return { place, day, asOf, standingAsOf, own: present(place), children: [...codes].sort().map(present) };
}

/** The first day that a figure can belong to: what stands over all days is kept under the day before. */
const FIRST_DAY = "1970-01-02";

/** What belongs to days, summed over some of them (null: over all until then), by place: it and those directly below. */
export async function sumsOf(
  ctx: Pick<Context, "sql">,
  of: { readonly place: string; readonly from: PlainDay | null; readonly to: PlainDay; readonly fold: number },
): Promise<ReadonlyMap<string, Readonly<Record<string, number>>>> {
  const { place, from, to, fold } = of;
  const days = { place, parent: parentOf(place) ?? place, metrics: DAY_METRICS, from: from ?? FIRST_DAY, to };
  const rows = byPlace(await sumsOverDays(ctx.sql, days, fold));
  return new Map([...rows].map(([code, values]) => [code, valuesOf(values)]));
}

/** GET /areas/{place}/figures. */
export const showFigures: Answer<typeof figures> = async (ctx, { place, day, asOf }) => {
  const of = { place, day: (day ?? dayOf(ctx.now)) as PlainDay };
  const known = asOf === undefined ? null : await knownAt(ctx, asOf);
  const found = await figuresOf(ctx, known === null ? of : { ...of, asOf: known });
  return {
    ...found,
    asOf: shapeOf(found.asOf),
    standingAsOf: shapeOf(found.standingAsOf),
    children: [...found.children],
  };
};

/** GET /areas/{place}/series. */
export const showSeries: Answer<typeof series> = async ({ sql }, { place, from, to, metrics }) => {
  const length = daysBetween(from as PlainDay, to as PlainDay) + 1;
  if (length > 366 || length < 1) throw new Problem(rollupProblems["too-many-days"]);
  const asked = metrics.filter(isMetric);
  const rows = await valuesOverDays(sql, { place, parent: parentOf(place) ?? place, metrics: asked, from, to });
  const days = Array.from({ length }, (_, index) => daysLater(from as PlainDay, index));
  const at = new Map(days.map((day, index) => [day as string, index]));
  const lines = new Map(asked.map((metric) => [metric as string, new Array<number>(length).fill(0)]));
  for (const row of rows) {
    const [line, index] = [lines.get(row.metric), at.get(row.day)];
    if (line && index !== undefined) line[index] = row.value;
  }
  return { place, days, series: Object.fromEntries(lines), asOf: shapeOf((await latestFold(sql)) ?? NOTHING) };
};

/** GET /figures/definitions. */
export const listDefinitions: Answer<typeof definitions> = async () => ({ definitions: [...DEFINITIONS] });

/** The fold meant by an instant or an id; refused when nothing was known yet. */
async function knownAt(ctx: Pick<Context, "sql">, asOf: number | string): Promise<FoldRow> {
  const fold =
    typeof asOf === "number" ? await foldById(ctx.sql, asOf) : await foldAt(ctx.sql, instant(asOf) satisfies Instant);
  if (!fold) throw new Problem(rollupProblems["before-the-first-fold"]);
  return fold;
}

export const shapeOf = (fold: FoldRow) => ({ fold: fold.fold_id, at: isoInstant(fold.at) });

function byPlace(rows: readonly ValueRow[]): Map<string, ValueRow[]> {
  const found = new Map<string, ValueRow[]>();
  for (const row of rows) {
    const list = found.get(row.place);
    if (list) list.push(row);
    else found.set(row.place, [row]);
  }
  return found;
}

function placeFigures(
  place: string,
  name: string | null,
  values: readonly ValueRow[],
  stocks: readonly ValueRow[],
): PlaceFigures {
  const standing = valuesOf(stocks);
  return {
    place,
    name,
    values: valuesOf(values),
    standing,
    coverage: coverageOf(
      standing["household.registered"] ?? 0,
      standing["household.reached"] ?? 0,
      standing["household.vacant"] ?? 0,
    ),
  };
}

const valuesOf = (rows: readonly ValueRow[]): Record<string, number> =>
  Object.fromEntries(rows.filter((row) => row.value !== 0).map((row) => [row.metric, row.value]));
