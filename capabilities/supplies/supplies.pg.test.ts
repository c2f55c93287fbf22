import { beforeAll, describe, expect, test } from "vitest";
import { verifyCounters } from "#capabilities/rollups/verify.ts";
import type { Actor } from "#kernel/actor.ts";
import { instant, isoInstant } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost, testResident } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const TOWN = "320583101";
const GRID = "320583101201001";
const ME = "01900000-0000-7000-8000-00000000000a";
const SIGNED = "M10 20l150 0 0 70";
let database: TestDatabase;
let server: TestServer;
let wu: { actor: Actor; client: Client };
let town: Client;
let county: Client;
let resident: Client;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, { "320583": "昆山市", [TOWN]: "花桥镇", [GRID]: "一格" });
  server = await testServer(database);
  const as = async (role: "grid-worker" | "operator", area: string) => {
    const actor = await testPost(database.owner, { role, area });
    return { actor, client: await server.as(actor) };
  };
  wu = await as("grid-worker", GRID);
  town = (await as("operator", TOWN)).client;
  county = (await as("operator", "320583")).client;
  resident = server.asResident(await testResident(database.owner, [ME]));
});

type Sent = { answer: string; code?: string };
/** One command of the worker's phone. */
async function say(kind: string, body: unknown, id = newId()): Promise<Sent> {
  const { body: answered } = await wu.client.call("POST", "/field/commands", {
    commands: [{ id, kind, madeAt: isoInstant(database.services.clock()), body }],
  });
  return (answered as { answers: Sent[] }).answers[0] ?? { answer: "none" };
}
const enter = (client: Client, area: string, item: string, because: string, quantity: number, id = newId()) =>
  client.call("POST", `/areas/${area}/supplies/movements`, { id, item, because, quantity, note: "红十字会捐赠" });
const stockAt = async (place: string, item: string) => {
  const [row] = await database.owner<{ quantity: number }[]>`
    select quantity from supply_stock where place = ${place} and item = ${item}`;
  return row?.quantity ?? 0;
};
async function askFor(goods: { item: string; quantity: number }[]): Promise<string> {
  const id = newId();
  const errand = { words: "家里没有米了", door: "3幢502" };
  const asked = { place: GRID, kind: "groceries", errand, mayVolunteer: false, isContactless: true, goods };
  const { status, body } = await resident.call("POST", "/my/services", { id, ...asked });
  expect(status, JSON.stringify(body)).toBe(200);
  return id;
}
const allot = (client: Client, id: string, goods: { item: string; quantity: number }[]) =>
  client.call("POST", `/services/320583/${id}/allotment`, { goods });

