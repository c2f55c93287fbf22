import { beforeEach, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant, type PlainDay, plainDay } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Listed, PLACES, person, seedList } from "./list.testing.ts";
import { publishList } from "./publish.ts";
import { decideDelta, type ListedAs } from "./rules/list-delta.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const day = (text: string): PlainDay => plainDay(text) ?? ("" as PlainDay);
let database: TestDatabase;
let worker: Actor;

beforeEach(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, PLACES);
  worker = await testPost(database.owner, { role: "grid-worker", area: "320583101201001", isPrimary: true });
  for (const area of ["32", "3205", "320583", "320583101"]) await testPost(database.owner, { role: "operator", area });
});

async function publish(of: string, listed: readonly Listed[], previousSessionId: string | null = null) {
  const list = await seedList(database.owner, { day: of, listed });
  const { services } = database;
  const actor = systemActor("32");
  const counts = await asActor(services.db, actor, (sql) =>
    publishList({ sql, actor, now: services.clock(), services }, { ...list, day: day(of), previousSessionId }),
  );
  return { ...list, counts };
}

const tasks = () => database.owner`
  select person_key, tier, place, holder_post, desk, queue, state, due_at, county, id from task order by person_key`;
const counters = async () => {
  const rows = await database.owner<{ place: string; metric: string; n: number }[]>`
    select place, metric, sum(delta)::int as n from counter_pending group by 1, 2 having sum(delta) <> 0 order by 1, 2`;
  return rows.map((row) => `${row.place} ${row.metric} ${row.n}`);
};

test("each name lies in exactly one inbox: the grid's worker, else the lowest desk; nobody falls out", async () => {
  const { counts } = await publish("2020-02-10", [
    { personKey: person(1), tier: "red", place: "320583101201001" },
    { personKey: person(2), tier: "yellow", place: "320583101201002" },
    { personKey: person(3), tier: "blue", place: "320583102201" },
    { personKey: person(4), tier: "blue", place: "320585100201001" },
    { personKey: person(5), tier: "red", place: "320583" },
    { personKey: person(6), tier: "red", place: "420100" },
    { personKey: person(7), tier: "red", place: null },
    { personKey: person(8), tier: "red", place: "320583101201001", managed: true },
    { personKey: person(9), tier: "red", place: "320583101201001", rules: ["case", "high-area"] },
  ]);
  expect(counts).toEqual({
    issued: 8,
    onDesks: 6,
    unlocated: 3,
    up: 0,
    down: 0,
    left: 0,
    same: 0,
    managed: 1,
    located: 0,
  });
  const due = (iso: string) => instant(iso);
  expect(await tasks()).toMatchObject([
    {
      person_key: person(1),
      holder_post: worker.postId,
      desk: null,
      queue: "ordinary",
      county: "320583",
      due_at: due("2020-02-10T05:00:00Z"),
    },
    {
      person_key: person(2),
      holder_post: null,
      desk: "320583101",
      queue: "ordinary",
      due_at: due("2020-02-10T13:00:00Z"),
    },
    { person_key: person(3), desk: "320583", due_at: due("2020-02-11T01:00:00Z") },
    { person_key: person(4), desk: "3205", county: "320585" },
    { person_key: person(5), desk: "320583", queue: "unlocated" },
    { person_key: person(6), desk: "32", place: "32", county: "32", queue: "unlocated" },
    { person_key: person(7), desk: "32", place: "32", queue: "unlocated" },
    { person_key: person(9), holder_post: worker.postId, due_at: due("2020-02-10T02:00:00Z") },
  ]);
  expect(await counters()).toEqual([
    "32 list.red 2",
    "32 task.red.issued 2",
    "320583 list.red 1",
    "320583 task.red.issued 1",
    "320583101201 list.managed 1",
    "320583101201 list.red 2",
    "320583101201 list.yellow 1",
    "320583101201 task.red.issued 2",
    "320583101201 task.yellow.issued 1",
    "320583102201 list.blue 1",
    "320583102201 task.blue.issued 1",
    "320585100201 list.blue 1",
    "320585100201 task.blue.issued 1",
  ]);
  const inboxes = await database.owner`select holder, version from inbox order by holder collate "C"`;
  expect(inboxes.map((row) => row["holder"]).filter((holder) => holder !== worker.postId)).toEqual([
    "desk:32",
    "desk:3205",
    "desk:320583",
    "desk:320583101",
  ]);
  expect((await database.owner`select from outbox where topic = 'inbox'`).length).toBe(5);
  expect((await database.owner`select from task_event where kind = 'issued'`).length).toBe(8);
});

