import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { personKeyOf } from "#capabilities/people/keys.ts";
import { instant, isoInstant, later, MINUTE } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testPost, testResident } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { forgetAreas } from "./areas.ts";
import { aForm, aTrip } from "./forms.testing.ts";
import { readDeclarationsOnce } from "./read-facts.ts";

const NOW = instant("2020-02-10T10:00:00+08:00");
const database = await testDatabase(NOW);
const { owner } = database;
const server = await testServer(database);
await testPlaces(owner, {
  "32": "江苏省",
  "3205": "苏州市",
  "320583": "昆山市",
  "320583001": "玉山镇",
  "320583001001": "某社区",
  "320583001001001": "第一网格",
});
const [feed] = await owner<{ id: string }[]>`
  insert into feed_file (id, day, name, sha256, bytes, received_at, channel)
  values (${newId()}, '2020-02-10', 'health/none.csv', decode('00', 'hex'), 1, ${NOW}, 'upload') returning id`;
await owner`insert into risk_area (area, level, since, until, feed_id) values
  ('42', 'high', '2020-01-01', null, ${feed?.id ?? ""}), ('330304', 'medium', '2020-01-01', null, ${feed?.id ?? ""})`;
forgetAreas(database.services);

const Taken = z.object({ version: z.int(), colour: z.string() });

async function resident() {
  const personKey = randomUUID();
  const client = server.asResident(await testResident(owner, [personKey]));
  const path = `/my/persons/${personKey}`;
  const declare = (form: object, baseVersion = 0, id = newId()) =>
    client.call("POST", `${path}/declarations`, { id, baseVersion, form: { ...aForm, ...form } });
  return { personKey, client, path, declare };
}

const evidenceOf = async (personKey: string) =>
  (
    await owner<{ kind: string; until: number }[]>`
    select kind, until from evidence where person_key = ${personKey} order by kind`
  ).map((row) => [row.kind, new Date(row.until).toISOString()]);

test("a declared stay in a high-risk area is red at once, until the 14th day after it at midnight in Shanghai", async () => {
  const { personKey, declare } = await resident();
  const answer = await declare({ category: "returning", trip: aTrip("420106", "2020-02-01", "2020-02-01") });
  expect(answer.status).toBe(200);
  expect(Taken.parse(answer.body)).toEqual({ version: 1, colour: "red" });
  expect(await evidenceOf(personKey)).toEqual([
    ["declared-high-area", "2020-02-15T16:00:00.000Z"],
    ["unchecked-declaration", "2020-02-10T02:10:00.000Z"],
  ]);
});

test("a medium-risk area is yellow, symptoms are yellow, nothing is pending until checked", async () => {
  const colours = [];
  for (const form of [
    { category: "coming", trip: aTrip("330304001", "2020-02-05", "2020-02-05") },
    { symptoms: ["dry-cough"] },
    { temperatureTenths: 373 },
    { temperatureTenths: 372 },
    { symptoms: ["fatigue"] },
  ]) {
    const { declare } = await resident();
    colours.push(Taken.parse((await declare(form)).body).colour);
  }
  expect(colours).toEqual(["yellow", "yellow", "yellow", "pending", "pending"]);
});

test("an edit is a new version, the old one is kept, and who edited upon an older one is told", async () => {
  const { client, path, declare } = await resident();
  const id = newId();
  expect(Taken.parse((await declare({}, 0, id)).body).version).toBe(1);
  expect(Taken.parse((await declare({}, 0, id)).body).version).toBe(1);
  const late = await declare({ employer: "某厂" }, 0);
  expect([late.status, z.object({ code: z.string() }).parse(late.body).code]).toEqual([
    409,
    "declarations/changed-meanwhile",
  ]);
  expect(Taken.parse((await declare({ employer: "某厂" }, 1)).body).version).toBe(2);
  const listed = z
    .object({
      declarations: z.array(z.object({ version: z.int(), form: z.object({ employer: z.string().nullable() }) })),
    })
    .parse((await client.call("GET", `${path}/declarations`)).body);
  expect(listed.declarations.map((one) => [one.version, one.form.employer])).toEqual([
    [2, "某厂"],
    [1, null],
  ]);
});

test("twenty edits at the same moment make one new version", async () => {
  const { declare } = await resident();
  const answers = await Promise.all(Array.from({ length: 20 }, () => declare({})));
  expect(answers.filter((one) => one.status === 200)).toHaveLength(1);
  expect(answers.filter((one) => one.status === 409)).toHaveLength(19);
});

