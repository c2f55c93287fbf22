import { beforeAll, expect, test } from "vitest";
import { foldOnce } from "#capabilities/rollups/fold.ts";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";

const NOW = instant("2020-02-10T02:00:00Z");
const GRID = "320583001001001";
const VILLAGE = "320583001001";
let database: TestDatabase;
let server: TestServer;
let worker: Actor;
let client: Client;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3205": "苏州市",
    "320583": "昆山市",
    "320583001": "甲镇",
    [VILLAGE]: "甲村",
    [GRID]: "甲村一格",
    "320583001001002": "甲村二格",
    "320581": "常熟市",
  });
  server = await testServer(database);
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID, isPrimary: true });
  client = await server.as(worker);
  await testPost(database.owner, { role: "operator", area: "320583001" });
});

type Given = Readonly<Record<string, unknown>>;
const report = (given: Given = {}): Given => ({
  id: newId(),
  place: GRID,
  visitedAt: "2020-02-10T09:30:00+08:00",
  result: "HOME_IN_PLACE",
  spokenTo: "self",
  personsMet: 1,
  ...given,
});

type Body = { answers: { id: string; answer: string; code?: string; next?: string; tryAgainBy?: string | null }[] };
async function send(...reports: Given[]): Promise<Body["answers"]> {
  const response = await client.call("POST", "/visits", { reports });
  expect(response.status).toBe(200);
  return (response.body as Body).answers;
}

async function task(given: { tier?: string; state?: string; hops?: number; holder?: string } = {}) {
  const [id, person] = [newId(), newId()];
  await database.owner`
    insert into task (county, id, kind, person_key, tier, rules, session_id, day, place, holder_post, state, hops,
                      issued_at, due_at, escalate_at)
    values ('320583', ${id}, 'verification', ${person}, ${given.tier ?? "red"}, '{T3}', ${newId()}, '2020-02-10', ${GRID},
            ${given.holder ?? worker.postId}, ${given.state ?? "issued"}, ${given.hops ?? 0}, '2020-02-10T00:30:00Z',
            '2020-02-10T01:30:00Z', '2020-02-10T01:30:00Z')`;
  return { taskId: id, taskCounty: "320583", person };
}

async function taskRow(id: unknown) {
  const [row] = await database.owner<
    {
      state: string;
      result: string;
      queue: string;
      desk: string;
      holder_post: string;
      due_at: number;
      place: string;
      offered_to: string;
      hops: number;
      alarm_at: number;
      version: number;
    }[]
  >`select * from task where id = ${id as string} and county = '320583'`;
  return row;
}

/** Everything that is pending or folded, by metric, at the village. */
async function counted(): Promise<Record<string, number>> {
  while ((await foldOnce(database.services)) > 0);
  const rows = await database.owner<{ metric: string; value: number }[]>`
    select metric, sum(delta)::bigint as value from counter_entry where place = ${VILLAGE} group by metric
    having sum(delta) <> 0`;
  return Object.fromEntries(rows.map((row) => [row.metric, row.value]));
}

async function change(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await counted();
  await work();
  const after = await counted();
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...names].map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)] as const).filter(([, by]) => by !== 0),
  );
}

test("a report at home ends the task, verifies the place, notes the contact, and moves the counters of its village", async () => {
  const { taskId, taskCounty, person } = await task();
  const sent = report({
    taskId,
    taskCounty,
    personsMet: 3,
    servicesAsked: ["medicine"],
    servicesDone: ["rubbish", "masks"],
  });
  const moved = await change(async () => {
    expect(await send(sent)).toEqual([{ id: sent["id"], answer: "accepted", next: "done", tryAgainBy: null }]);
  });
  expect(moved).toEqual({
    visit: 1,
    "visit.household": 1,
    "visit.person": 3,
    "visit.result.HOME_IN_PLACE": 1,
    "service.asked": 1,
    "service.done": 2,
    "task.red.issued": -1,
    "task.red.done": 1,
  });
  expect(await taskRow(taskId)).toMatchObject({ state: "done", result: "HOME_IN_PLACE" });
  const [verified] = await database.owner`select place from verified_place where person_key = ${person}`;
  expect(verified).toMatchObject({ place: GRID });
  const [contact] = await database.owner`select role, result from contact where person_key = ${person}`;
  expect(contact).toMatchObject({ role: "grid-worker", result: "HOME_IN_PLACE" });
  const [inbox] = await database.owner`select version from inbox where holder = ${worker.postId}`;
  expect(inbox?.["version"]).toBeGreaterThan(0);
});

