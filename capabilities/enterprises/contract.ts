/** Enterprises come back to work (复工复产): routes of managers, of their people, and of townships and counties. */
import { z } from "zod";
import { route } from "#kernel/route.ts";
import { Content } from "./rules/plan.ts";
import { enterpriseProblems as problem } from "./rules/problems.ts";
import * as shape from "./rules/shapes.ts";
import { Reason } from "./rules/shapes.ts";
import { MODES, STATES } from "./rules/steps.ts";

const purpose = "work.resume";
const managers = { who: "resident", channel: "declare", purpose } as const;
const centres = { who: ["operator", "grid-leader"], channel: "work", purpose } as const;
const readers = { who: ["operator", "grid-leader", "analyst"], channel: "work", purpose } as const;
const One = z.object({ enterpriseId: z.uuid() });
const PHOTO_BYTES = 2 * 1024 * 1024;
const ROSTER_BYTES = 5 * 1024 * 1024;
const nothing = z.object({});
const PhotoAnswer = z.object({ photo: shape.Photo });

export const myEnterprises = route({
  ...managers,
  method: "GET",
  path: "/my/enterprises",
  summary: "The organisations that I manage, and those that invite me.",
  params: nothing,
  body: z.undefined(),
  result: z.object({
    enterprises: z.array(shape.Enterprise.extend({ state: z.enum(STATES).nullable() })),
    invitations: z.array(z.object({ enterpriseId: z.uuid(), name: z.string(), invitedAt: z.iso.datetime() })),
    now: z.iso.datetime(),
  }),
  problems: [],
});

export const register = route({
  ...managers,
  method: "POST",
  path: "/my/enterprises",
  summary: "Register an organisation by its unified social credit code; the caller becomes its first manager.",
  params: nothing,
  body: shape.Registration.extend({ uscc: z.string().min(1).max(40) }),
  result: shape.Enterprise,
  problems: [problem["code-wrong"], problem["already-registered"], problem["too-many-enterprises"]],
  perMinute: 10,
});

export const showMine = route({
  ...managers,
  method: "GET",
  path: "/my/enterprises/{enterpriseId}",
  summary: "One of my organisations with its contact, managers, application, problems and clocks.",
  params: One,
  body: z.undefined(),
  result: z.object({
    enterprise: shape.Enterprise,
    address: z.string(),
    contactName: z.string(),
    contactPhone: z.string(),
    managers: z.array(
      z.object({
        id: z.uuid(),
        isMe: z.boolean(),
        invitedAt: z.iso.datetime(),
        confirmedAt: z.iso.datetime().nullable(),
      }),
    ),
    rosterCount: z.int(),
    agreedCount: z.int(),
    application: shape.Application.nullable(),
    /** What is missing before it can be submitted. */
    missing: z.array(z.string()),
    now: z.iso.datetime(),
  }),
  problems: [],
});

export const change = route({
  ...managers,
  method: "PUT",
  path: "/my/enterprises/{enterpriseId}",
  summary: "Correct what is registered of an organisation; its place can move while no application is under way.",
  params: One,
  body: shape.Registration,
  result: shape.Enterprise,
  problems: [problem["wrong-state"]],
});

export const invite = route({
  ...managers,
  method: "POST",
  path: "/my/enterprises/{enterpriseId}/managers",
  summary: "Invite another manager by phone; nothing tells whether the phone has an account.",
  params: One,
  body: z.object({ phone: z.string().min(5).max(30) }),
  result: nothing,
  problems: [problem["too-many-managers"]],
  perMinute: 10,
});

export const confirmManager = route({
  ...managers,
  method: "PUT",
  path: "/my/enterprises/{enterpriseId}/invitation",
  summary: "Take up or decline the invitation to manage an organisation.",
  params: One,
  body: z.object({ accepts: z.boolean() }),
  result: nothing,
  problems: [],
});

export const endManager = route({
  ...managers,
  method: "DELETE",
  path: "/my/enterprises/{enterpriseId}/managers/{managerId}",
  summary: "End a manager's part, or an invitation; the last one stays.",
  params: One.extend({ managerId: z.uuid() }),
  body: z.unknown(),
  result: nothing,
  problems: [problem["last-manager"]],
});

export const saveApplication = route({
  ...managers,
  method: "PUT",
  path: "/my/enterprises/{enterpriseId}/application",
  summary: "Save the application as it stands; every version is kept, and a writer who saw an older one is told.",
  params: One,
  body: z.object({ version: z.int().min(0), content: Content }),
  result: z.object({ version: z.int(), missing: z.array(z.string()) }),
  problems: [problem["wrong-state"]],
  perMinute: 60,
});

