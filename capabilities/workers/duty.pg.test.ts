import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { DAY, HOUR, instant, isoInstant, later } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { followCalendar } from "./duty.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const VILLAGE = "320583100001";
const GRID = `${VILLAGE}001`;
let database: TestDatabase;
let server: TestServer;
let township: Client;
let operator: Actor;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3205": "苏州市",
    "320583": "昆山市",
    "320583100": "玉山镇",
    [VILLAGE]: "某村",
    [GRID]: "一网格",
    [`${VILLAGE}002`]: "二网格",
  });
  server = await testServer(database);
  operator = await testPost(database.owner, { role: "operator", area: "320583100" });
  township = await server.as(operator);
});

beforeEach(async () => {
  database.setNow(NOW);
  await database.owner`update post set valid_until = ${NOW}::timestamptz - interval '1 day' where role <> 'operator'`;
  await followCalendar(database.services);
  await database.owner`truncate counter_pending, absence`;
  await database.owner`delete from task`;
});

/** A worker whose post is counted, as it is when it was given through the API. */
async function worker(area = GRID, isPrimary = true): Promise<Actor> {
  const actor = await testPost(database.owner, { role: "grid-worker", area, isPrimary });
  while ((await followCalendar(database.services)) > 0);
  return actor;
}

async function openTask(holder: Actor, place = GRID): Promise<string> {
  const id = newId();
  await database.owner`
    insert into task (county, id, kind, person_key, tier, rules, session_id, day, place, holder_post, state, issued_at, due_at)
    values ('320583', ${id}, 'verification', ${newId()}, 'red', '{case}', ${newId()}, '2020-02-10', ${place}, ${holder.postId},
            'issued', ${NOW}, ${later(NOW, -HOUR)})`;
  return id;
}

const holderOf = async (id: string) =>
  (await database.owner`select holder_post, desk from task where id = ${id} and ended_at is null`)[0];

const counted = async () => {
  const rows = await database.owner<{ metric: string; sum: number }[]>`
    select metric, sum(delta) from counter_pending where metric like 'worker.%' and place = ${VILLAGE} group by 1`;
  return Object.fromEntries(rows.map((row) => [row.metric, row.sum]));
};

const leave = (post: Actor, body: object = {}) =>
  township.call("POST", `/posts/${post.postId}/absences`, { reason: "发热在家休息", ...body });

