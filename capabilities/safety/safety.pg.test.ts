import { createHmac } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { personKeyOf } from "#capabilities/people/keys.ts";
import { type Listed, PLACES, person, seedList } from "#capabilities/tasks/list.testing.ts";
import { publishList } from "#capabilities/tasks/publish.ts";
import type { Actor } from "#kernel/actor.ts";
import { DAY, instant, later, MINUTE, type PlainDay } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, testServer } from "#testing/server.ts";
import { escalateAlarmsOnce } from "./alarms.ts";
import { keepHealthOnce } from "./health.ts";
import { digitsOf, signedText, windowOf } from "./rules/caller.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const GRID = "320583101201001";
const database = await testDatabase(NOW);
const server = await testServer(database);
const { owner, services } = database;

const clients = new Map<string, Client>();
const actors = new Map<string, Actor>();
const as = (name: string): Client => {
  const client = clients.get(name);
  if (client === undefined) throw new Error(`nobody called ${name}`);
  return client;
};

async function say(name: string, kind: string, body: unknown, id = newId()) {
  const madeAt = new Date(services.clock()).toISOString();
  const { body: answered } = await as(name).call("POST", "/field/commands", { commands: [{ id, kind, madeAt, body }] });
  const [answer] = (answered as { answers: Record<string, unknown>[] }).answers;
  return { id, ...answer };
}

const POSTS = [
  ["worker", "grid-worker", GRID],
  ["other", "grid-worker", "320583101201002"],
  ["village", "operator", "320583101201"],
  ["township", "operator", "320583101"],
  ["county", "operator", "320583"],
  ["elsewhere", "operator", "320583102"],
  ["doctor", "health-worker", "320583"],
  ["judge", "legal-partner", "320583101201"],
  ["officer", "police-officer", "320583101"],
  ["gate", "checkpoint-staff", "320583"],
] as const;

const listed: Listed[] = [1, 2, 3, 4].map((n) => ({
  personKey: person(n),
  tier: n === 1 ? "red" : "yellow",
  place: GRID,
}));

beforeAll(async () => {
  await testPlaces(owner, PLACES);
  for (const [name, role, area] of POSTS) {
    const actor = await testPost(owner, { role, area, isPrimary: role === "grid-worker" });
    actors.set(name, actor);
    clients.set(name, await server.as(actor));
  }
  const day = "2020-02-10" as PlainDay;
  const list = await seedList(owner, { day, version: 1, listed });
  const actor = systemActor("32");
  await asActor(services.db, actor, (sql) =>
    publishList({ sql, actor, now: NOW, services }, { ...list, day, previousSessionId: null }),
  );
  // 1 and 2 live behind one door.
  const household = newId();
  await owner`
    insert into household (county, household_key, place, persons, recorded_at)
    values ('320583', ${household}, ${GRID}, 2, ${new Date(NOW)})`;
  await owner`
    insert into person_household (person_key, household_key, recorded_at)
    select p, ${household}, ${new Date(NOW)} from unnest(${[person(1), person(2)]}::uuid[]) as p (p)`;
});

const taskOf = async (n: number) => {
  const [row] = await owner<{ id: string; desk: string | null; holder_post: string | null }[]>`
    select id, desk, holder_post from task where person_key = ${person(n)} and ended_at is null`;
  if (row === undefined) throw new Error(`no task of ${n}`);
  return row;
};
type Seen = {
  id: string;
  because: string | null;
  state: string;
  turnOf: string;
  acceptedBy: string | null;
  hasPosition: boolean;
  tasksBack: number;
};
const alarmsOf = async (name: string, area: string, open = true) => {
  const { status, body } = await as(name).call("GET", `/areas/${area}/alarms${open ? "?open=true" : ""}`);
  expect(status).toBe(200);
  return (body as { alarms: Seen[] }).alarms;
};

