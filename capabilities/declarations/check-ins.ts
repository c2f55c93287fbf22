/** The daily health check-in, seconds long; what is due, what was missed, and reminders. */
import type { z } from "zod";
import { currentColours, recordEvidence } from "#capabilities/codes/evidence.ts";
import { mustCarry } from "#capabilities/residents/carried.ts";
import { tellHolders } from "#capabilities/residents/notices.ts";
import { common } from "#kernel/problem.ts";
import { DAY, HOUR, type Instant, isoInstant, later } from "#kernel/time.ts";
import type { Answer, Context, Services } from "#platform/answer.ts";
import { asActor, type Sql, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { type checkIn, declarationProblems, type listCheckIns, type listMissing } from "./contract.ts";
import { halfDayOf, isDue, missedOf, owedPerDay, PENDING_OWES_AFTER } from "./rules/check-ins.ts";
import { isSick } from "./rules/evidence-of.ts";
import * as store from "./store-check-ins.ts";

const MISSING_PAGE = 200;
/** Of one transaction: below the mass that waits for people, since a reminder is each one's own duty (residents/notices.ts). */
const REMINDED_AT_ONCE = 1_000;
/** Of one turn, so that a province is reminded within the hour and the clockwork goes on. */
const TRANSACTIONS_A_TURN = 20;

const present = (row: store.CheckInRow) => ({
  id: row.id,
  at: isoInstant(row.at),
  day: row.day,
  half: row.half,
  temperatureTenths: row.temperature_tenths,
  symptoms: row.symptoms,
});

export const record: Answer<typeof checkIn> = (ctx, { personKey }, body) =>
  keepCheckIn(ctx, { personKey, at: ctx.now }, body);

/**
 * One a half-day; the same id again is the same check-in. It counts for the half-day of `at`, when it was entered; what it
 * says of sickness is evidence at once.
 */
export async function keepCheckIn(
  ctx: Context,
  { personKey, at }: { readonly personKey: string; readonly at: Instant },
  body: z.output<(typeof checkIn)["body"]>,
): Promise<z.input<(typeof checkIn)["result"]>> {
  await mustCarry(ctx, personKey);
  const { id, temperatureTenths, symptoms } = body;
  if (temperatureTenths < 340 || temperatureTenths > 430) throw new Problem(declarationProblems["wrong-temperature"]);
  const needsDoctor = isSick(temperatureTenths, symptoms);
  const known = await store.checkInById(ctx.sql, id);
  if (known !== null) {
    if (known.person_key !== personKey) throw new Problem(common.conflict);
    return { checkIn: present(known), isAlready: true, needsDoctor: isSick(known.temperature_tenths, known.symptoms) };
  }
  const row = await store.keepCheckIn(ctx.sql, {
    id,
    personKey,
    ...halfDayOf(at),
    at,
    temperatureTenths,
    symptoms,
    residentId: ctx.actor.accountId,
  });
  if (needsDoctor) {
    const facts = { temperatureTenths, symptoms };
    const source = { source: "check-in", sourceId: id };
    await recordEvidence(ctx, [
      { id: newId(), personKey, kind: "declared-symptom", ...source, since: at, until: null, facts },
    ]);
  }
  return { checkIn: present(row), isAlready: false, needsDoctor };
}

export const list: Answer<typeof listCheckIns> = async (ctx, { personKey }) => {
  await mustCarry(ctx, personKey);
  const now = halfDayOf(ctx.now);
  const rows = await store.checkInsOf(ctx.sql, personKey);
  const current = (await currentColours(ctx, [personKey])).get(personKey);
  const perDay = owedPerDay(current?.colour ?? null, current?.rule === "assessment-blue");
  const from = current?.decidedAt ?? ctx.now;
  return {
    checkIns: rows.map(present),
    perDay,
    isDueNow: isDue(perDay, now, rows),
    missed: missedOf(perDay, from, ctx.now, rows),
  };
};

/** For the grid: whom to ring up. Keys only; the name is opened with a task, as everywhere. */
export const missing: Answer<typeof listMissing> = async (ctx, { place, after = null }) => {
  const rows = await store.missingIn(ctx.sql, { place, after, limit: MISSING_PAGE, ...halfDayOf(ctx.now) });
  return {
    missing: rows.map((row) => ({ personKey: row.person_key, place: row.place, colour: row.colour })),
    after: rows.length === MISSING_PAGE ? (rows.at(-1)?.person_key ?? null) : null,
  };
};

/** A reminder goes out this long after the half-day began: 09:00 and 15:00. */
const REMIND_AFTER = { morning: 9 * HOUR, afternoon: 3 * HOUR } as const;

/**
 * A turn of the clockwork: whoever owes a check-in of this half-day is reminded once; whoever owes one a day (pending, or
 * on the list as blue) once in the afternoon, if there was none that day. Returns how many were.
 */
export async function remindOnce(services: Services): Promise<number> {
  const now = services.clock();
  const { day, half } = halfDayOf(now);
  const begun = half === "morning" ? later(now, -((now + 8 * HOUR) % DAY)) : later(now, -((now + 20 * HOUR) % DAY));
  if (now - begun < REMIND_AFTER[half]) return 0;
  const limit = REMINDED_AT_ONCE;
  const pendingUntil = later(now, PENDING_OWES_AFTER);
  let reminded = await remindAll(services, `check-in/${day}/${half}`, (sql) =>
    store.takeUnreminded(sql, { day, half, limit }),
  );
  if (half === "afternoon")
    reminded += await remindAll(services, `check-in/${day}`, (sql) =>
      store.takeUnremindedOfDay(sql, { day, now, pendingUntil, limit }),
    );
  return reminded;
}

async function remindAll(services: Services, subject: string, take: (sql: Sql) => Promise<string[]>): Promise<number> {
  let reminded = 0;
  for (let n = 0; n < TRANSACTIONS_A_TURN; n++) {
    const count = await remindSome(services, subject, take);
    reminded += count;
    if (count < REMINDED_AT_ONCE) break;
  }
  return reminded;
}

function remindSome(services: Services, subject: string, take: (sql: Sql) => Promise<string[]>): Promise<number> {
  const now = services.clock();
  const system = systemActor(services.settings.province);
  return asActor(services.db, system, async (sql) => {
    const keys = await take(sql);
    await tellHolders(
      { sql, actor: system, now, services },
      keys.map((personKey) => ({
        personKey,
        kind: "declaration",
        zh: "请完成今天的健康打卡，只需几秒。",
        en: "Please check in today; it takes seconds.",
        link: `/check-in/${personKey}`,
        subject,
      })),
    );
    return keys.length;
  });
}
