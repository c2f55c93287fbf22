/**
 * The job `assess`: from the day's files to a draft on the joint session's table. Any step may be killed and repeated:
 * what is on disk counts only under its final name, what is sealed is the same however often, and the list, its
 * receipts and the draft come in one last transaction, or not at all.
 */
import { createReadStream } from "node:fs";
import { copyFile, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { assessFeeds, casesOf, householdsOf, KeyMissing, rankedIdentities } from "#capabilities/assessment/assess.ts";
import { type QualityFlag, Receipt, Summary } from "#capabilities/assessment/contract.ts";
import { recordCases } from "#capabilities/brief/brief.ts";
import { type CaseReport, type CaseStatus, figuresOfReports } from "#capabilities/brief/rules/case-feed.ts";
import { openDraft } from "#capabilities/joint-session/draft.ts";
import { keepIdentities } from "#capabilities/people/keep.ts";
import { isWithin } from "#kernel/places.ts";
import { dayOf, type PlainDay } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { ATTEMPTS, type JobWork } from "#platform/jobs.ts";
import { buildFolder } from "./folder.ts";
import { documentOf } from "./rule-sets.ts";
import { feedOf, lateFeeds } from "./rules/standing-files.ts";
import { runFolder } from "./runs.ts";
import { type FeedFileRow, filesByIds, setReceipts } from "./store-feeds.ts";
import { mergeHouseholds, noteRegisterSource, registerSource, stageHouseholds } from "./store-households.ts";
import { ruleSetOf } from "./store-rule-sets.ts";
import { finishRun, insertStaged, lockRun, type RunRow, runOf, stageRanked } from "./store-runs.ts";

const STEPS = { folder: 0, engine: 1, identities: 2, households: 3, load: 4, done: 5 } as const;
/** The lease is renewed while a step takes long. */
const HEARTBEAT_MS = 20_000;
/** A day late is what the page flags; the quality gate's own limit is 36 hours on the rows. */
const LATE_LIMIT_HOURS = 24;

const Params = z.object({ assessmentId: z.uuid() });

/** Does the whole run; repeats do nothing once the draft is there. */
export const assess: JobWork = async (services, job, progress) => {
  const { assessmentId } = Params.parse(job.params);
  let step: number = STEPS.folder;
  const beat = setInterval(() => void progress(step, STEPS.done).catch(() => {}), HEARTBEAT_MS);
  const reach = async (next: number) => {
    step = next;
    await progress(step, STEPS.done);
  };
  try {
    return await run(services, assessmentId, job.attempts, reach);
  } catch (error) {
    if (error instanceof KeyMissing || job.attempts >= ATTEMPTS) await giveUp(services, assessmentId, error);
    throw error;
  } finally {
    clearInterval(beat);
  }
};

async function run(services: Services, id: string, attempt: number, reach: (step: number) => Promise<void>) {
  const found = await asActor(services.db, systemActor(services.settings.province), (sql) => runOf(sql, id));
  if (found === null || found.state !== "running") return { assessmentId: id, state: found?.state ?? "gone" };
  const feedsDir = join(runFolder(services, id), `feeds-${attempt}`);
  await reach(STEPS.folder);
  await buildFolder(services, { ...found, cutOffAt: found.started_at }, feedsDir);
  await reach(STEPS.engine);
  const { outDir, summary } = await rank(services, found, { feedsDir, attempt });
  const reading = { feedsDir, outDir, provinceKey: services.keys.provinceKey, ...boundsOf(services) };
  await reach(STEPS.identities);
  await keepIdentities(services, rankedIdentities(reading));
  await reach(STEPS.households);
  await refreshHouseholds(services, found, reading);
  await refreshCases(services, found, reading);
  await reach(STEPS.load);
  const sessionId = await load(services, found, outDir, summary);
  await tidy(services, found, outDir);
  await reach(STEPS.done);
  return { assessmentId: id, sessionId, listed: summary.listed };
}

const boundsOf = ({ settings }: Services) => ({
  memoryMb: settings.assessMemoryMb,
  threads: Math.max(1, availableParallelism()),
});

/** Runs the engine in its own process, unless an earlier attempt had finished it: the output then has its final name. */
async function rank(services: Services, found: RunRow, of: { feedsDir: string; attempt: number }) {
  const folder = runFolder(services, found.id);
  const outDir = join(folder, "out");
  const known = await readFile(join(outDir, "summary.json"), "utf8").catch(() => null);
  if (known !== null) return { outDir, summary: Summary.parse(JSON.parse(known)) };
  const part = join(folder, `out-${of.attempt}.part`);
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true, mode: 0o700 });
  const historyDir = historyFolder(services);
  await mkdir(historyDir, { recursive: true, mode: 0o700 });
  const row = await asActor(services.db, systemActor(services.settings.province), (sql) =>
    ruleSetOf(sql, found.rule_set_id, found.rule_set_version),
  );
  if (row === null) throw new Error(`rule set ${found.rule_set_id} ${found.rule_set_version} is gone`);
  const summary = await assessFeeds({
    feedsDir: of.feedsDir,
    day: found.day,
    rules: documentOf(row).ruleSet,
    engine: found.engine,
    outDir: part,
    provinceKey: services.keys.provinceKey,
    ...boundsOf(services),
    ...(services.settings.databaseUrl === null ? {} : { databaseUrl: services.settings.databaseUrl }),
    historyDir,
    by: "server",
    now: found.started_at,
  });
  await rename(part, outDir);
  return { outDir, summary };
}

