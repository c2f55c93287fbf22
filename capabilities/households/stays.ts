/** Moving in and out: who lives behind which door since when. What was is kept, what is known now stands. */
import { recordFacts } from "#capabilities/facts/facts.ts";
import { noteOf } from "#capabilities/facts/rules/notes.ts";
import type { Conflict } from "#capabilities/facts/rules/standing.ts";
import { widened } from "#capabilities/tasks/widen.ts";
import { dayOf, daysLater, type PlainDay } from "#kernel/time.ts";
import { audit } from "#platform/audit.ts";
import type { Apply, CommandContext } from "#platform/commands.ts";
import { noteChanges } from "#platform/copies.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import type { NewPerson } from "./contract.ts";
import { mustHaveDoor, sayOfDoor } from "./doors.ts";
import { keyOfSaid, personFacts, rowOfNew, type Said, saidOfNew, sayOfPerson } from "./persons.ts";
import type { LandlordDuty } from "./rules/landlord.ts";
import { registerProblems as problem } from "./rules/problems.ts";
import type { DoorRow } from "./store-doors.ts";
import * as doors from "./store-doors-write.ts";
import { insertReport } from "./store-landlords.ts";
import * as store from "./store-people.ts";

const ALSO_ELSEWHERE = {
  zh: "其中有人在另一户也登记为在住。请问清是搬来还是两处居住；两处都已保留。",
  en: "Somebody of them is registered behind another door as well. Ask whether he moved or lives at both; both are kept.",
};

export const moveIn: Apply<typeof contract.moveIn> = async (ctx, body) => {
  const { sql, now, commandId } = ctx;
  const door = await mustHaveDoor(ctx, body.doorId);
  mustBeNear(ctx, body.sinceOn);
  const household = await householdFor(ctx, door, body);
  const saying = { now, by: ctx.actor.postId, commandId };
  if (body.householdId === null) await store.putHouseholds(sql, [household], saying);
  const { personIds, conflicts } = await putPeople(ctx, door, household, body.persons);
  await followDoor(ctx, door, household.tenure === "tenant", household.kind === "shared");
  if (body.isByLandlord) await reported(ctx, door, "report-tenants", body.sinceOn);
  await noteChanges(ctx, [
    { kind: "household", id: household.id, place: door.place },
    { kind: "door", id: door.id, place: door.place },
    ...personIds.map((id) => ({ kind: "person", id, place: door.place })),
  ]);
  const elsewhere = await store.elsewhereOf(sql, personIds, dayOf(now));
  await audit(ctx, {
    action: "register.move-in",
    objectKind: "household",
    objectId: household.id,
    place: door.place,
    detail: { door: door.id, persons: personIds.length, alsoElsewhere: elsewhere.size },
  });
  const notes = [noteOf(conflicts), elsewhere.size > 0 ? ALSO_ELSEWHERE : null].filter((one) => one !== null);
  const note = { zh: notes.map((one) => one.zh).join(""), en: notes.map((one) => one.en).join(" ") };
  return { householdId: household.id, personIds, ...(notes.length === 0 ? {} : { note }) };
};

/** Nobody moves later than tomorrow: what is planned is not so yet. */
function mustBeNear({ now }: CommandContext, day: string | null): void {
  if (day !== null && day > daysLater(dayOf(now), 1)) throw new Problem(problem["days-wrong"]);
}

async function householdFor(
  ctx: CommandContext,
  door: DoorRow,
  body: Parameters<typeof moveIn>[1],
): Promise<store.HouseholdRow> {
  if (body.householdId !== null) {
    const known = await store.lockHousehold(ctx.sql, body.householdId);
    if (known === null || known.door_id !== door.id || known.until_on !== null)
      throw new Problem(problem["no-such-household"]);
    return known;
  }
  return {
    id: ctx.commandId,
    version: 1,
    county: door.county,
    door_id: door.id,
    place: door.place,
    kind: body.kind,
    tenure: body.tenure,
    since_on: body.sinceOn,
    until_on: null,
  };
}

type Named = {
  readonly given: string;
  readonly id: string;
  readonly relation: NewPerson["relation"];
  readonly said: Said;
};

/** Puts people into a household; whoever the register has by his document, or by his id, stays one person. */
async function putPeople(
  ctx: CommandContext,
  door: DoorRow,
  household: store.HouseholdRow,
  persons: readonly NewPerson[],
): Promise<{ readonly personIds: readonly string[]; readonly conflicts: readonly Conflict[] }> {
  const { sql, now, commandId, actor } = ctx;
  const named = await identified(ctx, door.county, persons);
  const people = [...new Map(named.map((one) => [one.id, one])).values()];
  const aliases = named.filter(({ given, id }) => given !== id).map(({ given, id }) => ({ given, person: id }));
  const ids = people.map(({ id }) => id);
  const known = new Set((await widened(ctx, () => store.resolveIds(sql, door.county, ids))).values());
  const fresh = people.filter(({ id }) => !known.has(id));
  const rows = fresh.map(({ id, said }) => rowOfNew(ctx, id, door.place, said));
  await store.insertPersons(sql, rows, now);
  await store.insertAliases(sql, door.county, aliases);
  await putStays(ctx, household, people);
  const of = { place: door.place, sourceId: commandId, observedAt: ctx.madeAt, byPost: actor.postId, isVerified: true };
  await recordFacts(
    ctx,
    fresh.flatMap(({ id, said }) => personFacts({ ...of, personId: id }, said)),
  );
  const conflicts: Conflict[] = [];
  for (const { id, said } of people.filter((one) => known.has(one.id))) {
    const person = await store.personOf(sql, id);
    if (person !== null)
      conflicts.push(...(await sayOfPerson(ctx, person, { said, place: door.place, isVerified: true })));
  }
  await tie(ctx, door, people);
  return { personIds: ids, conflicts };
}

