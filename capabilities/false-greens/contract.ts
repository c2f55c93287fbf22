/** Declared against observed: cases for people to look into. No step here touches a colour. */
import { z } from "zod";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { falseGreenProblems } from "./rules/problems.ts";
import { RULE_IDS } from "./rules/rules.ts";
import { CASE_STATES, FIELD_RESULTS, OUTCOMES } from "./rules/states.ts";

const At = z.iso.datetime();
const Words = z.object({ zh: z.string(), en: z.string() });
const Reason = z.string().trim().min(10).max(500);

/** One side of a conflict: what it says in codes and figures, where that comes from, and as of when. */
export const Side = z.object({ source: z.string(), at: At.nullable(), says: Words });

export const Finding = z.object({
  id: z.uuid(),
  rule: z.enum(RULE_IDS),
  name: Words,
  declared: Side,
  observed: Side,
  /** w·q, 0 to 1. */
  strength: z.number(),
  /** Why the strength is less than the rule's weight. */
  lowered: z.array(Words),
  benign: z.array(Words),
  foundAt: At,
  /** A finding of a rule in shadow is recorded and counts for nothing. */
  isShadow: z.boolean(),
});

export const CaseLine = z.object({
  id: z.uuid(),
  personKey: z.guid(),
  place: z.string(),
  state: z.enum(CASE_STATES),
  rules: z.array(z.enum(RULE_IDS)),
  score: z.number(),
  openedAt: At,
  waitsFor: z.enum(["triage", "verify", "decide"]).nullable(),
  dueAt: At.nullable(),
  closesAt: At,
  isOverdue: z.boolean(),
  escalatedTo: z.string().nullable(),
  outcome: z.enum(OUTCOMES).nullable(),
});

export const Step = z.object({
  step: z.string(),
  at: At,
  byRole: z.string(),
  byOrganisation: z.string().nullable(),
  words: z.string().nullable(),
});

export const CasePage = CaseLine.extend({
  findings: z.array(Finding),
  steps: z.array(Step),
  fieldResult: z.enum(FIELD_RESULTS).nullable(),
  taskId: z.uuid().nullable(),
  /** A newer declaration came within 24 hours of the opening. */
  isRefiled: z.boolean(),
  mayDecide: z.boolean(),
});

const READERS = ["operator", "signatory", "health-worker", "police-officer", "auditor"] as const;
const caseParams = z.object({ id: z.uuid() });

export const listCases = route({
  method: "GET",
  path: "/false-greens",
  summary: "Declarations being verified in one's area, by when the next step is due; 50 a page.",
  who: READERS,
  params: z.object({
    view: z.enum(["open", "decided"]).default("open"),
    rule: z.enum(RULE_IDS).optional(),
    after: z.string().max(80).optional(),
  }),
  body: z.undefined(),
  result: z.object({ cases: z.array(CaseLine), after: z.string().nullable() }),
  problems: [],
  channel: "work",
  purpose: "code.evidence",
});

export const showCase = route({
  method: "GET",
  path: "/false-greens/{id}",
  summary: "One case: declared beside observed with both sources, benign explanations, what was done.",
  who: READERS,
  params: caseParams,
  body: z.undefined(),
  result: CasePage,
  problems: [common["not-found"]],
  channel: "work",
  purpose: "code.evidence",
});

export const triageCase = route({
  method: "POST",
  path: "/false-greens/{id}/triage",
  summary: "Looked at: it is to be verified at the door (the task is with the grid since the opening).",
  who: ["operator", "signatory", "health-worker"],
  params: caseParams,
  body: z.object({ reason: z.string().trim().min(4).max(500) }),
  result: CaseLine,
  problems: [common["not-found"], falseGreenProblems["not-now"]],
  channel: "work",
  purpose: "code.evidence",
});

export const verifyCase = route({
  method: "POST",
  path: "/false-greens/{id}/verification",
  summary: "What was found at the door; a police seat verifies facts of identity here and decides nothing.",
  who: ["grid-worker", "grid-leader", "health-worker", "police-officer"],
  params: caseParams,
  body: z.object({ found: z.enum(FIELD_RESULTS), words: z.string().trim().min(4).max(500) }),
  result: CaseLine,
  problems: [common["not-found"], falseGreenProblems["not-now"]],
  channel: "work",
  purpose: "code.evidence",
});

