/** Whoever does what at the same moment: every open task has exactly one holder, and none is lost or doubled. */
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant, type PlainDay } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, testServer } from "#testing/server.ts";
import { escalateOnce } from "./escalate.ts";
import { PLACES, person, seedList } from "./list.testing.ts";
import { publishList } from "./publish.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const A = "320583101201001";
const B = "320583101202001";
const C = "320585100201001";
const PEOPLE = 6;
let database: TestDatabase;
const clients = new Map<string, Client>();
let taskIds: string[] = [];

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, PLACES);
  const server = await testServer(database);
  const posts: [string, Actor["role"], string][] = [
    ["A", "grid-worker", A],
    ["B", "grid-worker", B],
    ["C", "grid-worker", C],
    ["320583", "operator", "320583"],
    ["320585", "operator", "320585"],
    ["3205", "operator", "3205"],
  ];
  for (const [name, role, area] of posts) {
    if (role === "system") continue;
    clients.set(name, await server.as(await testPost(database.owner, { role, area })));
  }
  const listed = Array.from({ length: PEOPLE }, (_, n) => ({ personKey: person(n), tier: "red" as const, place: A }));
  const list = await seedList(database.owner, { day: "2020-02-10", listed });
  const actor = systemActor("32");
  const { services } = database;
  await asActor(services.db, actor, (sql) =>
    publishList(
      { sql, actor, now: NOW, services },
      { ...list, day: "2020-02-10" as PlainDay, previousSessionId: null },
    ),
  );
  taskIds = (await database.owner<{ id: string }[]>`select id from task order by id`).map((row) => row.id);
});

const call = (who: string, path: string, body: unknown) => clients.get(who)?.call("POST", path, body);
const deeds: Readonly<Record<string, (id: string) => Promise<{ status: number } | undefined>>> = {
  "A to B": async (id) => call("A", `/tasks/${id}/not-mine`, { reason: "不是我的", proposedPlace: B }),
  "B to A": async (id) => call("B", `/tasks/${id}/not-mine`, { reason: "不是我的", proposedPlace: A }),
  "A to C": async (id) => call("A", `/tasks/${id}/not-mine`, { reason: "已搬走", proposedPlace: C }),
  "A accepts": async (id) =>
    call("A", "/tasks/receipts", { receipts: [{ taskId: id, state: "accepted", at: "2020-02-10T01:00:00Z" }] }),
  "county assigns to A": async (id) => call("320583", "/tasks/assign", { taskIds: [id], to: { place: A } }),
  "county assigns to B": async (id) => call("320583", "/tasks/assign", { taskIds: [id], to: { place: B } }),
  "county offers": async (id) => call("320583", "/tasks/transfer", { taskIds: [id], toPlace: C, reason: "现住太仓" }),
  "county takes back": async (id) => call("320583", "/tasks/offers/take-back", { taskIds: [id] }),
  "other accepts": async (id) => call("320585", "/tasks/offers/answer", { answer: "accept", taskIds: [id] }),
  "other declines": async (id) =>
    call("320585", "/tasks/offers/answer", { answer: "decline", taskIds: [id], reason: "查无此人" }),
  "other offers back": async (id) =>
    call("320585", "/tasks/transfer", { taskIds: [id], toPlace: B, reason: "又回昆山" }),
  "county accepts": async (id) => call("320583", "/tasks/offers/answer", { answer: "accept", taskIds: [id] }),
  "city assigns": async (id) => call("3205", "/tasks/assign", { taskIds: [id], to: { place: C } }),
  "clock strikes": async () => {
    await escalateOnce(database.services);
    return undefined;
  },
};

test("random deeds at the same moment leave every task with exactly one holder, and the counters true", async () => {
  const names = Object.keys(deeds);
  const round = fc.array(fc.record({ deed: fc.constantFrom(...names), task: fc.nat(PEOPLE - 1) }), {
    minLength: 4,
    maxLength: 16,
  });
  await fc.assert(
    fc.asyncProperty(round, async (given) => {
      const answers = await Promise.all(given.map(({ deed, task }) => deeds[deed]?.(taskIds[task] ?? "")));
      for (const answer of answers) expect(answer?.status ?? 200).toBeLessThan(500);
      const open = await database.owner<{ id: string; n: number; holders: number }[]>`
        select id, count(*)::int as n, sum(num_nonnulls(holder_post, desk))::int as holders
          from task where ended_at is null group by id order by id`;
      expect(open.map((row) => ({ ...row }))).toEqual(taskIds.map((id) => ({ id, n: 1, holders: 1 })));
      const wrong = await database.owner`
        select * from (
          select place, metric, sum(n)::int as n from (
            select place::text, metric, delta as n from counter_pending where metric like 'task.%'
            union all
            select left(place, 12), 'task.' || tier || '.' || state, -1 from task where state <> 'moved'
            union all
            select left(place, 12), 'task.' || tier || '.overdue', -1 from task where is_overdue and ended_at is null
          ) as both_sides group by 1, 2) as difference where n <> 0`;
      expect(wrong).toEqual([]);
      // The clock moves on between rounds, so that escalation takes part.
      database.setNow(instant(new Date(database.services.clock() + 20 * 60_000).toISOString()));
    }),
    { numRuns: 60 },
  );
});
