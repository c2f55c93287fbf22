import { beforeAll, expect, test } from "vitest";
import { count } from "#capabilities/rollups/count.ts";
import { foldOnce } from "#capabilities/rollups/fold.ts";
import type { PlaceCode } from "#kernel/places.ts";
import { daysLater, instant, later, MINUTE, type PlainDay } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type TestServer, testServer } from "#testing/server.ts";
import { recordCases } from "./brief.ts";
import type { CaseRow } from "./rules/case-rows.ts";

const NOW = instant("2020-03-09T00:00:00Z");
const PROVINCE = systemActor("32");
let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, { "32": "江苏省", "3205": "苏州市", "320583": "昆山市", "320581": "常熟市" });
  server = await testServer(database);
});

const record = (rows: readonly CaseRow[], now = NOW) =>
  asActor(database.server, PROVINCE, (sql) => recordCases({ sql, actor: PROVINCE, now }, rows, "feed"));
const row = (place: string, day: string, confirmed: number): CaseRow => ({
  place: place as PlaceCode,
  day: day as PlainDay,
  confirmed,
  suspected: 0,
  cured: 0,
  dead: 0,
});
const days = (place: string, from: string, confirmed: readonly number[]) =>
  confirmed.map((value, index) => row(place, daysLater(from as PlainDay, index), value));

async function briefOf(place: string, day: string) {
  const client = await server.as(await testPost(database.owner, { role: "analyst", area: "32" }));
  const answer = await client.call("GET", `/areas/${place}/brief?day=${day}`);
  expect(answer.status).toBe(200);
  return answer.body as {
    cases: { own: Record<string, unknown> | null; below: { place: string; daysWithoutNew: number | null }[] };
    work: { visits: unknown; workersOnDuty: number };
    textZh: string;
  };
}

test("cases of counties add up to a city that has none of its own; each county has its own streak", async () => {
  await record([
    ...days("320583", "2020-03-01", [1, 2, 2, 2, 2, 2, 2, 2]),
    ...days("320581", "2020-03-03", [4, 4, 5, 5, 5, 5]),
  ]);
  const { cases } = await briefOf("3205", "2020-03-08");
  expect(cases.own).toMatchObject({ confirmed: 7, newConfirmed: 0, daysWithoutNew: 3 });
  expect(cases.below.map((line) => [line.place, line.daysWithoutNew])).toEqual([
    ["320581", 3],
    ["320583", 6],
  ]);
});

test("the same figures again record nothing; other figures of a past day are a correction and give a new history", async () => {
  expect(await record(days("320583", "2020-03-01", [1, 2, 2]))).toBe(0);
  const corrected = days("320583", "2020-03-06", [3, 3, 3]);
  expect(await record(corrected, later(NOW, MINUTE))).toBe(3);
  const { cases } = await briefOf("320583", "2020-03-08");
  expect(cases.own).toMatchObject({ confirmed: 3, daysWithoutNew: 2 });
});

test("the work is the counters' work, with the change against the day before", async () => {
  await asActor(database.server, PROVINCE, (sql) =>
    count(sql, [
      { place: "320583001001", day: "2020-03-07", metric: "visit", delta: 40 },
      { place: "320583001001", day: "2020-03-08", metric: "visit", delta: 55 },
      { place: "320583001001", day: "2020-03-08", metric: "worker.on-duty", delta: 9 },
    ]),
  );
  await foldOnce(database.services);
  const today = await briefOf("320583", "2020-03-09");
  expect(today.work.workersOnDuty).toBe(9);
  const yesterday = await briefOf("320583", "2020-03-08");
  expect(yesterday.work.visits).toEqual({ value: 55, change: 15 });
  expect(yesterday.textZh).toContain("网格员感染0人");
  expect(yesterday.textZh).toContain("走访报告55（较前一日+15）条");
});

test("a brief is for posts of the area: 404 from elsewhere, 403 for a grid worker, 401 without a session, 400 for no day", async () => {
  const path = "/areas/320583/brief?day=2020-03-08";
  const elsewhere = await server.as(await testPost(database.owner, { role: "operator", area: "320581" }));
  expect((await elsewhere.call("GET", path)).status).toBe(404);
  const worker = await server.as(await testPost(database.owner, { role: "grid-worker", area: "320583" }));
  expect((await worker.call("GET", path)).status).toBe(403);
  expect((await (await server.as(null)).call("GET", path)).status).toBe(401);
  const analyst = await server.as(await testPost(database.owner, { role: "analyst", area: "32" }));
  expect((await analyst.call("GET", "/areas/320583/brief?day=2020-13-01")).status).toBe(400);
});
