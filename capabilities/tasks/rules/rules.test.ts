import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parentOf } from "#kernel/places.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";
import { HOUR, instant, instantOf } from "#kernel/time.ts";
import { commonCentre, escalate } from "./escalation.ts";
import { decideReturn } from "./hops.ts";
import { type Delta, decideDelta, type ListedAs } from "./list-delta.ts";
import {
  ENDED_STATES,
  isOpen,
  may,
  OPEN_STATES,
  RECEIPT_STATES,
  stateAfterReceipt,
  TASK_STATES,
  TRANSITIONS,
} from "./states.ts";

const DUE = instant("2020-02-10T05:00:00Z");
const at = (iso: string) => instant(`2020-02-10T${iso}Z`);

describe("escalation", () => {
  test("a red task climbs village, township, county, city, province, one level an hour, and then rests", () => {
    const facts = { tier: "red", dueAt: DUE, ownCentre: "320583101201" } as const;
    const steps: (readonly [string, string | null, string, string | null])[] = [
      ["05:00:00", null, "320583101201", "06:00:00"],
      ["06:00:00", "320583101201", "320583101", "07:00:00"],
      ["07:00:00", "320583101", "320583", "08:00:00"],
      ["08:00:00", "320583", "3205", "09:00:00"],
      ["09:00:00", "3205", "32", null],
    ];
    for (const [now, escalatedTo, to, next] of steps)
      expect(escalate({ ...facts, escalatedTo }, at(now))).toEqual({ to, nextAt: next === null ? null : at(next) });
    expect(escalate({ ...facts, escalatedTo: "32" }, at("23:00:00"))).toBeNull();
  });

  test.each([
    ["red", "06:00:00"],
    ["yellow", "11:00:00"],
    ["blue", "17:00:00"],
  ] as const)("%s climbs again at %s", (tier, next) => {
    const facts = { tier, dueAt: DUE, ownCentre: "320583", escalatedTo: null };
    expect(escalate(facts, DUE)).toEqual({ to: "320583", nextAt: at(next) });
  });

  test("nothing climbs a millisecond before it is due", () => {
    const facts = { tier: "red", dueAt: DUE, ownCentre: "320583", escalatedTo: null } as const;
    expect(escalate(facts, instantOf(DUE - 1))).toBeNull();
  });

  const centre = fc.constantFrom("32", "3205", "320583", "320583101", "320583101201");
  test("whatever the start, it reaches the province in as many steps as there are levels, each one up and later", () => {
    fc.assert(
      fc.property(centre, fc.constantFrom(...RISK_TIERS), fc.integer({ min: 0, max: 72 }), (own, tier, late) => {
        let now = instantOf(DUE + late * HOUR);
        let escalatedTo: string | null = null;
        const told: string[] = [];
        for (let step = escalate({ tier, dueAt: DUE, ownCentre: own, escalatedTo }, now); step !== null; ) {
          if (escalatedTo !== null) expect(step.to).toBe(parentOf(escalatedTo));
          told.push(step.to);
          escalatedTo = step.to;
          if (step.nextAt === null) break;
          expect(step.nextAt).toBeGreaterThan(now);
          now = step.nextAt;
          step = escalate({ tier, dueAt: DUE, ownCentre: own, escalatedTo }, now);
        }
        expect(told[0]).toBe(own);
        expect(told.at(-1)).toBe("32");
      }),
    );
  });

  test("two counties of a city meet at the city, of two cities at the province", () => {
    expect(commonCentre("320583101201001", "320585")).toBe("3205");
    expect(commonCentre("320583", "320102")).toBe("32");
    expect(commonCentre("320583101", "320583102201")).toBe("320583");
    expect(commonCentre("320583", "420100")).toBeNull();
  });
});

