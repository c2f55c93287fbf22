import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Instant, instant, later } from "#kernel/time.ts";
import { decideFever } from "./fever.ts";
import { decideGate, OUTCOMES, type Outcome } from "./gate.ts";
import { takenAt } from "./keeping.ts";
import { isFreshWindow, placeText, presenceText, readPresence, windowOf } from "./presence.ts";
import { rosterFault } from "./roster.ts";
import { codeIdOf, shortCodeOf } from "./short-code.ts";
import { throughputOf } from "./throughput.ts";

const T = instant("2020-02-10T08:00:00+08:00");
const plus = (minutes: number): Instant => later(T, minutes * 60_000);

describe("fever", () => {
  test.each([
    // first, rechecks as [tenths, minutes later], what it comes to
    [null, [], "none"],
    [372, [], "none"],
    [373, [], "waiting"],
    [374, [[366, 10]], "false-alarm"],
    [374, [[372, 10]], "false-alarm"],
    [374, [[373, 10]], "confirmed"],
    [373, [[373, 10]], "confirmed"],
    // Measured again at once: it counts for nothing, neither way.
    [374, [[366, 9.99]], "too-soon"],
    [374, [[380, 2]], "too-soon"],
    [
      374,
      [
        [366, 2],
        [375, 11],
      ],
      "confirmed",
    ],
    // The first reading after the rest decides, whatever order they arrive in.
    [
      374,
      [
        [375, 20],
        [366, 11],
      ],
      "false-alarm",
    ],
    // An ordinary forehead is never an alarm, whatever came later.
    [365, [[390, 11]], "none"],
  ] as const)("a first reading of %s and then %j is %s", (first, rechecks, outcome) => {
    const reading = first === null ? null : { tenths: first, at: T };
    expect(
      decideFever(
        reading,
        rechecks.map(([tenths, minutes]) => ({ tenths, at: plus(minutes) })),
      ),
    ).toBe(outcome);
  });

  test("the order in which readings arrive changes nothing", () => {
    const readings = fc.array(fc.record({ tenths: fc.integer({ min: 340, max: 425 }), minutes: fc.nat(60) }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(fc.integer({ min: 340, max: 425 }), readings, (first, some) => {
        const rechecks = some.map(({ tenths, minutes }, index) => ({ tenths, at: later(plus(minutes), index) }));
        const reading = { tenths: first, at: T };
        expect(decideFever(reading, rechecks.toReversed())).toBe(decideFever(reading, rechecks));
      }),
    );
  });
});

describe("at the gate", () => {
  const green = { outcome: "pass", why: "valid", colour: "green" } as const;
  test.each([
    ["a green code before the thermometer", { code: green, firstTenths: null, recheckTenths: null }, "pass", "measure"],
    ["a green code at 36.5", { code: green, firstTenths: 365, recheckTenths: null }, "pass", "let-pass"],
    ["a green code at 37.3", { code: green, firstTenths: 373, recheckTenths: null }, "ask", "rest-and-recheck"],
    ["37.4, then 36.6", { code: green, firstTenths: 374, recheckTenths: 366 }, "pass", "let-pass"],
    ["37.4, then 37.3", { code: green, firstTenths: 374, recheckTenths: 373 }, "stop", "fever-procedure"],
    [
      "red at 36.5",
      { code: { outcome: "stop", why: "colour-red", colour: "red" }, firstTenths: 365, recheckTenths: null },
      "stop",
      "call-the-centre",
    ],
    [
      "a screenshot",
      { code: { outcome: "ask", why: "stale-proof", colour: "green" }, firstTenths: null, recheckTenths: null },
      "ask",
      "ask-for-a-fresh-code",
    ],
    [
      "a green paper before the card was compared",
      { code: { outcome: "ask", why: "paper", colour: "green" }, firstTenths: null, recheckTenths: null },
      "ask",
      "card-and-temperature",
    ],
    [
      "a green paper, the card compared, 36.5",
      { code: { outcome: "ask", why: "paper", colour: "green" }, firstTenths: 365, recheckTenths: null },
      "pass",
      "let-pass",
    ],
    [
      "a green paper at 37.4",
      { code: { outcome: "ask", why: "paper", colour: "green" }, firstTenths: 374, recheckTenths: null },
      "ask",
      "rest-and-recheck",
    ],
    [
      "a pending green",
      { code: { outcome: "ask", why: "pending", colour: "pending" }, firstTenths: 365, recheckTenths: null },
      "ask",
      "card-and-temperature",
    ],
    [
      "no code at all",
      { code: null, firstTenths: 365, recheckTenths: null },
      "cannot-verify",
      "card-temperature-register",
    ],
    ["no code, 37.5", { code: null, firstTenths: 375, recheckTenths: null }, "cannot-verify", "rest-and-recheck"],
    ["no code, 37.5 twice", { code: null, firstTenths: 375, recheckTenths: 375 }, "stop", "fever-procedure"],
  ] as const)("%s", (_name, at, outcome, step) => {
    expect(decideGate(at)).toEqual({ outcome, step });
  });

  const code = fc.option(
    fc.record({
      outcome: fc.constantFrom(...OUTCOMES),
      why: fc.constantFrom("valid", "stale-proof", "unknown-key"),
      colour: fc.constantFrom("red", "yellow", "pending", "green", null),
    }),
  );
  const tenths = fc.option(fc.integer({ min: 340, max: 425 }));

  test("a thermometer never makes it milder, and nobody is refused for what cannot be verified", () => {
    const rank: Record<Outcome, number> = { pass: 0, ask: 1, "cannot-verify": 2, stop: 3 };
    fc.assert(
      fc.property(code, tenths, tenths, (read, firstTenths, recheckTenths) => {
        const { outcome, step } = decideGate({ code: read, firstTenths, recheckTenths });
        expect(rank[outcome]).toBeGreaterThanOrEqual(rank[read?.outcome ?? "cannot-verify"]);
        const isFeverTwice = (firstTenths ?? 0) >= 373 && (recheckTenths ?? 0) >= 373;
        if (outcome === "stop") expect(read?.outcome === "stop" || isFeverTwice).toBe(true);
        if (outcome === "cannot-verify" && (firstTenths ?? 0) < 373) expect(step).toBe("card-temperature-register");
      }),
    );
  });
});

describe("short codes", () => {
  test("the letters of known ids", () => {
    expect(shortCodeOf(0)).toBe("000-0000");
    // 1: check letter 1·7 = 7. 2^30 − 1: six times Z (31), 31·(2+…+7) mod 31 = 0.
    expect(shortCodeOf(1)).toBe("000-0017");
    expect(shortCodeOf(2 ** 30 - 1)).toBe("ZZZ-ZZZ0");
    expect(() => shortCodeOf(2 ** 30)).toThrow();
  });
  test("what is read aloud is found again, in any writing", () => {
    fc.assert(
      fc.property(fc.nat(2 ** 30 - 1), (id) => {
        const text = shortCodeOf(id);
        expect(codeIdOf(text)).toBe(id);
        expect(codeIdOf(` ${text.toLowerCase().replaceAll("0", "o").replaceAll("1", "l")} `)).toBe(id);
      }),
    );
  });
  test("one wrong letter is never another code, but for the pair that the check cannot tell (0 and Z)", () => {
    fc.assert(
      fc.property(
        fc.nat(2 ** 30 - 1),
        fc.nat(5),
        fc.constantFrom(..."23456789ABCDEFGHJKMNPQRSTVWXY"),
        (id, at, letter) => {
          const letters = [...shortCodeOf(id).replace("-", "")];
          fc.pre(letters[at] !== letter);
          letters[at] = letter;
          expect(codeIdOf(letters.join(""))).toBeNull();
        },
      ),
    );
  });
});

describe("presence", () => {
  const id = "01900000-0000-7000-8000-0000000000ab";
  test("what the screen shows is read back; the wall's picture names the place only", () => {
    const text = presenceText(id, windowOf(T), "0123456789abcdef0123");
    expect(readPresence(text)).toEqual({ checkpointId: id, shown: { window: T / 30_000, mac: "0123456789abcdef" } });
    expect(readPresence(placeText(id))).toEqual({ checkpointId: id, shown: null });
    expect(readPresence("WG1:ABC")).toBeNull();
    expect(readPresence(`${text}0`)).toBeNull();
  });
  test.each([
    [0, true],
    [29_999, true],
    [30_000, true],
    [59_999, true],
    [60_000, false],
    [-30_000, true],
    [-30_001, false],
  ])("shown at T and sent %d ms later: %s", (ms, isFresh) => {
    expect(isFreshWindow(windowOf(T), later(T, ms))).toBe(isFresh);
  });
});

describe("a roster", () => {
  const turn = { postId: "a", lane: 1, from: plus(0), until: plus(240) };
  test.each([
    ["nothing", [], null],
    ["one turn", [turn], null],
    ["one after the other", [turn, { ...turn, from: plus(240), until: plus(480) }], null],
    ["backward", [{ ...turn, until: plus(0) }], "backward"],
    ["a lane that is not there", [{ ...turn, lane: 3 }], "no-such-lane"],
    ["thirteen hours", [{ ...turn, until: plus(780) }], "too-long"],
    ["one person in two places", [turn, { ...turn, lane: 2, from: plus(239), until: plus(300) }], "twice-at-once"],
    ["two persons at once", [turn, { ...turn, postId: "b", lane: 2 }], null],
  ] as const)("%s", (_name, turns, fault) => {
    expect(rosterFault(turns, 2)).toBe(fault);
  });
});

test("throughput is the median second a person while somebody waits; a pause is nobody's slowness", () => {
  const at = (seconds: number) => later(T, seconds * 1000);
  expect(throughputOf([])).toEqual({ people: 0, secondsEach: null, busiestFiveMinutes: 0 });
  // Gaps 5, 4, 6 s, a pause of ten minutes, 5 s.
  expect(throughputOf([at(0), at(5), at(9), at(15), at(615), at(620)])).toEqual({
    people: 6,
    secondsEach: 5,
    busiestFiveMinutes: 4,
  });
});

test("a clock that runs ahead by more than ten minutes, and a record older than 16 days, are not taken", () => {
  expect(takenAt(plus(10), 0, T)).toBe(plus(10));
  expect(takenAt(plus(10), 1, T)).toBe("from-the-future");
  expect(takenAt(plus(600), -600 * 60_000, T)).toBe(T);
  expect(takenAt(later(T, -16 * 86_400_000), 0, T)).toBe("too-old");
  expect(takenAt(later(T, -16 * 86_400_000), 1, T)).toBe(T - 16 * 86_400_000 + 1);
});
