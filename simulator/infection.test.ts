import { expect, test } from "vitest";
import { reportDays } from "./infection.ts";
import { outbreakAreas, readOutbreaks } from "./outbreak.ts";
import { countiesOfChina } from "./places.ts";

const outbreaks = readOutbreaks(countiesOfChina());

test("as many cases as Suzhou had are reported on the days on which Suzhou's were", () => {
  const days = reportDays(outbreaks, "320583", 87);
  // Suzhou by the case file: 87 in the end, 77 by 10 February (day 40).
  expect(days.length).toBe(87);
  expect(days.filter((day) => day <= 40).length).toBe(77);
});

test("a county whose city has no figures follows its province", () => {
  expect(reportDays(outbreaks, "329901", 10).length).toBe(10);
});

test("outbreak areas: Hubei high from the closing of Wuhan, Wenzhou high in early February and no longer in March, never a city of the home province", () => {
  const areas = outbreakAreas(outbreaks, "32");
  expect(areas).toContainEqual({ area: "42", level: "high", since: 22, until: null });
  const levelOn = (area: string, day: number) =>
    areas.find((row) => row.area === area && row.since <= day && (row.until === null || row.until >= day))?.level ??
    null;
  // 2020-02-05 is day 35, 2020-03-20 day 79.
  expect([levelOn("3303", 35), levelOn("3303", 79)]).toEqual(["high", null]);
  expect(levelOn("4201", 40)).toBe("high");
  expect(areas.filter((row) => row.area.startsWith("32"))).toEqual([]);
});
