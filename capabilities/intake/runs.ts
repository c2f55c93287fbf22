/** Runs of the assessment: ordered by a person or the clock, looked at, and each decision replayed. */
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Summary } from "#capabilities/assessment/contract.ts";
import { expiryOf, reasonsOf } from "#capabilities/people/rules/reasons.ts";
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer, Context, Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { enqueue } from "#platform/jobs.ts";
import { Problem } from "#platform/problem.ts";
import type {
  listAssessments,
  listRejects,
  ResultView,
  showAssessment,
  showResult,
  startAssessment,
} from "./contract.ts";
import { mustBeProvincial } from "./provincial.ts";
import { documentOf, ensureDefaultRuleSet } from "./rule-sets.ts";
import { intakeProblems } from "./rules/problems.ts";
import type { ResultRow } from "./rules/result-row.ts";
import { standingFiles } from "./rules/standing-files.ts";
import { lockDay, standingUntil } from "./store-feeds.ts";
import { type RuleSetRow, ruleSetOf, standingRuleSet } from "./store-rule-sets.ts";
import { failAbandoned, insertRun, type RunRow, resultOf, runOf, runs } from "./store-runs.ts";

const REJECTS_SHOWN = 500;

/** The files of one run, beside its feeds' blobs: rejects and summary stay, the rest goes when it is in the database. */
export const runFolder = (services: Services, id: string): string => join(services.settings.dataDir, "assessments", id);

/**
 * Orders the assessment of a day in the caller's transaction: fixes its inputs, its rule set and its version, and puts
 * the job in the queue. Throws `no-feeds`, `no-rule-set`, `already-running`.
 */
export async function orderAssessment(
  ctx: Pick<Context, "sql" | "actor" | "now" | "services">,
  of: { readonly day: string; readonly engine: "duckdb" | "postgres" },
): Promise<{ assessmentId: string; jobId: string; version: number }> {
  const { sql, actor, now, services } = ctx;
  await lockDay(sql, of.day);
  await ensureDefaultRuleSet(sql, services.settings.province, now);
  const ruleSet = await standingRuleSet(sql, of.day);
  if (ruleSet === null) throw new Problem(intakeProblems["no-rule-set"]);
  if (of.engine === "postgres" && services.settings.databaseUrl === null)
    throw new Problem(intakeProblems["engine-away"]);
  const inputs = await inputsOf(ctx, of.day, ruleSet);
  if (inputs.length === 0) throw new Problem(intakeProblems["no-feeds"]);
  await failAbandoned(sql, of.day, now);
  const before = await runs(sql, of.day);
  if (before.some((run) => run.state === "running")) throw new Problem(intakeProblems["already-running"]);
  const assessmentId = newId();
  const version = (before[0]?.version ?? 0) + 1;
  const startedBy = actor.role === "system" ? null : actor.postId;
  const inputIds = inputs.map((file) => file.id);
  await insertRun(sql, { ...of, id: assessmentId, version, ruleSet, startedAt: now, startedBy, inputs: inputIds });
  const jobId = await enqueue(ctx, "assess", { assessmentId, day: of.day });
  await audit(ctx, {
    action: "assessment.start",
    objectKind: "assessment",
    objectId: assessmentId,
    place: actor.area,
    detail: {
      day: of.day,
      version,
      engine: of.engine,
      ruleSet: `${ruleSet.id}/${ruleSet.version}`,
      files: inputs.length,
    },
  });
  return { assessmentId, jobId, version };
}

/** The standing files that an assessment of the day reads. */
export async function inputsOf({ sql }: Pick<Context, "sql">, day: string, ruleSet: RuleSetRow) {
  const known = await standingUntil(sql, day);
  const chosen = standingFiles(known, day as (typeof known)[number]["day"], documentOf(ruleSet).ruleSet.windowDays);
  return chosen;
}

export const start: Answer<typeof startAssessment> = async (ctx, _params, { day, engine }) => {
  mustBeProvincial(ctx);
  // Of the signatories only the chair orders a run: a department must not make the province's draft.
  if (ctx.actor.role === "signatory" && ctx.actor.department !== "centre") throw new Problem(common["not-your-duty"]);
  return orderAssessment(ctx, { day, engine });
};

