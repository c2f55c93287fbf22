/** A worker's own health: the daily check, contact from his reports, rest, and the health seat's decisions. */
import { personKeyOf } from "#capabilities/people/keys.ts";
import { count } from "#capabilities/rollups/count.ts";
import { endRest, rest } from "#capabilities/workers/duty.ts";
import { residentNumberFault } from "#kernel/identity.ts";
import { CODE_LENGTH } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import {
  DAY,
  dayOf,
  daysLater,
  type Instant,
  instant,
  instantOf,
  isoInstant,
  later,
  type PlainDay,
} from "#kernel/time.ts";
import type { Answer, Context, Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { Apply } from "#platform/commands.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { seal, unseal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import { outsideByDay } from "./rules/hours.ts";
import { safetyProblems as problem } from "./rules/problems.ts";
import { CONTACT_FOR, outcomeOf } from "./rules/self-check.ts";
import * as store from "./store-health.ts";

/** Self-checks are kept as long as contact counts. */
const CHECKS_KEPT_FOR_DAYS = 14;
const WEEK = 7;

const boundTo = (id: string): string => `self-check ${id}`;
type Felt = { readonly temperatureTenths: number; readonly symptoms: readonly string[] };

/** The days up to and with `day`, oldest first. */
const lastDays = (day: PlainDay, n: number): PlainDay[] =>
  Array.from({ length: n }, (_, at) => daysLater(day, at - n + 1));

/** The use case of the command `safety/self-check`: an ill worker rests at once, an exposed one when the health seat says so. */
export const check: Apply<typeof contract.checkMyself> = async (ctx, checked) => {
  const { sql, actor, now, madeAt, commandId: id } = ctx;
  const days = lastDays(dayOf(madeAt), CONTACT_FOR / DAY);
  const contacts = await store.countContacts(sql, { postId: actor.postId, area: actor.area, days });
  const outcome = outcomeOf(checked, contacts);
  const sealed = seal(ctx.services.keys.sealingKey, JSON.stringify(checked), boundTo(id));
  const row = {
    id,
    postId: actor.postId,
    place: actor.area,
    day: dayOf(madeAt),
    at: madeAt,
    sealed,
    contacts,
    outcome,
  };
  await store.insertCheck(sql, row);
  // What the phone sends days late says nothing of today.
  if (dayOf(madeAt) === dayOf(now) && (outcome === "ill" || outcome === "exposed"))
    await toRest(ctx, { id: actor.postId, area: actor.area }, outcome);
  return { outcome, contacts };
};

type Post = { readonly id: string; readonly area: string };

/** A rest that begins is a figure of the township: at a village the number would name somebody. */
const booked = (ctx: Pick<Context, "now">, place: string, metric: "worker.rested" | "worker.infected") => ({
  place: place.slice(0, CODE_LENGTH.township),
  day: dayOf(ctx.now),
  metric,
  delta: 1,
});

async function toRest(ctx: Context, post: Post, because: "ill" | "exposed"): Promise<void> {
  const { sql, now } = ctx;
  const open = await store.openRestOf(sql, post.id);
  if (open?.state === "resting" || (open !== null && because === "exposed")) return;
  const substitute = open?.substitute_post_id ?? (await store.substituteFor(sql, post.id, now));
  const absenceId = because === "ill" ? await rest(ctx, { postId: post.id, until: null, substitute }) : null;
  if (because === "ill") await count(sql, [booked(ctx, post.area, "worker.rested")]);
  if (open !== null) {
    await store.setRest(sql, open.id, { state: "resting", because, until: null, absenceId, by: null, now });
    return;
  }
  await store.insertRest(sql, {
    id: newId(),
    post_id: post.id,
    place: post.area,
    because,
    state: because === "ill" ? "resting" : "proposed",
    proposed_at: now,
    until_at: null,
    substitute_post_id: substitute,
    absence_id: absenceId,
  });
}

export const listRests: Answer<typeof contract.listRests> = async (ctx, { area }) => {
  const rows = await store.restsIn(ctx.sql, area);
  await audit(ctx, { action: "safety.rests", objectKind: "place", objectId: area, place: area });
  return {
    now: isoInstant(ctx.now),
    rests: rows.map((row) => {
      const felt = feltOf(ctx.services, row);
      return {
        id: row.id,
        worker: row.worker,
        place: row.place,
        ...restShown(row),
        temperatureTenths: felt?.temperatureTenths ?? null,
        symptoms: [...(felt?.symptoms ?? [])],
        contacts: row.contacts ?? 0,
      };
    }),
  };
};

const feltOf = ({ keys }: Services, { check_id, sealed }: store.SeenRest): Felt | null =>
  check_id === null || sealed === null
    ? null
    : (JSON.parse(unseal(keys.sealingKey, sealed, boundTo(check_id))) as Felt);

const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));
const restShown = (row: store.RestRow) => ({
  because: row.because,
  state: row.state,
  proposedAt: isoInstant(row.proposed_at),
  until: iso(row.until_at),
  substitute: row.substitute,
});

