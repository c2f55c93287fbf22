/** The register as a desk looks through it. */
import { dayOf } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type * as contract from "./contract-import.ts";
import { mustHaveDoor } from "./doors.ts";
import { shownDoor } from "./present.ts";
import { addressPieces } from "./rules/walking.ts";
import { lastFourOf, openPerson, seesNames } from "./sealing.ts";
import * as store from "./store-import.ts";
import * as people from "./store-people.ts";

export const browse: Answer<typeof contract.browseRegister> = async ({ sql, now }, params) => {
  const { area, only, since, after, limit, q } = params;
  const asked = { area, only, since: since ?? null, pieces: addressPieces(q ?? ""), today: dayOf(now) };
  const rows = await store.browse(sql, { ...asked, after: after ?? null, limit });
  return {
    doors: rows.map((row) => ({
      ...shownDoor(row),
      people: row.people,
      floating: row.floating,
      lastMoveOn: row.last_move_on,
      isLet: row.is_let,
      contested: row.contested,
    })),
    total: await store.countBrowsed(sql, asked),
  };
};

export const showDoor: Answer<typeof contract.showDoor> = async (ctx, { doorId }) => {
  const { sql } = ctx;
  const door = await mustHaveDoor(ctx, doorId);
  const households = await people.householdsOfDoor(sql, doorId);
  const stays = await people.lockStaysOfDoor(sql, doorId);
  const persons = new Map(
    (
      await people.personsOf(
        sql,
        stays.map((stay) => stay.person_id),
      )
    ).map((row) => [row.id, row]),
  );
  const isNamed = seesNames(ctx);
  await audit(ctx, {
    action: "register.door.look",
    objectKind: "door",
    objectId: doorId,
    place: door.place,
    detail: { persons: persons.size, isNamed },
  });
  return {
    door: shownDoor(door),
    households: households.map((row) => ({
      householdId: row.id,
      doorId,
      place: row.place,
      kind: row.kind,
      tenure: row.tenure,
      sinceOn: row.since_on,
      untilOn: row.until_on,
      people: stays
        .filter((stay) => stay.household_id === row.id)
        .flatMap((stay) => {
          const person = persons.get(stay.person_id);
          if (person === undefined) return [];
          const open = isNamed ? openPerson(ctx, person.id, person.sealed) : null;
          return [
            {
              personId: person.id,
              name: open?.name ?? null,
              lastFour: lastFourOf(open?.idNumber ?? null),
              relation: stay.relation,
              sex: person.sex,
              bornYear: person.born_year,
              residence: [...person.residence],
              sinceOn: stay.since_on,
              untilOn: stay.until_on,
            },
          ];
        }),
    })),
  };
};