test("Golden 15, list repeats: 11 of 38 known persons are not sent again, the worker sees 27 new only", async () => {
  const listed = (n: number): Listed => ({ personKey: person(n), tier: "blue", place: "320583101201001" });
  const first = await publish(
    "2020-02-10",
    Array.from({ length: 11 }, (_, n) => listed(n)),
  );
  const second = await publish(
    "2020-02-11",
    Array.from({ length: 38 }, (_, n) => listed(n)),
    first.sessionId,
  );
  expect(second.counts).toMatchObject({ issued: 27, same: 11, left: 0, up: 0 });
});

test("up, down, left and managed change the open task; a done one comes again only when the tier rises", async () => {
  const at = (n: number, tier: Listed["tier"], managed = false): Listed => ({
    personKey: person(n),
    tier,
    place: "320583101201001",
    managed,
  });
  const first = await publish(
    "2020-02-10",
    [1, 2, 3, 4, 5, 6].map((n) => at(n, "yellow")),
  );
  await database.owner`
    update task set state = 'done', ended_at = ${NOW} where person_key in (${person(5)}, ${person(6)})`;
  await database.owner`delete from counter_pending`;
  await database.owner`update task set is_overdue = true where person_key = ${person(1)}`;
  database.setNow(instant("2020-02-11T01:00:00Z"));
  const second = await publish(
    "2020-02-11",
    [at(1, "red"), at(2, "blue"), at(4, "yellow", true), at(5, "yellow"), at(6, "red")],
    first.sessionId,
  );
  expect(second.counts).toMatchObject({ issued: 1, up: 1, down: 1, left: 2, same: 1 });
  const after = await database.owner`
    select person_key, tier, state, due_at from task order by person_key, issued_at`;
  expect(after).toMatchObject([
    // Promised for 21:00 of the 10th; red is sooner only if the sooner time is later than that: it stays.
    { person_key: person(1), tier: "red", state: "issued", due_at: instant("2020-02-10T13:00:00Z") },
    { person_key: person(2), tier: "blue", state: "issued", due_at: instant("2020-02-10T13:00:00Z") },
    { person_key: person(3), state: "closed" },
    { person_key: person(4), state: "closed" },
    { person_key: person(5), state: "done" },
    { person_key: person(6), tier: "yellow", state: "done" },
    { person_key: person(6), tier: "red", state: "issued", due_at: instant("2020-02-11T05:00:00Z") },
  ]);
  const taskCounters = (await counters()).filter((line) => line.includes(" task."));
  expect(taskCounters.sort()).toEqual([
    "320583101201 task.blue.issued 1",
    "320583101201 task.red.issued 2",
    "320583101201 task.red.overdue 1",
    "320583101201 task.yellow.closed 2",
    "320583101201 task.yellow.issued -4",
    "320583101201 task.yellow.overdue -1",
  ]);
  const events = await database.owner`select kind, reason from task_event where kind <> 'issued' order by kind, reason`;
  expect(events.map((row) => `${row["kind"]} ${row["reason"]}`)).toEqual([
    "down null",
    "left left-list",
    "left managed",
    "up null",
  ]);
});

test("a name that waited on a desk goes to its door by itself once a later list knows it", async () => {
  const first = await publish("2020-02-10", [{ personKey: person(1), tier: "blue", place: "320583" }]);
  const second = await publish(
    "2020-02-11",
    [{ personKey: person(1), tier: "blue", place: "320583101201001" }],
    first.sessionId,
  );
  expect(second.counts).toMatchObject({ issued: 0, same: 1, located: 1 });
  expect(await tasks()).toMatchObject([{ holder_post: worker.postId, place: "320583101201001", queue: "ordinary" }]);
});

test("a village whose only grid has a worker is his; an absent worker's tasks go to his substitute", async () => {
  const only = await testPost(database.owner, { role: "grid-worker", area: "320583101202001" });
  const substitute = await testPost(database.owner, { role: "grid-worker", area: "320583101201002" });
  await database.owner`
    insert into absence (id, post_id, from_at, substitute_post_id, reason, recorded_at)
    values (${newId()}, ${worker.postId}, ${NOW - 1000}, ${substitute.postId}, 'ill', ${NOW})`;
  await publish("2020-02-10", [
    { personKey: person(1), tier: "blue", place: "320583101202" },
    { personKey: person(2), tier: "blue", place: "320583101201001" },
    { personKey: person(3), tier: "blue", place: "320583101201" },
  ]);
  expect(await tasks()).toMatchObject([
    { holder_post: only.postId },
    { holder_post: substitute.postId },
    // Two grids: nobody knows which door, so the township's desk decides.
    { holder_post: null, desk: "320583101" },
  ]);
});

