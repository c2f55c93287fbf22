/**
 * Golden scenarios about who is on the list, and whose door it is (reference/domain.md §7.3). Where that page and
 * design/assessment.md differ, the design stands; each test says where.
 */
import { beforeAll, expect, test } from "vitest";
import { mobile, residentNumber } from "#capabilities/assessment/feeds.testing.ts";
import { person, WUHAN_IS_HIGH } from "#capabilities/intake/day.testing.ts";
import { instant } from "#kernel/time.ts";
import { CAOAN, CAOAN_GRID, type Draft, living, openLoop, TIANFU } from "./loop.ts";

const DAY = "2020-02-02";
const WANG = 1;
const THROUGH = 2;
const BACK_FROM_SHANGHAI = 3;
const STILL_IN_SHANGHAI = 4;
const PHONE_HOLDER = 5;
const [CHILD, MOTHER, FATHER] = [6, 7, 8] as const;
const ZHANG_WEI = 9;

/** Person 9's number with two digits swapped: the checksum no longer fits. */
const TYPO = residentNumber(ZHANG_WEI).replace("19590615", "19950615");

const loop = await openLoop(instant("2020-02-02T08:30:00+08:00"));
let draft: Draft;

beforeAll(async () => {
  const neighbours = Array.from({ length: 60 }, (_, n) => living(100 + n, CAOAN));
  await loop.handIn(DAY, {
    "health/areas": [WUHAN_IS_HIGH],
    "health/measures": [
      { ...number(CHILD), measure: "fever_clinic", since: "2020-02-01T18:00:00+08:00", place: "320583" },
    ],
    "police/residents": [
      living(WANG, TIANFU, { name: "王某" }),
      living(THROUGH, TIANFU),
      living(BACK_FROM_SHANGHAI, TIANFU),
      living(STILL_IN_SHANGHAI, TIANFU),
      living(PHONE_HOLDER, CAOAN),
      ...[CHILD, MOTHER, FATHER].map((n) => living(n, CAOAN_GRID, { household_id: "family" })),
      living(ZHANG_WEI, TIANFU, { name: "张伟" }),
      ...neighbours,
    ],
    "police/trips": [
      trip(WANG, { from_area: "420100", departed_at: at("01", "15:00"), arrived_at: at("01", "20:00") }),
      trip(THROUGH, { from_area: "430100", departed_at: at("01", "12:00"), arrived_at: at("01", "20:10") }),
      // 张伟 came from Changsha; another 张伟, whose number was mistyped, from Wuhan.
      trip(ZHANG_WEI, {
        name: "张伟",
        from_area: "430100",
        departed_at: at("01", "09:00"),
        arrived_at: at("01", "18:00"),
      }),
      {
        ...trip(ZHANG_WEI, { from_area: "420100", departed_at: at("01", "15:00"), arrived_at: at("01", "20:00") }),
        id_number: TYPO,
        name: "张伟",
        phone: "",
      },
      ...neighbours.map((row) => ({
        ...row,
        mode: "road",
        carrier: "苏E12345",
        from_area: "320583",
        to_area: "320505",
        departed_at: at("01", "09:00"),
        arrived_at: at("01", "10:00"),
      })),
    ],
    "telecom/stays": [
      stay(THROUGH, "420100", at("01", "15:00"), at("01", "15:20")),
      stay(BACK_FROM_SHANGHAI, "310114", at("01", "09:00"), at("01", "15:00")),
      stay(BACK_FROM_SHANGHAI, "320583", at("01", "15:05"), ""),
      stay(STILL_IN_SHANGHAI, "310114", at("01", "09:00"), ""),
      // The number was another's when it was in Wuhan; the register knows its holder of today.
      stay(PHONE_HOLDER, "420100", "2020-01-28T08:00:00+08:00", "2020-01-30T08:00:00+08:00"),
    ],
  });
  draft = await loop.assess(DAY);
  await loop.publish(draft);
});

