import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { DEFAULT_RULES, loadRuleSet } from "#capabilities/assessment/assess.ts";
import type { RuleSet } from "#capabilities/assessment/contract.ts";
import { instant } from "#kernel/time.ts";
import { type TestDatabase, testDatabase, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { csvOf, fromWuhan, type Posts, person, provincialPosts, put, runJobs, WUHAN_IS_HIGH } from "./day.testing.ts";

let database: TestDatabase;
let server: TestServer;
let posts: Posts;
let shipped: RuleSet;
let clients: Readonly<Record<keyof Posts | "secondHealth" | "firstAgain", Client>>;

beforeAll(async () => {
  const plain = await testDatabase(instant("2020-02-10T01:00:00Z"));
  const dataDir = mkdtempSync(join(plain.services.settings.dataDir, "rules-"));
  const settings = { ...plain.services.settings, dataDir, assessMemoryMb: 1024 };
  database = { ...plain, services: { ...plain.services, settings } };
  server = await testServer(database);
  posts = await provincialPosts(database);
  shipped = await loadRuleSet(DEFAULT_RULES);
  const secondHealth = await testPost(database.owner, { role: "signatory", area: "32", department: "health" });
  // A second post of the first health signatory's own account.
  const other = await testPost(database.owner, { role: "signatory", area: "32", department: "health" });
  await database.owner`update post set account_id = ${posts.health.accountId}, valid_until = '2020-12-31T00:00:00Z' where id = ${other.postId}`;
  const all = { ...posts, secondHealth, firstAgain: { ...other, accountId: posts.health.accountId } };
  const entries = await Promise.all(
    Object.entries(all).map(async ([who, actor]) => [who, await server.as(actor)] as const),
  );
  clients = Object.fromEntries(entries) as typeof clients;
});

/** The shipped set as version n, with a change. */
const version = (n: number, change: Partial<RuleSet> = {}): RuleSet => ({ ...shipped, version: n, ...change });
const propose = (document: unknown, who: keyof typeof clients = "analyst") =>
  clients[who].call("POST", "/rule-sets", document);
const sign = (n: number, who: keyof typeof clients) =>
  clients[who].call("POST", `/rule-sets/js-2020-02/${n}/signatures`, {});

test("the set that ships is version 1, published by the system", async () => {
  const { body } = await clients.auditor.call("GET", "/rule-sets");
  expect(body).toMatchObject({
    ruleSets: [{ id: "js-2020-02", version: 1, proposedBy: null, isStanding: true, signatures: [] }],
  });
  const whole = await clients.police.call("GET", "/rule-sets/js-2020-02/1");
  expect(whole.body).toMatchObject({ document: { id: "js-2020-02", rules: { length: 8 } } });
  expect((await clients.police.call("GET", "/rule-set-schema")).body).toMatchObject({ type: "object" });
});

test.each([
  [
    "an evidence class that is forbidden",
    (set: RuleSet) => ({ ...set, rules: [{ ...set.rules[0], evidence: ["E8"] }] }),
    "$.rules[0].evidence[0]",
  ],
  ["an unknown key", (set: RuleSet) => ({ ...set, surnames: ["张"] }), "$.surnames"],
  [
    "a colour that is no tier",
    (set: RuleSet) => ({ ...set, rules: [{ ...set.rules[0], tier: "green" }] }),
    "$.rules[0].tier",
  ],
  ["another province", (set: RuleSet) => ({ ...set, province: "33" }), "$.province"],
  ["no document at all", () => [], "$"],
])("a proposal with %s is refused with the path of the fault", async (_what, break_, path) => {
  const answer = await propose(break_(version(2)));
  expect(answer.status).toBe(422);
  expect(answer.body).toMatchObject({ code: "intake/rule-set-fault" });
  expect((answer.body as { faults: { path: string }[] }).faults.map((fault) => fault.path)).toContain(path);
});

test("versions follow one another; two proposals of the same version at once: one is refused", async () => {
  expect((await propose(version(3))).body).toMatchObject({ code: "intake/rule-set-version", expected: 2 });
  expect((await propose(version(1))).body).toMatchObject({ code: "intake/rule-set-version", expected: 2 });
  const both = await Promise.all([propose(version(2, { windowDays: 21 })), propose(version(2))]);
  expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
});

test("two different people of the health department publish, nobody else and never one person twice", async () => {
  for (const [who, status] of [
    ["police", 403],
    ["chair", 403],
    ["analyst", 403],
    ["operator", 403],
    ["county", 403],
  ] as const)
    expect((await sign(2, who)).status).toBe(status);
  expect((await sign(2, "health")).body).toMatchObject({ publishedAt: null, signatures: { length: 1 } });
  expect((await sign(2, "health")).body).toMatchObject({ code: "intake/already-signed" });
  expect((await sign(2, "firstAgain")).body).toMatchObject({ code: "intake/already-signed" });
  expect((await sign(2, "secondHealth")).body).toMatchObject({
    publishedAt: "2020-02-10T01:00:00.000Z",
    signatures: { length: 2 },
    isStanding: true,
  });
  expect((await sign(2, "secondHealth")).body).toMatchObject({ code: "intake/already-published" });
  expect((await sign(9, "health")).status).toBe(404);
  expect((await clients.county.call("GET", "/rule-sets")).status).toBe(404);
});

test("a version that is valid from a later day does not read an earlier one", async () => {
  await propose(version(3, { validFrom: "2020-02-20" }));
  await sign(3, "health");
  await sign(3, "secondHealth");
  await put(server, posts.police, "2020-02-10/police/trips.csv", csvOf("police/trips", [fromWuhan(1, "2020-02-01")]));
  const started = await clients.chair.call("POST", "/assessments", { day: "2020-02-10" });
  const { assessmentId } = started.body as { assessmentId: string };
  await runJobs(database.services);
  expect((await clients.analyst.call("GET", `/assessments/${assessmentId}`)).body).toMatchObject({
    ruleSet: { id: "js-2020-02", version: 2 },
    state: "draft",
  });
});

test("what if: a proposal is counted over the day, against the draft, by tier and household; nobody is listed by it", async () => {
  const day = "2020-02-10";
  await put(server, posts.health, `${day}/health/areas.csv`, csvOf("health/areas", [WUHAN_IS_HIGH]));
  const people = [1, 2, 3].map((n) => ({
    ...person(n),
    area: "320583102201",
    address: "x",
    household_id: n < 3 ? "H1" : "H2",
  }));
  await put(server, posts.police, `${day}/police/residents.csv`, csvOf("police/residents", people));
  const trips = csvOf(
    "police/trips",
    [1, 2, 3].map((n) => fromWuhan(n, "2020-02-01")),
  );
  await put(server, posts.police, `${day}/police/trips.csv`, trips);
  // Proposed: without the red rule for high areas, so that everyone from outside is blue.
  await propose(version(4, { rules: shipped.rules.filter((rule) => rule.kind === "from-outside") }));
  const started = await clients.health.call("POST", "/rule-sets/js-2020-02/4/previews", { day });
  const { jobId } = started.body as { jobId: string };
  expect((await clients.health.call("GET", `/previews/${jobId}`)).body).toMatchObject({
    state: "waiting",
    result: null,
  });
  await runJobs(database.services);
  const none = { red: 0, yellow: 0, blue: 0 };
  expect((await clients.health.call("GET", `/previews/${jobId}`)).body).toMatchObject({
    state: "done",
    ruleSet: { version: 4 },
    result: {
      listed: 3,
      byTier: { red: 0, yellow: 0, blue: 3 },
      households: 2,
      // The draft was made before the area and the others were known: one person, blue.
      against: { new: { ...none, blue: 2 }, same: { ...none, blue: 1 }, up: none, down: none, left: none },
    },
  });
  const [count] = await database.owner`select count(*)::int as n from assessment_result`;
  expect(count).toEqual({ n: 1 });
  expect((await clients.operator.call("POST", "/rule-sets/js-2020-02/4/previews", { day })).status).toBe(403);
  expect((await clients.health.call("POST", "/rule-sets/js-2020-02/9/previews", { day })).status).toBe(404);
  expect((await clients.health.call("GET", "/previews/no")).status).toBe(400);
});