describe("for a home", () => {
  test("asked for, allotted from the township's stock, brought, and confirmed by who asked", async () => {
    await enter(town, TOWN, "rice", "received", 10);
    await enter(town, TOWN, "oil", "received", 4);
    const id = await askFor([
      { item: "rice", quantity: 2 },
      { item: "oil", quantity: 1 },
    ]);
    expect(await say("services/take", { requestId: id })).toMatchObject({ answer: "applied" });
    // Nothing is brought that no centre gave.
    expect(await say("services/deliver", { requestId: id })).toMatchObject({ code: "services/not-allotted" });
    const given = await allot(town, id, [
      { item: "rice", quantity: 2 },
      { item: "oil", quantity: 1 },
    ]);
    expect(given.body).toMatchObject({
      goods: [
        { item: "oil", asked: 1, allotted: 1, fromPlace: TOWN },
        { item: "rice", asked: 2, allotted: 2, fromPlace: TOWN },
      ],
    });
    expect([await stockAt(TOWN, "rice"), await stockAt(TOWN, "oil")]).toEqual([8, 3]);
    const copy = await wu.client.call("GET", `/field/copy?area=${GRID}&kinds=service`);
    const records = (copy.body as { records: { id: string; value: unknown }[] }).records;
    expect(records.find((one) => one.id === id)?.value).toMatchObject({ goods: [{ item: "oil" }, { allotted: 2 }] });
    expect(await say("services/deliver", { requestId: id })).toMatchObject({ answer: "applied" });
    await resident.call("POST", `/my/services/${id}/confirmation`, { isDone: true });
    const { body } = await town.call("GET", `/areas/${TOWN}/supplies`);
    const stock = (body as { stock: { item: string }[] }).stock.find(({ item }) => item === "rice");
    expect(stock).toEqual({ item: "rice", here: 8, below: 8, onTheWay: 0, waiting: 0, given: 2 });
    const ledger = await town.call("GET", `/areas/${TOWN}/supplies/movements?item=rice`);
    expect((ledger.body as { movements: object[] }).movements).toMatchObject([
      { because: "allotted", change: -2, stockAfter: 8, isForHome: true },
      { because: "received", change: 10, stockAfter: 10, isForHome: false, note: "红十字会捐赠" },
    ]);
    const events = await database.owner<{ kind: string }[]>`
      select kind from service_event where object_id = ${id} order by at, id`;
    expect(events.map(({ kind }) => kind)).toEqual(["asked", "taken", "allotted", "delivered", "confirmed"]);
  });

  test("signed at the door it is received in the same step", async () => {
    const id = newId();
    const goods = [{ item: "rice", quantity: 1 }];
    const asked = { place: GRID, kind: "groceries", errand: { words: "米", door: "3幢502" }, mayVolunteer: false };
    expect(await say("services/request", { ...asked, goods }, id)).toMatchObject({ answer: "applied" });
    await allot(town, id, goods);
    await say("services/take", { requestId: id });
    await say("services/deliver", { requestId: id, signature: SIGNED });
    const [row] = await database.owner`select state, confirmed_how from service_request where id = ${id}`;
    expect(row).toEqual({ state: "CONFIRMED", confirmed_how: "signed" });
  });

  test("not more than was asked, not twice, not by another township, not without stock", async () => {
    const id = await askFor([{ item: "quilt", quantity: 2 }]);
    const one = [{ item: "quilt", quantity: 1 }];
    expect((await allot(town, id, one)).body).toMatchObject({ type: expect.stringContaining("supplies/not-enough") });
    await enter(town, TOWN, "quilt", "received", 5);
    const more = await allot(town, id, [{ item: "quilt", quantity: 3 }]);
    expect(more.body).toMatchObject({ type: expect.stringContaining("services/not-asked-for") });
    const other = await server.as(await testPost(database.owner, { role: "operator", area: "320583102" }));
    expect((await allot(other, id, one)).status).toBe(404);
    expect((await allot(town, id, one)).status).toBe(200);
    expect((await allot(town, id, one)).body).toMatchObject({
      type: expect.stringContaining("services/allotted-already"),
    });
    expect(await stockAt(TOWN, "quilt")).toBe(4);
  });

  test("what is no longer needed comes back when the centre says that it did, and is never counted twice", async () => {
    await enter(town, TOWN, "formula", "received", 3);
    const goods = [{ item: "formula", quantity: 2 }];
    const id = await askFor(goods);
    await allot(town, id, goods);
    await resident.call("DELETE", `/my/services/${id}`);
    expect(await stockAt(TOWN, "formula")).toBe(1);
    const counts = async () =>
      ((await town.call("GET", `/areas/${TOWN}/services`)).body as { counts: { toReturn: number } }).counts.toReturn;
    const before = await counts();
    const back = (body: object) => town.call("POST", `/services/320583/${id}/return`, body);
    expect((await back({ goods: [{ item: "formula", quantity: 1 }] })).body).toMatchObject({
      goods: [{ allotted: 2, returned: 1 }],
    });
    expect(await stockAt(TOWN, "formula")).toBe(2);
    expect((await back({ goods })).status).toBe(409);
    expect(await counts()).toBe(before - 1);
  });
});

describe("for a centre", () => {
  test("asks above, is given less, counts in one less: the missing one is in no stock and stays in the order", async () => {
    await enter(county, "320583", "masks", "received", 500);
    const id = newId();
    const ask = () => town.call("POST", `/areas/${TOWN}/supplies/orders`, { id, item: "masks", quantity: 100 });
    expect((await ask()).body).toMatchObject({ state: "asked", asked: 100 });
    expect((await ask()).body).toMatchObject({ state: "asked", asked: 100 });
    const answer = (client: Client, body: object) => client.call("POST", `/supply-orders/320583/${id}/answer`, body);
    expect((await answer(town, { answer: "allot", quantity: 80 })).status).toBe(404);
    expect((await answer(county, { answer: "allot", quantity: 101 })).status).toBe(422);
    expect((await answer(county, { answer: "allot", quantity: 80 })).body).toMatchObject({ fromPlace: "320583" });
    expect([await stockAt("320583", "masks"), await stockAt(TOWN, "masks")]).toEqual([420, 0]);
    const receive = (client: Client, quantity: number) =>
      client.call("POST", `/supply-orders/320583/${id}/receipt`, { quantity });
    expect((await receive(county, 80)).status).toBe(404);
    expect((await receive(town, 79)).body).toMatchObject({ state: "received", allotted: 80, received: 79 });
    expect((await receive(town, 79)).status).toBe(409);
    expect([await stockAt("320583", "masks"), await stockAt(TOWN, "masks")]).toEqual([420, 79]);
  });

  test("a refusal after the allotment puts it back", async () => {
    await enter(county, "320583", "water", "received", 10);
    const id = newId();
    await town.call("POST", `/areas/${TOWN}/supplies/orders`, { id, item: "water", quantity: 6 });
    const answer = (body: object) => county.call("POST", `/supply-orders/320583/${id}/answer`, body);
    await answer({ answer: "allot", quantity: 6 });
    expect(await stockAt("320583", "water")).toBe(4);
    expect((await answer({ answer: "refuse", reason: "车辆故障，改日再送" })).body).toMatchObject({ state: "refused" });
    expect(await stockAt("320583", "water")).toBe(10);
  });

  test("a shortage stands before the level above, by township", async () => {
    const before = await stockAt(TOWN, "diapers");
    expect(before).toBe(0);
    await enter(town, TOWN, "diapers", "received", 1);
    await askFor([{ item: "diapers", quantity: 4 }]);
    const { body } = await county.call("GET", "/areas/320583/supplies");
    expect((body as { shortages: object[] }).shortages).toContainEqual({
      place: TOWN,
      item: "diapers",
      stock: 1,
      waiting: 4,
      short: 3,
    });
    const { body: own } = await town.call("GET", `/areas/${TOWN}/supplies`);
    expect((own as { shortages: object[] }).shortages).toContainEqual(expect.objectContaining({ short: 3 }));
  });

  test("a count sets the book right; more cannot be written off than lies there; a lost answer counts once", async () => {
    const id = newId();
    await enter(town, TOWN, "noodles", "received", 20, id);
    expect((await enter(town, TOWN, "noodles", "received", 20, id)).body).toEqual({ quantity: 20 });
    expect((await enter(town, TOWN, "noodles", "counted", 18)).body).toEqual({ quantity: 18 });
    expect((await enter(town, TOWN, "noodles", "written-off", 19)).status).toBe(409);
    expect((await enter(town, TOWN, "noodles", "written-off", 18)).body).toEqual({ quantity: 0 });
    expect((await enter(town, TOWN, "noodles", "received", 1.5)).status).toBe(400);
    expect((await enter(wu.client, GRID, "noodles", "received", 5)).status).toBe(403);
  });
});

