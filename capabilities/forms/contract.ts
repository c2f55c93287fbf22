/** Forms as data: brought as a workbook, looked at, published to an area and roles, answered on phones, reviewed. */
import { z } from "zod";
import { Attachment } from "#capabilities/attachments/contract.ts";
import { registerProblems } from "#capabilities/households/rules/problems.ts";
import { FIELD_ROLES } from "#kernel/actor.ts";
import { command } from "#kernel/command.ts";
import { copyKind } from "#kernel/copy.ts";
import { levelOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import {
  APPEARANCES,
  QUESTION_TYPES,
  QUESTIONS_AT_MOST,
  ROWS_AT_MOST,
  ROWS_IN_ALL,
  SUBJECTS,
  TEXT_ANSWER_AT_MOST,
} from "./rules/document.ts";
import { formProblems as problem } from "./rules/problems.ts";
import { type Answers as AnswersShape, everyRow } from "./rules/rows.ts";

export const PUBLISHING_ROLES = ["operator", "analyst"] as const;
export const REVIEWING_ROLES = ["operator", "grid-leader"] as const;
export const READING_ROLES = ["operator", "analyst", "grid-leader"] as const;
/** A form of 300 questions with choices comes to some 60 kB. */
export const WORKBOOK_BYTES = 1024 * 1024;

const At = z.iso.datetime({ offset: true });
const Place = z
  .string()
  .regex(/^[1-9]\d+$/)
  .refine((code) => levelOf(code) !== null);
const Label = z.object({ zh: z.string(), en: z.string() });
const Name = z.string().max(64);

export const FormDocument = z.object({
  key: z.string(),
  version: z.string(),
  title: Label,
  subject: z.enum(SUBJECTS),
  groups: z.array(
    z.object({
      name: Name,
      label: Label,
      parent: z.int().nullable(),
      relevant: z.string().nullable(),
      isRepeat: z.boolean(),
      count: z.string().nullish(),
    }),
  ),
  questions: z.array(
    z.object({
      type: z.enum(QUESTION_TYPES),
      name: Name,
      label: Label,
      hint: Label.nullable(),
      group: z.int().nullable(),
      required: z.string().nullable(),
      requiredMessage: Label.nullish(),
      relevant: z.string().nullable(),
      constraint: z.string().nullable(),
      constraintMessage: Label.nullable(),
      calculation: z.string().nullable(),
      default: z.string().nullable(),
      isReadOnly: z.boolean(),
      appearance: z.enum(APPEARANCES).nullish(),
      choices: z.array(z.object({ name: Name, label: Label, more: z.record(z.string(), z.string()) })).nullable(),
      choiceFilter: z.string().nullable(),
      fact: z.string().nullable(),
    }),
  ),
});

const Head = z.object({
  id: z.uuid(),
  key: z.string(),
  version: z.string(),
  title: Label,
  state: z.enum(["draft", "published", "replaced", "withdrawn"]),
  area: z.string(),
  roles: z.array(z.enum(FIELD_ROLES)),
  isReviewed: z.boolean(),
  from: At.nullable(),
  until: At.nullable(),
  broughtAt: At,
  publishedAt: At.nullable(),
  endedAt: At.nullable(),
});
export type FormHead = z.output<typeof Head>;

export const importWorkbook = route({
  method: "POST",
  path: "/forms",
  summary: "Bring an XLSForm workbook (.xlsx): a draft, or every fault with sheet, row, column and what to do.",
  who: [...PUBLISHING_ROLES],
  params: z.object({}),
  body: z.unknown(),
  result: z.object({
    form: Head.nullable(),
    /** Headings and rows that are not looked at. */
    ignored: z.array(z.string()),
    faultCount: z.int(),
    /** The first 100. */
    faults: z.array(
      z.object({
        sheet: z.string(),
        line: z.int(),
        column: z.string(),
        fault: z.string(),
        near: z.string(),
        zh: z.string(),
        en: z.string(),
      }),
    ),
  }),
  problems: [problem["file-refused"], problem["version-here"]],
  bodyLimit: WORKBOOK_BYTES,
  perMinute: 20,
  runs: "by-itself",
  raw: "in",
});

const One = z.object({ formId: z.uuid() });

export const listForms = route({
  method: "GET",
  path: "/areas/{area}/forms",
  summary: "Forms of an area and of those above it: drafts, published, replaced, withdrawn; the latest 200.",
  who: [...READING_ROLES],
  params: z.object({ area: Place }),
  body: z.undefined(),
  result: z.object({ forms: z.array(Head) }),
  problems: [],
  place: ({ area }) => area,
});

export const showForm = route({
  method: "GET",
  path: "/forms/{formId}",
  summary: "One version of a form with its document, as the phones have it.",
  who: [...READING_ROLES],
  params: One,
  body: z.undefined(),
  result: z.object({ form: Head, document: FormDocument }),
  problems: [],
});

export const publishForm = route({
  method: "POST",
  path: "/forms/{formId}/publication",
  summary: "Publish a draft to an area and roles, from–until; it takes the place of the version that stands there.",
  who: [...PUBLISHING_ROLES],
  params: One,
  body: z.object({
    area: Place,
    roles: z.array(z.enum(FIELD_ROLES)).min(1).max(FIELD_ROLES.length),
    /** Null: from now on. */
    from: At.nullable(),
    until: At.nullable(),
    /** Answers wait for the operator or leader, who approves them or returns them for correction. */
    isReviewed: z.boolean(),
  }),
  result: Head,
  problems: [problem["not-a-draft"], problem["taken-above"], problem["outside-your-area"], problem["ends-in-the-past"]],
  perMinute: 30,
});

export const withdrawForm = route({
  method: "POST",
  path: "/forms/{formId}/withdrawal",
  summary: "Withdraw a published form: it leaves every phone; what was filled before is still accepted.",
  who: [...PUBLISHING_ROLES],
  params: One,
  body: z.object({ reason: z.string().trim().min(2).max(500) }),
  result: Head,
  problems: [problem["not-standing"]],
});

const ANSWER_STATES = ["kept", "to-review", "returned", "approved", "replaced"] as const;
const AnswerHead = z.object({
  id: z.uuid(),
  formId: z.uuid(),
  version: z.string(),
  place: z.string(),
  subjectKind: z.enum(SUBJECTS),
  byName: z.string().nullable(),
  /** Filled on paper, and keyed in by this one; null: on a phone. */
  keyedByName: z.string().nullable(),
  madeAt: At,
  receivedAt: At,
  state: z.enum(ANSWER_STATES),
  reason: z.string().nullable(),
});

export const listAnswers = route({
  method: "GET",
  path: "/areas/{area}/forms/{formId}/answers",
  summary: "Who answered a form where and when, the latest first, 100 a page; what was answered is opened one by one.",
  who: [...READING_ROLES],
  params: z.object({
    area: Place,
    formId: z.uuid(),
    only: z.enum(["all", "to-review"]).default("all"),
    /** The `receivedAt` of the last one seen. */
    before: At.optional(),
  }),
  body: z.undefined(),
  result: z.object({ answers: z.array(AnswerHead) }),
  problems: [],
  place: ({ area }) => area,
});

/** Three repeats inside each other at most (REPEATS_DEEP): spelled out, for the description of the API knows no rings. */
const Text = z.string().max(TEXT_ANSWER_AT_MOST);
type AnswersSchema = z.ZodType<AnswersShape, AnswersShape>;
const rowWith = (inside: AnswersSchema): AnswersSchema =>
  z.record(Name, z.union([Text, z.array(inside).max(ROWS_AT_MOST)]));
export const Answers: AnswersSchema = rowWith(rowWith(rowWith(z.record(Name, Text)))).refine((answers) => {
  const rows = everyRow(answers);
  return rows.length <= ROWS_IN_ALL + 1 && rows.every((one) => Object.keys(one).length <= QUESTIONS_AT_MOST);
});

export const openAnswer = route({
  method: "GET",
  path: "/forms/answers/{answerId}",
  summary: "One answer opened; goes to the audit log.",
  who: [...READING_ROLES],
  params: z.object({ answerId: z.uuid() }),
  body: z.undefined(),
  result: z.object({
    answer: AnswerHead,
    answers: Answers,
    document: FormDocument,
    mayReview: z.boolean(),
    /** Photos and recordings that have arrived, by the answer that names them; those of an answer it corrects as well. */
    files: z.array(Attachment),
  }),
  problems: [],
  perMinute: 120,
});

const REGISTER_REFUSALS = [
  registerProblems["part-wrong"],
  registerProblems["number-wrong"],
  registerProblems["number-of-another"],
  registerProblems["phone-wrong"],
  registerProblems["no-such-person"],
  registerProblems["nothing-said"],
];

export const decideAnswer = route({
  method: "POST",
  path: "/forms/answers/{answerId}/decision",
  summary: "Approve an answer that waits for review, or return it for correction with a reason; the collector sees it.",
  who: [...REVIEWING_ROLES],
  params: z.object({ answerId: z.uuid() }),
  body: z.discriminatedUnion("decision", [
    z.object({ decision: z.literal("approve") }),
    z.object({ decision: z.literal("return"), reason: z.string().trim().min(2).max(500) }),
  ]),
  result: AnswerHead,
  problems: [
    problem["not-to-review"],
    problem["own-answer"],
    // Approved, an answer that is a part of the register is taken by the register, or refused as it refuses it.
    ...REGISTER_REFUSALS,
  ],
});

const SubjectOf = z.object({ kind: z.enum(["household", "person", "door"]), id: z.uuid() }).nullable();

export const keyAnswer = route({
  method: "POST",
  path: "/forms/{formId}/answers",
  summary:
    "Key in a form that somebody filled on paper: who stood there and when, and who keyed it in, are both on record.",
  who: [...REVIEWING_ROLES],
  params: One,
  body: z.object({
    /** Made by the page: sent twice it is one answer. */
    id: z.uuidv7(),
    place: Place,
    subject: SubjectOf,
    filledBy: z.uuid(),
    filledAt: At,
    answers: Answers,
  }),
  result: z.object({ isNew: z.boolean() }),
  problems: [
    common["not-found"],
    problem["not-for-here"],
    problem["form-ended"],
    problem["answer-wrong"],
    problem["subject-missing"],
    problem["filled-when"],
    problem["not-a-filler"],
  ],
  perMinute: 60,
});

export const tallyForm = route({
  method: "GET",
  path: "/areas/{area}/forms/{formId}/tally",
  summary: "Counts over the answers to a form in an area: how many, by choice, sums of numbers; no text and no person.",
  who: [...READING_ROLES],
  params: z.object({ area: Place, formId: z.uuid() }),
  body: z.undefined(),
  result: z.object({
    answers: z.int(),
    questions: z.array(
      z.object({
        name: Name,
        label: Label,
        answered: z.int(),
        sum: z.number().nullable(),
        choices: z.array(z.object({ name: Name, label: Label, count: z.int() })),
      }),
    ),
  }),
  problems: [problem["too-many-answers"]],
  place: ({ area }) => area,
  perMinute: 60,
});

/** A form on the phones of its area; drafts and what ended are not there. */
export const formCopy = copyKind({
  name: "form",
  value: z.object({
    document: FormDocument,
    roles: z.array(z.enum(FIELD_ROLES)),
    from: At,
    until: At.nullable(),
    isReviewed: z.boolean(),
    area: z.string(),
  }),
});

/** What became of the collector's own answers of the last weeks; one returned comes back with what was answered. */
export const formAnswerCopy = copyKind({
  name: "form-answer",
  value: z.object({
    formId: z.uuid(),
    /** Of the form: one whose version is no longer on the phone is corrected with the one that took its place. */
    key: z.string(),
    place: z.string(),
    subject: z.object({ kind: z.enum(SUBJECTS), id: z.uuid() }).nullable(),
    madeAt: At,
    state: z.enum(ANSWER_STATES),
    reason: z.string().nullable(),
    decidedByName: z.string().nullable(),
    answers: Answers.nullable(),
  }),
});

export const submitForm = command({
  kind: "forms/submit",
  summary: "A filled form: decided by the same rules as on the phone; answers that are shared facts become facts.",
  who: FIELD_ROLES,
  body: z.object({
    /** The version that was filled. */
    formId: z.uuid(),
    place: Place,
    subject: SubjectOf,
    answers: Answers,
    /** Questions that were not asked because the answer was known and fresh: no new facts. */
    known: z.array(Name).max(QUESTIONS_AT_MOST).optional(),
    /** What the phone showed as known of questions that were asked all the same: a contradiction is noticed. */
    seen: z.record(Name, z.string().max(TEXT_ANSWER_AT_MOST)).optional(),
    /** The returned answer that this one corrects. */
    corrects: z.uuid().optional(),
  }),
  problems: [
    problem["not-for-here"],
    problem["form-ended"],
    problem["answer-wrong"],
    problem["subject-missing"],
    problem["not-yours-to-correct"],
    // An answer that is a part of the register is refused as the register refuses it.
    ...REGISTER_REFUSALS,
  ],
  place: ({ place }) => place,
});
