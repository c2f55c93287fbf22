import fc from "fast-check";
import { beforeAll, beforeEach, expect, test } from "vitest";
import { type Change, count } from "#capabilities/rollups/count.ts";
import type { Metric } from "#capabilities/rollups/rules/metrics.ts";
import { instant, later } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { foldOnce } from "./fold.ts";
import { verifyCounters } from "./verify.ts";

const NOW = instant("2020-02-10T02:00:00Z");
const SECOND = 1000;
const PROVINCE = systemActor("32");
let database: TestDatabase;
let server: TestServer;
let analyst: Client;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3201": "南京市",
    "3205": "苏州市",
    "320581": "常熟市",
    "320583": "昆山市",
    "320583001": "甲镇",
    "320583001001": "甲村",
    "320583001002": "乙村",
  });
  server = await testServer(database);
  analyst = await server.as(await testPost(database.owner, { role: "analyst", area: "32" }));
});

beforeEach(async () => {
  database.setNow(NOW);
  await database.owner`truncate counter_pending, counter_entry, counter_fold, counter_total, counter_mark, outbox`;
});

const book = (...changes: Change[]) => asActor(database.server, PROVINCE, (sql) => count(sql, changes));
async function fold(): Promise<void> {
  while ((await foldOnce(database.services)) > 0);
}

type Shown = {
  asOf: { fold: number; at: string };
  standingAsOf: { fold: number };
  own: { values: Record<string, number>; standing: Record<string, number>; coverage: { permille: number | null } };
  children: { place: string; name: string | null; values: Record<string, number> }[];
};
async function shown(place: string, query = "?day=2020-02-10"): Promise<Shown> {
  const answer = await analyst.call("GET", `/areas/${place}/figures${query}`);
  expect(answer.status).toBe(200);
  return answer.body as Shown;
}

const visit = (place: string, delta: number, day = "2020-02-10"): Change => ({ place, day, metric: "visit", delta });

test("a change shows at its village and at every place above it; what is coarser than a village counts where it is", async () => {
  await book(visit("320583001001003", 5), visit("320583001002", 2), visit("320581", 10));
  await fold();
  const province = await shown("32");
  expect(province.own.values).toEqual({ visit: 17 });
  expect(province.children).toMatchObject([
    { place: "3201", name: "南京市", values: {} },
    { place: "3205", name: "苏州市", values: { visit: 17 } },
  ]);
  expect((await shown("3205")).children.map((one) => [one.place, one.values["visit"]])).toEqual([
    ["320581", 10],
    ["320583", 7],
  ]);
  expect((await shown("320583001")).children.map((one) => [one.place, one.values["visit"]])).toEqual([
    ["320583001001", 5],
    ["320583001002", 2],
  ]);
  expect(await shown("320583001001")).toMatchObject({ own: { values: { visit: 5 } }, children: [] });
});

test("tasks of yesterday's list stand today although they are not of today's", async () => {
  await book(
    { place: "320583001001", day: "2020-02-09", metric: "task.red.accepted", delta: 3 },
    { place: "320583001001", day: "2020-02-10", metric: "task.red.issued", delta: 4 },
    { place: "320583001001", day: "2020-02-09", metric: "household.registered", delta: 300 },
    { place: "320583001001", day: "2020-02-10", metric: "household.reached", delta: 30 },
  );
  await fold();
  const { own } = await shown("320583");
  expect(own.values).toEqual({ "task.red.issued": 4 });
  expect(own.standing).toEqual({
    "task.red.accepted": 3,
    "task.red.issued": 4,
    "household.registered": 300,
    "household.reached": 30,
  });
  expect(own.coverage).toEqual({ registered: 300, vacant: 0, reached: 30, neverVisited: 270, permille: 100 });
});

