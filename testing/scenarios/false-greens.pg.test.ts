/**
 * Golden scenarios 2, 3 and 6 (reference/domain.md §7.3): declared against observed, through the API and the clockwork,
 * and who may do what with a case.
 */
import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { currentColours, recordEvidence } from "#capabilities/codes/evidence.ts";
import { aForm, aTrip } from "#capabilities/declarations/forms.testing.ts";
import { checkOnce, keepCases } from "#capabilities/false-greens/clock.ts";
import { restore, shadowOnce } from "#capabilities/false-greens/standing.ts";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testPost, testResident } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";

const NOW = instant("2020-02-22T09:00:00+08:00");
const GRID = "320583001001001";
const database = await testDatabase(NOW);
const { owner, services } = database;
const server = await testServer(database);
await testPlaces(owner, {
  "32": "江苏省",
  "3205": "苏州市",
  "320583": "昆山市",
  "320505": "虎丘区",
  "320583001": "玉山镇",
  "320583001001": "某社区",
  [GRID]: "第一网格",
});
const post = (role: Parameters<typeof testPost>[1]["role"], area = "320583", more: object = {}) =>
  testPost(owner, { role, area, ...more });
const HEALTH = await post("health-worker");
const SIGNATORY = await post("signatory", "320583", { department: "health" });
const CHAIR = await post("signatory", "320583", { department: "centre" });
const OPERATOR = await post("operator");
const POLICE = await post("police-officer", "320583", { department: "police" });
const WORKER = await post("grid-worker", GRID, { isPrimary: true });
const ELSEWHERE = await post("operator", "320505");

const SYSTEM = systemActor("32");
const asSystem = <T>(work: (ctx: Parameters<typeof recordEvidence>[0]) => Promise<T>, actor: Actor = SYSTEM) =>
  asActor(services.db, actor, (sql) => work({ sql, actor, now: services.clock(), services }));
const call = async (actor: Actor, method: string, path: string, body?: unknown) =>
  (await server.as(actor)).call(method, path, body);
const at = (text: string) => database.setNow(instant(`2020-02-${text}:00+08:00`));

async function resident() {
  const personKey = randomUUID();
  const client = server.asResident(await testResident(owner, [personKey]));
  const declare = (form: object, baseVersion = 0) =>
    client.call("POST", `/my/persons/${personKey}/declarations`, {
      id: newId(),
      baseVersion,
      form: { ...aForm, place: GRID, ...form },
    });
  return { personKey, client, declare };
}
const colourOf = async (key: string) => (await asSystem((ctx) => currentColours(ctx, [key]))).get(key)?.colour;
const CaseOf = z.object({
  id: z.string(),
  state: z.string(),
  rules: z.array(z.string()),
  outcome: z.string().nullable(),
  task_id: z.string().nullable(),
});
const casesOf = async (key: string) =>
  z
    .array(CaseOf)
    .parse(
      await owner`select id, state, rules, outcome, task_id from false_green_case where person_key = ${key} order by opened_at`,
    );
const caseOf = async (key: string) => {
  const [one] = await casesOf(key);
  if (one === undefined) throw new Error("no case");
  return one;
};
const measureOf = (personKey: string) =>
  asSystem((ctx) =>
    recordEvidence(ctx, [
      {
        id: newId(),
        personKey,
        kind: "measure",
        source: "measures",
        sourceId: "wu",
        since: instant("2020-02-17T12:00:00+08:00"),
        until: null,
        facts: {},
      },
    ]),
  );
const REASON = "经上门核实，本人承认知道自己正在观察期内";

/** One who is under observation and declares none, checked. */
async function wu() {
  const one = await resident();
  await measureOf(one.personKey);
  await one.declare({ category: "returning", trip: aTrip("411500", "2020-02-17", "2020-02-17") });
  await checkOnce(services);
  return one;
}

