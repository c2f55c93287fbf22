/** The morning brief: the numbers of a day, the change against the day before, and days without a new case. */
import { z } from "zod";
import { route } from "#kernel/route.ts";

/** A number, and by how much it differs from the day before; null when the day before is not known. */
export const Changed = z.object({ value: z.int(), change: z.int().nullable() });

export const CaseLine = z.object({
  place: z.string(),
  name: z.string(),
  /** Cumulative. */
  confirmed: z.int(),
  cured: z.int(),
  dead: z.int(),
  /** Null when the day before is not on record. */
  newConfirmed: z.int().nullable(),
  newCured: z.int().nullable(),
  newDead: z.int().nullable(),
  /** Whole days since the last day with a new case, to the day inclusive; null when there never was a case. */
  daysWithoutNew: z.int().nullable(),
  /** True when the record begins after the last new case: then it is at least so many days. */
  isAtLeast: z.boolean(),
  /** The day the figures are from; earlier than the brief's day when that one is missing. */
  reportedOn: z.iso.date(),
});
export type CaseLine = z.output<typeof CaseLine>;

/** What is odd about the case figures, stated: days missing, figures that went down, cities that do not add up. */
export const CaseRemark = z.object({
  kind: z.enum(["missing-day", "decrease", "sum-differs"]),
  place: z.string(),
  day: z.iso.date(),
  zh: z.string(),
  en: z.string(),
});

export const Cases = z.object({
  day: z.iso.date(),
  /** Null when nothing is on record for the place. */
  own: CaseLine.nullable(),
  below: z.array(CaseLine),
  remarks: z.array(CaseRemark),
});

export const Work = z.object({
  /** The list of the day by tier, and how far its tasks are. */
  tiers: z.array(
    z.object({
      tier: z.enum(["red", "yellow", "blue"]),
      listed: Changed,
      open: Changed,
      done: Changed,
      closed: Changed,
      overdue: Changed,
      /** Open over all lists. */
      openInAll: z.int(),
    }),
  ),
  visits: Changed,
  households: Changed,
  persons: Changed,
  servicesAsked: Changed,
  servicesDone: Changed,
  clues: Changed,
  disputes: Changed,
  workersOnDuty: z.int(),
  terminals: z.int(),
  /** Cases among workers, in all; null for a village, where the number would name somebody. */
  workersInfected: z.int().nullable(),
  workersRested: Changed.nullable(),
  coverage: z.object({
    registered: z.int(),
    vacant: z.int().default(0),
    reached: z.int(),
    neverVisited: z.int(),
    permille: z.int().nullable(),
  }),
});

export const Brief = z.object({
  place: z.string(),
  name: z.string(),
  day: z.iso.date(),
  /** What was known: all folds up to this one. Null in a brief from a case file alone. */
  asOf: z.object({ fold: z.int(), at: z.iso.datetime() }).nullable(),
  work: Work.nullable(),
  cases: Cases,
  /** The brief as text, ready to be read out. */
  textZh: z.string(),
  textEn: z.string(),
});
export type Brief = z.output<typeof Brief>;

export const showBrief = route({
  method: "GET",
  path: "/areas/{place}/brief",
  summary: "The morning brief of a place for a day: work, cases, days without a new case.",
  who: ["analyst", "signatory", "operator", "auditor", "grid-leader", "health-worker", "police-officer"],
  params: z.object({
    place: z.string().regex(/^[1-9]\d(\d{2}(\d{2}(\d{3}){0,2})?)?$/),
    day: z.iso.date().optional(),
  }),
  body: z.undefined(),
  result: Brief,
  problems: [],
  place: ({ place }) => place,
});
