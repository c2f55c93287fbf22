import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { type Instant, instant } from "#kernel/time.ts";
import { sequenceOnce } from "#platform/audit-log.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { inboxVersion } from "#platform/inbox.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { keepIdentities } from "./keep.ts";
import { personKeyOf, phoneKeyOf } from "./keys.ts";
import type { Heard } from "./rules/merge-identities.ts";

const NOW = instant("2020-02-10T02:00:00Z");
const GRID = "320583102201001";
const NUMBER = "110105194912310020";
const ELSEWHERE = "32010519570615007X";
let database: TestDatabase;
let server: TestServer;
let actors: Readonly<
  Record<"worker" | "neighbour" | "operator" | "province" | "nanjing" | "analyst" | "auditor", Actor>
>;
let session: string;
let assessment: string;
let wang: string;
let li: string;

const heard = (personKey: string, facts: Partial<Heard>): Heard => ({
  personKey,
  feed: "police/residents",
  name: null,
  idType: null,
  idNumber: null,
  phone: null,
  address: null,
  ...facts,
});

async function* batchesOf(...batches: Heard[][]): AsyncGenerator<Heard[]> {
  yield* batches;
}

beforeAll(async () => {
  database = await testDatabase(NOW);
  const { owner, services } = database;
  server = await testServer(database);
  await testPlaces(owner, { "32": "江苏省", "320583": "昆山市", "320105": "建邺区", [GRID]: "天福网格" });
  const post = (role: Exclude<Actor["role"], "system">, area: string) => testPost(owner, { role, area });
  actors = {
    worker: await post("grid-worker", GRID),
    neighbour: await post("grid-worker", "320583102202001"),
    operator: await post("operator", "320583"),
    province: await post("operator", "32"),
    nanjing: await post("health-worker", "320105"),
    analyst: await post("analyst", "32"),
    auditor: await post("auditor", "32"),
  };
  wang = personKeyOf(services.keys.provinceKey, "111", NUMBER);
  li = personKeyOf(services.keys.provinceKey, "111", ELSEWHERE);
  await keepIdentities(
    services,
    batchesOf([
      heard(wang, { name: "王小明", idType: "111", idNumber: NUMBER, phone: "13812341234", address: "天福村1号" }),
      heard(li, { name: "李四", idType: "111", idNumber: ELSEWHERE, phone: "13812341234" }),
    ]),
  );
  ({ session, assessment } = await published("2020-02-10", { [wang]: "320583102201", [li]: "320105001001" }));
});

/** A list that was published, with these people at these places, straight in the tables. */
async function published(day: string, people: Readonly<Record<string, string>>) {
  const { owner } = database;
  const [assessmentId, sessionId] = [newId(), newId()];
  const document = {
    id: "js-2020-02",
    version: 1,
    title: { zh: "规则", en: "rules" },
    validFrom: "2020-02-01",
    windowDays: 14,
    province: "32",
    caseStatuses: ["confirmed"],
    rules: [
      {
        id: "high-area",
        kind: "area-stay",
        tier: "red",
        evidence: ["E2"],
        firstContactHours: 4,
        parameters: { level: "high", countedLevels: ["high"], telecomHours: 4 },
        reason: { zh: "到过高风险地区", en: "Was in a high-risk area" },
      },
    ],
  };
  await owner`
    insert into rule_set (id, version, document, sha256, proposed_at, published_at)
    values ('js-2020-02', 1, ${owner.json(document)}, '\\x00', ${NOW}, ${NOW}) on conflict do nothing`;
  await owner`
    insert into assessment (id, day, version, state, engine, rule_set_id, rule_set_version, started_at)
    values (${assessmentId}, ${day}, 1, 'draft', 'duckdb', 'js-2020-02', 1, ${NOW})`;
  await owner`
    insert into joint_session (id, day, version, assessment_id, state, cut_off_at, opened_at, changes, published_at)
    values (${sessionId}, ${day}, 1, ${assessmentId}, 'published', ${NOW}, ${NOW}, '{}', ${NOW})`;
  const evidence = [
    {
      rule: "high-area",
      tier: "red",
      at: "2020-02-01T20:00:00+08:00",
      evidence: [{ at: "2020-02-01T20:00:00+08:00", feed: "police/trips", file: "trips.csv", row: 2, place: "4201" }],
    },
  ];
  for (const [key, place] of Object.entries(people))
    await owner`
      insert into assessment_result (person_key, assessment_id, day, kind, tier, rules, latest_exposure_at,
        exposure_tenths, managed, shared_phone, place, place_source, evidence)
      values (${key}, ${assessmentId}, ${day}, 'person', 'red', '{high-area}', '2020-02-01T12:00:00Z', 0, false, false,
              ${place}, 'residents', ${owner.json(evidence)})`;
  return { session: sessionId, assessment: assessmentId };
}

