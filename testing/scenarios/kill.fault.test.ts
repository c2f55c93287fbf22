/**
 * `kill -9` of the whole server in the middle of an assessment, a publication and a storm of reports (and of PostgreSQL
 * with it). After the restart nothing that was acknowledged is missing and nothing is doubled.
 */
import { beforeAll, expect, test, vi } from "vitest";
import { csvOf, fromWuhan, WUHAN_IS_HIGH } from "#capabilities/intake/day.testing.ts";
import { openSession } from "#capabilities/workers/sessions.ts";
import type { Actor } from "#kernel/actor.ts";
import { checkCharacter } from "#kernel/identity.ts";
import { instant, MINUTE } from "#kernel/time.ts";
import type { Database } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testPlaces, testPost } from "#testing/database.ts";
import { living } from "./loop.ts";
import { deploy, type ServerProcess } from "./process.ts";

const DAY = "2020-02-10";
const STARTS = instant("2020-02-10T08:30:00+08:00");
const GRIDS = Array.from({ length: 24 }, (_, n) => `320583102201${String(n + 1).padStart(3, "0")}`);
/** Names on the list in each grid. */
const PEOPLE = 25;

const deployment = await deploy(STARTS);
let server: ServerProcess;
const tokens = new Map<string, string>();
let clockOffset = 0;

/** A row for each person of the list: an own number, an own door. */
const people = GRIDS.flatMap((grid, g) =>
  Array.from({ length: PEOPLE }, (_, n) => {
    const number = g * PEOPLE + n;
    const first = `3201051950061${String(5000 + number)}`.slice(0, 17);
    const cells = { id_number: first + checkCharacter(first), phone: "", household_id: `H${number}` };
    return { grid, cells };
  }),
);

/** Makes the post and a session that outlives the servers. */
async function staff(owner: Database, name: string, post: Parameters<typeof testPost>[1]): Promise<Actor> {
  const actor = await testPost(owner, post);
  tokens.set(name, await openSession(owner, { ...actor, now: STARTS }));
  return actor;
}

