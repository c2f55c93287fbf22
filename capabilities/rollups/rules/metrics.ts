/**
 * The closed list of what is counted. Every published total is one of these or a sum of them, and nothing else can be
 * booked: a counter whose name is not here is refused (article S32: define each counter, derive it from the events).
 *
 * How a metric belongs to a day (`dayIs`):
 * - `event`: the Shanghai day on which it happened in the world (the day of the visit, not of its arrival);
 * - `list`: the day of the published list that issued the task; besides, what stands over all lists is kept;
 * - `stock`: none. A stock has a value at an instant; changes are booked with any day and only their sum is kept.
 *
 * The place of a count is the place of what is counted, cut to twelve digits (the village), or coarser when it is.
 */
import { CODE_COLOURS, type CodeColour } from "#kernel/colours.ts";
import { RISK_TIERS, type RiskTier } from "#kernel/tiers.ts";
import { VISIT_RESULTS, type VisitResult } from "./results.ts";

/** The states of a task that are counted. `moved` is not: such a row left its place and another one counts. */
export const COUNTED_TASK_STATES = [
  "issued",
  "delivered",
  "read",
  "accepted",
  "returned",
  "transferred",
  "done",
  "closed",
] as const;
export type CountedTaskState = (typeof COUNTED_TASK_STATES)[number];

/** Counted states in which somebody still has something to do. */
export const OPEN_TASK_STATES = COUNTED_TASK_STATES.filter((state) => state !== "done" && state !== "closed");

export type Metric =
  | `task.${RiskTier}.${CountedTaskState | "overdue"}`
  | `list.${RiskTier | "managed"}`
  | "visit"
  | "visit.household"
  | "visit.person"
  | `visit.result.${VisitResult}`
  | "service.asked"
  | "service.done"
  | "service.supplied"
  | "clue"
  | "dispute"
  | "scan"
  | `scan.${CodeColour}`
  | "fever"
  | "visitor"
  | "vehicle"
  | `observation.${"filed" | "check" | "care-call" | "released"}`
  | "campaign.zero"
  | "household.registered"
  | "household.reached"
  | "household.vacant"
  | "worker.post"
  | "worker.on-duty"
  | "worker.terminal"
  | "worker.infected"
  | "worker.rested";

export type DayIs = "event" | "list" | "stock";

const TASK_METRICS: readonly Metric[] = RISK_TIERS.flatMap((tier) =>
  [...COUNTED_TASK_STATES, "overdue" as const].map((state): Metric => `task.${tier}.${state}`),
);
const LIST_METRICS: readonly Metric[] = [...RISK_TIERS, "managed" as const].map((tier): Metric => `list.${tier}`);
const EVENT_METRICS: readonly Metric[] = [
  "visit",
  "visit.household",
  "visit.person",
  ...VISIT_RESULTS.map((result): Metric => `visit.result.${result}`),
  "service.asked",
  "service.done",
  "service.supplied",
  "clue",
  "dispute",
  "scan",
  ...CODE_COLOURS.map((colour): Metric => `scan.${colour}`),
  "fever",
  "visitor",
  "vehicle",
  "observation.filed",
  "observation.check",
  "observation.care-call",
  "observation.released",
  "worker.rested",
  "campaign.zero",
];
const STOCK_METRICS: readonly Metric[] = [
  "household.registered",
  "household.reached",
  "household.vacant",
  "worker.post",
  "worker.on-duty",
  "worker.terminal",
  "worker.infected",
];

/** Metrics whose value belongs to a day. */
export const DAY_METRICS: readonly Metric[] = [...TASK_METRICS, ...LIST_METRICS, ...EVENT_METRICS];
/** Metrics that stand at an instant, whatever the day: tasks over all lists, and the stocks. */
export const STANDING_METRICS: readonly Metric[] = [...TASK_METRICS, ...STOCK_METRICS];
export const METRICS: readonly Metric[] = [...DAY_METRICS, ...STOCK_METRICS];

const KIND = new Map<string, DayIs>([
  ...[...TASK_METRICS, ...LIST_METRICS].map((metric) => [metric, "list"] as const),
  ...EVENT_METRICS.map((metric) => [metric, "event"] as const),
  ...STOCK_METRICS.map((metric) => [metric, "stock"] as const),
]);

/** How the metric belongs to a day; null when it is none of ours. */
export const dayIs = (metric: string): DayIs | null => KIND.get(metric) ?? null;

export const isMetric = (text: string): text is Metric => KIND.has(text);

/** The place at which a count is booked: at most twelve digits, so that the figures' finest row is the village. */
export const countedPlace = (place: string): string => place.slice(0, 12);
