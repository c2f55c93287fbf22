/** What if: a proposed rule set over a day's feeds. Counts come out; nobody is listed, nothing is sealed or kept. */
import { createReadStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { assessFeeds, rankedIdentities } from "#capabilities/assessment/assess.ts";
import { common } from "#kernel/problem.ts";
import { instantOf, type PlainDay } from "#kernel/time.ts";
import type { Answer, Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { enqueue, type JobWork } from "#platform/jobs.ts";
import { Problem } from "#platform/problem.ts";
import type { showPreview, startPreview } from "./contract.ts";
import { buildFolder } from "./folder.ts";
import { mustBeProvincial } from "./provincial.ts";
import { documentOf } from "./rule-sets.ts";
import { intakeProblems } from "./rules/problems.ts";
import { PreviewResult } from "./rules/rule-set-shapes.ts";
import { inputsOf } from "./runs.ts";
import { jobOf, ruleSetOf } from "./store-rule-sets.ts";
import { compareStaged, newestDraft, stageRanked } from "./store-runs.ts";

const Params = z.object({
  day: z.string().transform((text) => text as PlainDay),
  id: z.string(),
  version: z.number().int(),
  inputs: z.array(z.string()),
  cutOffAt: z.number().transform((at) => instantOf(at)),
});

export const start: Answer<typeof startPreview> = async (ctx, { id, version }, { day }) => {
  mustBeProvincial(ctx);
  const ruleSet = await ruleSetOf(ctx.sql, id, version);
  if (ruleSet === null) throw new Problem(common["not-found"]);
  const inputs = await inputsOf(ctx, day, ruleSet);
  if (inputs.length === 0) throw new Problem(intakeProblems["no-feeds"]);
  const params = { day, id, version, inputs: inputs.map((file) => file.id), cutOffAt: ctx.now };
  const jobId = await enqueue(ctx, "assess-preview", params satisfies z.input<typeof Params>);
  await audit(ctx, {
    action: "rule-set.preview",
    objectKind: "rule-set",
    objectId: `${id}/${version}`,
    place: ctx.actor.area,
    detail: { day, jobId },
  });
  return { jobId };
};

export const show: Answer<typeof showPreview> = async (ctx, { jobId }) => {
  mustBeProvincial(ctx);
  const job = await jobOf(ctx.sql, jobId, "assess-preview");
  if (job === null || job.state === "undone") throw new Problem(common["not-found"]);
  const { day, id, version } = Params.parse(job.params);
  return {
    state: job.state,
    day,
    ruleSet: { id, version },
    problem: job.problem,
    result: job.state === "done" ? PreviewResult.parse(job.result) : null,
  };
};

/** The job; repeating it gives the same counts. */
export const preview: JobWork = async (services, job, progress) => {
  const params = Params.parse(job.params);
  const folder = join(services.settings.dataDir, "assessments", `preview-${job.id}-${newId()}`);
  const beat = setInterval(() => void progress(0, 1).catch(() => {}), 20_000);
  try {
    return await count(services, params, folder);
  } finally {
    clearInterval(beat);
    await rm(folder, { recursive: true, force: true });
  }
};

async function count(services: Services, params: z.output<typeof Params>, folder: string): Promise<PreviewResult> {
  const actor = systemActor(services.settings.province);
  const [feedsDir, outDir] = [join(folder, "feeds"), join(folder, "out")];
  await mkdir(outDir, { recursive: true, mode: 0o700 });
  const row = await asActor(services.db, actor, (sql) => ruleSetOf(sql, params.id, params.version));
  if (row === null) throw new Error("the rule set is gone");
  await buildFolder(services, params, feedsDir);
  const bounds = { memoryMb: services.settings.assessMemoryMb, threads: Math.max(1, availableParallelism()) };
  const { provinceKey } = services.keys;
  const summary = await assessFeeds({
    feedsDir,
    day: params.day,
    rules: documentOf(row).ruleSet,
    engine: "duckdb",
    outDir,
    provinceKey,
    ...bounds,
    by: "preview",
    now: services.clock(),
  });
  const households = new Set<string>();
  for await (const batch of rankedIdentities({ feedsDir, outDir, provinceKey, ...bounds }))
    for (const { household } of batch) if (household !== null) households.add(household);
  return {
    byTier: tiers(summary.byTier),
    byRule: summary.byRule,
    households: households.size,
    listed: summary.listed,
    managed: summary.managed,
    against: await compare(services, params.day, join(outDir, "ranked.csv")),
  };
}

const tiers = (byTier: Readonly<Record<string, number>>) => ({
  red: byTier["red"] ?? 0,
  yellow: byTier["yellow"] ?? 0,
  blue: byTier["blue"] ?? 0,
});

async function compare(services: Services, day: string, csv: string): Promise<PreviewResult["against"]> {
  return asActor(services.db, systemActor(services.settings.province), async (sql) => {
    const assessmentId = await newestDraft(sql, day);
    if (assessmentId === null) return null;
    await stageRanked(sql, createReadStream(csv));
    const counts = { new: tiers({}), up: tiers({}), down: tiers({}), left: tiers({}), same: tiers({}) };
    for (const { change, tier, n } of await compareStaged(sql, assessmentId)) counts[change][tier] = n;
    return { assessmentId, ...counts };
  });
}