export const decideCase = route({
  method: "POST",
  path: "/false-greens/{id}/decision",
  summary: "The health department's finding, with reasons. It changes no colour.",
  who: ["signatory", "health-worker"],
  params: caseParams,
  body: z.object({ outcome: z.enum(OUTCOMES), reason: Reason }),
  result: CaseLine,
  problems: [
    common["not-found"],
    falseGreenProblems["not-now"],
    falseGreenProblems["not-verified"],
    falseGreenProblems["health-only"],
  ],
  channel: "work",
  purpose: "code.evidence",
});

export const exportPackage = route({
  method: "GET",
  path: "/false-greens/{id}/package",
  summary: "The evidence package of a case decided INTENTIONAL, with its SHA-256; keys and codes, no names. Audited.",
  who: ["signatory", "health-worker"],
  params: caseParams,
  body: z.undefined(),
  result: z.object({ madeAt: At, sha256: z.string(), document: z.string() }),
  problems: [common["not-found"], falseGreenProblems["not-now"], falseGreenProblems["health-only"]],
  channel: "work",
  purpose: "code.evidence",
  perMinute: 20,
});

export const RuleStanding = z.object({
  rule: z.enum(RULE_IDS),
  name: Words,
  weight: z.number(),
  mode: z.enum(["active", "shadow"]),
  since: At.nullable(),
  because: z.string().nullable(),
  /** Closed cases in which it fired, without those that nobody could determine; small numbers are left out. */
  closed: z.union([z.int(), z.literal("small")]),
  /** Share of them in which the record was right (INTENTIONAL or MISTAKE); null under ten closed cases. */
  precision: z.number().nullable(),
});

export const showRules = route({
  method: "GET",
  path: "/false-green-rules",
  summary: "The rules in use and in shadow, their weights and how often they were right: for anybody.",
  who: "anyone",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ ruleSet: z.string(), rules: z.array(RuleStanding) }),
  problems: [],
  channel: "declare",
  runs: "by-itself",
});

export const restoreRule = route({
  method: "POST",
  path: "/false-green-rules/{rule}/restore",
  summary: "Bring a rule back from shadow: two people of health, each with a reason.",
  who: ["signatory", "health-worker"],
  params: z.object({ rule: z.enum(RULE_IDS) }),
  body: z.object({ reason: z.string().trim().min(20).max(500) }),
  result: z.object({ mode: z.enum(["active", "shadow"]) }),
  problems: [falseGreenProblems["not-in-shadow"], falseGreenProblems["same-person"], falseGreenProblems["health-only"]],
  channel: "work",
  purpose: "code.evidence",
});

export const showReport = route({
  method: "GET",
  path: "/false-green-report",
  summary: "By week and rule: cases opened, decided by outcome, precision; the latest 12 weeks.",
  who: ["signatory", "auditor", "analyst", "operator", "health-worker"],
  params: z.object({}),
  body: z.undefined(),
  result: z.object({
    weeks: z.array(
      z.object({
        /** The Monday. */
        week: z.iso.date(),
        rule: z.enum(RULE_IDS),
        opened: z.int(),
        outcomes: z.object({
          INTENTIONAL: z.int(),
          MISTAKE: z.int(),
          DATA_ERROR: z.int(),
          STALE: z.int(),
          UNDETERMINED: z.int(),
        }),
        precision: z.number().nullable(),
      }),
    ),
  }),
  problems: [],
  channel: "work",
  purpose: "code.evidence",
});

export const listMine = route({
  method: "GET",
  path: "/my/false-greens",
  summary: "What does not agree in a declaration of the account's persons, in plain words, and how to put it right.",
  who: "resident",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({
    cases: z.array(
      z.object({
        id: z.uuid(),
        personKey: z.guid(),
        state: z.enum(CASE_STATES),
        openedAt: At,
        closesAt: At,
        /** A correction until then is taken as an honest error. */
        refileUntil: At,
        outcome: z.enum(OUTCOMES).nullable(),
        findings: z.array(z.object({ name: Words, observedSource: z.string(), benign: z.array(Words) })),
      }),
    ),
  }),
  problems: [],
  channel: "declare",
  purpose: "code.show",
});
