/** What every part of one simulated world shares: options, dice, geography and the tables that SQL joins to. */
import type { DuckDBConnection } from "@duckdb/node-api";
import {
  type AreaRow,
  dayNumber,
  type JourneySlot,
  journeySlots,
  type Outbreak,
  outbreakAreas,
  readOutbreaks,
} from "./outbreak.ts";
import { countiesOfChina, type Grid, settle } from "./places.ts";
import { type Dice, diceOf, streamOf } from "./random.ts";
import type { Rates } from "./rates.ts";

export type WorldOptions = {
  readonly persons: number;
  readonly seed: number;
  /** The six-digit counties to populate. */
  readonly counties: readonly string[];
  /** The last day that the feeds know, and how many days they reach back. */
  readonly until: string;
  readonly days: number;
  readonly rates: Rates;
};

export type World = WorldOptions & {
  readonly dice: Dice;
  readonly grids: readonly Grid[];
  readonly outbreaks: readonly Outbreak[];
  readonly areas: readonly AreaRow[];
  readonly slots: readonly JourneySlot[];
  readonly households: number;
  /** Persons who are not residents have the numbers from `persons` on, handsets of strangers those after. */
  readonly visitors: number;
  readonly handsets: number;
  /** Minutes since 2020-01-01T00:00+08:00: the feeds show what overlaps [fromMinute, untilMinute). */
  readonly fromMinute: number;
  readonly untilMinute: number;
};

/**
 * Households of Jiangsu by size, in 1,000: the national shares of the 2020 census (25.4 % of one, 29.7 % of two, 21.0 % of
 * three, 13.2 % of four, 6.2 % of five, 4.5 % of more), moved to Jiangsu's published mean of 2.60 (2010: 2.94).
 */
const HOUSEHOLDS_BY_SIZE: readonly (readonly [size: number, households: number])[] = [
  [1, 245],
  [2, 298],
  [3, 218],
  [4, 137],
  [5, 62],
  [6, 31],
  [7, 9],
];
/** A block is 1,000 households with exactly these sizes in one of eight orders: a person's household follows from his number alone. */
export const BLOCK_HOUSEHOLDS = 1_000;
export const BLOCK_PERSONS = HOUSEHOLDS_BY_SIZE.reduce((sum, [size, count]) => sum + size * count, 0);
const VARIANTS = 8;
/** Room for a block's offsets in the key of the slot table. */
export const SLOT_STRIDE = 4_096;

/** The order of sizes in a variant. */
function blockSizes(seed: number, variant: number): number[] {
  const next = streamOf(seed, `block ${variant}`);
  const sizes = HOUSEHOLDS_BY_SIZE.flatMap(([size, count]) =>
    Array.from({ length: count }, () => ({ size, at: next() })),
  );
  return sizes.sort((a, b) => a.at - b.at).map(({ size }) => size);
}

const variantOf = (seed: number, block: number): number => (block * 5 + Math.floor(block / 8) + seed) % VARIANTS;
export const variantSql = (seed: number, block: string): string =>
  `((${block}) * 5 + (${block}) // 8 + ${seed}) % ${VARIANTS}`;

/** How many households the first `persons` persons live in (the last one may be incomplete). */
function householdsOf(seed: number, persons: number): number {
  const block = Math.floor(persons / BLOCK_PERSONS);
  let left = persons - block * BLOCK_PERSONS;
  let households = block * BLOCK_HOUSEHOLDS;
  for (const size of blockSizes(seed, variantOf(seed, block))) {
    if (left <= 0) break;
    left -= size;
    households += 1;
  }
  return households;
}

/** Numbers of all persons of one's household, oneself included; a visitor is alone. */
export function householdMembers({ seed, persons }: Pick<World, "seed" | "persons">, person: number): number[] {
  if (person >= persons) return [person];
  const block = Math.floor(person / BLOCK_PERSONS);
  let first = block * BLOCK_PERSONS;
  for (const size of blockSizesOnce(seed, variantOf(seed, block))) {
    if (first + size > person)
      return Array.from({ length: Math.min(size, persons - first) }, (_, rank) => first + rank);
    first += size;
  }
  return [person];
}

/** The number of the first person of a household. */
export function firstPersonOf(seed: number, household: number): number {
  const block = Math.floor(household / BLOCK_HOUSEHOLDS);
  const before = blockSizesOnce(seed, variantOf(seed, block)).slice(0, household - block * BLOCK_HOUSEHOLDS);
  return block * BLOCK_PERSONS + before.reduce((sum, size) => sum + size, 0);
}

const remembered = new Map<string, number[]>();
function blockSizesOnce(seed: number, variant: number): number[] {
  const key = `${seed} ${variant}`;
  const sizes = remembered.get(key) ?? blockSizes(seed, variant);
  remembered.set(key, sizes);
  return sizes;
}

export function worldOf(options: WorldOptions): World {
  const china = countiesOfChina();
  const outbreaks = readOutbreaks(china);
  const households = householdsOf(options.seed, options.persons);
  const untilMinute = (dayNumber(options.until) + 1) * 1440;
  return {
    ...options,
    dice: diceOf(options.seed),
    households,
    grids: settle(options.seed, households, options.counties),
    outbreaks,
    areas: outbreakAreas(outbreaks, "32"),
    slots: journeySlots(options.seed, outbreaks, china, options.rates.outbreak),
    visitors: Math.round(options.persons * options.rates.visitors),
    handsets: Math.max(1, Math.round(options.persons * options.rates.handsets)),
    untilMinute,
    fromMinute: untilMinute - options.days * 1440,
  };
}

