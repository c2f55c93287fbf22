import { expect, test } from "vitest";
import { instant, isoShanghai, type PlainDay } from "#kernel/time.ts";
import { dayNumber, dueOf, windowAt, windowsOwed } from "./calendar.ts";
import { DEFAULT_PROFILE } from "./profile.ts";

const D0 = "2020-02-01" as PlainDay;

test("scenario 1: D0 is 1 February, fourteen days end on 15 February at 24:00", () => {
  expect(isoShanghai(dueOf(D0, 14))).toBe("2020-02-16T00:00:00+08:00");
  // 吴某: arrived 17 February, told "to 3 March" (domain.md §6.2): 2 March 24:00.
  expect(isoShanghai(dueOf("2020-02-17" as PlainDay, 14))).toBe("2020-03-03T00:00:00+08:00");
});

test("day n of 14: 0 on arrival, 14 on the last day, never more", () => {
  expect(dayNumber(D0, 14, instant("2020-02-01T20:00:00+08:00"))).toBe(0);
  expect(dayNumber(D0, 14, instant("2020-02-02T00:00:00+08:00"))).toBe(1);
  expect(dayNumber(D0, 14, instant("2020-02-15T23:59:59+08:00"))).toBe(14);
  expect(dayNumber(D0, 14, instant("2020-02-16T08:30:00+08:00"))).toBe(14);
});

test("two checks a day, from the first window that opens after the start to the last before the end", () => {
  const owed = windowsOwed(
    { startedAt: instant("2020-02-02T11:00:00+08:00"), dueAt: instant("2020-02-16T00:00:00+08:00") },
    DEFAULT_PROFILE,
  );
  expect(owed[0]).toMatchObject({ day: "2020-02-02", window: "evening" });
  expect(owed.at(-1)).toMatchObject({ day: "2020-02-15", window: "evening" });
  // 2 February's evening, and both of the thirteen days after it.
  expect(owed).toHaveLength(27);
});

test("a check is for the window that is open or was last", () => {
  const at = (time: string) => windowAt(instant(`2020-02-05T${time}:00+08:00`), DEFAULT_PROFILE).window;
  expect([at("06:00"), at("09:59"), at("12:00"), at("15:59"), at("16:00"), at("22:00")]).toEqual([
    "morning",
    "morning",
    "morning",
    "morning",
    "evening",
    "evening",
  ]);
});