const at = (day: string, time: string) => `2020-02-${day}T${time}:00+08:00`;
const number = (n: number) => ({ id_type: "111", id_number: residentNumber(n) });
const trip = (n: number, cells: Record<string, string>) => ({
  ...person(n),
  mode: "rail",
  carrier: `G${1700 + n}`,
  unit: "05",
  seat_row: "7",
  to_area: "320583",
  ...cells,
});
const stay = (n: number, area: string, arrived_at: string, left_at: string) => ({
  phone: mobile(n),
  area,
  arrived_at,
  left_at,
});
const rulesOn = async (n: number) => (await loop.decisionOn(draft, n))?.reasons.map(({ rule }) => rule) ?? null;

// The page says rule T3; here it is `high-area` of js-2020-02. Code, seven steps and release are other capabilities'.
test("scenario 1, returnee from a key area: red from the departure, until 15 February 24:00, due in 4 hours at his worker's", async () => {
  expect(await loop.decisionOn(draft, WANG)).toMatchObject({
    tier: "red",
    reasons: [
      { rule: "from-outside", tier: "blue" },
      { rule: "high-area", tier: "red", zh: "14天内到过当时的高风险地区" },
    ],
    latestExposureAt: "2020-02-01T12:00:00.000Z",
    expiresAt: "2020-02-15T16:00:00.000Z",
    place: TIANFU,
    placeSource: "residents",
  });
  const task = await loop.taskIn(loop.workers.tianfu, WANG);
  expect(task).toMatchObject({
    tier: "red",
    state: "issued",
    place: TIANFU,
    issuedAt: "2020-02-02T00:30:00.000Z",
    dueAt: "2020-02-02T04:30:00.000Z",
  });
  const page = (await loop.call(loop.workers.tianfu, "GET", `/tasks/${task.id}`)).body as { contactsToday: unknown[] };
  expect(page.contactsToday).toEqual([]);
  const opened = await loop.call(loop.workers.tianfu, "POST", `/people/${task.personKey}/identity`, {
    purpose: "verification",
    taskId: task.id,
  });
  expect(opened).toMatchObject({ status: 200, body: { name: "王某", phone: mobile(WANG), address: "1号" } });
  expect(
    await loop.report(loop.workers.tianfu, task, { result: "HOME_IN_PLACE", temperatureTenths: 365 }),
  ).toMatchObject({ answer: "accepted", next: "done" });
  for (const place of ["32", "3205", "320583", "320583102", TIANFU])
    await expect
      .poll(async () => (await loop.figures(place, DAY)).own.values["task.red.done"], { timeout: 5000 })
      .toBe(1);
  // The neighbouring grid's worker neither sees nor holds him.
  expect((await loop.call(loop.workers.caoan, "GET", `/tasks/${task.id}`)).status).toBe(404);
});

test("scenario 4, through-train: twenty minutes in Wuhan without leaving the train are neither red nor yellow; he is blue, from outside", async () => {
  expect(await loop.decisionOn(draft, THROUGH)).toMatchObject({ tier: "blue", reasons: [{ rule: "from-outside" }] });
  expect(await loop.taskIn(loop.workers.tianfu, THROUGH)).toMatchObject({
    tier: "blue",
    dueAt: "2020-02-03T00:30:00.000Z",
  });
});

// The page says "no tier" by an E4 border flag. The design has none: back inside within the window he is asked after
// within a day, like all who come from outside; nothing of it is ever more than blue.
test("scenario 5, border cell: a resident of Huaqiao whose phone was in a cell of Shanghai is never more than blue, and not listed while still there", async () => {
  expect(await rulesOn(BACK_FROM_SHANGHAI)).toEqual(["from-outside"]);
  expect(await loop.taskIn(loop.workers.tianfu, BACK_FROM_SHANGHAI)).toMatchObject({ tier: "blue" });
  expect(await loop.decisionOn(draft, STILL_IN_SHANGHAI)).toBeNull();
});

