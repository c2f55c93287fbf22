import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeAll, expect, test } from "vitest";
import { instant, MINUTE } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { type TestDatabase, testDatabase } from "#testing/database.ts";
import { csvOf, fromWuhan, person, provincialPosts, WUHAN_IS_HIGH } from "./day.testing.ts";
import { orderAssessment } from "./runs.ts";
import { takeFile } from "./take.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const PEOPLE = 900;
let database: TestDatabase;
let child: ChildProcess | null = null;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await provincialPosts(database);
});
afterEach(async () => {
  if (child !== null) await kill(child);
});

/** As a power cut: no handler of the process runs. */
async function kill(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, "exit");
  server.kill("SIGKILL");
  await gone;
}

/** Starts a server whose clock stands `later` milliseconds after NOW: a dead server's lease has then passed. */
function startServer(later: number): ChildProcess {
  const { dataDir } = database.services.settings;
  const offset = NOW + later - performance.timeOrigin - performance.now();
  child = fork(new URL("./server.testing.ts", import.meta.url), [], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    env: {
      PATH: process.env["PATH"],
      DATABASE_URL: database.ownerUrl,
      WANGGE_DATA_DIR: dataDir,
      WANGGE_DEMO: "off",
      // Never by the clock in this test.
      WANGGE_ASSESS_AT: "23:59",
      WANGGE_ASSESS_MEMORY_MB: "1024",
      TEST_CLOCK_OFFSET_MS: String(offset),
    },
  });
  return child;
}

async function jobOf(day: string) {
  const [job] = await database.owner<{ state: string; done_count: number; attempts: number; problem: string | null }[]>`
    select state, done_count, attempts, problem from job where kind = 'assess' and params ->> 'day' = ${day}`;
  return job;
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 90_000; waited += 20) {
    if (await holds()) return;
    await pause(20);
  }
  throw new Error(`did not happen: ${what}`);
}

async function orderDay(day: string): Promise<string> {
  const { services } = database;
  const actor = systemActor("32");
  const everyone = Array.from({ length: PEOPLE }, (_, n) => n + 1);
  const files = {
    "health/areas.csv": csvOf("health/areas", [WUHAN_IS_HIGH]),
    "police/trips.csv": csvOf(
      "police/trips",
      everyone.map((n) => fromWuhan(n, "2020-02-01")),
    ),
    "police/residents.csv": csvOf(
      "police/residents",
      everyone.map((n) => ({ ...person(n), area: "320583102201", address: `${n}号`, household_id: `H${n}` })),
    ),
  };
  for (const [name, text] of Object.entries(files))
    await takeFile(services, actor, { day, name, channel: "simulator", stream: Readable.from([Buffer.from(text)]) });
  const ordered = await asActor(services.db, actor, (sql) =>
    orderAssessment({ sql, actor, now: NOW, services }, { day, engine: "duckdb" }),
  );
  return ordered.assessmentId;
}

const resultsOf = async (assessmentId: string) => {
  const [row] = await database.owner<{ n: number }[]>`
    select count(*)::int as n from assessment_result where assessment_id = ${assessmentId}`;
  return row?.n;
};

// Steps: 0 the folder, 1 the engine, 2 the identities, 3 the households, 4 the list itself.
test.each([
  ["2020-02-05", 0, 0],
  ["2020-02-06", 1, 300],
  ["2020-02-07", 2, 150],
  ["2020-02-08", 3, 150],
  ["2020-02-09", 4, 15],
])(
  "kill -9 of the server during an assessment (%s, step %i + %i ms): after restart exactly one draft, whole",
  async (day, step, wait) => {
    const assessmentId = await orderDay(day);
    const first = startServer(0);
    await until(`step ${step}`, async () => {
      const job = await jobOf(day);
      return job?.state === "done" || (job?.state === "running" && job.done_count >= step);
    });
    await pause(wait);
    first.kill("SIGKILL");
    // Whatever was under way, a list is there whole with its draft, or not at all.
    await pause(100);
    const [run] = await database.owner<{ state: string }[]>`select state from assessment where id = ${assessmentId}`;
    expect(await resultsOf(assessmentId)).toBe(run?.state === "draft" ? PEOPLE : 0);

    startServer(3 * MINUTE);
    await until("the job is done", async () => (await jobOf(day))?.state === "done");
    expect(await jobOf(day)).toMatchObject({ problem: null });
    expect(await resultsOf(assessmentId)).toBe(PEOPLE);
    const sessions = await database.owner`
    select state, changes -> 'new' as new from joint_session where day = ${day}`;
    expect(sessions).toEqual([{ state: "draft", new: { red: PEOPLE, yellow: 0, blue: 0 } }]);
    const [counted] = await database.owner<{ households: number; booked: number; sealed: number }[]>`
    select (select count(*)::int from household) as households,
           (select coalesce(sum(delta), 0)::int from (
              select delta from counter_pending where metric = 'household.registered'
              union all select delta from counter_entry where metric = 'household.registered') as d) as booked,
           (select count(*)::int from sealed_identity) as sealed`;
    expect(counted).toEqual({ households: PEOPLE, booked: PEOPLE, sealed: PEOPLE });
  },
);
