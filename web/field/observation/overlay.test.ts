import { describe, expect, test } from "vitest";
import { type Instant, instant } from "#kernel/time.ts";
import { followed, projected, saidOf, type Teller } from "./overlay.ts";
import type { HomeHere, Said } from "./overlay-steps.ts";

const KEY = "019c1111-0000-7000-8000-000000000001";
const FILED = "019c2222-0000-7000-8000-000000000001";
const at = (text: string): Instant => instant(`2020-02-${text}:00+08:00`);
const iso = (text: string): string => new Date(at(text)).toISOString();

const worker: Teller = { postId: "post-1", role: "grid-worker", name: "周静", basisOf: () => "list-red" };
const doctor: Teller = { postId: "post-2", role: "health-worker", name: "王医生", basisOf: () => "health-order" };

let made = 0;
/** As it lies in the outbox. */
const item = (name: string, time: string, body: object, more: object = {}) => ({
  id: name === "observation/file" ? FILED : `command-${made++}`,
  madeAt: iso(time),
  refusal: null as unknown,
  command: { kind: "command", name, body },
  ...more,
});
const file = item("observation/file", "02T10:00", {
  personKey: KEY,
  place: "320583101201001",
  exposedOn: "2020-02-01",
  isMinor: false,
  persons: 3,
  hasOwnRoom: true,
  hasOwnBathroom: false,
  caresForSelf: true,
  livesWithFrail: false,
  needs: ["groceries"],
});
const about = { observationId: FILED, place: "320583101201001" };
const notify = item("observation/notify", "02T10:10", { ...about, signedBy: "person", signature: "M0 0l9 9" });
const check = (time: string, more: object = {}) =>
  item("observation/check", time, { ...about, manner: "door", temperatureTenths: 365, symptoms: [], ...more });

const none: ReadonlyMap<string, HomeHere> = new Map();
const seenAfter = (items: readonly ReturnType<typeof item>[], now: string, known = none, teller = worker) =>
  projected(known, saidOf(items), teller, at(now)).get(FILED);
const dutiesOf = (home: HomeHere | undefined) => home?.duties.map(({ kind }) => kind);

describe("a home filed without a network", () => {
  test("is there at once, with its team of one and what is to be done", () => {
    const home = seenAfter([file], "02T10:01");
    expect(home).toMatchObject({
      personKey: KEY,
      state: "PROPOSED",
      basis: "list-red",
      days: 14,
      dueAt: "2020-02-15T16:00:00.000Z",
      obstacles: ["no-own-bathroom"],
      mySeat: "GRID",
      isFiledHere: true,
    });
    expect(dutiesOf(home)).toEqual(["inform"]);
  });

  test("file, notice, pledge and first check in one visit", () => {
    const told = seenAfter([file, notify], "02T10:11");
    expect(told).toMatchObject({ state: "NOTICED", documents: [{ kind: "notice", signedBy: "person" }] });
    const home = seenAfter([file, notify, check("02T10:20")], "02T10:21");
    expect(home).toMatchObject({
      // The check counts; whether all four seats are filled only the server knows.
      state: "NOTICED",
      checks: [{ day: "2020-02-02", window: "morning", temperatureTenths: 365, isAbnormal: false }],
    });
    expect(home?.lines.map(({ kind }) => kind)).toEqual(["check", "noticed", "filed"]);
    // Nothing is left but what the evening brings.
    expect(dutiesOf(home)).toEqual([]);
    expect(dutiesOf(seenAfter([file, notify, check("02T10:20")], "02T16:00"))).toEqual(["check"]);
  });

  test("a fever goes to the doctor on this phone too", () => {
    const home = seenAfter([file, notify, check("02T10:20", { temperatureTenths: 379 })], "02T10:21");
    expect(home?.state).toBe("ABNORMAL");
    expect(dutiesOf(home)).toEqual(["abnormal"]);
  });

  test("what a rule refuses changes nothing: no check before the notice", () => {
    expect(seenAfter([file, check("02T10:20")], "02T10:21")).toMatchObject({ state: "PROPOSED", checks: [] });
  });

  test("a refused filing is not shown, nor what stood on it", () => {
    expect(seenAfter([{ ...file, refusal: { code: "observation/no-basis" } }, notify], "02T10:21")).toBeUndefined();
  });

  test("nobody is filed twice: who is observed already keeps the one home", () => {
    const [known] = projected(none, saidOf([file]), worker, at("02T10:01")).values();
    const there = new Map([["other", { ...(known as HomeHere), id: "other", isFiledHere: false }]]);
    const homes = projected(there, saidOf([file]), worker, at("02T10:01"));
    expect([...homes.keys()]).toEqual(["other"]);
  });

  test("whom a doctor orders sits with the doctor", () => {
    expect(seenAfter([file], "02T10:01", none, doctor)).toMatchObject({ basis: "health-order", mySeat: "HEALTH" });
  });
});

describe("a home that the server knows", () => {
  const known = (more: Partial<HomeHere>) => {
    const home = seenAfter([file, notify, check("02T10:20")], "02T10:21") as HomeHere;
    return new Map([[FILED, { ...home, isFiledHere: false, ...more }]]);
  };

  test("the ladder one rung after another, and back to the ground with a check; its alarm is silent at once", () => {
    const alarm = { subject: "2020-02-02/evening", dueAt: iso("02T21:00"), level: 0, raisedAt: iso("02T19:00") };
    const missed = known({ rung: "missed", alarms: [{ kind: "call", ...alarm }] });
    const called = item("observation/climb", "02T19:30", { ...about, rung: "called" });
    const visited = item("observation/climb", "02T20:00", { ...about, rung: "visited" });
    expect(seenAfter([called], "02T19:31", missed)).toMatchObject({
      rung: "called",
      duties: [{ kind: "visit" }],
      alarms: [],
    });
    expect(seenAfter([visited], "02T19:31", missed)?.rung).toBe("missed");
    expect(seenAfter([called, visited], "02T20:01", missed)?.rung).toBe("visited");
    const reached = seenAfter([called, check("02T20:30")], "02T20:31", missed);
    expect(reached).toMatchObject({ rung: "none", alarms: [], duties: [] });
  });

  test("untouched homes are the same objects", () => {
    const homes = known({});
    expect(projected(homes, [], worker, at("03T10:00"))).toBe(homes);
  });

  test("care and the end", () => {
    const call = item("observation/care", "04T10:00", { ...about, what: "care-call", day: 3 });
    expect(seenAfter([call], "04T10:01", known({}))?.careDays).toEqual([3]);
    const done = item("observation/care", "04T10:00", { ...about, what: "help-done", needs: ["groceries"] });
    expect(seenAfter([done], "04T10:01", known({}))?.needs).toEqual([]);
    const end = item("observation/end", "04T10:00", { ...about, why: "index-excluded", reason: "已排除" });
    expect(seenAfter([end], "04T10:01", known({}), doctor)).toMatchObject({ state: "ENDED_EARLY", duties: [] });
  });
});

test("what is said next follows the filing or the notice; a rung follows the one below", () => {
  const said: readonly Said[] = saidOf([file, notify, check("02T10:20")]);
  expect(followed(said.slice(0, 1), FILED, "observation/notify")).toBe(FILED);
  expect(followed(said, FILED, "observation/check")).toBe(notify.id);
  expect(followed(said, "another home", "observation/check")).toBeNull();
  const climbed = item("observation/climb", "02T19:30", { ...about, rung: "called" });
  expect(followed(saidOf([climbed]), FILED, "observation/climb")).toBe(climbed.id);
  expect(followed(saidOf([climbed]), FILED, "observation/check")).toBeNull();
});