test("coming from elsewhere makes a task in the grid, once for an address", async () => {
  const { personKey, declare } = await resident();
  const trip = aTrip("310115", "2020-02-09", "2020-02-09");
  await declare({ category: "coming", trip });
  await declare({ category: "coming", trip }, 1);
  const tasks = await owner`select place, tier, state from task where person_key = ${personKey}`;
  expect(tasks.map((task) => [task["place"], task["tier"]])).toEqual([["320583001001001", "blue"]]);
});

test("another account's person is not there, whatever is asked of him", async () => {
  const mine = await resident();
  const other = await resident();
  for (const [method, tail, body] of [
    ["POST", "declarations", { id: newId(), baseVersion: 0, form: aForm }],
    ["GET", "declarations", undefined],
    ["GET", "form", undefined],
    ["PUT", "draft", { section: "trip", version: 0, content: {} }],
    ["GET", "check-ins", undefined],
    ["GET", "log", undefined],
    ["POST", "check-ins", { id: newId(), temperatureTenths: 365, symptoms: [] }],
  ] as const) {
    for (const key of [other.personKey, randomUUID()])
      expect([tail, (await mine.client.call(method, `/my/persons/${key}/${tail}`, body)).status]).toEqual([tail, 404]);
  }
});

test("a draft is saved part by part, and who saves upon an older part sees both", async () => {
  const { client, path, declare } = await resident();
  const save = (version: number, content: object) =>
    client.call("PUT", `${path}/draft`, { section: "health", version, content });
  expect((await save(0, { symptoms: [] })).body).toEqual({ section: "health", version: 1 });
  expect((await save(1, { symptoms: ["fever"] })).body).toEqual({ section: "health", version: 2 });
  const clash = await save(1, { symptoms: ["other"] });
  expect(clash.status).toBe(409);
  expect(clash.body).toMatchObject({ theirs: { version: 2, content: { symptoms: ["fever"] } } });
  const form = await client.call("GET", `${path}/form`);
  expect(form.body).toMatchObject({ version: 0, known: {}, draft: [{ section: "health", version: 2 }] });
  await declare({});
  const after = z.object({
    open: z.array(z.string()),
    draft: z.array(z.unknown()),
    known: z.record(z.string(), z.unknown()),
  });
  const known = after.parse((await client.call("GET", `${path}/form`)).body);
  expect(known.draft).toEqual([]);
  expect(known.known).toMatchObject({ place: "320583001001001", addressDetail: "3幢2单元401室" });
  expect(known.open).toEqual([
    "trip",
    "stayUntil",
    "stays",
    "contacts",
    "symptoms",
    "temperatureTenths",
    "observation",
    "isTrue",
  ]);
});

test("a check-in is one a half-day; fever makes yellow at once and says to see a doctor", async () => {
  const { personKey, client, path, declare } = await resident();
  await declare({});
  const id = newId();
  const send = (temperatureTenths: number, with_ = newId()) =>
    client.call("POST", `${path}/check-ins`, { id: with_, temperatureTenths, symptoms: [] });
  expect((await send(365, id)).body).toMatchObject({
    isAlready: false,
    needsDoctor: false,
    checkIn: { half: "morning" },
  });
  expect((await send(365, id)).body).toMatchObject({ isAlready: true });
  expect((await send(380)).body).toMatchObject({ needsDoctor: true });
  expect((await send(500)).status).toBe(400);
  const rows = await owner`select temperature_tenths from check_in where person_key = ${personKey}`;
  expect(rows.map((row) => row["temperature_tenths"])).toEqual([380]);
  const [code] = await owner`select colour from code_current where person_key = ${personKey}`;
  expect(code?.["colour"]).toBe("yellow");
  expect((await client.call("GET", `${path}/check-ins`)).body).toMatchObject({
    perDay: 2,
    isDueNow: false,
    missed: [],
  });
});

test("hostile text is refused field by field, four-byte Han is not", async () => {
  const { declare } = await resident();
  for (const addressDetail of ["3幢\u202e401", "3幢\u0007", "3幢😀"]) {
    const answer = await declare({ addressDetail });
    expect([answer.status, answer.body]).toMatchObject([422, { faults: [{ field: "addressDetail" }] }]);
  }
  expect((await declare({ addressDetail: "𬎆园3幢𠮷室" })).status).toBe(200);
  expect((await declare({ addressDetail: "长".repeat(70_000) }, 1)).status).toBe(413);
});

