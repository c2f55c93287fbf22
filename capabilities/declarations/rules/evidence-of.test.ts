import fc from "fast-check";
import { expect, test } from "vitest";
import { instant, type PlainDay, plainDay } from "#kernel/time.ts";
import { evidenceOfForm, exposuresOf, indexAreas, isSick, type RiskArea } from "./evidence-of.ts";
import type { FilledForm } from "./form.ts";

const NOW = instant("2020-02-10T10:00:00+08:00");
const day = (text: string): PlainDay =>
  plainDay(text) ??
  (() => {
    throw new Error(text);
  })();
const area = (code: string, level: "high" | "medium", since: string, until: string | null): RiskArea => ({
  area: code,
  level,
  since: day(since),
  until: until === null ? null : day(until),
});
const AREAS = indexAreas([
  area("42", "high", "2020-01-20", null),
  area("4201", "medium", "2020-02-05", null),
  area("330304", "medium", "2020-02-01", "2020-02-06"),
]);
const healthy: FilledForm = {
  category: "resident",
  trip: null,
  stayUntil: null,
  stays: [],
  contacts: [],
  symptoms: [],
  temperatureTenths: 365,
  observation: "none",
  addressDetail: "1",
  employer: null,
};
const found = (form: Partial<FilledForm>) =>
  evidenceOfForm({ ...healthy, ...form }, AREAS, NOW).map(({ kind, since, until }) => [
    kind,
    new Date(since).toISOString(),
    until === null ? null : new Date(until).toISOString(),
  ]);
const stay = (code: string, from: string, to: string) => [{ place: { code }, from, to }];
const UNCHECKED = ["unchecked-declaration", "2020-02-10T02:00:00.000Z", "2020-02-10T02:10:00.000Z"];

test("a stay counts from the end of its last day in Shanghai", () => {
  expect(found({ stays: stay("420106", "2020-01-25", "2020-02-01") })).toEqual([
    ["declared-high-area", "2020-02-01T16:00:00.000Z", null],
    UNCHECKED,
  ]);
});

test("a stay that lasts until today counts from now, not from tonight", () => {
  expect(found({ stays: stay("4302", "2020-02-01", "2020-02-10") })).toEqual([UNCHECKED]);
  expect(found({ stays: stay("4290", "2020-02-01", "2020-02-10") })[0]).toEqual([
    "declared-high-area",
    "2020-02-10T02:00:00.000Z",
    null,
  ]);
});

test("after 14 days a stay counts no more: the 27th of January is the first day that does", () => {
  expect(found({ stays: stay("4290", "2020-01-20", "2020-01-26") })).toEqual([UNCHECKED]);
  expect(found({ stays: stay("4290", "2020-01-20", "2020-01-27") })).toHaveLength(2);
});

test("on each day the longest matching area decides, and a stay before it was one is none", () => {
  const risk = (place: string, from: string, to: string) => exposuresOf({ place, from: day(from), to: day(to) }, AREAS);
  expect(risk("420106", "2020-02-06", "2020-02-07")).toEqual({ high: null, medium: "2020-02-07" });
  expect(risk("420106", "2020-01-30", "2020-02-08")).toEqual({ high: "2020-02-04", medium: "2020-02-08" });
  expect(risk("420106", "2020-02-01", "2020-02-04")).toEqual({ high: "2020-02-04", medium: null });
  expect(risk("330304001", "2020-02-03", "2020-02-09")).toEqual({ high: null, medium: "2020-02-06" });
  expect(risk("330304001", "2020-02-07", "2020-02-09")).toEqual({ high: null, medium: null });
  expect(risk("3303", "2020-02-03", "2020-02-05")).toEqual({ high: null, medium: null });
});

test("contact with a case is told, contact with somebody from elsewhere or feverish is not a colour", () => {
  expect(found({ contacts: [{ kind: "confirmed", on: "2020-02-03" }] })[0]).toEqual([
    "declared-contact",
    "2020-02-03T16:00:00.000Z",
    null,
  ]);
  expect(
    found({
      contacts: [
        { kind: "from-high-area", on: "2020-02-03" },
        { kind: "fever", on: "2020-02-03" },
      ],
    }),
  ).toEqual([UNCHECKED]);
});

test.each([
  [373, [], true],
  [372, [], false],
  [null, ["dry-cough"], true],
  [null, ["difficult-breathing"], true],
  [null, ["fever"], true],
  [365, ["fatigue", "sore-throat", "runny-nose", "diarrhoea", "other"], false],
] as const)("%s tenths and %j is sick: %s", (tenths, symptoms, isIt) => {
  expect(isSick(tenths, symptoms)).toBe(isIt);
});

test("a short stay is pending to the end of its last day", () => {
  expect(found({ category: "short-stay", stayUntil: "2020-02-13" })).toEqual([
    ["short-stay", "2020-02-10T02:00:00.000Z", "2020-02-13T16:00:00.000Z"],
    UNCHECKED,
  ]);
});

test("saying more never takes evidence away, and nothing lies in the future", () => {
  const stays = fc.array(
    fc.record({
      place: fc.record({ code: fc.constantFrom("420106", "330304001", "320583", "429004") }),
      from: fc.constant("2020-01-28"),
      to: fc.integer({ min: 1, max: 10 }).map((n) => `2020-02-${String(n).padStart(2, "0")}`),
    }),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(stays, stays, (some, more) => {
      const kinds = (list: typeof some) => new Set(found({ stays: list }).map(([kind]) => kind));
      const all = kinds([...some, ...more]);
      for (const kind of kinds(some)) expect(all.has(kind)).toBe(true);
      for (const one of evidenceOfForm({ ...healthy, stays: [...some, ...more] }, AREAS, NOW))
        expect(one.since).toBeLessThanOrEqual(NOW);
    }),
  );
});
