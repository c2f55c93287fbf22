/** `ranked.csv`, `ranked.parquet` and the counts of `summary.json`, from the table `ranked`. */
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { RISK_TIERS } from "#kernel/tiers.ts";
import { DUCKDB } from "./dialect.ts";
import { sha256Of } from "./door-files.ts";
import { type Duck, quoted } from "./duck.ts";

/** Tier, then the latest exposure first, then the longer, then the key. */
const ORDER = `case tier ${RISK_TIERS.map((tier, index) => `when '${tier}' then ${index}`).join(" ")} end, latest_exposure_at desc, exposure_tenths desc, person_key`;

const columns = (hours: string): string =>
  `person_key, kind, tier, rules, ${DUCKDB.isoShanghai("latest_exposure_at")} as latest_exposure_at, ${hours} as exposure_hours, managed, shared_phone, place, place_source, evidence`;

/** Hours from tenths as the shortest decimal: 0, 4, 12.5. */
const HOURS_TEXT =
  "case when exposure_hours % 10 = 0 then cast(exposure_hours // 10 as text) else (exposure_hours // 10) || '.' || (exposure_hours % 10) end";

/** Writes both files, each under its name only when it is whole; gives the hash of the CSV. */
export async function writeRanked(duck: Duck, outDir: string): Promise<string> {
  const csv = join(outDir, "ranked.csv");
  const parquet = join(outDir, "ranked.parquet");
  // Sorted once, on its narrow columns, and then read in its order twice.
  await duck.run("set preserve_insertion_order = true");
  await duck.run(`create table sorted as select ${columns("exposure_tenths")} from ranked order by ${ORDER}`);
  await duck.run(
    `copy (select * replace (${HOURS_TEXT} as exposure_hours) from sorted) to ${quoted(`${csv}.part`)} (format csv, header true)`,
  );
  await duck.run(
    `copy (select * replace (exposure_hours / 10.0 as exposure_hours) from sorted) to ${quoted(`${parquet}.part`)} (format parquet, compression snappy)`,
  );
  await rename(`${parquet}.part`, parquet);
  await rename(`${csv}.part`, csv);
  return await sha256Of(csv);
}

export type Counts = {
  readonly listed: number;
  readonly managed: number;
  readonly byTier: Record<string, number>;
  readonly byRule: Record<string, number>;
  readonly byCity: Record<string, number>;
  readonly byPlaceSource: Record<string, number>;
  readonly byKind: Record<string, number>;
};

/** Counts of the list. A city is the first four digits of the place; a coarser place counts under its own code. */
export async function countRanked(duck: Duck, ruleIds: readonly string[]): Promise<Counts> {
  const by = async (expression: string, from = "ranked"): Promise<Record<string, number>> => {
    const rows = await duck.all(`select ${expression} as name, count(*) as n from ${from} group by 1 order by 1`);
    return Object.fromEntries(rows.map((row) => [String(row["name"]), Number(row["n"])]));
  };
  const [total] = await duck.all("select count(*) as n, count(*) filter (managed) as managed from ranked");
  const zero = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 0]));
  return {
    listed: Number(total?.["n"]),
    managed: Number(total?.["managed"]),
    byTier: { ...zero(RISK_TIERS), ...(await by("tier")) },
    byRule: {
      ...zero(ruleIds),
      ...(await by("rule", "(select unnest(string_split(rules, ';')) as rule from ranked)")),
    },
    byCity: await by("substr(place, 1, 4)"),
    byPlaceSource: await by("place_source"),
    byKind: { ...zero(["person", "phone"]), ...(await by("kind")) },
  };
}
