/** Copies of the register for phones: doors, households and people of a village or a part of it. */
import type { z } from "zod";
import { dayOf, daysLater, isoInstant } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { type CopyPair, type CopyQuery, copyPair } from "#platform/copies.ts";
import { doorCopy, householdCopy, personCopy } from "./contract.ts";
import { lettingsOf } from "./lettings.ts";
import { shownDoor } from "./present.ts";
import { saidOfDoor } from "./rules/asked.ts";
import { dutiesOf } from "./rules/landlord.ts";
import { lastFourOf, openLandlord, openPerson, seesNames } from "./sealing.ts";
import * as doors from "./store-doors.ts";
import { landlordsOf } from "./store-landlords.ts";
import * as people from "./store-people.ts";

/** Households that left are shown for a year, people for a quarter: whoever is long gone is nobody's duty here. */
const HOUSEHOLDS_SHOWN_FOR = 365;
const PERSONS_SHOWN_FOR = 90;
const leftAfter = (ctx: Pick<Context, "now">, days: number) => daysLater(dayOf(ctx.now), -days);

async function readDoors(ctx: Context, query: CopyQuery) {
  const rows =
    "ids" in query ? await doors.doorsByIds(ctx.sql, query.area, query.ids) : await doors.doorsAfter(ctx.sql, query);
  const landlords = await landlordsOf(
    ctx.sql,
    rows.map((row) => row.id),
  );
  const lets = await lettingsOf(
    ctx.sql,
    landlords.filter((one) => one.until_on === null),
  );
  const isNamed = seesNames(ctx);
  const today = dayOf(ctx.now);
  return rows.map((row) => {
    const { doorId, ...door } = shownDoor(row);
    const known = lets.get(row.id);
    const who =
      known === undefined || !isNamed ? null : openLandlord(ctx, row.id, known.landlord.version, known.landlord.sealed);
    const landlord =
      known === undefined
        ? null
        : {
            name: who?.name ?? null,
            phone: who?.phone ?? null,
            sinceOn: known.landlord.since_on,
            duties: dutiesOf(known.letting, today).map(({ duty, householdId, dueOn, isOverdue }) => ({
              duty,
              householdId,
              dueOn,
              isOverdue,
            })),
          };
    const lastVisitedAt = row.last_visited_at === null ? null : isoInstant(row.last_visited_at);
    const lastAsked =
      row.last_asked_at === null
        ? null
        : { at: isoInstant(row.last_asked_at), byName: row.last_asked_name, result: saidOfDoor(row.last_asked_result) };
    return { id: doorId, value: { ...door, addedAt: isoInstant(row.added_at), lastVisitedAt, lastAsked, landlord } };
  });
}

async function readHouseholds(ctx: Context, query: CopyQuery) {
  const of = { ...query, leftAfter: leftAfter(ctx, HOUSEHOLDS_SHOWN_FOR) };
  const rows = "ids" in of ? await people.householdsByIds(ctx.sql, of) : await people.householdsAfter(ctx.sql, of);
  return rows.map((row) => ({
    id: row.id,
    value: {
      doorId: row.door_id,
      place: row.place,
      kind: row.kind,
      tenure: row.tenure,
      sinceOn: row.since_on,
      untilOn: row.until_on,
    },
  }));
}

async function readPersons(ctx: Context, query: CopyQuery) {
  const of = { ...query, leftAfter: leftAfter(ctx, PERSONS_SHOWN_FOR) };
  const rows = "ids" in of ? await people.personsByIds(ctx.sql, of) : await people.personsAfter(ctx.sql, of);
  const stays = Map.groupBy(
    await people.staysOf(
      ctx.sql,
      rows.map((row) => row.id),
    ),
    (stay) => stay.person_id,
  );
  const isNamed = seesNames(ctx);
  if (isNamed && rows.length > 0)
    await audit(ctx, {
      action: "register.copy",
      objectKind: "area",
      objectId: query.area,
      place: query.area,
      detail: { persons: rows.length, terminal: ctx.actor.terminalId },
    });
  const elsewhere = await people.elsewhereOf(
    ctx.sql,
    rows.map((row) => row.id),
    dayOf(ctx.now),
  );
  return rows.map((row) => {
    const known = { stays: stays.get(row.id) ?? [], isNamed, isElsewhere: elsewhere.has(row.id) };
    return { id: row.id, value: personValue(ctx, row, known) };
  });
}

function personValue(
  ctx: Context,
  row: people.PersonRow,
  {
    stays,
    isNamed,
    isElsewhere,
  }: { readonly stays: readonly people.StayRow[]; readonly isNamed: boolean; readonly isElsewhere: boolean },
): z.input<typeof personCopy.value> {
  const open = openPerson(ctx, row.id, row.sealed);
  return {
    name: isNamed ? open.name : null,
    lastFour: isNamed ? lastFourOf(open.idNumber) : null,
    phone: isNamed ? open.phone : null,
    personKey: row.person_key,
    sex: row.sex,
    bornYear: row.born_year,
    residence: [...row.residence],
    stays: stays.map((stay) => ({
      doorId: stay.door_id,
      householdId: stay.household_id,
      relation: stay.relation,
      sinceOn: stay.since_on,
      untilOn: stay.until_on,
    })),
    isElsewhere,
  };
}

export const registerCopies: readonly CopyPair[] = [
  copyPair(doorCopy, readDoors, ({ sql }, area) => doors.countDoors(sql, area)),
  copyPair(householdCopy, readHouseholds, (ctx, area) =>
    people.countHouseholds(ctx.sql, area, leftAfter(ctx, HOUSEHOLDS_SHOWN_FOR)),
  ),
  copyPair(personCopy, readPersons, (ctx, area) =>
    people.countPersons(ctx.sql, area, leftAfter(ctx, PERSONS_SHOWN_FOR)),
  ),
];
