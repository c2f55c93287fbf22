/** Appeals (申诉): from the colour in one tap to a reasoned letter within a day; the office that receives it keeps it. */
import { z } from "zod";
import { CODE_COLOURS } from "#kernel/colours.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { ATTACHMENTS_AT_MOST, MEDIA_TYPES } from "./rules/attachments.ts";
import { appealProblems } from "./rules/problems.ts";
import { APPEAL_CHANNELS, APPEAL_KINDS, APPEAL_OUTCOMES, APPEAL_STATES } from "./rules/states.ts";

const At = z.iso.datetime();
const Said = z.object({ zh: z.string(), en: z.string() });
const PersonKey = z.guid();
const Text = z.string().trim().min(2).max(2_000);

/** Base64 of at most 2 MB; judged by its bytes. */
export const Attachments = z.array(z.object({ data: z.base64().max(2_900_000) })).max(ATTACHMENTS_AT_MOST);

/** What is disputed: the colour as it is, single pieces of evidence, or a case of declared against observed. */
export const About = z.object({
  kind: z.enum(["colour", "evidence", "case"]),
  /** Evidence ids or the case's id; empty for the colour: then all evidence that holds it. */
  ids: z.array(z.guid()).max(20).default([]),
});

const Filing = z.object({
  /** UUIDv7 made where it is filed: the same id again is the same appeal. */
  id: z.uuidv7(),
  personKey: PersonKey,
  about: About,
  kind: z.enum(APPEAL_KINDS).default("exposure"),
  words: Text,
  attachments: Attachments.default([]),
});

/** Evidence in plain words: never a raw record. */
export const EvidenceWords = z.object({
  id: z.uuid(),
  class: z.string(),
  colour: z.enum(CODE_COLOURS),
  source: Said,
  reason: Said,
  since: At,
  until: At.nullable(),
  isWithdrawn: z.boolean(),
  isSuspended: z.boolean(),
});

const AttachmentLine = z.object({ n: z.int(), mediaType: z.enum(MEDIA_TYPES), bytes: z.int(), sha256: z.string() });

export const AppealLine = z.object({
  id: z.uuid(),
  personKey: PersonKey,
  place: z.string(),
  state: z.enum(APPEAL_STATES),
  kind: z.enum(APPEAL_KINDS),
  channel: z.enum(APPEAL_CHANNELS),
  receivedAt: At,
  waitsFor: z.enum(["triage", "decision", "review", "ombudsman"]).nullable(),
  dueAt: At.nullable(),
  /** 24 hours after it was received: no appeal is undecided after that. */
  lastDueAt: At,
  isOverdue: z.boolean(),
  /** The office that received it and owns it to the end. */
  ownerArea: z.string(),
  escalatedTo: z.string().nullable(),
  isSuspending: z.boolean(),
  outcome: z.enum(APPEAL_OUTCOMES).nullable(),
});

const Letter = z.object({ zh: z.string(), at: At, outcome: z.enum(APPEAL_OUTCOMES), isReview: z.boolean() });
const Step = z.object({
  step: z.string(),
  at: At,
  byRole: z.string(),
  byOrganisation: z.string().nullable(),
  words: z.string().nullable(),
});

export const MyAppeal = AppealLine.extend({
  words: z.string(),
  evidence: z.array(EvidenceWords),
  attachments: z.array(AttachmentLine),
  letters: z.array(Letter),
  mayAskReview: z.boolean(),
  mayAskOmbudsman: z.boolean(),
  court: Said,
});
export const AppealPage = MyAppeal.extend({ steps: z.array(Step), mayDecide: z.boolean(), about: About });

const FILING_LIMIT = 9 * 1024 * 1024;
const filingProblems = [
  common["not-found"],
  appealProblems["attachment-too-large"],
  appealProblems["attachment-wrong-type"],
  appealProblems["too-many-attachments"],
  appealProblems["unknown-evidence"],
  appealProblems["already-open"],
];

