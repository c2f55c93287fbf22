/** A published list becomes tasks: one name in the inbox of the one whose door it is. */
import { z } from "zod";
import { noteListUses } from "#capabilities/facts/uses.ts";
import type { PlainDay } from "#kernel/time.ts";
import { touchInboxes } from "#platform/inbox.ts";
import { type Move, moveTasks, postOf } from "./move.ts";
import * as store from "./store-publish.ts";
import { holdersOf } from "./store-tasks.ts";
import { type Acting, widened } from "./widen.ts";

export type Published = {
  /** New tasks; of these, on a centre's desk, and of those without a door (coarser than a village). */
  readonly issued: number;
  readonly onDesks: number;
  readonly unlocated: number;
  readonly up: number;
  readonly down: number;
  /** Closed: no longer on the list, or under management now. */
  readonly left: number;
  /** Already told, so not sent again. */
  readonly same: number;
  /** On the list, under isolation or observation: no task. */
  readonly managed: number;
  /** Waited on a desk, and the new list knew the door. */
  readonly located: number;
};

/** For a rule that its set does not name: the longest time of its tier (design/assessment.md). */
const HOURS_BY_TIER = { red: 4, yellow: 12, blue: 24 } as const;

const RuleHours = z.object({
  rules: z.array(z.object({ id: z.string(), firstContactHours: z.number().int().positive() })),
});

/** Tasks located anew are moved in steps of this many. */
const STEP = 1_000;

/**
 * Turns a list into tasks against the list published before, in the caller's transaction: issues the new ones, changes
 * the tier of open ones, closes those of subjects that left, and sends nothing twice.
 */
export async function publishList(
  ctx: Acting,
  list: {
    readonly sessionId: string;
    readonly assessmentId: string;
    readonly day: PlainDay;
    readonly previousSessionId: string | null;
  },
): Promise<Published> {
  const { sql, now, actor } = ctx;
  return widened(ctx, async () => {
    const publication: store.Publication = {
      ...list,
      now,
      province: ctx.services.settings.province,
      byPost: postOf(actor),
    };
    await store.layOutDelta(sql, publication, await hoursOf(ctx, list.assessmentId));
    const delta = await store.countDelta(sql);
    const issued = await store.issueTasks(sql, publication);
    await store.retierTasks(sql, publication);
    await store.closeTasks(sql, publication);
    await store.countList(sql, publication);
    await noteListUses(ctx, list);
    const located = await sendLocated(ctx);
    // Inboxes last: whoever sends a receipt locks his tasks first and his inbox then, and so must this.
    await touchInboxes(sql, await store.touchedHolders(sql), now);
    return {
      ...issued,
      up: delta["up"] ?? 0,
      down: delta["down"] ?? 0,
      left: delta["left"] ?? 0,
      same: delta["same"] ?? 0,
      managed: delta["managed"] ?? 0,
      located,
    };
  });
}

async function hoursOf({ sql }: Acting, assessmentId: string) {
  const read = RuleHours.safeParse(await store.documentOfAssessment(sql, assessmentId));
  const rules = read.success ? read.data.rules : [];
  return { byRule: Object.fromEntries(rules.map((rule) => [rule.id, rule.firstContactHours])), byTier: HOURS_BY_TIER };
}

/** What waited on a desk for a door goes there by itself once the list knows it. */
async function sendLocated(ctx: Acting): Promise<number> {
  const tasks = await store.lockLocatedTasks(ctx.sql);
  const holders = await holdersOf(
    ctx.sql,
    tasks.map((task) => task.new_place),
    ctx.now,
  );
  for (let at = 0; at < tasks.length; at += STEP) {
    const moves = tasks.slice(at, at + STEP).flatMap((task): Move[] => {
      const to = holders.get(task.new_place);
      if (!to) return [];
      return [{ task, to: { ...to, place: task.new_place }, state: "issued", kind: "located" }];
    });
    await moveTasks(ctx, moves);
  }
  return tasks.length;
}
