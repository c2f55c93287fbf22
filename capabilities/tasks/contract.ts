/** Tasks: one name to one door. What a worker's phone and a centre's desk may ask, and what they are refused. */
import { z } from "zod";
import { StandingInstruction } from "#capabilities/instructions/contract.ts";
import { FIELD_ROLES, ROLES } from "#kernel/actor.ts";
import { levelOf } from "#kernel/places.ts";
import { problems } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";
import { OPEN_STATES, QUEUES, RECEIPT_STATES, TASK_STATES } from "./rules/states.ts";

export const taskProblems = problems("tasks", {
  "moved-on": {
    status: 409,
    zh: "任务状态已变化（已转走、已办结或他人已处理）。请刷新后再操作。",
    en: "The task has moved on: someone else holds or ended it. Refresh and look again.",
  },
  "other-county": {
    status: 422,
    zh: "目的地不在您的辖区内，请改用“移交”，由对方接收。",
    en: "That place is outside your area. Offer it to the other side as a transfer.",
  },
  "no-such-place": {
    status: 422,
    zh: "没有这个地点代码。请从地点列表中选择。",
    en: "There is no such place. Choose one from the list of places.",
  },
  "no-such-post": {
    status: 422,
    zh: "该岗位不存在、不在岗或不在您的辖区内。请另选一人。",
    en: "That post does not exist, is not on duty, or is outside your area. Choose another.",
  },
  "county-decides": {
    status: 403,
    zh: "该任务已三次退回，须由县（市、区）中心裁定。",
    en: "This task came back three times: only the county's centre decides where it goes.",
  },
  "not-finished": {
    status: 409,
    zh: "批量操作还未完成，暂不能撤销。请等它完成。",
    en: "The bulk action has not finished; it cannot be undone yet. Wait until it is done.",
  },
  "too-many-rows": {
    status: 422,
    zh: "一次最多批量处理五万条。请缩小筛选范围。",
    en: "A bulk action takes at most 50,000 tasks. Narrow the filter.",
  },
});

/** The posts that work at a desk. Analysts look, operators act. */
export const DESK_ROLES = ["operator"] as const;
export const LOOKING_ROLES = ["operator", "analyst"] as const;

export const PAGE = 50;
export const PAGE_AT_MOST = 200;
/** Rows of one bulk action at most. */
export const BULK_AT_MOST = 50_000;

export const Place = z
  .string()
  .regex(/^[1-9]\d+$/)
  .refine((code) => levelOf(code) !== null);
const Reason = z.string().trim().min(2).max(500);
const At = z.iso.datetime({ offset: true });
const Limit = z.coerce.number().int().min(1).max(PAGE_AT_MOST).default(PAGE);
/** Opaque; from the `next` of the page before. */
const Cursor = z.string().max(200).optional();
const TaskIds = z.array(z.uuid()).min(1).max(200);

export const Holder = z.object({
  /** Exactly one of the two is set: a person's post, or the desk of a centre. */
  postId: z.uuid().nullable(),
  desk: z.string().nullable(),
  /** Display name of the post's holder; staff are shown to staff. */
  name: z.string().nullable(),
});

export const TaskLine = z.object({
  id: z.uuid(),
  county: z.string(),
  personKey: z.guid(),
  tier: z.enum(RISK_TIERS),
  rules: z.array(z.string()),
  state: z.enum(TASK_STATES),
  queue: z.enum(QUEUES),
  place: z.string(),
  holder: Holder,
  /** Where it was offered to and waits for acceptance; the holder is still the sender. */
  offeredTo: z.string().nullable(),
  decideBy: At.nullable(),
  hops: z.number().int(),
  result: z.string().nullable(),
  issuedAt: At,
  dueAt: At,
  isOverdue: z.boolean(),
  escalatedTo: z.string().nullable(),
  version: z.number().int(),
});
export type TaskLine = z.infer<typeof TaskLine>;

/* ---- A worker's own ---- */

