/** Tasks: one name to one door. What a worker's phone and a centre's desk may ask. Shapes: rules/shapes.ts. */
import { z } from "zod";
import { StandingInstruction } from "#capabilities/instructions/contract.ts";
import { FIELD_ROLES, PHONE_ROLES } from "#kernel/actor.ts";
import { command } from "#kernel/command.ts";
import { route } from "#kernel/route.ts";
import { CANNOT_REASONS } from "./rules/cannot.ts";
import * as shapes from "./rules/shapes.ts";
import { RECEIPT_STATES } from "./rules/states.ts";

/** Send the version as `If-None-Match: "VERSION"`: the answer is 304 when nothing changed. */
export const showInbox = route({
  method: "GET",
  path: "/inbox",
  summary:
    "My open tasks, soonest due first, and the instructions that stand for me; 304 when the version is the same.",
  who: [...FIELD_ROLES, "operator"],
  params: z.object({
    limit: z.coerce.number().int().min(1).max(shapes.PAGE_AT_MOST).default(shapes.PAGE_AT_MOST),
    after: shapes.Cursor,
  }),
  body: z.undefined(),
  result: z.object({
    version: z.number().int(),
    now: shapes.At,
    tasks: z.array(shapes.TaskLine),
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
  who: [...PHONE_ROLES, "operator", "analyst"],
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
      .array(z.object({ taskId: z.uuid(), state: z.enum(RECEIPT_STATES), at: shapes.At }))
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
  body: z.object({ reason: shapes.Reason, proposedPlace: shapes.Place.optional() }),
  result: z.object({
    /** routed: in another inbox now; desk: a desk decides; offered: waits for another county; arbitration: the county decides. */
    outcome: z.enum(["routed", "desk", "offered", "arbitration"]),
    holder: shapes.Holder,
    hops: z.number().int(),
  }),
  problems: [shapes.taskProblems["moved-on"], shapes.taskProblems["no-such-place"]],
});

export const reportUnlocated = route({
  method: "POST",
  path: "/tasks/{taskId}/cannot-locate",
  summary: "The door cannot be found: the task goes to the centre's queue of those who cannot be located.",
  who: [...FIELD_ROLES],
  params: z.object({ taskId: z.uuid() }),
  body: z.object({ reason: shapes.Reason }),
  result: z.object({ holder: shapes.Holder }),
  problems: [shapes.taskProblems["moved-on"]],
});

/** A phone's word: it cannot be done, with one of four reasons; never a mark against the worker. */
export const cannotDo = command({
  kind: "tasks/cannot-do",
  summary: "This cannot be done by me: unsafe, not my duty, no equipment, ill. It goes to the centre's desk.",
  who: FIELD_ROLES,
  body: z.object({ taskId: z.uuid(), because: z.enum(CANNOT_REASONS) }),
  problems: [shapes.taskProblems["moved-on"]],
});

/* ---- One task ---- */

export const showTask = route({
  method: "GET",
  path: "/tasks/{taskId}",
  summary: "One task: reasons in plain words, due time, history, and who has already contacted the person today.",
  who: [...FIELD_ROLES, "operator", "analyst"],
  params: z.object({ taskId: z.uuid() }),
  body: z.undefined(),
  result: shapes.TaskPage,
  problems: [],
});

/* ---- A centre's desk ---- */

const flag = z.enum(["true", "false"]).transform((text) => text === "true");

export const listTasks = route({
  method: "GET",
  path: "/areas/{area}/tasks",
  summary: "Open tasks of an area, soonest due first: all below it, or only those on its centre's own desk.",
  who: [...shapes.LOOKING_ROLES, "grid-leader"],
  params: shapes.TaskFilter.extend({
    area: shapes.Place,
    scope: z.enum(["below", "desk"]).default("below"),
    overdue: flag.optional(),
    limit: shapes.Limit,
    after: shapes.Cursor,
  }),
  body: z.undefined(),
  result: z.object({ tasks: z.array(shapes.TaskLine), next: z.string().nullable() }),
  problems: [],
  place: ({ area }) => area,
});

export const searchTasks = route({
  method: "GET",
  path: "/areas/{area}/tasks/search",
  summary: "Tasks of an area, open or ended, by the start of their id (8 characters or more) or by person key.",
  who: [...shapes.LOOKING_ROLES],
  params: z.object({
    area: shapes.Place,
    q: z
      .string()
      .trim()
      .toLowerCase()
      .regex(/^[0-9a-f-]{8,36}$/),
  }),
  body: z.undefined(),
  result: z.object({ tasks: z.array(shapes.TaskLine) }),
  problems: [],
  place: ({ area }) => area,
});

export const listOffers = route({
  method: "GET",
  path: "/areas/{area}/offers",
  summary: "Transfers between counties that wait: offered to this area, and offered by it.",
  who: [...shapes.LOOKING_ROLES],
  params: z.object({ area: shapes.Place }),
  body: z.undefined(),
  result: z.object({ received: z.array(shapes.TaskLine), sent: z.array(shapes.TaskLine) }),
  problems: [],
  place: ({ area }) => area,
});

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
  who: [...shapes.DESK_ROLES],
  params: z.object({}),
  body: z.object({ taskIds: shapes.TaskIds, to: shapes.Target, reason: shapes.Reason.optional() }),
  result: Moved,
  problems: [
    shapes.taskProblems["no-such-place"],
    shapes.taskProblems["no-such-post"],
    shapes.taskProblems["other-county"],
    shapes.taskProblems["county-decides"],
  ],
});