describe("leave", () => {
  test("the tasks of a worker who falls ill go to the substitute at once, and he is counted off duty", async () => {
    const [ill, substitute] = [await worker(), await worker(`${VILLAGE}002`)];
    const task = await openTask(ill);
    const started = await leave(ill, { substitutePostId: substitute.postId });
    expect(started).toMatchObject({ status: 200, body: { tasksMoved: 1 } });
    expect(await holderOf(task)).toEqual({ holder_post: substitute.postId, desk: null });
    expect(await counted()).toEqual({ "worker.post": 2, "worker.on-duty": 1 });
    const { absenceId } = started.body as { absenceId: string };
    expect(await township.call("POST", `/absences/${absenceId}/end`, {})).toMatchObject({ status: 200 });
    expect(await counted()).toEqual({ "worker.post": 2, "worker.on-duty": 2 });
    expect(await township.call("POST", `/absences/${absenceId}/end`, {})).toMatchObject({ status: 409 });
  });

  test("without a substitute they go to the grid's other worker, and without him to the township's desk", async () => {
    const [ill, other] = [await worker(), await worker(GRID, false)];
    const task = await openTask(ill);
    await leave(ill);
    expect(await holderOf(task)).toEqual({ holder_post: other.postId, desk: null });
    await leave(other);
    expect(await holderOf(task)).toEqual({ holder_post: null, desk: "320583100" });
  });

  test("planned leave begins and ends by the clock", async () => {
    const [away, substitute] = [await worker(), await worker(`${VILLAGE}002`)];
    const task = await openTask(away);
    const times = { from: isoInstant(later(NOW, DAY)), until: isoInstant(later(NOW, 2 * DAY)) };
    expect(await leave(away, { ...times, substitutePostId: substitute.postId })).toMatchObject({
      body: { tasksMoved: 0 },
    });
    expect(await holderOf(task)).toMatchObject({ holder_post: away.postId });
    database.setNow(later(NOW, DAY - 1));
    expect(await followCalendar(database.services)).toBe(0);
    database.setNow(later(NOW, DAY));
    expect(await followCalendar(database.services)).toBe(1);
    expect(await holderOf(task)).toMatchObject({ holder_post: substitute.postId });
    expect(await counted()).toMatchObject({ "worker.on-duty": 1 });
    database.setNow(later(NOW, 2 * DAY));
    expect(await followCalendar(database.services)).toBe(1);
    expect(await counted()).toMatchObject({ "worker.on-duty": 2 });
    expect(await followCalendar(database.services)).toBe(0);
  });

  test("a worker reports himself ill, but not a colleague", async () => {
    const [ill, colleague] = [await worker(), await worker(GRID, false)];
    const phone = await server.as(ill);
    const body = { reason: "发热在家休息" };
    expect(await phone.call("POST", `/posts/${ill.postId}/absences`, body)).toMatchObject({ status: 200 });
    expect(await phone.call("POST", `/posts/${colleague.postId}/absences`, body)).toMatchObject({ status: 403 });
  });

  test.each([
    ["begun yesterday", { from: isoInstant(later(NOW, -DAY)) }, 422, "workers/wrong-times"],
    ["ending before it begins", { until: isoInstant(later(NOW, -HOUR)) }, 422, "workers/wrong-times"],
    ["with himself as substitute", "self", 422, "workers/wrong-substitute"],
    ["with an unknown substitute", { substitutePostId: newId() }, 422, "workers/wrong-substitute"],
  ])("leave %s is refused", async (_what, body, status, code) => {
    const ill = await worker();
    const given = body === "self" ? { substitutePostId: ill.postId } : (body as object);
    expect(await leave(ill, given)).toMatchObject({ status, body: { code } });
  });

  test("two leaves at the same time are one too many, one after the other is none", async () => {
    const ill = await worker();
    expect(await leave(ill, { until: isoInstant(later(NOW, DAY)) })).toMatchObject({ status: 200 });
    expect(await leave(ill)).toMatchObject({ status: 409, body: { code: "workers/already-absent" } });
    expect(await leave(ill, { from: isoInstant(later(NOW, DAY)) })).toMatchObject({ status: 200 });
  });

  test("planned leave that is called off never begins", async () => {
    const well = await worker();
    const planned = await leave(well, { from: isoInstant(later(NOW, DAY)) });
    const { absenceId } = planned.body as { absenceId: string };
    expect(await township.call("POST", `/absences/${absenceId}/end`, {})).toMatchObject({ status: 200 });
    database.setNow(later(NOW, 3 * DAY));
    expect(await followCalendar(database.services)).toBe(0);
    expect(await counted()).toMatchObject({ "worker.on-duty": 1 });
  });
});