test("scenario 27, homonyms: a 张伟 whose number fails its checksum is not merged with the other 张伟; his row is among the rejects", async () => {
  // Merged, he would be red: the mistyped 张伟 came from Wuhan.
  expect(await loop.decisionOn(draft, ZHANG_WEI)).toMatchObject({
    tier: "blue",
    reasons: [{ rule: "from-outside" }],
  });
  const rejects = await loop.call(
    loop.posts.police,
    "GET",
    `/assessments/${draft.assessmentId}/rejects?file=${encodeURIComponent("police/trips.csv")}`,
  );
  expect(rejects).toMatchObject({
    status: 200,
    body: { rejects: [{ line: 5, column: "id_number", reason: "checksum" }], isWhole: true },
  });
  expect(JSON.stringify(rejects.body)).not.toContain(TYPO);
});

// On the page the child's exclusion clears the parents in the same transaction; colours are a later capability. Here
// the list of the next day clears them, and their tasks close with its publication.
test("scenario 7, fever-clinic family: the parents are yellow by household while the child is under the clinic, and gone once it is released", async () => {
  for (const parent of [MOTHER, FATHER]) {
    expect(await loop.decisionOn(draft, parent)).toMatchObject({ tier: "yellow" });
    expect(await loop.taskIn(loop.workers.caoan, parent)).toMatchObject({
      tier: "yellow",
      place: CAOAN_GRID,
      dueAt: "2020-02-02T12:30:00.000Z",
    });
  }
  expect(await loop.decisionOn(draft, CHILD)).toMatchObject({ tier: "yellow", reasons: [{ rule: "fever-clinic" }] });
  const next = "2020-02-03";
  loop.setNow(instant("2020-02-03T08:30:00+08:00"));
  await loop.handIn(next, {
    "health/measures": [
      { ...number(CHILD), measure: "fever_clinic", since: "2020-02-01T18:00:00+08:00", place: "320583" },
      { ...number(CHILD), measure: "released", since: "2020-02-02T12:00:00+08:00", place: "320583" },
    ],
  });
  const tomorrow = await loop.assess(next);
  for (const one of [CHILD, MOTHER, FATHER]) expect(await loop.decisionOn(tomorrow, one)).toBeNull();
  expect(tomorrow.changes.left).toEqual({ red: 0, yellow: 3, blue: 0 });
  await loop.publish(tomorrow);
  const keys = (await loop.inboxOf(loop.workers.caoan)).map((task) => task.personKey);
  for (const one of [CHILD, MOTHER, FATHER]) expect(keys).not.toContain(loop.keyOf(one));
  await expect
    .poll(async () => (await loop.figures(CAOAN, DAY)).own.values["task.yellow.closed"], { timeout: 5000 })
    .toBe(3);
});

// On the page the binding's age decides; the telecom feed says only the phone. The assessment cannot know, so that the
// worker's word ends the task, and the source's score, which the joint session sees, takes the blame.
test("scenario 6, reused phone: the stay of the number's former holder leads to a task only; 'not the person' ends it and blames the source", async () => {
  expect(await loop.decisionOn(draft, PHONE_HOLDER)).toMatchObject({ tier: "red", place: CAOAN });
  const task = await loop.taskIn(loop.workers.caoan, PHONE_HOLDER);
  expect(await loop.report(loop.workers.caoan, task, { result: "NOT_THE_PERSON" })).toMatchObject({
    answer: "accepted",
    next: "closed",
  });
  const held = async () => (await loop.inboxOf(loop.workers.caoan)).map((one) => one.personKey);
  expect(await held()).not.toContain(task.personKey);
  loop.setNow(instant("2020-02-04T08:30:00+08:00"));
  const tomorrow = await loop.assess("2020-02-04");
  expect(tomorrow.sources).toContainEqual({ feed: "telecom/stays", checked: 1, wrong: 1 });
  await loop.publish(tomorrow);
  // The feed still says so; nobody is sent to his door again for it.
  expect(await loop.decisionOn(tomorrow, PHONE_HOLDER)).toMatchObject({ tier: "red" });
  expect(await held()).not.toContain(task.personKey);
});
