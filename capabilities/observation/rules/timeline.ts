/** The timeline of an observation: one for all seats, each line shown to those whose duty needs it. */
import type { Field } from "#capabilities/teams/rules/views.ts";

/** Each kind of line with the field of teams/rules/views.ts that it belongs to. Kinds are for ever. */
export const LINES = {
  filed: "progress",
  noticed: "progress",
  started: "progress",
  "team-changed": "team",
  check: "checks",
  "check-missed": "breach",
  "no-answer": "breach",
  called: "breach",
  visited: "breach",
  "exit-confirmed": "breach",
  explained: "breach",
  statement: "breach",
  referred: "breach",
  abnormal: "symptoms",
  cleared: "symptoms",
  "transfer-asked": "symptoms",
  "central-asked": "symptoms",
  extended: "progress",
  transferred: "progress",
  converted: "progress",
  "care-call": "checks",
  "help-asked": "needs",
  "help-done": "needs",
  completed: "progress",
  signed: "progress",
  released: "progress",
  delivered: "documents",
  "followed-up": "progress",
  "household-proposed": "needs",
  "household-decided": "needs",
  "ended-early": "progress",
  "ended-error": "progress",
} as const satisfies Readonly<Record<string, Field>>;
export type LineKind = keyof typeof LINES;
export const LINE_KINDS = Object.keys(LINES) as readonly LineKind[];

export const isLineSeen = (kind: LineKind, fields: ReadonlySet<Field>): boolean => fields.has(LINES[kind]);

/** The person reads everything about himself but what somebody noted of a talk with others. */
export const isLineOfPerson = (kind: LineKind): boolean => kind !== "no-answer";
