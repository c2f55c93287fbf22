/** Real places for simulated people: the counties asked for, their villages, and grids of real size in them. */
import { readFileSync } from "node:fs";
import { isWithin } from "#kernel/places.ts";
import { apportion, streamOf } from "./random.ts";

const dataFolder = new URL("../data/", import.meta.url);

/** A typical size of a village or neighbourhood in households: 30 million households in 21,958 villages of Jiangsu. */
const HOUSEHOLDS_OF_A_VILLAGE = 1_366;
const HOUSEHOLDS_OF_A_GRID = 400;
/** A village of more households than this is cut into grids of 300 to 500. */
const LARGEST_GRID = 500;

export type Grid = {
  readonly code: string;
  readonly name: string;
  /** The county that it lies in: six digits. */
  readonly county: string;
  /** Number of its first household; its households have consecutive numbers. */
  readonly first: number;
  readonly households: number;
  /** The address down to the village, in Chinese. */
  readonly address: string;
  readonly isRural: boolean;
};

const readCodes = (file: string): Map<string, string> => {
  const lines = readFileSync(new URL(file, dataFolder), "utf8").trim().split("\n").slice(1);
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(",")), line.slice(line.indexOf(",") + 1).trim()]));
};

/** Code and name of every place of Jiangsu down to the village (data/README.md). */
export const placesOfJiangsu = (): Map<string, string> => readCodes("places/32.csv");

/** Code and name of the country's provinces, cities and counties (data/README.md). */
export const countiesOfChina = (): Map<string, string> => readCodes("places/china-counties.csv");

/** The counties at or below the codes given (2, 4 or 6 digits), in order; the codes that name no place are `unknown`. */
export function countiesUnder(codes: readonly string[], places: ReadonlyMap<string, string>) {
  const unknown = codes.filter((code) => ![2, 4, 6].includes(code.length) || !places.has(code));
  const counties = [...places.keys()].filter((code) => code.length === 6 && codes.some((area) => isWithin(code, area)));
  return { counties: counties.sort(), unknown };
}

/**
 * Settles `households` in villages of the counties and cuts large villages into grids. With few households only so many
 * villages are settled, of every township some, that grids keep their real size. Deterministic by seed; ordered by code.
 */
export function settle(seed: number, households: number, counties: readonly string[]): Grid[] {
  const places = placesOfJiangsu();
  const all = [...places.keys()].filter((code) => code.length === 12 && counties.includes(code.slice(0, 6)));
  const wanted = Math.min(all.length, Math.max(1, Math.round(households / HOUSEHOLDS_OF_A_VILLAGE)));
  const villages = spreadOverTownships(seed, all, wanted);
  const counts = apportion(
    households,
    villages.map((code) => weightOf(seed, code)),
  );
  const grids: Grid[] = [];
  let first = 0;
  for (const [index, village] of villages.entries()) {
    for (const grid of gridsOf(village, counts[index] ?? 0, places)) {
      grids.push({ ...grid, first });
      first += grid.households;
    }
  }
  return grids;
}

/** Round by round one village of each township, in an order that the seed shuffles. */
function spreadOverTownships(seed: number, villages: readonly string[], wanted: number): string[] {
  const queues = new Map<string, { village: string; at: number }[]>();
  for (const village of villages) {
    const queue = queues.get(village.slice(0, 9)) ?? [];
    queue.push({ village, at: streamOf(seed, `settle ${village}`)() });
    queues.set(village.slice(0, 9), queue);
  }
  const rounds = [...queues.values()].flatMap((queue) =>
    queue.sort((a, b) => a.at - b.at).map(({ village, at }, round) => ({ village, round, at })),
  );
  rounds.sort((a, b) => a.round - b.round || a.at - b.at);
  return rounds
    .slice(0, wanted)
    .map(({ village }) => village)
    .sort();
}

/** Log-normal sizes; neighbourhoods (001 to 199) are larger than villages. */
function weightOf(seed: number, village: string): number {
  const next = streamOf(seed, `weight ${village}`);
  const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return Math.exp(0.5 * normal) * (isUrban(village) ? 1.4 : 1);
}

const isUrban = (village: string) => /^[04]/.test(village.slice(9)) || village.slice(9) < "200";

function* gridsOf(
  village: string,
  households: number,
  places: ReadonlyMap<string, string>,
): Generator<Omit<Grid, "first">> {
  if (households === 0) return;
  const name = (digits: number) => places.get(village.slice(0, digits)) ?? "";
  const count = households <= LARGEST_GRID ? 1 : Math.max(2, Math.round(households / HOUSEHOLDS_OF_A_GRID));
  const shares = apportion(
    households,
    Array.from({ length: count }, () => 1),
  );
  const short = name(12)
    .replace(/(社区)?(居委会|村委会)$/, "")
    .replace(/社区$/, "");
  for (const [index, share] of shares.entries()) {
    yield {
      code: `${village}${String(index + 1).padStart(3, "0")}`,
      name: count === 1 ? `${short}网格` : `${short}第${index + 1}网格`,
      county: village.slice(0, 6),
      households: share,
      address: `${name(6)}${name(9)}${short}${isUrban(village) ? "社区" : "村"}`,
      isRural: !isUrban(village),
    };
  }
}
