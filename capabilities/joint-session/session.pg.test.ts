import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { mobile, residentNumber } from "#capabilities/assessment/feeds.testing.ts";
import {
  csvOf,
  fromWuhan,
  type Posts,
  person,
  provincialPosts,
  put,
  runJobs,
  WUHAN_IS_HIGH,
} from "#capabilities/intake/day.testing.ts";
import { personKeyOf } from "#capabilities/people/keys.ts";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";

const GRID = "320583102201001";
const VILLAGE = "320583102201";
let database: TestDatabase;
let server: TestServer;
let posts: Posts;
let worker: Actor;
let clients: Readonly<Record<keyof Posts, Client>>;

beforeAll(async () => {
  const plain = await testDatabase(instant("2020-02-10T01:00:00Z"));
  const dataDir = mkdtempSync(join(plain.services.settings.dataDir, "sessions-"));
  const settings = { ...plain.services.settings, dataDir, assessMemoryMb: 1024 };
  database = { ...plain, services: { ...plain.services, settings } };
  server = await testServer(database);
  posts = await provincialPosts(database);
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID, isPrimary: true });
  await moveTo("2020-02-10T01:00:00Z");
});

/** Another hour of the story: everyone signs in anew, because a session lasts a shift. */
async function moveTo(at: string): Promise<void> {
  database.setNow(instant(at));
  const entries = await Promise.all(
    (Object.keys(posts) as (keyof Posts)[]).map(async (who) => [who, await server.as(posts[who])] as const),
  );
  clients = Object.fromEntries(entries) as Record<keyof Posts, Client>;
}

const keyOf = (n: number) => personKeyOf(database.services.keys.provinceKey, "111", residentNumber(n));
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

type View = {
  id: string;
  state: string;
  mayPublish: string;
  waitsFor: string[];
  changes: Record<"new" | "up" | "down" | "left" | "same", { red: number; yellow: number; blue: number }>;
  decisions: { seat: string; decision: string; reason: string | null; stands: boolean }[];
  sources: { feed: string; checked: number; wrong: number }[];
  pushes: { batch: string; destinations: Record<string, unknown>[] }[];
};

/** Hands in a day on which these people came from Wuhan and live in one village, and assesses it. */
async function draftOf(day: string, returnees: readonly number[], extra: Record<string, string> = {}): Promise<string> {
  const trips = csvOf(
    "police/trips",
    returnees.map((n) => fromWuhan(n, "2020-02-01")),
  );
  const living = returnees.map((n) => ({
    ...person(n),
    area: VILLAGE,
    address: `天福村${n}号`,
    household_id: `H${n}`,
  }));
  await put(server, posts.health, `${day}/health/areas.csv`, csvOf("health/areas", [WUHAN_IS_HIGH]));
  await put(server, posts.police, `${day}/police/trips.csv`, trips);
  await put(server, posts.police, `${day}/police/residents.csv`, csvOf("police/residents", living));
  for (const [path, text] of Object.entries(extra)) await put(server, posts.operator, `${day}/${path}`, text);
  const started = await clients.analyst.call("POST", "/assessments", { day });
  expect(started.status).toBe(200);
  await runJobs(database.services);
  const { assessmentId } = started.body as { assessmentId: string };
  const { body } = await clients.analyst.call("GET", `/assessments/${assessmentId}`);
  const { sessionId } = body as { sessionId: string };
  expect(sessionId).toEqual(expect.any(String));
  return sessionId;
}

const decide = (who: keyof Posts, id: string, decision: "sign" | "object", reason?: string) =>
  clients[who].call("POST", `/joint-sessions/${id}/decisions`, {
    decision,
    ...(reason === undefined ? {} : { reason }),
  });
const view = async (id: string) => (await clients.auditor.call("GET", `/joint-sessions/${id}`)).body as View;
const publish = (id: string, who: keyof Posts = "chair") =>
  clients[who].call("POST", `/joint-sessions/${id}/publication`, {});
const signAll = async (id: string) => {
  for (const who of ["police", "telecom", "health", "chair"] as const)
    expect((await decide(who, id, "sign")).status).toBe(200);
};
const taskCount = async () => {
  const [row] = await database.owner<{ n: number }[]>`select count(*)::int as n from task`;
  return row?.n;
};