export const submitApplication = route({
  ...managers,
  method: "POST",
  path: "/my/enterprises/{enterpriseId}/application/submission",
  summary: "Submit the application to the township; a filing is in force at once.",
  params: One,
  body: z.object({ version: z.int().min(1) }),
  result: shape.Application,
  problems: [problem["wrong-state"], problem.incomplete],
  perMinute: 10,
});

export const withdrawApplication = route({
  ...managers,
  method: "POST",
  path: "/my/enterprises/{enterpriseId}/application/withdrawal",
  summary: "Take the application back before it is decided.",
  params: One,
  body: z.object({ reason: Reason }),
  result: shape.Application,
  problems: [problem["wrong-state"]],
});

export const addPhoto = route({
  ...managers,
  method: "POST",
  path: "/my/enterprises/{enterpriseId}/photos/{item}",
  summary: "Add a photo (JPEG, PNG or WebP, 2 MB at most) to an item of the self-check; kept sealed.",
  params: One.extend({ item: z.string().regex(/^[a-z-]{2,30}$/) }),
  body: z.unknown(),
  result: PhotoAnswer,
  problems: [problem["not-a-photo"], problem["too-many-photos"], problem["wrong-state"]],
  bodyLimit: PHOTO_BYTES,
  perMinute: 30,
  runs: "by-itself",
  raw: "in",
});

export const removePhoto = route({
  ...managers,
  method: "DELETE",
  path: "/my/enterprises/{enterpriseId}/photos/{photoId}",
  summary: "Remove a photo of one's own before the application is submitted again.",
  params: One.extend({ photoId: z.uuid() }),
  body: z.unknown(),
  result: nothing,
  problems: [problem["wrong-state"]],
});

export const openMyPhoto = route({
  ...managers,
  method: "GET",
  path: "/my/enterprises/{enterpriseId}/photos/{photoId}",
  summary: "One photo of the application.",
  params: One.extend({ photoId: z.uuid() }),
  body: z.undefined(),
  result: z.unknown(),
  problems: [],
  runs: "by-itself",
  raw: "out",
});

export const mendProblem = route({
  ...managers,
  method: "POST",
  path: "/my/enterprises/{enterpriseId}/problems/{problemId}/mended",
  summary: "Say that a problem was mended, and how; the helper closes it.",
  params: One.extend({ problemId: z.uuid() }),
  body: z.object({ note: z.string().trim().min(2).max(500) }),
  result: shape.ProblemItem,
  problems: [],
});

const Columns = z
  .string()
  .regex(/^(\d{1,2})?(,(\d{1,2})?){5}$/)
  .optional();
export const putRoster = route({
  ...managers,
  method: "POST",
  path: "/my/enterprises/{enterpriseId}/roster",
  summary:
    "Read a roster (xlsx or csv, 5 MB, 20,000 rows and three times the staff at most): look at it first, then keep the rows that are right.",
  params: One.extend({
    /** `keep` writes; `look` only says what would be kept and what is wrong. */
    mode: z.enum(["look", "keep"]).default("look"),
    /** Indices of the columns name, id type, number, phone, dormitory, arrival; empty: none. Not said: by the headings. */
    columns: Columns,
    /** Ends those who are not in this file. */
    isWhole: z.enum(["yes", "no"]).default("no"),
  }),
  body: z.unknown(),
  result: z.object({
    headings: z.array(z.string()),
    columns: z.array(z.int().nullable()).length(6),
    rows: z.int(),
    right: z.int(),
    added: z.int(),
    ended: z.int(),
    faultCount: z.int(),
    /** The first 200. */
    faults: z.array(z.object({ line: z.int(), fault: z.string(), zh: z.string(), en: z.string() })),
  }),
  problems: [problem["file-refused"], problem["columns-wrong"], problem["roster-full"], problem["roster-beyond-staff"]],
  bodyLimit: ROSTER_BYTES,
  perMinute: 12,
  runs: "by-itself",
  raw: "in",
});

export const listStaff = route({
  ...managers,
  method: "GET",
  path: "/my/enterprises/{enterpriseId}/staff",
  summary: "The roster with colour and day of those who agreed; every look stands in their own log. 100 a page.",
  params: One.extend({ after: z.uuid().optional(), only: z.enum(["all", "held", "not-agreed"]).default("all") }),
  body: z.undefined(),
  result: z.object({ day: shape.Day, staff: z.array(shape.StaffDay), after: z.uuid().nullable() }),
  problems: [],
  perMinute: 240,
});

export const endStaff = route({
  ...managers,
  method: "DELETE",
  path: "/my/enterprises/{enterpriseId}/staff/{staffId}",
  summary: "Take a person off the roster; what was seen of that person ends at once.",
  params: One.extend({ staffId: z.uuid() }),
  body: z.unknown(),
  result: nothing,
  problems: [],
});

