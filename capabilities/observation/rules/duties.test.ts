import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Instant, instant, isoShanghai, type PlainDay } from "#kernel/time.ts";
import { alarmsOf, DUTIES, dutiesOf, type Facts, mineFirst, nextLook, seatOf } from "./duties.ts";
import type { Observation } from "./machine.ts";
import { DEFAULT_PROFILE } from "./profile.ts";

const at = (text: string): Instant => instant(`2020-02-${text}:00+08:00`);
const home = (over: Partial<Observation> = {}): Observation => ({
  state: "ACTIVE",
  isMinor: false,
  filedAt: at("02T10:00"),
  dueAt: at("16T00:00"),
  noticedAt: at("02T11:00"),
  startedAt: at("02T12:00"),
  teamedAt: at("02T12:00"),
  abnormalSince: null,
  transferSince: null,
  transferAs: null,
  signedAt: null,
  releasedAt: null,
  deliveredAt: null,
  followedUpAt: null,
  endedAt: null,
  rung: "none",
  exits: 0,
  hasStatement: false,
  ...over,
});
const facts = (over: Partial<Facts> = {}): Facts => ({
  dZero: "2020-02-01" as PlainDay,
  checks: new Set(["2020-02-02/evening"]),
  unanswered: new Map(),
  lastCallAt: null,
  lastVisitAt: null,
  careDaysDone: new Set(),
  vacancies: [],
  ...over,
});
const told = (of: Observation, f: Facts, now: string) =>
  alarmsOf(of, f, at(now), DEFAULT_PROFILE).map(({ kind, subject, dueAt, level }) => [
    kind,
    subject,
    isoShanghai(dueAt).slice(5, 16),
    level,
  ]);

describe("a missed check", () => {
  it("alarms when its window closes: call within two hours, visit within four", () => {
    expect(told(home(), facts(), "03T09:59")).toEqual([]);
    expect(told(home(), facts(), "03T10:00")).toEqual([["call", "2020-02-03/morning", "02-03T12:00", 0]]);
    expect(told(home(), facts({ lastCallAt: at("03T10:40") }), "03T10:41")).toEqual([
      ["visit", "2020-02-03/morning", "02-03T14:00", 0],
    ]);
  });

  it("is over with any later check", () => {
    const taken = facts({ checks: new Set(["2020-02-02/evening", "2020-02-03/morning"]) });
    expect(told(home(), taken, "03T12:00")).toEqual([]);
    const later = facts({ checks: new Set(["2020-02-02/evening", "2020-02-03/evening"]) });
    expect(told(home(), later, "03T18:00")).toEqual([]);
  });

  it("scenario 22: unanswered three times at 16:30, people take over at 16:30, not at the end of the window", () => {
    const morning = new Set(["2020-02-02/evening", "2020-02-03/morning"]);
    const robot = facts({ checks: morning, unanswered: new Map([["2020-02-03/evening", at("03T16:30")]]) });
    expect(told(home(), facts({ checks: morning }), "03T16:31")).toEqual([]);
    expect(told(home(), robot, "03T16:31")).toEqual([["call", "2020-02-03/evening", "02-03T18:30", 0]]);
  });
});

describe("the loudest alarm", () => {
  it("is a release without a signature, two hours after the end, one level up every four hours", () => {
    const over = home({ state: "COMPLETED_PENDING_SIGN" });
    const all = facts({ checks: new Set(["2020-02-15/evening"]), careDaysDone: new Set([3, 7, 11]) });
    expect(told(over, all, "16T01:59")).toEqual([]);
    expect(told(over, all, "16T02:00")).toEqual([["release", "", "02-16T02:00", 0]]);
    expect(told(over, all, "16T06:00")).toEqual([["release", "", "02-16T02:00", 1]]);
    expect(told(over, all, "16T10:00")).toEqual([["release", "", "02-16T02:00", 2]]);
    const empty = facts({ ...all, vacancies: [{ seat: "HEALTH", since: at("15T20:00") }] });
    expect(told(over, empty, "16T03:00").map(([kind]) => kind)).toEqual(["release", "seat"]);
  });
});

describe("limits of the steps", () => {
  it("inform within four hours, an empty seat after two (scenario 18), abnormal within fifteen minutes", () => {
    const proposed = home({ state: "PROPOSED", noticedAt: null, startedAt: null });
    expect(told(proposed, facts(), "02T13:59")).toEqual([]);
    expect(told(proposed, facts(), "02T14:00")).toEqual([["inform", "", "02-02T14:00", 0]]);
    const empty = facts({ vacancies: [{ seat: "HEALTH", since: at("02T12:30") }] });
    expect(told(home(), empty, "02T14:29")).toEqual([]);
    expect(told(home(), empty, "02T14:30")).toEqual([["seat", "HEALTH", "02-02T14:30", 0]]);
    const ill = home({ state: "ABNORMAL", abnormalSince: at("02T17:00") });
    expect(told(ill, facts(), "02T17:00")).toEqual([["abnormal", "", "02-02T17:15", 0]]);
  });

  it("care calls on days 3, 7 and 11; delivery by ten; a follow-up on day three after", () => {
    const checked = facts({ checks: new Set(["2020-02-04/evening"]) });
    expect(dutiesOf(home(), checked, at("04T20:00"), DEFAULT_PROFILE)).toMatchObject([
      { kind: "care-call", subject: "3" },
    ]);
    const gone = home({ state: "RELEASED", releasedAt: at("16T00:00"), endedAt: at("16T00:00") });
    expect(
      dutiesOf(gone, facts(), at("16T08:00"), DEFAULT_PROFILE).map(({ kind, dueAt }) => [
        kind,
        isoShanghai(dueAt).slice(5, 16),
      ]),
    ).toEqual([
      ["deliver", "02-16T10:00"],
      ["follow-up", "02-20T00:00"],
    ]);
  });

  it("the clock looks again exactly when something changes", () => {
    expect(nextLook(home(), facts(), at("03T08:00"), DEFAULT_PROFILE)).toBe(at("03T10:00"));
    expect(nextLook(home({ state: "FOLLOWED_UP" }), facts(), at("20T08:00"), DEFAULT_PROFILE)).toBeNull();
  });
});

describe("tasks divided by role", () => {
  it("each duty is of one of the four seats, and each seat has some (domain.md §6.5, the steps' actors)", () => {
    const of = (seat: string) => DUTIES.filter((kind) => seatOf({ kind }) === seat);
    expect(of("CADRE")).toEqual(["seat", "team", "inform", "deliver", "follow-up"]);
    expect(of("HEALTH")).toEqual(["release", "abnormal", "check", "transfer"]);
    expect(of("GRID")).toEqual(["visit", "call", "care-call"]);
    expect(of("POLICE")).toEqual(["breach"]);
  });

  it("one's own come first, nothing is lost, and nobody's order is turned round", () => {
    const seats = [null, "CADRE", "HEALTH", "GRID", "POLICE", "VOLUNTEER"];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...DUTIES)), fc.constantFrom(...seats), (kinds, seat) => {
        const duties = kinds.map((kind, at) => ({ kind, at }));
        const found = mineFirst(duties, seat);
        const own = found.filter((duty) => seatOf(duty) === seat);
        expect(found.slice(0, own.length)).toEqual(own);
        expect([...found].sort((a, b) => a.at - b.at)).toEqual(duties);
        for (const part of [own, found.slice(own.length)])
          expect(part.map(({ at: place }) => place)).toEqual(part.map(({ at: place }) => place).sort((a, b) => a - b));
      }),
    );
  });
});
