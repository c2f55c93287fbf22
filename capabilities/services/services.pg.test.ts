import { beforeAll, describe, expect, test } from "vitest";
import { verifyCounters } from "#capabilities/rollups/verify.ts";
import type { Actor } from "#kernel/actor.ts";
import { HOUR, instant, isoInstant, later } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost, testResident } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { escalateServices } from "./clock.ts";
import { servicesOf } from "./desk.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const GRID = "320583101201001";
const ME = "01900000-0000-7000-8000-00000000000a";
const SIGNED = "M10 20l150 0 0 70";
let database: TestDatabase;
let server: TestServer;
let wu: { actor: Actor; client: Client };
let li: { actor: Actor; client: Client };
let township: Client;
let resident: Client;
let residentId: string;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, { [GRID]: "一格" });
  server = await testServer(database);
  const as = async (role: "grid-worker" | "grid-leader" | "operator", area: string) => {
    const actor = await testPost(database.owner, { role, area });
    return { actor, client: await server.as(actor) };
  };
  wu = await as("grid-worker", GRID);
  li = await as("grid-leader", "320583101201");
  township = (await as("operator", "320583101")).client;
  residentId = await testResident(database.owner, [ME]);
  resident = server.asResident(residentId);
});

type Sent = { answer: string; code?: string };
/** One command of a phone. */
async function say(client: Client, kind: string, body: unknown, id = newId()): Promise<Sent> {
  const madeAt = isoInstant(database.services.clock());
  const { body: answered } = await client.call("POST", "/field/commands", {
    commands: [{ id, kind, madeAt, body }],
  });
  return (answered as { answers: Sent[] }).answers[0] ?? { answer: "none" };
}
const errand = { words: "买一袋米、一壶油", name: "张某", door: "3幢2单元502", phone: "19999900001" };
const asked = { place: GRID, kind: "groceries", errand, mayVolunteer: false, isContactless: true };
async function askAtDoor(over: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = newId();
  expect(await say(wu.client, "services/request", { ...asked, ...over }, id)).toMatchObject({ answer: "applied" });
  return id;
}
async function askMine(over: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const id = newId();
  const { status, body } = await resident.call("POST", "/my/services", { id, ...asked, ...over });
  expect(status, JSON.stringify(body)).toBe(200);
  return id;
}
const row = async (id: string) => {
  const [found] = await database.owner`select * from service_request where id = ${id}`;
  return found ?? {};
};
const figure = async (metric: string) => {
  const [sum] = await database.owner<{ n: number }[]>`
    select coalesce(sum(delta), 0)::int as n from counter_pending where metric = ${metric} and place = '320583101201'`;
  return sum?.n;
};

test("a resident asks, a worker takes and brings it, the resident confirms: counted once, when confirmed", async () => {
  const id = await askMine();
  // The same again (a lost answer) is the same request.
  await resident.call("POST", "/my/services", { id, ...asked });
  expect(await row(id)).toMatchObject({
    state: "REQUESTED",
    due_at: instant("2020-02-10T05:00:00Z"),
    owner_post: wu.actor.postId,
    asked_by_resident: residentId,
  });
  expect((await row(id))["sealed"].toString("latin1")).not.toContain("19999900001");
  expect(await say(wu.client, "services/take", { requestId: id })).toMatchObject({ answer: "applied" });
  expect(await say(li.client, "services/take", { requestId: id })).toMatchObject({ code: "services/wrong-state" });
  expect(await say(wu.client, "services/deliver", { requestId: id })).toMatchObject({ answer: "applied" });
  expect(await figure("service.done")).toBe(0);
  const mine = await resident.call("GET", "/my/services");
  expect(mine.body).toMatchObject({
    services: [{ id, state: "DELIVERED", takenBy: { is: "post", name: `grid-worker ${GRID}` }, words: errand.words }],
  });
  const confirmed = await resident.call("POST", `/my/services/${id}/confirmation`, { isDone: true });
  expect(confirmed.body).toMatchObject({ state: "CONFIRMED" });
  expect(await figure("service.asked")).toBe(1);
  expect(await figure("service.done")).toBe(1);
  const events = await database.owner`select kind from service_event where object_id = ${id} order by at, id`;
  expect(events.map((event) => event["kind"])).toEqual(["asked", "taken", "delivered", "confirmed"]);
});

test("not done: it is open again with a due time of its own, and nothing was counted", async () => {
  const before = await figure("service.done");
  const id = await askMine({ kind: "medicine" });
  await say(wu.client, "services/take", { requestId: id });
  await say(wu.client, "services/deliver", { requestId: id });
  database.setNow(later(NOW, HOUR));
  const again = await resident.call("POST", `/my/services/${id}/confirmation`, { isDone: false, reason: "少一盒" });
  expect(again.body).toMatchObject({ state: "REQUESTED", dueAt: "2020-02-10T04:00:00.000Z" });
  expect(await row(id)).toMatchObject({ reopened: 1, taken_by_post: null });
  expect(await figure("service.done")).toBe(before);
  database.setNow(NOW);
});

