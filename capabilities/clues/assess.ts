/** Assessing by two people, warning who must know, and refusing what is no clue. */
import { common } from "#kernel/problem.ts";
import { later } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { writeCourse } from "#platform/course.ts";
import { newId } from "#platform/ids.ts";
import { deskHolder, touchInboxes } from "#platform/inbox.ts";
import { Problem } from "#platform/problem.ts";
import { closeAlike } from "./assign.ts";
import type * as contract from "./contract.ts";
import { CLUE_COURSE } from "./gather.ts";
import { lineAfter, locked } from "./locked.ts";
import { clueClimbs, standingLevel } from "./rules/level.ts";
import { clueProblems as problem } from "./rules/problems.ts";
import { stepClue } from "./rules/steps.ts";
import { sealJudgement } from "./sealing.ts";
import * as store from "./store.ts";

export const assess: Answer<typeof contract.assessClue> = async (ctx, params, { impact, likelihood, reason }) => {
  const { sql, actor, now } = ctx;
  const { keys } = ctx.services;
  const row = await locked(ctx, params);
  if (row.state !== "GATHERED" && row.state !== "ASSESSED") throw new Problem(problem["wrong-state"]);
  const isNew = await store.insertAssessment(
    sql,
    {
      county: row.county,
      clueId: row.id,
      accountId: actor.accountId,
      postId: actor.postId,
      impact,
      likelihood,
      sealedReason: sealJudgement(keys, row.id, actor.accountId, reason),
    },
    now,
  );
  if (!isNew) throw new Problem(problem["assessed-already"]);
  const rows = await store.assessmentsOf(sql, row.id);
  const level = standingLevel(rows.map((one) => ({ ...one, accountId: one.account_id })));
  // With a level it must be assigned within the interval in which it would climb.
  if (level !== null)
    await store.updateClue(sql, row, {
      state: "ASSESSED",
      level,
      look_at: later(now, clueClimbs(String(level))),
      escalated_to: null,
    });
  const detail = { impact, likelihood, ...(level === null ? {} : { level }) };
  await writeCourse(ctx, { ...CLUE_COURSE, ...row }, { kind: level === null ? "judged" : "assessed", detail });
  return lineAfter(ctx, row.id);
};

export const warn: Answer<typeof contract.warnOfClue> = async (ctx, params, { desks }) => {
  const { sql, actor, now } = ctx;
  const row = await locked(ctx, params);
  if (row.level === null || row.closed_at !== null) throw new Problem(problem["wrong-state"]);
  for (const desk of new Set(desks)) {
    await store.insertWarning(
      sql,
      { county: row.county, id: newId(), clueId: row.id, desk, byPost: actor.postId },
      now,
    );
    await touchInboxes(sql, [{ county: desk.slice(0, 6), holder: deskHolder(desk) }], now);
  }
  await writeCourse(ctx, { ...CLUE_COURSE, ...row }, { kind: "warned", detail: { desks: desks.join() } });
  return lineAfter(ctx, row.id);
};

export const receive: Answer<typeof contract.receiveWarning> = async (ctx, { county, id }) => {
  const row = await store.lockClue(ctx.sql, county, id);
  if (row === null) throw new Problem(common["not-found"]);
  const { actor, now, sql } = ctx;
  if (await store.receiveWarning(sql, id, actor.area, actor.postId, now))
    await writeCourse(ctx, { ...CLUE_COURSE, ...row }, { kind: "warning-received", detail: { desk: actor.area } });
  return lineAfter(ctx, id);
};

export const reject: Answer<typeof contract.rejectClue> = async (ctx, params, { why, reason }) => {
  const row = await locked(ctx, params);
  const facts = { state: row.state, ownerPost: row.owner_post, assignedBy: row.assigned_by, reopened: row.reopened };
  const moved = stepClue(facts, { is: "reject" }, { postId: ctx.actor.postId, isAbove: false });
  if ("refused" in moved) throw new Problem(problem[moved.refused]);
  await store.updateClue(ctx.sql, row, {
    state: "REJECTED",
    rejected_why: why,
    closed_at: ctx.now,
    look_at: null,
  });
  await writeCourse(ctx, { ...CLUE_COURSE, ...row }, { kind: "rejected", reason, detail: { why } });
  await closeAlike(ctx, row.id, { state: "REJECTED", why, done: null });
  return lineAfter(ctx, row.id);
};
