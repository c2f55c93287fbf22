import { beforeAll, beforeEach, expect, test } from "vitest";
import type { z } from "zod";
import { factCopies } from "#capabilities/facts/copies.ts";
import { historyOf } from "#capabilities/facts/facts.ts";
import { makeSend } from "#capabilities/offline/commands.ts";
import { split as splitGrid } from "#capabilities/places/grids.ts";
import { verifyCounters } from "#capabilities/rollups/verify.ts";
import type { Actor } from "#kernel/actor.ts";
import type { Command } from "#kernel/command.ts";
import { DAY, instant, isoInstant, later, MINUTE } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { registerCommands } from "./commands.ts";
import * as contract from "./contract.ts";
import { registerCopies } from "./copies.ts";
import { doorsOf } from "./doors.ts";
import { remindLandlordsOnce } from "./landlords.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const VILLAGE = "320583101201";
const GRID = "320583101201001";
const OTHER = "320583101201002";
/** GB 11643 check characters worked out by hand; reserved persons of nobody (domain.md §7.4). */
const NUMBER = "320583199003071239";
let database: TestDatabase;
let worker: Actor;
let neighbour: Actor;
let county: Actor;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, { [VILLAGE]: "徐公桥村", [GRID]: "第一网格", [OTHER]: "第二网格" });
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID, isPrimary: true });
  neighbour = await testPost(database.owner, { role: "grid-worker", area: OTHER });
  county = await testPost(database.owner, { role: "police-officer", area: "320583" });
});
beforeEach(() => database.setNow(NOW));

const context = (actor: Actor) => ({
  actor,
  now: database.services.clock(),
  services: database.services,
  requestId: newId(),
});
const as = <T>(actor: Actor, work: (ctx: Context) => Promise<T>): Promise<T> =>
  asActor(database.server, actor, (sql) => work({ ...context(actor), sql }));

type Answered = { id: string | null; answer: string; code?: string; result?: Record<string, unknown> };
/** Says a command as a phone does; returns its id with the answer. */
async function say<B extends z.ZodType>(
  command: Command<B>,
  body: z.input<B>,
  {
    actor = worker,
    madeAt = database.services.clock(),
    id = newId(),
  }: { actor?: Actor; madeAt?: number; id?: string } = {},
): Promise<Answered> {
  const sent = { id, kind: command.kind, madeAt: isoInstant(madeAt as never), clockOffsetMs: 0, after: null, body };
  const { answers } = await makeSend(registerCommands)(context(actor) as never, {}, { commands: [sent] } as never);
  return { ...(answers[0] as Answered), id };
}
async function done<B extends z.ZodType>(
  ...of: Parameters<typeof say<B>>
): Promise<{ id: string; result?: Record<string, unknown> }> {
  const answer = await say(...of);
  expect(answer).toMatchObject({ answer: "applied" });
  return answer as never;
}
const copyOf = (name: string, actor = worker, area = actor.area as string) =>
  as(actor, async (ctx) => {
    const pair = [...registerCopies, ...factCopies].find((one) => one.kind.name === name);
    const records = (await pair?.read(ctx, { area: area as never, after: null, limit: 500 })) ?? [];
    for (const { value } of records) pair?.kind.value.parse(value);
    expect(await pair?.count(ctx, area as never)).toBe(records.length);
    return new Map(records.map(({ id, value }) => [id, value]));
  });
const registered = async () => {
  const [row] = await database.owner<{ n: number }[]>`
    select coalesce(sum(delta), 0)::int as n from counter_pending where metric = 'household.registered'`;
  return row?.n ?? 0;
};
/** As the province: what row-level security hides would look uncounted. */
const expectTrueCounters = async () =>
  expect((await as(systemActor("32"), verifyCounters)).counterDifferences).toEqual([]);
const flat = (room: string, more: Partial<z.input<typeof contract.addDoor.body>> = {}) => ({
  place: GRID,
  kind: "dwelling" as const,
  building: "3",
  stair: "1",
  floor: room.slice(0, -2),
  room,
  ...more,
});
const person = (name: string, more: Partial<contract.NewPerson> = {}) => ({
  personId: newId(),
  name,
  relation: "head" as const,
  ...more,
});

