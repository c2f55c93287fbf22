/** Asking who was at a place, and telling them when two of health have agreed. */
import type { z } from "zod";
import { logForHolders } from "#capabilities/residents/holder-log.ts";
import { tellHolders } from "#capabilities/residents/notices.ts";
import { issueTasks } from "#capabilities/tasks/issue.ts";
import { common } from "#kernel/problem.ts";
import { instant, isoInstant, isoShanghai, later } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import {
  type askLookBack,
  type decideLookBack,
  type LookBack,
  type listLookBacks,
  lookBackProblems,
} from "./contract.ts";
import { CALL_WITHIN, isWindowRight, PERSONS_AT_MOST } from "./rules/look-back.ts";
import * as store from "./store.ts";

export const ask: Answer<typeof askLookBack> = async (ctx, { checkpointId }, body) => {
  mustBeHealth(ctx);
  const [from, until] = [instant(body.from), instant(body.until)];
  const place = await store.checkpointPlace(ctx.sql, checkpointId);
  if (place === null) throw new Problem(common["not-found"]);
  if (!isWindowRight(from, until, ctx.now)) throw new Problem(lookBackProblems["wrong-window"]);
  const limit = PERSONS_AT_MOST + 1;
  const persons = await asSystem(ctx, () => store.presentAt(ctx.sql, { checkpointId, from, until, limit }));
  if (persons.length > PERSONS_AT_MOST) throw new Problem(lookBackProblems["too-many"]);
  const id = newId();
  const { postId: askedBy } = ctx.actor;
  const organisation = await store.organisationOf(ctx.sql, askedBy);
  const { event, reason } = body;
  const { now } = ctx;
  const row = {
    id,
    checkpointId,
    place,
    from,
    until,
    event,
    reason,
    persons: persons.length,
    askedBy,
    organisation,
    now,
  };
  await store.insertLookBack(ctx.sql, row);
  await note(ctx, id, place, "look-back.ask", { checkpointId, event, persons: persons.length });
  return show(ctx, id);
};

export const decide: Answer<typeof decideLookBack> = async (ctx, { id }, { decision, reason }) => {
  mustBeHealth(ctx);
  const row = await store.lookBack(ctx.sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  if (row.state !== "asked") throw new Problem(lookBackProblems.decided);
  const organisation = await store.organisationOf(ctx.sql, ctx.actor.postId);
  if (row.asked_by === ctx.actor.postId || row.asked_organisation === organisation) {
    throw new Problem(lookBackProblems["same-organisation"]);
  }
  const state = decision === "confirm" ? "confirmed" : "rejected";
  const decided = { id, county: row.county, state, by: ctx.actor.postId, reason, now: ctx.now } as const;
  if (!(await store.setDecided(ctx.sql, decided))) throw new Problem(lookBackProblems.decided);
  const told = state === "confirmed" ? await tell(ctx, row) : 0;
  await note(ctx, id, row.place, `look-back.${decision}`, { event: row.event, told });
  return show(ctx, id);
};

export const list: Answer<typeof listLookBacks> = async ({ sql }, { area, limit }) => ({
  items: (await store.lookBacksOf(sql, area, limit)).map(present),
});

/** Tells everybody who was there, asks each one's grid to call, and notes the look in each one's log. No colour changes. */
async function tell(ctx: Context, row: store.LookBackRow): Promise<number> {
  return asSystem(ctx, async () => {
    const system = { ...ctx, actor: systemActor(ctx.services.settings.province) };
    const present = await store.presentAt(ctx.sql, {
      checkpointId: row.checkpoint_id,
      from: row.from_at,
      until: row.until_at,
      limit: PERSONS_AT_MOST,
    });
    const when = `${isoShanghai(row.from_at).slice(5, 16).replace("T", " ")}–${isoShanghai(row.until_at).slice(11, 16)}`;
    const zh = `${when}您到过${row.checkpoint}，当时有一名病例在场。请留意体温和症状并每天打卡；网格员会联系您。您的健康码不因此变色。`;
    const en = `You were at ${row.checkpoint} on ${when}, when a case was there. Watch your temperature and check in daily; your grid worker will call. Your code does not change colour because of this.`;
    await tellHolders(
      system,
      present.map(({ person_key }) => ({ personKey: person_key, kind: "mass" as const, zh, en, subject: row.id })),
    );
    await issueTasks(
      system,
      present.map(({ person_key, home }) => ({
        personKey: person_key,
        place: home,
        kind: "verification" as const,
        reason: {
          zh: `${when}到过有病例在场的地点，请电话或上门询问健康状况`,
          en: `Was at a place on ${when} when a case was there: ask how he is`,
        },
        dueAt: later(ctx.now, CALL_WITHIN),
        sourceKind: "look-back",
        // One task a person; a look-back is confirmed once, so none is made twice.
        sourceId: newId(),
      })),
    );
    await logForHolders(
      system,
      present.map(({ person_key }) => ({
        id: newId(),
        personKey: person_key,
        at: ctx.now,
        who: "health" as const,
        action: "look-back",
        place: row.place,
        detail: { purpose: "code.evidence" },
      })),
    );
    return present.length;
  });
}

/** Presence lies across areas and accounts: read and told by the platform, decided by the two who are on record. */
async function asSystem<T>({ sql, actor, services }: Context, work: () => Promise<T>): Promise<T> {
  const become = (role: string, area: string) =>
    sql`select set_config('wangge.role', ${role}, true), set_config('wangge.area', ${area}, true)`;
  await become("system", services.settings.province);
  const result = await work();
  await become(actor.role, actor.area);
  return result;
}

function mustBeHealth({ actor }: Context): void {
  if (actor.role === "signatory" && actor.department !== "health") throw new Problem(lookBackProblems["not-health"]);
}

async function show(ctx: Context, id: string) {
  const row = await store.lookBack(ctx.sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  return present(row);
}

const present = (row: store.LookBackRow): z.input<typeof LookBack> => ({
  id: row.id,
  checkpointId: row.checkpoint_id,
  checkpoint: row.checkpoint,
  place: row.place,
  from: isoInstant(row.from_at),
  until: isoInstant(row.until_at),
  event: row.event,
  reason: row.reason,
  persons: row.persons,
  askedBy: row.asked_organisation,
  askedAt: isoInstant(row.asked_at),
  state: row.state,
  decidedBy: row.decided_organisation,
  decidedAt: row.decided_at === null ? null : isoInstant(row.decided_at),
  decidedReason: row.decided_reason,
});

const note = (
  ctx: Context,
  id: string,
  place: string,
  action: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> => audit(ctx, { action, objectKind: "look-back", objectId: id, place, detail });