/** Send the version as `If-None-Match: "VERSION"`: the answer is 304 when nothing changed. */
export const showInbox = route({
  method: "GET",
  path: "/inbox",
  summary:
    "My open tasks, soonest due first, and the instructions that stand for me; 304 when the version is the same.",
  who: [...FIELD_ROLES, "operator"],
  params: z.object({ limit: z.coerce.number().int().min(1).max(PAGE_AT_MOST).default(PAGE_AT_MOST), after: Cursor }),
  body: z.undefined(),
  result: z.object({
    version: z.number().int(),
    now: At,
    tasks: z.array(TaskLine),
    next: z.string().nullable(),
    /** On the first page only. */
    instructions: z.array(StandingInstruction),
  }),
  problems: [],
  runs: "by-itself",
});

/**
 * Server-Sent Events: `event: inbox`, `id:` = the inbox version, data `{"version":n,"waitMs":m}`: pull /inbox after a
 * random wait of at most m milliseconds. Resumes by Last-Event-ID. A comment every 20 s keeps the line alive.
 */
export const followInbox = route({
  method: "GET",
  path: "/inbox/events",
  summary: "Server-Sent Events: the version of my inbox (and of my centre's desk) whenever it changes.",
  who: [...FIELD_ROLES, "operator", "analyst"],
  params: z.object({ lastEventId: z.coerce.number().int().min(0).optional() }),
  body: z.undefined(),
  result: z.unknown(),
  problems: [],
  runs: "by-itself",
  raw: "out",
});

export const sendReceipts = route({
  method: "POST",
  path: "/tasks/receipts",
  summary: "Delivered, read, accepted: a batch from one terminal with its own times; safe to repeat, in any order.",
  who: [...FIELD_ROLES],
  params: z.object({}),
  body: z.object({
    receipts: z
      .array(z.object({ taskId: z.uuid(), state: z.enum(RECEIPT_STATES), at: At }))
      .min(1)
      .max(500),
  }),
  result: z.object({
    results: z.array(
      z.object({
        taskId: z.uuid(),
        /** taken; already: had it or a later one; gone: no longer in this inbox. */
        outcome: z.enum(["taken", "already", "gone"]),
      }),
    ),
  }),
  problems: [],
});

export const returnTask = route({
  method: "POST",
  path: "/tasks/{taskId}/not-mine",
  summary: "Not mine: with the reason and, if known, the right place. The third time the county decides within 2 h.",
  who: [...FIELD_ROLES],
  params: z.object({ taskId: z.uuid() }),
  body: z.object({ reason: Reason, proposedPlace: Place.optional() }),
  result: z.object({
    /** routed: in another inbox now; desk: a desk decides; offered: waits for another county; arbitration: the county decides. */
    outcome: z.enum(["routed", "desk", "offered", "arbitration"]),
    holder: Holder,
    hops: z.number().int(),
  }),
  problems: [taskProblems["moved-on"], taskProblems["no-such-place"]],
});

export const reportUnlocated = route({
  method: "POST",
  path: "/tasks/{taskId}/cannot-locate",
  summary: "The door cannot be found: the task goes to the centre's queue of those who cannot be located.",
  who: [...FIELD_ROLES],
  params: z.object({ taskId: z.uuid() }),
  body: z.object({ reason: Reason }),
  result: z.object({ holder: Holder }),
  problems: [taskProblems["moved-on"]],
});

/* ---- One task ---- */

export const TaskPage = TaskLine.extend({
  day: z.iso.date(),
  sessionId: z.uuid(),
  deliveredAt: At.nullable(),
  readAt: At.nullable(),
  acceptedAt: At.nullable(),
  endedAt: At.nullable(),
  /** Each rule that put the subject on the list, in plain words. */
  reasons: z.array(z.object({ rule: z.string(), zh: z.string(), en: z.string() })),
  events: z.array(
    z.object({
      at: At,
      kind: z.string(),
      byName: z.string().nullable(),
      byRole: z.enum(ROLES).nullable(),
      fromHolder: z.string().nullable(),
      toHolder: z.string().nullable(),
      reason: z.string().nullable(),
    }),
  ),
  /** Who has been in touch with this person today (Asia/Shanghai), so that nobody rings twice. */
  contactsToday: z.array(
    z.object({ at: At, role: z.string(), name: z.string().nullable(), place: z.string(), result: z.string() }),
  ),
  earlierTasks: z.array(
    z.object({
      id: z.uuid(),
      day: z.iso.date(),
      tier: z.enum(RISK_TIERS),
      state: z.enum(TASK_STATES),
      result: z.string().nullable(),
    }),
  ),
});

