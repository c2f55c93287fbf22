/** Writes a synthetic province: the feeds as the departments would hand them over, and apart the truth. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeChunks } from "./chunks.ts";
import { writeEpidemic } from "./epidemic.ts";
import type { Feed, Format } from "./files.ts";
import type { Rates } from "./rates.ts";
import { worldOf } from "./world.ts";

export type SimulateOptions = {
  /** Residents, 1 to 80 million; visitors and strangers' handsets come on top. */
  readonly persons: number;
  /** A non-negative integer: the same arguments and seed give byte-identical files. */
  readonly seed: number;
  /** Six-digit codes of counties of Jiangsu. */
  readonly counties: readonly string[];
  /** The last day the feeds know, 2020-01-11 to 2020-03-31, and how many days back they reach. */
  readonly until: string;
  readonly days: number;
  readonly out: string;
  readonly format: Format;
  readonly rates: Rates;
  readonly onProgress?: (done: number, total: number) => void;
};

export type Simulated = {
  readonly feedsDir: string;
  readonly truthDir: string;
  readonly gridsFile: string;
  readonly rows: Readonly<Record<Feed, number>>;
  readonly totalRows: number;
  readonly truth: Readonly<Record<string, number>>;
  readonly seconds: number;
};

/** Simulates; replaces `out`/feeds, `out`/truth and `out`/grids.csv. Memory is bounded by about 1 GB a core. */
export async function simulate(options: SimulateOptions): Promise<Simulated> {
  const begun = performance.now();
  const [feedsDir, truthDir] = [join(options.out, "feeds"), join(options.out, "truth")];
  for (const folder of [feedsDir, truthDir]) await rm(folder, { recursive: true, force: true });
  for (const folder of ["health", "police", "telecom"]) await mkdir(join(feedsDir, folder), { recursive: true });
  await mkdir(truthDir, { recursive: true });
  const world = worldOf(options);
  const gridsFile = join(options.out, "grids.csv");
  const lines = world.grids.map((grid) => `${grid.code},${grid.name},${grid.households}\n`);
  await writeFile(gridsFile, `code,name,households\n${lines.join("")}`);
  const output = {
    feedsDir,
    truthDir,
    format: options.format,
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  };
  const rows = await writeChunks(world, output);
  const truth = await writeEpidemic(world, output, rows);
  const { persons, seed, counties, until, days, rates } = options;
  await writeFile(
    join(truthDir, "simulation.json"),
    `${JSON.stringify({ persons, seed, counties, until, days, rates }, null, 2)}\n`,
  );
  const totalRows = Object.values(rows).reduce((a, b) => a + b, 0);
  return { feedsDir, truthDir, gridsFile, rows, totalRows, truth, seconds: (performance.now() - begun) / 1000 };
}
