/** Who lets a door, what he has to do and has done, and the reminder to the grid when something is late. */
import { personKeyOf } from "#capabilities/people/keys.ts";
import { issueTasks, type SingleTask } from "#capabilities/tasks/issue.ts";
import { dayOf, daysLater, endOf } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { Apply } from "#platform/commands.ts";
import { noteChanges } from "#platform/copies.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { idFrom } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { mustHaveDoor, sayOfDoor } from "./doors.ts";
import { lettingsOf } from "./lettings.ts";
import { mustBeNumber, mustBePhone } from "./persons.ts";
import { type Due, dutiesOf, type LandlordDuty } from "./rules/landlord.ts";
import { registerProblems as problem } from "./rules/problems.ts";
import { openLandlord, sealLandlord } from "./sealing.ts";
import * as store from "./store-landlords.ts";

export const setLandlord: Apply<typeof contract.setLandlord> = async (ctx, { doorId, landlord, sinceOn }) => {
  const { sql, now, actor, commandId } = ctx;
  const door = await mustHaveDoor(ctx, doorId);
  const today = dayOf(now);
  if (sinceOn > today) throw new Problem(problem["days-wrong"]);
  const saying = { now, by: actor.postId, commandId };
  const [current] = await store.landlordsOf(sql, [doorId]);
  let version = await store.lastVersion(sql, doorId);
  // Another landlord, or none: the present one let it until that day. One said of an earlier day puts the record right.
  const isLet = current !== undefined && current.until_on === null;
  if (isLet && landlord === null && sinceOn < current.since_on) throw new Problem(problem["days-wrong"]);
  if (isLet && (landlord === null || sinceOn > current.since_on)) {
    const person = openLandlord(ctx, doorId, current.version, current.sealed);
    version++;
    const sealed = sealLandlord(ctx, doorId, version, person);
    const { door_id, county, place, since_on } = current;
    const ended = { door_id, version, county, place, ...sealed, personKey: null, since_on, until_on: sinceOn };
    await store.putLandlord(sql, ended, saying);
  }
  if (landlord !== null) {
    const idNumber = landlord.idNumber ? mustBeNumber(landlord.idType, landlord.idNumber, today) : null;
    const person = {
      name: landlord.name,
      idType: landlord.idType,
      idNumber,
      phone: landlord.phone ? mustBePhone(landlord.phone) : null,
    };
    const personKey = idNumber === null ? null : personKeyOf(ctx.services.keys.provinceKey, landlord.idType, idNumber);
    version++;
    const of = { door_id: doorId, version, county: door.county, place: door.place };
    const row = { ...of, ...sealLandlord(ctx, doorId, version, person), personKey, since_on: sinceOn, until_on: null };
    await store.putLandlord(sql, row, saying);
  }
  await sayOfDoor(ctx, door, { parts: { isRented: landlord !== null } });
  await audit(ctx, {
    action: "register.landlord.set",
    objectKind: "door",
    objectId: doorId,
    place: door.place,
    detail: { isLet: landlord !== null },
  });
  return undefined;
};

export const landlordReported: Apply<typeof contract.landlordReported> = async (ctx, { doorId, duty, doneOn }) => {
  const door = await mustHaveDoor(ctx, doorId);
  if (doneOn > dayOf(ctx.now)) throw new Problem(problem["days-wrong"]);
  const row = { county: door.county, id: ctx.commandId, doorId, place: door.place, duty, doneOn };
  await store.insertReport(ctx.sql, row, { now: ctx.now, by: ctx.actor.postId });
  await noteChanges(ctx, [{ kind: "door", id: doorId, place: door.place }]);
  await audit(ctx, {
    action: "register.landlord.reported",
    objectKind: "door",
    objectId: doorId,
    place: door.place,
    detail: { duty },
  });
  return undefined;
};

const REASONS: Readonly<Record<LandlordDuty, SingleTask["reason"]>> = {
  "report-tenants": {
    zh: "出租户：房东逾期未申报新租客，请提醒房东",
    en: "Rented flat: the landlord is late in reporting a new tenant. Please remind him.",
  },
  "keep-list": {
    zh: "出租户：租客名册超过三十天未核对，请与房东核对",
    en: "Rented flat: the list of tenants was not looked through for over 30 days. Go through it with the landlord.",
  },
  "report-leaving": {
    zh: "出租户：房东逾期未报告租客搬离，请提醒房东",
    en: "Rented flat: the landlord is late in reporting that a tenant left. Please remind him.",
  },
};

/** Doors looked at in one turn: some thousand short statements' worth. */
const DOORS_A_TURN = 500;

/** One turn: doors whose duties nobody looked at today; each late one reminds the worker of the grid once. */
export const remindLandlordsOnce = (services: Services): Promise<number> => {
  const actor = systemActor(services.settings.province);
  const now = services.clock();
  return asActor(services.db, actor, async (sql) => {
    const today = dayOf(now);
    const rows = await store.lockUnchecked(sql, today, DOORS_A_TURN);
    const lets = await lettingsOf(sql, rows);
    const late = [...lets.values()].flatMap(({ landlord, letting }) =>
      dutiesOf(letting, today)
        .filter((due) => due.isOverdue)
        .map((due) => ({ due, landlord })),
    );
    await issueTasks(
      { sql, actor, now, services },
      late.map(({ due, landlord }) => ({
        personKey: null,
        place: landlord.place,
        kind: "verification",
        tier: "blue",
        reason: REASONS[due.duty],
        dueAt: endOf(daysLater(today, 1)),
        sourceKind: "landlord-duty",
        sourceId: idOf(landlord.door_id, due),
      })),
    );
    await store.markChecked(
      sql,
      rows.map((row) => row.door_id),
      today,
    );
    return rows.length;
  });
};

/** One reminder for one late duty, whoever looks how often. */
const idOf = (doorId: string, due: Due): string =>
  idFrom(`landlord-duty|${doorId}|${due.duty}|${due.householdId ?? ""}|${due.from}`);
