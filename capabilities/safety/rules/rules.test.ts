import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instant, instantOf, MINUTE, type PlainDay } from "#kernel/time.ts";
import { isLoudAt, nextTurn, stateOf } from "./alarm.ts";
import { digitsOf, signedText, windowOf } from "./caller.ts";
import { afterDeed, REQUEST_DEEDS, type REQUEST_STATES, type RequestDeed } from "./equipment.ts";
import { isOutsideHours, outsideByDay } from "./hours.ts";
import { outcomeOf } from "./self-check.ts";

const at = (text: string) => instant(`2020-02-${text}:00+08:00`);

describe("an alarm", () => {
  test("goes village → township → county → city → province, five minutes each, and stays there", () => {
    const turns: string[] = [];
    let turn = { turnOf: "320583101201", answerBy: at("10T09:05") };
    for (let n = 0; n < 6; n++) {
      turn = nextTurn(turn, turn.answerBy);
      turns.push(turn.turnOf);
    }
    expect(turns).toEqual(["320583101", "320583", "3205", "32", "32", "32"]);
    expect(turn.answerBy).toBe(at("10T09:35"));
  });

  test("is loud at every centre that has had its turn, and at none above", () => {
    expect(isLoudAt("320583101201", "320583101")).toBe(true);
    expect(isLoudAt("320583101", "320583101")).toBe(true);
    expect(isLoudAt("320583", "320583101")).toBe(false);
  });

  test("a clock that stood still gives the next centre its whole five minutes", () => {
    const { answerBy } = nextTurn({ turnOf: "320583", answerBy: at("10T09:05") }, at("10T11:00"));
    expect(answerBy).toBe(at("10T11:05"));
  });

  test("is closed only by both: the worker is safe, and the centre's report, in either order", () => {
    const moment = fc.option(fc.nat(9), { nil: null });
    fc.assert(
      fc.property(moment, moment, moment, (acceptedAt, safeAt, reportedAt) => {
        const state = stateOf({ acceptedAt, safeAt, reportedAt });
        expect(state === "closed").toBe(safeAt !== null && reportedAt !== null);
        if (state !== "closed") expect(state === "accepted").toBe(acceptedAt !== null);
      }),
    );
  });
});

describe("a self-check", () => {
  const well = { temperatureTenths: 365, symptoms: [], isProtected: true };
  test.each([
    ["nothing", well, 0, "well"],
    ["37.2 °C", { ...well, temperatureTenths: 372 }, 0, "well"],
    ["37.3 °C", { ...well, temperatureTenths: 373 }, 0, "ill"],
    ["a cough", { ...well, symptoms: ["cough" as const] }, 0, "ill"],
    ["a red subject met, equipment complete", well, 1, "contact"],
    ["a red subject met, equipment incomplete", { ...well, isProtected: false }, 1, "exposed"],
    ["equipment incomplete, nobody met", { ...well, isProtected: false }, 0, "well"],
    ["fever after contact", { ...well, temperatureTenths: 380, isProtected: false }, 2, "ill"],
  ])("%s", (_name, checked, contacts, outcome) => {
    expect(outcomeOf(checked, contacts)).toBe(outcome);
  });
});

describe("equipment", () => {
  test("no deed follows an end, and what is received was allotted", () => {
    const deeds = fc.array(fc.constantFrom(...(Object.keys(REQUEST_DEEDS) as RequestDeed[])), { maxLength: 12 });
    fc.assert(
      fc.property(deeds, (given) => {
        let state: (typeof REQUEST_STATES)[number] = "asked";
        const seen = new Set<string>([state]);
        for (const deed of given) {
          const next = afterDeed(state, deed);
          if (state === "refused" || state === "received") expect(next).toBeNull();
          state = next ?? state;
          seen.add(state);
        }
        if (state === "received") expect(seen.has("allotted")).toBe(true);
      }),
    );
  });
});

describe("hours", () => {
  test.each([
    ["10T08:29", true], // Monday, before 08:30
    ["10T08:30", false],
    ["10T17:59", false],
    ["10T18:00", true],
    ["09T11:00", true], // Sunday
    ["14T11:00", false], // Friday
    ["15T11:00", true], // Saturday
  ])("a report of 2020-02-%s is outside: %s", (when, isOutside) => {
    expect(isOutsideHours(at(when))).toBe(isOutside);
  });

  test("several reports of one half-hour are one, and those within hours none", () => {
    const times = ["10T20:01", "10T20:14", "10T20:29", "10T20:30", "10T10:00", "11T06:59"].map(at);
    expect(outsideByDay(times)).toEqual(
      new Map([
        ["2020-02-10" as PlainDay, 2],
        ["2020-02-11" as PlainDay, 1],
      ]),
    );
  });
});

describe("the caller's number", () => {
  test("is made as RFC 4226 appendix D has it", () => {
    // HMAC-SHA-1 of the RFC's secret and counter 0; its HOTP value is 755224.
    expect(digitsOf(Buffer.from("cc93cf18508d94934c64b65d8ba7667fb7cde4b0", "hex"))).toBe("755224");
  });

  test("changes every minute", () => {
    const now = instantOf(1_581_300_000_000);
    expect(windowOf(instantOf(now + MINUTE))).toBe(windowOf(now) + 1);
    expect(signedText(windowOf(now))).toBe("wangge-caller/26355000");
  });
});
