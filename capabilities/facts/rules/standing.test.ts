import fc from "fast-check";
import { expect, test } from "vitest";
import { HOUR, type Instant, instant, later } from "#kernel/time.ts";
import { ATTRIBUTES, attributeOf, isValueOf } from "./attributes.ts";
import { noteOf, valueWords } from "./notes.ts";
import {
  conflictOf,
  freshUntil,
  isFresh,
  missingOrStale,
  sameValue,
  standing,
  standingOf,
  type Valued,
} from "./standing.ts";

const NOW = instant("2020-02-10T09:00:00+08:00");
const fact = (more: Partial<Valued>): Valued => ({
  id: "a",
  attribute: "household.size",
  value: 3,
  observedAt: NOW,
  isVerified: true,
  ...more,
});

test("the later verified value stands; hearsay never displaces what was seen, however late it comes", () => {
  const seen = fact({ id: "a", value: 3 });
  const later5 = fact({ id: "b", value: 5, observedAt: later(NOW, HOUR) });
  const hearsay = fact({ id: "c", value: 9, observedAt: later(NOW, 2 * HOUR), isVerified: false });
  expect(standing([seen, hearsay, later5], NOW)?.value).toBe(5);
  expect(standing([hearsay], NOW)?.value).toBe(9);
  expect(standing([], NOW)).toBeNull();
});

test("what was seen and is stale hides no fresher declaration; when both are stale, what was seen stands again", () => {
  const needs = { attribute: "household.needs" };
  const seen = fact({ ...needs, id: "a", value: ["food"], observedAt: later(NOW, -80 * HOUR) });
  const declared = fact({ ...needs, id: "b", value: [], observedAt: later(NOW, -10 * HOUR), isVerified: false });
  // 80 hours ago is stale (72), 10 hours ago is not: nobody is asked again.
  expect(standing([seen, declared], NOW)).toBe(declared);
  expect(missingOrStale(["household.needs"], [seen, declared], NOW)).toEqual([]);
  // 9 hours before it was seen still fresh, and stood.
  expect(standing([seen, declared], later(NOW, -9 * HOUR))).toBe(seen);
  expect(standing([seen, declared], later(NOW, 62 * HOUR))).toBe(seen);
  // What never grows stale is displaced by no declaration.
  const room = fact({ attribute: "door.room", id: "c", value: "301", observedAt: later(NOW, -9000 * HOUR) });
  expect(standing([room, { ...room, id: "d", observedAt: NOW, isVerified: false }], NOW)).toBe(room);
});

// domain.md §6.13: do not re-ask anything known for less than 72 hours unless it changed.
test("what was asked 71 hours ago is not asked again, what was asked 72 hours ago is", () => {
  const known = [fact({ attribute: "household.needs", value: ["food"], observedAt: later(NOW, -71 * HOUR) })];
  const asks = ["household.size", "household.needs"];
  expect(missingOrStale(asks, known, NOW)).toEqual(["household.size"]);
  expect(missingOrStale(asks, known, later(NOW, HOUR))).toEqual(["household.size", "household.needs"]);
});

test("a form's own question is asked every time; what changes only when it changes is never stale", () => {
  expect(isFresh(fact({ attribute: "person.form.f1.q1" }), NOW)).toBe(false);
  expect(freshUntil(fact({ attribute: "door.room" }))).toBeNull();
  expect(attributeOf("nothing.at-all")).toBeNull();
});

const value = fc.oneof(fc.nat(3), fc.boolean(), fc.constantFrom("x", "y"));
const facts = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    attribute: fc.constantFrom("household.size", "household.needs", "door.room", "person.symptoms"),
    value,
    observedAt: fc.nat(200).map((hours) => later(NOW, -hours * HOUR) as Instant),
    isVerified: fc.boolean(),
  }),
  { maxLength: 12, selector: (one) => one.id },
);

test("what stands does not hang on the order in which facts came", () => {
  fc.assert(
    fc.property(facts, (all) => {
      const shuffled = [...all].reverse();
      expect(Object.fromEntries(standingOf(all, NOW))).toEqual(Object.fromEntries(standingOf(shuffled, NOW)));
    }),
  );
});

test("missing or stale: only what was asked for, nothing fresh, nothing twice, and an answer now ends it", () => {
  const attributes = ["household.size", "household.needs", "person.symptoms"];
  fc.assert(
    fc.property(facts, (all) => {
      const open = missingOrStale(attributes, all, NOW);
      expect(attributes.filter((one) => open.includes(one))).toEqual(open);
      const known = standingOf(all, NOW);
      for (const name of attributes) {
        const stands = known.get(name);
        expect(open.includes(name)).toBe(stands === undefined || !isFresh(stands, NOW));
      }
      const answered = open.map((attribute) => fact({ id: "z", attribute, value: 1, observedAt: NOW }));
      expect(missingOrStale(attributes, [...all, ...answered], later(NOW, 1))).toEqual([]);
    }),
  );
});

test("a contradiction is told to whoever did not know: by the value that stands, or by the one that was replaced unseen", () => {
  const [before, after] = [fact({ value: 3 }), fact({ id: "b", value: 4, observedAt: later(NOW, HOUR) })];
  expect(conflictOf(after, { before: before, seen: 3, now: NOW })).toBeNull();
  expect(conflictOf(after, { before: before, seen: undefined, now: NOW })).toBeNull();
  expect(conflictOf(after, { before: before, seen: 2, now: NOW })).toEqual({
    attribute: "household.size",
    kept: 4,
    other: 3,
  });
  expect(conflictOf(before, { before: after, seen: 3, now: NOW })).toEqual({
    attribute: "household.size",
    kept: 4,
    other: 3,
  });
  expect(conflictOf(after, { before: null, seen: 3, now: NOW })).toBeNull();
  expect(sameValue(["a", "b"], ["b", "a"])).toBe(true);
});

test("a contradiction is said in words, and never says a name, a number or health", () => {
  expect(noteOf([])).toBeNull();
  expect(noteOf([{ attribute: "person.name", kept: "王小明", other: "王晓明" }])?.zh).toBe(
    "与他人登记的不一致：姓名有两种说法。",
  );
  expect(noteOf([{ attribute: "household.needs", kept: ["food", "masks"], other: [] }])?.zh).toContain(
    "以“生活物资、口罩等防护用品”为准，“无”一并保留",
  );
  expect(valueWords("door.kind", "shop")).toEqual({ zh: "沿街门面", en: "shop" });
});

test("a value fits its attribute or is refused", () => {
  const fits = (name: keyof typeof ATTRIBUTES, one: unknown) => isValueOf(ATTRIBUTES[name], one);
  expect(fits("household.size", 3)).toBe(true);
  expect(fits("household.size", 3.5)).toBe(false);
  expect(fits("household.needs", ["food"])).toBe(true);
  expect(fits("household.needs", ["gold"])).toBe(false);
  expect(fits("door.kind", "castle")).toBe(false);
  expect(fits("door.stair", "")).toBe(true);
  expect(fits("door.name", " ")).toBe(false);
  expect(fits("person.came-on", "2020-2-1")).toBe(false);
  expect(fits("person.job", "木".repeat(501))).toBe(false);
});