/** An open task about Wang with the worker; gives its id. */
async function openTask(person = wang, holder = actors.worker.postId): Promise<string> {
  const id = newId();
  await database.owner`
    insert into task (county, id, kind, person_key, tier, rules, session_id, day, place, holder_post, state, issued_at, due_at)
    values ('320583', ${id}, 'verification', ${person}, 'red', '{high-area}', ${session}, '2020-02-10', ${GRID},
            ${holder}, 'issued', ${NOW}, ${NOW})`;
  return id;
}

beforeEach(async () => {
  await database.owner`delete from task`;
  await database.owner`delete from audit_pending`;
});

const open = async (who: keyof typeof actors, key: string, body: object) =>
  (await server.as(actors[who])).call("POST", `/people/${key}/identity`, body);
const audited = () => database.owner<{ detail: Record<string, unknown>; actor_role: string }[]>`
  select actor_role, detail from audit_pending where action = 'identity.open' order by id`;

test("without a purpose the masked form is shown; with one, and an open task, all of it; both are on record", async () => {
  const taskId = await openTask();
  expect((await open("worker", wang, {})).body).toMatchObject({
    form: "masked",
    name: "王**",
    idNumber: "11**************20",
    phone: "138****1234",
    address: null,
    isBreakGlass: false,
  });
  expect((await open("worker", wang, { purpose: "verification", taskId })).body).toMatchObject({
    form: "full",
    name: "王小明",
    idNumber: NUMBER,
    phone: "13812341234",
    address: "天福村1号",
  });
  expect((await audited()).map((row) => row.detail)).toEqual([
    { outcome: "opened", form: "masked", breakGlass: false },
    { outcome: "opened", form: "full", purpose: "verification", taskId, breakGlass: false },
  ]);
});

test("without an open task nothing is opened, and the attempt is on record", async () => {
  const refused = await open("worker", wang, { purpose: "verification" });
  expect(refused).toMatchObject({ status: 404 });
  expect(await open("operator", wang, { purpose: "care" })).toMatchObject({
    status: 403,
    body: { code: "people/no-open-task" },
  });
  expect(await open("operator", wang, {})).toMatchObject({ status: 403 });
  expect((await audited()).map((row) => row.detail["outcome"])).toEqual(["not-found", "no-open-task", "no-open-task"]);
  await openTask();
  await database.owner`update task set state = 'done', ended_at = ${NOW}`;
  expect(await open("worker", wang, { purpose: "verification" })).toMatchObject({ status: 403 });
});

test("a task of another person, or one outside the area, opens nothing", async () => {
  const taskOfLi = await openTask(li);
  expect(await open("worker", wang, { purpose: "verification", taskId: taskOfLi })).toMatchObject({ status: 404 });
  expect(await open("neighbour", li, { purpose: "verification" })).toMatchObject({ status: 404 });
  expect(await open("nanjing", wang, { purpose: "care" })).toMatchObject({ status: 404 });
  const mine = await openTask(wang);
  expect(await open("worker", wang, { purpose: "verification", taskId: newId() })).toMatchObject({ status: 403 });
  expect(await open("worker", wang, { purpose: "verification", taskId: mine })).toMatchObject({ status: 200 });
});

test("break-glass needs a reason of ten characters, stays within the area, is flagged, and the auditor is told", async () => {
  for (const reason of [undefined, "", "太短的理由", "          x"])
    expect(await open("operator", wang, { purpose: "break-glass", reason })).toMatchObject({
      status: 422,
      body: { code: "people/purpose-needed" },
    });
  const before = await asActor(database.server, actors.auditor, (sql) => inboxVersion(sql, actors.auditor.postId));
  const reason = "夜间发热昏迷，需立即联系家属";
  expect((await open("operator", wang, { purpose: "break-glass", reason })).body).toMatchObject({
    form: "full",
    name: "王小明",
    isBreakGlass: true,
  });
  expect(await open("nanjing", wang, { purpose: "break-glass", reason })).toMatchObject({ status: 404 });
  expect(await asActor(database.server, actors.auditor, (sql) => inboxVersion(sql, actors.auditor.postId))).toBe(
    before + 1,
  );
  await sequenceOnce(database.sequencer, database.services.keys, NOW);
  const client = await server.as(actors.auditor);
  expect((await client.call("GET", "/identity-openings?breakGlass=true")).body).toMatchObject({
    openings: [
      { personKey: wang, role: "health-worker", outcome: "not-found", isBreakGlass: true },
      { personKey: wang, role: "operator", purpose: "break-glass", reason, outcome: "opened", isBreakGlass: true },
    ],
  });
  expect((await (await server.as(actors.operator)).call("GET", "/identity-openings")).status).toBe(403);
});

