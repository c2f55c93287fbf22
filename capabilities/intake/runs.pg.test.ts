import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { residentNumber } from "#capabilities/assessment/feeds.testing.ts";
import { personKeyOf } from "#capabilities/people/keys.ts";
import { instant } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { unseal } from "#platform/seal.ts";
import { type TestDatabase, testDatabase } from "#testing/database.ts";
import { type TestServer, testServer } from "#testing/server.ts";
import { csvOf, fromWuhan, type Posts, person, provincialPosts, put, runJobs, WUHAN_IS_HIGH } from "./day.testing.ts";
import { assessOnSchedule, isDue } from "./schedule.ts";

const NOW = instant("2020-02-10T01:00:00Z");
let database: TestDatabase;
let server: TestServer;
let posts: Posts;

beforeAll(async () => {
  const plain = await testDatabase(NOW);
  const dataDir = mkdtempSync(join(plain.services.settings.dataDir, "runs-"));
  const settings = { ...plain.services.settings, dataDir, assessMemoryMb: 1024 };
  database = { ...plain, services: { ...plain.services, settings } };
  server = await testServer(database);
  posts = await provincialPosts(database);
});

const keyOf = (n: number) => personKeyOf(database.services.keys.provinceKey, "111", residentNumber(n));
const as = (who: keyof Posts) => server.as(posts[who]);

/** A day's feeds: `returnees` came from Wuhan on 1 February; everyone else only lives in Kunshan. */
async function handIn(day: string, returnees: readonly number[], residents: readonly number[] = returnees) {
  const trips = csvOf(
    "police/trips",
    returnees.map((n) => fromWuhan(n, "2020-02-01")),
  );
  const living = residents.map((n) => ({
    ...person(n),
    area: "320583102201",
    address: `天福村${n}号`,
    household_id: `H${Math.ceil(n / 2)}`,
  }));
  await put(server, posts.health, `${day}/health/areas.csv`, `${csvOf("health/areas", [WUHAN_IS_HIGH])}`);
  await put(server, posts.police, `${day}/police/trips.csv`, trips);
  await put(server, posts.police, `${day}/police/residents.csv`, csvOf("police/residents", living));
}

async function assess(day: string) {
  const started = await (await as("operator")).call("POST", "/assessments", { day });
  expect(started.body).toMatchObject({ version: expect.any(Number) });
  await runJobs(database.services);
  const { assessmentId } = started.body as { assessmentId: string };
  const { body } = await (await as("analyst")).call("GET", `/assessments/${assessmentId}`);
  return body as {
    id: string;
    state: string;
    version: number;
    sessionId: string;
    summary: { rankedSha256: string; byTier: Record<string, number>; listed: number };
    flags: { feed: string; flag: string }[];
  };
}

test("an assessment ends in a draft: ranked, sealed, registered, with receipts, and no file of names is left over", async () => {
  await handIn("2020-02-10", [1, 2, 3], [1, 2, 3, 4, 5]);
  const run = await assess("2020-02-10");
  expect(run).toMatchObject({
    state: "draft",
    version: 1,
    summary: { listed: 3, byTier: { red: 3, yellow: 0, blue: 0 } },
  });
  const rows = await database.owner`select person_key, tier, rules, place, place_source from assessment_result`;
  expect(rows.map((row) => row["person_key"]).sort()).toEqual([keyOf(1), keyOf(2), keyOf(3)].sort());
  expect(rows[0]).toMatchObject({ tier: "red", rules: ["from-outside", "high-area"], place: "320583102201" });
  const sealed = await database.owner<{ person_key: string; sealed: Uint8Array }[]>`
    select person_key, sealed from sealed_identity order by person_key`;
  expect(sealed.map((row) => row.person_key)).toEqual([keyOf(1), keyOf(2), keyOf(3)].sort());
  const mine = sealed.find((row) => row.person_key === keyOf(1));
  const text = unseal(database.services.keys.sealingKey, mine?.sealed ?? new Uint8Array(), keyOf(1));
  expect(JSON.parse(text)).toEqual({
    name: "某1",
    idType: "111",
    idNumber: residentNumber(1),
    phone: "13999990001",
    address: "天福村1号",
  });
  const { body } = await (await as("auditor")).call("GET", "/feeds/2020-02-10");
  expect((body as { files: unknown[] }).files[2]).toMatchObject({
    name: "police/trips.csv",
    receipt: { state: "taken", read: 3, taken: 3, rejected: 0 },
  });
  const folder = join(database.services.settings.dataDir, "assessments", run.id);
  expect(readdirSync(folder)).toEqual(["out"]);
  expect(readdirSync(join(folder, "out"))).not.toContain("ranked.csv");
});