/** Each person with the id that he has in the register, or is to have. */
async function identified(ctx: CommandContext, county: string, persons: readonly NewPerson[]): Promise<Named[]> {
  const today = dayOf(ctx.now);
  const typed = persons.map((one) => {
    const said = saidOfNew(one, today);
    return { given: one.personId, relation: one.relation, said, key: keyOfSaid(ctx, said) };
  });
  const keys = typed.flatMap(({ key }) => key ?? []);
  const given = typed.map((one) => one.given);
  const [byKey, byId] = await widened(ctx, async () => [
    new Map(await store.personsByKeys(ctx.sql, county, keys)),
    await store.resolveIds(ctx.sql, county, given),
  ]);
  return typed.map(({ key, ...one }) => {
    const id = (key === null ? undefined : byKey.get(key)) ?? byId.get(one.given) ?? one.given;
    if (key !== null) byKey.set(key, id);
    return { ...one, id };
  });
}

async function putStays(ctx: CommandContext, household: store.HouseholdRow, people: readonly Named[]): Promise<void> {
  const before = new Map((await store.lockStays(ctx.sql, household.id)).map((stay) => [stay.person_id, stay]));
  const rows = people.map(({ id, relation }): store.StayRow => {
    const { county, door_id, place } = household;
    const stay = { person_id: id, household_id: household.id, county, door_id, place, relation };
    return { ...stay, version: (before.get(id)?.version ?? 0) + 1, since_on: household.since_on, until_on: null };
  });
  await store.putStays(ctx.sql, rows, { now: ctx.now, by: ctx.actor.postId, commandId: ctx.commandId });
}

/** A door whose people the residents' feed knows is that household of the daily loop: one unit of coverage, not two. */
async function tie(ctx: CommandContext, door: DoorRow, people: readonly Named[]): Promise<void> {
  const of = people.flatMap(({ said }, n) => {
    const person = keyOfSaid(ctx, said);
    return person === null ? [] : [{ n, county: door.county, place: door.place, person }];
  });
  const [key] = (await doors.feedHouseholdsOf(ctx.sql, of)).values();
  if (key !== undefined) await doors.tieDoor(ctx.sql, door.id, key, ctx.now);
}

/** What follows for the door itself: somebody lives there; a tenant means that it is let. */
async function followDoor(ctx: CommandContext, door: DoorRow, isRented: boolean, isShared: boolean): Promise<void> {
  const parts = {
    ...(door.is_vacant ? { isVacant: false } : {}),
    ...(isRented && !door.is_rented ? { isRented } : {}),
    ...(isShared && !door.is_shared ? { isShared } : {}),
  };
  // Read again: its unit of coverage may be another one by now.
  if (Object.keys(parts).length > 0) await sayOfDoor(ctx, await mustHaveDoor(ctx, door.id), { parts });
}

async function reported(ctx: CommandContext, door: DoorRow, duty: LandlordDuty, day: string | null): Promise<void> {
  const today = dayOf(ctx.now);
  const doneOn = day !== null && day > today ? day : today;
  const row = { county: door.county, id: newId(), doorId: door.id, place: door.place, duty, doneOn };
  await insertReport(ctx.sql, row, { now: ctx.now, by: ctx.actor.postId });
}

export const moveOut: Apply<typeof contract.moveOut> = async (ctx, body) => {
  const { sql, now, commandId, actor } = ctx;
  const { householdId, untilOn } = body;
  mustBeNear(ctx, untilOn);
  const household = await store.lockHousehold(sql, householdId);
  if (household === null || household.until_on !== null) throw new Problem(problem["no-such-household"]);
  const present = (await store.lockStays(sql, householdId)).filter((stay) => stay.until_on === null);
  const asked =
    body.personIds === null ? null : new Set((await store.resolveIds(sql, household.county, body.personIds)).values());
  const leaving = asked === null ? present : present.filter((stay) => asked.has(stay.person_id));
  if (asked !== null && leaving.length === 0) throw new Problem(problem["no-such-household"]);
  const isBefore = (since: string | null) => since !== null && untilOn < since;
  if (isBefore(household.since_on) || leaving.some((stay) => isBefore(stay.since_on)))
    throw new Problem(problem["days-wrong"]);
  const saying = { now, by: actor.postId, commandId };
  const ended = <T extends { version: number }>(row: T) => ({
    ...row,
    version: row.version + 1,
    until_on: untilOn as PlainDay,
  });
  await store.putStays(sql, leaving.map(ended), saying);
  const isAll = leaving.length === present.length;
  if (isAll) await store.putHouseholds(sql, [ended(household)], saying);
  const door = await mustHaveDoor(ctx, household.door_id);
  if (body.isByLandlord) await reported(ctx, door, "report-leaving", untilOn);
  if (isAll && body.isVacantNow) await sayOfDoor(ctx, door, { parts: { isVacant: true } });
  const { place } = household;
  await noteChanges(ctx, [
    { kind: "household", id: householdId, place },
    { kind: "door", id: door.id, place },
    ...leaving.map((stay) => ({ kind: "person", id: stay.person_id, place })),
  ]);
  await audit(ctx, {
    action: "register.move-out",
    objectKind: "household",
    objectId: householdId,
    place,
    detail: { persons: leaving.length, isAll },
  });
  return undefined;
};
