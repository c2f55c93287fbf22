import fc from "fast-check";
import { expect, test } from "vitest";
import { feedOfName, isIncrement } from "./file-names.ts";

test.each([
  ["police", "trips.csv", "police/trips"],
  ["police", "trips-01.parquet", "police/trips"],
  ["police", "trips-2020-02-10.csv.gz", "police/trips"],
  ["police", "residents-a_B-9.ndjson", "police/residents"],
  ["telecom", "stays-0001.parquet", "telecom/stays"],
  ["health", "cases.csv", "health/cases"],
  ["health", "measures.ndjson.gz", "health/measures"],
])("%s/%s is a file of %s", (folder, file, feed) => {
  expect(feedOfName(folder, file)).toBe(feed);
});

test.each([
  ["police", "cases.csv"],
  ["health", "trips.csv"],
  ["police", "trips.txt"],
  ["police", "trips"],
  ["police", "trips.csv.zip"],
  ["police", "TRIPS.csv"],
  ["police", "trips-.csv"],
  ["police", "trips-a.b.csv"],
  ["police", "../police/trips.csv"],
  ["police", "trips-../x.csv"],
  ["police", "trips-a/b.csv"],
  ["police", "trips-a\u0000.csv"],
  ["police", "trips.csv\n"],
  ["police", ".trips.csv"],
  ["police", ""],
  ["..", "trips.csv"],
  ["police", `trips-${"9".repeat(61)}.csv`],
])("%s/%j is no file of a feed", (folder, file) => {
  expect(feedOfName(folder, file)).toBeNull();
});

test("no name that passes can leave its folder", () => {
  const piece = fc.constantFrom(
    "trips",
    "cases",
    "-",
    ".",
    "..",
    "/",
    "\\",
    "csv",
    ".csv",
    "\u0000",
    "%2e",
    "~",
    "a",
    "\n",
  );
  fc.assert(
    fc.property(fc.constantFrom("police", "telecom", "health"), fc.array(piece, { maxLength: 8 }), (folder, pieces) => {
      const name = pieces.join("");
      if (feedOfName(folder, name) === null) return;
      expect(name).toMatch(/^[a-z]+(-[A-Za-z0-9_-]+)?\.[a-z]+(\.gz)?$/);
    }),
  );
});

test.each([
  ["trips-2020-02-10.csv", true],
  ["trips-20200210-01.parquet", true],
  ["stays-2020-02-10.csv.gz", true],
  ["trips.csv", false],
  ["trips-0001.parquet", false],
  ["trips-20200.csv", false],
])("%s: is it one day's increment? %s", (file, answer) => {
  expect(isIncrement(file)).toBe(answer);
});
