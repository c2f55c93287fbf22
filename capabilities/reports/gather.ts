/** What a template's markers ask for, each thing once. */
import { screeningOf } from "#capabilities/campaigns/for-reports.ts";
import { factsIn } from "#capabilities/facts/facts.ts";
import { tallyOf } from "#capabilities/forms/tally.ts";
import { rollupProblems } from "#capabilities/rollups/contract.ts";
import { showFigures, sumsOf } from "#capabilities/rollups/figures.ts";
import { CODE_LENGTH, LEVELS, levelOf } from "#kernel/places.ts";
import { endOf, type Instant, instantOf, isoInstant, isoShanghai, type PlainDay } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import { linesFor } from "./lines.ts";
import type { EachKind, Marker } from "./rules/markers.ts";
import { reportProblems as problem } from "./rules/problems.ts";
import type { FormCounts, Gathered, PlaceFigures } from "./rules/resolve.ts";

export type Wanted = {
  readonly area: string;
  /** Of a period; null: the day alone. */
  readonly from: PlainDay | null;
  readonly day: PlainDay;
  readonly asOf: Instant | null;
};

type Of = {
  readonly department: string;
  readonly wanted: Wanted;
  readonly markers: readonly Marker[];
  readonly each: ReadonlySet<EachKind>;
  /** Two have approved that persons are printed (rules/persons.ts). */
  readonly isApproved: boolean;
};

export async function gather(ctx: Context, { department, wanted, markers, each, isApproved }: Of) {
  const { area, from, day, asOf } = wanted;
  const known = instantOf(Math.min(asOf ?? ctx.now, ctx.now));
  const figures = await figuresFor(ctx, wanted, markers);
  const below = figures.below.map((one) => one.place);
  const then = instantOf(Math.min(known, endOf(day)));
  const attributes = [...new Set(markers.flatMap((one) => (one.is === "fact" ? [one.attribute] : [])))];
  const facts = attributes.length === 0 ? [] : await factsIn(ctx, { area, attributes, asOf: then });
  const found = await linesFor(ctx, { area, day, asOf: then, markers, each, isApproved });
  const { lines, documents, personKeys, facts: printed } = found;
  const counted = { area, day, asOf: known, below: each.has("places") ? below : [] };
  const asks = (isTotal: boolean) =>
    markers.flatMap((one) => (one.is === "form" && (one.isTotal === true) === isTotal ? [one.key] : []));
  const gathered: Gathered = {
    texts: {
      "area.name": figures.own.name ?? area,
      "area.code": area,
      from: from ?? day,
      day,
      period: from === null ? day : `${from} 至 ${day}`,
      "as-of": isoShanghai(known).slice(0, 16).replace("T", " "),
      "made-at": isoShanghai(ctx.now).slice(0, 16).replace("T", " "),
      department,
    },
    own: figures.own,
    below: figures.below,
    lines,
    documents,
    forms: await formsFor(ctx, asks(false), { ...counted, from: from ?? day }),
    formsSoFar: await formsFor(ctx, asks(true), { ...counted, from: null }),
    campaign: await screeningFor(ctx, wanted, markers),
    facts: Map.groupBy(facts, (one) => one.attribute),
    isApproved,
  };
  return { gathered, personKeys, asOf: { at: known, fold: figures.fold }, facts: [...facts, ...printed] };
}

/** Of the day, or summed over the days of the period; what stands is as at the end of the last day. */
async function figuresFor(ctx: Context, { area, from, day, asOf }: Wanted, markers: readonly Marker[]) {
  const found = await standingFor(ctx, { area, day, asOf });
  const { fold } = found.asOf;
  const period = from === null ? null : await sumsOf(ctx, { place: area, from, to: day, fold });
  const isTotal = markers.some((one) => one.is === "figure" && one.isTotal === true);
  const total = isTotal ? await sumsOf(ctx, { place: area, from: null, to: day, fold }) : null;
  const withSums = (one: (typeof found)["own"]): PlaceFigures => ({
    ...one,
    values: period === null ? one.values : (period.get(one.place) ?? {}),
    total: total?.get(one.place) ?? {},
  });
  return { own: withSums(found.own), below: found.children.map(withSums), fold };
}

async function standingFor(ctx: Context, { area, day, asOf }: Omit<Wanted, "from">) {
  const at = asOf === null ? {} : { asOf: isoInstant(asOf) };
  try {
    return await showFigures(ctx, { place: area, day, ...at }, undefined);
  } catch (error) {
    const isBefore = error instanceof Problem && error.kind.code === rollupProblems["before-the-first-fold"].code;
    if (isBefore) throw new Problem(problem["nothing-known"]);
    throw error;
  }
}

async function formsFor(ctx: Context, keys: readonly string[], of: Omit<Parameters<typeof tallyOf>[1], "key">) {
  const forms = new Map<string, FormCounts | null>();
  for (const key of new Set(keys)) forms.set(key, await tallyOf(ctx, { ...of, key }));
  return forms;
}

/** Doors of a screening are kept as they are, not as they were. */
async function screeningFor(ctx: Context, { area, day, asOf }: Wanted, markers: readonly Marker[]) {
  if (!markers.some((one) => one.is === "campaign")) return null;
  if (asOf !== null) return "past";
  const level = levelOf(area);
  const below = level === null ? undefined : LEVELS[LEVELS.indexOf(level) + 1];
  return screeningOf(ctx, { area, day, digits: below === undefined ? area.length : CODE_LENGTH[below] });
}