test("a door counts once as registered, however often the command is sent, and not at all after it was a mistake", async () => {
  const before = await registered();
  const id = newId();
  await done(contract.addDoor, flat("101"), { id });
  expect(await say(contract.addDoor, flat("101"), { id })).toMatchObject({ answer: "already" });
  expect(await say(contract.addDoor, flat("１０１", { floor: " 1 " }))).toMatchObject({
    answer: "refused",
    code: "households/door-twice",
  });
  expect(await registered()).toBe(before + 1);
  await done(contract.removeDoor, { doorId: id, reason: "mistake" });
  expect(await registered()).toBe(before);
  expect((await copyOf("door")).has(id)).toBe(false);
  await expectTrueCounters();
});

test("another grid's worker can neither add to, see nor change a door", async () => {
  const { id } = await done(contract.addDoor, flat("102"));
  expect(await say(contract.addDoor, flat("103"), { actor: neighbour })).toMatchObject({ code: "common/not-found" });
  expect(await say(contract.setDoor, { doorId: id, parts: { isVacant: true } }, { actor: neighbour })).toMatchObject({
    code: "households/no-such-door",
  });
  expect((await copyOf("door", neighbour)).size).toBe(0);
});

test("of two phones the later verified value stands whatever came first, both are kept, and the loser is told", async () => {
  const { id } = await done(contract.addDoor, flat("104"));
  const at = (minutes: number) => later(NOW, minutes * MINUTE);
  database.setNow(at(60));
  await done(contract.setDoor, { doorId: id, parts: { isVacant: true } }, { madeAt: at(30) });
  const late = await done(
    contract.setDoor,
    { doorId: id, parts: { isVacant: false, floor: "1" }, seen: { isVacant: false } },
    { madeAt: at(20) },
  );
  expect(late.result?.["note"]).toEqual({
    zh: "与他人登记的不一致：空置以“是”为准，“否”一并保留。",
    en: 'Somebody else recorded it differently. Vacant: "yes" stands, "no" is kept beside it.',
  });
  expect((await copyOf("door")).get(id)).toMatchObject({ isVacant: true, floor: "1" });
  const values = await as(worker, (ctx) => historyOf(ctx, id, "door.is-vacant"));
  expect(values.map((one) => one.value)).toEqual([true, false]);
  const hearsay = await done(
    contract.setDoor,
    { doorId: id, parts: { isVacant: false }, isVerified: false },
    { madeAt: at(50) },
  );
  expect(hearsay.result?.["note"]).toBeDefined();
  expect((await copyOf("door")).get(id)).toMatchObject({ isVacant: true });
});

test("who lives where since when: a change of tenant keeps what was", async () => {
  const { id: doorId } = await done(contract.addDoor, flat("201"));
  const [wang, li] = [
    person("王小明", { residence: ["floating", "resident"] }),
    person("李芳", { relation: "tenant" }),
  ];
  const first = await done(contract.moveIn, { doorId, tenure: "tenant", sinceOn: "2019-06-01", persons: [wang] });
  expect((await copyOf("door")).get(doorId)).toMatchObject({ isRented: true, isVacant: false });
  await done(contract.moveOut, { householdId: first.id, untilOn: "2020-02-08", isVacantNow: true });
  const second = await done(contract.moveIn, { doorId, tenure: "tenant", sinceOn: "2020-02-09", persons: [li] });
  const households = await copyOf("household");
  expect(households.get(first.id)).toMatchObject({ sinceOn: "2019-06-01", untilOn: "2020-02-08", tenure: "tenant" });
  expect(households.get(second.id)).toMatchObject({ sinceOn: "2020-02-09", untilOn: null });
  const people = await copyOf("person");
  expect(people.get(wang.personId)).toMatchObject({
    name: "王小明",
    residence: ["resident", "floating"],
    stays: [{ untilOn: "2020-02-08" }],
  });
  expect((await copyOf("door")).get(doorId)).toMatchObject({ isVacant: false });
  const versions = await database.owner<
    { n: number }[]
  >`select count(*)::int as n from door_household where id = ${first.id}`;
  expect(versions[0]?.n).toBe(2);
  expect(await say(contract.moveOut, { householdId: first.id, untilOn: "2020-02-09" })).toMatchObject({
    code: "households/no-such-household",
  });
  expect(await say(contract.moveOut, { householdId: second.id, untilOn: "2020-02-01" })).toMatchObject({
    code: "households/days-wrong",
  });
});

