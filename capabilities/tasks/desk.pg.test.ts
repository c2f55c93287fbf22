import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { type Instant, instant, type PlainDay } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { escalateOnce } from "./escalate.ts";
import { handOver } from "./hand-over.ts";
import { type Listed, PLACES, person, seedList } from "./list.testing.ts";
import { publishList } from "./publish.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const A = "320583101201001";
const B = "320583101202001";
let database: TestDatabase;
let server: TestServer;
let workerA: Actor;
let workerB: Actor;
const clients = new Map<string, Client>();
let people = 0;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, PLACES);
  server = await testServer(database);
  workerA = await testPost(database.owner, { role: "grid-worker", area: A, isPrimary: true });
  workerB = await testPost(database.owner, { role: "grid-worker", area: B, isPrimary: true });
  clients.set("A", await server.as(workerA));
  clients.set("B", await server.as(workerB));
  for (const area of ["32", "3205", "320583", "320583101", "320585"])
    clients.set(area, await server.as(await testPost(database.owner, { role: "operator", area })));
});
beforeEach(() => database.setNow(NOW));

const as = (who: string): Client => {
  const client = clients.get(who);
  if (!client) throw new Error(`nobody is ${who}`);
  return client;
};

/** Publishes one more subject, beside those already listed; returns its task's id. */
async function task(place: string, tier: Listed["tier"] = "yellow"): Promise<string> {
  const key = person(++people);
  const standing = await database.owner<{ person_key: string; tier: Listed["tier"]; place: string }[]>`
    select person_key, tier, place from task where ended_at is null`;
  const listed = [
    ...standing.map((row) => ({ personKey: row.person_key, tier: row.tier, place: row.place })),
    { personKey: key, tier, place },
  ];
  const list = await seedList(database.owner, { day: "2020-02-10", version: people, listed });
  const { services } = database;
  const actor = systemActor("32");
  await asActor(services.db, actor, (sql) =>
    publishList(
      { sql, actor, now: services.clock(), services },
      { ...list, day: "2020-02-10" as PlainDay, previousSessionId: null },
    ),
  );
  const [row] = await database.owner<{ id: string }[]>`select id from task where person_key = ${key}`;
  return row?.id ?? "";
}

const row = async (id: string) => {
  const rows = await database.owner`select * from task where id = ${id} and ended_at is null`;
  expect(rows.length).toBe(1);
  return rows[0] ?? {};
};
const inboxOf = async (who: string): Promise<string[]> => {
  const { body } = await as(who).call("GET", "/inbox");
  return (body as { tasks: { id: string }[] }).tasks.map((one) => one.id);
};
const post = (who: string, path: string, body: unknown) => as(who).call("POST", path, body);
const minutes = (n: number): Instant => (NOW + n * 60_000) as Instant;