export const showTask = route({
  method: "GET",
  path: "/tasks/{taskId}",
  summary: "One task: reasons in plain words, due time, history, and who has already contacted the person today.",
  who: [...FIELD_ROLES, "operator", "analyst"],
  params: z.object({ taskId: z.uuid() }),
  body: z.undefined(),
  result: TaskPage,
  problems: [],
});

/* ---- A centre's desk ---- */

const flag = z.enum(["true", "false"]).transform((text) => text === "true");
export const TaskFilter = z.object({
  tier: z.enum(RISK_TIERS).optional(),
  state: z.enum(OPEN_STATES).optional(),
  queue: z.enum(QUEUES).optional(),
  rule: z.string().max(60).optional(),
  /** Only at or below this place. */
  place: Place.optional(),
  holderPost: z.uuid().optional(),
});

export const listTasks = route({
  method: "GET",
  path: "/areas/{area}/tasks",
  summary: "Open tasks of an area, soonest due first: all below it, or only those on its centre's own desk.",
  who: [...LOOKING_ROLES, "grid-leader"],
  params: TaskFilter.extend({
    area: Place,
    scope: z.enum(["below", "desk"]).default("below"),
    overdue: flag.optional(),
    limit: Limit,
    after: Cursor,
  }),
  body: z.undefined(),
  result: z.object({ tasks: z.array(TaskLine), next: z.string().nullable() }),
  problems: [],
  place: ({ area }) => area,
});

export const searchTasks = route({
  method: "GET",
  path: "/areas/{area}/tasks/search",
  summary: "Tasks of an area, open or ended, by the start of their id (8 characters or more) or by person key.",
  who: [...LOOKING_ROLES],
  params: z.object({
    area: Place,
    q: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[0-9a-f-]{8,36}$/),
  }),
  body: z.undefined(),
  result: z.object({ tasks: z.array(TaskLine) }),
  problems: [],
  place: ({ area }) => area,
});

export const listOffers = route({
  method: "GET",
  path: "/areas/{area}/offers",
  summary: "Transfers between counties that wait: offered to this area, and offered by it.",
  who: [...LOOKING_ROLES],
  params: z.object({ area: Place }),
  body: z.undefined(),
  result: z.object({ received: z.array(TaskLine), sent: z.array(TaskLine) }),
  problems: [],
  place: ({ area }) => area,
});

/** Where to: a post by id, or a place, whose worker on duty or lowest desk then holds it. */
export const Target = z.union([z.object({ postId: z.uuid() }).strict(), z.object({ place: Place }).strict()]);
const Moved = z.object({
  done: z.array(z.uuid()),
  /** Of those asked for: not visible, ended, or moved on meanwhile. */
  skipped: z.array(z.uuid()),
});

export const assignTasks = route({
  method: "POST",
  path: "/tasks/assign",
  summary:
    "Give tasks to a post, or to a place's worker on duty, within my area; also the county's decision of a third return.",
  who: [...DESK_ROLES],
  params: z.object({}),
  body: z.object({ taskIds: TaskIds, to: Target, reason: Reason.optional() }),
  result: Moved,
  problems: [
    taskProblems["no-such-place"],
    taskProblems["no-such-post"],
    taskProblems["other-county"],
    taskProblems["county-decides"],
  ],
});

export const transferTasks = route({
  method: "POST",
  path: "/tasks/transfer",
  summary:
    "Within my area tasks go to the place at once; to elsewhere they are offered, and are mine until the other side accepts.",
  who: [...DESK_ROLES],
  params: z.object({}),
  body: z.object({ taskIds: TaskIds, toPlace: Place, reason: Reason }),
  result: Moved.extend({ offered: z.array(z.uuid()) }),
  problems: [taskProblems["no-such-place"], taskProblems["county-decides"]],
});

