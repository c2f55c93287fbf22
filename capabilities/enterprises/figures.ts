/** Resumption of work in numbers: by industry and by place, with the burden beside it (people held from work). */
import type { z } from "zod";
import { CODE_LENGTH, LEVELS, levelOf } from "#kernel/places.ts";
import { mayShowSum, suppress } from "#kernel/suppress.ts";
import { dayOf } from "#kernel/time.ts";
import type { Answer, OpenAnswer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, type Sql, systemActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { INDUSTRIES } from "./rules/kinds.ts";
import { enterpriseProblems } from "./rules/problems.ts";
import type { FigureLine } from "./rules/shapes.ts";
import { insertPolicy, policyOf } from "./store-application.ts";
import { type FigureRow, figuresOf, heldHoursOf, placeNames } from "./store-days.ts";

type Line = { -readonly [Name in keyof z.output<typeof FigureLine>]: z.output<typeof FigureLine>[Name] };
const COUNTS = ["registered", "waiting", "inForce", "headcount", "onSite", "held"] as const;
/** What counts persons is suppressed when it is small; organisations are no persons. */
const OF_PERSONS = ["headcount", "onSite", "held"] as const;

function sum(key: string, name: string, rows: readonly FigureRow[]): Line & Record<(typeof COUNTS)[number], number> {
  const line = { key, name, registered: 0, waiting: 0, inForce: 0, headcount: 0, onSite: 0, held: 0 };
  for (const row of rows) {
    line.registered += row.registered;
    line.waiting += row.waiting;
    line.inForce += row.in_force;
    line.headcount += row.headcount;
    line.onSite += row.on_site;
    line.held += row.held;
  }
  return line;
}

/** One level below: the digits of the places that figures are broken down by. */
function digitsBelow(place: string): number {
  const level = levelOf(place);
  const below = level === null ? undefined : LEVELS[LEVELS.indexOf(level) + 1];
  return below === undefined ? place.length : CODE_LENGTH[below];
}

async function figures(sql: Sql, place: string, day: string) {
  const rows = await figuresOf(sql, place, digitsBelow(place), day);
  const byPlace = Map.groupBy(rows, (row) => row.place);
  const names = new Map((await placeNames(sql, [place, ...byPlace.keys()])).map((one) => [one.code, one.name]));
  const byIndustry = Map.groupBy(rows, (row) => row.industry);
  return {
    day,
    total: sum(place, names.get(place) ?? place, rows),
    byIndustry: [...byIndustry].toSorted().map(([key, some]) => sum(key, INDUSTRIES[key]?.zh ?? key, some)),
    byPlace: [...byPlace].toSorted().map(([key, some]) => sum(key, names.get(key) ?? key, some)),
  };
}

/** The burden beside the count: half of those held have been so for this long. For centres: published it is not. */
async function withHours(sql: Sql, place: string, found: Awaited<ReturnType<typeof figures>>) {
  const rows = await heldHoursOf(sql, place, digitsBelow(place), found.day);
  const hours = (of: { place: string | null; industry: string | null }): number | null =>
    rows.find((row) => row.place === of.place && row.industry === of.industry)?.hours ?? null;
  return {
    ...found,
    total: { ...found.total, heldHours: hours({ place: null, industry: null }) },
    byIndustry: found.byIndustry.map((line) => ({
      ...line,
      heldHours: hours({ place: null, industry: line.key }),
    })),
    byPlace: found.byPlace.map((line) => ({ ...line, heldHours: hours({ place: line.key, industry: null }) })),
  };
}

export const show: Answer<typeof contract.showFigures> = async ({ sql, now }, { place, day }) => {
  const county = place.length >= CODE_LENGTH.county ? place.slice(0, CODE_LENGTH.county) : null;
  return {
    ...(await withHours(sql, place, await figures(sql, place, day ?? dayOf(now)))),
    policy: county === null ? null : { county, ...(await policyOf(sql, county)) },
  };
};

/** Small counts of persons become null, and larger ones that would give them away. */
function suppressed(lines: readonly Line[]): Line[] {
  const out = lines.map((line) => ({ ...line }));
  for (const name of OF_PERSONS) {
    const published = suppress(lines.map((line) => line[name] ?? 0));
    for (const [at, line] of out.entries()) {
      const value = published[at];
      line[name] = typeof value === "number" ? value : null;
    }
  }
  return out;
}

export const showPublic: OpenAnswer<typeof contract.publicFigures> = async ({ services, now }) => {
  const { province } = services.settings;
  const found = await asActor(services.db, systemActor(province), (sql) => figures(sql, province, dayOf(now)));
  const total: Line = { ...found.total };
  for (const name of OF_PERSONS) {
    const columns = [found.byIndustry, found.byPlace].map((lines) => lines.map((line) => line[name]));
    if (!columns.every(mayShowSum) || suppress([found.total[name]])[0] === "small") total[name] = null;
  }
  return { ...found, total, byIndustry: suppressed(found.byIndustry), byPlace: suppressed(found.byPlace) };
};

export const setPolicy: Answer<typeof contract.setPolicy> = async (ctx, { place }, { mode, reason }) => {
  const level = levelOf(ctx.actor.area);
  if (level !== "county" && level !== "city" && level !== "province") {
    throw new Problem(enterpriseProblems["not-your-level"]);
  }
  await insertPolicy(ctx.sql, { county: place, at: ctx.now, mode, by: ctx.actor.postId, reason });
  const deed = { action: "resumption.policy", objectKind: "place", objectId: place, place };
  await audit(ctx, { ...deed, detail: { mode, reason } });
  return {};
};
