import { beforeEach, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant, plainDay } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { issueTasks, type SingleTask } from "./issue.ts";
import { PLACES, person, seedList } from "./list.testing.ts";
import { publishList } from "./publish.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const GRID = "320583101201001";
let database: TestDatabase;
let worker: Actor;
let staff: Actor;

beforeEach(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, PLACES);
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID, isPrimary: true });
  staff = await testPost(database.owner, { role: "checkpoint-staff", area: "320585100" });
  for (const area of ["32", "3205", "320583", "320585"]) await testPost(database.owner, { role: "operator", area });
});

const source = (n: number) => `b0000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
const fever = (n: number, item: Partial<SingleTask> = {}): SingleTask => ({
  personKey: person(n),
  place: GRID,
  kind: "verification",
  reason: { zh: "卡口复测体温偏高", en: "Fever confirmed at a checkpoint" },
  dueAt: instant("2020-02-10T05:00:00Z"),
  sourceKind: "checkpoint-fever",
  sourceId: source(n),
  ...item,
});
const issue = (items: readonly SingleTask[], actor: Actor = staff) =>
  asActor(database.services.db, actor, (sql) =>
    issueTasks({ sql, actor, now: NOW, services: database.services }, items),
  );
const publish = async (listed: Parameters<typeof seedList>[1]["listed"]) => {
  const list = await seedList(database.owner, { day: "2020-02-11", listed });
  const actor = systemActor("32");
  const day = plainDay("2020-02-11");
  if (day === null) throw new Error("no day");
  await asActor(database.services.db, actor, (sql) =>
    publishList({ sql, actor, now: NOW, services: database.services }, { ...list, day, previousSessionId: null }),
  );
};
const tasks = () => database.owner`
  select person_key, tier, rules, holder_post, desk, queue, state, due_at from task order by person_key`;

test("a single task lies in the inbox of the grid's worker although the issuer sees another county only, and is counted", async () => {
  const [answer] = await issue([fever(1)]);
  expect(answer?.outcome).toBe("issued");
  expect(await tasks()).toEqual([
    {
      person_key: person(1),
      tier: "yellow",
      rules: ["source.checkpoint-fever"],
      holder_post: worker.postId,
      desk: null,
      queue: "ordinary",
      state: "issued",
      due_at: instant("2020-02-10T05:00:00Z"),
    },
  ]);
  expect(await database.owner`select place, metric, delta, day from counter_pending`).toEqual([
    { place: "320583101201", metric: "task.yellow.issued", delta: 1, day: "2020-02-10" },
  ]);
  expect(await database.owner`select holder, version from inbox`).toEqual([{ holder: worker.postId, version: 1 }]);
});

test("the same source again is the same task; another source joins it and only ever hastens it", async () => {
  const [first] = await issue([fever(1), fever(1)]);
  const again = await issue([fever(1)]);
  expect(again).toEqual([{ taskId: first?.taskId, outcome: "known" }]);
  const joined = await issue([
    fever(1, { sourceId: source(2), sourceKind: "false-green", dueAt: instant("2020-02-10T03:00:00Z") }),
    fever(1, { sourceId: source(3), dueAt: instant("2020-02-10T09:00:00Z") }),
  ]);
  expect(joined.map((one) => one.outcome)).toEqual(["joined", "joined"]);
  const rows = await tasks();
  expect(rows.map((row) => [row["due_at"], row["rules"]])).toEqual([
    [instant("2020-02-10T03:00:00Z"), ["source.checkpoint-fever", "source.false-green"]],
  ]);
});

test("whoever has no key gets a task for the source itself; no village: the desk's queue of those without a door", async () => {
  await issue([fever(4, { personKey: null, place: "320585" })]);
  const rows = await tasks();
  expect(rows.map((row) => [row["person_key"], row["desk"], row["queue"]])).toEqual([
    [source(4), "320585", "unlocated"],
  ]);
});

test("the task's page says why in both languages, beside the rules of a list", async () => {
  const server = await testServer(database);
  const [answer] = await issue([fever(1)]);
  const client = await server.as(worker);
  const page = await client.call("GET", `/tasks/${answer?.taskId}`);
  expect(page.body).toMatchObject({
    sessionId: null,
    reasons: [{ rule: "source.checkpoint-fever", zh: "卡口复测体温偏高", en: "Fever confirmed at a checkpoint" }],
  });
});

test("a list does not close what another source asked for, and does not send it twice", async () => {
  await issue([fever(1), fever(2)]);
  await publish([{ personKey: person(2), tier: "red", place: GRID }]);
  const rows = await tasks();
  expect(rows.map((row) => [row["person_key"], row["state"], row["tier"]])).toEqual([
    [person(1), "issued", "yellow"],
    [person(2), "issued", "red"],
  ]);
});
