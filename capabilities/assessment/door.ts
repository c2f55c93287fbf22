/**
 * The door: every file of a feed folder checked, brought to normal form and pseudonymised, its bad rows told apart.
 * Leaves one view a feed in DuckDB (door-views.ts), `file`, `place_seen`; writes `rejects/` and gives the receipts.
 */

import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { endOf, type Instant, instantOf, isoInstant, isoShanghai, plainDay } from "#kernel/time.ts";
import type { FeedCount, Receipt } from "./contract.ts";
import { type FeedFile, feedFilesOf, rejectsName, sha256Of } from "./door-files.ts";
import { type KnownPlaces, knownPlace, loadKnownPlaces } from "./door-places.ts";
import { type OpenedSource, openSource } from "./door-source.ts";
import { type Fault, type Normalised, normalisedRows, padStatements } from "./door-sql.ts";
import { FileRefused } from "./door-text.ts";
import { LINES_PER_FILE, STAGED } from "./door-views.ts";
import { type Duck, quoted, type Row } from "./duck.ts";
import { FEEDS, missingColumns, needsProvinceKey } from "./rules/feeds.ts";

/** A file holds raw numbers and there is no key to make keys of them. */
export class ProvinceKeyMissing extends Error {}

export type DoorOptions = {
  readonly feedsDir: string;
  readonly outDir: string;
  readonly scratch: string;
  readonly day: string;
  readonly provinceKey: string | null;
  /** Over this share of bad rows a file is refused as a whole: 0.05. */
  readonly maxBadShare: number;
  readonly by: string;
  readonly now: Instant;
  readonly onProgress: (step: string) => void;
  /** Feeds to take; absent: all. */
  readonly only?: readonly string[];
};

export type Door = { readonly receipts: readonly Receipt[]; readonly feeds: Readonly<Record<string, FeedCount>> };

/** Rows above which duplicates are estimated from one in 64 by hash instead of counted. */
const COUNT_DUPLICATES_TO = 100_000;

