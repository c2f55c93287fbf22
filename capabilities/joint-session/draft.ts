/** A draft is opened by the assessment that made it; nobody opens one by hand. */
import { DAY, later } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { Sql } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { poke } from "#platform/inbox.ts";
import type { Changes } from "./contract.ts";
import { compareRuns, insertSession, latestPublished, sourceScores, supersedeDrafts } from "./store.ts";

/** Over how long a source's wrong numbers are counted. */
const SCORED_DAYS = 7;

/** What a run's list changes against another list, or against nothing (all is new). */
export async function changesOf(
  sql: Sql,
  assessmentId: string,
  byTier: Readonly<Record<string, number>>,
  previous: { id: string; day: string; version: number; assessment_id: string } | null,
): Promise<Changes> {
  const none = () => ({ red: 0, yellow: 0, blue: 0 });
  const changes = { new: none(), up: none(), down: none(), left: none(), same: none() };
  if (previous === null) {
    const all = { red: byTier["red"] ?? 0, yellow: byTier["yellow"] ?? 0, blue: byTier["blue"] ?? 0 };
    return { ...changes, previous: null, new: all };
  }
  for (const { change, tier, n } of await compareRuns(sql, { now: assessmentId, before: previous.assessment_id }))
    changes[change][tier] = n;
  return { ...changes, previous: { sessionId: previous.id, day: previous.day, version: previous.version } };
}

/**
 * Opens the joint session over a finished run, in the run's own last transaction: either both are there or neither.
 * An unpublished draft of the same day gives way.
 */
export async function openDraft(
  ctx: Pick<Context, "sql" | "actor" | "now">,
  run: {
    readonly assessmentId: string;
    readonly day: string;
    readonly version: number;
    readonly cutOffAt: Context["now"];
    readonly byTier: Readonly<Record<string, number>>;
  },
): Promise<string> {
  const { sql, actor, now } = ctx;
  const changes = await changesOf(sql, run.assessmentId, run.byTier, await latestPublished(sql, null));
  const sources = await sourceScores(sql, { from: later(run.cutOffAt, -SCORED_DAYS * DAY), until: run.cutOffAt });
  const superseded = await supersedeDrafts(sql, run.day);
  const id = newId();
  const openedBy = actor.role === "system" ? null : actor.postId;
  await insertSession(sql, { ...run, id, openedAt: now, openedBy, changes, sources });
  await audit(ctx, {
    action: "joint-session.open",
    objectKind: "joint-session",
    objectId: id,
    place: actor.area,
    detail: { day: run.day, version: run.version, superseded },
  });
  await poke(sql, "joint-session", [actor.area.slice(0, 2)], now);
  return id;
}
