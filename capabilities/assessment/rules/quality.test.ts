import { describe, expect, it } from "vitest";
import { instant } from "#kernel/time.ts";
import { type FeedFacts, median, qualityFlags } from "./quality.ts";

const END = instant("2020-02-15T00:00:00+08:00");
const usual: FeedFacts = {
  feed: "police/trips",
  isExpected: true,
  files: 1,
  refusedFiles: 0,
  read: 1000,
  checksumFailures: 20,
  duplicateShare: 0.02,
  latestAt: instant("2020-02-13T12:00:00+08:00"),
  earlierCounts: [1000, 1000, 2000],
};
const names = (change: Partial<FeedFacts>) => qualityFlags({ ...usual, ...change }, END).map(({ flag }) => flag);

describe("the quality gate", () => {
  it("says nothing at its limits: half the rows, two per cent, 36 hours", () => {
    expect(names({})).toEqual([]);
    expect(names({ read: 1500 })).toEqual([]);
    expect(names({ read: 500, checksumFailures: 10 })).toEqual([]);
  });
  it("flags what is beyond them", () => {
    expect(names({ read: 1501 })).toEqual(["row-count"]);
    expect(names({ read: 499, checksumFailures: 0 })).toEqual(["row-count"]);
    expect(names({ checksumFailures: 21 })).toEqual(["checksum"]);
    expect(names({ duplicateShare: 0.0201 })).toEqual(["duplicates"]);
    expect(names({ latestAt: instant("2020-02-13T11:59:59+08:00") })).toEqual(["stale"]);
    expect(names({ files: 0, read: 1000 })).toEqual(["absent"]);
    expect(names({ refusedFiles: 1 })).toEqual(["refused"]);
  });
  it("compares with the last seven days only, and with nothing on the first", () => {
    expect(names({ read: 10, checksumFailures: 0, earlierCounts: [] })).toEqual([]);
    expect(
      names({
        read: 10,
        checksumFailures: 0,
        earlierCounts: [10, 10, 10, 10, 10, 10, 10, 900, 900, 900, 900, 900, 900, 900, 900],
      }),
    ).toEqual([]);
  });
  it("takes the middle of the earlier counts", () => {
    expect([median([]), median([3]), median([1, 2]), median([9, 1, 5])]).toEqual([null, 3, 1.5, 5]);
  });
});
