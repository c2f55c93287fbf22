/** Assigning to one owner, accepting, reporting back, verifying; the reporters are told back. */

import { parentOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { later } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { writeCourse } from "#platform/course.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { CLUE_COURSE, type Inside } from "./gather.ts";
import { lineAfter, locked } from "./locked.ts";
import { acceptBy, clueClimbs, clueDue } from "./rules/level.ts";
import { clueProblems as problem } from "./rules/problems.ts";
import { type ClueMove, type ClueStep, type Rejection, stepClue } from "./rules/steps.ts";
import { openDone, sealDone } from "./sealing.ts";
import * as store from "./store.ts";

type Moved = Exclude<ClueMove, { refused: unknown }>;

/** Decides the step or throws the refusal. A centre above the clue's own may verify for an assigner who has gone. */
function mustStep({ actor }: Inside, row: store.ClueRow, step: ClueStep): Moved {
  const facts = { state: row.state, ownerPost: row.owner_post, assignedBy: row.assigned_by, reopened: row.reopened };
  const isAbove = actor.role === "operator" && actor.area.length < row.desk.length && row.desk.startsWith(actor.area);
  const moved = stepClue(facts, step, { postId: actor.postId, isAbove });
  if ("refused" in moved) throw new Problem(problem[moved.refused]);
  return moved;
}

export const assign: Answer<typeof contract.assignClue> = async (ctx, params, { postId }) => {
  const { sql, actor, now } = ctx;
  const row = await locked(ctx, params);
  mustStep(ctx, row, { is: "assign", to: postId });
  if (row.level === null) throw new Problem(problem["wrong-state"]);
  if ((await store.ownerIn(sql, postId, actor.area, now)) === null) throw new Problem(problem["no-such-owner"]);
  const by = acceptBy(row.level, now);
  await store.updateClue(sql, row, {
    state: "ASSIGNED",
    assigned_by: actor.postId,
    owner_post: postId,
    assigned_at: now,
    accept_by: by,
    due_at: clueDue(row.level, now),
    accepted_at: null,
    reported_at: null,
    sealed_done: null,
    escalated_to: null,
    look_at: by,
  });
  await writeCourse(ctx, { ...CLUE_COURSE, ...row }, { kind: "assigned", detail: { postId, level: row.level } });
  return lineAfter(ctx, row.id);
};

/** The owner's own steps, from a phone or at a desk. */
export async function ownerStep(
  ctx: Inside,
  clueId: string,
  step:
    | { readonly is: "accept" }
    | { readonly is: "decline"; readonly reason: string }
    | { readonly is: "report-back"; readonly done: string },
): Promise<void> {
  const { sql, now } = ctx;
  const found = await store.oneClue(sql, clueId);
  if (found === null) throw new Problem(common["not-found"]);
  const row = await locked(ctx, found);
  // What was accepted or reported once is not asked again: the answer to the first time was lost.
  mustStep(ctx, row, step);
  const course = { ...CLUE_COURSE, ...row };
  switch (step.is) {
    case "accept":
      await store.updateClue(sql, row, {
        state: "ACCEPTED",
        accepted_at: now,
        escalated_to: null,
        look_at: row.due_at,
      });
      return writeCourse(ctx, course, { kind: "accepted" });
    case "decline":
      await store.updateClue(sql, row, {
        state: "ASSESSED",
        accept_by: null,
        due_at: null,
        look_at: later(now, clueClimbs(String(row.level))),
      });
      return writeCourse(ctx, course, { kind: "declined", reason: step.reason });
    case "report-back": {
      const sealed = sealDone(ctx.services.keys, row.id, step.done);
      const change = { state: "REPORTED", reported_at: now, sealed_done: sealed } as const;
      await store.updateClue(sql, row, { ...change, look_at: later(now, clueClimbs(String(row.level))) });
      return writeCourse(ctx, course, { kind: "reported" });
    }
  }
}

export const accept: Answer<typeof contract.acceptAtDesk> = async (ctx, { id }) => {
  await ownerStep(ctx, id, { is: "accept" });
  return lineAfter(ctx, id);
};

export const report: Answer<typeof contract.reportAtDesk> = async (ctx, { id }, { done }) => {
  await ownerStep(ctx, id, { is: "report-back", done });
  return lineAfter(ctx, id);
};

export const verify: Answer<typeof contract.verifyClue> = async (ctx, params, body) => {
  const { sql, now } = ctx;
  const row = await locked(ctx, params);
  const moved = mustStep(ctx, row, { is: "verify", isSolved: body.isSolved });
  const course = { ...CLUE_COURSE, ...row };
  if (body.isSolved) {
    await store.updateClue(sql, row, { state: "CLOSED", closed_at: now, look_at: null });
    await writeCourse(ctx, course, { kind: "verified" });
    const done = openDone(ctx.services.keys, row.id, row.sealed_done);
    await closeAlike(ctx, row.id, { state: "CLOSED", why: null, done });
  } else if (moved.isRaised) await raise(ctx, row, body.reason);
  else {
    const due = row.level === null ? now : clueDue(row.level, now);
    const change = { state: "ACCEPTED", due_at: due, reopened: row.reopened + 1, escalated_to: null } as const;
    await store.updateClue(sql, row, { ...change, look_at: due });
    await writeCourse(ctx, course, { kind: "reopened", reason: body.reason });
  }
  return lineAfter(ctx, row.id);
};

/** Not solved for the third time: the centre above assigns it anew. */
async function raise(ctx: Inside, row: store.ClueRow, reason: string): Promise<void> {
  const desk = parentOf(row.desk) ?? row.desk;
  await store.updateClue(ctx.sql, row, {
    state: "ASSESSED",
    desk,
    accept_by: null,
    due_at: null,
    reopened: 0,
    escalated_to: desk,
    look_at: later(ctx.now, clueClimbs(String(row.level))),
  });
  await writeCourse(ctx, { ...CLUE_COURSE, ...row }, { kind: "raised", reason, detail: { desk } });
}

/** Those who reported the same are told the same. */
export async function closeAlike(
  ctx: Inside,
  mainId: string,
  outcome: { readonly state: "CLOSED" | "REJECTED"; readonly why: Rejection | null; readonly done: string | null },
): Promise<void> {
  for (const alike of await store.alikeOf(ctx.sql, mainId)) {
    const row = await store.lockClue(ctx.sql, alike.county, alike.id);
    if (row === null) continue;
    await store.updateClue(ctx.sql, row, {
      // The level that counts is that of the one it repeats.
      ...(outcome.state === "CLOSED" ? { level: row.level ?? 4 } : { rejected_why: outcome.why }),
      state: outcome.state,
      closed_at: ctx.now,
      sealed_done: outcome.done === null ? null : sealDone(ctx.services.keys, row.id, outcome.done),
    });
    await writeCourse(ctx, { ...CLUE_COURSE, ...row }, { kind: "closed-with", detail: { main: mainId } });
  }
}