test("scenario 2, 吴某 type: F1 opens a case, red comes from the measure by itself, people decide, the appeal is open", async () => {
  at("22T09:00");
  const { personKey, client } = await wu();
  const opened = await caseOf(personKey);
  expect(opened).toMatchObject({ state: "SUSPECTED", rules: ["F1"], outcome: null });
  expect(opened.task_id).not.toBe(null);
  expect(await colourOf(personKey)).toBe("red");
  expect(
    await owner`select distinct cause, rule from colour_decision where person_key = ${personKey} and new_colour = 'red'`,
  ).toMatchObject([{ rule: "measure" }]);

  const notices = await owner<
    { zh: string }[]
  >`select zh from notice where person_key = ${personKey} and kind = 'case'`;
  expect(notices[0]?.zh).toContain("24小时内改正申报");
  expect(notices[0]?.zh).not.toContain("伪绿");
  const mine = await client.call("GET", "/my/false-greens");
  expect(mine.body).toMatchObject({
    cases: [
      { id: opened.id, refileUntil: "2020-02-23T01:00:00.000Z", findings: [{ observedSource: "health-measures" }] },
    ],
  });

  const page = await call(OPERATOR, "GET", `/false-greens/${opened.id}`);
  expect(page.body).toMatchObject({
    score: 1,
    findings: [
      { rule: "F1", declared: { source: "declaration" }, observed: { source: "health-measures" }, benign: [{}, {}] },
    ],
    mayDecide: false,
  });
  expect(
    (await call(SIGNATORY, "POST", `/false-greens/${opened.id}/decision`, { outcome: "INTENTIONAL", reason: REASON }))
      .body,
  ).toMatchObject({ code: "false-greens/not-verified" });
  expect((await call(OPERATOR, "POST", `/false-greens/${opened.id}/triage`, { reason: "需上门核实" })).status).toBe(
    200,
  );
  expect(
    (
      await call(WORKER, "POST", `/false-greens/${opened.id}/verification`, {
        found: "as-observed",
        words: "本人在家，承认在观察期",
      })
    ).status,
  ).toBe(200);
  expect(
    (await call(SIGNATORY, "POST", `/false-greens/${opened.id}/decision`, { outcome: "INTENTIONAL", reason: REASON }))
      .body,
  ).toMatchObject({ state: "DECIDED", outcome: "INTENTIONAL" });
  const evidence = await call(HEALTH, "GET", `/false-greens/${opened.id}/package`);
  expect(evidence.status).toBe(200);
  expect(z.object({ document: z.string() }).parse(evidence.body).document).toContain("本材料不含处罚意见");
  expect(await colourOf(personKey)).toBe("red");

  const appeal = await client.call("POST", "/my/appeals", {
    id: newId(),
    personKey,
    about: { kind: "case", ids: [opened.id] },
    words: "我不知道自己在观察期",
  });
  expect(appeal.status).toBe(200);
  expect(await caseOf(personKey)).toMatchObject({ state: "APPEALED", outcome: "INTENTIONAL" });
  const deeds = await owner<
    { action: string }[]
  >`select action from audit_pending where object_id = ${opened.id} order by at, id`;
  expect(deeds.map((row) => row.action)).toEqual([
    "false-green.open",
    "false-green.read",
    "false-green.triage",
    "false-green.verify",
    "false-green.decide",
    "false-green.export",
  ]);
});

test("scenario 3, an honest mistake: the 2nd for the 12th, put right within 24 hours, leaves no mark", async () => {
  at("22T09:00");
  const { personKey, declare } = await resident();
  await declare({ category: "returning", trip: aTrip("330300", "2020-02-12", "2020-02-12") });
  // What the province saw: a ticket that arrived on the 12th. The published list carries it.
  await listed(personKey, "from-outside", "2020-02-12T20:00:00+08:00", "330300");
  await declare({ category: "returning", trip: aTrip("330300", "2020-02-02", "2020-02-02") }, 1);
  at("22T09:05");
  await checkOnce(services);
  expect(await caseOf(personKey)).toMatchObject({ rules: ["F5"], state: "SUSPECTED" });
  expect(await colourOf(personKey)).toBe("green");
  at("23T08:00");
  await declare({ category: "returning", trip: aTrip("330300", "2020-02-12", "2020-02-12") }, 2);
  await checkOnce(services);
  expect(await casesOf(personKey)).toMatchObject([{ state: "DECIDED", outcome: "MISTAKE" }]);
  expect(await colourOf(personKey)).toBe("green");
  expect(await owner`select zh from notice where person_key = ${personKey} and subject like '%/decided'`).toMatchObject(
    [{ zh: "您已改正申报，核实结束：按填写有误处理，不留记录。" }],
  );
});

