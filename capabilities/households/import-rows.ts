/** Accepted rows of a file into the register, some thousands a statement: doors by address, people by document or name. */
import { recordFacts } from "#capabilities/facts/facts.ts";
import { widened } from "#capabilities/tasks/widen.ts";
import { dayOf, isoInstant } from "#kernel/time.ts";
import type { CommandContext } from "#platform/commands.ts";
import { noteChanges } from "#platform/copies.ts";
import { newId } from "#platform/ids.ts";
import { doorFacts, rowOf, saidOf } from "./doors.ts";
import { keyOfSaid, personFacts, rowOfNew, type Said } from "./persons.ts";
import type { RegisterRow } from "./rules/register-file.ts";
import { addressKey } from "./rules/walking.ts";
import { openPerson } from "./sealing.ts";
import * as doors from "./store-doors-write.ts";
import * as people from "./store-people.ts";

const ROWS_A_BATCH = 2_000;

export type Kept = { readonly doorsAdded: number; readonly personsAdded: number };

/** What a file says is not verified: what somebody saw at the door stands before it. */
const IS_VERIFIED = false;

/** Keeps the rows; doors and people that are there already stay as they are. Rows of one address must come in one batch. */
export async function keepRows(ctx: CommandContext, rows: readonly RegisterRow[]): Promise<Kept> {
  const byDoor = Map.groupBy(rows, (row) => `${row.place}/${keyOf(row)}`);
  let doorsAdded = 0;
  let personsAdded = 0;
  let batch: (readonly RegisterRow[])[] = [];
  let size = 0;
  const flush = async () => {
    const kept = await keepBatch(ctx, batch);
    doorsAdded += kept.doorsAdded;
    personsAdded += kept.personsAdded;
    batch = [];
    size = 0;
  };
  for (const group of byDoor.values()) {
    batch.push(group);
    size += group.length;
    if (size >= ROWS_A_BATCH) await flush();
  }
  if (size > 0) await flush();
  return { doorsAdded, personsAdded };
}

const keyOf = (row: RegisterRow): string => addressKey({ ...row, side: null });

type Behind = { readonly doorId: string; readonly rows: readonly RegisterRow[]; readonly first: RegisterRow };

async function keepBatch(ctx: CommandContext, groups: readonly (readonly RegisterRow[])[]): Promise<Kept> {
  const { sql, now, actor, commandId, madeAt } = ctx;
  const known = new Map<string, string>();
  for (const [place, of] of Map.groupBy(
    groups.flatMap(([first]) => first ?? []),
    (row) => row.place,
  ))
    for (const [key, id] of await doors.doorsAt(sql, place, of.map(keyOf))) known.set(`${place}/${key}`, id);
  const behind = groups.flatMap(([first, ...rest]): Behind[] =>
    first === undefined
      ? []
      : [{ doorId: known.get(`${first.place}/${keyOf(first)}`) ?? newId(), rows: [first, ...rest], first }],
  );
  const isOld = new Set(known.values());
  const fresh = behind.filter(({ doorId }) => !isOld.has(doorId));
  const parts = ({ first, rows }: Behind) => ({
    kind: first.kind,
    building: first.building,
    stair: first.stair,
    floor: first.floor,
    room: first.room,
    villagerGroup: first.villagerGroup,
    side: null,
    doorNumber: first.doorNumber,
    walkOrder: first.walkOrder,
    isVacant: rows.every((row) => row.isVacant),
    isRented: rows.some((row) => row.isRented),
    isShared: rows.some((row) => row.residence.includes("shared-tenant")),
  });
  const rows = fresh.map((one) => ({
    ...rowOf(parts(one), { id: one.doorId, place: one.first.place, householdKey: one.doorId }),
    added_at: isoInstant(madeAt),
  }));
  await doors.countHouseholds(sql, rows, { now, day: dayOf(now) });
  await doors.insertDoors(sql, rows, { now, by: actor.postId });
  const facts = fresh.flatMap((one) => {
    const of = {
      doorId: one.doorId,
      place: one.first.place,
      sourceId: commandId,
      by: actor.postId,
      observedAt: madeAt,
    };
    return doorFacts({ ...of, isVerified: IS_VERIFIED }, saidByFile(parts(one)));
  });
  await recordFacts(ctx, facts);
  await noteChanges(
    ctx,
    behind.map(({ doorId, first }) => ({ kind: "door", id: doorId, place: first.place })),
  );
  return { doorsAdded: fresh.length, personsAdded: await keepPeople(ctx, behind) };
}

/** A file that says nothing of rent does not say that nobody rents: only what is so becomes a fact. */
const saidByFile = (parts: Parameters<typeof saidOf>[0]) =>
  Object.fromEntries(Object.entries(saidOf(parts)).filter(([, value]) => value !== false));

type Coming = {
  readonly row: RegisterRow;
  readonly doorId: string;
  readonly said: Said;
  readonly key: string | null;
  readonly id: string;
};

