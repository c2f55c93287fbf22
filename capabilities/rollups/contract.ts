/** Figures of a place and of those below it, with what each means and as of when it was known. */
import { z } from "zod";
import { problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";

export const rollupProblems = problems("rollups", {
  "before-the-first-fold": {
    status: 404,
    zh: "那个时刻还没有任何数字。请选一个更晚的时刻。",
    en: "Nothing was known at that instant. Choose a later one.",
  },
  "too-many-days": {
    status: 422,
    zh: "一次最多查 366 天。请缩短日期范围。",
    en: "At most 366 days at once. Choose a shorter range.",
  },
});

const Place = z.string().regex(/^[1-9]\d(\d{2}(\d{2}(\d{3}){0,2})?)?$/);
/** Metric id → value. A metric that is absent is 0. Ids and meanings: GET /figures/definitions. */
const Values = z.record(z.string(), z.int());

/** What was known: everything up to and with this fold. Give `fold` as `asOf` to see exactly the same figures again. */
export const AsOf = z.object({ fold: z.int(), at: z.iso.datetime() });

export const Coverage = z.object({
  registered: z.int(),
  /** Stand vacant and were never opened: they are not in the denominator. */
  vacant: z.int(),
  reached: z.int(),
  neverVisited: z.int(),
  /** Tenths of a per cent, rounded down, so that 1000 means every door; null when there is no door to visit. */
  permille: z.int().nullable(),
});

export const PlaceFigures = z.object({
  place: z.string(),
  name: z.string().nullable(),
  /** Of the day: what happened on it, and the tasks of the list of that day. */
  values: Values,
  /** As it stands: tasks over all lists, households, workers. On a past day: as it stood at its end. */
  standing: Values,
  coverage: Coverage,
});
export type PlaceFigures = z.output<typeof PlaceFigures>;

export const figures = route({
  method: "GET",
  path: "/areas/{place}/figures",
  summary:
    "The figures of a place and of each place directly below it; `asOf` (an instant or a fold) shows them as known then.",
  who: "signed-in",
  params: z.object({
    place: Place,
    /** Default: today. */
    day: z.iso.date().optional(),
    asOf: z.union([z.coerce.number().int().min(0), z.iso.datetime({ offset: true })]).optional(),
  }),
  body: z.undefined(),
  result: z.object({
    place: z.string(),
    day: z.iso.date(),
    asOf: AsOf,
    standingAsOf: AsOf,
    own: PlaceFigures,
    children: z.array(PlaceFigures),
  }),
  problems: [rollupProblems["before-the-first-fold"]],
  place: ({ place }) => place,
});

export const series = route({
  method: "GET",
  path: "/areas/{place}/series",
  summary: "One place's figures day by day, for charts; `metrics` separated by commas, at most 20.",
  who: "signed-in",
  params: z.object({
    place: Place,
    from: z.iso.date(),
    /** Inclusive. */
    to: z.iso.date(),
    metrics: z
      .string()
      .max(1000)
      .transform((list) => [...new Set(list.split(",").filter((one) => one !== ""))])
      .pipe(z.array(z.string()).min(1).max(20)),
  }),
  body: z.undefined(),
  result: z.object({
    place: z.string(),
    days: z.array(z.iso.date()),
    /** One list a metric, one value a day. */
    series: z.record(z.string(), z.array(z.int())),
    asOf: AsOf,
  }),
  problems: [rollupProblems["too-many-days"]],
  place: ({ place }) => place,
});

export const Definition = z.object({
  id: z.string(),
  zh: z.string(),
  en: z.string(),
  unitZh: z.string(),
  unitEn: z.string(),
  /** event: of the day it happened; list: of the list of the day; stock: as it stands. */
  dayIs: z.enum(["event", "list", "stock"]),
  howZh: z.string(),
  howEn: z.string(),
});

export const definitions = route({
  method: "GET",
  path: "/figures/definitions",
  summary: "What each figure means and how it is computed.",
  who: "signed-in",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ definitions: z.array(Definition) }),
  problems: [],
});

export const figureEvents = route({
  method: "GET",
  path: "/areas/{place}/figures/events",
  summary: "An event stream: `figures` whenever figures of the place changed; ask for them again then.",
  who: "signed-in",
  params: z.object({ place: Place }),
  body: z.undefined(),
  result: z.unknown(),
  problems: [],
  place: ({ place }) => place,
  runs: "by-itself",
  raw: "out",
});
