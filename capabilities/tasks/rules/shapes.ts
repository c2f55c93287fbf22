/** Shapes of tasks that routes, pages and use cases share. */
import { z } from "zod";
import { ROLES } from "#kernel/actor.ts";
import { levelOf } from "#kernel/places.ts";
import { problems } from "#kernel/problem.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";
import { OPEN_STATES, QUEUES, TASK_STATES } from "./states.ts";

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
export const Reason = z.string().trim().min(2).max(500);
export const At = z.iso.datetime({ offset: true });
export const Limit = z.coerce.number().int().min(1).max(PAGE_AT_MOST).default(PAGE);
/** Opaque; from the `next` of the page before. */
export const Cursor = z.string().max(200).optional();
export const TaskIds = z.array(z.uuid()).min(1).max(200);

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

export const TaskPage = TaskLine.extend({
  day: z.iso.date(),
  /** The published list that issued it; null for a task from another source. */
  sessionId: z.uuid().nullable(),
  deliveredAt: At.nullable(),
  readAt: At.nullable(),
  acceptedAt: At.nullable(),
  endedAt: At.nullable(),
  /** Each rule that put the subject on the list, and each other source that asked for it, in plain words. */
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

export const TaskFilter = z.object({
  tier: z.enum(RISK_TIERS).optional(),
  state: z.enum(OPEN_STATES).optional(),
  queue: z.enum(QUEUES).optional(),
  rule: z.string().max(60).optional(),
  /** Only at or below this place. */
  place: Place.optional(),
  holderPost: z.uuid().optional(),
});

/** Where to: a post by id, or a place, whose worker on duty or lowest desk then holds it. */
export const Target = z.union([z.object({ postId: z.uuid() }).strict(), z.object({ place: Place }).strict()]);
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

export const Funnel = z.object({
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
export const Tiers = z.object({ red: Funnel, yellow: Funnel, blue: Funnel });