test("one document is one person: at two doors it is a question, and both are kept", async () => {
  const one = await done(contract.addDoor, flat("301"));
  const two = await done(contract.addDoor, flat("302", { place: OTHER }), { actor: neighbour });
  const [here, there] = [person("赵六", { idNumber: NUMBER }), person("赵六", { idNumber: NUMBER.toLowerCase() })];
  await done(contract.moveIn, { doorId: one.id, persons: [here] });
  const moved = await done(contract.moveIn, { doorId: two.id, persons: [there] }, { actor: neighbour });
  expect(moved.result).toMatchObject({
    personIds: [here.personId],
    note: { zh: expect.stringContaining("两处都已保留") },
  });
  expect((await copyOf("person", neighbour)).get(here.personId)).toMatchObject({
    name: "赵六",
    lastFour: "1239",
    isElsewhere: true,
    stays: [{ doorId: two.id }],
  });
  // The id that the second phone gave to him still means him.
  await done(contract.correctPerson, { personId: there.personId, phone: "13912345678" }, { actor: neighbour });
  expect((await copyOf("person")).get(here.personId)).toMatchObject({
    phone: "13912345678",
    sex: "male",
    bornYear: 1990,
  });
  expect(
    await say(contract.moveIn, { doorId: one.id, persons: [person("孙七", { idNumber: "320583199003071231" })] }),
  ).toMatchObject({
    answer: "refused",
    code: "households/number-wrong",
  });
});

test("no name or number lies open in the database, a phone gets four characters, a wide post no name", async () => {
  const { id: doorId } = await done(contract.addDoor, flat("401"));
  const secret = person("欧阳若兰", { idNumber: "320583198502280022" });
  await done(contract.moveIn, { doorId, persons: [secret] });
  await done(contract.setLandlord, {
    doorId,
    landlord: { name: "司马房东", phone: "13800001111" },
    sinceOn: "2020-01-01",
  });
  for (const table of ["fact", "register_person", "landlord", "audit_pending", "field_command", "copy_change"]) {
    const rows = await database.owner`select * from ${database.owner(table)}`;
    expect(JSON.stringify(rows), table).not.toMatch(/欧阳若兰|320583198502280022|司马房东|13800001111/);
  }
  const text = JSON.stringify([...(await copyOf("person")), ...(await copyOf("facts"))]);
  expect(text).toContain("欧阳若兰");
  expect(text).not.toContain("320583198502280022");
  const wide = JSON.stringify([...(await copyOf("person", county, GRID)), ...(await copyOf("door", county, GRID))]);
  expect(wide).toContain(secret.personId);
  expect(wide).not.toMatch(/欧阳若兰|司马房东|0022/);
  const [entry] = await database.owner<{ detail: { persons: number } }[]>`
    select detail from audit_pending where action = 'register.copy' and actor_post = ${worker.postId} order by id desc limit 1`;
  expect(entry?.detail.persons).toBeGreaterThan(0);
});

test("a household that the residents' feed knows, if in another grid of the village, is one unit of coverage with its door", async () => {
  const key = newId();
  const number = "320583197001010011";
  const { personKeyOf } = await import("#capabilities/people/keys.ts");
  const personKey = personKeyOf(database.services.keys.provinceKey, "111", number);
  await database.owner`
    insert into household (county, household_key, place, persons, recorded_at) values ('320583', ${key}, ${OTHER}, 2, ${NOW})`;
  await database.owner`
    insert into counter_pending (place, day, metric, delta) values (${VILLAGE}, '2020-02-10', 'household.registered', 1)`;
  await database.owner`insert into person_household (person_key, household_key, recorded_at) values (${personKey}, ${key}, ${NOW})`;
  const before = await registered();
  const { id: doorId } = await done(contract.addDoor, flat("501"));
  expect(await registered()).toBe(before + 1);
  await done(contract.moveIn, { doorId, persons: [person("周八", { idNumber: number })] });
  expect((await copyOf("door")).get(doorId)).toMatchObject({ householdKey: key });
  expect(await registered()).toBe(before);
  // The worker of the door's grid must be able to say that he stood before it.
  expect([...(await database.owner`select place from household where household_key = ${key}`)]).toEqual([
    { place: GRID },
  ]);
  await expectTrueCounters();
});

