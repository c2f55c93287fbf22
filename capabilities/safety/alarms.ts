/** Alarms and withdrawals: raised on the phone, answered by the centre, closed in two steps. */
import { leaveDoor } from "#capabilities/tasks/cannot.ts";
import { isWithin, selfAndAncestors } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { DAY, type Instant, isoInstant, later } from "#kernel/time.ts";
import type { Answer, Context, Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { Apply } from "#platform/commands.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { deskHolder, touchInboxes } from "#platform/inbox.ts";
import { Problem } from "#platform/problem.ts";
import { seal, unseal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import { ANSWER_WITHIN, nextTurn, stateOf } from "./rules/alarm.ts";
import { safetyProblems as problem } from "./rules/problems.ts";
import * as store from "./store-alarms.ts";

/** How long a closed alarm is listed. */
const LISTED_FOR = 3 * DAY;
const ALARMS_A_TURN = 100;

const boundTo = (id: string, what: "position" | "report"): string => `alarm-${what} ${id}`;

export const raise: Apply<typeof contract.raiseAlarm> = async (ctx, { at }) => {
  await put(ctx, { kind: "alarm", because: null, place: placeOf(ctx, at), task_ids: [] });
  return undefined;
};

/** Nobody who calls for help is refused for where he says he is. */
const placeOf = ({ actor }: Pick<Context, "actor">, at: string | undefined): string =>
  at !== undefined && isWithin(at, actor.area) ? at : actor.area;

/** Nobody asks the worker to go back alone: that stands in the history of every task that went to the desk. */
export const leave: Apply<typeof contract.withdraw> = async (ctx, { taskId, at, because }) => {
  const { place, taskIds } =
    taskId === undefined
      ? { place: placeOf(ctx, at), taskIds: [] }
      : await leaveDoor(ctx, { taskId, reason: WITHDRAW_TEXT[because] });
  await put(ctx, { kind: "withdraw", because, place, task_ids: taskIds });
  return { tasksBack: taskIds.length };
};

const WITHDRAW_TEXT = {
  threatened: "撤离：受到威胁。再去请两人以上同行，必要时请民警到场。",
  "unsafe-place": "撤离：现场环境不安全。再去请两人以上同行。",
  "no-equipment": "撤离：防护物资不足。备齐后再去。",
  "feeling-ill": "撤离：网格员身体不适。请另派人员。",
} as const;

type Raised = Pick<store.AlarmRow, "kind" | "because" | "place" | "task_ids">;

async function put(ctx: Parameters<Apply<typeof contract.raiseAlarm>>[0], raised: Raised): Promise<void> {
  const { sql, actor, now, commandId: id, madeAt } = ctx;
  const turn = { turnOf: await store.deskFor(sql, raised.place, now), answerBy: later(now, ANSWER_WITHIN) };
  await store.insertAlarm(sql, { ...raised, id, postId: actor.postId, madeAt, now, turn });
  await tellDesks(ctx, raised.place);
  await audit(ctx, { action: `safety.${raised.kind}`, objectKind: "alarm", objectId: id, place: raised.place });
}

/** Every centre that covers the place hears that something changed; whose turn it is stands in the alarm. */
async function tellDesks({ sql, now }: Pick<Context, "sql" | "now">, place: string): Promise<void> {
  const holders = selfAndAncestors(place).map((code) => ({ county: place.slice(0, 6), holder: deskHolder(code) }));
  await touchInboxes(sql, holders, now);
}

export const addPosition: Apply<typeof contract.sendPosition> = async (ctx, { alarmId, ...position }) => {
  await mine(ctx, alarmId);
  const text = JSON.stringify(position);
  await store.setPosition(ctx.sql, alarmId, seal(ctx.services.keys.sealingKey, text, boundTo(alarmId, "position")));
  return undefined;
};

export const iAmSafe: Apply<typeof contract.confirmSafe> = async (ctx, { alarmId }) => {
  const row = await mine(ctx, alarmId);
  await store.setSafe(ctx.sql, alarmId, ctx.actor.postId, ctx.now);
  await tellDesks(ctx, row.place);
  await audit(ctx, { action: "safety.safe", objectKind: "alarm", objectId: alarmId, place: row.place });
  return undefined;
};

async function mine(ctx: Context, id: string): Promise<store.AlarmRow> {
  const row = await store.alarmOf(ctx.sql, id, true);
  if (row === null || row.post_id !== ctx.actor.postId) throw new Problem(common["not-found"]);
  return row;
}

export const listMine: Answer<typeof contract.listMyAlarms> = async ({ sql, actor, now }) => ({
  now: isoInstant(now),
  alarms: (await store.alarmsOfPost(sql, actor.postId, later(now, -LISTED_FOR))).map(shown),
});

export const list: Answer<typeof contract.listAlarms> = async (ctx, { area, open }) => ({
  now: isoInstant(ctx.now),
  alarms: (await store.alarmsIn(ctx.sql, area, later(ctx.now, -LISTED_FOR), open === "true")).map((row) =>
    seen(ctx, row),
  ),
});

export const accept: Answer<typeof contract.acceptAlarm> = async (ctx, { alarmId }) => {
  const row = await locked(ctx, alarmId);
  if (row.accepted_at !== null) throw new Problem(problem["already-answered"]);
  await store.setAccepted(ctx.sql, alarmId, ctx.actor.postId, ctx.now);
  return done(ctx, row, "safety.accept");
};

export const open: Answer<typeof contract.openPosition> = async (ctx, { alarmId }) => {
  const row = await locked(ctx, alarmId);
  if (row.sealed_position === null) throw new Problem(common["not-found"]);
  await audit(ctx, { action: "safety.position", objectKind: "alarm", objectId: alarmId, place: row.place });
  const text = unseal(ctx.services.keys.sealingKey, row.sealed_position, boundTo(alarmId, "position"));
  return JSON.parse(text) as { latitude: number; longitude: number; accuracyM: number };
};

export const workerSafe: Answer<typeof contract.confirmWorkerSafe> = async (ctx, { alarmId }, { how }) => {
  const row = await locked(ctx, alarmId);
  if (row.accepted_at === null) throw new Problem(problem["answer-first"]);
  await store.setSafe(ctx.sql, alarmId, ctx.actor.postId, ctx.now);
  return done(ctx, row, "safety.worker-safe", { how });
};

export const report: Answer<typeof contract.reportAlarm> = async (ctx, { alarmId }, { report: text }) => {
  const row = await locked(ctx, alarmId);
  if (row.accepted_at === null) throw new Problem(problem["answer-first"]);
  const sealed = seal(ctx.services.keys.sealingKey, text, boundTo(alarmId, "report"));
  await store.setReport(ctx.sql, alarmId, sealed, ctx.actor.postId, ctx.now);
  return done(ctx, row, "safety.report");
};

/** An open alarm that the actor may see, locked; the worker who raised it does not answer himself. */
async function locked({ sql, actor }: Context, id: string): Promise<store.AlarmRow> {
  const row = await store.alarmOf(sql, id, true);
  if (row === null || row.post_id === actor.postId) throw new Problem(common["not-found"]);
  if (stateOf(factsOf(row)) === "closed") throw new Problem(problem.closed);
  return row;
}

async function done(ctx: Context, { id, place }: store.AlarmRow, action: string, detail = {}) {
  await tellDesks(ctx, place);
  await audit(ctx, { action, objectKind: "alarm", objectId: id, place, detail });
  const row = await store.alarmOf(ctx.sql, id);
  if (row === null) throw new Error("an alarm vanished");
  return seen(ctx, row);
}

const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));
const factsOf = (row: store.AlarmRow) => ({
  acceptedAt: row.accepted_at,
  safeAt: row.safe_at,
  reportedAt: row.reported_at,
});

