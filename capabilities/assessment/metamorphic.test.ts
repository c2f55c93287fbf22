/** Changes to the feeds that must not change the list, but for the file and row that evidence names. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, instant, instantOf, isoShanghai } from "#kernel/time.ts";
import { anyWorld, csvOf, mobile, placed, residentNumber, writeWorld } from "./feeds.testing.ts";
import type { World, WrittenRow } from "./naive.testing.ts";
import { assessFolder, assessWorld, type Outcome, tempFolder } from "./ranking.testing.ts";

const RUNS = { numRuns: 6, seed: 6, endOnFailure: true } as const;

/** The list without the file, row and order of its evidence. */
const withoutRows = ({ rows }: Outcome) => rows.map(({ evidence: _, ...row }) => row);

const bare = ({ file: _file, line: _line, ...row }: WrittenRow) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));

/** Feeds in which a later row supersedes an earlier one, so that their order means something. */
const ORDERED = ["health/cases", "health/measures"];

const mapFeeds = (world: World, change: (feed: string, rows: Record<string, string>[]) => Record<string, string>[]) =>
  placed(Object.fromEntries(Object.entries(world).map(([feed, rows]) => [feed, change(feed, rows.map(bare))])));

const shiftDay = (value: string): string => {
  if (/^2020-\d\d-\d\d$/.test(value))
    return isoShanghai(instantOf(instant(`${value}T00:00:00+08:00`) + DAY)).slice(0, 10);
  return /^2020-\d\d-\d\dT/.test(value) ? isoShanghai(instantOf(instant(value) + DAY)) : value;
};

describe("the list stays the same", () => {
  it("when the rows of a feed come in another order", async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        // Stays of a phone that begin at the same instant, and rows of places, are told apart by their order only.
        const isFree = (feed: string) =>
          !ORDERED.includes(feed) && !["telecom/stays", "police/residents", "police/trips"].includes(feed);
        const shuffled = mapFeeds(world, (feed, rows) => (isFree(feed) ? rows.toReversed() : rows));
        expect(withoutRows(await assessWorld(shuffled))).toEqual(withoutRows(await assessWorld(world)));
      }),
      RUNS,
    );
  }, 120_000);

  it("when each feed is split into two files, one of them gzip", async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        const split = Object.fromEntries(
          Object.entries(world).map(([feed, rows]) => {
            const noun = feed.split("/")[1];
            const half = Math.ceil(rows.length / 2);
            return [
              feed,
              rows.map(
                (row, index): WrittenRow => ({
                  ...row,
                  file: index < half ? `${noun}-1.csv` : `${noun}-2.csv.gz`,
                  line: 0,
                }),
              ),
            ];
          }),
        );
        expect(withoutRows(await assessWorld(split))).toEqual(withoutRows(await assessWorld(world)));
      }),
      RUNS,
    );
  }, 120_000);

  it("when a file is there twice, to the byte", async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        const dir = tempFolder();
        writeWorld(dir, world);
        const once = await assessFolder(dir);
        for (const [feed, rows] of Object.entries(world))
          if (rows.length > 0) writeFileSync(join(dir, `${feed}-again.csv`), csvOf(feed, rows));
        const twice = await assessFolder(dir);
        expect(twice.csv).toBe(once.csv);
        expect(twice.summary.inputs.filter((input) => input.state === "duplicate")).toHaveLength(
          once.summary.inputs.length,
        );
      }),
      RUNS,
    );
  }, 120_000);

  it("when everything, the day too, is a day later", async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        const later = mapFeeds(world, (_, rows) =>
          rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, shiftDay(value)]))),
        );
        const moved = withoutRows(await assessWorld(later, { day: "2020-02-15" }));
        const before = withoutRows(await assessWorld(world)).map((row) => ({
          ...row,
          latest_exposure_at: shiftDay(row["latest_exposure_at"] ?? ""),
        }));
        expect(moved).toEqual(before);
      }),
      RUNS,
    );
  }, 120_000);

  it("when a stranger is added who meets nobody, but for himself", async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        const id = { id_type: "111", id_number: residentNumber(900), name: "某" };
        const withStranger = mapFeeds(world, (feed, rows) => {
          if (feed === "police/residents")
            return [...rows, { ...id, phone: mobile(900), area: "320105001004", address: "", household_id: "H900" }];
          if (feed === "telecom/stays")
            return [
              ...rows,
              { phone: mobile(900), area: "320105", arrived_at: "2020-02-03T00:00:00+08:00", left_at: "" },
            ];
          return rows;
        });
        const without = withoutRows(await assessWorld(world));
        const added = withoutRows(await assessWorld(withStranger));
        const keys = new Set(without.map((row) => row["person_key"]));
        expect(added.filter((row) => keys.has(row["person_key"]))).toEqual(without);
        expect(added.length - without.length).toBeLessThanOrEqual(1);
      }),
      RUNS,
    );
  }, 120_000);
});
