/** The daily joint session (联合研判): a draft, three signatures and the chair, then a published list, not before. */
import { z } from "zod";
import { QualityFlag } from "#capabilities/assessment/contract.ts";
import { FeedFile, ResultView } from "#capabilities/intake/contract.ts";
import { problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";

export const jointSessionProblems = problems("joint-session", {
  "not-a-seat": {
    status: 403,
    zh: "只有省级公安、通信、卫健的签字人和主持人有席位。",
    en: "Only the province's signatories of police, telecom and health, and the chair, hold a seat.",
  },
  "reason-needed": {
    status: 422,
    zh: "提出异议必须写明理由（至少四个字）。",
    en: "An objection needs its reason (at least four characters).",
  },
  "already-published": {
    status: 409,
    zh: "这份名单已经发布，不能再改或再发布。",
    en: "This list is published; it can be neither changed nor published again.",
  },
  superseded: {
    status: 409,
    zh: "这份草案已被新版本取代。请看最新草案。",
    en: "This draft was superseded by a newer version. Look at the newest draft.",
  },
  "later-list-published": {
    status: 409,
    zh: "更晚一天的名单已经发布，这一天的不能再发布。",
    en: "The list of a later day is published already; this day's cannot be any more.",
  },
  "signature-missing": {
    status: 409,
    zh: "还缺签字（见 missing）。三个部门和主持人都签字后才能发布。",
    en: "Signatures are missing (see `missing`). All three departments and the chair must sign first.",
  },
  "objection-stands": {
    status: 409,
    zh: "仍有部门持异议（见 seats）。请协商，改签后再发布。",
    en: "An objection stands (see `seats`). Resolve it; the seat must sign before publishing.",
  },
});

export const SEATS = ["police", "telecom", "health", "chair"] as const;
export type Seat = (typeof SEATS)[number];

const Day = z.iso.date();
const Count = z.number().int().min(0);
const At = z.iso.datetime();
const TierCounts = z.object({ red: Count, yellow: Count, blue: Count });

/** Against the list published before. `up`, `down`, `new` and `same` count by the tier of this list, `left` by the old one. */
export const Changes = z.object({
  previous: z.object({ sessionId: z.uuid(), day: Day, version: z.number().int() }).nullable(),
  new: TierCounts,
  up: TierCounts,
  down: TierCounts,
  left: TierCounts,
  same: TierCounts,
});
export type Changes = z.infer<typeof Changes>;

export const Decision = z.object({
  id: z.uuid(),
  seat: z.enum(SEATS),
  decision: z.enum(["sign", "object"]),
  reason: z.string().nullable(),
  at: At,
  displayName: z.string(),
  organisation: z.string(),
  /** Is it the latest of its seat? */
  stands: z.boolean(),
});

/** Why it cannot be published now, or `ok`. */
export const PUBLISH_ANSWERS = [
  "ok",
  "already-published",
  "superseded",
  "later-list-published",
  "objection-stands",
  "signature-missing",
] as const;

export const Push = z.object({
  /** `32-20200210-1-1`: province, day, version of the list, batch. */
  batch: z.string(),
  pushedAt: At,
  pushedBy: z.string(),
  /** How many of what went where: one row a county (or the city or province whose desk got them). */
  destinations: z.array(
    z.object({
      place: z.string(),
      placeName: z.string(),
      issued: Count,
      changed: Count,
      closed: Count,
      holders: Count,
    }),
  ),
});

export const SessionHead = z.object({
  id: z.uuid(),
  day: Day,
  version: z.number().int(),
  /** `32-20200210-1`: what people call this list. */
  listNumber: z.string(),
  state: z.enum(["draft", "published", "superseded"]),
  cutOffAt: At,
  openedAt: At,
  publishedAt: At.nullable(),
  listed: Count,
  byTier: TierCounts,
});

export const SessionView = SessionHead.extend({
  assessmentId: z.uuid(),
  engine: z.enum(["duckdb", "postgres"]),
  ruleSet: z.object({
    id: z.string(),
    version: z.number().int(),
    sha256: z.string(),
    titleZh: z.string(),
    titleEn: z.string(),
  }),
  rankedSha256: z.string(),
  managed: Count,
  /** Of `byTier`, how many are under isolation or observation already: no visit is sent for them. */
  managedByTier: TierCounts,
  byRule: z.array(
    z.object({ rule: z.string(), tier: z.enum(RISK_TIERS), zh: z.string(), en: z.string(), count: Count }),
  ),
  byCity: z.array(z.object({ place: z.string(), placeName: z.string(), count: Count })),
  byPlaceSource: z.record(z.string(), Count),
  byKind: z.record(z.string(), Count),
  changes: Changes,
  flags: z.array(QualityFlag),
  /** Of the people reached in the week before: how many each feed had named, and how many of these were the wrong ones. */
  sources: z.array(z.object({ feed: z.string(), checked: Count, wrong: Count })),
  /** The files it was made from, with their receipts. */
  feeds: z.array(FeedFile),
  decisions: z.array(Decision),
  minutes: z.string(),
  participants: z.array(z.string()),
  /** The seat of the reader, when he holds one. */
  yourSeat: z.enum(SEATS).nullable(),
  mayPublish: z.enum(PUBLISH_ANSWERS),
  /** Seats whose signature is missing or who object. */
  waitsFor: z.array(z.enum(SEATS)),
  pushes: z.array(Push),
});

const viewers = ["analyst", "signatory", "operator", "auditor"] as const;

export const listSessions = route({
  method: "GET",
  path: "/joint-sessions",
  summary: "Joint sessions, newest day and version first; page with `before` (a day).",
  who: viewers,
  params: z.object({ before: Day.optional() }),
  body: z.undefined(),
  result: z.object({ sessions: z.array(SessionHead) }),
  problems: [],
});

export const showSession = route({
  method: "GET",
  path: "/joint-sessions/{id}",
  summary: "One joint session: counts, changes, quality flags, receipts, signatures and objections, minutes, pushes.",
  who: viewers,
  params: z.object({ id: z.uuid() }),
  body: z.undefined(),
  result: SessionView,
  problems: [],
});

export const listSamples = route({
  method: "GET",
  path: "/joint-sessions/{id}/samples",
  summary: "Rows of the draft without names: tier, reasons, evidence, place; 20 a page, `after` the last key seen.",
  who: viewers,
  params: z.object({
    id: z.uuid(),
    tier: z.enum(RISK_TIERS),
    rule: z.string().max(40).optional(),
    after: z
      .string()
      .regex(/^\d*:[0-9a-f-]{36}$/)
      .optional(),
  }),
  body: z.undefined(),
  result: z.object({ rows: z.array(ResultView), next: z.string().nullable() }),
  problems: [],
});

export const decide = route({
  method: "POST",
  path: "/joint-sessions/{id}/decisions",
  summary:
    "Sign, or object with a reason; deciding again replaces the seat's standing decision, the old one stays on record.",
  who: ["signatory"],
  params: z.object({ id: z.uuid() }),
  body: z.object({ decision: z.enum(["sign", "object"]), reason: z.string().max(2000).optional() }),
  result: SessionView,
  problems: [
    jointSessionProblems["not-a-seat"],
    jointSessionProblems["reason-needed"],
    jointSessionProblems["already-published"],
    jointSessionProblems.superseded,
  ],
});

export const writeMinutes = route({
  method: "PUT",
  path: "/joint-sessions/{id}/minutes",
  summary: "Write the minutes and who took part, until the list is published.",
  who: ["analyst", "signatory", "operator"],
  params: z.object({ id: z.uuid() }),
  body: z.object({ minutes: z.string().max(20_000), participants: z.array(z.string().min(1).max(100)).max(60) }),
  result: SessionView,
  problems: [jointSessionProblems["already-published"], jointSessionProblems.superseded],
});

export const publish = route({
  method: "POST",
  path: "/joint-sessions/{id}/publication",
  summary: "Publish the list as its chair: creates the tasks and tells the terminals, in one transaction.",
  who: ["signatory"],
  params: z.object({ id: z.uuid() }),
  body: z.object({}),
  result: SessionView,
  problems: [
    jointSessionProblems["not-a-seat"],
    jointSessionProblems["already-published"],
    jointSessionProblems.superseded,
    jointSessionProblems["later-list-published"],
    jointSessionProblems["objection-stands"],
    jointSessionProblems["signature-missing"],
  ],
  perMinute: 10,
});

export const showMinutes = route({
  method: "GET",
  path: "/joint-sessions/{id}/minutes",
  summary:
    "The minutes as they are printed: list number, cut-off, rules and their hash, figures, signatures, objections.",
  who: viewers,
  params: z.object({ id: z.uuid() }),
  body: z.undefined(),
  result: SessionView.omit({ mayPublish: true, waitsFor: true, yourSeat: true }).extend({
    printedAt: At,
    provinceName: z.string(),
  }),
  problems: [],
});
