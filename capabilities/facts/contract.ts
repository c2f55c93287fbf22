/** Facts: entered once, shown with who asked and when, and where each was used. */
import { z } from "zod";
import { FIELD_ROLES } from "#kernel/actor.ts";
import { command } from "#kernel/command.ts";
import { copyKind } from "#kernel/copy.ts";
import { levelOf } from "#kernel/places.ts";
import { problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { FACT_SOURCES, SUBJECT_KINDS } from "./rules/attributes.ts";
import { RECORD_KINDS, USED_KINDS } from "./rules/uses.ts";

export const factProblems = problems("facts", {
  "not-an-attribute": {
    status: 422,
    zh: "没有这项信息，或填写的内容不合要求。请按选项填写。",
    en: "There is no such attribute, or the value does not fit it. Choose from what is offered.",
  },
});

const At = z.iso.datetime({ offset: true });
const Place = z
  .string()
  .regex(/^[1-9]\d+$/)
  .refine((code) => levelOf(code) !== null);
export const Value = z.union([z.string().max(500), z.number(), z.boolean(), z.array(z.string().max(100)).max(50)]);

/** What somebody said. `value` null: known, but not for this reader. */
const Said = z.object({
  id: z.uuid(),
  value: Value.nullable(),
  observedAt: At,
  source: z.enum(FACT_SOURCES),
  isVerified: z.boolean(),
  /** Who asked; null: the resident himself said so. */
  byName: z.string().nullable(),
});

/** What stands of one attribute. */
export const KnownFact = Said.extend({
  attribute: z.string(),
  /** Another value of later or equal standing is kept beside this one. */
  hasOther: z.boolean(),
  /** Said later and not verified: it stands once this one is stale (rules/standing.ts, `standsNow`). */
  next: Said.optional(),
});

/** All that is known of one subject: the id is the subject's. */
export const factsCopy = copyKind({
  name: "facts",
  value: z.object({ subjectKind: z.enum(SUBJECT_KINDS), place: z.string(), facts: z.array(KnownFact) }),
});

/** Attributes said at once of one subject: more is a form. */
const SAID_AT_MOST = 30;

export const recordFactsCommand = command({
  kind: "facts/record",
  summary: "What was asked of a subject at the door; attributes of the register go by the register's own commands.",
  who: FIELD_ROLES,
  body: z.object({
    place: Place,
    subjectKind: z.enum(SUBJECT_KINDS),
    subjectId: z.guid(),
    facts: z
      .array(z.object({ attribute: z.string().max(120), value: Value, seen: Value.optional() }))
      .min(1)
      .max(SAID_AT_MOST),
  }),
  problems: [factProblems["not-an-attribute"]],
  place: ({ place }) => place,
});

const Use = z.object({
  usedKind: z.enum(USED_KINDS),
  title: z.object({ zh: z.string(), en: z.string() }),
  at: At,
});

export const listReturns = route({
  method: "GET",
  path: "/field/returns",
  summary: "Where what I collected was used, the latest use first: form, report, list, figure (数据回流).",
  who: FIELD_ROLES,
  params: z.object({
    /** The `at` of the last one seen. */
    before: At.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  body: z.undefined(),
  result: z.object({
    /** Records that I collected in the last thirty days, and how many of them were used at least once. */
    collected: z.int(),
    used: z.int(),
    uses: z.array(
      Use.extend({
        usedId: z.guid(),
        recordKind: z.enum(RECORD_KINDS),
        /** How many of my records went into it. */
        records: z.int(),
        place: z.string(),
      }),
    ),
  }),
  problems: [],
});

export const listUses = route({
  method: "POST",
  path: "/field/returns/subjects",
  summary: "Where the facts about these subjects (a door, its household and people) and the visits to them were used.",
  who: FIELD_ROLES,
  params: z.object({}),
  body: z.object({ subjectIds: z.array(z.guid()).min(1).max(100) }),
  result: z.object({
    /** `attribute` is `visit` where a report of a visit to the door was used; `factId` is then the report's. */
    uses: z.array(Use.extend({ subjectId: z.guid(), attribute: z.string(), factId: z.guid() })),
  }),
  problems: [],
});

export const listValues = route({
  method: "GET",
  path: "/field/facts/{subjectId}/{attribute}",
  summary: "Every value of one attribute of a subject, the standing one first: nothing was overwritten.",
  who: [...FIELD_ROLES, "operator"],
  params: z.object({ subjectId: z.guid(), attribute: z.string().max(120) }),
  body: z.undefined(),
  result: z.object({ values: z.array(Said.extend({ attribute: z.string(), recordedAt: At })) }),
  problems: [],
});