async function keepPeople(ctx: CommandContext, behind: readonly Behind[]): Promise<number> {
  const { sql, now, actor, commandId, madeAt } = ctx;
  const there = await thereOf(
    ctx,
    behind.map(({ doorId }) => doorId),
  );
  const named = behind.flatMap(({ doorId, rows }) =>
    rows.flatMap((row) => (row.name === null ? [] : [{ row, doorId, name: row.name, said: saidOfRow(row, row.name) }])),
  );
  const keys = named.map(({ said }) => keyOfSaid(ctx, said));
  const county = behind[0]?.first.place.slice(0, 6) ?? "";
  const byKey = await widened(ctx, () =>
    people.personsByKeys(
      sql,
      county,
      keys.flatMap((key) => key ?? []),
    ),
  );
  const coming = named.flatMap(({ row, doorId, name, said }, at): Coming[] => {
    const key = keys[at] ?? null;
    const id = key === null ? undefined : byKey.get(key);
    // The same name, or the same document, behind the same door is the same person.
    const isThere = there.get(doorId)?.some((one) => one.id === id || (key === null && one.name === name)) ?? false;
    return isThere ? [] : [{ row, doorId, said, key, id: id ?? newId() }];
  });
  const isOld = new Set(byKey.values());
  const fresh = coming.filter(({ id }) => !isOld.has(id));
  await people.insertPersons(
    sql,
    fresh.map(({ id, row, said }) => rowOfNew(ctx, id, row.place, said)),
    now,
  );
  await putHomes(ctx, coming);
  const of = { sourceId: commandId, observedAt: madeAt, byPost: actor.postId, isVerified: IS_VERIFIED };
  await recordFacts(
    ctx,
    fresh.flatMap(({ id, row, said }) => personFacts({ ...of, personId: id, place: row.place }, said)),
  );
  await noteChanges(
    ctx,
    coming.map(({ id, row }) => ({ kind: "person", id, place: row.place })),
  );
  await tieDoors(ctx, coming);
  return fresh.length;
}

const saidOfRow = (row: RegisterRow, name: string): Said => ({
  name,
  idType: "111",
  idNumber: row.idNumber ?? undefined,
  phone: row.phone ?? undefined,
  ...(row.idNumber === null
    ? {}
    : {
        sex: Number(row.idNumber[16]) % 2 === 1 ? ("male" as const) : ("female" as const),
        bornYear: Number(row.idNumber.slice(6, 10)),
      }),
  residence: Object.fromEntries(row.residence.map((kind) => [kind, true])),
});

/** Who lives behind these doors already, by name and id. */
async function thereOf(ctx: CommandContext, doorIds: readonly string[]) {
  const stays = (await people.staysOfDoors(ctx.sql, doorIds)).filter((stay) => stay.until_on === null);
  const rows = await people.personsOf(
    ctx.sql,
    stays.map((stay) => stay.person_id),
  );
  const names = new Map(rows.map((row) => [row.id, openPerson(ctx, row.id, row.sealed).name]));
  const found = stays.map((stay) => ({
    doorId: stay.door_id,
    id: stay.person_id,
    name: names.get(stay.person_id) ?? "",
  }));
  return Map.groupBy(found, (one) => one.doorId);
}

/** One household a door, or the one that lives there: families are told apart by hand. */
async function putHomes(ctx: CommandContext, coming: readonly Coming[]): Promise<void> {
  const { sql, now, actor, commandId } = ctx;
  const saying = { now, by: actor.postId, commandId };
  const groups = Map.groupBy(coming, (one) => one.doorId);
  const living = await people.householdsOfDoors(sql, [...groups.keys()]);
  const homeOf = new Map(living.filter((row) => row.until_on === null).map((row) => [row.door_id, row]));
  const before = await people.staysOfDoors(sql, [...groups.keys()]);
  const versions = new Map(before.map((stay) => [`${stay.person_id}/${stay.household_id}`, stay.version]));
  const made: people.HouseholdRow[] = [];
  const stays: people.StayRow[] = [];
  for (const [doorId, of] of groups) {
    const first = of[0]?.row;
    if (first === undefined) continue;
    const county = first.place.slice(0, 6);
    const kind =
      first.kind === "dormitory"
        ? "collective"
        : of.some(({ row }) => row.residence.includes("shared-tenant"))
          ? "shared"
          : "family";
    const fresh: people.HouseholdRow = {
      id: newId(),
      version: 1,
      county,
      door_id: doorId,
      place: first.place,
      kind,
      tenure: first.tenure,
      since_on: first.since,
      until_on: null,
    };
    const home = homeOf.get(doorId) ?? fresh;
    if (home === fresh) made.push(fresh);
    for (const { id, row } of of)
      stays.push({
        person_id: id,
        household_id: home.id,
        // Who left and stands in the file again is back.
        version: (versions.get(`${id}/${home.id}`) ?? 0) + 1,
        county,
        door_id: doorId,
        place: row.place,
        relation: row.relation,
        since_on: row.since,
        until_on: null,
      });
  }
  await people.putHouseholds(sql, made, saying);
  await people.putStays(sql, stays, saying);
  await noteChanges(
    ctx,
    made.map((row) => ({ kind: "household", id: row.id, place: row.place })),
  );
}

/** Doors whose people the residents' feed knows are its households: one unit of coverage, not two. */
async function tieDoors(ctx: CommandContext, coming: readonly Coming[]): Promise<void> {
  const of = coming.flatMap(({ key, row }, n) =>
    key === null ? [] : [{ n, county: row.place.slice(0, 6), place: row.place, person: key }],
  );
  const found = await doors.feedHouseholdsOf(ctx.sql, of);
  const byDoor = new Map([...found].map(([n, household]) => [coming[n]?.doorId ?? "", household]));
  for (const [doorId, household] of byDoor) await doors.tieDoor(ctx.sql, doorId, household, ctx.now);
}
