/** What codes say, from what, and who may put evidence in. There is no route that takes a colour. */
import { z } from "zod";
import { CODE_COLOURS } from "#kernel/colours.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { CAUSES } from "./rules/causes.ts";
import { codesProblems } from "./rules/problems.ts";

const At = z.iso.datetime();
const Colour = z.enum(CODE_COLOURS);
export const Words = z.object({ zh: z.string(), en: z.string() });
const HEALTH = ["signatory", "health-worker"] as const;
const work = { channel: "work", purpose: "code.evidence" } as const;
export const Person = z.object({ personKey: z.guid() });

/** A colour with its reason, as its holder and the centre read it. */
export const Shown = {
  personKey: z.guid(),
  colour: Colour,
  /** False: the record fails its check; the code "cannot be confirmed". */
  isSound: z.boolean(),
  rule: z.string(),
  reason: Words,
  evidenceClass: z.string().nullable(),
  source: Words.nullable(),
  since: At.nullable(),
  until: At.nullable(),
  decidedAt: At,
};

export const PastDecision = z.object({
  seq: z.number().int(),
  from: Colour.nullable(),
  to: Colour,
  rule: z.string(),
  reason: Words,
  ruleSet: z.string(),
  since: At.nullable(),
  until: At.nullable(),
  at: At,
  cause: z.enum(CAUSES),
});

export const showCode = route({
  ...work,
  method: "GET",
  path: "/persons/{personKey}/code",
  summary: "A person's code within one's own area. The holder's log says who looked. Symptoms only for health.",
  who: [...HEALTH, "operator", "auditor"],
  params: Person,
  body: z.undefined(),
  result: z.object({
    ...Shown,
    place: z.string(),
    /** For health alone the kind itself; for others its colour and source, so that nobody else reads of symptoms. */
    evidence: z.array(
      z.object({
        id: z.guid(),
        kind: z.string().nullable(),
        colour: Colour,
        reason: Words,
        evidenceClass: z.string(),
        since: At,
        until: At.nullable(),
        plannedUntil: At.nullable(),
        recordedAt: At,
        recordedRole: z.string(),
        withdrawnAt: At.nullable(),
        withdrawnBecause: z.string().nullable(),
        isHeld: z.boolean(),
      }),
    ),
  }),
  problems: [codesProblems["no-code"]],
});

export const showHistory = route({
  ...work,
  method: "GET",
  path: "/persons/{personKey}/code/decisions",
  summary: "Every decision about a person's code, newest first.",
  who: [...HEALTH, "auditor"],
  params: Person,
  body: z.undefined(),
  result: z.object({ decisions: z.array(PastDecision) }),
  problems: [codesProblems["no-code"]],
});

const Proposal = z.object({
  id: z.guid(),
  personKey: z.guid(),
  place: z.string(),
  what: z.enum(["record", "withdraw"]),
  kind: z.string(),
  colour: Colour,
  eventId: z.string().nullable(),
  reason: z.string(),
  hours: z.number().int(),
  since: At,
  proposedAt: At,
  proposedRole: z.string(),
  proposedOrganisation: z.string(),
  isOwn: z.boolean(),
  needsProvince: z.boolean(),
  state: z.enum(["open", "confirmed", "rejected", "lapsed"]),
  decisions: z.array(
    z.object({ decision: z.string(), organisation: z.string(), reason: z.string().nullable(), at: At }),
  ),
});

export const listProposals = route({
  ...work,
  method: "GET",
  path: "/code-evidence/proposals",
  summary: "Evidence that waits for a second person, and what became of the latest.",
  who: [...HEALTH, "auditor", "grid-leader", "grid-worker"],
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ proposals: z.array(Proposal) }),
  problems: [],
});

const proposing = [codesProblems["no-code"], codesProblems["not-health"], codesProblems["not-by-hand"]];

export const propose = route({
  ...work,
  method: "POST",
  path: "/code-evidence/proposals",
  summary:
    "Propose evidence by hand for one person: an event, a reason, 72 hours at most; another organisation confirms.",
  who: HEALTH,
  params: z.object({}),
  body: z.strictObject({
    id: z.guid(),
    personKey: z.guid(),
    kind: z.enum(["hand-red", "hand-yellow"]),
    eventId: z.string().trim().min(3).max(60),
    reason: z.string().trim().min(20).max(500),
    hours: z.number().int().min(1).max(72),
  }),
  result: z.object({ id: z.guid(), state: z.literal("open") }),
  problems: proposing,
  perMinute: 60,
});

export const proposeWithdrawal = route({
  ...work,
  method: "POST",
  path: "/code-evidence/{evidenceId}/withdrawal-proposals",
  summary: "Propose to withdraw a piece of evidence; somebody of health from another organisation confirms.",
  who: HEALTH,
  params: z.object({ evidenceId: z.guid() }),
  body: z.strictObject({ id: z.guid(), personKey: z.guid(), reason: z.string().trim().min(20).max(500) }),
  result: z.object({ id: z.guid(), state: z.literal("open") }),
  problems: proposing,
  perMinute: 60,
});