test("thirty allotments and three write-offs at once of ten pieces: each piece leaves once, and none that is not there", async () => {
  await enter(town, TOWN, "milk", "received", 10);
  const goods = [{ item: "milk", quantity: 1 }];
  const ids: string[] = [];
  for (let at = 0; at < 10; at += 1) {
    const id = newId();
    const asked = { place: GRID, kind: "groceries", errand: { words: "牛奶", door: `${at}幢` }, mayVolunteer: false };
    await say("services/request", { ...asked, goods }, id);
    ids.push(id);
  }
  // Each request is tried three times at once, and meanwhile stock is written off and counted.
  const tries = [...ids, ...ids, ...ids].map((id) => allot(town, id, goods));
  const meanwhile = [1, 2, 3].map(() => enter(town, TOWN, "milk", "written-off", 2));
  const answers = await Promise.all([...tries, ...meanwhile]);
  expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
  const written = answers.slice(30).filter(({ status }) => status === 200).length;
  const given = answers.slice(0, 30).filter(({ status }) => status === 200).length;
  expect(given).toBe(Math.min(10, 10 - 2 * written));
  expect(await stockAt(TOWN, "milk")).toBe(10 - given - 2 * written);
});

test("every stock is the sum of its ledger, and each line says what was there after it", async () => {
  const stocks = await database.owner<{ place: string; item: string; quantity: number; sum: number; least: number }[]>`
    select s.place, s.item, s.quantity, coalesce(sum(m.change), 0)::int as sum, coalesce(min(m.stock_after), 0)::int as least
      from supply_stock s left join supply_movement m using (place, item) group by 1, 2, 3`;
  expect(stocks.length).toBeGreaterThan(5);
  for (const { quantity, sum, least } of stocks) {
    expect(sum).toBe(quantity);
    expect(least).toBeGreaterThanOrEqual(0);
  }
  await expect(
    database.owner`update supply_stock set quantity = -1 where place = ${TOWN} and item = 'rice'`,
  ).rejects.toThrow(/check/);
});

test("confirmed supplies are counted once, and recounted from the rows", async () => {
  const [row] = await database.owner<{ n: number }[]>`
    select coalesce(sum(delta), 0)::int as n from counter_pending where metric = 'service.supplied'`;
  expect(row?.n).toBe(2);
  const actor = systemActor("32");
  const verified = await asActor(database.services.db, actor, (sql) => verifyCounters({ sql, actor, now: NOW }));
  expect(verified.counterDifferences).toEqual([]);
});

test("the resident is told at each step that is not his own, with a message when he has to confirm", async () => {
  const notices = await database.owner<{ subject: string; zh: string }[]>`
    select subject, zh from notice where kind = 'service' and person_key = ${ME} order by id`;
  // Of the first request: taken, allotted, delivered; his own confirmation is no news to him.
  expect(notices.slice(0, 3).map(({ subject }) => subject.split(" ")[1])).toEqual(["taken", "allotted", "delivered"]);
  expect(JSON.stringify(notices)).not.toMatch(/米|502/);
  expect(await database.owner`select about from message_due`).toEqual([{ about: "service" }]);
});

test("the resident's copy of his data holds his requests in his own words, with what was given", async () => {
  const { body } = await resident.call("GET", "/my/data");
  const kinds = (body as { kinds: { kind: string; rows: Record<string, unknown>[] }[] }).kinds;
  const rows = kinds.find(({ kind }) => kind === "services")?.rows ?? [];
  expect(rows.find(({ state }) => state === "CONFIRMED")).toMatchObject({
    errand: { words: "家里没有米了", door: "3幢502" },
    goods: { rice: { asked: 2, allotted: 2 }, oil: { asked: 1, allotted: 1 } },
  });
  expect(rows.every((row) => !("sealed" in row))).toBe(true);
  expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["volunteer", "errands"]));
});
