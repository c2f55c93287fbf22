/** Notices to residents, the holder's own log, and the human gate before a mass notice. */
import { z } from "zod";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { LOOKERS, NOTICE_KINDS } from "./rules/kinds.ts";
import { residentProblems } from "./rules/problems.ts";

export const Notice = z.object({
  id: z.uuid(),
  personKey: z.guid(),
  kind: z.enum(NOTICE_KINDS),
  zh: z.string(),
  en: z.string(),
  /** A path of the resident's entrance; null: nothing more to see. */
  link: z.string().nullable(),
  subject: z.string(),
  at: z.iso.datetime(),
  isRead: z.boolean(),
});

export const listNotices = route({
  method: "GET",
  path: "/my/notices",
  summary: "Notices for the persons of the account, newest first; 50 a page, `after` is the last id of a page.",
  who: "resident",
  params: z.object({ after: z.uuid().optional() }),
  body: z.undefined(),
  result: z.object({ notices: z.array(Notice), unread: z.int(), after: z.uuid().nullable() }),
  problems: [],
  channel: "declare",
  purpose: "code.show",
});

export const readNotices = route({
  method: "POST",
  path: "/my/notices/read",
  summary: "Mark notices as read, up to and with this one.",
  who: "resident",
  params: z.object({}),
  body: z.object({ upTo: z.uuid() }),
  result: z.object({ unread: z.int() }),
  problems: [],
  channel: "declare",
  purpose: "code.show",
});

export const LogEntry = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  who: z.enum(LOOKERS),
  whoZh: z.string(),
  whoEn: z.string(),
  action: z.string(),
  actionZh: z.string(),
  actionEn: z.string(),
  place: z.string().nullable(),
  placeName: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});

export const listLog = route({
  method: "GET",
  path: "/my/persons/{personKey}/log",
  summary: "Who scanned the person's code or looked him up, when, where, for what; 50 a page, newest first.",
  who: "resident",
  params: z.object({ personKey: z.guid(), after: z.uuid().optional() }),
  body: z.undefined(),
  result: z.object({ entries: z.array(LogEntry), after: z.uuid().nullable() }),
  problems: [common["not-found"]],
  channel: "declare",
  purpose: "code.show",
});

export const showSchoolNote = route({
  method: "GET",
  path: "/my/persons/{personKey}/school-note",
  summary:
    "What a school may know of a minor: at home until a day, or may come. No colour, no reason; the guardian shows it.",
  who: "resident",
  params: z.object({ personKey: z.guid() }),
  body: z.undefined(),
  result: z.object({
    name: z.string(),
    mayAttend: z.boolean(),
    /** Last day at home; null: not known yet, or none. */
    lastDayAtHome: z.iso.date().nullable(),
    zh: z.string(),
    en: z.string(),
    asOf: z.iso.datetime(),
  }),
  problems: [common["not-found"]],
  channel: "declare",
  purpose: "code.show",
});

export const MassNotice = z.object({
  id: z.uuid(),
  kind: z.enum(NOTICE_KINDS),
  zh: z.string(),
  en: z.string(),
  subject: z.string(),
  persons: z.int(),
  at: z.iso.datetime(),
  state: z.enum(["waiting", "released", "refused"]),
  releasedBy: z.array(z.enum(["operator", "health"])),
});

const GATE = ["operator", "signatory"] as const;

export const listMassNotices = route({
  method: "GET",
  path: "/mass-notices",
  summary: "Notices to more than 1,000 people that wait for their release, newest first; at most 100.",
  who: GATE,
  params: z.object({}),
  body: z.undefined(),
  result: z.object({ massNotices: z.array(MassNotice) }),
  problems: [],
  channel: "work",
  purpose: "code.show",
});

export const decideMassNotice = route({
  method: "POST",
  path: "/mass-notices/{id}/decision",
  summary: "Release a mass notice (an operator of the province and a health signatory, both) or refuse it (either).",
  who: GATE,
  params: z.object({ id: z.uuid() }),
  body: z.object({ decision: z.enum(["release", "refuse"]), reason: z.string().trim().min(4).max(200) }),
  result: MassNotice,
  problems: [common["not-your-duty"], residentProblems["already-released"], residentProblems["same-person-twice"]],
  channel: "work",
  purpose: "code.show",
});