describe("a silent alarm", () => {
  let id = "";
  test("is applied once, however often it is sent, and the village's centre has five minutes", async () => {
    id = (await say("worker", "safety/alarm", {})).id;
    expect(await say("worker", "safety/alarm", {}, id)).toMatchObject({ answer: "already" });
    expect(await alarmsOf("village", "320583101201")).toMatchObject([{ id, state: "waiting", turnOf: "320583101201" }]);
    expect((await alarmsOf("county", "320583")).length).toBe(1);
    expect(await alarmsOf("elsewhere", "320583102")).toEqual([]);
    // Colleagues and judges see no alarm of others.
    expect((await as("judge").call("GET", "/areas/320583101201/alarms")).status).toBe(403);
    expect((await as("other").call("GET", "/safety/alarms/mine")).body).toMatchObject({ alarms: [] });
  });

  test("says where the phone was only to who answers; the position is sealed and its opening audited", async () => {
    const position = { alarmId: id, latitude: 31.3012, longitude: 121.0921, accuracyM: 30 };
    expect(await say("other", "safety/position", position)).toMatchObject({
      answer: "refused",
      code: "common/not-found",
    });
    expect(await say("worker", "safety/position", position)).toMatchObject({ answer: "applied" });
    const [row] = await owner<{ sealed_position: Buffer }[]>`select sealed_position from field_alarm where id = ${id}`;
    expect(row?.sealed_position.toString("latin1")).not.toContain("31.3");
    const opened = await as("officer").call("POST", `/alarms/${id}/position`, {});
    expect(opened.body).toEqual({ latitude: 31.3012, longitude: 121.0921, accuracyM: 30 });
    const log = await owner`select from audit_pending where action = 'safety.position' and object_id = ${id}
                            union all select from audit_entry where action = 'safety.position' and object_id = ${id}`;
    expect(log.length).toBe(1);
    expect((await as("elsewhere").call("POST", `/alarms/${id}/position`, {})).status).toBe(404);
  });

  test("goes up a level after five minutes, and the clock stops when somebody answers", async () => {
    database.setNow(later(NOW, 5 * MINUTE - 1));
    expect(await escalateAlarmsOnce(services)).toBe(0);
    database.setNow(later(NOW, 5 * MINUTE));
    expect(await escalateAlarmsOnce(services)).toBe(1);
    expect(await alarmsOf("township", "320583101")).toMatchObject([{ turnOf: "320583101" }]);
    expect((await as("township").call("POST", `/alarms/${id}/report`, { report: "已派人到场" })).status).toBe(409);
    const accepted = await as("township").call("POST", `/alarms/${id}/accept`, {});
    expect(accepted.body).toMatchObject({ state: "accepted", acceptedBy: "operator 320583101", answerBy: null });
    expect((await as("village").call("POST", `/alarms/${id}/accept`, {})).body).toMatchObject({
      code: "safety/already-answered",
    });
    database.setNow(later(NOW, 30 * MINUTE));
    expect(await escalateAlarmsOnce(services)).toBe(0);
    expect((await as("worker").call("GET", "/safety/alarms/mine")).body).toMatchObject({
      alarms: [{ state: "accepted", acceptedBy: "operator 320583101" }],
    });
  });

  test("closes in two steps: the centre's report alone does not close it", async () => {
    const reported = await as("township").call("POST", `/alarms/${id}/report`, { report: "民警已到场，秩序恢复" });
    expect(reported.body).toMatchObject({ state: "accepted", report: "民警已到场，秩序恢复" });
    expect(await say("worker", "safety/safe", { alarmId: id })).toMatchObject({ answer: "applied" });
    expect(await alarmsOf("township", "320583101")).toEqual([]);
    expect(await alarmsOf("township", "320583101", false)).toMatchObject([{ id, state: "closed" }]);
    expect((await as("officer").call("POST", `/alarms/${id}/position`, {})).body).toMatchObject({
      code: "safety/closed",
    });
  });
});

test("a checkpoint's button: the alarm says where the gate is, never elsewhere, and its phone says nothing else", async () => {
  const at = "320583101201";
  const { id } = await say("gate", "safety/alarm", { at });
  expect(await alarmsOf("officer", "320583101")).toMatchObject([{ id, turnOf: at, isMine: false }]);
  expect((await as("gate").call("GET", "/safety/alarms/mine")).body).toMatchObject({ alarms: [{ id, place: at }] });
  expect(
    await say("gate", "safety/self-check", { temperatureTenths: 365, symptoms: [], isProtected: true }),
  ).toMatchObject({ answer: "refused", code: "common/not-your-duty" });
  const wrong = await say("gate", "safety/alarm", { at: "320681" });
  expect(wrong).toMatchObject({ answer: "applied" });
  expect((await alarmsOf("county", "320583")).find((one) => one.id === wrong.id)).toMatchObject({ turnOf: "320583" });
  for (const one of [id, wrong.id]) {
    await as("county").call("POST", `/alarms/${one}/accept`, {});
    await as("county").call("POST", `/alarms/${one}/safe`, { how: "spoke" });
    await as("county").call("POST", `/alarms/${one}/report`, { report: "已到场，平安。" });
  }
});