describe("the end of a post", () => {
  test("at once: its tasks go on, its session is refused, the figures follow, the fact is on record", async () => {
    const gone = await worker();
    const task = await openTask(gone);
    const phone = await server.as(gone);
    const ended = await township.call("POST", `/posts/${gone.postId}/end`, { reason: "调往他处" });
    expect(ended).toMatchObject({ status: 200, body: { endsAt: isoInstant(NOW), tasksMoved: 1 } });
    expect(await holderOf(task)).toEqual({ holder_post: null, desk: "320583100" });
    expect(await phone.call("GET", "/session")).toMatchObject({ status: 401 });
    expect(await counted()).toEqual({ "worker.post": 0, "worker.on-duty": 0 });
    const facts = await database.owner`
      select kind, valid_until, reason, recorded_by from post_fact where post_id = ${gone.postId}`;
    expect(facts).toEqual([{ kind: "ended", valid_until: NOW, reason: "调往他处", recorded_by: operator.postId }]);
    expect(await township.call("POST", `/posts/${gone.postId}/end`, { reason: "再来一次" })).toMatchObject({
      status: 409,
    });
  });

  test("later: the post stands until then, and what was known when can be told apart", async () => {
    const leaving = await worker();
    const task = await openTask(leaving);
    const at = later(NOW, DAY);
    await township.call("POST", `/posts/${leaving.postId}/end`, { reason: "合同到期", at: isoInstant(at) });
    expect(await holderOf(task)).toMatchObject({ holder_post: leaving.postId });
    database.setNow(at);
    expect(await followCalendar(database.services)).toBe(1);
    expect(await holderOf(task)).toMatchObject({ desk: "320583100" });
    const [known] = await database.owner`
      select valid_until, recorded_at from post_fact where post_id = ${leaving.postId} and recorded_at <= ${NOW}`;
    expect(known).toEqual({ valid_until: at, recorded_at: NOW });
    database.setNow(NOW);
    const history = await township.call("GET", `/posts/${leaving.postId}/history`);
    expect(history.body).toMatchObject({
      role: "grid-worker",
      facts: [{ kind: "ended", validUntil: isoInstant(at), recordedAt: isoInstant(NOW), recordedBy: operator.postId }],
    });
    const elsewhere = await server.as(await testPost(database.owner, { role: "operator", area: "320584" }));
    expect(await elsewhere.call("GET", `/posts/${leaving.postId}/history`)).toMatchObject({ status: 404 });
    const phone = await server.as(await worker());
    expect(await phone.call("GET", `/posts/${leaving.postId}/history`)).toMatchObject({ status: 403 });
  });

  test("a person who holds two grids keeps his phone on the other one", async () => {
    const first = await worker();
    const second = newId();
    await database.owner`
      insert into post (id, account_id, role, area, organisation, valid_from, recorded_at)
      values (${second}, ${first.accountId}, 'grid-worker', ${`${VILLAGE}002`}, '某村', ${NOW}, ${NOW})`;
    await followCalendar(database.services);
    const terminalId = newId();
    await database.owner`
      insert into terminal (id, post_id, activation_hash, activation_until, issued_by, issued_at, registered_at)
      values (${terminalId}, ${first.postId}, ${Buffer.from(terminalId)}, ${NOW}, ${operator.postId}, ${NOW}, ${NOW})`;
    const phone = await server.as({ ...first, terminalId });
    await township.call("POST", `/posts/${first.postId}/end`, { reason: "只留二网格" });
    database.services.hub.tell({ topic: "session", key: first.accountId });
    expect(await phone.call("GET", "/session")).toMatchObject({ status: 200, body: { post: { id: second } } });
    await township.call("POST", `/posts/${second}/end`, { reason: "离职了了" });
    database.services.hub.tell({ topic: "session", key: first.accountId });
    expect(await phone.call("GET", "/session")).toMatchObject({ status: 401 });
    const [terminal] = await database.owner`select revoked_reason from terminal where id = ${terminalId}`;
    expect(terminal).toEqual({ revoked_reason: "post ended" });
  });
});

describe("the duty board", () => {
  test("shows who is on duty, who stands in, open and overdue tasks and today's reports", async () => {
    const [ill, well] = [await worker(), await worker(`${VILLAGE}002`)];
    await openTask(well, `${VILLAGE}002`);
    await leave(ill, { substitutePostId: well.postId });
    await database.owner`
      insert into visit (county, id, door_key, place, visited_at, visited_on, recorded_at, by_post, by_role, manner, result, spoken_to,
                         symptoms, services_asked, services_done, persons_met, clues, disputes)
      select '320583', gen_random_uuid(), gen_random_uuid(), ${`${VILLAGE}002`}, ${NOW}, d::date, ${NOW}, ${well.postId}, 'grid-worker', 'door',
             'HOME_IN_PLACE', 'self', '{}', '{}', '{}', 1, 0, 0
        from unnest(array['2020-02-10', '2020-02-10', '2020-02-09']) as d`;
    const posts = await township.call("GET", `/posts?area=${VILLAGE}`);
    expect(posts.body).toMatchObject({
      items: [
        { id: ill.postId, absence: { substitutePostId: well.postId, substituteName: well.displayName, until: null } },
        { id: well.postId, absence: null, openTasks: 1, overdueTasks: 1, visitsToday: 2 },
      ],
    });
    const absent = await township.call("GET", `/posts?area=${VILLAGE}&duty=absent`);
    expect(absent.body).toMatchObject({ items: [{ id: ill.postId }] });
    expect(await township.call("GET", "/duty/320583100")).toMatchObject({
      body: {
        total: { posts: 2, onDuty: 1, absent: 1, terminals: 0 },
        children: [{ code: VILLAGE, name: "某村", posts: 2, onDuty: 1, absent: 1, gridsWithoutWorker: 1 }],
      },
    });
    expect(await township.call("GET", `/duty/${VILLAGE}`)).toMatchObject({
      body: {
        children: [
          { code: GRID, onDuty: 0, gridsWithoutWorker: 1 },
          { code: `${VILLAGE}002`, onDuty: 1, gridsWithoutWorker: 0 },
        ],
      },
    });
  });
});
