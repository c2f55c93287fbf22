/** Holds of the circuit breaker: two people of health release or reject; what is released is recomputed at once. */

import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { enqueue, type JobWork } from "#platform/jobs.ts";
import { Problem } from "#platform/problem.ts";
import type { decideHold as decideHoldRoute, listHolds } from "./contract.ts";
import { BATCH, evaluate } from "./evaluate.ts";
import { codesProblems } from "./rules/problems.ts";
import { decideHold, holdsSeen, personsOfHold } from "./store-breaker.ts";

export const list: Answer<typeof listHolds> = async (ctx) => {
  const rows = await holdsSeen(ctx.sql);
  return {
    holds: rows.map((row) => ({
      id: row.id,
      place: row.place,
      placeName: row.place_name ?? row.place,
      cause: row.cause,
      openedAt: isoInstant(row.opened_at),
      wouldChange: row.would_change,
      holders: row.holders,
      limit: row.limit_persons,
      limitVersion: row.limit_version,
      state: row.state,
      endedAt: row.ended_at === null ? null : isoInstant(row.ended_at),
      items: row.items,
      decisions: row.decisions.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
    })),
  };
};

export const say: Answer<typeof decideHoldRoute> = async (ctx, { id }, { decision, reason }) => {
  const state = await decideHold(ctx.sql, { holdId: id, id: newId(), decision, reason, at: ctx.now });
  if (state === "unknown") throw new Problem(common["not-found"]);
  if (state === "not-health") throw new Problem(codesProblems["not-health"]);
  if (state === "said-already") throw new Problem(codesProblems["said-already"]);
  if (state === "ended") throw new Problem(codesProblems.ended);
  await audit(ctx, {
    action: `codes.hold-${decision}`,
    objectKind: "recolouring-hold",
    objectId: id,
    place: ctx.actor.area,
    detail: { reason, state },
  });
  const system = { ...ctx, actor: systemActor(ctx.services.settings.province) };
  if (state === "released") await enqueue(system, "codes-release", { holdId: id });
  return { state: state as "open" | "released" | "rejected" };
};

/** Job `codes-release` {holdId}: everybody of a released hold, in parts; safe to repeat. */
export const runRelease: JobWork = async (services, job, progress) => {
  const holdId = String(job.params["holdId"]);
  const actor = systemActor(services.settings.province);
  let [after, done, changed] = ["00000000-0000-0000-0000-000000000000", 0, 0];
  for (;;) {
    const step = await asActor(services.db, actor, async (sql) => {
      const keys = await personsOfHold(sql, holdId, after, BATCH);
      const ctx = { sql, actor, now: services.clock(), services };
      return { keys, changes: await evaluate(ctx, keys, { cause: "hold" }) };
    });
    done += step.keys.length;
    changed += step.changes.length;
    await progress(done, null);
    if (step.keys.length < BATCH) return { looked: done, changed };
    after = step.keys.at(-1) ?? after;
  }
};