async function call(who: string, method: string, path: string, body?: unknown) {
  const response = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${tokens.get(who)}`,
      ...(body === undefined
        ? {}
        : { "content-type": typeof body === "string" ? "application/octet-stream" : "application/json" }),
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** What the killed server held is leased for two minutes; the clock of the next one starts after that. */
async function restart(): Promise<void> {
  await deployment.look(async (owner) => {
    clockOffset += 3 * MINUTE;
    await owner`update deployment set value = ${owner.json(clockOffset)} where name = 'clock-offset-ms'`;
  });
  server = await deployment.serve();
}

/** Holds the tables so that the server's transaction stops in its middle; kills it there; lets go. */
async function killWhileWriting(table: string, begin: () => Promise<unknown>): Promise<void> {
  await deployment.look((owner) =>
    owner.begin(async (sql) => {
      await sql`lock table ${sql(table)} in share row exclusive mode`;
      const begun = begin().catch(() => null);
      await vi.waitFor(
        async () => {
          const [row] = await owner<{ n: number }[]>`
            select count(*)::int as n from pg_locks l join pg_class c on c.oid = l.relation
             where not l.granted and c.relname = ${table}`;
          expect(row?.n).toBeGreaterThan(0);
        },
        { timeout: 60_000, interval: 20 },
      );
      await server.kill();
      await begun;
    }),
  );
}

beforeAll(async () => {
  await deployment.look(async (owner) => {
    const [row] = await owner<{ value: number }[]>`select value from deployment where name = 'clock-offset-ms'`;
    clockOffset = row?.value ?? 0;
    const grids = GRIDS.map((code, n) => [code, `第${n + 1}网格`]);
    await testPlaces(owner, {
      "32": "江苏省",
      "3205": "苏州市",
      "320583": "昆山市",
      "320583102": "花桥镇",
      "320583102201": "天福村",
      ...Object.fromEntries(grids),
    });
    for (const department of ["police", "telecom", "health", "centre"] as const)
      await staff(owner, department, { role: "signatory", area: "32", department });
    await staff(owner, "analyst", { role: "analyst", area: "32" });
    await staff(owner, "operator", { role: "operator", area: "32" });
    for (const area of GRIDS) await staff(owner, area, { role: "grid-worker", area, isPrimary: true });
  });
  server = await deployment.serve();
  const trips = people.map(({ cells }, n) => ({ ...fromWuhan(n, "2020-02-04"), ...cells }));
  const register = people.map(({ grid, cells }, n) => living(n, grid, cells));
  for (const [who, file, text] of [
    ["health", "health/areas", csvOf("health/areas", [WUHAN_IS_HIGH])],
    ["police", "police/trips", csvOf("police/trips", trips)],
    ["police", "police/residents", csvOf("police/residents", register)],
  ] as const)
    expect((await call(who, "PUT", `/feeds/${DAY}/${file}.csv`, text)).body).toMatchObject({ state: "taken" });
});

let sessionId = "";

test("killed in the middle of an assessment, twice, the server takes the job up again and ends with one draft", async () => {
  const ordered = await call("analyst", "POST", "/assessments", { day: DAY });
  expect(ordered.status).toBe(200);
  const id = String(ordered.body["assessmentId"]);
  const jobState = () => deployment.look((owner) => owner`select state, attempts from job where kind = 'assess'`);
  // First while the engine is at work in its own process,
  await deployment.look((owner) =>
    vi.waitFor(
      async () => {
        const [job] = await owner<{ done_count: number }[]>`select done_count from job where kind = 'assess'`;
        expect(job?.done_count).toBe(1);
      },
      { timeout: 40_000, interval: 10 },
    ),
  );
  await server.kill();
  // then inside the last transaction, which writes list, receipts and draft together.
  await killWhileWriting("joint_session", restart);
  expect(await deployment.look((owner) => owner`select 1 from assessment_result limit 1`)).toHaveLength(0);
  await restart();
  await vi.waitFor(async () => expect(await jobState()).toEqual([{ state: "done", attempts: 3 }]), {
    timeout: 60_000,
    interval: 200,
  });
  const { body } = await call("analyst", "GET", `/assessments/${id}`);
  expect(body).toMatchObject({ state: "draft", sessionId: expect.any(String) });
  sessionId = String(body["sessionId"]);
  await deployment.look(async (owner) => {
    expect(await owner`select state from joint_session`).toEqual([{ state: "draft" }]);
    expect(await owner`select count(*)::int as n from assessment_result`).toEqual([{ n: people.length }]);
    expect(await owner`select count(*)::int as n from household`).toEqual([{ n: people.length }]);
    expect(await owner`select count(*)::int as n from sealed_identity`).toEqual([{ n: people.length }]);
  });
});

test("killed in the middle of publishing, the list is not published at all; published again, every name is there once", async () => {
  for (const who of ["police", "telecom", "health", "centre"])
    expect((await call(who, "POST", `/joint-sessions/${sessionId}/decisions`, { decision: "sign" })).status).toBe(200);
  await killWhileWriting("inbox", () => call("centre", "POST", `/joint-sessions/${sessionId}/publication`, {}));
  await deployment.look(async (owner) => {
    expect(await owner`select 1 from task`).toHaveLength(0);
    expect(await owner`select state from joint_session`).toEqual([{ state: "draft" }]);
  });
  await restart();
  const published = await call("centre", "POST", `/joint-sessions/${sessionId}/publication`, {});
  expect(published).toMatchObject({ status: 200, body: { state: "published", decisions: { length: 4 } } });
  // Acknowledged, and killed at once.
  await server.kill();
  await restart();
  for (const grid of GRIDS) {
    const { body } = await call(grid, "GET", "/inbox");
    expect(body).toMatchObject({ tasks: { length: PEOPLE } });
  }
  expect((await call("centre", "POST", `/joint-sessions/${sessionId}/publication`, {})).status).toBe(409);
});

type Batch = { readonly grid: string; readonly reports: readonly { readonly id: string }[] };
type Answers = { readonly answers: readonly { readonly id: string; readonly answer: string }[] };
/** Batches of each worker; of ten reports two are about a task. */
const BATCHES = 12;

test("killed with PostgreSQL in a storm of reports, no acknowledged one is missing, and those sent again count once", async () => {
  const batches = (await Promise.all(GRIDS.map(batchesOf))).flat();
  const acknowledged = new Set<Batch>();
  let ending: Promise<unknown> | null = null;
  const sendAll = async (grid: string) => {
    for (const batch of batches.filter((one) => one.grid === grid)) {
      expect(await answersTo(batch)).toEqual(batch.reports.map(() => "accepted"));
      acknowledged.add(batch);
      if (acknowledged.size === 80 && ending === null) {
        deployment.killPostgres();
        ending = server.kill();
      }
    }
  };
  const ends = await Promise.allSettled(GRIDS.map(sendAll));
  await ending;
  expect(ends.filter(({ status }) => status === "rejected").length).toBeGreaterThan(1);
  expect(acknowledged.size).toBeLessThan(batches.length);

  await restart();
  const kept = await deployment.look((owner) => owner<{ id: string }[]>`select id from visit`);
  const ids = new Set(kept.map((row) => row.id));
  expect([...acknowledged].flatMap((batch) => batch.reports).filter(({ id }) => !ids.has(id))).toEqual([]);
  // The phones send again what they have no answer to, and one of them everything.
  const sendAgain = async (grid: string) => {
    for (const batch of batches.filter((one) => one.grid === grid)) {
      const isKnown = acknowledged.has(batch);
      if (isKnown && grid !== GRIDS[0]) continue;
      for (const answer of await answersTo(batch))
        expect(isKnown ? ["already"] : ["accepted", "already"]).toContain(answer);
    }
  };
  await Promise.all(GRIDS.map(sendAgain));
  const all = batches.flatMap((batch) => batch.reports);
  const figures = async () =>
    (await call("operator", "GET", `/areas/32/figures?day=${DAY}`)).body as { own: { values: Record<string, number> } };
  const done = GRIDS.length * BATCHES * 2;
  await vi.waitFor(
    async () =>
      expect((await figures()).own.values).toMatchObject({
        visit: all.length,
        "visit.household": all.length,
        "task.red.done": done,
        "list.red": people.length,
      }),
    { timeout: 20_000, interval: 100 },
  );
});

async function answersTo({ grid, reports }: Batch): Promise<string[]> {
  const { status, body } = await call(grid, "POST", "/visits", { reports });
  expect(status).toBe(200);
  return (body as Answers).answers.map((one) => one.answer);
}

async function batchesOf(grid: string): Promise<Batch[]> {
  const { tasks } = (await call(grid, "GET", "/inbox")).body as { tasks: { id: string; county: string }[] };
  const report = { place: grid, visitedAt: "2020-02-10T08:30:00+08:00", result: "HOME_IN_PLACE", spokenTo: "self" };
  return Array.from({ length: BATCHES }, (_, b) => ({
    grid,
    reports: Array.from({ length: 10 }, (_, n) => {
      const task = n < 2 ? tasks[b * 2 + n] : undefined;
      const about = task === undefined ? {} : { taskId: task.id, taskCounty: task.county };
      return { id: newId(), ...report, ...about };
    }),
  }));
}

test("after all of it the counters equal a recount, and the audit log is intact", async () => {
  await deployment.look((owner) =>
    vi.waitFor(
      async () => {
        const [row] = await owner<{ n: number }[]>`
          select (select count(*) from counter_pending)::int + (select count(*) from audit_pending)::int as n`;
        expect(row?.n).toBe(0);
      },
      { timeout: 20_000, interval: 100 },
    ),
  );
  const recounted = JSON.parse(deployment.wangge("rollup", "verify", "--json"));
  expect(recounted).toMatchObject({ isExact: true, counterDifferences: [], sumDifferences: [] });
  expect(JSON.parse(deployment.wangge("audit", "verify", "--json"))).toMatchObject({ isIntact: true, fault: null });
  const published = await deployment.look(
    (owner) => owner`select count(*)::int as n from audit_entry where action = 'list.publish'`,
  );
  expect(published).toEqual([{ n: 1 }]);
});
