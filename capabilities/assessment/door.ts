/**
 * The door: every file of a feed folder checked, brought to normal form and pseudonymised, its bad rows told apart.
 * Leaves one view a feed in DuckDB (door-views.ts), `file`, `place_seen`; writes `rejects/` and gives the receipts.
 */

import { join } from "node:path";
import { endOf, type Instant, isoInstant, plainDay } from "#kernel/time.ts";
import type { FeedCount, Receipt } from "./contract.ts";
import { type Counted, countRows, feedCounts, type Judged, writeRejects } from "./door-counts.ts";
import { type FeedFile, feedFilesOf, sha256Of } from "./door-files.ts";
import { type KnownPlaces, knownPlace, loadKnownPlaces } from "./door-places.ts";
import { type OpenedSource, openSource } from "./door-source.ts";
import { type Fault, MAX_CODE_LENGTH, type Normalised, normalisedRows, padStatements } from "./door-sql.ts";
import { FileRefused } from "./door-text.ts";
import { LINES_PER_FILE, STAGED } from "./door-views.ts";
import { type Duck, quoted } from "./duck.ts";
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

/** More ways to write codes than there are places mean nonsense: what lies beyond is unknown. */
const MOST_CODES = 200_000;

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
    const found = await duck.all(
      `select distinct ${area} as raw from ${rows} l where length(${area}) <= ${MAX_CODE_LENGTH} limit ${MOST_CODES + 1}`,
    );
    const values: string[] = [];
    let isPlain = found.length <= MOST_CODES;
    for (const { raw } of found) {
      const code = typeof raw === "string" ? knownPlace(raw, known) : null;
      if (code !== plainCode(String(raw))) isPlain = false;
      if (code !== null) values.push(`(${quoted(String(raw))}, ${quoted(code)})`);
    }
    for (let at = 0; at < values.length; at += 5000)
      await duck.run(`insert or ignore into area_dict values ${values.slice(at, at + 5000).join(", ")}`);
    expressions.set(area, isPlain ? shortCode(`l.${area}`) : `d_${area}.area`);
  }
  return expressions;
}

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