test("posts see declarations of their area by duty: the grid does, the police does not", async () => {
  const { personKey, declare } = await resident();
  await declare({});
  const [worker, officer] = [
    await testPost(owner, { role: "grid-worker", area: "320583001001001" }),
    await testPost(owner, { role: "police-officer", area: "320583" }),
  ];
  const { asActor } = await import("#platform/database.ts");
  const seenBy = (actor: typeof worker) =>
    asActor(database.server, actor, (sql) => sql`select from declaration where person_key = ${personKey}`);
  expect([(await seenBy(worker)).count, (await seenBy(officer)).count]).toEqual([1, 0]);
});

test("what was declared is known at the door, said by the resident, as long as the purpose is in force", async () => {
  const grid = "320583001001001";
  const worker = await testPost(owner, { role: "grid-worker", area: grid });
  const phone = await server.as(worker);
  const say = async (kind: string, body: Record<string, unknown>, id = newId()) => {
    const sent = { id, kind, madeAt: isoInstant(database.services.clock()), clockOffsetMs: 0, after: null, body };
    const { body: said } = await phone.call("POST", "/field/commands", { commands: [sent] });
    expect(said).toMatchObject({ answers: [{ answer: "applied" }] });
    return id;
  };
  const [number, personId] = ["320583199003071239", newId()];
  const doorId = await say("households/add-door", { place: grid, kind: "dwelling", building: "3", room: "401" });
  await say("households/move-in", {
    doorId,
    persons: [{ personId, name: "王小明", relation: "head", idNumber: number }],
  });
  const personKey = personKeyOf(database.services.keys.provinceKey, "111", number);
  const client = server.asResident(await testResident(owner, [personKey]));
  // The address was said of another grid: the door is the one that the register knows.
  const form = {
    ...aForm,
    category: "returning",
    trip: aTrip("420106", "2020-02-08", "2020-02-09"),
    place: "320583001001",
  };
  const declared = { id: newId(), baseVersion: 0, form: { ...form, employer: "某某电子" } };
  expect((await client.call("POST", `/my/persons/${personKey}/declarations`, declared)).status).toBe(200);

  database.setNow(later(database.services.clock(), MINUTE));
  await owner`update purpose set ended_at = ${NOW} where id = 'field.prefill'`;
  expect(await readDeclarationsOnce(database.services)).toBe(0);
  await owner`update purpose set ended_at = null where id = 'field.prefill'`;
  // Time without declarations is passed over, an hour a turn; the first turn looks back three days.
  expect(await readDeclarationsOnce(database.services)).toBe(0);
  await owner`update declaration_fact_cursor set declared_at = ${later(NOW, -MINUTE)}`;
  const [{ n } = { n: 0 }] = await owner<{ n: number }[]>`select count(*)::int as n from declaration`;
  expect(await readDeclarationsOnce(database.services)).toBe(n);
  expect(await readDeclarationsOnce(database.services)).toBe(0);
  const { body } = await phone.call("GET", `/field/copy?area=${grid}&kinds=facts`);
  const { records } = body as { records: { id: string; value: { place: string; facts: Record<string, unknown>[] } }[] };
  const mine = records.find((one) => one.id === personId)?.value;
  expect(mine?.place).toBe(grid);
  const known = (attribute: string) => mine?.facts.find((one) => one["attribute"] === attribute);
  expect(known("person.came-from")).toMatchObject({
    value: "420106",
    source: "declaration",
    isVerified: false,
    byName: null,
    observedAt: isoInstant(NOW),
  });
  expect(known("person.employer")).toMatchObject({ value: "某某电子" });
  // Health is for health posts: the grid worker knows that it was told, and does not ask again.
  expect(known("person.symptoms")).toMatchObject({ value: null, source: "declaration" });
  // Seen at the door it is the verified one that stands, whatever is declared later.
  const facts = [{ attribute: "person.came-from", value: "4201" }];
  await say("facts/record", { place: grid, subjectKind: "person", subjectId: personId, facts });
  const values = await phone.call("GET", `/field/facts/${personId}/person.came-from`);
  expect(values.body).toMatchObject({
    values: [
      { value: "4201", isVerified: true },
      { value: "420106", isVerified: false },
    ],
  });
});