test("a door that moves to another grid takes its people and what is known along", async () => {
  const leader = await testPost(database.owner, { role: "grid-leader", area: VILLAGE });
  const { id: doorId } = await done(contract.addDoor, flat("601"));
  const one = person("吴九");
  await done(contract.moveIn, { doorId, persons: [one] });
  expect(await say(contract.setDoor, { doorId, place: OTHER, parts: {} })).toMatchObject({
    code: "households/not-in-your-village",
  });
  await done(contract.setDoor, { doorId, place: OTHER, parts: {} }, { actor: leader });
  expect((await copyOf("person")).has(one.personId)).toBe(false);
  expect((await copyOf("person", neighbour)).get(one.personId)).toMatchObject({ name: "吴九" });
  expect((await copyOf("facts", neighbour)).has(doorId)).toBe(true);
  expect((await copyOf("facts")).has(doorId)).toBe(false);
});

test("a landlord who is late in reporting reminds the worker once; a report meets the duty", async () => {
  const { id: doorId } = await done(contract.addDoor, flat("701"));
  await done(contract.setLandlord, { doorId, landlord: { name: "房东" }, sinceOn: "2020-02-01" });
  await done(contract.moveIn, { doorId, tenure: "tenant", sinceOn: "2020-02-05", persons: [] });
  const duties = async () =>
    (
      (await copyOf("door")).get(doorId) as {
        landlord: { duties: { duty: string; dueOn: string; isOverdue: boolean }[] };
      }
    ).landlord.duties;
  expect(await duties()).toMatchObject([
    { duty: "report-tenants", dueOn: "2020-02-08", isOverdue: true },
    { duty: "keep-list", dueOn: "2020-03-02", isOverdue: false },
  ]);
  while ((await remindLandlordsOnce(database.services)) > 0);
  database.setNow(later(NOW, DAY));
  while ((await remindLandlordsOnce(database.services)) > 0);
  const tasks = await database.owner<{ holder_post: string }[]>`
    select t.holder_post from task t join task_source s on s.task_id = t.id where s.source_kind = 'landlord-duty' and t.place = ${GRID}`;
  expect(tasks).toEqual([{ holder_post: worker.postId }]);
  await done(contract.landlordReported, { doorId, duty: "report-tenants", doneOn: "2020-02-11" });
  expect((await duties()).map((one) => one.duty)).toEqual(["keep-list"]);
});

test("doorsOf gives the doors in walking order with natural numbers", async () => {
  const rooms = ["1102", "202", "1101"];
  for (const room of rooms) await done(contract.addDoor, flat(room, { building: "9" }));
  await done(contract.addDoor, {
    place: GRID,
    kind: "shop",
    doorNumber: "10",
    side: "left",
    building: "0",
    walkOrder: 1,
  });
  const doors = (await as(worker, (ctx) => doorsOf(ctx, GRID))).filter(
    (door) => door.building === "9" || door.walkOrder === 1,
  );
  expect(doors.map((door) => door.room)).toEqual([null, "202", "1101", "1102"]);
});

test("a door that stands vacant leaves the denominator until it is opened, let or gone", async () => {
  const vacant = async () => {
    const [row] = await database.owner<{ n: number }[]>`
      select coalesce(sum(delta), 0)::int as n from counter_pending where metric = 'household.vacant'`;
    return row?.n ?? 0;
  };
  const before = await vacant();
  const first = await done(contract.addDoor, flat("1501", { building: "15", isVacant: true }));
  const second = await done(contract.addDoor, flat("1502", { building: "15" }));
  const third = await done(contract.addDoor, flat("1503", { building: "15", isVacant: true }));
  expect(await vacant()).toBe(before + 2);
  await done(contract.setDoor, { doorId: second.id, parts: { isVacant: true } });
  expect(await vacant()).toBe(before + 3);
  await expectTrueCounters();
  // Somebody opened the first after all: it is one that was reached. The second is let, the third was no door.
  await database.owner`update household set first_visited_at = ${NOW} where household_key = ${first.id}`;
  expect(await vacant()).toBe(before + 2);
  await done(contract.setDoor, { doorId: second.id, parts: { isVacant: false } }, { madeAt: later(NOW, 1000) });
  await done(contract.removeDoor, { doorId: third.id, reason: "twice" });
  expect(await vacant()).toBe(before);
  await database.owner`update household set first_visited_at = null where household_key = ${first.id}`;
  expect(await vacant()).toBe(before + 1);
  await expectTrueCounters();
});