test("households of the register are counted once, however often the same feed is read", async () => {
  const count = () => database.owner`
    select place, sum(delta)::int as n from counter_pending where metric = 'household.registered' group by place`;
  expect(await count()).toEqual([{ place: "320583102201", n: 3 }]);
  await assess("2020-02-10");
  expect(await count()).toEqual([{ place: "320583102201", n: 3 }]);
  expect(await database.owner`select place, persons from household order by persons desc`).toEqual([
    { place: "320583102201", persons: 2 },
    { place: "320583102201", persons: 2 },
    { place: "320583102201", persons: 1 },
  ]);
});

test("replay: a second run of the same stored files gives the same bytes, and supersedes the unpublished draft", async () => {
  const runs = (await (await as("analyst")).call("GET", "/assessments?day=2020-02-10")).body as {
    assessments: { id: string; version: number }[];
  };
  expect(runs.assessments.map((run) => run.version)).toEqual([2, 1]);
  const summaries = await database.owner<{ sha: string }[]>`
    select summary ->> 'rankedSha256' as sha from assessment where day = '2020-02-10'`;
  expect(summaries[0]?.sha).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(summaries.map((row) => row.sha)).size).toBe(1);
  expect(await database.owner`select version, state from joint_session order by version`).toEqual([
    { version: 1, state: "superseded" },
    { version: 2, state: "draft" },
  ]);
});