export const fileMine = route({
  method: "POST",
  path: "/my/appeals",
  summary: "Appeal, one tap from the colour; acknowledged at once with its clock.",
  who: "resident",
  params: z.object({}),
  body: Filing,
  result: MyAppeal,
  problems: filingProblems,
  bodyLimit: FILING_LIMIT,
  channel: "declare",
  purpose: "code.appeal",
  perMinute: 10,
});

export const listMine = route({
  method: "GET",
  path: "/my/appeals",
  summary: "The appeals of the account's persons, newest first; at most 50.",
  who: "resident",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ now: At, appeals: z.array(AppealLine) }),
  problems: [],
  channel: "declare",
  purpose: "code.appeal",
});

export const showMine = route({
  method: "GET",
  path: "/my/appeals/{id}",
  summary: "One appeal with its clock, the evidence in plain words, and the letter.",
  who: "resident",
  params: z.object({ id: z.uuid() }),
  body: z.undefined(),
  result: MyAppeal,
  problems: [common["not-found"]],
  channel: "declare",
  purpose: "code.appeal",
});

export const addMine = route({
  method: "POST",
  path: "/my/appeals/{id}/attachments",
  summary: "Add proof to an appeal that is not decided.",
  who: "resident",
  params: z.object({ id: z.uuid() }),
  body: z.object({ attachments: Attachments.min(1) }),
  result: MyAppeal,
  problems: [...filingProblems, appealProblems["not-now"]],
  bodyLimit: FILING_LIMIT,
  channel: "declare",
  purpose: "code.appeal",
  perMinute: 10,
});

export const askReview = route({
  method: "POST",
  path: "/my/appeals/{id}/review",
  summary: "Ask for the second review by a different health officer; after that, for the ombudsman.",
  who: "resident",
  params: z.object({ id: z.uuid() }),
  body: z.object({ words: Text }),
  result: MyAppeal,
  problems: [common["not-found"], appealProblems["not-now"], appealProblems["review-too-late"]],
  channel: "declare",
  purpose: "code.appeal",
});

export const fileForMinor = route({
  method: "POST",
  path: "/appeals/helper",
  summary: "Appeal for a minor without signing in; the answer never tells whether the person is known.",
  who: "anyone",
  params: z.object({}),
  body: z.object({
    id: z.uuidv7(),
    idNumber: z.string().trim().min(15).max(20),
    words: Text,
    attachments: Attachments.default([]),
  }),
  result: z.object({ id: z.uuid(), receivedAt: At, lastDueAt: At }),
  problems: [
    appealProblems["not-a-minor"],
    appealProblems["attachment-too-large"],
    appealProblems["attachment-wrong-type"],
  ],
  bodyLimit: FILING_LIMIT,
  channel: "declare",
  purpose: "code.appeal",
  runs: "by-itself",
  perMinute: 5,
});

export const fileForSomeone = route({
  method: "POST",
  path: "/appeals",
  summary: "Take an appeal on behalf of someone: at the door, the desk, on the phone. The office owns it from then on.",
  who: ["operator", "grid-worker", "grid-leader", "health-worker"],
  params: z.object({}),
  body: Filing.extend({ channel: z.enum(["phone", "desk", "grid", "family"]) }),
  result: AppealLine,
  problems: filingProblems,
  bodyLimit: FILING_LIMIT,
  channel: "work",
  purpose: "code.appeal",
});

const Count = z.union([z.int().min(0), z.literal("small"), z.literal("hidden")]);
export const AppealFigures = z.object({
  /** YYYY-MM. */
  month: z.string(),
  rows: z.array(
    z.object({
      /** The rule (kind of evidence) that decided the colour appealed against. */
      rule: z.string(),
      name: Said,
      filed: Count,
      upheld: Count,
      rejected: Count,
      waiting: Count,
    }),
  ),
  /** Null: the sum would give a small number away. */
  filed: Count.nullable(),
  upheldShare: z.number().nullable(),
  medianHours: z.number().nullable(),
});

export const showStatistics = route({
  method: "GET",
  path: "/appeals/statistics",
  summary: "Appeals by month and rule: filed, upheld, rejected, median hours to decide; small numbers left out.",
  who: "anyone",
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ asOf: At.nullable(), months: z.array(AppealFigures) }),
  problems: [],
  channel: "declare",
});