export const recordTemperatures = route({
  ...managers,
  method: "POST",
  path: "/my/enterprises/{enterpriseId}/temperatures",
  summary: "Today's temperature at the gate, fit or not; a person's own check-in is not asked for twice.",
  params: One,
  body: z.object({
    items: z
      .array(z.object({ staffId: z.uuid(), isFit: z.boolean() }))
      .min(1)
      .max(500),
  }),
  result: z.object({ recorded: z.int() }),
  problems: [],
  perMinute: 240,
});

export const showDay = route({
  ...managers,
  method: "GET",
  path: "/my/enterprises/{enterpriseId}/days/{day}",
  summary: "The figures of a day, filled in from the staff's own reports.",
  params: One.extend({ day: shape.Day }),
  body: z.undefined(),
  result: shape.DayFigures,
  problems: [],
});

export const confirmDay = route({
  ...managers,
  method: "PUT",
  path: "/my/enterprises/{enterpriseId}/days/{day}",
  summary: "Confirm the day's figures, also when they are zero.",
  params: One.extend({ day: shape.Day }),
  body: shape.DayReport,
  result: shape.DayFigures,
  problems: [problem["day-not-open"], problem["figures-wrong"]],
});

export const myEmployers = route({
  ...managers,
  method: "GET",
  path: "/my/employers",
  summary: "Who says that I, or a person of my account, works or studies there; what I answered.",
  params: nothing,
  body: z.undefined(),
  result: z.object({
    employers: z.array(
      z.object({
        enterpriseId: z.uuid(),
        personKey: z.guid(),
        name: z.string(),
        kind: z.string(),
        placeName: z.string(),
        claimedAt: z.iso.datetime(),
        answer: z.enum(["agreed", "refused"]).nullable(),
        answeredAt: z.iso.datetime().nullable(),
      }),
    ),
  }),
  problems: [],
});

export const answerEmployer = route({
  ...managers,
  method: "PUT",
  path: "/my/employers/{enterpriseId}",
  summary: "Agree that an employer sees colour and day, refuse it, or take it back; counts at once.",
  params: One,
  body: z.object({ personKey: z.guid(), agrees: z.boolean() }),
  result: nothing,
  problems: [],
});

export const listEnterprises = route({
  ...readers,
  method: "GET",
  path: "/areas/{place}/enterprises",
  summary: "An area's register of enterprises with their applications, by name, code or state; 50 a page.",
  params: z.object({
    place: shape.AnyPlace,
    /** Part of a name, or the beginning of a code. */
    q: z.string().trim().max(40).optional(),
    state: z.enum([...STATES, "waiting", "none"]).optional(),
    industry: z
      .string()
      .regex(/^[A-T]$/)
      .optional(),
    after: z.uuid().optional(),
  }),
  body: z.undefined(),
  result: z.object({
    enterprises: z.array(
      shape.Enterprise.extend({
        state: z.enum(STATES).nullable(),
        mode: z.enum(MODES).nullable(),
        dueAt: z.iso.datetime().nullable(),
        siteCheck: z.enum(["done", "missed"]).nullable(),
        isSilent: z.boolean(),
        isEscalated: z.boolean(),
      }),
    ),
    after: z.uuid().nullable(),
    now: z.iso.datetime(),
  }),
  problems: [],
  place: ({ place }) => place,
});

export const showEnterprise = route({
  ...readers,
  method: "GET",
  path: "/enterprises/{enterpriseId}",
  summary: "One enterprise with its application, problems, photos and latest days; no names of staff.",
  params: One,
  body: z.undefined(),
  result: z.object({
    enterprise: shape.Enterprise,
    application: shape.Application.nullable(),
    days: z.array(shape.DayFigures),
    /** What the reader's post may do now. */
    may: z.array(z.enum(["check", "late-check", "decide", "revoke", "help"])),
    now: z.iso.datetime(),
  }),
  problems: [],
});

export const openContact = route({
  ...centres,
  method: "POST",
  path: "/enterprises/{enterpriseId}/contact",
  summary: "Open address and contact person of an enterprise; goes to the audit log with the reason.",
  params: One,
  body: z.object({ reason: Reason }),
  result: z.object({ address: z.string(), contactName: z.string(), contactPhone: z.string() }),
  problems: [],
});

export const checkOnSite = route({
  ...centres,
  method: "POST",
  path: "/enterprises/{enterpriseId}/site-check",
  summary: "Record the check on site: fit goes on to the county, else back with what is to be mended.",
  params: One,
  body: z.object({
    version: z.int().min(1),
    outcome: z.enum(["fit", "mend"]),
    remark: Reason,
    problems: z
      .array(z.object({ text: z.string().trim().min(2).max(500), dueOn: shape.Day }))
      .max(20)
      .default([]),
  }),
  result: shape.Application,
  problems: [problem["wrong-state"], problem["not-your-level"]],
});