test("figures as of a past fold or instant are exactly what was shown then, whatever came after, across marks", async () => {
  const before: { fold: number; at: string; seen: unknown }[] = [];
  for (let step = 0; step < 30; step++) {
    database.setNow(later(NOW, step * 40 * SECOND));
    await book(
      visit(step % 2 === 0 ? "320583001001" : "320583001002", 1 + step),
      { place: "320583001001", day: "2020-02-09", metric: "task.blue.read", delta: step % 3 === 0 ? -1 : 2 },
      { place: "320581", day: "2020-02-10", metric: "household.reached", delta: 1 },
    );
    await fold();
    const now = await shown("320583");
    before.push({ ...now.asOf, seen: { own: now.own, children: now.children } });
  }
  const [marks] = await database.owner<{ n: number }[]>`select count(*) as n from counter_fold where is_mark`;
  expect(marks?.n).toBe(10);
  for (const { fold: id, at, seen } of before) {
    expect(await shown("320583", `?day=2020-02-10&asOf=${id}`)).toMatchObject(seen as object);
    expect(await shown("320583", `?day=2020-02-10&asOf=${encodeURIComponent(at)}`)).toMatchObject(seen as object);
  }
  const early = await analyst.call("GET", "/areas/32/figures?asOf=2020-02-01T00:00:00Z");
  expect(early).toMatchObject({ status: 404, body: { code: "rollups/before-the-first-fold" } });
});

test("a day that is over shows its stocks as they stood at its end, and its visits as now known", async () => {
  await book({ place: "320583", day: "2020-02-10", metric: "worker.post", delta: 8 }, visit("320583", 3));
  await fold();
  database.setNow(instant("2020-02-11T01:00:00Z"));
  analyst = await server.as(await testPost(database.owner, { role: "analyst", area: "32" }));
  // A report of yesterday arrives today; a worker comes today.
  await book({ place: "320583", day: "2020-02-11", metric: "worker.post", delta: 1 }, visit("320583", 1));
  await fold();
  expect((await shown("320583", "?day=2020-02-10")).own).toMatchObject({
    values: { visit: 4 },
    standing: { "worker.post": 8 },
  });
  expect((await shown("320583", "?day=2020-02-11")).own.standing).toEqual({ "worker.post": 9 });
  analyst = await server.as(await testPost(database.owner, { role: "analyst", area: "32" }));
});

test("many bookers and several folders at once lose nothing and double nothing", async () => {
  const bookers = Array.from({ length: 4 }, async (_, who) => {
    for (let n = 0; n < 25; n++)
      await book(visit(`32058300100${1 + ((who + n) % 2)}`, 1), visit("320581", 1, "2020-02-09"));
  });
  let isBooking = true;
  const folders = Array.from({ length: 3 }, async () => {
    while (isBooking) await foldOnce(database.services);
  });
  await Promise.all(bookers);
  isBooking = false;
  await Promise.all(folders);
  await fold();
  const province = await shown("32");
  expect(province.own.values).toEqual({ visit: 100 });
  expect((await shown("32", "?day=2020-02-09")).own.values).toEqual({ visit: 100 });
  const [entries] = await database.owner<{ n: number; folds: number }[]>`
    select sum(delta) as n, count(distinct fold_id) as folds from counter_entry`;
  expect(Number(entries?.n)).toBe(200);
});

test("a fold that dies half-way has happened not at all, and the next one does it", async () => {
  await book(visit("320583001001", 7));
  await expect(
    database.server.begin(async (sql) => {
      await sql`select fold_counters(${NOW}, 1000, interval '10 min')`;
      throw new Error("killed");
    }),
  ).rejects.toThrow("killed");
  await fold();
  expect((await shown("32")).own.values).toEqual({ visit: 7 });
});