type Counted = {
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

/** Takes the feed folder in. Throws ProvinceKeyMissing; a bad file is refused in its receipt and the others go on. */
export async function takeFeeds(duck: Duck, options: DoorOptions): Promise<Door> {
  const known = loadKnownPlaces();
  if (options.provinceKey !== null)
    for (const statement of padStatements(options.provinceKey)) await duck.run(statement);
  await duck.run("create table area_dict (raw text primary key, area text)");
  await duck.run("create table file (no bigint, feed text, name text)");
  const receipts: Receipt[] = [];
  const counts = new Map<string, Counted[]>();
  const selects = new Map<string, string[]>();
  const seen = new Map<string, string>();
  let no = 0;
  for (const file of await feedFilesOf(options.feedsDir)) {
    if (options.only?.includes(file.feed.id) === false) continue;
    no += 1;
    options.onProgress(`${file.feed.id} ${file.name}`);
    const sha256 = await sha256Of(file.path);
    const receipt = {
      feed: file.feed.id,
      file: file.name,
      sha256,
      bytes: file.bytes,
      by: options.by,
      at: isoInstant(options.now),
    };
    const twin = seen.get(`${file.feed.id} ${sha256}`);
    if (twin !== undefined) {
      receipts.push({ ...receipt, state: "duplicate", because: `same content as ${twin}`, ...NOTHING });
      continue;
    }
    seen.set(`${file.feed.id} ${sha256}`, file.name);
    try {
      const { counted, select } = await takeFile(duck, file, no, known, options);
      const { read, taken, later, rejected, rejectedByReason } = counted;
      const share = read === 0 ? 0 : rejected / read;
      const figures = { read, taken, later, rejected, rejectedByReason };
      if (share > options.maxBadShare) {
        const because = `${(share * 100).toFixed(1)} % of the rows are bad, more than ${options.maxBadShare * 100} %`;
        receipts.push({ ...receipt, state: "refused", because, ...figures, taken: 0 });
        continue;
      }
      receipts.push({ ...receipt, state: "taken", because: null, ...figures });
      counts.set(file.feed.id, [...(counts.get(file.feed.id) ?? []), counted]);
      selects.set(file.feed.id, [...(selects.get(file.feed.id) ?? []), select]);
      await duck.run(`insert into file values (${no}, ${quoted(file.feed.id)}, ${quoted(JSON.stringify(file.name))})`);
    } catch (error) {
      if (error instanceof ProvinceKeyMissing) throw error;
      receipts.push({ ...receipt, state: "refused", because: reasonOf(error), ...NOTHING });
    }
  }
  await makeViews(duck, selects);
  return { receipts, feeds: feedCounts(counts) };
}

const NOTHING = { read: 0, taken: 0, rejected: 0, later: 0, rejectedByReason: {} };

/** A refusal in words that hold nothing of the file's contents: DuckDB's messages quote rows. */
function reasonOf(error: unknown): string {
  if (error instanceof FileRefused) return error.message;
  const text = error instanceof Error ? error.message : String(error);
  if (/^Out of Memory|memory/i.test(text)) return "the file needs more memory than the assessment has";
  return "not a table: the file cannot be read in its format";
}

async function takeFile(duck: Duck, file: FeedFile, no: number, known: KnownPlaces, options: DoorOptions) {
  const source = await openSource(duck, file, no, options.scratch);
  const present = new Set(source.types.keys());
  const missing = missingColumns(file.feed, present);
  if (missing.length > 0) throw new FileRefused(`lacks the column ${missing.join(", ")}`);
  if (needsProvinceKey(file.feed, present) && options.provinceKey === null)
    throw new ProvinceKeyMissing(`${file.feed.id} ${file.name} holds raw numbers`);
  const normal = normalisedRows(file.feed, source, options.day);
  const rows = await stage(duck, source, normal, no, options.scratch);
  const places = await learnPlaces(duck, rows, STAGED[file.feed.id].areas, known);
  const judged = judgedRows(file, rows, normal.faults, places, options.day);
  const counted = await countRows(duck, file, rows, source, judged);
  if (counted.rejected > 0) await writeRejects(duck, file, source, judged, options.outDir);
  const isClean = counted.rejected === source.structuralFaults && counted.later === 0;
  return { counted, select: stagedSelect(file, no, judged, isClean) };
}

/** Raw numbers and text are turned into a typed file once; a keyed Parquet file is read in place. */
async function stage(
  duck: Duck,
  source: OpenedSource,
  normal: Normalised,
  no: number,
  scratch: string,
): Promise<string> {
  if (!normal.hasRaw && source.isParquet) return `(${normal.sql})`;
  const path = join(scratch, `staged-${no}.parquet`);
  await duck.run(`copy (${normal.sql}) to ${quoted(path)} (format parquet, compression snappy)`);
  await source.release();
  return `read_parquet(${quoted(path)})`;
}

/** A six-digit code that ends in zeros, as SQL: the spelling that nearly every file uses. */
const shortCode = (raw: string): string =>
  `case when length(${raw}) = 6 and right(${raw}, 2) = '00' then case when right(${raw}, 4) = '0000' then left(${raw}, 2) else left(${raw}, 4) end else ${raw} end`;

const plainCode = (raw: string): string => raw.replace(/^(\d\d)0000$/, "$1").replace(/^(\d{4})00$/, "$1");

/**
 * Looks up every way in which the file writes a code of a place. Gives the expression of the code by column: a look-up
 * in `area_dict`, or, where all codes are known and plainly written, one without a join over all rows.
 */
async function learnPlaces(
  duck: Duck,
  rows: string,
  areas: readonly string[],
  known: KnownPlaces,
): Promise<Map<string, string>> {
  const expressions = new Map<string, string>();
  for (const area of areas) {
    const found = await duck.all(`select distinct ${area} as raw from ${rows} l where ${area} is not null`);
    const values: string[] = [];
    let isPlain = true;
    for (const { raw } of found) {
      const code = typeof raw === "string" && raw.length <= 64 ? knownPlace(raw, known) : null;
      if (code !== plainCode(String(raw))) isPlain = false;
      if (code !== null) values.push(`(${quoted(String(raw))}, ${quoted(code)})`);
    }
    for (let at = 0; at < values.length; at += 5000)
      await duck.run(`insert or ignore into area_dict values ${values.slice(at, at + 5000).join(", ")}`);
    expressions.set(area, isPlain ? shortCode(`l.${area}`) : `d_${area}.area`);
  }
  return expressions;
}

type Judged = {
  readonly from: string;
  readonly verdict: string;
  readonly faults: readonly Fault[];
  /** Code of a place by area column. */
  readonly places: ReadonlyMap<string, string>;
};

/** What becomes of each row: -1 begins after the day, a fault's index, or null for taken. */
function judgedRows(
  file: FeedFile,
  rows: string,
  faults: readonly Fault[],
  places: ReadonlyMap<string, string>,
  day: string,
): Judged {
  const looked = [...places].filter(([area, code]) => code === `d_${area}.area`).map(([area]) => area);
  const joins = looked.map((area) => `left join area_dict d_${area} on d_${area}.raw = l.${area}`).join(" ");
  const all = [...faults, ...looked.map((column) => ({ column, reason: "unknown-area" }))];
  const unknown = looked.map(
    (area, index) => `when l.${area} is not null and d_${area}.area is null then ${faults.length + index}`,
  );
  const plain = plainDay(day);
  if (plain === null) throw new Error(`not a day: ${day}`);
  const later = file.feed.begins === null ? "" : `when l.${file.feed.begins} >= ${endOf(plain)} then -1`;
  return {
    from: `${rows} l ${joins}`,
    verdict: `case ${later} when l.fault is not null then l.fault ${unknown.join(" ")} end`,
    faults: all,
    places,
  };
}

/** One scan: rows with a verdict, and a sample by key in which duplicates are counted, are set aside and looked at. */
async function countRows(
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

async function writeRejects(
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

/** The file's share of its feed's view; a file without faults needs no judging. */
function stagedSelect(file: FeedFile, no: number, judged: Judged, isClean: boolean): string {
  const list = STAGED[file.feed.id].columns.map(([name, type, expression]) => {
    const area = /^d_(\w+)\.area$/.exec(expression)?.[1];
    return `cast(${area === undefined ? expression : judged.places.get(area)} as ${type}) as ${name}`;
  });
  const filter = isClean ? "" : `where (${judged.verdict}) is null`;
  return `select ${list.join(", ")}, ${no} * ${LINES_PER_FILE} + l.line as seq from ${judged.from} ${filter}`;
}

async function makeViews(duck: Duck, selects: ReadonlyMap<string, string[]>): Promise<void> {
  for (const { id } of FEEDS) {
    const { table, columns } = STAGED[id];
    const empty = `select ${columns.map(([name, type]) => `cast(null as ${type}) as ${name}`).join(", ")}, cast(null as bigint) as seq where false`;
    await duck.run(`create view ${table} as ${(selects.get(id) ?? [empty]).join(" union all ")}`);
  }
  await duck.run("create table place_seen as select distinct area as place from area_dict");
}

function feedCounts(counts: ReadonlyMap<string, Counted[]>): Record<string, FeedCount> {
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
