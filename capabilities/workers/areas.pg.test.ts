/** A worker sees nothing of other areas: in SQL with the server's own role, and through every route of tasks. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type TestServer, testServer } from "#testing/server.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const [GRID_A, GRID_B] = ["320583100001001", "320583100001002"];
let database: TestDatabase;
let server: TestServer;
let workerA: Actor;
let workerB: Actor;
const tasks = new Map<string, string>();

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3205": "苏州市",
    "320583": "昆山市",
    [GRID_A]: "甲",
    [GRID_B]: "乙",
  });
  server = await testServer(database);
  workerA = await testPost(database.owner, { role: "grid-worker", area: GRID_A, isPrimary: true });
  workerB = await testPost(database.owner, { role: "grid-worker", area: GRID_B, isPrimary: true });
  for (const worker of [workerA, workerB]) tasks.set(worker.area, await fill(worker));
});

/** A task with its event, a household, a report and a verified place in the worker's grid. */
async function fill({ postId, area }: Actor): Promise<string> {
  const { owner } = database;
  const [task, person] = [newId(), newId()];
  await owner`
    insert into task (county, id, kind, person_key, tier, rules, session_id, day, place, holder_post, state, issued_at, due_at)
    values ('320583', ${task}, 'verification', ${person}, 'red', '{case}', ${newId()}, '2020-02-10', ${area}, ${postId},
            'issued', ${NOW}, ${NOW})`;
  await owner`
    insert into task_event (county, id, task_id, at, kind) values ('320583', ${newId()}, ${task}, ${NOW}, 'issued')`;
  await owner`
    insert into household (county, household_key, place, persons, recorded_at) values ('320583', ${newId()}, ${area}, 3, ${NOW})`;
  await owner`
    insert into visit (county, id, person_key, door_key, place, visited_at, visited_on, recorded_at, by_post, by_role, manner, result,
                       spoken_to, symptoms, services_asked, services_done, persons_met, clues, disputes)
    values ('320583', ${newId()}, ${person}, ${newId()}, ${area}, ${NOW}, '2020-02-10', ${NOW}, ${postId}, 'grid-worker', 'door',
            'HOME_IN_PLACE', 'self', '{}', '{}', '{}', 1, 0, 0)`;
  await owner`
    insert into verified_place (person_key, visit_id, place, verified_at, recorded_at)
    values (${person}, ${newId()}, ${area}, ${NOW}, ${NOW})`;
  await owner`
    insert into assessment_result (person_key, assessment_id, day, kind, tier, rules, exposure_tenths, managed, shared_phone,
                                   place, place_source, evidence)
    values (${person}, ${newId()}, '2020-02-10', 'person', 'red', '{case}', 10, false, false, ${area}, 'residents', '{}')`;
  await owner`
    insert into sealed_identity (person_key, sealed, key_id, recorded_at) values (${person}, '\\x00', 'k', ${NOW})`;
  return task;
}

const TABLES = ["task", "task_event", "household", "visit", "verified_place", "assessment_result"];

describe("in SQL, with the server's role", () => {
  test.each(TABLES)(
    "%s: the worker of grid A sees A's row and not B's; the township both; nobody none",
    async (table) => {
      const count = (actor: Actor) =>
        asActor(
          database.server,
          actor,
          async (sql) => (await sql.unsafe(`select count(*) as rows from ${table}`))[0]?.["rows"],
        );
      expect(await count(workerA)).toBe(1);
      expect(await count(workerB)).toBe(1);
      expect(await count(await testPost(database.owner, { role: "operator", area: "320583100" }))).toBe(2);
      expect(await count(await testPost(database.owner, { role: "operator", area: "320584" }))).toBe(0);
      const [bare] = await database.server.unsafe(`select count(*) as rows from ${table}`);
      expect(bare?.["rows"]).toBe(0);
    },
  );

  test("sealed identities show themselves to nobody", async () => {
    const look = asActor(database.server, workerA, (sql) => sql`select count(*) as rows from sealed_identity`);
    await expect(look).rejects.toMatchObject({ code: "42501" });
  });

  test("a household of B cannot be written by A, nor drawn into A", async () => {
    const moved = await asActor(
      database.server,
      workerA,
      (sql) => sql`update household set place = ${GRID_A} where place = ${GRID_B}`,
    );
    expect(moved.count).toBe(0);
    const pushed = asActor(
      database.server,
      workerA,
      (sql) => sql`update household set place = ${GRID_B} where place = ${GRID_A}`,
    );
    await expect(pushed).rejects.toMatchObject({ code: "42501" });
  });

  test("a person whose post moves from A to B sees B and no longer A", async () => {
    const before = await testPost(database.owner, { role: "grid-worker", area: GRID_A });
    const after = { ...before, area: workerB.area };
    const places = (actor: Actor) =>
      asActor(database.server, actor, async (sql) =>
        (await sql`select place from household`).map((row) => row["place"]),
      );
    expect(await places(before)).toEqual([GRID_A]);
    expect(await places(after)).toEqual([GRID_B]);
  });
});

describe("through the API", () => {
  test("the worker of A finds his own task, and B's is not there", async () => {
    const phone = await server.as(workerA);
    expect(await phone.call("GET", `/tasks/${tasks.get(GRID_A)}`)).toMatchObject({ status: 200 });
    expect(await phone.call("GET", `/tasks/${tasks.get(GRID_B)}`)).toMatchObject({ status: 404 });
    const inbox = await phone.call("GET", "/inbox");
    expect((inbox.body as { tasks: { id: string }[] }).tasks.map((task) => task.id)).toEqual([tasks.get(GRID_A)]);
  });

  test("after his post ended he sees nothing at all, from the next request on", async () => {
    const leaving = await testPost(database.owner, { role: "grid-worker", area: GRID_A });
    const phone = await server.as(leaving);
    expect(await phone.call("GET", "/inbox")).toMatchObject({ status: 200 });
    const township = await server.as(await testPost(database.owner, { role: "operator", area: "320583100" }));
    await township.call("POST", `/posts/${leaving.postId}/end`, { reason: "调往他处" });
    database.services.hub.tell({ topic: "session", key: leaving.accountId });
    for (const path of ["/inbox", `/tasks/${tasks.get(GRID_A)}`, "/session"])
      expect(await phone.call("GET", path)).toMatchObject({ status: 401 });
  });
});
