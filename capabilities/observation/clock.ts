/** The clockwork of observations: seats handed over, windows closed, ends reached; alarms within a minute of their cause. */
import { keepTeams } from "#capabilities/teams/teams.ts";
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { type Acting, addLine, after, type InHand, settle, take } from "./record.ts";
import { letGo } from "./release.ts";
import * as store from "./store.ts";

/** Of one transaction: short enough that no phone waits for it. */
const A_TURN = 50;

/** One turn. Returns how many observations and seats it dealt with. */
export async function observeOnce(services: Services): Promise<number> {
  const actor = systemActor(services.settings.province);
  const inside = <T>(work: (ctx: Acting) => Promise<T>): Promise<T> =>
    asActor(services.db, actor, (sql) => work({ sql, actor, now: services.clock(), services }));
  // Apart, so that seats are never locked before their observation.
  const teams = await inside(keepTeams);
  for (const id of teams) await inside(async (ctx) => advance(ctx, await take(ctx, id)));
  const due = await inside(async (ctx) => {
    const rows = await store.lockDue(ctx.sql, ctx.now, A_TURN);
    for (const row of rows) await advance(ctx, await take(ctx, row.id));
    return rows.length;
  });
  return teams.length + due;
}

/** At these steps the days end by themselves; a doctor decides on an abnormal one first. */
const ENDING: ReadonlySet<string> = new Set(["PROPOSED", "NOTICED", "ACTIVE"]);

/** What the hour makes of an observation by itself; after a seat was filled, too. */
export async function advance(ctx: Acting, of: InHand): Promise<void> {
  let now = of;
  const { state, teamed_at: teamedAt } = now.row;
  const isForming = state === "NOTICED" || (state === "ABNORMAL" && teamedAt === null);
  if (isForming && now.team.vacancies.length === 0 && ctx.now < now.row.due_at) {
    now = after(now, { kind: "team-complete" }, ctx.now);
    if (state === "NOTICED") await addLine(ctx, now.row, { kind: "started" });
  }
  const isOver = ctx.now >= now.row.due_at && ENDING.has(now.row.state);
  if (isOver) now = after(now, { kind: "due" }, ctx.now);
  if (now !== of) await store.updateObservation(ctx.sql, now.row);
  if (isOver) {
    if (now.row.released_at === null) await addLine(ctx, now.row, { kind: "completed" });
    else await letGo(ctx, now, "released");
  }
  await settle(ctx, now);
}
