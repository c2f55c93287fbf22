import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeAll, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant, MINUTE } from "#kernel/time.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { type Listed, PLACES, person, seedList } from "./list.testing.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const A = "320583101201001";
const B = "320583101202001";
const N = 12_000;
let database: TestDatabase;
let workerB: Actor;
let child: ChildProcess | null = null;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, PLACES);
  await testPost(database.owner, { role: "grid-worker", area: A });
  workerB = await testPost(database.owner, { role: "grid-worker", area: B });
});
afterEach(async () => {
  if (child !== null) await kill(child);
});

/** As a power cut: no handler of the process runs. Waits until the database, too, has noticed. */
async function kill(server: ChildProcess): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const gone = once(server, "exit");
    server.kill("SIGKILL");
    await gone;
  }
  await until("the database noticed", async () => {
    const left = await database.owner`
      select from pg_stat_activity where application_name = 'fault-server' and datname = current_database()`;
    return left.length === 0;
  });
}

/** Starts a server whose clock stands `later` milliseconds after NOW: a dead server's lease has then passed. */
async function startServer(later: number): Promise<ChildProcess> {
  const offset = NOW + later - performance.timeOrigin - performance.now();
  child = fork(new URL("./server.testing.ts", import.meta.url), [], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: database.ownerUrl,
      WANGGE_DATA_DIR: database.services.settings.dataDir,
      WANGGE_DEMO: "off",
      WANGGE_ASSESS_AT: "23:59",
      TEST_CLOCK_OFFSET_MS: String(offset),
    },
  });
  await once(child, "message");
  return child;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 90_000; waited += 25) {
    if (await holds()) return;
    await pause(25);
  }
  throw new Error(`did not happen: ${what}`);
}

async function standing() {
  const [row] = await database.owner<Record<string, number>[]>`
    select (select count(*) from task)::int as tasks, (select count(distinct person_key) from task)::int as persons,
           (select count(*) from task_event where kind = 'issued')::int as events,
           (select coalesce(sum(delta), 0) from counter_pending where metric = 'task.blue.issued')::int as pending,
           (select coalesce(sum(delta), 0) from counter_entry where metric = 'task.blue.issued'
               and day <> '0001-01-01')::int as folded`;
  const { tasks = 0, persons = 0, events = 0, pending = 0, folded = 0 } = row ?? {};
  return { tasks, persons, events, counted: pending + folded };
}

test("kill -9 during a publish: all of the list or nothing of it; published again, nothing is doubled or lost", async () => {
  const listed = Array.from({ length: N }, (_, n): Listed => ({ personKey: person(n), tier: "blue", place: A }));
  const list = await seedList(database.owner, { day: "2020-02-10", listed });
  const publish = { ...list, day: "2020-02-10", previousSessionId: null };
  for (const afterMs of [20, 150, 500]) {
    const server = await startServer(0);
    server.send({ publish });
    await pause(afterMs);
    await kill(server);
    const { tasks, events } = await standing();
    expect([0, N]).toContain(tasks);
    expect(events).toBe(tasks);
  }
  const server = await startServer(0);
  server.send({ publish });
  await once(server, "message");
  await kill(server);
  const { counted, ...rows } = await standing();
  expect(rows).toEqual({ tasks: N, persons: N, events: N });
  expect(counted % N).toBe(0);
});

test("kill -9 during a bulk action: the next server ends it, and every task has moved exactly once", async () => {
  const { as } = await testServer(database);
  const desk = await as(await testPost(database.owner, { role: "operator", area: "320583" }));
  const action = { kind: "assign", to: { postId: workerB.postId } };
  const { body } = await desk.call("POST", "/areas/320583/tasks/bulk", { action, select: { filter: {} } });
  const { jobId, total } = body as { jobId: string; total: number };
  expect(total).toBe(N);
  const moved = async (): Promise<number> => {
    const [row] = await database.owner`select count(*)::int as n from task where holder_post = ${workerB.postId}`;
    return row?.["n"] ?? 0;
  };
  for (let crash = 1; crash <= 2; crash++) {
    const server = await startServer(crash * 3 * MINUTE);
    const before = await moved();
    await until("a step is done", async () => (await moved()) > before);
    await kill(server);
    expect(await moved()).toBeLessThan(N);
  }
  await startServer(10 * MINUTE);
  await until("the job is done", async () => {
    const [job] = await database.owner`select state from job where id = ${jobId}`;
    return job?.["state"] === "done";
  });
  expect(await moved()).toBe(N);
  const events = await database.owner`
    select count(*)::int as n, count(distinct task_id)::int as tasks from task_event where kind = 'assigned'`;
  expect(events).toEqual([{ n: N, tasks: N }]);
});