test.each([
  ["analyst", 403],
  ["auditor", 403],
] as const)("%s never opens a name", async (who, status) => {
  await openTask();
  expect((await open(who, wang, { purpose: "verification" })).status).toBe(status);
});

test("wrong shapes are refused before anything is looked at", async () => {
  expect((await open("worker", "nobody", {})).status).toBe(400);
  expect((await open("worker", wang, { purpose: "curiosity" })).status).toBe(400);
  expect((await open("worker", wang, { taskId: "x" })).status).toBe(400);
  expect(await audited()).toEqual([]);
});

test("the server's role has no other way to a sealed identity, in or out", async () => {
  const sql = database.server;
  for (const statement of [
    "select sealed from sealed_identity",
    "select count(*) from sealed_identity",
    "insert into sealed_identity (person_key, sealed, key_id, recorded_at) values (gen_random_uuid(), '', '', now())",
    "update sealed_identity set key_id = 'x'",
    "delete from sealed_identity",
    "copy sealed_identity to stdout",
    "alter table sealed_identity disable row level security",
  ])
    await expect(sql.unsafe(statement), statement).rejects.toThrow(/permission denied|must be owner/);
  const call = (actor: Actor | null, form: string, purpose: string | null, reason: string | null) => {
    const query = (db: typeof sql) => db`
      select * from open_identity(${newId()}, now(), ${wang}, ${form}, ${purpose}, ${reason}, null)`;
    return actor === null ? query(sql) : asActor(sql, actor, (tx) => query(tx as unknown as typeof sql));
  };
  await expect(call(null, "full", "care", null)).rejects.toThrow("no such duty");
  await expect(call(actors.analyst, "full", "care", null)).rejects.toThrow("no such duty");
  await expect(call(actors.operator, "full", null, null)).rejects.toThrow("purpose or reason");
  await expect(call(actors.operator, "whole", "care", null)).rejects.toThrow("purpose or reason");
  await expect(call(actors.operator, "full", "break-glass", "short")).rejects.toThrow("purpose or reason");
  const [row] = await call(actors.operator, "full", "care", null);
  expect(row).toMatchObject({ outcome: "no-open-task", sealed: null });
});

test("a draft gives nobody a right to a name or a page", async () => {
  const zhao = personKeyOf(database.services.keys.provinceKey, "990", "DRAFT-ONLY");
  await keepIdentities(database.services, batchesOf([heard(zhao, { name: "赵六" })]));
  await published("2020-02-09", { [zhao]: "320583102201" });
  await database.owner`update joint_session set state = 'draft', published_at = null where day = '2020-02-09'`;
  const reason = "夜间发热昏迷，需立即联系家属";
  expect(await open("operator", zhao, { purpose: "break-glass", reason })).toMatchObject({ status: 404 });
  expect(await (await server.as(actors.operator)).call("GET", `/people/${zhao}`)).toMatchObject({ status: 404 });
});

test("one person's page: standing tier with reasons; evidence for centres, not for doors; no name anywhere", async () => {
  const taskId = await openTask();
  const operator = await (await server.as(actors.operator)).call("GET", `/people/${wang}`);
  expect(operator.body).toMatchObject({
    standing: {
      sessionId: session,
      assessmentId: assessment,
      listNumber: "32-20200210-1",
      tier: "red",
      reasons: [{ rule: "high-area", tier: "red", zh: "到过高风险地区" }],
      expiresAt: "2020-02-15T16:00:00.000Z",
      evidence: [{ rule: "high-area", evidence: [{ feed: "police/trips", row: 2 }] }],
    },
    history: [{ sessionId: session, tier: "red" }],
    tasks: [{ id: taskId, isYours: false }],
  });
  // The list says "village"; the worker's area is a grid of it: he stands on the task that he holds.
  const worker = await (await server.as(actors.worker)).call("GET", `/people/${wang}`);
  expect(worker.body).toMatchObject({
    standing: { tier: "red", reasons: [{ zh: "到过高风险地区" }], evidence: [] },
    tasks: [{ id: taskId, isYours: true }],
  });
  expect(JSON.stringify([operator.body, worker.body])).not.toMatch(/王小明|13812341234|天福村1号|110105/);
  for (const who of ["nanjing", "neighbour"] as const)
    expect((await (await server.as(actors[who])).call("GET", `/people/${wang}`)).status).toBe(404);
  expect((await (await server.as(null)).call("GET", `/people/${wang}`)).status).toBe(401);
  const reads = await database.owner<{ n: number }[]>`
    select count(*)::int as n from audit_pending where action = 'person.read' and object_id = ${wang}`;
  expect(reads).toEqual([{ n: 2 }]);
});