const shown = (row: store.AlarmRow) => ({
  id: row.id,
  kind: row.kind,
  because: row.because,
  place: row.place,
  madeAt: isoInstant(row.made_at),
  receivedAt: isoInstant(row.received_at),
  state: stateOf(factsOf(row)),
  turnOf: row.turn_of,
  answerBy: iso(row.answer_by),
  acceptedAt: iso(row.accepted_at),
  acceptedBy: row.accepted_by_name,
  safeAt: iso(row.safe_at),
  reportedAt: iso(row.reported_at),
});

const seen = ({ services, actor }: Context, row: store.AlarmRow) => ({
  ...shown(row),
  worker: row.worker,
  role: row.role,
  organisation: row.organisation,
  hasPosition: row.sealed_position !== null,
  tasksBack: row.task_ids.length,
  isMine: row.post_id === actor.postId,
  report:
    row.sealed_report === null ? null : unseal(services.keys.sealingKey, row.sealed_report, boundTo(row.id, "report")),
});

/** The clock: what nobody answered in time is the next level's turn. Returns how many went up. */
export function escalateAlarmsOnce(services: Services): Promise<number> {
  const now = services.clock();
  const actor = systemActor(services.settings.province);
  return asActor(services.db, actor, async (sql) => {
    const overdue = await store.overdueAlarms(sql, now, ALARMS_A_TURN);
    for (const { id, place, turn_of, answer_by } of overdue) {
      const turn = nextTurn({ turnOf: turn_of, answerBy: answer_by }, now);
      await store.setTurn(sql, id, turn);
      await tellDesks({ sql, now }, place);
      const detail = { turnOf: turn.turnOf };
      await audit({ sql, actor, now }, { action: "safety.escalate", objectKind: "alarm", objectId: id, place, detail });
    }
    return overdue.length;
  });
}