describe("a worker's inbox", () => {
  test("shows my open tasks soonest due first, and answers 304 until something changes", async () => {
    const late = await task(A, "blue");
    const soon = await task(A, "red");
    const response = await as("A").call("GET", "/inbox");
    expect(response.status).toBe(200);
    const ids = (response.body as { tasks: { id: string }[] }).tasks.map((one) => one.id);
    expect(ids.indexOf(soon)).toBeLessThan(ids.indexOf(late));
    const etag = response.headers.get("etag") ?? "";
    const pull = (tag: string) =>
      fetch(`${server.url}/api/v1/inbox`, {
        headers: { authorization: `Bearer ${as("A").token}`, "if-none-match": tag },
      });
    expect((await pull(etag)).status).toBe(304);
    await task(A);
    const changed = await pull(etag);
    expect(changed.status).toBe(200);
    expect(changed.headers.get("etag")).not.toBe(etag);
    expect(await inboxOf("B")).not.toContain(soon);
  });

  test("pages by due time and id, each task once", async () => {
    const all = await inboxOf("A");
    const seen: string[] = [];
    let after = "";
    do {
      const { body } = await as("A").call("GET", `/inbox?limit=2${after === "" ? "" : `&after=${after}`}`);
      const page = body as { tasks: { id: string }[]; next: string | null };
      seen.push(...page.tasks.map((one) => one.id));
      after = page.next ?? "";
    } while (after !== "");
    expect(seen).toEqual(all);
  });

  test("receipts are taken in any order, once, and a later one implies the earlier", async () => {
    const id = await task(A);
    const receipt = (state: string, at: string) => ({ taskId: id, state, at: `2020-02-10T0${at}Z` });
    const send = (...receipts: unknown[]) => post("A", "/tasks/receipts", { receipts });
    expect((await send(receipt("read", "1:00:00"))).body).toEqual({ results: [{ taskId: id, outcome: "taken" }] });
    expect((await send(receipt("delivered", "0:59:00"))).body).toEqual({
      results: [{ taskId: id, outcome: "already" }],
    });
    expect((await post("B", "/tasks/receipts", { receipts: [receipt("read", "1:00:00")] })).body).toEqual({
      results: [{ taskId: id, outcome: "gone" }],
    });
    // Made by a clock that runs ahead: it counts as now, and never as the future.
    await send(receipt("accepted", "5:00:00"), receipt("read", "1:00:00"));
    expect(await row(id)).toMatchObject({ state: "accepted", delivered_at: NOW, read_at: NOW, accepted_at: NOW });
  });

  test("the task's page says why, when, what happened and who has rung today", async () => {
    const id = await task(A, "red");
    const { person_key } = await row(id);
    const contact = { role: "health-worker", place: A, result: "NO_ANSWER", by: workerB.postId };
    for (const at of ["2020-02-10T00:30:00Z", "2020-02-09T15:00:00Z"])
      await database.owner`
        insert into contact (person_key, visit_id, at, by_post, role, place, result)
        values (${person_key as string}, gen_random_uuid(), ${at}, ${contact.by}, ${contact.role}, ${contact.place}, ${contact.result})`;
    const { status, body } = await as("A").call("GET", `/tasks/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      tier: "red",
      dueAt: "2020-02-10T05:00:00.000Z",
      reasons: [{ rule: "high-area", zh: "到过高风险地区", en: "Was in a high-risk area" }],
      events: [{ kind: "issued", toHolder: workerA.postId }],
      contactsToday: [{ role: "health-worker", result: "NO_ANSWER", at: "2020-02-10T00:30:00.000Z" }],
    });
    expect((body as { contactsToday: unknown[] }).contactsToday.length).toBe(1);
    expect((await as("B").call("GET", `/tasks/${id}`)).status).toBe(404);
    expect((await as("320585").call("GET", `/tasks/${id}`)).status).toBe(404);
  });
});

describe("not mine", () => {
  test("Golden 16, cell border: A→B→A, the third hop is blocked and the county decides within two hours", async () => {
    const id = await task(A);
    const giveBack = (who: string, proposedPlace: string) =>
      post(who, `/tasks/${id}/not-mine`, { reason: "属于隔壁村", proposedPlace });
    expect((await giveBack("A", B)).body).toMatchObject({
      outcome: "routed",
      hops: 1,
      holder: { postId: workerB.postId },
    });
    expect(await inboxOf("A")).not.toContain(id);
    expect(await inboxOf("B")).toContain(id);
    expect((await giveBack("A", B)).body).toMatchObject({ code: "tasks/moved-on", status: 409 });
    expect((await giveBack("B", A)).body).toMatchObject({
      outcome: "routed",
      hops: 2,
      holder: { postId: workerA.postId },
    });
    expect((await giveBack("A", B)).body).toMatchObject({ outcome: "arbitration", holder: { desk: "320583" } });
    expect(await row(id)).toMatchObject({ queue: "arbitration", state: "returned", decide_by: minutes(120) });
    const queue = await as("320583").call("GET", "/areas/320583/tasks?scope=desk&queue=arbitration");
    expect((queue.body as { tasks: unknown[] }).tasks).toMatchObject([{ id, decideBy: "2020-02-10T03:00:00.000Z" }]);
    // The township may not decide; the county may.
    const assign = (who: string) => post(who, "/tasks/assign", { taskIds: [id], to: { place: B } });
    expect((await assign("320583101")).body).toMatchObject({ code: "tasks/county-decides" });
    expect((await assign("320583")).body).toEqual({ done: [id], skipped: [] });
    expect(await row(id)).toMatchObject({ holder_post: workerB.postId, queue: "ordinary", state: "issued", place: B });
  });

  test("without a place it lies on the lowest desk; what nobody can find, in that desk's queue of the unlocated", async () => {
    const id = await task(A);
    expect((await post("A", `/tasks/${id}/not-mine`, { reason: "不认识" })).body).toMatchObject({
      outcome: "desk",
      holder: { desk: "320583101" },
    });
    await post("320583101", "/tasks/assign", { taskIds: [id], to: { postId: workerB.postId } });
    expect((await post("B", `/tasks/${id}/cannot-locate`, { reason: "无此门牌" })).body).toMatchObject({
      holder: { desk: "320583101" },
    });
    const queue = await as("320583101").call("GET", "/areas/320583101/tasks?scope=desk&queue=unlocated");
    expect((queue.body as { tasks: { id: string }[] }).tasks.map((one) => one.id)).toContain(id);
  });

  test("an arbitration that the county leaves lying goes before the city after two hours", async () => {
    const id = await task(A);
    for (const [who, to] of [
      ["A", B],
      ["B", A],
      ["A", B],
    ] as const)
      await post(who, `/tasks/${id}/not-mine`, { reason: "不是本网格", proposedPlace: to });
    database.setNow(minutes(119));
    await escalateOnce(database.services);
    const told = () => database.owner`
      select to_holder from task_event where task_id = ${id} and kind = 'escalated' and reason = 'not-decided'`;
    expect(await told()).toEqual([]);
    database.setNow(minutes(120));
    await escalateOnce(database.services);
    await escalateOnce(database.services);
    expect((await told()).map((one) => one["to_holder"])).toEqual(["desk:3205"]);
  });
});

describe("transfers between counties", () => {
  const offer = (id: string, who = "320583") =>
    post(who, "/tasks/transfer", { taskIds: [id], toPlace: "320585100201001", reason: "现住太仓" });

  test("the sender holds it until the other side accepts; then it lives on there under the same id", async () => {
    const id = await task(A);
    expect((await offer(id)).body).toEqual({ done: [], offered: [id], skipped: [] });
    expect(await row(id)).toMatchObject({ county: "320583", state: "transferred", desk: "320583", holder_post: null });
    const received = await as("320585").call("GET", "/areas/320585/offers");
    expect((received.body as { received: { id: string }[] }).received.map((one) => one.id)).toContain(id);
    const sent = await as("320583").call("GET", "/areas/320583/offers");
    expect((sent.body as { sent: { id: string }[] }).sent.map((one) => one.id)).toContain(id);
    // Offered, not given: the other side can neither assign it nor can a stranger accept it.
    expect((await post("320585", "/tasks/assign", { taskIds: [id], to: { place: "320585" } })).body).toMatchObject({
      skipped: [id],
    });
    const accept = (who: string) => post(who, "/tasks/offers/answer", { answer: "accept", taskIds: [id] });
    expect((await accept("320583101")).body).toMatchObject({ done: [], skipped: [id] });
    expect((await accept("320585")).body).toEqual({ done: [id], skipped: [] });
    expect(await row(id)).toMatchObject({
      county: "320585",
      state: "issued",
      desk: "320585",
      place: "320585100201001",
    });
    const rows = await database.owner`select county, state from task where id = ${id} order by county`;
    expect(rows).toMatchObject([
      { county: "320583", state: "moved" },
      { county: "320585", state: "issued" },
    ]);
    // The new county sees the whole way it came; the old one no longer sees the task.
    const page = await as("320585").call("GET", `/tasks/${id}`);
    expect((page.body as { events: { kind: string }[] }).events.map((one) => one.kind)).toEqual([
      "issued",
      "offered",
      "accepted-offer",
    ]);
    expect((await as("320583").call("GET", `/tasks/${id}`)).status).toBe(404);
  });

  test("declined or taken back it is the sender's again; and it can come back to a county that it had left", async () => {
    const id = await task(A);
    await offer(id);
    const declined = await post("320585", "/tasks/offers/answer", {
      answer: "decline",
      taskIds: [id],
      reason: "查无此址",
    });
    expect(declined.body).toEqual({ done: [id], skipped: [] });
    expect(await row(id)).toMatchObject({ county: "320583", state: "returned", desk: "320583", offered_to: null });
    await offer(id);
    expect((await post("320583", "/tasks/offers/take-back", { taskIds: [id] })).body).toEqual({
      done: [id],
      skipped: [],
    });
    await offer(id);
    await post("320585", "/tasks/offers/answer", { answer: "accept", taskIds: [id] });
    await post("320585", "/tasks/transfer", { taskIds: [id], toPlace: B, reason: "又回昆山" });
    await post("320583", "/tasks/offers/answer", { answer: "accept", taskIds: [id] });
    expect(await row(id)).toMatchObject({ county: "320583", holder_post: workerB.postId, place: B });
  });

  test("unanswered for two hours it goes before the common centre, which may accept for the other side", async () => {
    const id = await task(A);
    await offer(id);
    database.setNow(minutes(121));
    await escalateOnce(database.services);
    const told = await database.owner`select to_holder from task_event where task_id = ${id} and kind = 'escalated'`;
    expect(told.map((one) => one["to_holder"])).toContain("desk:3205");
    expect((await post("3205", "/tasks/offers/answer", { answer: "accept", taskIds: [id] })).body).toEqual({
      done: [id],
      skipped: [],
    });
  });

  test("a worker who names a door in another county has it offered from his centre's desk", async () => {
    const id = await task(A);
    const { body } = await post("A", `/tasks/${id}/not-mine`, { reason: "已搬走", proposedPlace: "320585100201001" });
    expect(body).toMatchObject({ outcome: "offered", holder: { desk: "320583101" } });
  });
});

test("counters follow each move: every open task is counted once, at its place, in its state", async () => {
  const counted = await database.owner<{ line: string }[]>`
    select place || ' ' || metric || ' ' || sum(delta) as line from counter_pending
     where metric like 'task.%' and metric not like '%overdue' group by place, metric having sum(delta) <> 0`;
  const real = await database.owner<{ line: string }[]>`
    select left(place, 12) || ' task.' || tier || '.' || state || ' ' || count(*) as line from task
     where state <> 'moved' group by left(place, 12), tier, state`;
  expect(counted.map((one) => one.line).sort()).toEqual(real.map((one) => one.line).sort());
});

test("overdue climbs and is counted once; when its holder goes absent his tasks are handed over", async () => {
  const id = await task(A, "red");
  database.setNow(minutes(4 * 60));
  await escalateOnce(database.services);
  expect(await row(id)).toMatchObject({ is_overdue: true, escalated_to: "320583101", escalate_at: minutes(5 * 60) });
  database.setNow(minutes(5 * 60));
  await escalateOnce(database.services);
  expect(await row(id)).toMatchObject({ escalated_to: "320583" });
  const list = await as("320583").call("GET", "/areas/320583/tasks?tier=red&overdue=true&place=320583101201");
  expect((list.body as { tasks: { id: string; isOverdue: boolean }[] }).tasks).toContainEqual(
    expect.objectContaining({ id, isOverdue: true }),
  );
  await database.owner`
    insert into absence (id, post_id, from_at, substitute_post_id, reason, recorded_at)
    values (gen_random_uuid(), ${workerA.postId}, ${NOW}, ${workerB.postId}, 'ill', ${NOW})`;
  const { services } = database;
  const actor = systemActor("32");
  const moved = await asActor(services.db, actor, (sql) =>
    handOver({ sql, actor, now: services.clock(), services }, { postId: workerA.postId }),
  );
  expect(moved).toBeGreaterThan(0);
  expect(await inboxOf("A")).toEqual([]);
  expect(await inboxOf("B")).toContain(id);
  await database.owner`delete from absence`;
});

test("the desk's list filters and searches; a stranger's area is not there", async () => {
  const id = await task("320583102201", "blue");
  const { person_key } = await row(id);
  const ids = async (who: string, path: string) => {
    const { body } = await as(who).call("GET", path);
    return (body as { tasks: { id: string }[] }).tasks.map((one) => one.id);
  };
  expect(await ids("320583", "/areas/320583/tasks?rule=from-outside&state=issued")).toContain(id);
  expect(await ids("320583", "/areas/320583/tasks?rule=household")).not.toContain(id);
  expect(await ids("32", "/areas/32/tasks?tier=blue")).toContain(id);
  expect(await ids("32", `/areas/32/tasks/search?q=${id}`)).toEqual([id]);
  expect(await ids("3205", `/areas/3205/tasks/search?q=${id.slice(0, 30)}`)).toContain(id);
  expect(await ids("320583", `/areas/320583/tasks/search?q=${String(person_key)}`)).toEqual([id]);
  expect(await ids("320583101", `/areas/320583101/tasks/search?q=${id}`)).toEqual([]);
  expect((await as("320583").call("GET", "/areas/320585/tasks")).status).toBe(404);
  expect((await as("A").call("GET", "/areas/320583/tasks")).status).toBe(403);
  expect((await as("320583").call("GET", "/areas/320583/tasks?after=xyz")).status).toBe(400);
  expect((await as("320583").call("GET", "/areas/320583/tasks?limit=201")).status).toBe(400);
});