test("whoever looks sees who was in touch today; across counties only time, role, county and result", async () => {
  await database.owner`delete from contact`;
  await openTask();
  const met = (by: Actor, place: string, at: string, result: string) => database.owner`
    insert into contact (person_key, visit_id, at, by_post, role, place, result)
    values (${wang}, ${newId()}, ${at}, ${by.postId}, ${by.role}, ${place}, ${result})`;
  await met(actors.nanjing, "320105001001", "2020-02-10T01:30:00Z", "NO_ANSWER");
  await met(actors.worker, GRID, "2020-02-09T16:00:00Z", "HOME_IN_PLACE");
  await met(actors.worker, GRID, "2020-02-09T15:59:59Z", "NO_ANSWER");
  const seen = async (client: Client) =>
    ((await client.call("GET", `/people/${wang}/contacts-today`)).body as { today: unknown[] }).today;
  expect(await seen(await server.as(actors.worker))).toEqual([
    {
      at: "2020-02-10T01:30:00.000Z",
      role: "health-worker",
      county: "320105",
      countyName: "建邺区",
      result: "NO_ANSWER",
      displayName: null,
      isOwn: false,
    },
    {
      at: "2020-02-09T16:00:00.000Z",
      role: "grid-worker",
      county: "320583",
      countyName: "昆山市",
      result: "HOME_IN_PLACE",
      displayName: `grid-worker ${GRID}`,
      isOwn: true,
    },
  ]);
  for (const who of ["nanjing", "neighbour"] as const)
    expect((await (await server.as(actors[who])).call("GET", `/people/${wang}/contacts-today`)).status).toBe(404);
});

test("search by exact number or phone finds within the area, and elsewhere is the same as nobody", async () => {
  const find = async (who: keyof typeof actors, body: object) =>
    (await server.as(actors[who])).call("POST", "/people/search", body);
  const byNumber = { idType: "111", idNumber: "110105-19491231 ００２０" };
  expect((await find("operator", byNumber)).body).toEqual({
    found: [{ personKey: wang, kind: "person", tier: "red", place: "320583102201" }],
  });
  const stranger = { idType: "111", idNumber: "110105194912310039" };
  const [elsewhere, nobody] = [await find("nanjing", byNumber), await find("nanjing", stranger)];
  expect([elsewhere.status, elsewhere.body]).toEqual([200, { found: [] }]);
  expect([nobody.status, nobody.body]).toEqual([200, { found: [] }]);
  // Two people share the phone; the county sees its own, the province both.
  const byPhone = { phone: "+86 138 1234 1234" };
  const keysOf = (answer: { body: unknown }) =>
    (answer.body as { found: { personKey: string }[] }).found.map((one) => one.personKey);
  expect(keysOf(await find("operator", byPhone))).toEqual([wang]);
  expect(keysOf(await find("province", byPhone)).toSorted()).toEqual([wang, li].toSorted());
  expect((await find("auditor", byPhone)).status).toBe(403);
  expect((await find("operator", { idNumber: NUMBER })).status).toBe(400);
  expect((await find("operator", { ...byNumber, name: "王" })).status).toBe(400);
  const log = JSON.stringify(await database.owner`select * from audit_pending where action = 'person.search'`);
  expect(log).toContain('"found":1');
  expect(log).not.toMatch(new RegExp(`${NUMBER}|13812341234|${wang}`));
});

test("search is slowed down: the 21st of a minute is refused", async () => {
  const client = await server.as(await testPost(database.owner, { role: "operator", area: "320583" }));
  const statuses = [];
  for (let n = 0; n < 21; n++)
    statuses.push((await client.call("POST", "/people/search", { phone: "13900000000" })).status);
  expect(statuses).toEqual([...Array.from({ length: 20 }, () => 200), 429]);
});

test("what is unchanged is not sealed again; what changed is, the newer over the older; a feed's order does not matter", async () => {
  const { services, owner, setNow } = database;
  const key = phoneKeyOf(services.keys.provinceKey, "13700000001");
  const facts = { name: "孙七", phone: "13700000001" };
  expect(
    await keepIdentities(services, batchesOf([heard(key, facts)], [heard(key, { ...facts, feed: "police/trips" })])),
  ).toBe(1);
  setNow(instant("2020-02-10T03:00:00Z"));
  expect(
    await keepIdentities(services, batchesOf([heard(key, { ...facts, feed: "police/trips" })], [heard(key, facts)])),
  ).toBe(0);
  expect(await keepIdentities(services, batchesOf([heard(key, { ...facts, address: "新址" })]))).toBe(1);
  const rows = await owner<
    { recorded_at: Instant }[]
  >`select recorded_at from sealed_identity where person_key = ${key}`;
  expect(rows).toEqual([{ recorded_at: instant("2020-02-10T03:00:00Z") }]);
  setNow(NOW);
});

test("no identities, no rows, no fault", async () => {
  expect(await keepIdentities(database.services, batchesOf())).toBe(0);
});