test("a decision is replayed with its reasons in words, its evidence, the rule version and the hashes of its inputs", async () => {
  const [{ id } = { id: "" }] = await database.owner<{ id: string }[]>`
    select id from assessment where day = '2020-02-10' and version = 2`;
  const { status, body } = await (await as("auditor")).call("GET", `/assessments/${id}/results/${keyOf(2)}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ruleSet: { id: "js-2020-02", version: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    decision: {
      personKey: keyOf(2),
      tier: "red",
      reasons: [
        { rule: "from-outside", tier: "blue" },
        { rule: "high-area", tier: "red", zh: "14天内到过当时的高风险地区" },
      ],
      latestExposureAt: "2020-02-01T12:00:00.000Z",
      // D0 = 1 February: expires on the 15th at 24:00 (domain.md §7.3, scenario 1).
      expiresAt: "2020-02-15T16:00:00.000Z",
      place: "320583102201",
      placeSource: "residents",
    },
  });
  expect(JSON.stringify(body)).not.toMatch(/某\d|1399999|320105195/);
  expect((await (await as("county")).call("GET", `/assessments/${id}/results/${keyOf(2)}`)).status).toBe(404);
  expect((await (await as("auditor")).call("GET", `/assessments/${id}/results/${newId()}`)).status).toBe(404);
});

test("a place that a field report verified before the cut-off is the first rung; one recorded later is tomorrow's", async () => {
  const verify = (n: number, place: string, recordedAt: string) => database.owner`
    insert into verified_place (person_key, visit_id, place, verified_at, recorded_at)
    values (${keyOf(n)}, ${newId()}, ${place}, '2020-02-09T08:00:00Z', ${recordedAt})`;
  await verify(1, "320583102202", "2020-02-09T09:00:00Z");
  await verify(2, "320583102202", "2020-02-10T01:00:01Z");
  const run = await assess("2020-02-10");
  const rows = await database.owner`
    select place, place_source from assessment_result
     where assessment_id = ${run.id} and person_key in (${keyOf(1)}, ${keyOf(2)}) order by place`;
  expect(rows).toEqual([
    { place: "320583102201", place_source: "residents" },
    { place: "320583102202", place_source: "field" },
  ]);
});

test("golden scenario 27: two of the same name, one number mistyped: not merged, and the typo waits for people to look", async () => {
  const [right, typed] = [residentNumber(21), residentNumber(22)];
  const typo = `${typed.slice(0, 17)}${typed[17] === "0" ? "1" : "0"}`;
  const rows = [fromWuhan(21, "2020-02-03", "张伟"), { ...fromWuhan(22, "2020-02-03", "张伟"), id_number: typo }];
  const others = Array.from({ length: 40 }, (_, n) => fromWuhan(30 + n, "2020-02-03"));
  await put(server, posts.health, "2020-02-08/health/areas.csv", csvOf("health/areas", [WUHAN_IS_HIGH]));
  await put(server, posts.police, "2020-02-08/police/trips.csv", csvOf("police/trips", [...rows, ...others]));
  const run = await assess("2020-02-08");
  expect(run.summary.listed).toBe(41);
  const { provinceKey } = database.services.keys;
  const found = await database.owner<{ person_key: string }[]>`
    select person_key from assessment_result where assessment_id = ${run.id}
       and person_key in (${personKeyOf(provinceKey, "111", right)}, ${personKeyOf(provinceKey, "111", typo)}, ${personKeyOf(provinceKey, "111", typed)})`;
  expect(found.map((row) => row.person_key)).toEqual([personKeyOf(provinceKey, "111", right)]);
  const queue = await (await as("operator")).call("GET", `/assessments/${run.id}/rejects?file=police/trips.csv`);
  expect(queue.body).toEqual({ rejects: [{ line: 3, column: "id_number", reason: "checksum" }], isWhole: true });
});

test("rejects of a file that the run never had, and names that point elsewhere, are not found", async () => {
  const [{ id } = { id: "" }] = await database.owner<
    { id: string }[]
  >`select id from assessment where state = 'draft' limit 1`;
  for (const file of ["police/none.csv", "../summary.json", "..%2F..%2Fkeys%2Fsealing.hex", "summary.json"])
    expect((await (await as("operator")).call("GET", `/assessments/${id}/rejects?file=${file}`)).status).toBe(404);
});

test("a day without feeds, a second start while one runs, and an engine that is not there are refused", async () => {
  const operator = await as("operator");
  expect((await operator.call("POST", "/assessments", { day: "2020-02-01" })).body).toMatchObject({
    code: "intake/no-feeds",
  });
  expect((await operator.call("POST", "/assessments", { day: "2020-02-10", engine: "postgres" })).body).toMatchObject({
    code: "intake/engine-away",
  });
  const both = await Promise.all([1, 2].map(() => operator.call("POST", "/assessments", { day: "2020-02-10" })));
  expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
  await runJobs(database.services);
});

test.each([
  ["police", 403],
  ["health", 403],
  ["auditor", 403],
  ["county", 404],
] as const)("%s may not start a run", async (who, status) => {
  expect((await (await as(who)).call("POST", "/assessments", { day: "2020-02-10" })).status).toBe(status);
});

test("a feed that did not come today is read as it was, and flagged as late", async () => {
  await put(server, posts.police, "2020-02-12/police/trips.csv", csvOf("police/trips", [fromWuhan(1, "2020-02-01")]));
  const run = await assess("2020-02-12");
  expect(run.summary.byTier).toEqual({ red: 1, yellow: 0, blue: 0 });
  expect(run.flags).toContainEqual({ feed: "police/residents", flag: "stale", value: 48, limit: 24 });
});

test("a run that cannot be done fails, says why, and leaves the day free for another", async () => {
  await handIn("2020-01-20", [1]);
  const started = await (await as("operator")).call("POST", "/assessments", { day: "2020-01-20" });
  expect(started.body).toMatchObject({ code: "intake/no-rule-set" });
  await handIn("2020-02-05", [1]);
  const { body } = await (await as("operator")).call("POST", "/assessments", { day: "2020-02-05" });
  await database.owner`update assessment set inputs = inputs || ${newId()}::uuid where day = '2020-02-05'`;
  for (let attempt = 0; attempt < 5; attempt++) {
    await database.owner`update job set run_at = '2020-01-01T00:00:00Z' where state = 'waiting'`;
    await runJobs(database.services);
  }
  const { assessmentId } = body as { assessmentId: string };
  expect((await (await as("operator")).call("GET", `/assessments/${assessmentId}`)).body).toMatchObject({
    state: "failed",
    problem: "Error",
  });
  expect(existsSync(join(database.services.settings.dataDir, "assessments", assessmentId))).toBe(false);
  expect(await assess("2020-02-05")).toMatchObject({ state: "draft", version: 2 });
});

test.each([
  ["06:30", "2020-02-10T06:29:59.999+08:00", false],
  ["06:30", "2020-02-10T06:30:00+08:00", true],
  ["00:00", "2020-02-10T00:00:00+08:00", true],
  ["23:59", "2020-02-10T23:58:59+08:00", false],
])("a schedule at %s is due at %s: %s", (at, now, due) => {
  expect(isDue(at, instant(now))).toBe(due);
});

test("the schedule orders one run a day, of the newest day with files, however many servers look", async () => {
  await put(server, posts.police, "2020-02-13/police/trips.csv", csvOf("police/trips", [fromWuhan(9, "2020-02-10")]));
  const { services, setNow } = database;
  setNow(instant("2020-02-13T06:29:00+08:00"));
  expect(await assessOnSchedule(services)).toBe(0);
  setNow(instant("2020-02-13T06:30:00+08:00"));
  const turns = await Promise.all([1, 2, 3].map(() => assessOnSchedule(services)));
  expect(turns.toSorted()).toEqual([0, 0, 1]);
  await runJobs(services);
  expect(await database.owner`select version, state from assessment where day = '2020-02-13'`).toEqual([
    { version: 1, state: "draft" },
  ]);
  setNow(instant("2020-02-14T06:30:00+08:00"));
  expect(await assessOnSchedule(services)).toBe(0);
});

test("cases of the health feed become the county's figures of the brief, day by day", async () => {
  const sick = (n: number, status: string, reported_on: string) => ({
    ...person(n),
    case_id: `C${n}`,
    status,
    onset_on: "2020-02-01",
    reported_on,
    area: "320583",
  });
  const rows = [
    sick(51, "confirmed", "2020-02-08"),
    sick(52, "suspected", "2020-02-09"),
    sick(51, "recovered", "2020-02-12"),
    sick(52, "confirmed", "2020-02-12"),
  ];
  await put(server, posts.health, "2020-02-13/health/cases.csv", csvOf("health/cases", rows));
  await handIn("2020-02-13", [1]);
  await assess("2020-02-13");
  const figures = await database.owner`
    select day, confirmed, suspected, cured from case_figure where place = '320583' and source = 'feed' order by day`;
  expect(figures.map((row) => ({ ...row }))).toEqual([
    { day: "2020-02-08", confirmed: 1, suspected: 0, cured: 0 },
    { day: "2020-02-09", confirmed: 1, suspected: 1, cured: 0 },
    { day: "2020-02-10", confirmed: 1, suspected: 1, cured: 0 },
    { day: "2020-02-11", confirmed: 1, suspected: 1, cured: 0 },
    { day: "2020-02-12", confirmed: 2, suspected: 0, cured: 1 },
    { day: "2020-02-13", confirmed: 2, suspected: 0, cured: 1 },
  ]);
});