test("a draft is shown with its figures, receipts and samples, and not one name", async () => {
  const id = await draftOf("2020-02-10", numbers(1, 25));
  const session = await view(id);
  expect(session).toMatchObject({
    day: "2020-02-10",
    listNumber: "32-20200210-1",
    state: "draft",
    listed: 25,
    byTier: { red: 25, yellow: 0, blue: 0 },
    ruleSet: { id: "js-2020-02", version: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    byCity: [{ place: "3205", placeName: "苏州市", count: 25 }],
    byPlaceSource: { residents: 25 },
    changes: { previous: null, new: { red: 25, yellow: 0, blue: 0 }, same: { red: 0, yellow: 0, blue: 0 } },
    mayPublish: "signature-missing",
    waitsFor: ["police", "telecom", "health", "chair"],
    yourSeat: null,
  });
  expect(session).toHaveProperty("feeds.length", 3);
  const first = (await clients.police.call("GET", `/joint-sessions/${id}/samples?tier=red&rule=high-area`)).body as {
    rows: { personKey: string }[];
    next: string;
  };
  expect(first.rows).toHaveLength(20);
  const second = (await clients.police.call("GET", `/joint-sessions/${id}/samples?tier=red&after=${first.next}`))
    .body as {
    rows: { personKey: string }[];
    next: null;
  };
  expect(second).toMatchObject({ next: null });
  expect(new Set([...first.rows, ...second.rows].map((row) => row.personKey)).size).toBe(25);
  expect(JSON.stringify([session, first, second])).not.toMatch(/某\d|1399999|320105195|天福村\d/);
});

test("without its four signatures nothing is pushed; an objection stands until the seat signs, and is kept for ever", async () => {
  const [{ id } = { id: "" }] = await database.owner<{ id: string }[]>`select id from joint_session`;
  expect((await publish(id)).body).toMatchObject({ code: "joint-session/signature-missing" });
  expect((await decide("health", id, "object")).body).toMatchObject({ code: "joint-session/reason-needed" });
  expect((await decide("health", id, "object", "  少 ")).body).toMatchObject({ code: "joint-session/reason-needed" });
  expect((await decide("health", id, "object", "发热门诊数据未到")).status).toBe(200);
  for (const who of ["police", "telecom", "chair"] as const) await decide(who, id, "sign");
  expect((await publish(id)).body).toMatchObject({ code: "joint-session/objection-stands", seats: ["health"] });
  await decide("police", id, "object", "名单需要复核");
  expect(await view(id)).toMatchObject({ mayPublish: "objection-stands", waitsFor: ["police", "health"] });
  await decide("police", id, "sign");
  await decide("health", id, "sign", "数据已补齐");
  expect(await taskCount()).toBe(0);
  const done = await view(id);
  expect(done.mayPublish).toBe("ok");
  expect(done.decisions.map(({ seat, decision, reason, stands }) => [seat, decision, reason, stands])).toEqual([
    ["health", "object", "发热门诊数据未到", false],
    ["police", "sign", null, false],
    ["telecom", "sign", null, true],
    ["chair", "sign", null, true],
    ["police", "object", "名单需要复核", false],
    ["police", "sign", null, true],
    ["health", "sign", "数据已补齐", true],
  ]);
});

test.each([
  ["analyst", 403, "common/not-your-duty"],
  ["operator", 403, "common/not-your-duty"],
  ["auditor", 403, "common/not-your-duty"],
  ["county", 403, "common/not-your-duty"],
] as const)("%s neither signs nor publishes", async (who, status, code) => {
  const [{ id } = { id: "" }] = await database.owner<{ id: string }[]>`select id from joint_session`;
  for (const answer of [await decide(who, id, "sign"), await publish(id, who)])
    expect(answer).toMatchObject({ status, body: { code } });
});

test("a county sees no session at all, and a city's signatory holds no seat", async () => {
  const [{ id } = { id: "" }] = await database.owner<{ id: string }[]>`select id from joint_session`;
  for (const path of ["", `/${id}`, `/${id}/minutes`, `/${id}/samples?tier=red`])
    expect((await clients.county.call("GET", `/joint-sessions${path}`)).status).toBe(404);
  const city = await server.as(
    await testPost(database.owner, { role: "signatory", area: "3205", department: "health" }),
  );
  expect((await city.call("POST", `/joint-sessions/${id}/decisions`, { decision: "sign" })).status).toBe(404);
  expect((await city.call("GET", `/joint-sessions/${id}`)).status).toBe(404);
});

test("wrong shapes are refused", async () => {
  const [{ id } = { id: "" }] = await database.owner<{ id: string }[]>`select id from joint_session`;
  expect((await clients.police.call("POST", `/joint-sessions/${id}/decisions`, { decision: "perhaps" })).status).toBe(
    400,
  );
  expect((await clients.police.call("GET", "/joint-sessions/none")).status).toBe(400);
  expect((await clients.police.call("GET", `/joint-sessions/${newId()}`)).status).toBe(404);
  expect((await clients.police.call("GET", `/joint-sessions/${id}/samples?tier=green`)).status).toBe(400);
  expect((await clients.police.call("GET", `/joint-sessions/${id}/samples?tier=red&after=x:y`)).status).toBe(400);
});

test("only the chair publishes, once; the tasks, the push with its destinations, and the minutes are there together", async () => {
  const [{ id } = { id: "" }] = await database.owner<{ id: string }[]>`select id from joint_session`;
  const minutes = { minutes: "会议确认名单。", participants: ["公安厅 甲", "通管局 乙", "卫健委 丙"] };
  expect((await clients.analyst.call("PUT", `/joint-sessions/${id}/minutes`, minutes)).status).toBe(200);
  expect((await publish(id, "health")).body).toMatchObject({ code: "joint-session/not-a-seat" });
  const both = await Promise.all([publish(id), publish(id)]);
  expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
  expect(await taskCount()).toBe(25);
  expect((await publish(id)).body).toMatchObject({ code: "joint-session/already-published" });
  expect((await decide("police", id, "object", "太晚了太晚了")).body).toMatchObject({
    code: "joint-session/already-published",
  });
  expect((await clients.analyst.call("PUT", `/joint-sessions/${id}/minutes`, minutes)).status).toBe(409);
  const printed = await clients.auditor.call("GET", `/joint-sessions/${id}/minutes`);
  expect(printed.body).toMatchObject({
    provinceName: "江苏省",
    listNumber: "32-20200210-1",
    publishedAt: "2020-02-10T01:00:00.000Z",
    cutOffAt: "2020-02-10T01:00:00.000Z",
    minutes: "会议确认名单。",
    participants: ["公安厅 甲", "通管局 乙", "卫健委 丙"],
    decisions: { length: 7 },
    pushes: [
      {
        batch: "32-20200210-1-1",
        pushedBy: "signatory 32",
        destinations: [{ place: "320583", placeName: "昆山市", issued: 25, changed: 0, closed: 0, holders: 1 }],
      },
    ],
  });
  const audited = await database.owner<{ action: string }[]>`
    select action from audit_pending where object_id = ${id} and action = 'list.publish'`;
  expect(audited).toHaveLength(1);
});

test("golden scenario 15: the next day's list of 38 repeats 11 known persons: the worker gets 27 new ones only", async () => {
  await moveTo("2020-02-11T01:00:00Z");
  // 15 to 25 were on yesterday's list; 1 to 14 are not on today's any more.
  const id = await draftOf("2020-02-11", numbers(15, 52));
  const none = { red: 0, yellow: 0, blue: 0 };
  expect((await view(id)).changes).toMatchObject({
    previous: { day: "2020-02-10", version: 1 },
    new: { red: 27, yellow: 0, blue: 0 },
    up: none,
    down: none,
    left: { red: 14, yellow: 0, blue: 0 },
    same: { red: 11, yellow: 0, blue: 0 },
  });
  await signAll(id);
  expect((await publish(id)).status).toBe(200);
  const issued = await database.owner<{ person_key: string }[]>`
    select person_key from task where session_id = ${id} and holder_post = ${worker.postId} and ended_at is null`;
  expect(issued.map((row) => row.person_key).sort()).toEqual(numbers(26, 52).map(keyOf).sort());
  const inbox = await (await server.as(worker)).call("GET", "/inbox?limit=100");
  expect((inbox.body as { tasks: unknown[] }).tasks).toHaveLength(38);
  expect((await view(id)).pushes).toMatchObject([
    { destinations: [{ place: "320583", issued: 27, changed: 0, closed: 14, holders: 1 }] },
  ]);
});

test("a corrected list of the same day replaces the published one, which stays on record; an older day's is refused", async () => {
  const again = await draftOf("2020-02-11", numbers(15, 53));
  await signAll(again);
  const answer = await publish(again);
  expect(answer.body).toMatchObject({ state: "published", changes: { new: { red: 1 }, same: { red: 38 } } });
  const states = await database.owner`
    select day, version, state from joint_session where published_at is not null order by day, version`;
  expect(states).toEqual([
    { day: "2020-02-10", version: 1, state: "published" },
    { day: "2020-02-11", version: 1, state: "superseded" },
    { day: "2020-02-11", version: 2, state: "published" },
  ]);
  const older = await draftOf("2020-02-09", numbers(1, 3));
  await signAll(older);
  expect((await publish(older)).body).toMatchObject({ code: "joint-session/later-list-published" });
});

test("a draft that a newer version replaced takes no signature", async () => {
  const first = await draftOf("2020-02-12", numbers(15, 20));
  await draftOf("2020-02-12", numbers(15, 21));
  for (const answer of [await decide("police", first, "sign"), await publish(first)])
    expect(answer.body).toMatchObject({ code: "joint-session/superseded" });
  const { body } = await clients.telecom.call("GET", "/joint-sessions?before=2020-02-13");
  expect((body as { sessions: { day: string; state: string }[] }).sessions.slice(0, 2)).toMatchObject([
    { day: "2020-02-12", version: 2, state: "draft" },
    { day: "2020-02-12", version: 1, state: "superseded" },
  ]);
});

test("golden scenario 6: a reused phone leads to a task only; 'not the person' lowers the source's score and changes no tier", async () => {
  await moveTo("2020-02-13T01:00:00Z");
  // The carrier places the phone in Wuhan; it is bound to person 60, who never left Kunshan.
  const stays = csvOf("telecom/stays", [
    {
      phone: mobile(60),
      area: "420100",
      arrived_at: "2020-02-02T08:00:00+08:00",
      left_at: "2020-02-03T08:00:00+08:00",
    },
  ]);
  const living = csvOf("police/residents", [
    { ...person(60), area: VILLAGE, address: "天福村60号", household_id: "H60" },
  ]);
  const id = await draftOf("2020-02-13", [], { "telecom/stays.csv": stays, "police/residents-60.csv": living });
  await signAll(id);
  expect((await publish(id)).status).toBe(200);
  const [task] = await database.owner<{ id: string; county: string; tier: string; rules: string[] }[]>`
    select id, county, tier, rules from task where person_key = ${keyOf(60)} and ended_at is null`;
  expect(task).toMatchObject({ tier: "red", rules: ["high-area"] });
  const report = {
    id: newId(),
    taskId: task?.id,
    taskCounty: task?.county,
    personKey: keyOf(60),
    place: GRID,
    visitedAt: "2020-02-13T10:00:00+08:00",
    result: "NOT_THE_PERSON",
    spokenTo: "self",
    personsMet: 1,
  };
  await moveTo("2020-02-13T02:30:00Z");
  const sent = await (await server.as(worker)).call("POST", "/visits", { reports: [report] });
  expect(sent.body).toMatchObject({ answers: [{ answer: "accepted" }] });
  await moveTo("2020-02-13T03:00:00Z");
  const next = await draftOf("2020-02-13", [1], { "telecom/stays.csv": stays, "police/residents-60.csv": living });
  expect((await view(next)).sources).toEqual([{ feed: "telecom/stays", checked: 1, wrong: 1 }]);
  const tiers = await database.owner<{ tier: string }[]>`
    select distinct tier from assessment_result where person_key = ${keyOf(60)}`;
  expect(tiers).toEqual([{ tier: "red" }]);
});
