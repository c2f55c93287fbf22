/** Counting the rows of a file by what becomes of them, and writing down those that are rejected. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { instantOf, isoShanghai } from "#kernel/time.ts";
import type { FeedCount } from "./contract.ts";
import { type FeedFile, rejectsName } from "./door-files.ts";
import type { OpenedSource } from "./door-source.ts";
import type { Fault } from "./door-sql.ts";
import { type Duck, quoted, type Row } from "./duck.ts";

/** Rows above which duplicates are estimated from one in 64 by hash instead of counted. */
const COUNT_DUPLICATES_TO = 100_000;

/** A file's rows with the verdict on each. */
export type Judged = {
  readonly from: string;
  readonly verdict: string;
  readonly faults: readonly Fault[];
  /** Code of a place by area column. */
  readonly places: ReadonlyMap<string, string>;
};

export type Counted = {
  readonly read: number;
  readonly taken: number;
  readonly later: number;
  readonly rejectedByReason: Record<string, number>;
  readonly rejected: number;
  readonly latestAt: number | null;
  readonly sampled: number;
  readonly distinct: number;
};

const numberOf = (value: Row[string] | undefined): number => Number(value ?? 0);

/** One scan: rows with a verdict, and a sample by key in which duplicates are counted, are set aside and looked at. */
export async function countRows(
  duck: Duck,
  file: FeedFile,
  rows: string,
  source: OpenedSource,
  judged: Judged,
): Promise<Counted> {
  const [size] = await duck.all(`select count(*) as n from ${rows} l`);
  const total = numberOf(size?.["n"]);
  const keys = [...(file.feed.person ? ["person_key"] : []), ...(file.feed.phone === "none" ? [] : ["phone_key"])];
  const columns = [...keys, ...file.feed.columns.map((column) => column.name)].map((name) => `l.${name}`);
  const isSample = total <= COUNT_DUPLICATES_TO || keys.length === 0 ? "true" : `hash(l.${keys[0]}) % 64 = 0`;
  const begins = file.feed.begins === null ? "cast(null as bigint)" : `l.${file.feed.begins}`;
  await duck.run(
    `create or replace temp table looked as select ${judged.verdict} as verdict, ${begins} as begins, hash(${columns.join(", ")}) as h
       from ${judged.from} where (${judged.verdict}) is not null or ${isSample}`,
  );
  const answer = await duck.all(
    "select verdict, count(*) as n, max(begins) as latest, count(distinct h) as distinct_rows from looked group by verdict",
  );
  const rejectedByReason: Record<string, number> = {};
  let later = 0;
  let rejected = 0;
  let sample: Row = {};
  const reject = (reason: string, count: number) => {
    rejectedByReason[reason] = (rejectedByReason[reason] ?? 0) + count;
    rejected += count;
  };
  for (const row of answer) {
    const count = numberOf(row["n"]);
    if (row["verdict"] === null) sample = row;
    else if (Number(row["verdict"]) === -1) later = count;
    else reject(judged.faults[Number(row["verdict"])]?.reason ?? "form", count);
  }
  const taken = total - later - rejected;
  const structural =
    source.structural === null
      ? []
      : await duck.all(`select reason, count(*) as n from ${source.structural} group by reason`);
  for (const { reason, n } of structural) reject(String(reason), numberOf(n));
  return {
    read: total + source.structuralFaults,
    taken,
    later,
    rejected,
    rejectedByReason: Object.fromEntries(Object.entries(rejectedByReason).sort(([a], [b]) => (a < b ? -1 : 1))),
    latestAt: sample["latest"] === null || sample["latest"] === undefined ? null : Number(sample["latest"]),
    sampled: numberOf(sample["n"]),
    distinct: numberOf(sample["distinct_rows"]),
  };
}

export async function writeRejects(
  duck: Duck,
  file: FeedFile,
  source: OpenedSource,
  judged: Judged,
  outDir: string,
): Promise<void> {
  await mkdir(join(outDir, "rejects"), { recursive: true });
  const names = judged.faults.map((fault, index) => `(${index}, ${quoted(fault.column)}, ${quoted(fault.reason)})`);
  const structural = source.structural === null ? "" : `union all select line, '*', reason from ${source.structural}`;
  await duck.run(
    `copy (select line, "column", reason from (
       select v.line, f."column", f.reason from (select l.line, ${judged.verdict} as verdict from ${judged.from}) v
         join (values ${names.join(", ")}) f (no, "column", reason) on f.no = v.verdict
       ${structural}) order by line, "column", reason)
     to ${quoted(join(outDir, "rejects", rejectsName(file)))} (format json)`,
  );
}

/** Counts by feed over the files that were taken. */
export function feedCounts(counts: ReadonlyMap<string, Counted[]>): Record<string, FeedCount> {
  const feeds: Record<string, FeedCount> = {};
  for (const [feed, files] of counts) {
    const total = { files: 0, read: 0, taken: 0, rejected: 0, later: 0, sampled: 0, distinct: 0, latestAt: -1 };
    const rejectedByReason: Record<string, number> = {};
    for (const file of files) {
      total.files += 1;
      for (const figure of ["read", "taken", "rejected", "later", "sampled", "distinct"] as const)
        total[figure] += file[figure];
      total.latestAt = Math.max(total.latestAt, file.latestAt ?? -1);
      for (const [reason, count] of Object.entries(file.rejectedByReason))
        rejectedByReason[reason] = (rejectedByReason[reason] ?? 0) + count;
    }
    const { sampled, distinct, latestAt, ...figures } = total;
    feeds[feed] = {
      ...figures,
      rejectedByReason,
      duplicateShare: sampled === 0 ? 0 : Math.round((1 - distinct / sampled) * 10_000) / 10_000,
      latestAt: latestAt < 0 ? null : isoShanghai(instantOf(latestAt)),
    };
  }
  return feeds;
}
