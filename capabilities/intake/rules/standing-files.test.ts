import fc from "fast-check";
import { expect, test } from "vitest";
import type { PlainDay } from "#kernel/time.ts";
import { lateFeeds, standingFiles } from "./standing-files.ts";

const day = (text: string) => text as PlainDay;
const file = (at: string, name: string) => ({ id: `${at} ${name}`, day: day(at), name });
const ids = (files: readonly { id: string }[]) => files.map((one) => one.id);

test("the newest delivery of a feed stands as a whole: parts of an older one do not linger", () => {
  const files = [
    file("2020-02-09", "police/trips-01.csv"),
    file("2020-02-09", "police/trips-02.csv"),
    file("2020-02-10", "police/trips-01.csv"),
  ];
  expect(ids(standingFiles(files, day("2020-02-10"), 14))).toEqual(["2020-02-10 police/trips-01.csv"]);
});

test("a feed that did not come today is read as it was handed in last, and is late by whole days", () => {
  const files = [file("2020-02-08", "telecom/stays.csv"), file("2020-02-10", "health/cases.csv")];
  const standing = standingFiles(files, day("2020-02-10"), 14);
  expect(ids(standing)).toEqual(["2020-02-10 health/cases.csv", "2020-02-08 telecom/stays.csv"]);
  expect(lateFeeds(standing, day("2020-02-10"))).toEqual([{ feed: "telecom/stays", days: 2 }]);
});

test("files with a date in the name are increments and stand side by side, movements for the window and two days", () => {
  const files = ["2020-01-24", "2020-01-25", "2020-02-09", "2020-02-10"].map((at) =>
    file(at, `police/trips-${at}.csv`),
  );
  expect(ids(standingFiles(files, day("2020-02-10"), 14))).toEqual([
    "2020-01-25 police/trips-2020-01-25.csv",
    "2020-02-09 police/trips-2020-02-09.csv",
    "2020-02-10 police/trips-2020-02-10.csv",
  ]);
});

test("increments of what is not a movement stand however old they are", () => {
  const files = [file("2019-12-31", "health/areas-2019-12-31.csv")];
  expect(standingFiles(files, day("2020-02-10"), 14)).toHaveLength(1);
});

test("an assessment of an old day does not see what was handed in for later days", () => {
  const files = [file("2020-02-09", "health/cases.csv"), file("2020-02-10", "health/cases.csv")];
  expect(ids(standingFiles(files, day("2020-02-09"), 14))).toEqual(["2020-02-09 health/cases.csv"]);
});

const anyFile = fc
  .record({
    at: fc.constantFrom("2020-01-20", "2020-02-08", "2020-02-09", "2020-02-10", "2020-02-11"),
    name: fc.constantFrom("police/trips.csv", "police/trips-01.csv", "police/trips-2020-02-09.csv", "health/cases.csv"),
  })
  .map(({ at, name }) => file(at, name));

test("names are unique, the order of arrival does not matter, and nothing of a later day stands", () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyFile, { selector: (one) => one.id }), (files) => {
      const standing = standingFiles(files, day("2020-02-10"), 14);
      expect(new Set(standing.map((one) => one.name)).size).toBe(standing.length);
      expect(standing.every((one) => one.day <= "2020-02-10")).toBe(true);
      expect(ids(standingFiles(files.toReversed(), day("2020-02-10"), 14))).toEqual(ids(standing));
    }),
  );
});

test("an increment that was handed in again on a later day stands in its newer form", () => {
  const files = [file("2020-02-09", "police/trips-2020-02-09.csv"), file("2020-02-10", "police/trips-2020-02-09.csv")];
  for (const given of [files, files.toReversed()])
    expect(ids(standingFiles(given, day("2020-02-10"), 14))).toEqual(["2020-02-10 police/trips-2020-02-09.csv"]);
});

test("a feed of yesterday is one day late", () => {
  expect(lateFeeds([file("2020-02-09", "health/cases.csv")], day("2020-02-10"))).toEqual([
    { feed: "health/cases", days: 1 },
  ]);
});
