/**
 * Keys in place of raw numbers, on a department's own machine: the same files, in the same formats and under the same
 * names, with `source_line` so that rows keep the numbers by which the department finds them. Runs inside the worker.
 */
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Instant } from "#kernel/time.ts";
import { dayOf } from "#kernel/time.ts";
import { type FeedFile, feedFilesOf, rejectsName } from "./door-files.ts";
import { openSource } from "./door-source.ts";
import { normalisedRows, padStatements } from "./door-sql.ts";
import { isGzip } from "./door-text.ts";
import { type Duck, openDuck, quoted } from "./duck.ts";
import { missingColumns } from "./rules/feeds.ts";
import { duckMemoryMb, makeScratch } from "./run.ts";

export type PseudonymiseOrder = {
  readonly feedsDir: string;
  readonly outDir: string;
  readonly provinceKey: string;
  readonly memoryMb: number;
  readonly threads: number;
  readonly now: Instant;
};

export type Pseudonymised = {
  readonly feed: string;
  readonly file: string;
  readonly written: number;
  readonly rejected: number;
  /** Why nothing of the file was written; null: it was. */
  readonly refused: string | null;
};

const FORMAT = {
  csv: "format csv, header true",
  ndjson: "format json",
  parquet: "format parquet, compression zstd",
} as const;

/** Rewrites every feed file of a folder. Bad rows go to `outDir/rejects/`, as at the province's door. */
export async function pseudonymiseFolder(order: PseudonymiseOrder): Promise<Pseudonymised[]> {
  const scratch = await makeScratch(order.outDir);
  const duck = await openDuck({ scratch, memoryMb: duckMemoryMb(order.memoryMb), threads: order.threads });
  const done: Pseudonymised[] = [];
  try {
    for (const statement of padStatements(order.provinceKey)) await duck.run(statement);
    let no = 0;
    for (const file of await feedFilesOf(order.feedsDir)) {
      no += 1;
      const result = await pseudonymiseFile(duck, file, no, scratch, order).catch((error: unknown) => ({
        written: 0,
        rejected: 0,
        refused:
          error instanceof Error && error.constructor.name === "FileRefused"
            ? error.message
            : "not a table: the file cannot be read in its format",
      }));
      done.push({ feed: file.feed.id, file: file.name, ...result });
    }
    return done;
  } finally {
    duck.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function pseudonymiseFile(duck: Duck, file: FeedFile, no: number, scratch: string, order: PseudonymiseOrder) {
  const source = await openSource(duck, file, no, scratch);
  const missing = missingColumns(file.feed, new Set(source.types.keys()));
  if (missing.length > 0) return { written: 0, rejected: 0, refused: `lacks the column ${missing.join(", ")}` };
  const { sql, faults } = normalisedRows(file.feed, source, dayOf(order.now), "as-written");
  const staged = join(scratch, `keyed-${no}.parquet`);
  await duck.run(`copy (${sql}) to ${quoted(staged)} (format parquet)`);
  await source.release();
  const rows = `read_parquet(${quoted(staged)})`;
  const [department = ""] = file.feed.id.split("/");
  await mkdir(join(order.outDir, department), { recursive: true });
  const part = join(scratch, `out-${no}`);
  await duck.run(
    `copy (select * exclude (fault, line), line as source_line from ${rows} where fault is null order by line) to ${quoted(part)} (${FORMAT[file.format]})`,
  );
  const target = join(order.outDir, department, file.name);
  if (await isGzip(file.path)) {
    await pipeline(createReadStream(part), createGzip(), createWriteStream(target));
  } else await rename(part, target);
  const [count] = await duck.all(
    `select count(*) filter (fault is null) as good, count(*) filter (fault is not null) as bad from ${rows}`,
  );
  const rejected = Number(count?.["bad"]) + source.structuralFaults;
  if (rejected > 0) {
    await mkdir(join(order.outDir, "rejects"), { recursive: true });
    const names = faults.map((fault, index) => `(${index}, ${quoted(fault.column)}, ${quoted(fault.reason)})`);
    const structural = source.structural === null ? "" : `union all select line, '*', reason from ${source.structural}`;
    await duck.run(
      `copy (select line, "column", reason from (
         select line, f."column", f.reason from ${rows} r join (values ${names.join(", ")}) f (no, "column", reason) on f.no = r.fault
         ${structural}) order by line) to ${quoted(join(order.outDir, "rejects", rejectsName(file)))} (format json)`,
    );
  }
  return { written: Number(count?.["good"]), rejected, refused: null };
}