export const answerOffers = route({
  method: "POST",
  path: "/tasks/offers/answer",
  summary: "Accept what another county offered (to the offered place or one given), or decline it with a reason.",
  who: [...DESK_ROLES],
  params: z.object({}),
  body: z.discriminatedUnion("answer", [
    z.object({ answer: z.literal("accept"), taskIds: TaskIds, place: Place.optional() }),
    z.object({ answer: z.literal("decline"), taskIds: TaskIds, reason: Reason }),
  ]),
  result: Moved,
  problems: [taskProblems["no-such-place"], taskProblems["other-county"]],
});

export const takeBackOffers = route({
  method: "POST",
  path: "/tasks/offers/take-back",
  summary: "Withdraw offers that nobody has answered: the tasks are on this desk as before.",
  who: [...DESK_ROLES],
  params: z.object({}),
  body: z.object({ taskIds: TaskIds }),
  result: Moved,
  problems: [],
});

/* ---- Bulk ---- */

export const BulkAction = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("assign"), to: Target, reason: Reason.optional() }),
  z.object({ kind: z.literal("transfer"), toPlace: Place, reason: Reason }),
]);

export const BulkProgress = z.object({
  id: z.uuid(),
  kind: z.enum(["bulk", "undo"]),
  state: z.enum(["waiting", "running", "done", "failed", "undone"]),
  total: z.number().int(),
  done: z.number().int(),
  /** Moved on meanwhile, so left as they are. */
  skipped: z.number().int(),
  problem: z.string().nullable(),
  canUndo: z.boolean(),
});

export const startBulk = route({
  method: "POST",
  path: "/areas/{area}/tasks/bulk",
  summary: "Assign or transfer all tasks of a filter, or up to 10,000 ids, as a job with progress and undo.",
  who: [...DESK_ROLES],
  params: z.object({ area: Place }),
  body: z.object({
    action: BulkAction,
    select: z.union([
      z.object({ taskIds: z.array(z.uuid()).min(1).max(10_000) }).strict(),
      z
        .object({
          filter: TaskFilter,
          scope: z.enum(["below", "desk"]).default("below"),
          overdue: z.boolean().optional(),
        })
        .strict(),
    ]),
  }),
  result: z.object({ jobId: z.uuid(), total: z.number().int() }),
  problems: [
    taskProblems["too-many-rows"],
    taskProblems["no-such-place"],
    taskProblems["no-such-post"],
    taskProblems["other-county"],
  ],
  place: ({ area }) => area,
  bodyLimit: 600 * 1024,
  perMinute: 30,
});

export const showBulk = route({
  method: "GET",
  path: "/tasks/bulk/{jobId}",
  summary: "How far a bulk action is.",
  who: [...DESK_ROLES],
  params: z.object({ jobId: z.uuid() }),
  body: z.undefined(),
  result: BulkProgress,
  problems: [],
});

export const undoBulk = route({
  method: "POST",
  path: "/tasks/bulk/{jobId}/undo",
  summary: "Give every task of a finished bulk action back to who held it, where it has not moved on since.",
  who: [...DESK_ROLES],
  params: z.object({ jobId: z.uuid() }),
  body: z.unknown(),
  result: z.object({ jobId: z.uuid() }),
  problems: [taskProblems["not-finished"]],
});

/* ---- Progress ---- */

const Funnel = z.object({
  issued: z.number().int(),
  delivered: z.number().int(),
  read: z.number().int(),
  accepted: z.number().int(),
  returned: z.number().int(),
  transferred: z.number().int(),
  done: z.number().int(),
  closed: z.number().int(),
  overdue: z.number().int(),
});
const Tiers = z.object({ red: Funnel, yellow: Funnel, blue: Funnel });

/** Cumulative for issued ⊇ delivered ⊇ read ⊇ accepted ⊇ done is the page's business: these are tasks now in each state. */
export const showProgress = route({
  method: "GET",
  path: "/areas/{area}/progress",
  summary:
    "Tasks of a list's day by tier and present state, for the area and each place directly below it; from the live counters.",
  who: [...LOOKING_ROLES, "grid-leader", "auditor"],
  params: z.object({ area: Place, day: z.iso.date().optional() }),
  body: z.undefined(),
  result: z.object({
    day: z.iso.date(),
    area: z.string(),
    tiers: Tiers,
    children: z.array(z.object({ place: z.string(), tiers: Tiers })),
  }),
  problems: [],
  place: ({ area }) => area,
});