test("scenario 6, a reused phone: a weak finding asks for a visit, NOT_THE_PERSON ends it as a data error, no colour moves", async () => {
  at("22T09:00");
  const { personKey, declare } = await resident();
  await listed(personKey, "high-area", "2020-02-15T12:00:00+08:00", "420100", {
    feed: "telecom/stays",
    sharedPhone: true,
  });
  await declare({});
  await checkOnce(services);
  const opened = await caseOf(personKey);
  expect(opened).toMatchObject({ rules: ["F2"] });
  const [finding] = await owner<
    { strength: number }[]
  >`select strength from false_green_finding where person_key = ${personKey}`;
  expect(finding?.strength).toBeCloseTo(0.21, 2);
  expect(await colourOf(personKey)).toBe("green");
  at("22T11:00");
  const visit = {
    id: newId(),
    taskId: opened.task_id,
    taskCounty: "320583",
    personKey,
    place: GRID,
    visitedAt: "2020-02-22T10:30:00+08:00",
    result: "NOT_THE_PERSON",
    spokenTo: "self",
    personsMet: 1,
  };
  expect((await call(WORKER, "POST", "/visits", { reports: [visit] })).body).toMatchObject({
    answers: [{ answer: "accepted" }],
  });
  await keepCases(services);
  expect(await caseOf(personKey)).toMatchObject({ state: "FIELD_VERIFIED" });
  expect(
    (
      await call(HEALTH, "POST", `/false-greens/${opened.id}/decision`, {
        outcome: "DATA_ERROR",
        reason: "手机号已换人使用，登记有误",
      })
    ).status,
  ).toBe(200);
  expect(await colourOf(personKey)).toBe("green");
});

/** A person on the latest published list, with one row of a feed behind it. */
async function listed(personKey: string, rule: string, when: string, place: string, more: object = {}) {
  const [assessment, session] = [newId(), newId()];
  const evidence = [
    {
      rule,
      tier: "blue",
      at: when,
      evidence: [{ at: when, feed: "police/trips", file: "x.csv", row: 1, place, ...more }],
    },
  ];
  const [{ version } = { version: 1 }] = await owner<
    { version: number }[]
  >`select coalesce(max(version), 0)::int + 1 as version from assessment`;
  await owner`update joint_session set state = 'superseded' where state = 'published'`;
  await owner`insert into assessment (id, day, version, state, engine, rule_set_id, rule_set_version, started_at) values (${assessment}, '2020-02-22', ${version}, 'draft', 'duckdb', 'js-2020-02', 1, ${NOW})`;
  await owner`insert into joint_session (id, day, version, assessment_id, state, cut_off_at, opened_at, changes, published_at) values (${session}, '2020-02-22', ${version}, ${assessment}, 'published', ${NOW}, ${NOW}, '{}', ${NOW})`;
  await owner`insert into assessment_result (person_key, assessment_id, day, kind, tier, rules, latest_exposure_at, exposure_tenths, managed, shared_phone, place, place_source, evidence)
    values (${personKey}, ${assessment}, '2020-02-22', 'person', 'blue', ${[rule]}, ${when}, 0, false, false, ${GRID}, 'register', ${owner.json(evidence)})`;
}

test("nobody but health decides: not police, operator, another department's signatory, another county, nor the table by hand", async () => {
  at("22T09:00");
  const { id } = await caseOf((await wu()).personKey);
  const decision = { outcome: "DATA_ERROR", reason: "登记有误，观察早已结束了" };
  const decide = async (actor: Actor) => (await call(actor, "POST", `/false-greens/${id}/decision`, decision)).body;
  for (const actor of [OPERATOR, POLICE, WORKER])
    expect(await decide(actor)).toMatchObject({ code: "common/not-your-duty" });
  expect(await decide(CHAIR)).toMatchObject({ code: "false-greens/health-only" });
  expect((await call(ELSEWHERE, "GET", `/false-greens/${id}`)).status).toBe(404);
  expect((await call(ELSEWHERE, "GET", "/false-greens")).body).toMatchObject({ cases: [] });
  expect((await call(POLICE, "GET", `/false-greens/${id}`)).status).toBe(200);
  for (const actor of [OPERATOR, POLICE, CHAIR, SYSTEM]) {
    await expect(
      asActor(
        services.db,
        actor,
        (sql) =>
          sql`update false_green_case set outcome = 'INTENTIONAL', state = 'DECIDED', decided_at = ${NOW} where id = ${id}`,
      ),
    ).rejects.toMatchObject({ code: "42501" });
  }
});