export const decide: Answer<typeof contract.decideRest> = async (ctx, { restId }, said) => {
  const { sql, actor, now } = ctx;
  const row = await store.restOf(sql, restId);
  // The health seat does not decide about himself.
  if (row === null || row.post_id === actor.postId) throw new Problem(common["not-found"]);
  const mayBe = said.decision === "fit" ? row.state === "resting" : row.state === "proposed";
  if (!mayBe) throw new Problem(problem["not-allowed-now"]);
  const until = said.decision === "rest" ? instant(said.until) : row.until_at;
  const substitute = row.substitute_post_id;
  const absenceId =
    said.decision === "rest" ? await rest(ctx, { postId: row.post_id, until, substitute }) : row.absence_id;
  if (said.decision === "fit" && absenceId !== null) await endRest(ctx, absenceId);
  if (said.decision === "rest") await count(sql, [booked(ctx, row.place, "worker.rested")]);
  const state = said.decision === "rest" ? "resting" : said.decision;
  await store.setRest(sql, restId, { state, because: row.because, until, absenceId, by: actor.postId, now });
  await audit(ctx, { action: `safety.rest.${state}`, objectKind: "rest", objectId: restId, place: row.place });
  return { state };
};

export const showMine: Answer<typeof contract.showMine> = async ({ sql, actor, now }) => {
  const today = dayOf(now);
  const who = { postId: actor.postId, area: actor.area };
  const [known, open] = [await store.checkOf(sql, actor.postId, today), await store.openRestOf(sql, actor.postId)];
  const fortnight = lastDays(today, CONTACT_FOR / DAY);
  const work = await store.reportsOf(sql, { ...who, days: fortnight });
  return {
    now: isoInstant(now),
    check: known === null ? null : { outcome: known.outcome, checkedAt: isoInstant(known.checked_at) },
    contacts: await store.countContacts(sql, { ...who, days: fortnight }),
    rest: open === null ? null : restShown(open),
    days: daysOf(work, fortnight.slice(-WEEK)),
    daysOn: daysOn(new Set(work.map(({ visited_at }) => dayOf(visited_at))), today),
    hasKey: await store.hasKey(sql, actor.accountId),
  };
};

function daysOf(work: readonly store.WorkRow[], days: readonly PlainDay[]) {
  const outside = outsideByDay(work.map(({ visited_at }) => instantOf(visited_at)));
  const byDay = Map.groupBy(work, ({ visited_at }) => dayOf(visited_at));
  return days.map((day) => {
    const own = byDay.get(day) ?? [];
    return {
      day,
      reports: own.length,
      doors: new Set(own.filter(({ manner }) => manner === "door").map(({ door_key }) => door_key)).size,
      servicesDone: own.reduce((sum, one) => sum + one.services_done, 0),
      outsideHalfHours: outside.get(day) ?? 0,
    };
  });
}

/** Days on duty without a break, up to today (or yesterday, while nothing was reported today yet). */
function daysOn(worked: ReadonlySet<PlainDay>, today: PlainDay): number {
  let day = worked.has(today) ? today : daysLater(today, -1);
  let n = 0;
  for (; worked.has(day); day = daysLater(day, -1)) n++;
  return n;
}

export const giveKey: Answer<typeof contract.giveKey> = async (ctx, _params, { idType, idNumber }) => {
  const isWrong = idType === "111" && residentNumberFault(idNumber.toUpperCase(), dayOf(ctx.now)) !== null;
  if (isWrong) throw new Problem(problem["wrong-number"]);
  const key = personKeyOf(ctx.services.keys.provinceKey, idType, idNumber);
  await store.putKey(ctx.sql, ctx.actor.accountId, key, ctx.now);
  await audit(ctx, { action: "safety.key.give", objectKind: "account", objectId: ctx.actor.accountId });
  return { hasKey: true };
};

export const takeKeyBack: Answer<typeof contract.takeKeyBack> = async (ctx) => {
  await store.dropKey(ctx.sql, ctx.actor.accountId);
  await audit(ctx, { action: "safety.key.take-back", objectKind: "account", objectId: ctx.actor.accountId });
  return { hasKey: false };
};

/** The clock: cases among workers are noted, self-checks of last month forgotten. */
export function keepHealthOnce(services: Services): Promise<number> {
  const now = services.clock();
  const actor = systemActor(services.settings.province);
  return asActor(services.db, actor, async (sql) => {
    const ctx = { sql, actor, now, services, requestId: newId() };
    const cases = await store.noteCases(sql, now);
    await count(
      sql,
      cases.map(({ place }) => booked(ctx, place, "worker.infected")),
    );
    // Who is a case goes to no door: he rests at once, until the health seat says that he is fit.
    for (const { account_id } of cases)
      for (const post of await store.fieldPostsOf(sql, account_id, now)) await toRest(ctx, post, "ill");
    const old = dayOf(later(now, -CHECKS_KEPT_FOR_DAYS * DAY));
    return cases.length + (await store.eraseChecksBefore(sql, old));
  });
}