test("who adds a door of a building that the address list has in another grid is told whose it is, and of no other", async () => {
  await done(contract.addDoor, flat("101", { place: OTHER, building: "77" }), { actor: neighbour });
  const told = async (building: string, room: string) => {
    const answer = await say(contract.addDoor, flat(room, { building }));
    return { is: answer.answer, note: JSON.stringify(answer) };
  };
  const first = await told("77", "1201");
  expect(first.is).toBe("applied");
  expect(first.note).toContain("这栋楼（组）的其他门户在第二网格");
  // From now on the building is in both grids, by the list: nothing to say any more, nor of a building that is new to all.
  expect((await told("77", "1202")).note).not.toContain("核对");
  expect((await told("78", "101")).note).not.toContain("核对");
});

test("another landlord leaves the day on which the one before ended; both are kept, nobody's name lies open", async () => {
  const { id: doorId } = await done(contract.addDoor, flat("801"));
  const letBy = (name: string | null, sinceOn: string) =>
    done(contract.setLandlord, { doorId, landlord: name === null ? null : { name }, sinceOn });
  await letBy("甲房东", "2019-03-01");
  await letBy("乙房东", "2020-01-15");
  const history = () => database.owner`
    select since_on::text as since, until_on::text as until from landlord
     where door_id = ${doorId} and superseded_at is null order by since_on`;
  expect(await history()).toEqual([
    { since: "2019-03-01", until: "2020-01-15" },
    { since: "2020-01-15", until: null },
  ]);
  const landlord = async () => ((await copyOf("door")).get(doorId) as { landlord: unknown }).landlord;
  expect(await landlord()).toMatchObject({ name: "乙房东", sinceOn: "2020-01-15" });
  // He let it since earlier: the record is put right, and the one before him ends as he did.
  await letBy(null, "2020-02-01");
  expect(await landlord()).toBeNull();
  await letBy("丙房东", "2020-02-05");
  expect(await history()).toEqual([
    { since: "2019-03-01", until: "2020-01-15" },
    { since: "2020-01-15", until: "2020-02-01" },
    { since: "2020-02-05", until: null },
  ]);
});

test("a grid's split takes doors, people, landlords and what is known along: the old phone loses them, the new one gets them", async () => {
  const township = await testPost(database.owner, { role: "operator", area: "320583101" });
  const { id: east } = await done(contract.addDoor, flat("901"));
  const { id: west } = await done(contract.addDoor, flat("902"));
  const [one, two] = [person("郑十"), person("冯十一")];
  await done(contract.moveIn, { doorId: east, persons: [one] });
  await done(contract.moveIn, { doorId: west, persons: [two] });
  await done(contract.setLandlord, { doorId: west, landlord: { name: "丁房东" }, sinceOn: "2020-02-01" });
  const keys = await database.owner<{ id: string; household_key: string }[]>`select id, household_key from door`;
  const keyOf = (id: string) => keys.find((row) => row.id === id)?.household_key ?? "";
  const kind = "comprehensive";
  const into = [
    { name: "东", kind, households: [keyOf(east)] },
    { name: "西", kind, takesRest: true },
  ];
  const body = { into, reason: "户数超过五百" };
  const { created } = await as(township, (ctx) => splitGrid(ctx, { code: GRID as never }, body as never));
  const [a = "", b = ""] = created;
  const newA = await testPost(database.owner, { role: "grid-worker", area: a });
  const newB = await testPost(database.owner, { role: "grid-worker", area: b });
  expect([...(await copyOf("door", newA)).keys()]).toEqual([east]);
  expect([...(await copyOf("person", newA)).values()]).toMatchObject([{ name: "郑十" }]);
  const doorsOfB = await copyOf("door", newB);
  expect(doorsOfB.get(west)).toMatchObject({ place: b, landlord: { name: "丁房东" } });
  expect((await copyOf("facts", newB)).has(two.personId)).toBe(true);
  // The old grid's phone is told of each record that went, and finds none of them any more.
  const gone = await database.owner`
    select distinct kind from copy_change where place = ${GRID} and id in (${east}, ${west}, ${one.personId}, ${two.personId})
     order by kind`;
  expect(gone.map((row) => row["kind"])).toEqual(["door", "facts", "person"]);
  for (const kind of ["door", "household", "person", "facts"])
    expect((await copyOf(kind, worker, GRID)).size, kind).toBe(0);
  await expectTrueCounters();
});
