/** Delivered, read, accepted: a terminal's receipts, in any order and as often as it likes. */
import { type Change, count } from "#capabilities/rollups/count.ts";
import { type Instant, instant, instantOf, isoInstant } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { newId } from "#platform/ids.ts";
import { touchInboxes } from "#platform/inbox.ts";
import type { sendReceipts } from "./contract.ts";
import { counterChanges } from "./move.ts";
import { RECEIPT_STATES, type ReceiptState, stateAfterReceipt } from "./rules/states.ts";
import { type ReceiptRow, updateReceipts } from "./store-inbox.ts";
import { type EventRow, insertEvents } from "./store-move.ts";
import { lockOpenTasks, type TaskRow } from "./store-tasks.ts";

type Receipt = { readonly taskId: string; readonly state: ReceiptState; readonly at: string };

export const send: Answer<typeof sendReceipts> = async (ctx, _params, { receipts }) => {
  const { sql, now, actor } = ctx;
  const byTask = Map.groupBy(receipts, (receipt) => receipt.taskId);
  const locked = await lockOpenTasks(sql, [...byTask.keys()]);
  const mine = new Map(locked.filter((task) => task.holder_post === actor.postId).map((task) => [task.id, task]));
  const changed: { task: TaskRow; state: ReceiptState }[] = [];
  const rows: ReceiptRow[] = [];
  for (const [taskId, given] of byTask) {
    const task = mine.get(taskId);
    const state = task === undefined ? null : highest(task, given);
    if (task === undefined || state === null) continue;
    changed.push({ task, state });
    rows.push({ id: task.id, county: task.county, state, ...timesOf(task, given, state, now) });
  }
  // Sent together, answered together: in the morning this route is called 200 times a second.
  await Promise.all([
    updateReceipts(sql, rows),
    insertEvents(
      sql,
      changed.map(({ task, state }) => eventOf(task, state)),
      actor.postId,
      now,
    ),
    count(
      sql,
      changed.flatMap(({ task, state }): Change[] => counterChanges(task, { place: task.place, state })),
    ),
  ]);
  // The other terminals of the post see what was accepted; for "delivered" and "read" a poke would only be an echo.
  const accepted = changed.filter(({ state }) => state === "accepted");
  await touchInboxes(
    sql,
    accepted.map(({ task }) => ({ county: task.county, holder: actor.postId })),
    now,
  );
  const taken = new Set(changed.map(({ task }) => task.id));
  return {
    results: [...byTask.keys()].map((taskId) => ({
      taskId,
      outcome: taken.has(taskId) ? "taken" : mine.has(taskId) ? "already" : "gone",
    })),
  };
};

const eventOf = (task: TaskRow, state: ReceiptState): EventRow => ({
  id: newId(),
  county: task.county,
  task_id: task.id,
  kind: state,
  from_holder: null,
  to_holder: null,
  reason: null,
  detail: {},
});

/** The state that the receipts lead to together, or null when they say nothing new. */
function highest(task: TaskRow, given: readonly Receipt[]): ReceiptState | null {
  let state: ReceiptState | null = null;
  for (const receipt of given) state = stateAfterReceipt(state ?? task.state, receipt.state) ?? state;
  return state;
}

/** Each state's time is its own receipt's, else that of the earliest later one; never before the issue, never ahead. */
function timesOf(task: TaskRow, given: readonly Receipt[], state: ReceiptState, now: Instant) {
  const reached = RECEIPT_STATES.indexOf(state);
  const time = (of: ReceiptState, known: Instant | null): string | null => {
    const rank = RECEIPT_STATES.indexOf(of);
    if (rank > reached) return null;
    if (known !== null) return isoInstant(known);
    const own = given.filter((receipt) => receipt.state === of);
    const later = given.filter((receipt) => RECEIPT_STATES.indexOf(receipt.state) >= rank);
    const times = (own.length > 0 ? own : later).map((receipt) => instant(receipt.at));
    const at = Math.min(...times, now);
    return isoInstant(instantOf(Math.max(at, Math.min(task.issued_at, now))));
  };
  return {
    delivered_at: time("delivered", task.delivered_at),
    read_at: time("read", task.read_at),
    accepted_at: time("accepted", task.accepted_at),
  };
}
