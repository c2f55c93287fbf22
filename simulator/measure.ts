/** Holds a ranked list against the truth of the simulated province that its feeds came from. */
import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { normaliseNumber, normalisePhone } from "#kernel/identity.ts";
import { sqlText } from "./random.ts";

const TIERS = ["red", "yellow"] as const;

export type Share = { readonly of: number; readonly found: number; readonly share: number | null };
export type Measured = {
  /** Of the truly exposed who had a tie to the province: how many are on the list at all, by what the truth would call them. */
  readonly recall: Readonly<Record<"all" | "red" | "yellow", Share>>;
  /** The same by how they were exposed. */
  readonly recallByHow: Readonly<Record<string, Share>>;
  /** Of the truly exposed: how many are on the list in the tier that the truth would give, or a higher one. */
  readonly recallAtTier: Readonly<Record<"red" | "yellow", Share>>;
  /** Of the listed: how many are truly exposed, by tier of the list. */
  readonly precision: Readonly<Record<string, Share>>;
};

type Exposed = { readonly hows: Set<string>; readonly keys: readonly string[] };
type Row = Record<string, string | null>;

const share = (of: number, found: number): Share => ({
  of,
  found,
  share: of === 0 ? null : Math.round((found / of) * 1e4) / 1e4,
});
const tierOf = (hows: ReadonlySet<string>) =>
  ["case", "household", "contact", "high-area"].some((how) => hows.has(how)) ? "red" : "yellow";

/**
 * Recall and precision of `ranked` (the assessment's ranked.csv) against `truthDir`. `provinceKey` is what the assessment
 * ran with: persons are matched by key. Exposed in truth: at least four hours in a high or medium area within the window, a
 * contact or co-traveller of an infected person, found or not; or ill since a day within the window,
 * reported and not yet recovered.
 */
export async function measure(truthDir: string, ranked: string, provinceKey: Buffer): Promise<Measured> {
  const instance = await DuckDBInstance.create(":memory:", { memory_limit: "2GB" });
  const connection = await instance.connect();
  try {
    await connection.run("set timezone = 'Asia/Shanghai'");
    const rows = async (sql: string): Promise<Row[]> =>
      (await connection.runAndReadAll(sql))
        .getRowObjects()
        .map((row) =>
          Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? null : String(value)])),
        );
    const { from, until } = await windowOf(truthDir);
    const exposed = keyed(await rows(exposedSql(truthDir, from, until)), provinceKey);
    const listed = new Map<string, string>();
    for (const row of await rows(
      `select person_key, tier from read_csv(${sqlText(ranked)}, header = true, all_varchar = true)`,
    ))
      listed.set(row["person_key"] ?? "", row["tier"] ?? "");
    return compare(exposed, listed);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function windowOf(truthDir: string): Promise<{ from: string; until: string }> {
  const { until }: { until: string } = JSON.parse(await readFile(join(truthDir, "simulation.json"), "utf8"));
  const end = Date.parse(`${until}T00:00:00+08:00`) + 86_400_000;
  return { from: new Date(end - 14 * 86_400_000).toISOString(), until: new Date(end).toISOString() };
}

const exposedSql = (truthDir: string, from: string, until: string) => `
select person, id_type, id_number, second_id, phone_now, how from read_parquet(${sqlText(join(truthDir, "exposures-*.parquet"))})
 where since < timestamptz '${until}' and until > timestamptz '${from}' and (in_scope_from is null or in_scope_from < timestamptz '${until}')
   and date_diff('minute', greatest(since, timestamptz '${from}'), least(until, timestamptz '${until}')) >= case when how in ('high-area', 'medium-area') then 240 else 1 end
union
select person, id_type, id_number, second_id, phone_now, 'case' from ${`read_parquet(${sqlText(join(truthDir, "infected.parquet"))})`}
 where reported_on < timestamptz '${until}' and onset_on >= timestamptz '${from}' and (recovered_on is null or recovered_on >= timestamptz '${until}')`;

function keyed(rows: readonly Row[], provinceKey: Buffer): Exposed[] {
  const persons = new Map<string, Exposed>();
  for (const row of rows) {
    const person = row["person"] ?? "";
    const known = persons.get(person) ?? { hows: new Set<string>(), keys: keysOf(row, provinceKey) };
    known.hows.add(row["how"] ?? "");
    persons.set(person, known);
  }
  return [...persons.values()];
}

function keysOf(row: Row, provinceKey: Buffer): string[] {
  const texts = [`${row["id_type"]}|${normaliseNumber(row["id_number"] ?? "")}`];
  if (row["second_id"]) texts.push(`414|${normaliseNumber(row["second_id"])}`);
  if (row["phone_now"]) texts.push(`phone|${normalisePhone(row["phone_now"])}`);
  return texts.map((text) => {
    const hex = createHmac("sha256", provinceKey).update(text, "utf8").digest("hex").slice(0, 32);
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  });
}

function compare(exposed: readonly Exposed[], listed: ReadonlyMap<string, string>): Measured {
  const foundAs = (one: Exposed) => one.keys.map((key) => listed.get(key)).filter((tier) => tier !== undefined);
  const isFound = (one: Exposed) => foundAs(one).length > 0;
  const recallOf = (some: readonly Exposed[], holds = isFound) => share(some.length, some.filter(holds).length);
  const ofTier = (tier: string) => exposed.filter((one) => tierOf(one.hows) === tier);
  const hows = [...new Set(exposed.flatMap((one) => [...one.hows]))].sort();
  const truly = new Set(exposed.flatMap((one) => one.keys));
  const precisionOf = (tiers: readonly string[]) => {
    const keys = [...listed].filter(([, tier]) => tiers.includes(tier)).map(([key]) => key);
    return share(keys.length, keys.filter((key) => truly.has(key)).length);
  };
  return {
    recall: { all: recallOf(exposed), red: recallOf(ofTier("red")), yellow: recallOf(ofTier("yellow")) },
    recallByHow: Object.fromEntries(hows.map((how) => [how, recallOf(exposed.filter((one) => one.hows.has(how)))])),
    recallAtTier: {
      red: recallOf(ofTier("red"), (one) => foundAs(one).includes("red")),
      yellow: recallOf(ofTier("yellow"), (one) => foundAs(one).some((tier) => tier !== "blue")),
    },
    precision: {
      ...Object.fromEntries(TIERS.map((tier) => [tier, precisionOf([tier])])),
      redAndYellow: precisionOf(TIERS),
      all: precisionOf(["red", "yellow", "blue"]),
    },
  };
}
