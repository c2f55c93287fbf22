/**
 * The course of a case: who may take which step, and within how long.
 *
 * Source: reference/domain.md §6.7 (triage 2 h, field verification 12 h, decision 24 h, 48 h in the subject's favour) and
 * §6.16 (the names of the states are the API's).
 */
import { HOUR, type Instant, later } from "#kernel/time.ts";

export const CASE_STATES = ["SUSPECTED", "TRIAGED", "FIELD_VERIFIED", "DECIDED", "SETTLED", "APPEALED"] as const;
export type CaseState = (typeof CASE_STATES)[number];

export const OUTCOMES = ["INTENTIONAL", "MISTAKE", "DATA_ERROR", "STALE", "UNDETERMINED"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What a field verification found: what the person says holds, what the record says holds, or neither is clear. */
export const FIELD_RESULTS = ["as-declared", "as-observed", "not-the-person", "unclear"] as const;
export type FieldResult = (typeof FIELD_RESULTS)[number];

export const CASE_CLOCKS = { triage: 2 * HOUR, verify: 12 * HOUR, decide: 24 * HOUR, close: 48 * HOUR } as const;
/** A correction within this long of the opening is an honest error (scenario 3). */
export const REFILE_WITHIN = 24 * HOUR;
/** A decided case is settled when nobody has appealed for so long. */
export const SETTLES_AFTER = 24 * HOUR;

const NEXT: Readonly<Record<CaseState, readonly CaseState[]>> = {
  SUSPECTED: ["TRIAGED", "DECIDED"],
  TRIAGED: ["FIELD_VERIFIED", "DECIDED"],
  FIELD_VERIFIED: ["DECIDED"],
  DECIDED: ["SETTLED", "APPEALED"],
  SETTLED: ["APPEALED"],
  APPEALED: ["SETTLED"],
};

export const mayFollow = (from: CaseState, to: CaseState): boolean => NEXT[from].includes(to);
export const isOpen = (state: CaseState): boolean =>
  state === "SUSPECTED" || state === "TRIAGED" || state === "FIELD_VERIFIED";

export type CaseClock = {
  /** Which step is waited for; null when the case is no longer open. */
  readonly waitsFor: "triage" | "verify" | "decide" | null;
  readonly dueAt: Instant | null;
  /** Then it closes in the subject's favour. */
  readonly closesAt: Instant;
};

/** The clock of a case opened at `openedAt` that stands in `state`. */
export function clockOf(state: CaseState, openedAt: Instant): CaseClock {
  const closesAt = later(openedAt, CASE_CLOCKS.close);
  if (state === "SUSPECTED") return { waitsFor: "triage", dueAt: later(openedAt, CASE_CLOCKS.triage), closesAt };
  if (state === "TRIAGED") return { waitsFor: "verify", dueAt: later(openedAt, CASE_CLOCKS.verify), closesAt };
  if (state === "FIELD_VERIFIED") return { waitsFor: "decide", dueAt: later(openedAt, CASE_CLOCKS.decide), closesAt };
  return { waitsFor: null, dueAt: null, closesAt };
}

/** INTENTIONAL needs a verification at the door: nobody is found to have lied from records alone. */
export function mayDecide(state: CaseState, outcome: Outcome): "ok" | "not-verified" | "ended" {
  if (!isOpen(state)) return "ended";
  return outcome === "INTENTIONAL" && state !== "FIELD_VERIFIED" ? "not-verified" : "ok";
}
