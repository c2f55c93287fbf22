/** The figures of an enterprise's day: filled in from what its people reported, confirmed by a manager, also when zero. */
import type { z } from "zod";
import { currentColours } from "#capabilities/codes/evidence.ts";
import { dayOf, daysLater, HOUR, isoInstant, later, MINUTE } from "#kernel/time.ts";
import type { Answer, Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { type Acting, asPlatform, mustManage } from "./present.ts";
import { employerView, FEVER_FROM_TENTHS } from "./rules/may-enter.ts";
import { enterpriseProblems } from "./rules/problems.ts";
import type { DayFigures } from "./rules/shapes.ts";
import * as store from "./store-days.ts";
import { agreedSince, gateTemperatures, ownTemperatures, rosterCounts } from "./store-staff.ts";

const FILLED_A_TURN = 50;
/** A day that nobody confirmed is counted anew so often. */
const COUNTED_AGAIN_AFTER = 30 * MINUTE;

export const presentDay = (row: store.DayRow): z.input<typeof DayFigures> => ({
  day: row.day,
  onRoster: row.on_roster,
  agreed: row.agreed,
  onSite: row.on_site,
  held: row.held,
  fever: row.fever,
  isolated: row.isolated,
  note: row.note,
  confirmedAt: row.confirmed_at === null ? null : isoInstant(row.confirmed_at),
  isZero: row.on_site + row.held + row.fever + row.isolated === 0,
});

/** What the platform can count of a day by itself. */
async function counted(ctx: Acting, enterpriseId: string, day: string): Promise<store.DayRow> {
  const roster = await rosterCounts(ctx.sql, enterpriseId);
  const agreed = await agreedSince(ctx.sql, enterpriseId);
  const keys = [...agreed.keys()];
  const colours = await asPlatform(ctx, (acting) => currentColours(acting, keys));
  const of = { day, feverFromTenths: FEVER_FROM_TENTHS };
  const own = await asPlatform(ctx, (acting) => ownTemperatures(acting.sql, keys, of));
  const gate = await gateTemperatures(ctx.sql, enterpriseId, day);
  const isUnfit = (key: string): boolean => gate.get(key) === false || own.get(key) === false;
  const measured = [...new Set([...gate.keys(), ...own.keys()])];
  const fever = measured.filter(isUnfit).length;
  // How many, for the day's figure: no look at anybody.
  const held = keys.filter((key) => employerView(true, colours.get(key) ?? null, "company").canEnter === "no");
  // From work he is held since his code stops him, and not before this employer counted on him.
  const heldHours = held.map((key) => {
    const from = Math.max(colours.get(key)?.since ?? ctx.now, agreed.get(key) ?? ctx.now);
    return Math.max(0, Math.floor((ctx.now - from) / HOUR));
  });
  return {
    day,
    on_roster: roster.people,
    agreed: roster.agreed,
    // Who went through the gate with a normal temperature; a check-in at home is no presence.
    on_site: [...gate.values()].filter((isFit) => isFit).length,
    held: held.length,
    held_hours: heldHours.toSorted((a, b) => a - b),
    fever,
    isolated: 0,
    note: null,
    confirmed_at: null,
  };
}

export const show: Answer<typeof contract.showDay> = async (ctx, { enterpriseId, day }) => {
  await mustManage(ctx, enterpriseId);
  const [kept] = await store.daysOf(ctx.sql, enterpriseId, day);
  // Today is counted as of now until somebody confirms it; a past day stays as it was.
  if (kept !== undefined && (kept.confirmed_at !== null || day !== dayOf(ctx.now))) return presentDay(kept);
  return presentDay(await counted(ctx, enterpriseId, day));
};

export const confirm: Answer<typeof contract.confirmDay> = async (ctx, { enterpriseId, day }, body) => {
  const enterprise = await mustManage(ctx, enterpriseId);
  const today = dayOf(ctx.now);
  if (day !== today && day !== daysLater(today, -1)) throw new Problem(enterpriseProblems["day-not-open"]);
  const row = await counted(ctx, enterpriseId, day);
  const { onSite, fever, isolated, note } = body;
  const most = Math.max(row.on_roster, enterprise.headcount);
  if (onSite > most || fever > most || isolated > most) throw new Problem(enterpriseProblems["figures-wrong"]);
  const { place, industry } = enterprise;
  const of = { county: place.slice(0, 6), enterpriseId, place, industry, now: ctx.now, by: ctx.actor.postId };
  await store.putDay(ctx.sql, of, { ...row, on_site: onSite, fever, isolated, note });
  const deed = { action: "enterprise.day.confirm", objectKind: "enterprise", objectId: enterpriseId, place };
  await audit(ctx, { ...deed, detail: { day, onSite, fever, isolated } });
  const [kept] = await store.daysOf(ctx.sql, enterpriseId, day);
  return presentDay(kept ?? row);
};

/** One turn: counts today for enterprises at work whose managers have not confirmed it. Returns how many. */
export async function fillDaysOnce(services: Services): Promise<number> {
  const actor = systemActor(services.settings.province);
  const now = services.clock();
  const day = dayOf(now);
  return asActor(services.db, actor, async (sql) => {
    const acting: Acting = { sql, actor, now, services };
    const rows = await store.unfilled(sql, day, later(now, -COUNTED_AGAIN_AFTER), FILLED_A_TURN);
    for (const { id, county, place, industry } of rows) {
      const row = await counted(acting, id, day);
      await store.putDay(sql, { county, enterpriseId: id, place, industry, now, by: null }, row);
    }
    return rows.length;
  });
}
