/** Disputes: found, consented, mediated level by level, agreed, confirmed, performed; or failed and referred. */
import { z } from "zod";
import { Attachment } from "#capabilities/attachments/contract.ts";
import { command } from "#kernel/command.ts";
import { copyKind } from "#kernel/copy.ts";
import { levelOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { SIGNATURE_LENGTH_AT_MOST } from "#kernel/signature.ts";
import { disputeProblems as problem } from "./rules/problems.ts";
import { DISPUTE_CATEGORIES, DISPUTE_LEVELS, DISPUTE_STATES, REFERRALS } from "./rules/steps.ts";

const At = z.iso.datetime({ offset: true });
const AnyPlace = z
  .string()
  .regex(/^[1-9]\d+$/)
  .refine((code) => levelOf(code) !== null);
const DisputePlace = z.string().regex(/^[1-9]\d{11}(\d{3}){0,2}$/);
const Words = z.string().trim().min(2).max(2000);
const Signature = z.string().min(8).max(SIGNATURE_LENGTH_AT_MOST);
const Side = z.enum(["a", "b"]);

/** Who mediates. No health worker: a mediator sees nothing of health, and brings none. */
const MEDIATORS = ["grid-worker", "grid-leader", "police-officer"] as const;

const Party = z.object({ name: z.string().trim().min(1).max(60), phone: z.string().trim().min(5).max(30).optional() });
export type Party = z.output<typeof Party>;

export const Dispute = z.object({
  county: z.string(),
  place: z.string(),
  category: z.enum(DISPUTE_CATEGORIES),
  state: z.enum(DISPUTE_STATES),
  level: z.enum(DISPUTE_LEVELS),
  foundAt: At,
  dueAt: At.nullable(),
  consentA: z.enum(["signed", "told"]).nullable(),
  consentB: z.enum(["signed", "told"]).nullable(),
  form: z.enum(["oral", "written"]).nullable(),
  agreedAt: At.nullable(),
  courtUntil: At.nullable(),
  courtAppliedOn: z.iso.date().nullable(),
  courtConfirmedOn: z.iso.date().nullable(),
  referredTo: z.enum(REFERRALS).nullable(),
  endedAt: At.nullable(),
  escalatedTo: z.string().nullable(),
  partyA: z.object({ name: z.string(), phone: z.string().nullable() }),
  partyB: z.object({ name: z.string(), phone: z.string().nullable() }),
  matter: z.string(),
  /** What was agreed. */
  terms: z.string().nullable(),
  signatureA: z.string().nullable(),
  signatureB: z.string().nullable(),
});

/** What phones hold: open disputes of the area, and those that ended in the last seven days. */
export const disputeCopy = copyKind({ name: "dispute", value: Dispute });

export const findDispute = command({
  kind: "disputes/find",
  summary: "Write down a quarrel: where, about what, between whom.",
  who: MEDIATORS,
  body: z.object({
    place: DisputePlace,
    category: z.enum(DISPUTE_CATEGORIES),
    matter: Words,
    partyA: Party,
    partyB: Party,
  }),
  problems: [common["not-found"]],
  place: ({ place }) => place,
});

const Of = { disputeId: z.uuid() };
const stepProblems = [common["not-found"], problem["wrong-state"]];

export const consentDispute = command({
  kind: "disputes/consent",
  summary: "One side agrees to be mediated: by signature, or by word of mouth before who writes it down.",
  who: MEDIATORS,
  body: z.object({ ...Of, side: Side, signature: Signature.optional() }),
  problems: [...stepProblems, problem["not-signed"]],
});

export const mediateDispute = command({
  kind: "disputes/mediate",
  summary: "A sitting: what was said and proposed, as a line of the record.",
  who: MEDIATORS,
  body: z.object({ ...Of, record: Words }),
  problems: stepProblems,
});

export const raiseDispute = command({
  kind: "disputes/raise",
  summary: "It goes to the level above, with a deadline of its own.",
  who: MEDIATORS,
  body: z.object({ ...Of, reason: Words }),
  problems: [...stepProblems, problem["no-level-above"]],
});

export const agreeDispute = command({
  kind: "disputes/agree",
  summary: "What both sides agreed: oral, or written with both signatures.",
  who: MEDIATORS,
  body: z.union([
    z.object({ ...Of, form: z.literal("oral"), terms: Words }),
    z.object({ ...Of, form: z.literal("written"), terms: Words, signatureA: Signature, signatureB: Signature }),
  ]),
  problems: [...stepProblems, problem["not-signed"]],
});

export const confirmDispute = command({
  kind: "disputes/court",
  summary: "Both sides applied to the court, or the court confirmed: within thirty days of the agreement.",
  who: MEDIATORS,
  body: z.object({ ...Of, what: z.enum(["applied", "confirmed"]), on: z.iso.date() }),
  problems: [...stepProblems, problem["court-too-late"]],
});

export const performDispute = command({
  kind: "disputes/perform",
  summary: "What was agreed has been done.",
  who: MEDIATORS,
  body: z.object(Of),
  problems: stepProblems,
});

export const failDispute = command({
  kind: "disputes/fail",
  summary: "A side does not want it, or no agreement came: both were told where to go.",
  who: MEDIATORS,
  body: z.object({ ...Of, referredTo: z.enum(REFERRALS), reason: Words }),
  problems: stepProblems,
});

const Line = Dispute.omit({
  partyA: true,
  partyB: true,
  matter: true,
  terms: true,
  signatureA: true,
  signatureB: true,
}).extend({ id: z.uuid(), isOverdue: z.boolean() });

const SEEING = [...MEDIATORS, "operator", "auditor"] as const;

export const listDisputes = route({
  method: "GET",
  path: "/areas/{area}/disputes",
  summary:
    "Disputes of an area without names, with counts: open ones, what is due first, or those that ended in the last 30 days; at most 200.",
  who: SEEING,
  params: z.object({
    area: AnyPlace,
    which: z.enum(["open", "ended"]).default("open"),
    category: z.enum(DISPUTE_CATEGORIES).optional(),
    level: z.enum(DISPUTE_LEVELS).optional(),
  }),
  body: z.undefined(),
  result: z.object({
    now: At,
    counts: z.object({
      /** Without both sides' consent yet; being mediated; agreed and not yet performed. */
      found: z.int(),
      mediating: z.int(),
      agreed: z.int(),
      overdue: z.int(),
      /** Ended in the last 30 days. */
      performed: z.int(),
      failed: z.int(),
    }),
    disputes: z.array(Line),
  }),
  problems: [],
  place: ({ area }) => area,
});

export const showDispute = route({
  method: "GET",
  path: "/disputes/{county}/{id}",
  summary: "One dispute with its record; opening it goes to the audit log.",
  who: SEEING,
  params: z.object({ county: z.string().regex(/^[1-9]\d{1,5}$/), id: z.uuid() }),
  body: z.undefined(),
  result: Dispute.extend({
    id: z.uuid(),
    attachments: z.array(Attachment),
    events: z.array(
      z.object({ kind: z.string(), at: At, byName: z.string().nullable(), reason: z.string().nullable() }),
    ),
  }),
  problems: [],
});