describe("not mine", () => {
  const NOW = at("01:00:00");
  test.each([
    [0, "320583101202", "route", 1],
    [1, "320583101202", "route", 2],
    [2, "320583101202", "arbitration", 3],
    [7, null, "arbitration", 8],
    [0, null, "desk", 1],
    [0, "320585", "offer", 1],
    [2, "320585", "arbitration", 3],
  ] as const)("after %i hops to %s: %s", (hops, proposedPlace, outcome, after) => {
    expect(decideReturn({ hops, place: "320583101201001", proposedPlace }, NOW)).toMatchObject({
      outcome,
      hops: after,
    });
  });

  test("the county, and the other side of an offer, have two hours", () => {
    const decideBy = at("03:00:00");
    expect(decideReturn({ hops: 2, place: "320583101201", proposedPlace: null }, NOW).decideBy).toBe(decideBy);
    expect(decideReturn({ hops: 0, place: "320583101201", proposedPlace: "320585" }, NOW).decideBy).toBe(decideBy);
    expect(decideReturn({ hops: 0, place: "320583101201", proposedPlace: "320583" }, NOW).decideBy).toBeNull();
  });
});

describe("states", () => {
  test("every state is either open or ended, and nothing follows an ended one", () => {
    expect([...OPEN_STATES, ...ENDED_STATES].sort()).toEqual([...TASK_STATES].sort());
    for (const state of ENDED_STATES) {
      for (const transition of Object.values(TRANSITIONS)) expect([...transition.from]).not.toContain(state);
    }
  });

  test.each([
    ["finish", "accepted", "holder", true],
    ["finish", "transferred", "holder", false],
    ["finish", "closed", "holder", false],
    ["return", "transferred", "holder", false],
    ["accept-offer", "transferred", "desk", false],
    ["accept-offer", "transferred", "other-side", true],
    ["take-back", "transferred", "desk", true],
    ["assign", "transferred", "desk", false],
    ["assign", "returned", "desk", true],
    ["deliver", "read", "holder", false],
  ] as const)("%s from %s by %s: %s", (deed, state, by, allowed) => {
    expect(may(deed, state, by)).toBe(allowed);
  });

  test("receipts in any order and any number of times lead to the highest of them", () => {
    const receipts = fc.array(fc.constantFrom(...RECEIPT_STATES), { minLength: 1 });
    fc.assert(
      fc.property(receipts, (given) => {
        let state: (typeof TASK_STATES)[number] = "issued";
        for (const receipt of given) state = stateAfterReceipt(state, receipt) ?? state;
        const highest = given.includes("accepted") ? "accepted" : given.includes("read") ? "read" : "delivered";
        expect(state).toBe(highest);
        expect(isOpen(state)).toBe(true);
      }),
    );
    for (const state of ["returned", "transferred", "done", "closed", "moved"] as const)
      expect(stateAfterReceipt(state, "accepted")).toBeNull();
  });
});

describe("the delta of a list", () => {
  const red: ListedAs = { tier: "red", managed: false };
  const yellow: ListedAs = { tier: "yellow", managed: false };
  const kept: ListedAs = { tier: "red", managed: true };
  test.each<[string, Parameters<typeof decideDelta>[0], Delta]>([
    ["new", { now: red, before: null, openTier: null, hasDone: false }, "issue"],
    ["new again after years", { now: red, before: null, openTier: null, hasDone: true }, "issue"],
    ["already told", { now: red, before: red, openTier: "red", hasDone: false }, "same"],
    ["already done", { now: red, before: red, openTier: null, hasDone: true }, "same"],
    ["done, and worse now", { now: red, before: yellow, openTier: null, hasDone: true }, "issue"],
    ["done, and better now", { now: yellow, before: red, openTier: null, hasDone: true }, "same"],
    ["open, and worse", { now: red, before: yellow, openTier: "yellow", hasDone: false }, "up"],
    ["open, and better", { now: yellow, before: red, openTier: "red", hasDone: false }, "down"],
    ["gone", { now: null, before: red, openTier: "red", hasDone: false }, "left"],
    ["taken under management", { now: kept, before: red, openTier: "red", hasDone: false }, "left"],
    ["under management", { now: kept, before: kept, openTier: null, hasDone: false }, "managed"],
    ["no longer managed", { now: red, before: kept, openTier: null, hasDone: true }, "issue"],
    ["nothing", { now: null, before: red, openTier: null, hasDone: true }, "none"],
  ])("%s", (_name, facts, delta) => expect(decideDelta(facts)).toBe(delta));
});