export const transferTasks = route({
  method: "POST",
  path: "/tasks/transfer",
  summary:
    "Within my area tasks go to the place at once; to elsewhere they are offered, and are mine until the other side accepts.",
  who: [...shapes.DESK_ROLES],
  params: z.object({}),
  body: z.object({ taskIds: shapes.TaskIds, toPlace: shapes.Place, reason: shapes.Reason }),
  result: Moved.extend({ offered: z.array(z.uuid()) }),
  problems: [shapes.taskProblems["no-such-place"], shapes.taskProblems["county-decides"]],
});

export const answerOffers = route({
  method: "POST",
  path: "/tasks/offers/answer",
  summary: "Accept what another county offered (to the offered place or one given), or decline it with a reason.",
  who: [...shapes.DESK_ROLES],
  params: z.object({}),
  body: z.discriminatedUnion("answer", [
    z.object({ answer: z.literal("accept"), taskIds: shapes.TaskIds, place: shapes.Place.optional() }),
    z.object({ answer: z.literal("decline"), taskIds: shapes.TaskIds, reason: shapes.Reason }),
  ]),
  result: Moved,
  problems: [shapes.taskProblems["no-such-place"], shapes.taskProblems["other-county"]],
});

export const takeBackOffers = route({
  method: "POST",
  path: "/tasks/offers/take-back",
  summary: "Withdraw offers that nobody has answered: the tasks are on this desk as before.",
  who: [...shapes.DESK_ROLES],
  params: z.object({}),
  body: z.object({ taskIds: shapes.TaskIds }),
  result: Moved,
  problems: [],
});

export const startBulk = route({
  method: "POST",
  path: "/areas/{area}/tasks/bulk",
  summary: "Assign or transfer all tasks of a filter, or up to 10,000 ids, as a job with progress and undo.",
  who: [...shapes.DESK_ROLES],
  params: z.object({ area: shapes.Place }),
  body: z.object({
    action: shapes.BulkAction,
    select: z.union([
      z.object({ taskIds: z.array(z.uuid()).min(1).max(10_000) }).strict(),
      z
        .object({
          filter: shapes.TaskFilter,
          scope: z.enum(["below", "desk"]).default("below"),
          overdue: z.boolean().optional(),
        })
        .strict(),
    ]),
  }),
  result: z.object({ jobId: z.uuid(), total: z.number().int() }),
  problems: [
    shapes.taskProblems["too-many-rows"],
    shapes.taskProblems["no-such-place"],
    shapes.taskProblems["no-such-post"],
    shapes.taskProblems["other-county"],
  ],
  place: ({ area }) => area,
  bodyLimit: 600 * 1024,
  perMinute: 30,
});

export const showBulk = route({
  method: "GET",
  path: "/tasks/bulk/{jobId}",
  summary: "How far a bulk action is.",
  who: [...shapes.DESK_ROLES],
  params: z.object({ jobId: z.uuid() }),
  body: z.undefined(),
  result: shapes.BulkProgress,
  problems: [],
});

export const undoBulk = route({
  method: "POST",
  path: "/tasks/bulk/{jobId}/undo",
  summary: "Give every task of a finished bulk action back to who held it, where it has not moved on since.",
  who: [...shapes.DESK_ROLES],
  params: z.object({ jobId: z.uuid() }),
  body: z.unknown(),
  result: z.object({ jobId: z.uuid() }),
  problems: [shapes.taskProblems["not-finished"]],
});

/** Cumulative for issued ⊇ delivered ⊇ read ⊇ accepted ⊇ done is the page's business: these are tasks now in each state. */
export const showProgress = route({
  method: "GET",
  path: "/areas/{area}/progress",
  summary:
    "Tasks by tier and present state, for the area and each place directly below it: of one list's day, or of all lists.",
  who: [...shapes.LOOKING_ROLES, "grid-leader", "auditor"],
  params: z.object({ area: shapes.Place, day: z.iso.date().optional() }),
  body: z.undefined(),
  result: z.object({
    /** Null: over all lists, as it stands. */
    day: z.iso.date().nullable(),
    area: z.string(),
    tiers: shapes.Tiers,
    children: z.array(z.object({ place: z.string(), tiers: shapes.Tiers })),
  }),
  problems: [],
  place: ({ area }) => area,
});
