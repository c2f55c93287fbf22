/** Reports made from what was recorded: a department's own workbook, filled for any area and day; lists of figures. */
import { z } from "zod";
import { route } from "#kernel/route.ts";
import { APPROVING, LIST_PURPOSES } from "./rules/persons.ts";
import { reportProblems as problem } from "./rules/problems.ts";

export const REPORT_ROLES = ["operator", "analyst", "signatory"] as const;
export const TEMPLATE_BYTES = 2 * 1024 * 1024;

const At = z.iso.datetime({ offset: true });
/** Figures are counted by village and upwards. */
const Place = z.string().regex(/^[1-9]\d(\d{2}(\d{2}(\d{3}){0,2})?)?$/);

const Marker = z.object({
  sheet: z.string(),
  cell: z.string(),
  marker: z.string(),
  /** What it will be filled with; null: not understood. */
  meaning: z.object({ zh: z.string(), en: z.string() }).nullable(),
  /** Printed once for each place directly below, each door or each household. */
  isRepeated: z.boolean(),
});

const Template = z.object({
  id: z.uuid(),
  area: z.string(),
  department: z.string(),
  title: z.string(),
  version: z.int(),
  dailyAt: z.string().nullable(),
  broughtAt: At,
  endedAt: At.nullable(),
});

export const bringTemplate = route({
  method: "POST",
  path: "/reports/templates",
  summary: "Bring a department's workbook as a template; under a title that is there already it is the next version.",
  who: [...REPORT_ROLES],
  params: z.object({
    department: z.string().trim().min(2).max(40),
    title: z.string().trim().min(2).max(60),
  }),
  body: z.unknown(),
  result: z.object({ template: Template, markers: z.array(Marker) }),
  problems: [problem["file-refused"], problem["not-a-template"]],
  bodyLimit: TEMPLATE_BYTES,
  perMinute: 20,
  runs: "by-itself",
  raw: "in",
});

export const listTemplates = route({
  method: "GET",
  path: "/areas/{area}/reports/templates",
  summary: "Templates of an area and of those above it that stand; at most 200.",
  who: [...REPORT_ROLES],
  params: z.object({ area: Place }),
  body: z.undefined(),
  result: z.object({ templates: z.array(Template) }),
  problems: [],
  place: ({ area }) => area,
});

const One = z.object({ templateId: z.uuid() });

export const showTemplate = route({
  method: "GET",
  path: "/reports/templates/{templateId}",
  summary: "One template with what stands in which cell.",
  who: [...REPORT_ROLES],
  params: One,
  body: z.undefined(),
  result: z.object({ template: Template, markers: z.array(Marker) }),
  problems: [],
});

export const scheduleTemplate = route({
  method: "PUT",
  path: "/reports/templates/{templateId}/schedule",
  summary: "Make it each day at a time, for the template's own area; null: by hand only.",
  who: [...REPORT_ROLES],
  params: One,
  body: z.object({
    dailyAt: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .nullable(),
  }),
  result: Template,
  problems: [problem["template-ended"], problem["needs-approval"]],
});

export const retireTemplate = route({
  method: "POST",
  path: "/reports/templates/{templateId}/retirement",
  summary: "Retire a template; reports made from it stay.",
  who: [...REPORT_ROLES],
  params: One,
  body: z.object({}),
  result: Template,
  problems: [problem["template-ended"]],
});

const Report = z.object({
  id: z.uuid(),
  templateId: z.uuid(),
  title: z.string(),
  department: z.string(),
  version: z.int(),
  area: z.string(),
  /** The first day of a period; null: of the day alone. */
  from: z.iso.date().nullable(),
  day: z.iso.date(),
  /** What was known: figures up to the fold, the rest up to the instant. */
  asOf: z.object({ at: At, fold: z.int() }),
  madeAt: At,
  isByClock: z.boolean(),
  /** Cells that stayed empty, and why. */
  missing: z.array(
    z.object({ sheet: z.string(), cell: z.string(), marker: z.string(), zh: z.string(), en: z.string() }),
  ),
  /** What each figure means that the report prints. */
  definitions: z.array(z.object({ id: z.string(), zh: z.string(), en: z.string() })),
});

export const makeReport = route({
  method: "POST",
  path: "/reports/templates/{templateId}/reports",
  summary:
    "Fill a template for an area and a day (or from a day to a day), as now known or as known at an instant; says what is missing.",
  who: [...REPORT_ROLES],
  params: One,
  body: z.object({ area: Place, from: z.iso.date().optional(), day: z.iso.date(), asOf: At.nullable() }),
  result: Report,
  problems: [
    problem["template-ended"],
    problem["needs-approval"],
    problem["day-in-the-future"],
    problem["not-a-period"],
    problem["nothing-known"],
    problem["too-many-places"],
    problem["too-many-lines"],
  ],
  perMinute: 20,
});

export const listReports = route({
  method: "GET",
  path: "/areas/{area}/reports",
  summary: "Reports made for an area, the latest first; at most 100.",
  who: [...REPORT_ROLES, "auditor"],
  params: z.object({ area: Place, templateId: z.uuid().optional() }),
  body: z.undefined(),
  result: z.object({ reports: z.array(Report) }),
  problems: [],
  place: ({ area }) => area,
});

