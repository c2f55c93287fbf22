/** The daily run: once a day at the time of the settings, for the newest day that has files (domain.md §6.3, 06:30). */
import { dayOf, type Instant, isoInstant, later, startOf } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import { ensureDefaultRuleSet } from "./rule-sets.ts";
import { orderAssessment } from "./runs.ts";
import { standingUntil } from "./store-feeds.ts";
import { noteSlot, runs, takeSlot } from "./store-runs.ts";

const MINUTE_MS = 60_000;

/** Has the time of day `HH:MM` (Asia/Shanghai) come on the day of `now`? */
export function isDue(assessAt: string, now: Instant): boolean {
  const [hours = 0, minutes = 0] = assessAt.split(":").map(Number);
  return now >= later(startOf(dayOf(now)), (hours * 60 + minutes) * MINUTE_MS);
}

/**
 * One turn: orders today's run when its time has come and nobody has yet. The day assessed is the newest one, up to
 * today, for which files were handed in; when nothing came since its last run there is nothing to do. Returns 1 when a
 * run was ordered.
 */
export async function assessOnSchedule(services: Services): Promise<number> {
  const now = services.clock();
  const { province, assessAt } = services.settings;
  const actor = systemActor(province);
  const today = dayOf(now);
  return asActor(services.db, actor, async (sql) => {
    await ensureDefaultRuleSet(sql, province, now);
    if (!isDue(assessAt, now) || !(await takeSlot(sql, today, now))) return 0;
    const [newest] = await standingUntil(sql, today);
    if (!newest) return 0;
    const [last] = await runs(sql, newest.day);
    const wasRead = last?.state === "draft" && last.inputs.includes(newest.id);
    if (wasRead || last?.state === "running") return 0;
    try {
      const { assessmentId } = await orderAssessment(
        { sql, actor, now, services },
        { day: newest.day, engine: "duckdb" },
      );
      await noteSlot(sql, today, assessmentId);
      services.log("assessment-scheduled", { day: newest.day, assessmentId, at: isoInstant(now) });
      return 1;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      services.log("assessment-not-scheduled", { day: newest.day, problem: error.kind.code });
      return 0;
    }
  });
}
