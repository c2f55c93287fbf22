import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { HOUR, type Instant, instant, later } from "#kernel/time.ts";
import { assign } from "./assign.ts";
import { coverageOf, EMPTY_TALLY } from "./coverage.ts";
import { DOOR_STATES, type Door, doorAfter, type Mark, NEIGHBOUR_WORDS, OUTCOMES, UNTOUCHED } from "./doors.ts";
import { foundWhere } from "./found.ts";
import { asksOf } from "./known.ts";
import { planOf } from "./plan.ts";
import { nextOf, retryPlanOf } from "./retry.ts";
import { nextSlot, windowOf } from "./windows.ts";

const at = (text: string): Instant => instant(`2020-02-${text}:00+08:00`);
let n = 0;
const mark = (outcome: Mark["outcome"], when: string, more: Partial<Mark> = {}): Mark => ({
  id: String(++n).padStart(6, "0"),
  outcome,
  madeAt: at(when),
  revisitAt: null,
  neighbour: null,
  ...more,
});

describe("a door", () => {
  it("that was opened stays opened, whatever is knocked at it later", () => {
    const door = doorAfter([mark("opened", "10T09:30"), mark("no-answer", "10T14:30")], false);
    expect(door).toMatchObject({ state: "OPENED", tries: 1 });
  });

  it("is given up as vacant only after three knocks, the phone and a neighbour", () => {
    const knocks = [mark("no-answer", "10T09:30"), mark("no-answer", "10T14:30"), mark("no-answer", "10T19:00")];
    const said = mark("vacant", "11T09:30");
    expect(doorAfter([said], false)).toMatchObject({ state: "NO_ANSWER", neighbour: "vacant" });
    expect(doorAfter([...knocks, said], false)).toMatchObject({ state: "NO_ANSWER", tries: 4 });
    expect(doorAfter([...knocks, mark("phone-no-answer", "10T19:10"), said], false).state).toBe("VACANT_CONFIRMED");
    expect(doorAfter([...knocks, mark("no-phone-known", "10T19:10"), said], false).state).toBe("VACANT_CONFIRMED");
    // The register says vacant already: one knock and a neighbour.
    expect(doorAfter([said], true).state).toBe("VACANT_CONFIRMED");
  });

  it("keeps an appointment open until somebody has come as promised", () => {
    const promised = mark("opened", "10T09:30", { revisitAt: at("10T19:00") });
    expect(doorAfter([promised, mark("no-answer", "10T19:00")], false).revisitAt).toBe(at("10T19:00"));
    expect(doorAfter([promised, mark("opened", "10T19:05")], false).revisitAt).toBeNull();
  });

  it("is the same in whatever order the phones sent their marks", () => {
    const anyMark = fc.record({
      id: fc.uuid(),
      outcome: fc.constantFrom(...OUTCOMES),
      madeAt: fc.integer({ min: 0, max: 100 }).map((h) => later(at("10T00:00"), h * HOUR)),
      revisitAt: fc.constant(null),
      neighbour: fc.option(fc.constantFrom(...NEIGHBOUR_WORDS)),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(anyMark, { selector: (one) => one.id, maxLength: 8 }),
        fc.boolean(),
        (marks, isVacant) => {
          const door = doorAfter(marks, isVacant);
          expect(doorAfter([...marks].reverse(), isVacant)).toEqual(door);
          expect(DOOR_STATES).toContain(door.state);
          if (marks.some(({ outcome }) => outcome === "opened" || outcome === "by-phone"))
            expect(["OPENED", "DONE_BY_PHONE"]).toContain(door.state);
        },
      ),
    );
  });
});

describe("windows", () => {
  it("are 09–11, 14–16 and 18:30–20:30", () => {
    expect(
      ["10T08:59", "10T09:00", "10T11:00", "10T15:59", "10T18:29", "10T20:29"].map((t) => windowOf(at(t))),
    ).toEqual([-1, 0, -1, 1, -1, 2]);
  });

  it("offer another time of day than before, today if it is not over", () => {
    expect(nextSlot([0], at("10T09:30"), at("10T10:00"))).toEqual({ on: "2020-02-10", window: 1 });
    expect(nextSlot([0, 1], at("10T15:00"), at("10T21:00"))).toEqual({ on: "2020-02-11", window: 2 });
    expect(nextSlot([2], at("10T19:00"), at("10T21:00"))).toEqual({ on: "2020-02-11", window: 0 });
  });
});