describe("at the door", () => {
  test("the asker's signature confirms with the delivery; a scribble does not", async () => {
    const id = await askAtDoor();
    await say(wu.client, "services/take", { requestId: id });
    const dot = await say(wu.client, "services/deliver", { requestId: id, signature: "M1 1l2 2 3 3" });
    expect(dot).toMatchObject({ answer: "refused", code: "services/not-a-signature" });
    expect(await row(id)).toMatchObject({ state: "TAKEN" });
    await say(wu.client, "services/deliver", { requestId: id, signature: SIGNED });
    expect(await row(id)).toMatchObject({ state: "CONFIRMED", confirmed_how: "signed", signature: SIGNED });
  });

  test("who brought it does not call himself; somebody else does", async () => {
    const id = await askAtDoor();
    await say(wu.client, "services/take", { requestId: id });
    await say(wu.client, "services/deliver", { requestId: id });
    expect(await say(wu.client, "services/confirm", { requestId: id, how: "called" })).toMatchObject({
      code: "services/same-person",
    });
    expect(await say(li.client, "services/confirm", { requestId: id, how: "called" })).toMatchObject({
      answer: "applied",
    });
    expect(await row(id)).toMatchObject({ confirmed_how: "called", confirmed_by_post: li.actor.postId });
  });

  test("the door and the telephone are on the phone of the one who took it, and on nobody else's", async () => {
    const id = await askMine();
    const copyOf = async (client: Client) => {
      const { body } = await client.call("GET", `/field/copy?area=${GRID}&kinds=service`);
      return (body as { records: { id: string; value: unknown }[] }).records.find((one) => one.id === id)?.value;
    };
    expect(await copyOf(wu.client)).toMatchObject({ isMine: true, words: errand.words, contact: null });
    await say(wu.client, "services/take", { requestId: id });
    expect(await copyOf(wu.client)).toMatchObject({ contact: { door: errand.door, phone: errand.phone } });
    expect(await copyOf(li.client)).toMatchObject({ isTakenByMe: false, contact: null });
    const police = await server.as(await testPost(database.owner, { role: "police-officer", area: GRID }));
    expect(await copyOf(police)).toMatchObject({ words: null, contact: null });
  });

  test("a worker of another grid neither sees it nor takes it", async () => {
    const id = await askAtDoor();
    const stranger = await server.as(await testPost(database.owner, { role: "grid-worker", area: "320583101201002" }));
    expect(await say(stranger, "services/take", { requestId: id })).toMatchObject({ code: "common/not-found" });
    expect((await stranger.call("GET", `/services/320583/${id}`)).status).toBe(404);
    expect(await say(stranger, "services/request", asked)).toMatchObject({ code: "common/not-found" });
  });
});

test("medicine not taken in two hours goes before the lowest centre, an hour later before the next", async () => {
  const id = await askAtDoor({ kind: "medicine" });
  await database.owner`update service_request set look_at = null where id <> ${id}`;
  database.setNow(later(NOW, 2 * HOUR - 1));
  expect(await escalateServices(database.services)).toBe(0);
  database.setNow(later(NOW, 2 * HOUR));
  expect(await escalateServices(database.services)).toBe(1);
  expect(await row(id)).toMatchObject({ escalated_to: "320583101" });
  database.setNow(later(NOW, 3 * HOUR));
  expect(await escalateServices(database.services)).toBe(1);
  expect(await row(id)).toMatchObject({ escalated_to: "320583", look_at: null });
  const { body } = await township.call("GET", "/areas/320583101/services");
  expect((body as { services: { id: string; escalatedTo: string }[] }).services[0]).toMatchObject({
    id,
    escalatedTo: "320583",
  });
  // "Only" is the server's: beyond a page of 200 it still finds what is late, and counts and list agree.
  type Page = { counts: Record<string, number>; services: { id: string }[] };
  const listed = async (search: string) =>
    (await township.call("GET", `/areas/320583101/services?${search}`)).body as Page;
  for (const only of ["overdue", "unallotted", "unconfirmed"]) {
    const { counts, services } = await listed(`only=${only}`);
    expect([only, services.length]).toEqual([only, counts[only]]);
    expect(services.some((one) => one.id === id)).toBe(only === "overdue");
  }
  const toReturn = await listed("which=ended&only=toReturn");
  expect(toReturn.services).toHaveLength(toReturn.counts["toReturn"] ?? -1);
  database.setNow(NOW);
});

test("another capability reads what was asked for its record, without what is sealed", async () => {
  const householdKey = newId();
  const id = await askAtDoor({ householdKey });
  const lines = await asActor(database.services.db, wu.actor, (sql) =>
    servicesOf({ sql, actor: wu.actor }, { householdKey }),
  );
  expect(lines).toMatchObject([{ id, state: "REQUESTED", isMine: true }]);
  expect(JSON.stringify(lines)).not.toContain("502");
});

test("opening what it needs is on record; nothing sealed lies in events or the log", async () => {
  const id = await askMine();
  await resident.call("DELETE", `/my/services/${id}`);
  const shown = await township.call("GET", `/services/320583/${id}`);
  expect(shown.body).toMatchObject({ state: "WITHDRAWN", contact: { door: errand.door } });
  const deeds = await database.owner`
    select action, detail::text as detail from audit_pending where object_id = ${id} order by at, id`;
  expect(deeds.map((deed) => deed["action"])).toContain("service.open");
  expect(JSON.stringify(deeds)).not.toMatch(/502|19999900001|米/);
});

test("every figure of services is recounted from its rows", async () => {
  const actor = systemActor("32");
  const verified = await asActor(database.services.db, actor, (sql) => verifyCounters({ sql, actor, now: NOW }));
  expect(verified.counterDifferences).toEqual([]);
});