test("a report that is sent again is answered `already` and counts nothing twice, in the same batch or a later one", async () => {
  const { taskId, taskCounty } = await task({ tier: "blue" });
  const sent = report({ taskId, taskCounty });
  const moved = await change(async () => {
    expect((await send(sent, sent)).map((one) => one.answer)).toEqual(["accepted", "already"]);
    expect((await send(sent)).map((one) => one.answer)).toEqual(["already"]);
    const both = await Promise.all([send(sent), send(sent)]);
    expect(both.flat().map((one) => one.answer)).toEqual(["already", "already"]);
  });
  expect(moved).toMatchObject({ visit: 1, "task.blue.done": 1, "task.blue.issued": -1 });
});

test("what is refused never blocks the others, and each refusal says why", async () => {
  const stranger = await testPost(database.owner, { role: "grid-worker", area: "320583001001002" });
  const theirs = await task({ holder: stranger.postId });
  await database.owner`update task set place = '320583001001002' where id = ${theirs.taskId}`;
  const mine = await task();
  const good = report();
  const answers = await send(
    report({ visitedAt: "2020-02-10T10:10:01+08:00" }),
    report({ visitedAt: "2020-01-01T10:00:00+08:00" }),
    report({ place: "320583001001002" }),
    report({ taskId: newId(), taskCounty: "320583" }),
    report({ taskId: theirs.taskId, taskCounty: "320583" }),
    report({ taskId: mine.taskId, taskCounty: "320583", personKey: newId() }),
    report({ corrects: newId() }),
    { id: newId(), result: "SOMETHING" },
    null as never,
    good,
  );
  expect(answers.map((one) => one.code ?? one.answer)).toEqual([
    "visits/from-the-future",
    "visits/too-old",
    "visits/not-your-place",
    "visits/task-not-found",
    "visits/task-not-found",
    "visits/person-mismatch",
    "visits/corrected-unknown",
    "visits/unreadable-report",
    "visits/unreadable-report",
    "accepted",
  ]);
  expect((await taskRow(theirs.taskId))?.state).toBe("issued");
});

test("ten minutes ahead is taken, and a device's clock is put right by its offset", async () => {
  const ahead = report({ visitedAt: "2020-02-10T10:10:00+08:00" });
  const shifted = report({ visitedAt: "2026-11-23T09:00:00+08:00", clockOffsetMs: -214_099_200_000 });
  expect((await send(ahead, shifted)).map((one) => one.answer)).toEqual(["accepted", "accepted"]);
  const [row] = await database.owner<{ visited_on: string }[]>`
    select visited_on from visit where id = ${shifted["id"] as string}`;
  expect(row?.visited_on).toBe("2020-02-10");
});

test("nobody answered: the holder tries again within two hours for red; the third time the desk decides", async () => {
  const { taskId, taskCounty } = await task();
  const knock = (at: string) =>
    report({ taskId, taskCounty, result: "NO_ANSWER", spokenTo: "nobody", personsMet: 0, visitedAt: at });
  const [first] = await send(knock("2020-02-10T09:50:00+08:00"));
  expect(first).toMatchObject({ next: "try-again", tryAgainBy: "2020-02-10T03:50:00.000Z" });
  expect(await taskRow(taskId)).toMatchObject({ state: "accepted", due_at: instant("2020-02-10T03:50:00Z") });
  // The second and the third in one batch: the third sees the second.
  const [second, third] = await send(knock("2020-02-10T09:55:00+08:00"), knock("2020-02-10T09:58:00+08:00"));
  expect([second?.next, third?.next]).toEqual(["try-again", "desk"]);
  expect(await taskRow(taskId)).toMatchObject({
    state: "returned",
    desk: "320583001",
    holder_post: null,
    queue: "ordinary",
  });
});