describe("scenario 14, closed doors", () => {
  const closed = doorAfter([mark("no-answer", "10T09:30")], false);
  const opened = doorAfter([mark("opened", "10T09:30")], false);

  it("of 2,406 doors 258 opened is 10.7 %, and the other 2,148 are in the plan of retries", () => {
    const tally = { ...EMPTY_TALLY, OPENED: 258, NO_ANSWER: 2148 };
    expect(coverageOf(tally)).toEqual({ doors: 2406, vacant: 0, of: 2406, covered: 258, permille: 107 });
    const doors = Array.from({ length: 2406 }, (_, order) => ({
      doorId: `d${order}`,
      order,
      door: order < 258 ? opened : closed,
    }));
    const plan = retryPlanOf(doors, at("10T10:00"));
    expect(plan).toHaveLength(2148);
    expect(new Set(plan.map(({ next }) => `${next.step} ${next.slot?.on} ${next.slot?.window}`))).toEqual(
      new Set(["try 2020-02-10 1"]),
    );
    expect(plan[0]?.doorId).toBe("d258");
  });

  it("never 100 % while a door has no state or an appointment is open; vacant doors leave the denominator", () => {
    expect(coverageOf({ ...EMPTY_TALLY, OPENED: 9, NOT_VISITED: 1 }).permille).toBe(900);
    expect(coverageOf({ ...EMPTY_TALLY, OPENED: 10, revisits: 1 }).permille).toBe(999);
    expect(coverageOf({ ...EMPTY_TALLY, OPENED: 8, DONE_BY_PHONE: 1, VACANT_CONFIRMED: 1 })).toMatchObject({
      of: 9,
      covered: 9,
      permille: 1000,
    });
    expect(coverageOf(EMPTY_TALLY).permille).toBeNull();
    expect(coverageOf({ ...EMPTY_TALLY, OPENED: 999, REFUSED: 1 }).permille).toBe(999);
  });
});

test("what comes next at a door: three knocks, the phone, a neighbour, then the centre", () => {
  const now = at("11T08:00");
  const step = (door: Partial<Door>) => nextOf({ ...UNTOUCHED, ...door }, now)?.step ?? null;
  expect(step({})).toBe("first");
  expect(step({ state: "NO_ANSWER", tries: 2, windows: [0, 1] })).toBe("try");
  expect(step({ state: "NO_ANSWER", tries: 3 })).toBe("phone");
  expect(step({ state: "NO_ANSWER", tries: 3, isPhoned: true })).toBe("ask-neighbour");
  expect(step({ state: "NO_ANSWER", tries: 3, isPhoned: true, neighbour: "away" })).toBe("centre");
  expect(step({ state: "REFUSED" })).toBe("centre");
  expect(step({ state: "OPENED" })).toBeNull();
  expect(step({ state: "OPENED", revisitAt: now })).toBe("revisit");
});

test("an appointment that was kept in vain falls back to the plan once its time of day is over", () => {
  const promised = mark("opened", "10T09:30", { revisitAt: at("10T18:30") });
  const asked = mark("no-answer", "10T09:30", { revisitAt: at("10T18:30") });
  const vain = mark("no-answer", "10T18:45");
  const shut = doorAfter([asked, vain], false);
  // Nobody has come yet: it stands, late as it is.
  expect(nextOf(doorAfter([asked], false), at("11T08:00"))).toMatchObject({ step: "revisit", at: at("10T18:30") });
  // Within the evening that was agreed on somebody may still open.
  expect(nextOf(shut, at("10T20:29"))).toMatchObject({ step: "revisit", at: at("10T18:30") });
  expect(nextOf(shut, at("10T20:30"))).toEqual({ step: "try", slot: { on: "2020-02-11", window: 1 }, at: null });
  // Whoever was not met at a door that was opened is tried as any other, and then left to the centre.
  const half = doorAfter([promised, vain], false);
  expect(nextOf(half, at("11T08:00"))).toMatchObject({ step: "try", slot: { on: "2020-02-11", window: 0 } });
  const tried = [vain, mark("no-answer", "11T09:30"), mark("no-answer", "11T14:30")];
  expect(nextOf(doorAfter([promised, ...tried], false), at("12T08:00"))?.step).toBe("centre");
  // Another appointment is a new one.
  const again = mark("no-answer", "11T09:30", { revisitAt: at("12T14:00") });
  expect(nextOf(doorAfter([asked, vain, again], false), at("11T10:00"))).toMatchObject({ at: at("12T14:00") });
});