export const addSitePhoto = route({
  ...centres,
  method: "POST",
  path: "/enterprises/{enterpriseId}/photos/{item}",
  summary: "Add a photo of the check on site; kept sealed.",
  params: One.extend({ item: z.string().regex(/^[a-z-]{2,30}$/) }),
  body: z.unknown(),
  result: PhotoAnswer,
  problems: [problem["not-a-photo"], problem["too-many-photos"], problem["wrong-state"], problem["not-your-level"]],
  bodyLimit: PHOTO_BYTES,
  runs: "by-itself",
  raw: "in",
});

export const openPhoto = route({
  ...readers,
  method: "GET",
  path: "/enterprises/{enterpriseId}/photos/{photoId}",
  summary: "One photo of an application; goes to the audit log.",
  params: One.extend({ photoId: z.uuid() }),
  body: z.undefined(),
  result: z.unknown(),
  problems: [],
  runs: "by-itself",
  raw: "out",
});

export const decideApplication = route({
  ...centres,
  who: ["operator"],
  method: "POST",
  path: "/enterprises/{enterpriseId}/decision",
  summary: "The county approves (with conditions), returns with what to mend, or rejects with the reason.",
  params: One,
  body: z.object({
    version: z.int().min(1),
    decision: z.enum(["approve", "return", "reject"]),
    reason: Reason,
    conditions: z.string().trim().min(2).max(500).nullable().default(null),
  }),
  result: shape.Application,
  problems: [problem["wrong-state"], problem["not-your-level"]],
});

export const revoke = route({
  ...centres,
  who: ["operator"],
  method: "POST",
  path: "/enterprises/{enterpriseId}/revocation",
  summary: "Revoke an approval or a filing, with the reason.",
  params: One,
  body: z.object({ version: z.int().min(1), reason: Reason }),
  result: shape.Application,
  problems: [problem["wrong-state"], problem["not-your-level"]],
});

export const nameHelper = route({
  ...centres,
  method: "PUT",
  path: "/enterprises/{enterpriseId}/helper",
  summary: "Name the helper (专班联络员) whom the enterprise can call.",
  params: One,
  body: z.object({ name: z.string().trim().min(2).max(60), phone: z.string().trim().min(5).max(30) }),
  result: shape.Application,
  problems: [problem["wrong-state"], problem["not-your-level"]],
});

export const raiseProblem = route({
  ...centres,
  method: "POST",
  path: "/enterprises/{enterpriseId}/problems",
  summary: "Note a problem to be mended by a day.",
  params: One,
  body: z.object({ text: z.string().trim().min(2).max(500), dueOn: shape.Day }),
  result: shape.ProblemItem,
  problems: [problem["wrong-state"], problem["not-your-level"]],
});

export const closeProblem = route({
  ...centres,
  method: "POST",
  path: "/enterprises/{enterpriseId}/problems/{problemId}/closure",
  summary: "Close a problem after looking.",
  params: One.extend({ problemId: z.uuid() }),
  body: nothing,
  result: shape.ProblemItem,
  problems: [],
});

export const showFigures = route({
  ...readers,
  method: "GET",
  path: "/areas/{place}/enterprise-figures",
  summary: "Registered, waiting, at work, on site and held from work and for how long, by industry and by place below.",
  params: z.object({ place: shape.AnyPlace, day: shape.Day.optional() }),
  body: z.undefined(),
  result: z.object({
    day: shape.Day,
    total: shape.CentreFigureLine,
    byIndustry: z.array(shape.CentreFigureLine),
    byPlace: z.array(shape.CentreFigureLine),
    /** Of the county that the place lies in; null above counties. */
    policy: z.object({ county: z.string(), mode: z.enum(MODES), reason: z.string().nullable() }).nullable(),
  }),
  problems: [],
  place: ({ place }) => place,
});

export const setPolicy = route({
  ...centres,
  who: ["operator"],
  method: "PUT",
  path: "/areas/{place}/resumption-policy",
  summary: "Say how a county takes applications: approval, or filing only where the risk is low.",
  params: z.object({ place: z.string().regex(/^[1-9]\d{5}$/) }),
  body: z.object({ mode: z.enum(MODES), reason: Reason }),
  result: nothing,
  problems: [problem["not-your-level"]],
  place: ({ place }) => place,
});

export const publicFigures = route({
  who: "anyone",
  channel: "work",
  method: "GET",
  path: "/enterprise-figures",
  summary: "The province's resumption of work by industry and city; small numbers are suppressed.",
  params: nothing,
  body: z.undefined(),
  result: z.object({
    day: shape.Day,
    total: shape.FigureLine,
    byIndustry: z.array(shape.FigureLine),
    byPlace: z.array(shape.FigureLine),
  }),
  problems: [],
  runs: "by-itself",
  perMinute: 60,
});