test.each([
  ["WRONG_NUMBER", {}, "unlocated", { state: "returned", queue: "unlocated", desk: "320583001" }],
  ["NOT_AT_ADDRESS", {}, "unlocated", { state: "returned", queue: "unlocated" }],
  ["REFUSED", {}, "desk", { state: "returned", queue: "ordinary", desk: "320583001" }],
  ["DUPLICATE", {}, "closed", { state: "done", result: "DUPLICATE" }],
  ["MOVED", { toPlace: "320581" }, "transfer", { state: "transferred", offered_to: "320581", hops: 1 }],
  ["MOVED", { toPlace: "320583001001002" }, "transfer", { place: "320583001001002", hops: 1 }],
  ["LEFT", { toPlace: "420100" }, "desk", { state: "returned", queue: "ordinary" }],
  ["MOVED", {}, "unlocated", { state: "returned", queue: "unlocated" }],
])("%s %j: the task goes on to %s", async (result, extra, next, expected) => {
  const { taskId, taskCounty } = await task();
  const [answer] = await send(report({ taskId, taskCounty, result, ...extra }));
  expect(answer).toMatchObject({ answer: "accepted", next });
  expect(await taskRow(taskId)).toMatchObject(expected);
});

test("the third transfer is blocked: the county decides", async () => {
  const { taskId, taskCounty } = await task({ hops: 2 });
  const [answer] = await send(report({ taskId, taskCounty, result: "MOVED", toPlace: "320581" }));
  expect(answer?.next).toBe("desk");
  expect(await taskRow(taskId)).toMatchObject({ state: "returned", queue: "arbitration", desk: "320583" });
});

test("fever or a symptom marks the task and calls the centre's desk", async () => {
  const { taskId, taskCounty } = await task();
  await send(report({ taskId, taskCounty, temperatureTenths: 373 }));
  expect((await taskRow(taskId))?.alarm_at).toBe(NOW);
  const events = await database.owner<
    { kind: string }[]
  >`select kind from task_event where task_id = ${taskId} order by kind`;
  expect(events.map((event) => event.kind)).toEqual(["alarm", "done"]);
  const [poke] = await database.owner`select 1 from outbox where topic = 'inbox' and key = 'desk:320583001'`;
  expect(poke).toBeDefined();
  const cool = await task();
  await send(report({ taskId: cool.taskId, taskCounty, temperatureTenths: 372 }));
  expect((await taskRow(cool.taskId))?.alarm_at).toBeNull();
});

test("a correction moves counters by the difference, decides the task again, and takes the wrong place back", async () => {
  const { taskId, taskCounty, person } = await task({ tier: "yellow" });
  const wrong = report({ taskId, taskCounty, personsMet: 4, clues: 1 });
  const right = report({
    taskId,
    taskCounty,
    personsMet: 1,
    result: "NO_ANSWER",
    spokenTo: "neighbour",
    corrects: wrong["id"],
  });
  const moved = await change(async () => {
    // Both in one batch: the correction waits for what it corrects.
    expect((await send(right, wrong)).map((one) => one.answer)).toEqual(["refused", "accepted"]);
    expect((await send({ ...right, id: newId() })).map((one) => one.answer)).toEqual(["accepted"]);
    expect((await send({ ...right, id: newId() })).map((one) => one.code)).toEqual(["visits/corrected-already"]);
  });
  expect(moved).toEqual({
    visit: 1,
    "visit.household": 1,
    "visit.person": 1,
    "visit.result.NO_ANSWER": 1,
    "task.yellow.issued": -1,
    "task.yellow.accepted": 1,
  });
  expect(await taskRow(taskId)).toMatchObject({ state: "accepted", result: "NO_ANSWER" });
  expect(await database.owner`select from verified_place where person_key = ${person}`).toHaveLength(0);
  expect(await database.owner`select from contact where person_key = ${person}`).toHaveLength(1);
});

