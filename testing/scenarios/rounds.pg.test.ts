/** Golden scenarios about tasks from one desk to the next and from one day to the next (reference/domain.md §7.3). */
import { expect, test } from "vitest";
import { fromWuhan, WUHAN_IS_HIGH } from "#capabilities/intake/day.testing.ts";
import { instant } from "#kernel/time.ts";
import { CAOAN, CAOAN_GRID, living, openLoop, TIANFU, TIANFU_GRID } from "./loop.ts";

const loop = await openLoop(instant("2020-02-10T08:30:00+08:00"));

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
const returned = (n: number) => fromWuhan(n, "2020-02-04");

/** These people came from Wuhan to Tianfu; the list is signed and published. */
async function listOf(day: string, people: readonly number[]) {
  await loop.handIn(day, {
    "health/areas": [WUHAN_IS_HIGH],
    "police/trips": people.map(returned),
    "police/residents": people.map((n) => living(n, TIANFU)),
  });
  const draft = await loop.assess(day);
  await loop.publish(draft);
  return draft;
}

test("scenario 15, list repeats: of the 38 on the next day's list 11 are known: the worker gets 27 new ones only", async () => {
  await listOf("2020-02-10", numbers(1, 11));
  const { tianfu } = loop.workers;
  const before = await loop.inboxOf(tianfu);
  expect(before).toHaveLength(11);
  const [first] = before;
  if (first === undefined) throw new Error("no task");
  expect(await loop.report(tianfu, first, { result: "HOME_IN_PLACE" })).toMatchObject({ next: "done" });

  loop.setNow(instant("2020-02-11T08:30:00+08:00"));
  const draft = await listOf("2020-02-11", numbers(1, 38));
  expect(draft.changes).toMatchObject({ new: { red: 27 }, same: { red: 11 }, up: { red: 0 }, left: { red: 0 } });
  const after = await loop.inboxOf(tianfu);
  // Ten stand open from yesterday as they were, one is done and does not come back.
  expect(after).toHaveLength(37);
  expect(after.filter((task) => task.issuedAt === "2020-02-11T00:30:00.000Z")).toHaveLength(27);
  expect(after.filter((task) => before.some((old) => old.id === task.id))).toHaveLength(10);
  expect(after.map((task) => task.personKey)).not.toContain(first.personKey);
});

test("a door that was found goes into tomorrow's placement first: the register says Tianfu, the report said Cao'an", async () => {
  const { tianfu, caoan } = loop.workers;
  const moved = await loop.taskIn(tianfu, 20);
  // Her worker met her by arrangement at her sister's, across the village border, and says where.
  const county = await loop.call(loop.posts.county, "POST", "/tasks/assign", {
    taskIds: [moved.id],
    to: { place: CAOAN_GRID },
    reason: "住在妹妹家",
  });
  expect(county).toMatchObject({ status: 200, body: { done: [moved.id] } });
  const there = await loop.taskIn(caoan, 20);
  expect(await loop.report(caoan, there, { result: "HOME_IN_PLACE", place: CAOAN_GRID })).toMatchObject({
    next: "done",
  });

  loop.setNow(instant("2020-02-12T08:30:00+08:00"));
  const draft = await listOf("2020-02-12", numbers(1, 38));
  expect(await loop.decisionOn(draft, 20)).toMatchObject({ place: CAOAN_GRID, placeSource: "field" });
  expect(await loop.decisionOn(draft, 21)).toMatchObject({ place: TIANFU, placeSource: "residents" });
  expect(draft.changes).toMatchObject({ new: { red: 0 }, same: { red: 38 } });
  for (const who of [tianfu, caoan])
    expect((await loop.inboxOf(who)).map((task) => task.personKey)).not.toContain(moved.personKey);
});

test("scenario 16, cell border: A gives it to B, B back to A; A's second return is blocked and the county decides within two hours", async () => {
  const { tianfu, caoan } = loop.workers;
  const task = await loop.taskIn(tianfu, 25);
  const notMine = (who: typeof tianfu, proposedPlace: string) =>
    loop.call(who, "POST", `/tasks/${task.id}/not-mine`, { reason: "门牌在隔壁村", proposedPlace });
  expect(await notMine(tianfu, CAOAN)).toMatchObject({ status: 200, body: { outcome: "routed", hops: 1 } });
  expect(await loop.taskIn(caoan, 25)).toMatchObject({ id: task.id, place: CAOAN });
  // Who gave it away holds it no more.
  expect((await notMine(tianfu, CAOAN)).status).toBeGreaterThanOrEqual(400);
  expect(await notMine(caoan, TIANFU)).toMatchObject({ status: 200, body: { outcome: "routed", hops: 2 } });
  expect(await notMine(tianfu, CAOAN)).toMatchObject({
    status: 200,
    body: { outcome: "arbitration", hops: 3, holder: { postId: null, desk: "320583" } },
  });
  for (const who of [tianfu, caoan]) expect((await loop.inboxOf(who)).map((one) => one.id)).not.toContain(task.id);
  const desk = await loop.call(loop.posts.county, "GET", "/areas/320583/tasks?scope=desk&queue=arbitration");
  expect(desk.body).toMatchObject({ tasks: [{ id: task.id, decideBy: "2020-02-12T02:30:00.000Z" }] });
  const decided = { taskIds: [task.id], to: { place: TIANFU_GRID }, reason: "县里裁定归天福村" };
  expect((await loop.call(loop.posts.county, "POST", "/tasks/assign", decided)).body).toMatchObject({
    done: [task.id],
  });
  expect(await loop.taskIn(tianfu, 25)).toMatchObject({ id: task.id, place: TIANFU_GRID });
});