export const decideProposal = route({
  ...work,
  method: "POST",
  path: "/code-evidence/proposals/{id}/decision",
  summary: "Confirm or reject what somebody else proposed; confirmed evidence counts at once.",
  who: [...HEALTH, "grid-leader", "grid-worker"],
  params: z.object({ id: z.guid() }),
  body: z.strictObject({
    decision: z.enum(["confirm", "reject"]),
    reason: z.string().trim().min(4).max(500).optional(),
  }),
  result: z.object({ state: z.enum(["open", "confirmed", "rejected"]) }),
  problems: [
    common["not-found"],
    codesProblems["not-health"],
    codesProblems["same-person"],
    codesProblems["same-organisation"],
    codesProblems.ended,
  ],
  perMinute: 60,
});

export const release = route({
  ...work,
  method: "POST",
  path: "/code-evidence/{evidenceId}/release",
  summary:
    "End a measure, or what a clinician excludes, by the signature of health; the code follows in the same moment.",
  who: HEALTH,
  params: z.object({ evidenceId: z.guid() }),
  body: z.strictObject({ reason: z.string().trim().min(4).max(500) }),
  result: z.object({ withdrawn: z.number().int() }),
  problems: [common["not-found"], codesProblems["not-health"], codesProblems["two-needed"]],
  perMinute: 60,
});

export const listHolds = route({
  ...work,
  method: "GET",
  path: "/recolouring-holds",
  summary: "Recolourings of too many at once that wait for two health signatories: counts, never persons.",
  who: [...HEALTH, "auditor"],
  params: z.object({}),
  body: z.undefined(),
  result: z.object({
    holds: z.array(
      z.object({
        id: z.guid(),
        place: z.string(),
        placeName: z.string(),
        cause: z.string(),
        openedAt: At,
        wouldChange: z.number().int(),
        holders: z.number().int(),
        limit: z.number().int(),
        limitVersion: z.number().int(),
        state: z.enum(["open", "released", "rejected"]),
        endedAt: At.nullable(),
        items: z.number().int(),
        decisions: z.array(
          z.object({
            decision: z.enum(["release", "reject"]),
            reason: z.string(),
            by: z.string(),
            organisation: z.string(),
            at: At,
          }),
        ),
      }),
    ),
  }),
  problems: [],
});

export const decideHold = route({
  ...work,
  method: "POST",
  path: "/recolouring-holds/{id}/decision",
  summary: "Release or reject a held recolouring, as one of two health signatories of different organisations.",
  who: ["signatory"],
  params: z.object({ id: z.guid() }),
  body: z.strictObject({ decision: z.enum(["release", "reject"]), reason: z.string().trim().min(10).max(500) }),
  result: z.object({ state: z.enum(["open", "released", "rejected"]) }),
  problems: [common["not-found"], codesProblems["not-health"], codesProblems["said-already"], codesProblems.ended],
});

export const previewAssessment = route({
  ...work,
  method: "GET",
  path: "/code-previews/{assessmentId}",
  summary: "How many people and households an assessment would recolour, by county, before it is published.",
  who: ["signatory", "analyst", "auditor"],
  params: z.object({ assessmentId: z.guid() }),
  body: z.undefined(),
  result: z.object({
    counties: z.array(
      z.object({
        place: z.string(),
        toRed: z.number().int(),
        toYellow: z.number().int(),
        toGreen: z.number().int(),
        households: z.number().int(),
        holders: z.number().int(),
        /** Would be held by the circuit breaker. */
        isHeld: z.boolean(),
      }),
    ),
  }),
  problems: [codesProblems["not-health"]],
});

export const listAlarms = route({
  ...work,
  method: "GET",
  path: "/code-alarms",
  summary:
    "What failed its check or waits too long: edited records, holds, releases overdue, evidence by hand to review.",
  who: [...HEALTH, "auditor"],
  params: z.object({}),
  body: z.undefined(),
  result: z.object({
    alarms: z.array(
      z.object({
        id: z.guid(),
        at: At,
        kind: z.string(),
        objectId: z.string(),
        personKey: z.guid().nullable(),
        place: z.string().nullable(),
        detail: z.record(z.string(), z.unknown()),
        seenAt: At.nullable(),
      }),
    ),
  }),
  problems: [],
});

export const seeAlarm = route({
  ...work,
  method: "POST",
  path: "/code-alarms/{id}/seen",
  summary: "Say that an alarm was seen.",
  who: [...HEALTH, "auditor"],
  params: z.object({ id: z.guid() }),
  body: z.undefined(),
  result: z.object({ seen: z.boolean() }),
  problems: [],
});
