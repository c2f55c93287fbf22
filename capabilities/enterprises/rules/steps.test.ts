import fc from "fast-check";
import { expect, test } from "vitest";
import { instant, instantOf } from "#kernel/time.ts";
import { clockTurn, mayStep, STATES, STEPS, submitted } from "./steps.ts";

const DUE = instant("2020-02-11T09:00:00+08:00");

test.each([
  ["save", "draft", null, "ok"],
  ["save", "returned", null, "ok"],
  ["save", "at-township", null, "wrong-state"],
  ["save", "draft", "320583", "not-your-level"],
  ["check", "at-township", "320583100", "ok"],
  ["check", "at-township", "320583", "ok"],
  ["check", "at-township", "3205", "not-your-level"],
  ["check", "at-township", "320583100001", "not-your-level"],
  ["check", "at-county", "320583100", "wrong-state"],
  ["late-check", "approved", "320583100", "ok"],
  ["decide", "at-county", "320583", "ok"],
  ["decide", "at-county", "3205", "ok"],
  ["decide", "at-county", "32", "not-your-level"],
  ["decide", "at-county", "320583100", "not-your-level"],
  ["decide", "at-township", "320583", "wrong-state"],
  ["revoke", "filed", "320583", "ok"],
  ["revoke", "rejected", "320583", "wrong-state"],
  ["help", "draft", "320583100", "wrong-state"],
] as const)("%s from %s by %s: %s", (step, state, area, may) => expect(mayStep(step, state, area)).toBe(may));

const facts = { dueAt: DUE, kind: "company", isEscalated: false } as const;

test("a township's clock that is missed goes on to the county, 48 hours from then, and not a millisecond sooner", () => {
  const waiting = { ...facts, state: "at-township" } as const;
  expect(clockTurn(waiting, instantOf(DUE - 1))).toBeNull();
  expect(clockTurn(waiting, DUE)).toEqual({
    kind: "site-check-missed",
    state: "at-county",
    dueAt: instant("2020-02-13T09:00:00+08:00"),
  });
});

test("a county's silence approves a company, a school and a lessor; of a home under care the city hears once", () => {
  for (const kind of ["company", "school", "lessor"] as const) {
    const turn = clockTurn({ ...facts, kind, state: "at-county" }, DUE);
    expect(turn).toEqual({ kind: "silent-approval", state: "approved" });
  }
  for (const kind of ["care-home", "institution"] as const) {
    const waiting = { ...facts, kind, state: "at-county" } as const;
    expect(clockTurn(waiting, DUE)).toEqual({ kind: "escalated", to: "city" });
    expect(clockTurn({ ...waiting, isEscalated: true }, DUE)).toBeNull();
  }
});

test("no clock moves what nobody waits for", () => {
  fc.assert(
    fc.property(fc.constantFrom(...STATES), fc.integer({ min: -1e9, max: 1e9 }), (state, shift) => {
      const turn = clockTurn({ ...facts, state }, instantOf(DUE + shift));
      if (shift < 0 || (state !== "at-township" && state !== "at-county")) expect(turn).toBeNull();
      expect(clockTurn({ ...facts, state, dueAt: null }, instantOf(DUE + shift))).toBeNull();
    }),
  );
});

test("whatever is over can only be begun anew", () => {
  for (const step of Object.keys(STEPS) as (keyof typeof STEPS)[]) {
    for (const state of ["rejected", "withdrawn", "revoked"] as const) {
      for (const area of [null, "3205", "320583", "320583100"]) expect(mayStep(step, state, area)).not.toBe("ok");
    }
  }
});

test("a filing is in force at once, but a home under care is looked at everywhere", () => {
  const now = instant("2020-02-10T09:00:00+08:00");
  expect(submitted("filing", "company", now)).toEqual({ state: "filed", dueAt: null });
  expect(submitted("filing", "care-home", now)).toEqual({ state: "at-township", dueAt: DUE });
  expect(submitted("approval", "company", now)).toEqual({ state: "at-township", dueAt: DUE });
});
