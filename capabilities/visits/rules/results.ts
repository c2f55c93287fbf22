/**
 * What each result of a report leads to for the task: one table, from which the server decides, the phone shows what
 * comes next, and the pages explain.
 *
 * Source: reference/domain.md §6.3 ("each has a next step"); the times are ours, half of the tier's escalation step or
 * more, so that a second try falls into another part of the day.
 */
import type { VisitResult } from "#capabilities/rollups/rules/results.ts";
import type { RiskTier } from "#kernel/tiers.ts";
import { HOUR } from "#kernel/time.ts";

/**
 * - `done`: the person was found and is looked after; the task ends.
 * - `closed`: the name needs no contact (twice on the list, died, wrong person, others look after him); the task ends.
 * - `try-again`: the same holder tries again by a time.
 * - `desk`: the holder can do no more; the lowest centre's desk decides.
 * - `unlocated`: nobody knows where the person is; the queue for those who cannot be located.
 * - `transfer`: offered to the place where the person went; the sender holds it until that side accepts.
 */
export const NEXT_STEPS = ["done", "closed", "try-again", "desk", "unlocated", "transfer"] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

type ResultRule = {
  readonly step: NextStep;
  /** The person was met where the report says, so tomorrow's list looks here first. */
  readonly verifiesPlace: boolean;
  /** After so many tries with this result (this one included) the step becomes `afterwards`. */
  readonly tries?: { readonly limit: number; readonly afterwards: NextStep };
  /** Lowers the score of the source that named this person or number. */
  readonly blamesSource?: true;
};

export const RESULT_RULES: Readonly<Record<VisitResult, ResultRule>> = {
  HOME_IN_PLACE: { step: "done", verifiesPlace: true },
  CENTRAL: { step: "done", verifiesPlace: false },
  HOSPITAL: { step: "done", verifiesPlace: false },
  COMPLETED_14D: { step: "done", verifiesPlace: true },
  NOT_RETURNED: { step: "try-again", verifiesPlace: false },
  LEFT: { step: "desk", verifiesPlace: false },
  WRONG_NUMBER: { step: "unlocated", verifiesPlace: false, blamesSource: true },
  NO_ANSWER: { step: "try-again", verifiesPlace: false, tries: { limit: 3, afterwards: "desk" } },
  REFUSED: { step: "desk", verifiesPlace: true },
  NOT_AT_ADDRESS: { step: "unlocated", verifiesPlace: false },
  MOVED: { step: "unlocated", verifiesPlace: false },
  DUPLICATE: { step: "closed", verifiesPlace: false },
  DECEASED: { step: "closed", verifiesPlace: false },
  NOT_THE_PERSON: { step: "closed", verifiesPlace: false, blamesSource: true },
  ALREADY_MANAGED: { step: "closed", verifiesPlace: false },
};

/** How long until the next try, by tier, in milliseconds. Someone who has not come back yet is asked after tomorrow. */
export const TRY_AGAIN_AFTER: Readonly<Record<RiskTier, number>> = { red: 2 * HOUR, yellow: 6 * HOUR, blue: 12 * HOUR };
export const NOT_RETURNED_AGAIN_AFTER = 24 * HOUR;

export type ResultFacts = {
  readonly result: VisitResult;
  readonly tier: RiskTier;
  /** Tries of this task with the same result before this one. */
  readonly triesBefore: number;
  /** Where the person went, when the report says so and the place is one of ours; else null. */
  readonly toPlace: string | null;
  /** Transfers carried out so far; the third is blocked and the county decides (domain.md §7.3, scenario 16). */
  readonly hops: number;
};

export type Decision = {
  readonly step: NextStep;
  /** Milliseconds from the visit until the next try is due; null when there is none. */
  readonly againAfter: number | null;
};

/** As capabilities/tasks/rules/hops.ts has it. */
const HOPS_CARRIED_OUT = 2;

/** What follows from one result. */
export function decideNext(facts: ResultFacts): Decision {
  const rule = RESULT_RULES[facts.result];
  if ((facts.result === "LEFT" || facts.result === "MOVED") && facts.toPlace !== null)
    return { step: facts.hops >= HOPS_CARRIED_OUT ? "desk" : "transfer", againAfter: null };
  const isSpent = rule.tries !== undefined && facts.triesBefore + 1 >= rule.tries.limit;
  const step = isSpent ? (rule.tries?.afterwards ?? rule.step) : rule.step;
  if (step !== "try-again") return { step, againAfter: null };
  return { step, againAfter: facts.result === "NOT_RETURNED" ? NOT_RETURNED_AGAIN_AFTER : TRY_AGAIN_AFTER[facts.tier] };
}
