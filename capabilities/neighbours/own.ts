/** The head's own page. What it is given: numbers of doors, notices, the day's tap. Nothing of anybody's health or name. */
import { issueTasks } from "#capabilities/tasks/issue.ts";
import { selfAndAncestors } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, HOUR, isoInstant, later } from "#kernel/time.ts";
import type { Answer, Context, OpenAnswer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { noteChanges } from "#platform/copies.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import { seal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import type { Tap } from "./rules/heads.ts";
import { neighbourProblems as problem } from "./rules/problems.ts";
import { doorsOfUnits, lastTaps, seatsOf } from "./store.ts";
import * as store from "./store-own.ts";

export const show: Answer<typeof contract.showMyUnits> = async ({ sql, now }) => {
  const seats = await store.ownSeats(sql);
  const ids = seats.filter((seat) => seat.has_consented).map((seat) => seat.unit_id);
  const [doors, taps, readings, all] = [
    await doorsOfUnits(sql, ids),
    await lastTaps(sql, ids),
    await store.readingsOf(sql, ids),
    await seatsOf(sql, ids),
  ];
  const today = dayOf(now);
  const units = [];
  for (const seat of seats) {
    const { unit_id: unitId } = seat;
    const isOf = (row: { readonly unit_id: string }) => row.unit_id === unitId;
    const tap = taps.find((row) => isOf(row) && row.on_day === today);
    const notices = seat.has_consented ? await store.noticesFor(sql, selfAndAncestors(seat.place), now) : [];
    const has = (name: string) => all.some((row) => isOf(row) && row.seat === name && row.consented_at !== null);
    units.push({
      headId: seat.head_id,
      unitId,
      seat: seat.seat,
      hasConsented: seat.has_consented,
      number: seat.number,
      label: seat.label,
      untilAt: seat.until_at === null ? null : isoInstant(seat.until_at),
      doors: doors.filter(isOf).map((door) => door.label),
      hasHead: has("head"),
      hasDeputy: has("deputy"),
      tapToday: tap === undefined ? null : { word: tap.word, at: isoInstant(tap.at) },
      notices: notices.map(({ id, title, body, at }) => {
        const read = readings.find((row) => isOf(row) && row.notice_id === id);
        return { id, title, body, at: isoInstant(at), readAt: read === undefined ? null : isoInstant(read.at) };
      }),
    });
  }
  return { now: isoInstant(now), today, units };
};

async function mySeat({ sql }: Pick<Context, "sql">, headId: string): Promise<store.OwnSeat> {
  const seat = (await store.ownSeats(sql)).find((one) => one.head_id === headId && one.has_consented);
  if (seat === undefined) throw new Problem(problem["no-such-seat"]);
  return seat;
}

/** When the worker should have asked what it is about. */
const ANSWERED_WITHIN: Readonly<Record<Exclude<Tap, "NORMAL">, number>> = { HELP: 2 * HOUR, NOTICE: 12 * HOUR };
const numberText = (number: number): string => `U${String(number).padStart(3, "0")}`;

/** The tap is durable first; then the worker's task is issued. A phone that asks again finds both done. */
export const tap: OpenAnswer<typeof contract.tapUnit> = async (ctx, { headId }, { id, word, words }) => {
  const { services, actor, now } = ctx;
  const sealed = words === null || words === "" ? null : seal(services.keys.sealingKey, words, `watch-tap/${id}`);
  const { seat, isNew } = await asActor(services.db, actor, async (sql) => {
    const own = await mySeat({ sql }, headId);
    return { seat: own, isNew: await store.insertTap(sql, { id, seat: own, day: dayOf(now), word, sealed, at: now }) };
  });
  const system = systemActor(services.settings.province);
  await asActor(services.db, system, async (sql) => {
    const acting = { sql, actor: system, now, services };
    await noteChanges(acting, [{ kind: "watch-unit", id: seat.unit_id, place: seat.place }]);
    if (word === "NORMAL") return;
    const number = numberText(seat.number);
    await issueTasks(acting, [
      {
        personKey: null,
        place: seat.place,
        kind: "verification",
        tier: word === "HELP" ? "yellow" : "blue",
        reason:
          word === "HELP"
            ? { zh: `联防单元${number}需要帮助，请联系责任人`, en: `Unit ${number} needs help: call its head` }
            : {
                zh: `联防单元${number}有情况，请联系责任人了解`,
                en: `Unit ${number} has something to tell: call its head`,
              },
        dueAt: later(now, ANSWERED_WITHIN[word]),
        sourceKind: "watch-unit",
        sourceId: id,
      },
    ]);
  });
  return { isAlready: !isNew };
};

export const readOut: Answer<typeof contract.readNotice> = async (ctx, { headId, noticeId }) => {
  const { sql, now } = ctx;
  const seat = await mySeat(ctx, headId);
  const stands = await store.noticesFor(sql, selfAndAncestors(seat.place), now);
  if (!stands.some(({ id }) => id === noticeId)) throw new Problem(common["not-found"]);
  await store.insertReading(sql, seat, noticeId, now);
  await audit(ctx, {
    action: "watch-notice.read",
    objectKind: "watch-notice",
    objectId: noticeId,
    place: seat.place,
    detail: { unit: seat.unit_id },
  });
  return {};
};