test("the published SQL decides as the table of rules/list-delta.ts, whatever a subject was before", async () => {
  const listings: (ListedAs | null)[] = [
    null,
    ...(["red", "yellow", "blue"] as const).map((tier) => ({ tier, managed: false })),
    { tier: "red", managed: true },
  ];
  const cases = listings.flatMap((now) =>
    listings.flatMap((before) =>
      [null, "red" as const, "yellow" as const, "blue" as const].flatMap((openTier) =>
        [false, true].map((hasDone) => ({ now, before, openTier, hasDone })),
      ),
    ),
  );
  const listedAs = (which: "now" | "before") =>
    cases.flatMap((one, n): Listed[] => {
      const as = one[which];
      return as === null ? [] : [{ personKey: person(n), place: "320583102201001", ...as }];
    });
  const before = await seedList(database.owner, { day: "2020-02-09", listed: listedAs("before") });
  const tasksBefore = cases.flatMap(({ openTier, hasDone }, n) => [
    ...(openTier === null ? [] : [{ person_key: person(n), tier: openTier, ended_at: null, state: "read" }]),
    ...(hasDone ? [{ person_key: person(n), tier: "blue", ended_at: "2020-02-09T02:00:00Z", state: "done" }] : []),
  ]);
  await database.owner`
    insert into task (county, id, kind, person_key, tier, rules, session_id, day, place, desk, state, issued_at, due_at, ended_at)
    select '320583', gen_random_uuid(), 'verification', person_key, tier, '{}', ${before.sessionId}, '2020-02-09',
           '320583102201001', '320583', state, '2020-02-09T01:00:00Z', '2020-02-10T01:00:00Z', ended_at
      from jsonb_to_recordset(${database.owner.json(tasksBefore)})
        as t (person_key uuid, tier text, ended_at timestamptz, state text)`;
  await publish("2020-02-10", listedAs("now"), before.sessionId);
  const events = await database.owner<{ person_key: string; kind: string }[]>`
    select t.person_key, e.kind from task_event e join task t on t.id = e.task_id`;
  const byPerson = new Map(events.map((row) => [row.person_key, row.kind === "issued" ? "issue" : row.kind]));
  const told = cases.map((_, n) => byPerson.get(person(n)) ?? "nothing");
  const quiet = ["same", "managed", "none"];
  expect(told).toEqual(
    cases.map((facts) => decideDelta(facts)).map((delta) => (quiet.includes(delta) ? "nothing" : delta)),
  );
});

test("whoever found somebody at the door sees that it reached the next list, and nothing older does", async () => {
  const first = await publish("2020-02-10", [
    { personKey: person(1), tier: "red", place: "320583101201001" },
    { personKey: person(2), tier: "blue", place: "320583101201001" },
  ]);
  await database.owner`update joint_session set published_at = ${NOW}, state = 'published' where id = ${first.sessionId}`;
  const found = async (of: string, at: string, isVerified: boolean) => {
    const id = newId();
    const [grid, post] = ["320583101201001", worker.postId];
    await database.owner`
      insert into visit (county, id, person_key, door_key, place, visited_at, visited_on, recorded_at, by_post, by_role, manner,
                         result, spoken_to, symptoms, services_asked, services_done, persons_met, clues, disputes)
      values ('320583', ${id}, ${of}, ${of}, ${grid}, ${at}, ${at}, ${at}, ${post}, 'grid-worker', 'door', 'HOME_IN_PLACE',
              'self', '{}', '{}', '{}', 1, 0, 0)`;
    await database.owner`
      insert into contact (person_key, visit_id, at, by_post, role, place, result)
      values (${of}, ${id}, ${at}, ${post}, 'grid-worker', ${grid}, 'HOME_IN_PLACE')`;
    if (isVerified)
      await database.owner`
        insert into verified_place (person_key, visit_id, place, verified_at, recorded_at)
        values (${of}, ${id}, ${grid}, ${at}, ${at})`;
    return id;
  };
  await found(person(1), "2020-02-09T02:00:00Z", true);
  const left = await found(person(1), "2020-02-10T02:00:00Z", false);
  const stays = await found(person(2), "2020-02-10T03:00:00Z", true);
  await found(person(3), "2020-02-10T03:00:00Z", false);
  const next = [{ personKey: person(2), tier: "blue" as const, place: "320583101201001" }];
  const second = await publish("2020-02-11", next, first.sessionId);
  const uses = await database.owner`
    select record_id, used_kind, used_id, collected_by from fact_use order by used_kind, record_id`;
  const by = { collected_by: worker.postId };
  expect(uses.map((one) => ({ ...one }))).toEqual([
    { record_id: stays, used_kind: "assessment", used_id: second.assessmentId, ...by },
    { record_id: left, used_kind: "list", used_id: second.sessionId, ...by },
    { record_id: stays, used_kind: "list", used_id: second.sessionId, ...by },
  ]);
});
