/** Scenarios 24 (landlord) and 28 (minor) of domain.md §7.3, and consent: what employers, schools and lessors see. */
import { beforeEach, expect, test } from "vitest";
import * as fixture from "#capabilities/enterprises/enterprises.testing.ts";
import { instant } from "#kernel/time.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost, testResident } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
/** 14 years old on 2020-02-10. */
const PUPIL = { name: "小陈", idNumber: "320583200601010001" };
let database: TestDatabase;
let server: TestServer;
let manager: Client;

beforeEach(async () => {
  database = await testDatabase(NOW);
  server = await testServer(database);
  await testPlaces(database.owner, fixture.PLACES);
  manager = server.asResident(await testResident(database.owner, []));
});

async function enterprise(kind: string, staff: readonly { name: string; idNumber: string }[]): Promise<string> {
  const body = { uscc: fixture.USCC, ...fixture.REGISTRATION, kind };
  const { id } = (await manager.call("POST", "/my/enterprises", body)).body as { id: string };
  const path = `/my/enterprises/${id}/roster?mode=keep`;
  expect((await fixture.sendBytes(server.url, manager, path, fixture.csvOf(staff))).status).toBe(200);
  return id;
}
const staffOf = async (id: string, query = "") =>
  ((await manager.call("GET", `/my/enterprises/${id}/staff${query}`)).body as { staff: Record<string, unknown>[] })
    .staff;
const answer = (resident: Client, id: string, personKey: string, agrees: boolean) =>
  resident.call("PUT", `/my/employers/${id}`, { personKey, agrees });
const red = {
  kind: "declared-high-area",
  since: instant("2020-02-05T00:00:00+08:00"),
  until: instant("2020-02-16T00:00:00+08:00"),
} as const;

/** Whatever a roster shows of a person: these names and no others. */
const SHOWN = [
  ...["arrivesOn", "canEnter", "colour", "dormitory", "fitSource", "hasAgreed", "id", "isFit", "lastFour", "name"],
  ...["sentence", "until"],
];

test("24: the landlord of an observed tenant sees that he needs help and when it ends, nothing else", async () => {
  const [tenant] = fixture.STAFF;
  const key = fixture.keyOf(database, tenant.idNumber);
  await fixture.giveCode(database, key, red);
  const resident = server.asResident(await testResident(database.owner, [key]));
  const id = await enterprise("lessor", [tenant]);
  expect((await answer(resident, id, key, true)).status).toBe(200);
  const [seen] = await staffOf(id);
  expect(seen).toMatchObject({ canEnter: "no", colour: null, until: "2020-02-15" });
  expect(seen?.["sentence"]).toEqual({
    zh: "需要协助，预计 2020-02-15 结束",
    en: "Needs help, expected to end on 2020-02-15",
  });
  expect(Object.keys(seen ?? {}).toSorted()).toEqual(SHOWN);
});

test("28: the school of a 14-year-old with a red code sees 居家学习至 and the day; the guardian agreed for him", async () => {
  const key = fixture.keyOf(database, PUPIL.idNumber);
  const guardianKey = fixture.keyOf(database, fixture.STAFF[1].idNumber);
  await fixture.giveCode(database, key, red);
  const guardian = server.asResident(await testResident(database.owner, [guardianKey, key]));
  const id = await enterprise("school", [PUPIL]);
  expect((await guardian.call("GET", "/my/employers")).body).toMatchObject({
    employers: [{ enterpriseId: id, personKey: key, kind: "school", answer: null }],
  });
  expect((await answer(guardian, id, key, true)).status).toBe(200);
  const [seen] = await staffOf(id);
  expect(seen).toMatchObject({
    canEnter: "no",
    colour: null,
    until: "2020-02-15",
    sentence: { zh: "居家学习至 2020-02-15" },
  });
});

