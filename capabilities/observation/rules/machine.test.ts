import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, type Instant, instant, later } from "#kernel/time.ts";
import { type Event, isOpen, next, type Observation, RUNGS, STATES } from "./machine.ts";
import { DEFAULT_PROFILE } from "./profile.ts";

const FILED = instant("2020-02-02T10:00:00+08:00");
const DUE = instant("2020-02-16T00:00:00+08:00");
const fresh = (over: Partial<Observation> = {}): Observation => ({
  state: "PROPOSED",
  isMinor: false,
  filedAt: FILED,
  dueAt: DUE,
  noticedAt: null,
  startedAt: null,
  teamedAt: null,
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

/** The events one after another; the first refusal ends it. */
function play(of: Observation, events: readonly (readonly [Event["kind"] | Event, string])[]): Observation | string {
  let now = of;
  for (const [event, at] of events) {
    const full = (typeof event === "string" ? { kind: event } : event) as Event;
    const made = next(now, full, instant(`2020-02-${at}:00+08:00`), DEFAULT_PROFILE);
    if (!made.ok) return made.why;
    now = made.next;
  }
  return now;
}
const active = play(fresh(), [
  ["noticed", "02T11:00"],
  ["team-complete", "02T12:00"],
]) as Observation;
const signed = { kind: "signed", isSeatFilled: true } as const;

describe("release", () => {
  it("after the end: at once with the signature (scenario 1: 16 February 08:30)", () => {
    const over = play(active, [
      ["due", "16T00:00"],
      [signed, "16T08:30"],
    ]);
    expect(over).toMatchObject({ state: "RELEASED", releasedAt: instant("2020-02-16T08:30:00+08:00") });
  });

  it("signed in the last twelve hours: by itself at the exact hour", () => {
    expect(
      play(active, [
        [signed, "15T20:00"],
        ["due", "16T00:00"],
      ]),
    ).toMatchObject({ state: "RELEASED", releasedAt: DUE });
    expect(play(active, [[signed, "15T11:59"]])).toBe("too-early");
    expect(play(active, [["due", "15T23:59"]])).toBe("too-early");
  });

  it("never with an empty health seat (scenario 18), nor with something abnormal open", () => {
    expect(
      play(active, [
        ["due", "16T00:00"],
        [{ kind: "signed", isSeatFilled: false }, "16T08:30"],
      ]),
    ).toBe("seat-vacant");
    expect(
      play(active, [
        ["abnormal", "15T20:00"],
        [signed, "16T08:30"],
      ]),
    ).toBe("abnormal-open");
    expect(
      play(active, [
        ["abnormal", "15T20:00"],
        ["cleared", "16T01:00"],
        [signed, "16T08:30"],
      ]),
    ).toMatchObject({ state: "RELEASED" });
  });
});

describe("steps are not skipped", () => {
  it("a check while seats are empty counts and leads the ladder down, and the team is still to be formed", () => {
    const told = play(fresh(), [["noticed", "02T11:00"]]) as Observation;
    // Checks are owed from the notice on: an empty seat leaves nobody unlooked after.
    expect(told.startedAt).toBe(instant("2020-02-02T11:00:00+08:00"));
    const checked = play(told, [
      ["missed", "02T19:00"],
      [{ kind: "check", isAbnormal: false }, "02T19:30"],
    ]);
    expect(checked).toMatchObject({ state: "NOTICED", rung: "none" });
    expect(play(checked as Observation, [["team-complete", "03T09:00"]])).toMatchObject({ state: "ACTIVE" });
    // Well again after something abnormal: where it stood before.
    const well = [
      [{ kind: "check", isAbnormal: true }, "02T17:00"],
      ["cleared", "02T18:00"],
    ] as const;
    expect(play(told, well)).toMatchObject({ state: "NOTICED" });
    expect(play(told, [well[0], ["team-complete", "02T17:30"], well[1]])).toMatchObject({ state: "ACTIVE" });
    expect(
      play(told, [
        ["due", "16T00:00"],
        [signed, "16T08:30"],
      ]),
    ).toMatchObject({ state: "RELEASED" });
  });

  it("who was never informed is signed out at the end like everybody", () => {
    expect(play(fresh(), [["due", "16T00:00"]])).toMatchObject({ state: "COMPLETED_PENDING_SIGN" });
    expect(
      play(fresh(), [
        ["due", "16T00:00"],
        [signed, "16T08:30"],
      ]),
    ).toMatchObject({ state: "RELEASED", noticedAt: null });
    expect(play(fresh(), [[signed, "15T11:59"]])).toBe("too-early");
  });

  it("the follow-up is a call from day three of a notice that was handed over", () => {
    const over = play(active, [
      ["due", "16T00:00"],
      [signed, "16T08:30"],
    ]) as Observation;
    expect(play(over, [["followed-up", "19T10:00"]])).toBe("not-delivered");
    const handed = play(over, [["delivered", "16T09:00"]]) as Observation;
    expect(play(handed, [["followed-up", "16T09:10"]])).toBe("follow-up-early");
    expect(play(handed, [["followed-up", "18T23:59"]])).toBe("follow-up-early");
    expect(play(handed, [["followed-up", "19T00:00"]])).toMatchObject({
      state: "FOLLOWED_UP",
      deliveredAt: instant("2020-02-16T09:00:00+08:00"),
    });
  });
});

describe("extension", () => {
  const until = instant("2020-02-23T00:00:00+08:00");
  const latest = instant("2020-03-01T00:00:00+08:00");
  const longer = { kind: "extended", until, latest } as const;

  it("moves the end, within the law's limit; the signature for the old end is void", () => {
    const late = play(active, [
      [signed, "15T20:00"],
      [longer, "15T21:00"],
    ]);
    expect(late).toMatchObject({ state: "ACTIVE", dueAt: until, signedAt: null });
    expect(play(late as Observation, [["due", "16T00:00"]])).toBe("too-early");
    expect(play(active, [[{ ...longer, until: DUE }, "15T21:00"]])).toBe("not-longer");
    expect(play(active, [[{ ...longer, latest: later(until, -1) }, "15T21:00"]])).toBe("beyond-limit");
  });

  it("opens again what waits for a signature, at the step where it stood; never what has ended", () => {
    const over = play(active, [["due", "16T00:00"]]) as Observation;
    expect(play(over, [[longer, "16T08:00"]])).toMatchObject({ state: "ACTIVE" });
    expect(
      play(fresh(), [
        ["due", "16T00:00"],
        [longer, "16T08:00"],
      ]),
    ).toMatchObject({ state: "PROPOSED" });
    expect(
      play(over, [
        [signed, "16T08:30"],
        [longer, "16T09:00"],
      ]),
    ).toBe("wrong-state");
  });
});

describe("hand-over", () => {
  it("ends only when the other side has the person: hospital or observation point", () => {
    expect(play(active, [["received", "05T10:00"]])).toBe("wrong-state");
    const asked = (as: "hospital" | "central") =>
      play(active, [[{ kind: "transfer-asked", as }, "05T10:00"]]) as Observation;
    expect(asked("hospital")).toMatchObject({ state: "ABNORMAL" });
    expect(play(asked("hospital"), [["received", "05T11:00"]])).toMatchObject({ state: "TRANSFERRED" });
    // Who is well and has no home that fits is not ill: his step stays as it is until he has moved.
    expect(asked("central")).toMatchObject({ state: "ACTIVE", abnormalSince: null });
    expect(play(asked("central"), [["received", "05T11:00"]])).toMatchObject({ state: "CONVERTED" });
    expect(play(asked("central"), [["cleared", "05T11:00"]])).toMatchObject({ state: "ACTIVE", transferSince: null });
    expect(
      play(asked("central"), [
        ["due", "16T00:00"],
        [signed, "16T08:30"],
      ]),
    ).toBe("abnormal-open");
    expect(
      play(fresh(), [
        [{ kind: "transfer-asked", as: "central" }, "02T10:30"],
        ["received", "02T12:00"],
      ]),
    ).toMatchObject({
      state: "CONVERTED",
    });
  });
});

describe("the ladder", () => {
  it("goes rung by rung: miss, call, visit, confirmed exit, explained; the law only for a second one, heard", () => {
    expect(play(active, [["visited", "03T13:00"]])).toBe("rung-skipped");
    expect(
      play(active, [
        ["missed", "03T10:00"],
        ["visited", "03T13:00"],
      ]),
    ).toBe("rung-skipped");
    expect(
      play(active, [
        ["missed", "03T10:00"],
        ["called", "03T11:00"],
        ["exit-confirmed", "03T12:00"],
      ]),
    ).toBe("rung-skipped");
    const once = [
      ["missed", "03T10:00"],
      ["called", "03T11:00"],
      ["visited", "03T13:00"],
      ["exit-confirmed", "03T13:10"],
      ["explained", "03T14:00"],
    ] as const;
    expect(play(active, [...once, ["referred", "03T15:00"]])).toBe("rung-skipped");
    const twice = [...once, ...once.map(([kind, at]) => [kind, at.replace("03T", "04T")] as const)];
    expect(play(active, [...twice, ["referred", "04T15:00"]])).toBe("no-statement");
    expect(play(active, [...twice, ["statement", "04T14:30"], ["referred", "04T15:00"]])).toMatchObject({
      rung: "legal",
      exits: 2,
    });
  });

  it("scenario 28: there is no sanction for a child", () => {
    const child = { ...active, isMinor: true, rung: "explained", exits: 2, hasStatement: true } as const;
    expect(play(child, [["referred", "04T15:00"]])).toBe("minor");
  });

  it("a check leads back to the ground", () => {
    expect(
      play(active, [
        ["missed", "03T10:00"],
        ["called", "03T11:00"],
        [{ kind: "check", isAbnormal: false }, "03T11:05"],
      ]),
    ).toMatchObject({ rung: "none", state: "ACTIVE" });
  });
});

describe("for any course of events", () => {
  const kinds = [
    "noticed",
    "team-complete",
    "abnormal",
    "cleared",
    "received",
    "due",
    "delivered",
    "followed-up",
    "index-excluded",
    "wrong-person",
    "missed",
    "called",
    "visited",
    "exit-confirmed",
    "statement",
    "explained",
    "referred",
  ] as const;
  const event: fc.Arbitrary<Event> = fc.oneof(
    fc.constantFrom(...kinds).map((kind) => ({ kind })),
    fc.boolean().map((isAbnormal) => ({ kind: "check" as const, isAbnormal })),
    fc.boolean().map((isSeatFilled) => ({ kind: "signed" as const, isSeatFilled })),
    fc.constantFrom("hospital" as const, "central" as const).map((as) => ({ kind: "transfer-asked" as const, as })),
  );
  const course = fc.array(fc.tuple(event, fc.integer({ min: 0, max: 12 * HOUR })), { maxLength: 120 });
  const walk = (
    steps: readonly (readonly [Event, number])[],
    see: (before: Observation, after: Observation, event: Event, now: Instant) => void,
  ) => {
    let [now, of] = [FILED, fresh()];
    for (const [one, wait] of steps) {
      now = later(now, wait);
      const made = next(of, one, now, DEFAULT_PROFILE);
      if (!made.ok) continue;
      see(of, made.next, one, now);
      of = made.next;
    }
  };

  it("nobody is released without a signature or before the hour, but for an excluded index", () => {
    fc.assert(
      fc.property(course, (steps) =>
        walk(steps, (before, after, { kind }) => {
          if (after.releasedAt === null || before.releasedAt !== null || kind === "index-excluded") return;
          expect(after.signedAt).not.toBeNull();
          expect(after.releasedAt).toBeGreaterThanOrEqual(DUE);
        }),
      ),
    );
  });

  it("no rung is ever skipped upwards, and what has ended stays ended", () => {
    fc.assert(
      fc.property(course, (steps) =>
        walk(steps, (before, after) => {
          const climb = RUNGS.indexOf(after.rung) - RUNGS.indexOf(before.rung);
          expect(climb).toBeLessThanOrEqual(1);
          if (!isOpen(before.state)) {
            expect(isOpen(after.state)).toBe(false);
            expect(["RELEASED", "FOLLOWED_UP"]).toContain(after.state);
          }
          expect(STATES).toContain(after.state);
        }),
      ),
    );
  });

  it("same facts, same answer; and an abnormal home is never completed silently", () => {
    fc.assert(
      fc.property(course, (steps) =>
        walk(steps, (before, after, one, now) => {
          expect(next(before, one, now, DEFAULT_PROFILE)).toEqual({ ok: true, next: after });
          if (before.state === "ABNORMAL")
            expect([
              "ABNORMAL",
              "ACTIVE",
              "COMPLETED_PENDING_SIGN",
              "TRANSFERRED",
              "CONVERTED",
              "ENDED_EARLY",
              "ENDED_ERROR",
            ]).toContain(after.state);
        }),
      ),
    );
    expect(DAY).toBe(24 * HOUR);
  });
});