describe("withdrawing and refusing", () => {
  test("all tasks behind the door go back to the desk with the reason; those of other doors stay", async () => {
    const { id: taskId } = await taskOf(1);
    const said = await say("worker", "safety/withdraw", { taskId, because: "threatened" });
    expect(said).toMatchObject({ answer: "applied", result: { tasksBack: 2 } });
    for (const n of [1, 2]) expect(await taskOf(n)).toMatchObject({ desk: "320583101201", holder_post: null });
    expect(await taskOf(3)).toMatchObject({ holder_post: actors.get("worker")?.postId });
    const events = await owner<{ reason: string }[]>`
      select reason from task_event where task_id = ${taskId} and kind = 'returned'`;
    expect(events[0]?.reason).toContain("两人以上同行");
    expect(await alarmsOf("village", "320583101201")).toMatchObject([
      { kind: "withdraw", because: "threatened", tasksBack: 2 },
    ]);
    // Nobody else's door.
    expect(await say("other", "safety/withdraw", { taskId, because: "threatened" })).toMatchObject({
      answer: "refused",
    });
  });

  test("a door without a task: the centre hears where; elsewhere than in the area, the area counts", async () => {
    const before = (await alarmsOf("village", "320583101201")).length;
    const said = await say("other", "safety/withdraw", { at: "110000", because: "unsafe-place" });
    expect(said).toMatchObject({ answer: "applied", result: { tasksBack: 0 } });
    const after = await alarmsOf("village", "320583101201");
    expect(after.length).toBe(before + 1);
    expect(after.find(({ because }) => because === "unsafe-place")).toMatchObject({ kind: "withdraw", tasksBack: 0 });
  });

  test("a refusal is counted by its reason, with no worker behind it", async () => {
    const { id: taskId } = await taskOf(3);
    expect(await say("worker", "tasks/cannot-do", { taskId, because: "no-equipment" })).toMatchObject({
      answer: "applied",
    });
    expect(await say("worker", "tasks/cannot-do", { taskId, because: "ill" })).toMatchObject({
      code: "tasks/moved-on",
    });
    expect(await taskOf(3)).toMatchObject({ desk: "320583101201" });
    const { body } = await as("township").call("GET", "/areas/320583101/safety");
    expect(body).toMatchObject({
      refusals: [
        { because: "no-equipment", count: 1 },
        { because: "unsafe", count: 1 },
      ],
      // The worker's, and the checkpoint's of this township.
      alarms: 2,
      withdrawals: 2,
    });
    const columns = await owner<{ column_name: string }[]>`
      select column_name from information_schema.columns where table_name = 'task_refusal'`;
    expect(columns.map((row) => row.column_name).filter((name) => /post|account|worker/.test(name))).toEqual([]);
  });
});

