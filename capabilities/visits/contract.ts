/** Field reports: what came back from the doors, in batches from one terminal, each exactly once. */
import { z } from "zod";
import { VISIT_RESULTS } from "#capabilities/rollups/rules/results.ts";
import { PARTNER_ROLES, ROLES, type Role } from "#kernel/actor.ts";
import { problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { MANNERS, SERVICES, SPOKEN_TO, SYMPTOMS } from "./rules/answers.ts";
import { NEXT_STEPS } from "./rules/results.ts";

export const visitProblems = problems("visits", {
  "unreadable-report": {
    status: 400,
    zh: "这条报告的格式不对，没有收下。请按提示的栏目改正后重新提交。",
    en: "This report has the wrong shape and was not taken. Correct the fields named and send it again.",
  },
  "from-the-future": {
    status: 422,
    zh: "这条报告的走访时间晚于现在十分钟以上。请核对手机时间后重新填报。",
    en: "This report says it was made more than ten minutes from now. Check the phone's clock and report again.",
  },
  "too-old": {
    status: 422,
    zh: "这条报告的走访时间在三十一天以前，系统不再收。请交给本级中心补录。",
    en: "This report is more than 31 days old and is no longer taken. Hand it to your centre.",
  },
  "not-your-place": {
    status: 404,
    zh: "这条报告的地点不在您的辖区内，没有收下。请核对网格后重新填报。",
    en: "The place of this report is outside your area; it was not taken. Check the grid and report again.",
  },
  "task-not-found": {
    status: 404,
    zh: "找不到这条报告对应的任务，或任务已不归您。请下拉刷新任务后重新填报。",
    en: "The task of this report was not found, or is no longer yours. Refresh your tasks and report again.",
  },
  "person-mismatch": {
    status: 422,
    zh: "这条报告的对象与任务的对象不一致，没有收下。请从任务页重新填报。",
    en: "The person of this report is not the person of the task. Report again from the task's page.",
  },
  "household-elsewhere": {
    status: 404,
    zh: "这户登记在您的辖区之外，没有收下。请核对门牌后重新填报。",
    en: "This household is on the register of another area. Check the door and report again.",
  },
  "corrected-unknown": {
    status: 404,
    zh: "找不到要更正的原报告。请等原报告上传后再更正。",
    en: "The report to be corrected was not found. Wait until it has been sent, then correct it.",
  },
  "corrected-already": {
    status: 409,
    zh: "原报告已经被更正过。请在最新的一条上更正。",
    en: "That report was corrected before. Correct the latest one instead.",
  },
  "id-taken": {
    status: 409,
    zh: "这条报告的编号已被另一条报告占用。请重新填报，手机会给它新的编号。",
    en: "Another report already has this id. Report again; the phone gives it a new id.",
  },
  "post-ended": {
    status: 403,
    zh: "您的岗位已经结束，报告没有收下。请联系本级中心。",
    en: "Your post has ended; the report was not taken. Ask your centre.",
  },
  "not-taken": {
    status: 422,
    zh: "系统不能收下这条报告，已记录。请把编号告诉本级中心。",
    en: "This report could not be taken, and that was recorded. Tell your centre its id.",
  },
  busy: {
    status: 503,
    zh: "此刻上报的人太多。报告仍在您的手机里，稍后会自动再送。",
    en: "Too many reports are arriving at this moment. Yours stay on the phone, which sends them again shortly.",
  },
});

/** Reports of one request: a phone that was offline sends the rest in the next one. */
export const REPORTS_AT_MOST = 50;

const placeOf = (digits: RegExp) => z.string().regex(digits);
/** The place of a report: a village, a grid or a micro-grid. */
const DoorPlace = placeOf(/^[1-9]\d{11}(\d{3}){0,2}$/);
const AnyPlace = placeOf(/^[1-9]\d(\d{2}(\d{2}((\d{3}){0,4}))?)?$/);
const text = (most: number) => z.string().trim().min(1).max(most).optional();

/** One report as the phone made it. */
export const Report = z.object({
  /** UUIDv7, made on the phone when the report was made: sending it again changes nothing. */
  id: z.uuidv7(),
  /** The task it answers, with the task's county; both or none. */
  taskId: z.uuid().optional(),
  taskCounty: z
    .string()
    .regex(/^[1-9]\d{1,5}$/)
    .optional(),
  personKey: z.guid().optional(),
  householdKey: z.guid().optional(),
  place: DoorPlace,
  /** By the device's clock. */
  visitedAt: z.iso.datetime({ offset: true }),
  /** Milliseconds that the server's clock is ahead of the device's, as last seen by the phone; added to visitedAt. */
  clockOffsetMs: z.int().min(-1e12).max(1e12).default(0),
  manner: z.enum(MANNERS).default("door"),
  result: z.enum(VISIT_RESULTS),
  /** Where to, for LEFT and MOVED: the task is offered to that place. */
  toPlace: AnyPlace.optional(),
  /** Whom it duplicates, for DUPLICATE. */
  sameAs: z.guid().optional(),
  temperatureTenths: z.int().min(300).max(450).optional(),
  symptoms: z.array(z.enum(SYMPTOMS)).max(SYMPTOMS.length).default([]),
  /** Travel as told. Sealed. */
  travel: text(1000),
  spokenTo: z.enum(SPOKEN_TO),
  /** With whom, in words. Sealed. */
  spokenWith: text(200),
  servicesAsked: z.array(z.enum(SERVICES)).max(SERVICES.length).default([]),
  servicesDone: z.array(z.enum(SERVICES)).max(SERVICES.length).default([]),
  personsMet: z.int().min(0).max(50).default(0),
  /** Sealed. */
  note: text(2000),
  /** The id of an earlier report that this one puts right: counters move by the difference, the task is decided again. */
  corrects: z.uuid().optional(),
  /** Clues and disputes met on this visit; counted only. */
  clues: z.int().min(0).max(20).default(0),
  disputes: z.int().min(0).max(20).default(0),
});
export type Report = z.output<typeof Report>;

/** A report in the wrong shape must not hold up the others of its batch: it is kept as it came and refused by itself. */
const Unreadable = z.unknown().transform((raw) => ({ unreadable: raw }));

export const Answer = z.object({
  /** Null when the report had no readable id. The answers stand in the order of the reports. */
  id: z.string().nullable(),
  answer: z.enum(["accepted", "already", "refused"]),
  /** Of a refusal: the problem's code and its sentences. */
  code: z.string().optional(),
  zh: z.string().optional(),
  en: z.string().optional(),
  /** Fields that are wrong, when it was unreadable. */
  faults: z.array(z.object({ path: z.string(), rule: z.string() })).optional(),
  /** What follows for the task, when it was accepted. */
  next: z.enum(NEXT_STEPS).nullable().optional(),
  /** For `try-again`: by when. */
  tryAgainBy: z.iso.datetime().nullable().optional(),
});

export const recordVisits = route({
  method: "POST",
  path: "/visits",
  summary: "Take field reports in a batch; each is answered by itself, and a report sent again counts once.",
  who: ["grid-worker", "grid-leader", "police-officer", "health-worker", "operator"],
  params: z.object({}),
  body: z.object({ reports: z.array(Report.or(Unreadable)).min(1).max(REPORTS_AT_MOST) }),
  result: z.object({ now: z.iso.datetime(), answers: z.array(Answer) }),
  problems: [visitProblems.busy],
  bodyLimit: 512 * 1024,
  perMinute: 6000,
  runs: "by-itself",
});

/** A report as a page shows it; what was written in words stays sealed. */
export const Visit = z.object({
  county: z.string(),
  id: z.uuid(),
  taskId: z.uuid().nullable(),
  personKey: z.guid().nullable(),
  householdKey: z.guid().nullable(),
  place: z.string(),
  visitedAt: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
  byPost: z.uuid(),
  byRole: z.enum(ROLES),
  byName: z.string().nullable(),
  manner: z.enum(MANNERS),
  result: z.enum(VISIT_RESULTS),
  toPlace: z.string().nullable(),
  temperatureTenths: z.int().nullable(),
  symptoms: z.array(z.string()),
  spokenTo: z.enum(SPOKEN_TO),
  servicesAsked: z.array(z.string()),
  servicesDone: z.array(z.string()),
  personsMet: z.int(),
  hasNote: z.boolean(),
  corrects: z.uuid().nullable(),
  /** The later report that puts this one right. */
  correctedBy: z.uuid().nullable(),
});

const Visits = z.object({ visits: z.array(Visit) });
/** Reports say symptoms: not for those who sign or audit, who stand at a gate, or who join a grid from another profession. */
const NO_READERS: readonly Role[] = ["signatory", "auditor", "checkpoint-staff", ...PARTNER_ROLES];
const READERS = ROLES.filter((role) => !NO_READERS.includes(role));

export const visitsOfTask = route({
  method: "GET",
  path: "/tasks/{county}/{id}/visits",
  summary: "The reports of one task, newest first; at most 100.",
  who: READERS,
  params: z.object({ county: z.string().regex(/^[1-9]\d{1,5}$/), id: z.uuid() }),
  body: z.undefined(),
  result: Visits,
  problems: [],
});

export const visitsOfPerson = route({
  method: "GET",
  path: "/people/{personKey}/visits",
  summary: "The reports about one person within one's area, newest first; at most 100.",
  who: READERS,
  params: z.object({ personKey: z.guid() }),
  body: z.undefined(),
  result: Visits,
  problems: [],
});

export const visitsOfPlace = route({
  method: "GET",
  path: "/areas/{place}/visits",
  summary: "The reports of a place on one day, by id; 100 a page.",
  who: READERS,
  params: z.object({ place: AnyPlace, day: z.iso.date(), after: z.uuid().optional() }),
  body: z.undefined(),
  result: Visits.extend({ after: z.uuid().nullable() }),
  problems: [],
  place: ({ place }) => place,
});

export const openNote = route({
  method: "POST",
  path: "/visits/{county}/{id}/note",
  summary: "Open what was written in words on one report; goes to the audit log with the reason.",
  who: ["grid-worker", "grid-leader", "police-officer", "health-worker", "operator"],
  params: z.object({ county: z.string().regex(/^[1-9]\d{1,5}$/), id: z.uuid() }),
  body: z.object({ reason: z.string().trim().min(4).max(200) }),
  result: z.object({
    travel: z.string().nullable(),
    spokenWith: z.string().nullable(),
    note: z.string().nullable(),
  }),
  problems: [],
});