test("a door is one household visit a day; it is reached when someone of the household was spoken to", async () => {
  const householdKey = newId();
  const moved = await change(async () => {
    const shut = report({ householdKey, result: "NO_ANSWER", spokenTo: "nobody", personsMet: 0 });
    await send(shut);
    await send(report({ householdKey, result: "NO_ANSWER", spokenTo: "nobody", personsMet: 0 }));
  });
  expect(moved).toEqual({ visit: 2, "visit.household": 1, "visit.result.NO_ANSWER": 2, "household.registered": 1 });
  const open = report({ householdKey });
  expect(await change(() => send(open))).toMatchObject({ visit: 1, "household.reached": 1 });
  expect(await change(() => send(report({ householdKey })))).not.toHaveProperty(["household.reached"]);
  const other = report();
  const corrected = await change(async () => {
    const [last] = await database.owner<{ id: string }[]>`
      select id from visit where household_key = ${householdKey} and spoken_to = 'self' and id <> ${open["id"] as string}`;
    await send({ ...other, corrects: open["id"] }, report({ corrects: last?.id }));
  });
  expect(corrected).toMatchObject({ "household.reached": -1 });
});

test("someone who does not hold the task is a contact that the holder sees; the task stays as it is", async () => {
  const { taskId, taskCounty, person } = await task();
  const nurse = await testPost(database.owner, { role: "health-worker", area: "320583001" });
  const other = await server.as(nurse);
  const sent = report({ taskId, taskCounty });
  const response = await other.call("POST", "/visits", { reports: [sent] });
  expect((response.body as Body).answers[0]).toMatchObject({ answer: "accepted", next: null });
  expect((await taskRow(taskId))?.state).toBe("issued");
  const contacts = await database.owner`select role, result from contact where person_key = ${person}`;
  expect([...contacts]).toEqual([{ role: "health-worker", result: "HOME_IN_PLACE" }]);
  // The same id from somebody else is not a replay.
  expect(await send(sent)).toMatchObject([{ answer: "refused", code: "visits/id-taken" }]);
});

test("a post that has ended reports no more, whatever its session says", async () => {
  const gone = await testPost(database.owner, { role: "grid-worker", area: GRID });
  const theirs = await server.as(gone);
  expect((await theirs.call("POST", "/visits", { reports: [report()] })).status).toBe(200);
  await database.owner`update post set valid_until = '2020-02-10T01:00:00Z' where id = ${gone.postId}`;
  const response = await theirs.call("POST", "/visits", { reports: [report()] });
  expect((response.body as Body).answers[0]).toMatchObject({ answer: "refused", code: "visits/post-ended" });
});

test("a poisoned report is refused and sinks no other of its transaction", async () => {
  await database.owner.unsafe(`
    create function poison() returns trigger language plpgsql as $$ begin
      if new.persons_met = 49 then raise exception 'poison' using errcode = '22000'; end if; return new; end $$;
    create trigger poison before insert on visit for each row execute function poison()`);
  const moved = await change(async () => {
    const batches = await Promise.all([
      send(report(), report({ personsMet: 49 }), report()),
      send(report(), report()),
      send(report({ personsMet: 49 })),
    ]);
    expect(batches.map((answers) => answers.map((one) => one.code ?? one.answer))).toEqual([
      ["accepted", "visits/not-taken", "accepted"],
      ["accepted", "accepted"],
      ["visits/not-taken"],
    ]);
  });
  expect(moved).toMatchObject({ visit: 4 });
  await database.owner.unsafe("drop trigger poison on visit; drop function poison()");
});

test("what was written in words is sealed, bound to its report, and opened only with a reason that is kept", async () => {
  const sent = report({ note: "儿子在外地打工", travel: "二月一日从武汉回", spokenWith: "邻居" });
  await send(sent);
  const [row] = await database.owner<{ sealed_note: Buffer }[]>`
    select sealed_note from visit where id = ${sent["id"] as string}`;
  expect(row?.sealed_note.toString("utf8")).not.toContain("打工");
  const path = `/visits/320583/${sent["id"]}/note`;
  const opened = await client.call("POST", path, { reason: "复核走访情况" });
  expect(opened.body).toEqual({ note: "儿子在外地打工", travel: "二月一日从武汉回", spokenWith: "邻居" });
  const [entry] = await database.owner<{ detail: unknown }[]>`
    select detail from audit_pending where action = 'visit.open-note' and object_id = ${sent["id"] as string}`;
  expect(entry?.detail).toMatchObject({ reason: "复核走访情况" });
  const outsider = await server.as(await testPost(database.owner, { role: "grid-worker", area: "320581001001001" }));
  expect((await outsider.call("POST", path, { reason: "想看一看" })).status).toBe(404);
});

