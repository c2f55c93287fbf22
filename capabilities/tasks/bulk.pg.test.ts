import { beforeAll, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant, type PlainDay } from "#kernel/time.ts";
import { jobKinds } from "#main";
import { asActor, systemActor } from "#platform/database.ts";
import { runOneJob } from "#platform/jobs.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, testServer } from "#testing/server.ts";
import { PLACES, person, seedList } from "./list.testing.ts";
import { publishList } from "./publish.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const A = "320583101201001";
const B = "320583101202001";
const N = 1_200;
let database: TestDatabase;
let workerA: Actor;
let workerB: Actor;
let desk: Client;
let township: Client;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, PLACES);
  workerA = await testPost(database.owner, { role: "grid-worker", area: A });
  workerB = await testPost(database.owner, { role: "grid-worker", area: B });
  const server = await testServer(database);
  desk = await server.as(await testPost(database.owner, { role: "operator", area: "320583" }));
  township = await server.as(await testPost(database.owner, { role: "operator", area: "320583102" }));
  const listed = Array.from({ length: N }, (_, n) => ({ personKey: person(n), tier: "blue" as const, place: A }));
  const list = await seedList(database.owner, { day: "2020-02-10", listed });
  const actor = systemActor("32");
  const { services } = database;
  await asActor(services.db, actor, (sql) =>
    publishList(
      { sql, actor, now: NOW, services },
      { ...list, day: "2020-02-10" as PlainDay, previousSessionId: null },
    ),
  );
});

const held = async () => {
  const rows = await database.owner<{ holder: string; n: number }[]>`
    select coalesce(holder_post::text, desk) as holder, count(*)::int as n from task where ended_at is null group by 1`;
  return Object.fromEntries(rows.map((row) => [row.holder, row.n]));
};
const run = () => runOneJob(database.services, jobKinds);
const progress = async (id: string) => (await desk.call("GET", `/tasks/bulk/${id}`)).body;
const started = (body: unknown) => (body as { jobId: string }).jobId;

test("a bulk action moves all of a filter as a job; undo gives back what has not moved on and says what has", async () => {
  const action = { kind: "assign", to: { postId: workerB.postId }, reason: "调整分工" };
  const { status, body } = await desk.call("POST", "/areas/320583/tasks/bulk", {
    action,
    select: { filter: { tier: "blue" } },
  });
  expect({ status, body }).toMatchObject({ status: 200, body: { total: N } });
  const id = started(body);
  expect(await progress(id)).toMatchObject({ state: "waiting", total: N, done: 0, canUndo: false });
  expect((await desk.call("POST", `/tasks/bulk/${id}/undo`, {})).body).toMatchObject({ code: "tasks/not-finished" });
  expect(await run()).toBe(1);
  expect(await held()).toEqual({ [workerB.postId]: N });
  expect(await progress(id)).toMatchObject({ state: "done", total: N, done: N, skipped: 0, canUndo: true });
  // Ten were done and five went elsewhere since.
  await database.owner`
    update task set state = 'done', ended_at = ${NOW}, version = version + 1 where person_key < ${person(10)}`;
  const five = await database.owner<{ id: string }[]>`select id from task where ended_at is null order by id limit 5`;
  await desk.call("POST", "/tasks/assign", { taskIds: five.map((row) => row.id), to: { place: "320583" } });
  const undone = await desk.call("POST", `/tasks/bulk/${id}/undo`, {});
  expect(await run()).toBe(1);
  expect(await held()).toEqual({ [workerA.postId]: N - 15, "320583": 5 });
  expect(await progress(started(undone.body))).toMatchObject({
    kind: "undo",
    state: "done",
    done: N - 15,
    skipped: 15,
  });
  expect((await desk.call("POST", `/tasks/bulk/${id}/undo`, {})).status).toBe(409);
  expect((await township.call("GET", `/tasks/bulk/${id}`)).status).toBe(404);
  expect((await township.call("POST", `/tasks/bulk/${id}/undo`, {})).status).toBe(404);
});

test("a bulk transfer to another county offers them all; undo takes the unanswered offers back", async () => {
  const ids = (
    await database.owner<{ id: string }[]>`
    select id from task where holder_post = ${workerA.postId} and ended_at is null order by id limit 20`
  ).map((row) => row.id);
  const action = { kind: "transfer", toPlace: "320585", reason: "现住太仓" };
  const { body } = await desk.call("POST", "/areas/320583/tasks/bulk", { action, select: { taskIds: ids } });
  await run();
  const states = () =>
    database.owner`select state, count(*)::int as n from task where id in ${database.owner(ids)} group by 1`;
  expect(await states()).toEqual([{ state: "transferred", n: 20 }]);
  await desk.call("POST", `/tasks/bulk/${started(body)}/undo`, {});
  await run();
  const back = await database.owner`
    select count(*)::int as n from task where id in ${database.owner(ids)} and holder_post = ${workerA.postId} and state = 'issued'`;
  expect(back).toEqual([{ n: 20 }]);
});

test("a wrong target, and what is not within the area, are refused at once", async () => {
  const bulk = (action: unknown, area = "320583") =>
    desk.call("POST", `/areas/${area}/tasks/bulk`, { action, select: { filter: {} } });
  expect((await bulk({ kind: "assign", to: { place: "320585" } })).body).toMatchObject({ code: "tasks/other-county" });
  expect((await bulk({ kind: "assign", to: { place: "320583999" } })).body).toMatchObject({
    code: "tasks/no-such-place",
  });
  expect((await bulk({ kind: "assign", to: { postId: person(1) } })).status).toBe(400);
  const nobody = "01900000-0000-7000-8000-000000000001";
  expect((await bulk({ kind: "assign", to: { postId: nobody } })).body).toMatchObject({ code: "tasks/no-such-post" });
  expect((await bulk({ kind: "assign", to: { place: A } }, "320585")).status).toBe(404);
  expect((await bulk({ kind: "delete" })).status).toBe(400);
});
