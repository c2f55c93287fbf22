import { beforeAll, expect, test } from "vitest";
import { VISIT_RESULTS } from "#capabilities/rollups/rules/results.ts";
import type { Actor } from "#kernel/actor.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";
import { instant } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { decideNext } from "./rules/results.ts";
import type { Item } from "./store.ts";
import { writerOf } from "./writer.ts";

const NOW = instant("2020-02-10T02:00:00Z");
const GRID = "320583001001001";
let database: TestDatabase;
let worker: Actor;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, {
    "320583": "昆山市",
    "320581": "常熟市",
    [GRID]: "一格",
    "320583001001002": "二格",
  });
  worker = await testPost(database.owner, { role: "grid-worker", area: GRID });
});

async function task(tier: string, hops: number): Promise<string> {
  const id = newId();
  await database.owner`
    insert into task (county, id, kind, person_key, tier, rules, session_id, day, place, holder_post, state, hops, issued_at, due_at)
    values ('320583', ${id}, 'verification', ${newId()}, ${tier}, '{T3}', ${newId()}, '2020-02-10', ${GRID},
            ${worker.postId}, 'issued', ${hops}, ${NOW}, ${NOW})`;
  return id;
}

const item = (given: Partial<Item>): Item => ({
  id: newId(),
  post: worker.postId,
  role: "grid-worker",
  terminal: null,
  county: "320583",
  place: GRID,
  task_county: "320583",
  task: null,
  person: null,
  household: null,
  visited: "2020-02-10T02:00:00Z",
  on_day: "2020-02-10",
  manner: "door",
  result: "HOME_IN_PLACE",
  to_place: null,
  spoken: "self",
  temperature: null,
  symptoms: [],
  asked: [],
  done: [],
  met: 1,
  corrects: null,
  clues: 0,
  disputes: 0,
  sealed: null,
  alarm: false,
  ...given,
});

test("the database decides as the rule does, for every result, tier, try, place and hop", async () => {
  const write = writerOf(database.services);
  for (const tier of RISK_TIERS) {
    for (const result of VISIT_RESULTS) {
      for (const { toPlace, hops } of [
        { toPlace: null, hops: 0 },
        { toPlace: "320581", hops: 1 },
        { toPlace: "320583001001002", hops: 0 },
        { toPlace: "320581", hops: 2 },
        { toPlace: "420100", hops: 0 },
      ]) {
        const id = await task(tier, hops);
        const [verdict] = await write({
          actor: worker,
          requestId: newId(),
          items: [item({ task: id, result, to_place: toPlace })],
        });
        const known = toPlace === "420100" ? null : toPlace;
        const { step, againAfter } = decideNext({ result, tier, triesBefore: 0, toPlace: known, hops });
        expect([tier, result, toPlace, verdict?.step, verdict?.again_at ?? null]).toEqual([
          tier,
          result,
          toPlace,
          step,
          againAfter === null ? null : NOW + againAfter,
        ]);
      }
    }
    const id = await task(tier, 0);
    for (const triesBefore of [0, 1, 2]) {
      const [verdict] = await write({
        actor: worker,
        requestId: newId(),
        items: [item({ task: id, result: "NO_ANSWER" })],
      });
      expect(verdict?.step).toBe(decideNext({ result: "NO_ANSWER", tier, triesBefore, toPlace: null, hops: 0 }).step);
    }
  }
});