test("a batch leaves one audit entry with the hash of its reports' ids", async () => {
  const before = await database.owner`select from audit_pending where action = 'visit.record'`;
  await send(report(), report(), report());
  const after = await database.owner<{ detail: Record<string, unknown> }[]>`
    select detail from audit_pending where action = 'visit.record' order by id`;
  expect(after.length).toBe(before.length + 1);
  expect(after.at(-1)?.detail).toMatchObject({ reports: 3, accepted: 3, already: 0, refused: 0 });
});

test("reports of a task, a person and a place-day are seen within one's area only", async () => {
  const { taskId, taskCounty, person } = await task();
  const sent = report({ taskId, taskCounty });
  await send(sent);
  for (const path of [`/tasks/320583/${taskId}/visits`, `/people/${person}/visits`]) {
    expect((await client.call("GET", path)).body).toMatchObject({
      visits: [{ id: sent["id"], result: "HOME_IN_PLACE" }],
    });
  }
  const page = await client.call("GET", `/areas/${GRID}/visits?day=2020-02-10`);
  expect((page.body as { visits: { id: string }[] }).visits.map((one) => one.id)).toContain(sent["id"]);
  const outsider = await server.as(await testPost(database.owner, { role: "operator", area: "320581" }));
  expect((await outsider.call("GET", `/people/${person}/visits`)).body).toEqual({ visits: [] });
  expect((await outsider.call("GET", `/areas/${GRID}/visits?day=2020-02-10`)).status).toBe(404);
});

test.each([
  ["POST", "/visits", { reports: "x" }],
  ["POST", "/visits", { reports: [] }],
  ["POST", "/visits", { reports: Array.from({ length: 51 }, () => report()) }],
  ["GET", "/people/not-a-key/visits", undefined],
  ["GET", "/tasks/320583/1/visits", undefined],
  ["GET", `/areas/${GRID}/visits?day=2020-02-31`, undefined],
])("%s %s in the wrong shape is a problem, never a 500", async (method, path, body) => {
  expect(await client.call(method, path, body)).toMatchObject({ status: 400, body: { code: "common/wrong-shape" } });
});

test.each([
  ["signatory", "POST", "/visits", { reports: [{}] }],
  ["auditor", "POST", "/visits", { reports: [{}] }],
  ["auditor", "GET", `/areas/${GRID}/visits?day=2020-02-10`, undefined],
  ["analyst", "POST", `/visits/320583/${newId()}/note`, { reason: "想看一看" }],
] as const)("%s may not %s %s", async (role, method, path, body) => {
  const other = await server.as(await testPost(database.owner, { role, area: "32", department: "health" }));
  expect((await other.call(method, path, body)).status).toBe(403);
  const nobody = await server.as(null);
  expect((await nobody.call(method, path, body)).status).toBe(401);
});

test("a report about a listed person at his door reaches his household, without the phone naming it; elsewhere it does not", async () => {
  const [person, household] = [newId(), newId()];
  await database.owner`
    insert into household (county, household_key, place, persons, recorded_at)
    values ('320583', ${household}, ${GRID}, 3, '2020-02-09T00:00:00Z')`;
  await database.owner`
    insert into person_household (person_key, household_key, recorded_at) values (${person}, ${household}, '2020-02-09T00:00:00Z')`;
  expect((await send(report({ personKey: person, manner: "phone", personsMet: 0 })))[0]?.answer).toBe("accepted");
  const before = await database.owner`select first_visited_at from household where household_key = ${household}`;
  expect(before[0]?.["first_visited_at"]).toBeNull();
  expect((await send(report({ personKey: person })))[0]?.answer).toBe("accepted");
  const after = await database.owner`select first_visited_at from household where household_key = ${household}`;
  expect(after[0]?.["first_visited_at"]).toBe(instant("2020-02-10T09:30:00+08:00"));
});

test("the server's role can neither read nor write which household a person belongs to", async () => {
  await expect(database.server`select * from person_household`).rejects.toThrow(/permission denied/);
  await expect(database.server`insert into person_household values (${newId()}, ${newId()}, now())`).rejects.toThrow(
    /permission denied/,
  );
});
