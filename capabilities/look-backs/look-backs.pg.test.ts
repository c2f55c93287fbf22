import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost, testResident } from "#testing/database.ts";
import { type TestServer, testServer } from "#testing/server.ts";

const NOW = instant("2020-02-20T12:00:00+08:00");
const MARKET = randomUUID();
const GRID = "320583100001001";
let database: TestDatabase;
let server: TestServer;
let cdc: Actor;
let hospital: Actor;
const people = { scanned: randomUUID(), checkedIn: randomUUID(), weak: randomUUID(), earlier: randomUUID() };
const call = async (who: Actor, method: string, path: string, body?: unknown) => {
  const answer = await (await server.as(who)).call(method, path, body);
  return { status: answer.status, body: answer.body as Record<string, unknown> };
};
const ASK = {
  from: "2020-02-19T10:00:00+08:00",
  until: "2020-02-19T12:00:00+08:00",
  event: "昆山2020-07",
  reason: "确诊病例当日上午在该市场停留约一小时，需提醒同时段在场人员",
};

beforeAll(async () => {
  database = await testDatabase(NOW);
  server = await testServer(database);
  const { owner } = database;
  await testPlaces(owner, { "32": "江苏省", "320583": "昆山市", [GRID]: "一号网格" });
  cdc = await testPost(owner, { role: "health-worker", area: "320583", organisation: "昆山市疾控中心" });
  hospital = await testPost(owner, { role: "health-worker", area: "320583", organisation: "昆山市第一人民医院" });
  const operator = await testPost(owner, { role: "operator", area: "320583" });
  await testPost(owner, { role: "grid-worker", area: GRID, isPrimary: true });
  await owner`
    insert into checkpoint (id, place, name, kind, lanes, set_up_by, set_up_at)
    values (${MARKET}, ${GRID}, '亭林菜市场', 'market', 1, ${operator.postId}, '2020-02-01T00:00:00Z')`;
  const scan = (person: string, at: string) => owner`
    insert into scan (county, id, kind, checkpoint_id, place, lane, post_id, scanned_at, scanned_on, recorded_at, direction, person_key)
    values ('320583', ${randomUUID()}, 'code', ${MARKET}, ${GRID}, 1, ${operator.postId}, ${at}, '2020-02-19', ${at}, 'in', ${person})`;
  await scan(people.scanned, "2020-02-19T10:00:00+08:00");
  await scan(people.scanned, "2020-02-19T11:00:00+08:00");
  await scan(people.earlier, "2020-02-19T09:59:59+08:00");
  for (const [person, strength] of [
    [people.checkedIn, "present"],
    [people.weak, "weak"],
  ] as const) {
    await owner`
      insert into own_check_in (person_key, id, checkpoint_id, place, at, strength)
      values (${person}, ${randomUUID()}, ${MARKET}, ${GRID}, '2020-02-19T11:30:00+08:00', ${strength})`;
  }
  await owner`insert into code_current (person_key, place, seq, colour) values (${people.scanned}, ${GRID}, 1, 'green')`;
});

test("counts who was there with evidence of presence; a weak check-in and another hour do not count", async () => {
  expect(await call(cdc, "POST", `/checkpoints/${MARKET}/look-backs`, ASK)).toMatchObject({
    status: 200,
    body: { persons: 2, state: "asked", checkpoint: "亭林菜市场", askedBy: "昆山市疾控中心" },
  });
  expect(await database.owner`select from task`).toHaveLength(0);
  expect(await database.owner`select from notice`).toHaveLength(0);
});

test.each([
  ["a month ago", { from: "2020-01-19T10:00:00+08:00", until: "2020-01-19T12:00:00+08:00" }, "look-backs/wrong-window"],
  [
    "two days long",
    { from: "2020-02-17T10:00:00+08:00", until: "2020-02-19T12:00:00+08:00" },
    "look-backs/wrong-window",
  ],
  [
    "in the future",
    { from: "2020-02-20T11:00:00+08:00", until: "2020-02-20T13:00:00+08:00" },
    "look-backs/wrong-window",
  ],
  ["without a reason", { reason: "因为" }, "common/wrong-shape"],
])("refuses a stretch %s", async (_, change, code) => {
  expect((await call(cdc, "POST", `/checkpoints/${MARKET}/look-backs`, { ...ASK, ...change })).body).toMatchObject({
    code,
  });
});

test("only health asks and decides, each in its own area", async () => {
  const { owner } = database;
  const ask = async (who: Actor) => (await call(who, "POST", `/checkpoints/${MARKET}/look-backs`, ASK)).body;
  for (const role of ["operator", "police-officer", "grid-worker", "analyst", "auditor", "checkpoint-staff"] as const) {
    expect(await ask(await testPost(owner, { role, area: "32" })), role).toMatchObject({
      code: "common/not-your-duty",
    });
  }
  const police = await testPost(owner, { role: "signatory", area: "32", department: "police" });
  expect(await ask(police)).toMatchObject({ code: "look-backs/not-health" });
  const elsewhere = await testPost(owner, { role: "health-worker", area: "320102", organisation: "玄武区疾控中心" });
  expect(await ask(elsewhere)).toMatchObject({ code: "common/not-found" });
});

test("another organisation confirms: each is told, his grid is asked to call, his log says so, no colour changes", async () => {
  const { owner } = database;
  const list = (await call(hospital, "GET", "/areas/320583/look-backs")).body["items"] as { id: string }[];
  const path = `/look-backs/${list[0]?.id}/decision`;
  const yes = { decision: "confirm", reason: "核对流调报告，时间地点一致" };
  expect((await call(cdc, "POST", path, yes)).body).toMatchObject({ code: "look-backs/same-organisation" });
  const sameHouse = await testPost(owner, { role: "health-worker", area: "320583", organisation: "昆山市疾控中心" });
  expect((await call(sameHouse, "POST", path, yes)).body).toMatchObject({ code: "look-backs/same-organisation" });

  const before = await owner`select * from code_current`;
  expect((await call(hospital, "POST", path, yes)).body).toMatchObject({
    state: "confirmed",
    decidedBy: "昆山市第一人民医院",
  });
  expect((await call(hospital, "POST", path, yes)).body).toMatchObject({ code: "look-backs/decided" });

  const tasks = await owner<{ person_key: string; place: string }[]>`select person_key, place from task`;
  expect(new Set(tasks.map((task) => task.person_key))).toEqual(new Set([people.scanned, people.checkedIn]));
  expect(tasks.every((task) => task.place === GRID)).toBe(true);
  expect(await owner`select * from code_current`).toEqual(before);

  const resident = server.asResident(await testResident(owner, [people.scanned]));
  const notices = (await resident.call("GET", "/my/notices")).body as { notices: { zh: string }[] };
  expect(notices.notices[0]?.zh).toContain("亭林菜市场");
  expect(notices.notices[0]?.zh).toContain("不因此变色");
  const log = (await resident.call("GET", `/my/persons/${people.scanned}/log`)).body as { entries: unknown[] };
  expect(log.entries).toHaveLength(1);
  const actions = await owner<{ action: string }[]>`
    select action from audit_pending where object_kind = 'look-back' order by id`;
  expect(actions.map((row) => row.action)).toEqual(["look-back.ask", "look-back.confirm"]);
});
