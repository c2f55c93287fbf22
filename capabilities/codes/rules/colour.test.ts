import fc from "fast-check";
import { expect, test } from "vitest";
import { CODE_COLOURS, type CodeColour } from "#kernel/colours.ts";
import { instant, instantOf } from "#kernel/time.ts";
import { decide, type Standing } from "./colour.ts";
import { EVIDENCE_KINDS, type EvidenceKind, isEvidenceKind, standsUntil } from "./evidence.ts";

const at = (text: string) => instant(`2020-02-${text}+08:00`);
const one = (kind: EvidenceKind, since: string, until: string | null, id = "a"): Standing => ({
  id,
  kind,
  since: at(since),
  until: until === null ? null : at(until),
});

// Precedence, by hand from design/codes.md: red, yellow, pending, green; of equals the one that lasts longest.
test.each<[string, Standing[], string, CodeColour, string, string | null]>([
  ["nothing is known", [], "10T12:00", "green", "nothing-found", null],
  [
    "tier blue alone: green, with its banner",
    [one("assessment-blue", "01T00:00", "16T00:00")],
    "10T12:00",
    "green",
    "assessment-blue",
    "16T00:00",
  ],
  [
    "red over yellow",
    [one("declared-symptom", "09T00:00", "17T00:00"), one("assessment-red", "01T00:00", "16T00:00", "b")],
    "10T12:00",
    "red",
    "assessment-red",
    "16T00:00",
  ],
  [
    "yellow over pending",
    [one("short-stay", "09T00:00", "20T00:00"), one("checkpoint-fever", "09T00:00", "17T00:00", "b")],
    "10T12:00",
    "yellow",
    "checkpoint-fever",
    "17T00:00",
  ],
  [
    "pending over blue",
    [one("assessment-blue", "01T00:00", "16T00:00"), one("unchecked-declaration", "10T12:00", "10T12:10", "b")],
    "10T12:05",
    "pending",
    "unchecked-declaration",
    "10T12:10",
  ],
  [
    "of two reds the one that lasts longest",
    [one("assessment-red", "01T00:00", "16T00:00"), one("declared-high-area", "05T00:00", "20T00:00", "b")],
    "10T12:00",
    "red",
    "declared-high-area",
    "20T00:00",
  ],
  [
    "a measure lasts longest of all",
    [one("measure", "01T00:00", null), one("declared-high-area", "05T00:00", "20T00:00", "b")],
    "10T12:00",
    "red",
    "measure",
    null,
  ],
  [
    "what has ended is gone; the weaker one is left",
    [one("assessment-red", "01T00:00", "10T12:00"), one("declared-symptom", "09T00:00", "17T00:00", "b")],
    "10T12:00",
    "yellow",
    "declared-symptom",
    "17T00:00",
  ],
  ["what has not begun does not stand", [one("measure", "11T00:00", null)], "10T12:00", "green", "nothing-found", null],
])("%s", (_what, evidence, now, colour, rule, until) => {
  expect(decide(evidence, at(now))).toMatchObject({ colour, rule, until: until === null ? null : at(until) });
});

test("evidence stands up to its end and not a millisecond more", () => {
  const red = [one("assessment-red", "01T00:00", "16T00:00")];
  expect(decide(red, instant("2020-02-15T23:59:59.999+08:00")).colour).toBe("red");
  expect(decide(red, instant("2020-02-16T00:00:00.000+08:00")).colour).toBe("green");
});

// Day arithmetic: D0 is the day of the exposure, D+14 ends at 24:00 in Shanghai (scenario 1 of domain.md §7.3).
test.each<[EvidenceKind, string, string | null]>([
  ["assessment-red", "2020-02-01T20:00+08:00", "2020-02-15T24:00+08:00"],
  ["declared-high-area", "2020-02-01T00:01+08:00", "2020-02-15T24:00+08:00"],
  // An exposure that ends at midnight ends its own day, not the next one's.
  ["assessment-red", "2020-02-02T00:00+08:00", "2020-02-15T24:00+08:00"],
  ["declared-contact", "2020-02-17T10:00+08:00", "2020-03-02T24:00+08:00"],
  ["assessment-yellow", "2020-02-15T09:00+08:00", "2020-02-22T24:00+08:00"],
  ["declared-medium-area", "2020-02-10T09:00+08:00", "2020-02-17T24:00+08:00"],
  ["declared-symptom", "2020-02-10T09:00+08:00", "2020-02-17T24:00+08:00"],
  ["checkpoint-fever", "2020-02-10T23:59+08:00", "2020-02-17T24:00+08:00"],
  ["field-symptom", "2020-02-10T09:00+08:00", "2020-02-17T24:00+08:00"],
  ["unchecked-declaration", "2020-02-10T09:00+08:00", "2020-02-10T09:10+08:00"],
  ["hand-red", "2020-02-10T09:00+08:00", "2020-02-13T09:00+08:00"],
  ["measure", "2020-02-10T09:00+08:00", null],
  ["household-fever-clinic", "2020-02-10T09:00+08:00", null],
])("%s of %s stands until %s", (kind, since, until) => {
  const expected =
    until === null
      ? null
      : instant(until.replace(/(\d\d)T24:00/, (_t, d) => `${d}T23:59:59.999`)) + (until.includes("T24:00") ? 1 : 0);
  expect(standsUntil(kind, instant(since), null)).toBe(expected);
});

