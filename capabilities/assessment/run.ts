/** One assessment from feed folder to output folder, inside the worker process. */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DAY, endOf, type Instant, instant, later, plainDay } from "#kernel/time.ts";
import { type FeedCount, type Receipt, type RuleSet, Summary } from "./contract.ts";
import { type Door, takeFeeds } from "./door.ts";
import { type Duck, openDuck } from "./duck.ts";
import { rankByDuckDb } from "./engine-duckdb.ts";
import { rankByPostgres } from "./engine-postgres.ts";
import { countRanked, writeRanked } from "./output.ts";
import { FEEDS, type Feed } from "./rules/feeds.ts";
import { type Flag, qualityFlags } from "./rules/quality.ts";

/** What the worker is told; plain data, for it crosses a process boundary. */
export type AssessmentOrder = {
  readonly feedsDir: string;
  readonly outDir: string;
  readonly day: string;
  readonly ruleSet: RuleSet;
  readonly ruleSetSha256: string;
  readonly province: string;
  readonly engine: "duckdb" | "postgres";
  readonly provinceKey: string | null;
  readonly databaseUrl: string | null;
  /** Folder of earlier summaries (`*.json`, or folders with a `summary.json`); null: none. */
  readonly historyDir: string | null;
  readonly memoryMb: number;
  readonly threads: number;
  readonly maxBadShare: number;
  readonly by: string;
  readonly now: Instant;
};

/** Files of an earlier run in the output folder: they must not be taken for this one's. */
const OUTPUTS = ["ranked.csv", "ranked.parquet", "summary.json"];

/** A private folder beside the output, without what killed runs left behind. */
export async function makeScratch(outDir: string): Promise<string> {
  await mkdir(outDir, { recursive: true });
  for (const name of await readdir(outDir))
    if (/^\.scratch-\d+-/.test(name) && !isRunning(Number(name.split("-")[1])))
      await rm(join(outDir, name), { recursive: true, force: true });
  return await mkdtemp(join(outDir, `.scratch-${process.pid}-`));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** DuckDB's share of the process's memory: Node and buffers outside its count need about half a GiB. */
export const duckMemoryMb = (memoryMb: number): number => Math.max(Math.round(memoryMb * 0.6), memoryMb - 768);

/** Seconds that all threads of this process have worked: on a busy machine a better measure than the clock. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return Math.round((user + system) / 1000) / 1000;
}

/** Runs the assessment; everything it wrote in between is gone afterwards, whatever happens. */
export async function runAssessment(order: AssessmentOrder, onProgress: (step: string) => void): Promise<Summary> {
  const started = performance.now();
  const scratch = await makeScratch(order.outDir);
  for (const name of OUTPUTS) await rm(join(order.outDir, name), { force: true });
  await rm(join(order.outDir, "rejects"), { recursive: true, force: true });
  let duck: Duck | null = null;
  try {
    duck = await openDuck({ scratch, memoryMb: duckMemoryMb(order.memoryMb), threads: order.threads });
    const door = await takeFeeds(duck, { ...order, scratch, onProgress });
    await rank(duck, order, scratch, onProgress);
    onProgress("write");
    const rankedSha256 = await writeRanked(duck, order.outDir);
    const counts = await countRanked(
      duck,
      order.ruleSet.rules.map((rule) => rule.id),
    );
    const summary: Summary = {
      day: order.day,
      ruleSet: { id: order.ruleSet.id, version: order.ruleSet.version, sha256: order.ruleSetSha256 },
      province: order.province,
      engine: order.engine,
      ...counts,
      feeds: { ...door.feeds },
      inputs: [...door.receipts],
      flags: await flagsOf(door, order),
      rankedSha256,
      seconds: Math.round(performance.now() - started) / 1000,
      cpuSeconds: cpuSeconds(),
      peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    };
    await writeFile(join(order.outDir, "summary.json.part"), `${JSON.stringify(summary, null, 2)}\n`);
    await rename(join(order.outDir, "summary.json.part"), join(order.outDir, "summary.json"));
    return summary;
  } finally {
    duck?.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function rank(duck: Duck, order: AssessmentOrder, scratch: string, onProgress: (step: string) => void) {
  const { ruleSet, day, province } = order;
  const options = { ruleSet, day, province, scratch, onProgress };
  if (order.engine === "duckdb") return await rankByDuckDb(duck, options);
  if (order.databaseUrl === null) throw new Error("the PostgreSQL engine needs a DATABASE_URL");
  const workMemoryMb = Math.max(64, Math.round(order.memoryMb / 8));
  await rankByPostgres(duck, { ...options, databaseUrl: order.databaseUrl, workMemoryMb });
}

async function flagsOf(door: Door, order: AssessmentOrder): Promise<Flag[]> {
  const day = plainDay(order.day);
  if (day === null) return [];
  const earlier = order.historyDir === null ? [] : await earlierSummaries(order.historyDir, order.day);
  return FEEDS.flatMap((feed) => {
    const count: FeedCount | undefined = door.feeds[feed.id];
    const refused = door.receipts.filter((receipt: Receipt) => receipt.feed === feed.id && receipt.state === "refused");
    return qualityFlags(
      {
        feed: feed.id,
        isExpected: feed.expected,
        files: (count?.files ?? 0) + refused.length,
        refusedFiles: refused.length,
        read: count?.read ?? 0,
        checksumFailures: count?.rejectedByReason["checksum"] ?? 0,
        duplicateShare: count?.duplicateShare ?? 0,
        latestAt: newestAt(feed, count?.latestAt ?? null),
        earlierCounts: earlier.map((summary) => summary.feeds[feed.id]?.read ?? 0),
      },
      endOf(day),
    );
  });
}

/** Feeds whose rows begin long before they are told: a contact was met days before he was traced. */
const NEVER_STALE = ["health/areas", "health/contacts"];

/** When the newest row ended its day or moment. */
function newestAt(feed: Feed, latestAt: string | null): Instant | null {
  if (latestAt === null || NEVER_STALE.includes(feed.id)) return null;
  const isDay = feed.columns.some((column) => column.name === feed.begins && column.kind === "date");
  return later(instant(latestAt), isDay ? DAY : 0);
}

/** Summaries of earlier days in a folder, one a day, the latest first; what is no summary is passed over. */
async function earlierSummaries(folder: string, day: string): Promise<Summary[]> {
  const byDay = new Map<string, Summary>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = entry.isDirectory() ? join(folder, entry.name, "summary.json") : join(folder, entry.name);
    if (!path.endsWith(".json")) continue;
    const text = await readFile(path, "utf8").catch(() => null);
    const summary = text === null ? null : Summary.safeParse(parsed(text));
    if (summary?.success && summary.data.day < day) byDay.set(summary.data.day, summary.data);
  }
  return [...byDay.values()].toSorted((a, b) => (a.day < b.day ? 1 : -1));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
