/** DuckDB, PostgreSQL and the naive loop on small simulated provinces: the same bytes. */
import fc from "fast-check";
import { describe, expect, inject, it } from "vitest";
import type { PlaceCode } from "#kernel/places.ts";
import type { PlainDay } from "#kernel/time.ts";
import { loadKnownPlaces } from "./door-places.ts";
import { anyWorld, TEST_DAY, TEST_KEY } from "./feeds.testing.ts";
import { naiveRanking } from "./naive.testing.ts";
import { assessWorld } from "./ranking.testing.ts";

const known = loadKnownPlaces();
const byLoop = (world: Parameters<typeof naiveRanking>[0]) =>
  naiveRanking(world, {
    day: TEST_DAY as PlainDay,
    provinceKey: TEST_KEY,
    isKnown: (code) => known(code as PlaceCode),
  });

describe("three implementations", () => {
  it("agree on any small province, DuckDB and the naive loop", async () => {
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        expect((await assessWorld(world)).csv).toBe(byLoop(world));
      }),
      { numRuns: 25, seed: 20_200_214, endOnFailure: true },
    );
  }, 300_000);

  it("agree on any small province, PostgreSQL and the naive loop", async () => {
    const { url } = inject("postgres");
    const databaseUrl = url.replace(/\/wangge$/, "/postgres");
    await fc.assert(
      fc.asyncProperty(anyWorld, async (world) => {
        expect((await assessWorld(world, { engine: "postgres", databaseUrl })).csv).toBe(byLoop(world));
      }),
      { numRuns: 8, seed: 32, endOnFailure: true },
    );
  }, 300_000);
});