/** Counties outside the province whose masts reach over the border, by city: a handset there may be a handset here. */
const OUTSIDE_NEIGHBOURS: Readonly<Record<string, string>> = {
  "3201": "341181",
  "3202": "330522",
  "3203": "341302",
  "3204": "341821",
  "3205": "310114",
  "3206": "310151",
  "3207": "371102",
  "3208": "341181",
  "3209": "371102",
  "3210": "341181",
  "3211": "341181",
  "3212": "341181",
  "3213": "341324",
};
/** Outings of a county: 1,024 equally likely destinations, one of which lies over the border. */
export const NEAR = 1_024;

/** Loads the small tables that the queries join to. */
export async function loadTables(connection: DuckDBConnection, world: World): Promise<void> {
  const { seed, counties, grids, slots } = world;
  await connection.run("set timezone = 'Asia/Shanghai'");
  const offsets = Array.from({ length: VARIANTS }, (_, variant) => offsetsOf(seed, variant)).flat();
  await fill(connection, "slot(k integer, household integer, rank integer, size integer)", offsets);
  await fill(
    connection,
    "journey_slot(k integer, day integer, origin varchar)",
    slots.map(({ day, county }, k) => [k, day, county]),
  );
  await fill(
    connection,
    "grid(gi integer, code varchar, county varchar, ci integer, first integer, n integer, address varchar, rural boolean)",
    grids.map((grid, gi) => [
      gi,
      grid.code,
      grid.county,
      counties.indexOf(grid.county),
      grid.first,
      grid.households,
      grid.address,
      grid.isRural,
    ]),
  );
  await connection.run(
    "create temp table gridcode as select gi as g, code as registered_code, address as registered_address, rural as registered_rural from grid",
  );
  await fill(
    connection,
    "near(k integer, away varchar, border boolean)",
    counties.flatMap((county, index) => nearOf(seed, county, index)),
  );
  await fill(connection, "prefix(k integer, code integer, digits integer)", prefixesOf(world));
  await fill(
    connection,
    "level(area varchar, level varchar, since integer, until integer)",
    world.areas.map((row) => [row.area, row.level, row.since, row.until]),
  );
}

type Value = string | number | boolean | null;

export async function fill(
  connection: DuckDBConnection,
  columns: string,
  rows: readonly (readonly Value[])[],
): Promise<void> {
  const name = columns.slice(0, columns.indexOf("("));
  await connection.run(`create temp table ${columns}`);
  const appender = await connection.createAppender(name);
  for (const row of rows) {
    for (const value of row) {
      if (value === null) appender.appendNull();
      else if (typeof value === "string") appender.appendVarchar(value);
      else if (typeof value === "boolean") appender.appendBoolean(value);
      else appender.appendInteger(value);
    }
    appender.endRow();
  }
  appender.closeSync();
}

function offsetsOf(seed: number, variant: number): number[][] {
  const rows: number[][] = [];
  for (const [household, size] of blockSizes(seed, variant).entries())
    for (let rank = 0; rank < size; rank++) rows.push([variant * SLOT_STRIDE + rows.length, household, rank, size]);
  return rows;
}

function nearOf(seed: number, county: string, index: number): Value[][] {
  const next = streamOf(seed, `near ${county}`);
  const inProvince = [...countiesOfChina().keys()].filter(
    (code) => code.length === 6 && code.startsWith("32") && code !== county,
  );
  const inCity = inProvince.filter((code) => code.startsWith(county.slice(0, 4)));
  return Array.from({ length: NEAR }, (_, k) => {
    const list = next() < 0.8 && inCity.length > 0 ? inCity : inProvince;
    const away =
      k === 0
        ? (OUTSIDE_NEIGHBOURS[county.slice(0, 4)] ?? "310114")
        : (list[Math.floor(next() * list.length)] ?? county);
    return [index * NEAR + k, away, k === 0];
  });
}

/** Where the lists begin in table prefix: each county's own, then all of the province, then all of the rest of the country. */
export const PREFIX_LISTS = { province: 1_000, country: 2_000 } as const;
const WEIGHTS = [7, 9, 10, 5, 8, 4] as const;

/** The lists of address prefixes of identity numbers, without repetition. */
export function prefixLists(): { province: string[]; country: string[] } {
  const china = [...countiesOfChina().keys()].filter((code) => code.length === 6);
  return {
    province: china.filter((code) => code.startsWith("32")),
    country: china.filter((code) => !code.startsWith("32")),
  };
}

/** Each prefix with the part that it adds to the check sum. */
function prefixesOf({ counties }: WorldOptions): number[][] {
  const { province, country } = prefixLists();
  const row = (k: number, code: string) => [
    k,
    Number(code),
    WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(code[at]), 0),
  ];
  return [
    ...counties.map((code, k) => row(k, code)),
    ...province.map((code, k) => row(PREFIX_LISTS.province + k, code)),
    ...country.map((code, k) => row(PREFIX_LISTS.country + k, code)),
  ];
}

/** SQL of an instant from a minute number; of the text that CSV shows, with its offset. */
export const EPOCH_MINUTES = Date.parse("2020-01-01T00:00:00+08:00") / 60_000;
export const instantSql = (minute: string): string =>
  `make_timestamptz((${EPOCH_MINUTES} + (${minute}))::bigint * 60000000)`;
export const daySql = (day: string): string => `(date '2020-01-01' + (${day})::integer)`;
