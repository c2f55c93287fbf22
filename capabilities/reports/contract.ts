/** Reports made from what was recorded: a department's own workbook, filled for any area and day; lists of figures. */
import { z } from "zod";
import { route } from "#kernel/route.ts";
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
  problems: [problem["template-ended"]],
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

export const EXPORTS = ["figures", "forms", "persons"] as const;
export const exportList = route({
  method: "GET",
  path: "/areas/{area}/exports/{list}",
  summary: "A list of figures (a place and those below), or the counts over a form, as csv or xlsx. Never persons.",
  who: [...REPORT_ROLES],
  params: z.object({
    area: Place,
    list: z.enum(EXPORTS),
    format: z.enum(["csv", "xlsx"]).default("csv"),
    day: z.iso.date().optional(),
    /** The key of a form, for `forms`. */
    form: z.string().max(40).optional(),
  }),
  body: z.undefined(),
  result: z.unknown(),
  problems: [problem["persons-not-exported"], problem["day-in-the-future"]],
  place: ({ area }) => area,
  perMinute: 20,
  runs: "by-itself",
  raw: "out",
});