test("every place of every level is the sum of what was booked inside it, and of its children and itself", async () => {
  const place = fc.constantFrom(
    "32",
    "3201",
    "320581",
    "320583",
    "320583001",
    "320583001001",
    "320583001002",
    "320583001002001",
  );
  const metric = fc.constantFrom<Metric>("visit", "clue", "task.red.issued", "household.reached", "list.blue");
  const change = fc.record({
    place,
    metric,
    day: fc.constantFrom("2020-02-09", "2020-02-10"),
    delta: fc.integer({ min: -5, max: 9 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(change, { maxLength: 8 }), { minLength: 1, maxLength: 4 }), async (batches) => {
      await database.owner`truncate counter_pending, counter_entry, counter_fold, counter_total, counter_mark, outbox`;
      for (const batch of batches) {
        await book(...batch);
        await fold();
      }
      const all = batches.flat();
      for (const area of ["32", "3205", "320583", "320583001", "320583001002"]) {
        const { own } = await shown(area);
        const visits = all.filter(
          (one) => one.metric === "visit" && one.day === "2020-02-10" && one.place.startsWith(area),
        );
        expect(own.values["visit"] ?? 0).toBe(visits.reduce((sum, one) => sum + one.delta, 0));
        const tasks = all.filter((one) => one.metric === "task.red.issued" && one.place.startsWith(area));
        expect(own.standing["task.red.issued"] ?? 0).toBe(tasks.reduce((sum, one) => sum + one.delta, 0));
      }
    }),
    { numRuns: 25 },
  );
});

test("scenario 21: a replay of the rows reproduces the totals, and a hand edit of a counter or a sum is found", async () => {
  const verify = () => asActor(database.server, PROVINCE, (sql) => verifyCounters({ sql, actor: PROVINCE, now: NOW }));
  await database.owner`
    insert into household (county, household_key, place, persons, recorded_at)
    values ('320583', '11111111-1111-4111-8111-111111111111', '320583001001001', 3, ${NOW})`;
  await book({ place: "320583001001", day: "2020-02-10", metric: "household.registered", delta: 1 });
  await fold();
  expect(await verify()).toMatchObject({ isExact: true, compared: { counters: 1 } });
  await database.owner`update counter_total set value = 2 where place = '3205' and metric = 'household.registered'`;
  expect(await verify()).toMatchObject({
    isExact: false,
    counterDifferences: [],
    sumDifferences: [{ place: "3205", metric: "household.registered", counted: 2, recounted: 1 }],
  });
  await database.owner`update counter_total set value = 1 where place = '3205'`;
  await book(visit("320583001001", 3));
  expect(await verify()).toMatchObject({
    isExact: false,
    counterDifferences: [{ place: "320583001001", day: "2020-02-10", metric: "visit", counted: 3, recounted: 0 }],
  });
  await database.owner`delete from household`;
});

test("a fold pokes the places it changed down to the county, each once", async () => {
  await book(visit("320583001001", 1), visit("320583001002", 1), visit("320581", 1));
  await fold();
  const pokes = await database.owner<{ key: string }[]>`select key from outbox where topic = 'rollup' order by key`;
  expect(pokes.map((poke) => poke.key)).toEqual(["32", "3205", "320581", "320583"]);
});

test("series give one value a day, and 0 where nothing happened", async () => {
  await book(visit("320583001001", 1, "2020-02-08"), visit("320581", 4, "2020-02-10"));
  await fold();
  const answer = await analyst.call(
    "GET",
    "/areas/3205/series?from=2020-02-08&to=2020-02-10&metrics=visit,clue,nonsense",
  );
  expect(answer.body).toMatchObject({
    days: ["2020-02-08", "2020-02-09", "2020-02-10"],
    series: { visit: [1, 0, 4], clue: [0, 0, 0] },
  });
  expect((await analyst.call("GET", "/areas/3205/series?from=2020-02-08&to=2022-02-10&metrics=visit")).status).toBe(
    422,
  );
});

test("a counter that is not on the list is refused", async () => {
  const wrong: Change = { place: "32", day: "2020-02-10", metric: "visit.hidden" as Metric, delta: 1 };
  await expect(book(wrong)).rejects.toThrow("not a counter");
});

test.each([
  "/areas/320583/figures",
  "/areas/320583/series?from=2020-02-08&to=2020-02-10&metrics=visit",
  "/areas/320583/figures/events",
])("%s: 404 from outside the area, 401 without a session", async (path) => {
  const stranger = await server.as(await testPost(database.owner, { role: "operator", area: "320581" }));
  expect((await stranger.call("GET", path)).status).toBe(404);
  expect((await (await server.as(null)).call("GET", path)).status).toBe(401);
});

test.each([
  "/areas/5/figures",
  "/areas/320583/figures?day=tomorrow",
  "/areas/320583/figures?asOf=-1",
  "/areas/320583/series?from=1&to=2&metrics=",
])("%s in the wrong shape is a problem, never a 500", async (path) => {
  expect(await analyst.call("GET", path)).toMatchObject({ status: 400, body: { code: "common/wrong-shape" } });
});

test("an open page hears that figures of its place changed", async () => {
  const response = await fetch(`${server.url}/api/v1/areas/320583/figures/events`, {
    headers: { authorization: `Bearer ${analyst.token}` },
  });
  const reader = response.body?.getReader();
  const read = async () => new TextDecoder().decode((await reader?.read())?.value);
  expect(await read()).toContain("retry:");
  database.services.hub.tell({ topic: "rollup", key: "320583" });
  expect(await read()).toBe("event: figures\ndata: {}\n\n");
  await reader?.cancel();
});

test("definitions are served for every figure", async () => {
  const answer = await analyst.call("GET", "/figures/definitions");
  expect((answer.body as { definitions: unknown[] }).definitions).toHaveLength(75);
});