describe("a worker's own health", () => {
  const felt = { temperatureTenths: 365, symptoms: [], isProtected: false };

  test("contact comes from the door reports; without complete equipment rest is proposed to the health seat alone", async () => {
    expect(await say("worker", "safety/self-check", felt)).toMatchObject({ result: { outcome: "well", contacts: 0 } });
    const worker = actors.get("worker");
    const [task] = await owner<{ id: string }[]>`select id from task where person_key = ${person(1)}`;
    await owner`
      insert into visit (county, id, task_county, task_id, person_key, door_key, place, visited_at, visited_on, recorded_at,
                         by_post, by_role, manner, result, spoken_to, symptoms, services_asked, services_done, persons_met, clues, disputes)
      values ('320583', ${newId()}, '320583', ${task?.id ?? ""}, ${person(1)}, ${newId()}, ${GRID}, ${new Date(NOW)}, '2020-02-10',
              ${new Date(NOW)}, ${worker?.postId ?? ""}, 'grid-worker', 'door', 'HOME_IN_PLACE', 'self', '{}', '{groceries}', '{}', 1, 0, 0)`;
    expect(await say("worker", "safety/self-check", felt)).toMatchObject({
      result: { outcome: "exposed", contacts: 1 },
    });
    const { body } = await as("doctor").call("GET", "/areas/320583/rests");
    expect(body).toMatchObject({
      rests: [
        {
          because: "exposed",
          state: "proposed",
          contacts: 1,
          temperatureTenths: 365,
          substitute: "grid-worker 320583101201002",
        },
      ],
    });
    for (const name of ["village", "county", "other", "officer", "judge"])
      expect((await as(name).call("GET", "/areas/320583101201/rests")).status).toBe(403);
    const sealed = await owner<{ sealed: Buffer }[]>`select sealed from self_check`;
    for (const row of sealed) expect(row.sealed.toString("latin1")).not.toContain("365");
  });

  test("who is ill rests at once: the tasks go to the substitute, colleagues do not read why", async () => {
    const { id: taskId } = await taskOf(4);
    expect(await say("worker", "safety/self-check", { ...felt, temperatureTenths: 380 })).toMatchObject({
      result: { outcome: "ill" },
    });
    expect(await taskOf(4)).toMatchObject({ holder_post: actors.get("other")?.postId });
    const absences = await owner<{ reason: string }[]>`select reason from absence`;
    expect(absences.map((row) => row.reason)).toEqual(["按规定休息"]);
    expect((await as("worker").call("GET", "/safety/mine")).body).toMatchObject({
      check: { outcome: "ill" },
      contacts: 1,
      rest: { because: "ill", state: "resting", substitute: "grid-worker 320583101201002" },
      daysOn: 1,
    });
    // The substitute's page: what is open, promised, and where to go in twos.
    const page = await as("other").call("GET", `/posts/${actors.get("worker")?.postId}/hand-over`);
    expect(page.body).toMatchObject({
      open: [{ taskId, holder: "grid-worker 320583101201002" }],
      promised: [{ place: GRID, service: "groceries" }],
      careful: [{ place: GRID, because: "threatened" }, { because: "alarm" }],
    });
    expect((await as("elsewhere").call("GET", `/posts/${actors.get("worker")?.postId}/hand-over`)).status).toBe(404);
  });

  async function saidFit(): Promise<void> {
    const { body } = await as("doctor").call("GET", "/areas/320583/rests");
    const [one] = (body as { rests: { id: string }[] }).rests;
    expect((await as("doctor").call("POST", `/rests/${one?.id}/decision`, { decision: "fit" })).body).toEqual({
      state: "fit",
    });
  }

  test("is fit again when the health seat says so", async () => {
    await saidFit();
    expect((await as("worker").call("GET", "/safety/mine")).body).toMatchObject({ rest: null });
    const open = await owner`select from absence where until_at is null`;
    expect(open.length).toBe(0);
  });

  test("infections among workers: zero, and one when the health feed names a consenting worker's key as a case", async () => {
    const figure = async () => (await as("county").call("GET", "/areas/320583/safety")).body;
    expect(await figure()).toMatchObject({ infected: 0, matched: 0 });
    const wrong = await as("worker").call("POST", "/safety/key", { idType: "111", idNumber: "320583198001010011" });
    expect(wrong.body).toMatchObject({ code: "safety/wrong-number" });
    const idNumber = "11010519491231002X";
    expect((await as("worker").call("POST", "/safety/key", { idType: "111", idNumber })).body).toEqual({
      hasKey: true,
    });
    await keepHealthOnce(services);
    expect(await figure()).toMatchObject({ infected: 0, matched: 1 });
    const key = personKeyOf(services.keys.provinceKey, "111", idNumber);
    const [run] = await owner<{ id: string }[]>`select id from assessment limit 1`;
    await owner`
      insert into assessment_result (person_key, assessment_id, day, kind, tier, rules, exposure_tenths, managed, shared_phone,
                                     place, place_source, evidence)
      values (${key}, ${run?.id ?? newId()}, '2020-02-10', 'person', 'red', '{case}', 0, false, false, ${GRID}, 'test', '[]')`;
    await keepHealthOnce(services);
    expect(await figure()).toMatchObject({ infected: 1, matched: 1 });
    // Counted at the township, never at the village; and who is a case rests at once.
    const booked = await owner`
      select place, metric, sum(delta)::int as n from counter_pending where metric like 'worker.infected' group by 1, 2`;
    expect(booked).toEqual([{ place: GRID.slice(0, 9), metric: "worker.infected", n: 1 }]);
    expect((await as("worker").call("GET", "/safety/mine")).body).toMatchObject({
      rest: { because: "ill", state: "resting" },
    });
    await saidFit();
    expect((await as("elsewhere").call("GET", "/areas/320583102/safety")).body).toMatchObject({ infected: 0 });
    expect((await as("worker").call("DELETE", "/safety/key")).body).toEqual({ hasKey: false });
    expect((await owner`select from worker_key`).length).toBe(0);
  });
});