test("missed clocks climb from county to city to province; after 48 hours the case ends in the subject's favour", async () => {
  at("22T09:00");
  const { personKey } = await wu();
  const escalated = async () =>
    (await owner`select escalated_to from false_green_case where person_key = ${personKey}`)[0]?.["escalated_to"];
  at("22T10:59");
  await keepCases(services);
  expect(await escalated()).toBe(null);
  at("22T11:00");
  await keepCases(services);
  expect(await escalated()).toBe("320583");
  at("22T13:00");
  await keepCases(services);
  expect(await escalated()).toBe("3205");
  at("22T15:00");
  await keepCases(services);
  expect(await escalated()).toBe("32");
  at("24T08:59");
  await keepCases(services);
  expect(await caseOf(personKey)).toMatchObject({ outcome: null });
  at("24T09:00");
  await keepCases(services);
  expect(await caseOf(personKey)).toMatchObject({ state: "DECIDED", outcome: "UNDETERMINED" });
  at("25T09:00");
  await keepCases(services);
  expect(await caseOf(personKey)).toMatchObject({ state: "SETTLED" });
});

test("a check finds the same conflict once; a decided case does not open again for it", async () => {
  at("22T09:00");
  const { personKey, declare } = await wu();
  await keepCases(services);
  const { id } = await caseOf(personKey);
  await call(HEALTH, "POST", `/false-greens/${id}/decision`, { outcome: "STALE", reason: "观察已经结束，记录未注销" });
  at("22T12:00");
  await declare({ symptoms: [] }, 1);
  await checkOnce(services);
  expect(await casesOf(personKey)).toHaveLength(1);
});

test("a rule that is right in 14 of 50 closed cases goes to shadow; two people of health bring it back, one does not", async () => {
  at("22T09:00");
  const cases = Array.from({ length: 50 }, (_, n) => ({ n, id: newId(), key: randomUUID() }));
  for (const { id, key } of cases) {
    await owner`insert into false_green_case (id, person_key, place, state, rules, score, opened_at, declared_version, due_at)
      values (${id}, ${key}, ${GRID}, 'SUSPECTED', '{F6}', 0.6, ${NOW}, 1, ${NOW})`;
  }
  await asActor(services.db, HEALTH, async (sql) => {
    for (const { id, n } of cases) {
      await sql`update false_green_case set state = 'DECIDED', outcome = ${n < 14 ? "MISTAKE" : "DATA_ERROR"}, decided_at = ${NOW}, decided_by = ${HEALTH.postId} where id = ${id}`;
    }
  });
  expect(await shadowOnce(services)).toBe(1);
  const anybody = await server.as(null);
  const rules = async () =>
    z
      .object({ rules: z.array(z.object({ rule: z.string(), mode: z.string(), precision: z.number().nullable() })) })
      .parse((await anybody.call("GET", "/false-green-rules")).body)
      .rules.find((one) => one.rule === "F6");
  expect(await rules()).toEqual({ rule: "F6", mode: "shadow", precision: 0.28 });
  const reason = { reason: "已改进走访办法，两次走访须间隔一天以上，请恢复" };
  const back = (actor: Actor) =>
    asActor(services.db, actor, (sql) =>
      restore({ sql, actor, now: services.clock(), services, requestId: "x" }, { rule: "F6" }, reason),
    );
  await expect(back(CHAIR)).rejects.toMatchObject({ kind: { code: "false-greens/health-only" } });
  expect(await back(HEALTH)).toEqual({ mode: "shadow" });
  await expect(back(HEALTH)).rejects.toMatchObject({ kind: { code: "false-greens/same-person" } });
  at("22T09:01");
  expect(await back(SIGNATORY)).toEqual({ mode: "active" });
  expect(await shadowOnce(services)).toBe(0);
});
