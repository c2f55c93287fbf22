import fc from "fast-check";
import { expect, test } from "vitest";
import { CODE_COLOURS } from "#kernel/colours.ts";
import { instant } from "#kernel/time.ts";
import { ENTERPRISE_KINDS } from "./kinds.ts";
import { employerView, sentenceOf } from "./may-enter.ts";

/** 24:00 of the 15th. */
const UNTIL = instant("2020-02-16T00:00:00+08:00");

test.each([
  ["red", "no", "2020-02-15"],
  ["yellow", "no", "2020-02-15"],
  ["pending", "ask", null],
  ["green", "yes", null],
] as const)("%s: %s, until %s", (colour, canEnter, until) => {
  const view = employerView(true, { colour, until: UNTIL, isSound: true }, "company");
  expect(view).toEqual({ hasAgreed: true, canEnter, colour, until });
});

test("a colour that is not sound, and no code at all, say: ask", () => {
  const unsound = employerView(true, { colour: "green", until: null, isSound: false }, "company");
  expect(unsound).toEqual({ hasAgreed: true, canEnter: "ask", colour: null, until: null });
  expect(employerView(true, null, "company")).toEqual(unsound);
});

test("whoever has not agreed looks like everybody who has not, whatever is known of him", () => {
  const known = fc.option(
    fc.record({
      colour: fc.constantFrom(...CODE_COLOURS),
      until: fc.option(fc.constant(UNTIL)),
      isSound: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(fc.constantFrom(null, false), known, fc.constantFrom(...ENTERPRISE_KINDS), (agrees, one, kind) => {
      const view = employerView(agrees, one, kind);
      expect(view).toEqual({ hasAgreed: false, canEnter: "ask", colour: null, until: null });
      expect(sentenceOf(view, kind, null)).toEqual({ zh: "本人尚未同意", en: "Not agreed yet" });
    }),
  );
});

test.each([
  ["company", "暂不到岗，至 2020-02-15", "red"],
  ["care-home", "暂不到岗，至 2020-02-15", "red"],
  ["school", "居家学习至 2020-02-15", null],
  ["lessor", "需要协助，预计 2020-02-15 结束", null],
] as const)("%s reads: %s", (kind, zh, colour) => {
  const view = employerView(true, { colour: "red", until: UNTIL, isSound: true }, kind);
  expect(view.colour).toBe(colour);
  expect(sentenceOf(view, kind, view.until).zh).toBe(zh);
});