export const list: Answer<typeof listAssessments> = async (ctx, { day }) => {
  mustBeProvincial(ctx);
  return { assessments: (await runs(ctx.sql, day ?? null)).map(present) };
};

export const show: Answer<typeof showAssessment> = async (ctx, { id }) => {
  mustBeProvincial(ctx);
  const run = await mustFind(ctx, id);
  return { ...present(run), summary: run.summary };
};

async function mustFind({ sql }: Context, id: string): Promise<RunRow> {
  const run = await runOf(sql, id);
  if (run === null) throw new Problem(common["not-found"]);
  return run;
}

const present = (run: RunRow) => ({
  id: run.id,
  day: run.day,
  version: run.version,
  state: run.state,
  engine: run.engine,
  ruleSet: { id: run.rule_set_id, version: run.rule_set_version },
  startedAt: isoInstant(run.started_at),
  finishedAt: run.finished_at === null ? null : isoInstant(run.finished_at),
  flags: run.summary?.flags ?? [],
  problem: run.problem,
  sessionId: run.session_id,
  progress: run.done_count === null ? null : { done: run.done_count, total: run.total_count },
});

/** The rejects of one file of a run, from the file that the door wrote: the queue for people to look through. */
export const rejects: Answer<typeof listRejects> = async (ctx, { id, file }) => {
  mustBeProvincial(ctx);
  const run = await mustFind(ctx, id);
  const name = rejectsNameOf(run.summary, file);
  if (name === null) throw new Problem(common["not-found"]);
  const found: { line: number; column: string; reason: string }[] = [];
  const input = createReadStream(join(runFolder(ctx.services, run.id), "out", "rejects", name));
  input.on("error", () => {});
  let isWhole = true;
  try {
    for await (const line of createInterface({ input })) {
      isWhole = found.length < REJECTS_SHOWN;
      if (!isWhole) break;
      found.push(JSON.parse(line));
    }
  } catch (error) {
    // No row of the file was rejected: the door wrote none.
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  return { rejects: found, isWhole };
};

/** Only names that the run itself lists: what the caller wrote never becomes a path. */
function rejectsNameOf(summary: Summary | null, file: string): string | null {
  const input = summary?.inputs.find((one) => `${one.feed.split("/")[0]}/${one.file}` === file || one.file === file);
  if (input === undefined) return null;
  return input.feed.endsWith("/places")
    ? `${input.feed.replace("/places", "")}-${input.file}.ndjson`
    : `${input.file}.ndjson`;
}

export const result: Answer<typeof showResult> = async (ctx, { id, personKey }) => {
  mustBeProvincial(ctx);
  const run = await mustFind(ctx, id);
  const [row, ruleSet] = [
    await resultOf(ctx.sql, id, personKey),
    await ruleSetOf(ctx.sql, run.rule_set_id, run.rule_set_version),
  ];
  if (row === null || ruleSet === null || run.summary === null) throw new Problem(common["not-found"]);
  await audit(ctx, {
    action: "decision.read",
    objectKind: "person",
    objectId: personKey,
    place: row.place,
    detail: { assessmentId: id },
  });
  return {
    assessmentId: id,
    day: run.day,
    ruleSet: { id: ruleSet.id, version: ruleSet.version, sha256: ruleSet.sha256 },
    rankedSha256: run.summary.rankedSha256,
    inputs: run.summary.inputs.map((one) => ({ file: `${one.feed.split("/")[0]}/${one.file}`, sha256: one.sha256 })),
    decision: presentResult(row, ruleSet),
  };
};

/** A row of the result with its reasons in words, without a name. */
export function presentResult(row: ResultRow, ruleSet: RuleSetRow): ResultView {
  const set = documentOf(ruleSet).ruleSet;
  const expiresAt = expiryOf(row.latest_exposure_at, set.windowDays, row.rules);
  return {
    personKey: row.person_key,
    kind: row.kind,
    tier: row.tier,
    reasons: reasonsOf(set, row.rules, row.tier),
    latestExposureAt: row.latest_exposure_at === null ? null : isoInstant(row.latest_exposure_at),
    expiresAt: expiresAt === null ? null : isoInstant(expiresAt),
    exposureHours: row.exposure_tenths / 10,
    managed: row.managed,
    sharedPhone: row.shared_phone,
    place: row.place,
    placeSource: row.place_source,
    evidence: row.evidence,
  };
}