export const downloadReport = route({
  method: "GET",
  path: "/reports/{reportId}/file",
  summary: "A report's workbook as it was made; goes to the audit log.",
  who: [...REPORT_ROLES, "auditor"],
  params: z.object({ reportId: z.uuid() }),
  body: z.undefined(),
  result: z.unknown(),
  problems: [],
  runs: "by-itself",
  raw: "out",
});

/** Counties and below: a list of a city is never of 500 persons. */
const ListPlace = z.string().regex(/^[1-9]\d{5}(\d{3}(\d{3})?)?$/);
const PersonList = z.object({
  id: z.uuid(),
  templateId: z.uuid(),
  title: z.string(),
  department: z.string(),
  area: z.string(),
  day: z.iso.date(),
  purpose: z.enum(LIST_PURPOSES),
  reason: z.string(),
  askedBy: z.string(),
  askedAt: At,
  state: z.enum(["waiting", "refused", "lapsed", "made", "over"]),
  /** Persons in it; null until it was made. */
  persons: z.int().nullable(),
  expiresAt: At.nullable(),
  decisions: z.array(
    z.object({
      name: z.string(),
      department: z.enum(APPROVING),
      decision: z.enum(["approve", "refuse"]),
      reason: z.string().nullable(),
      at: At,
    }),
  ),
  missing: z.array(
    z.object({ sheet: z.string(), cell: z.string(), marker: z.string(), zh: z.string(), en: z.string() }),
  ),
  /** May whoever asks decide on it, or fetch its file? */
  mayDecide: z.boolean(),
  mayFetch: z.boolean(),
});

export const askPersons = route({
  method: "POST",
  path: "/reports/templates/{templateId}/person-lists",
  summary: "Ask for a list of persons by a template, with its purpose: two people of two departments approve it.",
  who: ["signatory"],
  params: One,
  body: z.object({
    area: ListPlace,
    day: z.iso.date(),
    purpose: z.enum(LIST_PURPOSES),
    /** What it is needed for, without a name. */
    reason: z.string().trim().min(10).max(300),
  }),
  result: PersonList,
  problems: [
    problem["not-your-seat"],
    problem["template-ended"],
    problem["day-in-the-future"],
    problem["too-many-persons"],
  ],
  perMinute: 10,
});

export const listPersonLists = route({
  method: "GET",
  path: "/areas/{area}/reports/person-lists",
  summary:
    "Lists of persons that were asked for in an area, the latest first; at most 100. No person is in the answer.",
  who: ["signatory", "auditor"],
  params: z.object({ area: Place }),
  body: z.undefined(),
  result: z.object({ lists: z.array(PersonList) }),
  problems: [],
  place: ({ area }) => area,
});

export const decidePersonList = route({
  method: "POST",
  path: "/reports/person-lists/{listId}/decision",
  summary: "Approve or refuse a list of persons: never one's own; with the second approval it is made, once.",
  who: ["signatory"],
  params: z.object({ listId: z.uuid() }),
  body: z.discriminatedUnion("decision", [
    z.object({ decision: z.literal("approve") }),
    z.object({ decision: z.literal("refuse"), reason: z.string().trim().min(4).max(300) }),
  ]),
  result: PersonList,
  problems: [problem["not-your-seat"], problem["list-over"], problem["too-many-persons"]],
  perMinute: 20,
});

export const downloadPersonList = route({
  method: "GET",
  path: "/reports/person-lists/{listId}/file",
  summary: "The list's workbook with its watermark, for whoever asked, within a day; goes to the audit log.",
  who: ["signatory"],
  params: z.object({ listId: z.uuid() }),
  body: z.undefined(),
  result: z.unknown(),
  problems: [problem["list-over"]],
  perMinute: 10,
  runs: "by-itself",
  raw: "out",
});

/** What rows are taken away for: in the audit log, and in the file. A closed list, for it stands in the address. */
export const EXPORT_PURPOSES = ["check", "report", "plan", "archive"] as const;
export const EXPORTS = ["figures", "forms", "persons", "answers", "doors", "campaign-doors", "supplies"] as const;
export const exportList = route({
  method: "GET",
  path: "/areas/{area}/exports/{list}",
  summary:
    "Figures (a place and those below), counts over a form, or rows with their purpose: answers to a form, doors of the register, doors of a screening, the ledger of supplies; as csv or xlsx. Never a name, a number, health or free words.",
  who: [...REPORT_ROLES],
  params: z.object({
    area: Place,
    list: z.enum(EXPORTS),
    format: z.enum(["csv", "xlsx"]).default("csv"),
    day: z.iso.date().optional(),
    /** The key of a form, for `forms` and `answers`. */
    form: z.string().max(40).optional(),
    /** For `campaign-doors`. */
    campaignId: z.uuid().optional(),
    /** Of rows: what they are taken for. */
    purpose: z.enum(EXPORT_PURPOSES).optional(),
  }),
  body: z.undefined(),
  result: z.unknown(),
  problems: [
    problem["persons-not-exported"],
    problem["purpose-missing"],
    problem["too-many-rows"],
    problem["day-in-the-future"],
  ],
  place: ({ area }) => area,
  perMinute: 20,
  runs: "by-itself",
  raw: "out",
});