const historyFolder = ({ settings }: Services): string => join(settings.dataDir, "assessments", "history");

type Reading = Parameters<typeof rankedIdentities>[0];

/** The register of doors follows the residents feed; the same files are read once only. */
async function refreshHouseholds(services: Services, found: RunRow, reading: Reading): Promise<void> {
  const actor = systemActor(services.settings.province);
  const files = await asActor(services.db, actor, (sql) => filesByIds(sql, found.inputs));
  const residents = files.filter((file) => feedOf(file.name) === "police/residents");
  const source = residents.map((file) => file.sha256).join(" ");
  if (source === "") return;
  await asActor(services.db, actor, async (sql) => {
    if ((await registerSource(sql)) === source) return;
    const batches = householdsOf({ ...reading, day: found.day, by: "server", now: found.started_at });
    await stageHouseholds(sql, batches);
    const merged = await mergeHouseholds(sql, { day: found.day, now: services.clock() });
    await noteRegisterSource(sql, source, services.clock());
    services.log("households-registered", { assessmentId: found.id, ...merged });
  });
}

/** The brief's case figures of each county follow the health feed; what is on record already changes nothing. */
async function refreshCases(services: Services, found: RunRow, reading: Reading): Promise<void> {
  const reports: CaseReport[] = [];
  for await (const batch of casesOf({ ...reading, day: found.day, by: "server", now: found.started_at })) {
    for (const { caseId, status, reportedAt, area } of batch) {
      // The door lets no other status in.
      reports.push({ caseId, status: status as CaseStatus, reportedOn: dayOf(reportedAt), area });
    }
  }
  const { province } = services.settings;
  const figures = figuresOfReports(reports, found.day).filter((row) => isWithin(row.place, province));
  const actor = systemActor(province);
  await asActor(services.db, actor, (sql) => recordCases({ sql, actor, now: services.clock() }, figures, "feed"));
}

/** The last transaction: list, receipts, state and draft. Returns the session. */
async function load(services: Services, found: RunRow, outDir: string, raw: Summary): Promise<string | null> {
  const actor = systemActor(services.settings.province);
  const { province } = services.settings;
  return asActor(services.db, actor, async (sql) => {
    // Another process whose lease was thought lost may have finished it.
    if ((await lockRun(sql, found.id)) !== "running") return null;
    const now = services.clock();
    const files = await filesByIds(sql, found.inputs);
    const summary: Summary = { ...raw, flags: [...raw.flags, ...lateFlags(files, found.day, raw.flags)] };
    await stageRanked(sql, createReadStream(join(outDir, "ranked.csv"), { highWaterMark: 1 << 20 }));
    const loaded = await insertStaged(sql, { id: found.id, day: found.day, province });
    if (loaded !== summary.listed) throw new Error(`loaded ${loaded} of ${summary.listed} rows`);
    await setReceipts(sql, receiptsOf(files, summary));
    await finishRun(sql, { id: found.id, state: "draft", summary, problem: null, at: now });
    return openDraft(
      { sql, actor, now },
      {
        assessmentId: found.id,
        day: found.day,
        version: found.version,
        cutOffAt: found.started_at,
        byTier: summary.byTier,
      },
    );
  });
}

/** A feed that was handed in for an earlier day only is flagged, unless its rows are flagged already. */
function lateFlags(files: readonly FeedFileRow[], day: PlainDay, flags: readonly QualityFlag[]): QualityFlag[] {
  return lateFeeds(files, day)
    .filter(({ feed }) => !flags.some((one) => one.feed === feed && one.flag === "stale"))
    .map(({ feed, days }) => ({ feed, flag: "stale", value: days * 24, limit: LATE_LIMIT_HOURS }));
}

/** The engine's receipt of each file, by the file's id; who and when are those of the hand-over. */
function receiptsOf(files: readonly FeedFileRow[], summary: Summary): Map<string, Receipt> {
  const receipts = new Map<string, Receipt>();
  for (const receipt of summary.inputs) {
    const name = `${receipt.feed.split("/")[0]}/${receipt.file}`;
    const file = files.find((one) => one.name === name);
    if (file) receipts.set(file.id, Receipt.parse(receipt));
  }
  return receipts;
}

/** What is in the database now need not lie on the disk: rejects and summary stay, names and numbers go. */
async function tidy(services: Services, found: RunRow, outDir: string): Promise<void> {
  const isWhole = await stat(join(outDir, "summary.json")).catch(() => null);
  if (isWhole !== null)
    await copyFile(join(outDir, "summary.json"), join(historyFolder(services), `${found.day}.json`));
  const folder = runFolder(services, found.id);
  for (let attempt = 1; attempt <= ATTEMPTS + 1; attempt++) {
    await rm(join(folder, `feeds-${attempt}`), { recursive: true, force: true });
    await rm(join(folder, `out-${attempt}.part`), { recursive: true, force: true });
  }
  for (const name of ["ranked.csv", "ranked.parquet"]) await rm(join(outDir, name), { force: true });
}

/** The last attempt failed: the day is free for another run, and the page says that this one failed. */
async function giveUp(services: Services, id: string, error: unknown): Promise<void> {
  const problem =
    error instanceof KeyMissing ? "province-key-missing" : error instanceof Error ? error.name : "unknown";
  await asActor(services.db, systemActor(services.settings.province), (sql) =>
    finishRun(sql, { id, state: "failed", summary: null, problem, at: services.clock() }),
  );
  await rm(runFolder(services, id), { recursive: true, force: true });
}