describe("protective equipment", () => {
  test("whole pieces: asked, allotted from the centre's stock, handed over, received by the worker's word", async () => {
    const { id } = await say("worker", "safety/ask-equipment", { item: "mask-n95", quantity: 20 });
    const answer = (said: unknown) => as("township").call("POST", `/equipment-requests/${id}/answer`, said);
    expect((await answer({ answer: "allot", quantity: 10 })).body).toMatchObject({ code: "safety/not-enough" });
    const delivery = { item: "mask-n95", by: 15, reason: "县里配送" };
    expect((await as("township").call("POST", "/areas/320583101/equipment", delivery)).body).toEqual({ quantity: 15 });
    expect((await answer({ answer: "allot", quantity: 10 })).body).toEqual({ state: "allotted" });
    expect((await answer({ answer: "hand-over" })).body).toEqual({ state: "handed-over" });
    expect(await say("other", "safety/receive-equipment", { requestId: id })).toMatchObject({ answer: "refused" });
    expect(await say("worker", "safety/receive-equipment", { requestId: id })).toMatchObject({ answer: "applied" });
    expect((await as("worker").call("GET", "/safety/equipment/mine")).body).toMatchObject({
      requests: [{ id, state: "received", asked: 20, allotted: 10 }],
    });
    const { body } = await as("county").call("GET", "/areas/320583/equipment");
    expect((body as { stock: unknown[] }).stock).toContainEqual({ item: "mask-n95", here: 0, below: 5 });
  });
});

describe("a genuine caller", () => {
  const check = async (number: string, place = "320583101") =>
    (await (await server.as(null)).call("POST", "/caller/check", { place, number })).body;

  test("the number on the phone answers with name and grid; any other with the centre's number", async () => {
    const line = { name: "花桥镇综治中心", phone: "0512-57690000" };
    expect((await as("township").call("PUT", "/areas/320583101/centre-line", line)).status).toBe(200);
    expect((await (await server.as(null)).call("GET", `/centre-lines/${GRID}`)).body).toEqual({
      line: { place: "320583101", ...line },
    });
    const { body } = await as("worker").call("GET", "/caller/secret");
    const { secret } = body as { secret: string };
    const numberAt = (at: number) =>
      digitsOf(createHmac("sha256", Buffer.from(secret, "hex")).update(signedText(at)).digest());
    const now = windowOf(services.clock());
    expect(await check(numberAt(now))).toMatchObject({
      worker: { name: `grid-worker ${GRID}`, role: "grid-worker", place: GRID },
      line,
    });
    expect(await check(numberAt(now - 2))).toMatchObject({ worker: { place: GRID } });
    expect(await check(numberAt(now - 3))).toEqual({ worker: null, line });
    expect(await check(numberAt(now), "320583102")).toEqual({ worker: null, line: null });
  });

  test("nobody who is off duty is genuine", async () => {
    const { body } = await as("worker").call("GET", "/caller/secret");
    const { secret } = body as { secret: string };
    const number = digitsOf(
      createHmac("sha256", Buffer.from(secret, "hex"))
        .update(signedText(windowOf(services.clock())))
        .digest(),
    );
    const postId = actors.get("worker")?.postId;
    const until = new Date(later(NOW, DAY)).toISOString();
    await as("worker").call("POST", `/posts/${postId}/absences`, { until, reason: "轮休一天" });
    expect(await check(number)).toMatchObject({ worker: null });
  });
});

test("the centre's numbers are on every phone, a partner's too, and nothing else is on his", async () => {
  const area = "320583101201";
  const { body } = await as("judge").call("GET", `/field/copy?area=${area}&kinds=centre-line`);
  expect(body).toMatchObject({
    records: [{ kind: "centre-line", value: { place: "320583101", phone: "0512-57690000" } }],
  });
});
