/** What a centre sees of its workers in sums, the telephone numbers of centres, and whether a caller is genuine. */
import { createHmac } from "node:crypto";
import { PHONE_ROLES } from "#kernel/actor.ts";
import { SMALL } from "#kernel/suppress.ts";
import { DAY, dayOf, daysLater, type Instant, isoInstant, later, type PlainDay } from "#kernel/time.ts";
import type { Answer, OpenAnswer, Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { noteChanges } from "#platform/copies.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import type * as contract from "./contract.ts";
import { centreLineCopy } from "./contract.ts";
import { ANSWER_WITHIN } from "./rules/alarm.ts";
import { digitsOf, signedText, WINDOWS_AROUND, windowOf } from "./rules/caller.ts";
import * as store from "./store-centre.ts";

const ALARMS_OF = 30 * DAY;
const REFUSALS_OF_DAYS = 14;
const WEEK = 7;

export const show: OpenAnswer<typeof contract.showSafety> = async ({ services, actor, now }, { area }) => {
  const today = dayOf(now);
  const week = Array.from({ length: WEEK }, (_, at) => daysLater(today, at - WEEK + 1));
  const { sums, outside, refusals } = await asActor(services.db, actor, async (sql) => ({
    sums: await store.sumsOf(sql, area, later(now, -ALARMS_OF), ANSWER_WITHIN / 1000),
    outside: await store.outsideIn(sql, area, week),
    refusals: await store.refusalsIn(sql, area, daysLater(today, 1 - REFUSALS_OF_DAYS)),
  }));
  // Keys are their owners' alone; how many there are is not.
  const matched = await asActor(services.db, systemActor(services.settings.province), (sql) =>
    store.matchedIn(sql, area, now),
  );
  return {
    now: isoInstant(now),
    infected: sums.infected,
    matched,
    alarms: sums.alarms,
    withdrawals: sums.withdrawals,
    answeredInTime: sums.answered_in_time,
    refusals,
    outsideHalfHours: outside.posts < SMALL ? null : outside.half_hours,
  };
};

export const findLine: OpenAnswer<typeof contract.findCentreLine> = async ({ services }, { place }) => ({
  line: await publicLine(services, place),
});

const publicLine = (services: Services, place: string) =>
  asActor(services.db, systemActor(services.settings.province), async (sql) => {
    const line = await store.nearestLine(sql, place);
    return line === null ? null : { place: line.place, name: line.name, phone: line.phone };
  });

export const listLines: Answer<typeof contract.listCentreLines> = async ({ sql }, { area }) => ({
  lines: (await store.linesAround(sql, area)).map(({ place, name, phone }) => ({ place, name, phone })),
});

export const setLine: Answer<typeof contract.setCentreLine> = async (ctx, { area }, { name, phone }) => {
  const { sql, actor, now } = ctx;
  const id = await store.upsertLine(sql, { id: newId(), place: area, name, phone, by: actor.postId, now });
  await noteChanges(ctx, [{ kind: centreLineCopy.name, id, place: area }]);
  await audit(ctx, { action: "centre-line.set", objectKind: "place", objectId: area, place: area });
  return {};
};

/* ---- Is the caller genuine? ---- */

/** A post's secret of a day: whoever copies a phone's screen can use it for some minutes, a secret until midnight. */
const secretOf = ({ keys }: Services, postId: string, day: PlainDay): Buffer =>
  createHmac("sha256", keys.residentKey).update(`caller|${postId}|${day}`).digest();

export const mySecret: Answer<typeof contract.callerSecret> = async ({ services, actor, now }) => {
  const day = dayOf(now);
  return { day, secret: secretOf(services, actor.postId, day).toString("hex") };
};

/** The numbers that a post's phone may show now. */
function numbersOf(services: Services, postId: string, now: Instant): string[] {
  const middle = windowOf(now);
  const windows = Array.from({ length: 2 * WINDOWS_AROUND + 1 }, (_, at) => middle + at - WINDOWS_AROUND);
  const secret = secretOf(services, postId, dayOf(now));
  return windows.map((window) => digitsOf(createHmac("sha256", secret).update(signedText(window)).digest()));
}

export const checkCaller: OpenAnswer<typeof contract.checkCaller> = async ({ services, now }, _params, asked) => {
  const { place, number } = asked;
  const worker = await asActor(services.db, systemActor(services.settings.province), async (sql) => {
    const found = (await store.postsOnDuty(sql, place, PHONE_ROLES, now)).find(({ id }) =>
      numbersOf(services, id, now).includes(number),
    );
    if (found === undefined) return null;
    const { name, role, area } = found;
    return { name, role, place: area, placeNames: await store.placeNames(sql, area) };
  });
  const line = await publicLine(services, place);
  return { worker, line: line === null ? null : { name: line.name, phone: line.phone } };
};