test("what is known for less than 72 hours is not asked again, and says by whom and when", () => {
  const now = at("10T09:00");
  const facts = [
    { attribute: "residents", at: at("08T09:00"), byName: "周静" },
    { attribute: "residents", at: at("07T10:00"), byName: "李强" },
    { attribute: "travel", at: at("07T09:00"), byName: "周静" },
  ];
  expect(asksOf(["residents", "travel", "symptoms"], facts, now)).toEqual({
    ask: ["travel", "symptoms"],
    known: [facts[0]],
  });
});

describe("a door that the register lacks", () => {
  const [VILLAGE, GRID, NEXT] = ["320583101201", "320583101201001", "320583101201002"];
  const at = (campaignArea: string, carried: string, chosen: string | null, grids: readonly string[] = [GRID, NEXT]) =>
    foundWhere({ campaignArea, carried, chosen, grids });

  it("is registered in a grid, never in the village that holds several", () => {
    expect(at("320583101", GRID, null)).toEqual({ is: "at", place: GRID });
    expect(at("320583101", VILLAGE, null)).toEqual({ is: "choose", within: VILLAGE });
    expect(at("320583101", VILLAGE, NEXT)).toEqual({ is: "at", place: NEXT });
    expect(at("320583101", VILLAGE, VILLAGE)).toEqual({ is: "choose", within: VILLAGE });
    expect(at("320583101", "320583101", null)).toEqual({ is: "choose", within: "320583101" });
    expect(at("320583101", "320583101", VILLAGE)).toEqual({ is: "choose", within: "320583101" });
  });

  it("needs no choice where there is one grid, or none yet", () => {
    expect(at("320583101", VILLAGE, null, [NEXT, NEXT])).toEqual({ is: "at", place: NEXT });
    expect(at("320583101", VILLAGE, null, [])).toEqual({ is: "at", place: VILLAGE });
  });

  it("goes into the campaign's own grid, and is refused outside of it before anything is registered", () => {
    expect(at(GRID, VILLAGE, null)).toEqual({ is: "at", place: GRID });
    expect(at(GRID, VILLAGE, NEXT)).toEqual({ is: "outside" });
    expect(at("320583102", VILLAGE, null)).toEqual({ is: "outside" });
  });
});

describe("groups", () => {
  const doors = Array.from({ length: 12 }, (_, order) => ({
    id: `d${String(order).padStart(2, "0")}`,
    order,
    cluster: `${Math.floor(order / 4)}幢`,
    lastMembers: order < 4 ? "b,c" : null,
  }));
  const groups = [
    { id: "g1", members: ["a"] },
    { id: "g2", members: ["c", "b"] },
  ];
  const sizes = (plan: ReadonlyMap<string, string>) =>
    groups.map(({ id }) => [...plan.values()].filter((one) => one === id).length);

  it("share by stretches that end with a building, in turn by building, or as last time", () => {
    expect(sizes(assign("clusters", doors, groups))).toEqual([4, 8]);
    expect(sizes(assign("round-robin", doors, groups))).toEqual([8, 4]);
    const again = assign("last-team", doors, groups);
    expect(["d00", "d03"].map((id) => again.get(id))).toEqual(["g2", "g2"]);
  });

  it("get every door exactly once, however the doors came", () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(doors),
        fc.constantFrom("clusters", "round-robin", "last-team" as const),
        (some, way) => {
          const plan = assign(way, some, groups);
          expect([...plan.keys()].sort()).toEqual(some.map(({ id }) => id).sort());
          expect([...assign(way, [...some].reverse(), groups)].sort()).toEqual([...plan].sort());
        },
      ),
    );
    expect(assign("clusters", doors, []).size).toBe(0);
  });
});

test("a plan shows a stair by floors, a street by sides, a village by groups, each door once", () => {
  const none = {
    building: null,
    stair: null,
    floor: null,
    room: null,
    villagerGroup: null,
    side: null,
    doorNumber: null,
  };
  const plan = planOf([
    { ...none, id: "a", order: 1, building: "1幢", stair: "1单元", floor: "1", room: "101" },
    { ...none, id: "b", order: 2, building: "1幢", stair: "1单元", floor: "2", room: "201" },
    { ...none, id: "c", order: 3, building: "人民路", side: "北", doorNumber: "1" },
    { ...none, id: "d", order: 4, building: "人民路", side: "南", doorNumber: "2" },
    { ...none, id: "e", order: 5, villagerGroup: "三组" },
  ]);
  expect(plan.map(({ kind, name, rows }) => [kind, name, rows.map((row) => row.name)])).toEqual([
    ["stair", "1幢 1单元", ["2", "1"]],
    ["street", "人民路", ["北", "南"]],
    ["lane", "三组", [""]],
  ]);
});