test("yellow of a stay holds 7 days after it was last heard of, and never beyond 14 days after the stay", () => {
  const until = (since: string, recorded: string) => standsUntil("assessment-yellow", at(since), null, at(recorded));
  expect(until("01T20:00", "02T09:00")).toBe(at("10T00:00"));
  expect(until("01T20:00", "05T09:00")).toBe(at("13T00:00"));
  expect(until("01T20:00", "12T09:00")).toBe(at("16T00:00"));
});

test("a source may ask for less than the profile, never for more", () => {
  const since = at("10T09:00");
  expect(standsUntil("hand-red", since, at("11T09:00"))).toBe(at("11T09:00"));
  expect(standsUntil("hand-red", since, at("28T09:00"))).toBe(at("13T09:00"));
  expect(standsUntil("short-stay", since, at("14T00:00"))).toBe(at("14T00:00"));
});

test("plates, tips, robots, prefixes of numbers and votes of neighbours are no kinds of evidence", () => {
  for (const kind of ["plate", "hotline-tip", "robot", "id-prefix", "hukou", "venue-scan", "petition", "toString"])
    expect(isEvidenceKind(kind)).toBe(false);
});

test("nobody of police, signature desks, centres or analysts records any kind alone", () => {
  const allowed = [
    "system",
    "resident",
    "grid-leader",
    "grid-worker",
    "health-worker",
    "checkpoint-staff",
    "two-health",
    "two-posts",
  ];
  for (const rule of Object.values(EVIDENCE_KINDS)) for (const who of rule.recordedBy) expect(allowed).toContain(who);
});

const kinds = Object.keys(EVIDENCE_KINDS) as EvidenceKind[];
const evidence = fc.array(
  fc.record({
    id: fc.uuid(),
    kind: fc.constantFrom(...kinds),
    since: fc.integer({ min: 0, max: 50 }).map(instantOf),
    until: fc.option(fc.integer({ min: 1, max: 100 }).map(instantOf), { nil: null }),
  }),
  { maxLength: 8 },
);
const moment = fc.integer({ min: 0, max: 100 }).map(instantOf);
const rank = (colour: CodeColour) => CODE_COLOURS.indexOf(colour);

test("adding evidence never weakens a colour", () => {
  fc.assert(
    fc.property(evidence, evidence, moment, (some, more, now) => {
      expect(rank(decide([...some, ...more], now).colour)).toBeLessThanOrEqual(rank(decide(some, now).colour));
    }),
  );
});

test("the order of evidence does not matter", () => {
  fc.assert(
    fc.property(evidence, moment, fc.integer(), (some, now, seed) => {
      const other = [...some].sort((a, b) => (a.id + seed < b.id + seed ? -1 : 1)).reverse();
      expect(decide(other, now)).toEqual(decide(some, now));
    }),
  );
});

test("with no new evidence a colour only gets better as time passes, and not before its `until`", () => {
  const begun = evidence.map((all) => all.map((e) => ({ ...e, since: instantOf(0) })));
  fc.assert(
    fc.property(begun, moment, moment, (some, a, b) => {
      const [early, late] = a <= b ? [a, b] : [b, a];
      const [before, after] = [decide(some, early), decide(some, late)];
      expect(rank(after.colour)).toBeGreaterThanOrEqual(rank(before.colour));
      if (before.until === null || late < before.until) expect(after).toEqual(before);
    }),
  );
});

test("green means that nothing stands which holds a colour", () => {
  fc.assert(
    fc.property(evidence, moment, (some, now) => {
      const stands = some.filter((e) => e.since <= now && (e.until === null || now < e.until));
      const holds = stands.some((e) => EVIDENCE_KINDS[e.kind].colour !== "green");
      expect(decide(some, now).colour === "green").toBe(!holds);
    }),
  );
});
