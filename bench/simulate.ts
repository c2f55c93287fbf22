/** Rows a second into Parquet, and memory, at 100,000 and 1,000,000 persons: `npm run bench -- simulate [persons…]`. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countiesUnder, placesOfJiangsu } from "#simulator/places.ts";
import { ratesWith } from "#simulator/rates.ts";
import { simulate } from "#simulator/simulate.ts";
import { figure } from "./figure.ts";

const wanted = process.argv
  .slice(2)
  .map(Number)
  .filter((persons) => persons > 0);
const { counties } = countiesUnder(["3205"], placesOfJiangsu());
for (const persons of wanted.length > 0 ? wanted : [100_000, 1_000_000]) {
  const out = await mkdtemp(join(tmpdir(), "wangge-bench-simulate-"));
  try {
    const { totalRows, seconds } = await simulate({
      persons,
      seed: 1,
      counties,
      until: "2020-02-10",
      days: 14,
      out,
      format: "parquet",
      rates: ratesWith({}, false),
    });
    figure("simulate", `rows-${persons}`, totalRows, "rows");
    figure("simulate", `rows-per-second-${persons}`, totalRows / seconds, "rows/s", ">= 500000 into Parquet");
    figure("simulate", `seconds-${persons}`, seconds, "s");
    // The highest of the process so far: sizes run from small to large.
    figure("simulate", `peak-memory-${persons}`, process.resourceUsage().maxRSS / 1024, "MiB");
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}