test("an employer sees colour and day of who agreed, at once no more of who takes it back, and each look is in the log", async () => {
  const [first, second] = fixture.STAFF;
  const keys = [first, second].map((one) => fixture.keyOf(database, one.idNumber));
  const [held, free] = [keys[0] ?? "", keys[1] ?? ""];
  await fixture.giveCode(database, held, red);
  await fixture.giveCode(database, free);
  const resident = server.asResident(await testResident(database.owner, [held]));
  const colleague = server.asResident(await testResident(database.owner, [free]));
  const id = await enterprise("company", [first, second]);
  await answer(resident, id, held, true);
  await answer(colleague, id, free, true);
  const seen = new Map((await staffOf(id)).map((one) => [one["name"], one]));
  expect(seen.get(first.name)).toMatchObject({ canEnter: "no", colour: "red", until: "2020-02-15" });
  expect(seen.get(second.name)).toMatchObject({ canEnter: "yes", colour: "green", until: null });
  expect(JSON.stringify([...seen.values()])).not.toMatch(/declared|area|tier|evidence|reason|rule|高风险|隔离|观察/);
  const log = await database.owner`select person_key, who, action from holder_log order by id`;
  expect(log).toHaveLength(2);
  expect(log[0]).toMatchObject({ who: "employer", action: "roster.check" });

  expect((await answer(resident, id, held, false)).status).toBe(200);
  const after = new Map((await staffOf(id)).map((one) => [one["name"], one]));
  expect(after.get(first.name)).toMatchObject({ hasAgreed: false, canEnter: "ask", colour: null, until: null });
  expect(await staffOf(id, "?only=held")).toEqual([]);
  const looks = await database.owner`select from holder_log where person_key = ${held}`;
  expect(looks).toHaveLength(1);
});

test("unknown to the platform, not asked, refused and withdrawn look the same", async () => {
  const [holder, unknown, refuser] = fixture.STAFF;
  const key = fixture.keyOf(database, refuser.idNumber);
  await fixture.giveCode(database, fixture.keyOf(database, holder.idNumber), red);
  await fixture.giveCode(database, key, red);
  const resident = server.asResident(await testResident(database.owner, [key]));
  const id = await enterprise("company", [holder, unknown, refuser]);
  await answer(resident, id, key, false);
  const bare = (await staffOf(id)).map(({ id: _id, name: _name, lastFour: _four, ...rest }) => rest);
  expect(new Set(bare.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(bare[0]).toMatchObject({ hasAgreed: false, canEnter: "ask", sentence: { zh: "本人尚未同意" } });
  expect(await database.owner`select from holder_log`).toHaveLength(0);
});

test("nobody agrees for a person who is not of his account, nor reads the roster as a post", async () => {
  const [one] = fixture.STAFF;
  const key = fixture.keyOf(database, one.idNumber);
  const other = server.asResident(await testResident(database.owner, []));
  const id = await enterprise("company", [one]);
  expect((await answer(other, id, key, true)).status).toBe(404);
  expect((await answer(manager, id, key, true)).status).toBe(404);
  const operator = await server.as(await testPost(database.owner, { role: "operator", area: "320583" }));
  expect((await operator.call("GET", `/my/enterprises/${id}/staff`)).status).toBe(401);
  const seen = await database.server.begin(async (sql) => {
    await sql`select set_config('wangge.role', 'operator', true), set_config('wangge.area', '32', true)`;
    return sql`select from enterprise_staff`;
  });
  expect(seen).toHaveLength(0);
});

test("a colour that somebody wrote by hand is not shown: the employer is told to ask", async () => {
  const [one] = fixture.STAFF;
  const key = fixture.keyOf(database, one.idNumber);
  await fixture.giveCode(database, key, red);
  const resident = server.asResident(await testResident(database.owner, [key]));
  const id = await enterprise("company", [one]);
  await answer(resident, id, key, true);
  await database.owner`update code_current set colour = 'green' where person_key = ${key}`;
  expect((await staffOf(id))[0]).toMatchObject({ hasAgreed: true, canEnter: "ask", colour: null });
});

test("a check-in is not asked for twice: who agreed is fit or not by his own word, and the figure of the day follows", async () => {
  const [first, second] = fixture.STAFF;
  const [agreed, silent] = [first, second].map((one) => fixture.keyOf(database, one.idNumber));
  const residentId = await testResident(database.owner, [agreed ?? "", silent ?? ""]);
  for (const [personKey, tenths] of [
    [agreed, 376],
    [silent, 381],
  ] as const) {
    await database.owner`
      insert into check_in (person_key, day, half, id, at, temperature_tenths, symptoms, resident_id)
      values (${personKey ?? ""}, '2020-02-10', 'morning', gen_random_uuid(), ${NOW}, ${tenths}, '{}', ${residentId})`;
  }
  const id = await enterprise("company", [first, second]);
  await answer(server.asResident(residentId), id, agreed ?? "", true);
  const seen = new Map((await staffOf(id)).map((one) => [one["name"], one]));
  expect(seen.get(first.name)).toMatchObject({ isFit: false, fitSource: "check-in" });
  expect(seen.get(second.name)).toMatchObject({ isFit: null, fitSource: null });
  const day = await manager.call("GET", `/my/enterprises/${id}/days/2020-02-10`);
  expect(day.body).toMatchObject({ fever: 1, onSite: 0 });
  await answer(server.asResident(residentId), id, agreed ?? "", false);
  expect(new Set((await staffOf(id)).map((one) => one["isFit"]))).toEqual(new Set([null]));
});
