/** The enterprise's side of an application: save as one goes, submit, take back, say what was mended. */
import { common } from "#kernel/problem.ts";
import type { Answer } from "#platform/answer.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import type { Acting } from "./present.ts";
import { happened, mustManage, presentProblem, shownAgain } from "./present.ts";
import { type Content, missingIn } from "./rules/plan.ts";
import { enterpriseProblems } from "./rules/problems.ts";
import { mayStep, OVER, submitted } from "./rules/steps.ts";
import type { EnterpriseRow } from "./store.ts";
import * as store from "./store-application.ts";
import { rosterCounts } from "./store-staff.ts";

async function missing({ sql }: Acting, enterprise: EnterpriseRow, application: { id: string; content: Content }) {
  const { people } = await rosterCounts(sql, enterprise.id);
  const photos = await store.photosOf(sql, application.id);
  return missingIn({
    content: application.content,
    rosterCount: people,
    dormitories: enterprise.dormitories,
    photoItems: photos.filter((photo) => photo.taken_by === "enterprise").map((photo) => photo.item),
  });
}

/** The application locked for a step of the enterprise's; a stale version is a conflict. */
async function mustStep(
  ctx: Acting,
  enterpriseId: string,
  step: "save" | "submit" | "withdraw",
  version: number | null,
) {
  const application = await store.latestApplication(ctx.sql, enterpriseId, true);
  if (application === null) throw new Problem(enterpriseProblems["wrong-state"]);
  if (mayStep(step, application.state, null) !== "ok") throw new Problem(enterpriseProblems["wrong-state"]);
  if (version !== null && version !== application.version) throw new Problem(common.conflict);
  return application;
}

export const save: Answer<typeof contract.saveApplication> = async (ctx, { enterpriseId }, { version, content }) => {
  const { sql, actor, now } = ctx;
  const enterprise = await mustManage(ctx, enterpriseId);
  const before = await store.latestApplication(sql, enterpriseId, true);
  if (before === null || OVER.includes(before.state)) {
    if (version !== 0) throw new Problem(common.conflict);
    const county = enterprise.place.slice(0, 6);
    const id = newId();
    await store.insertApplication(sql, { county, id, enterpriseId, place: enterprise.place, content, now });
    await store.insertVersion(sql, { county, id, version: 1, content, now, by: actor.postId });
    return { version: 1, missing: await missing(ctx, enterprise, { id, content }) };
  }
  const application = await mustStep(ctx, enterpriseId, "save", version);
  await store.updateApplication(sql, application, { content });
  const { county, id } = application;
  await store.insertVersion(sql, { county, id, version: version + 1, content, now, by: actor.postId });
  return { version: version + 1, missing: await missing(ctx, enterprise, { id, content }) };
};

export const submit: Answer<typeof contract.submitApplication> = async (ctx, { enterpriseId }, { version }) => {
  const { sql, now } = ctx;
  const enterprise = await mustManage(ctx, enterpriseId);
  const application = await mustStep(ctx, enterpriseId, "submit", version);
  const lacks = await missing(ctx, enterprise, application);
  if (lacks.length > 0) throw new Problem(enterpriseProblems.incomplete, { missing: lacks });
  const { mode } = await store.policyOf(sql, application.county);
  const { state, dueAt } = submitted(mode, enterprise.kind, now);
  const { people } = await rosterCounts(sql, enterpriseId);
  await store.updateApplication(sql, application, {
    state,
    mode: state === "filed" ? "filing" : "approval",
    state_since: now,
    submitted_at: now,
    due_at: dueAt,
    look_at: dueAt,
    roster_count: people,
    site_check: null,
    escalated_to: null,
    reason: null,
  });
  const desks = [application.place.slice(0, 9), application.county];
  await happened(ctx, application, { kind: state === "filed" ? "file" : "submit", detail: { version, people }, desks });
  return shownAgain(ctx, enterpriseId);
};

export const withdraw: Answer<typeof contract.withdrawApplication> = async (ctx, { enterpriseId }, { reason }) => {
  await mustManage(ctx, enterpriseId);
  const application = await mustStep(ctx, enterpriseId, "withdraw", null);
  const change = { state: "withdrawn", state_since: ctx.now, due_at: null, look_at: null, reason } as const;
  await store.updateApplication(ctx.sql, application, change);
  const desks = [application.place.slice(0, 9), application.county];
  await happened(ctx, application, { kind: "withdraw", reason, desks });
  return shownAgain(ctx, enterpriseId);
};

export const mend: Answer<typeof contract.mendProblem> = async (ctx, { enterpriseId, problemId }, { note }) => {
  await mustManage(ctx, enterpriseId);
  const application = await store.latestApplication(ctx.sql, enterpriseId, true);
  const [problem] = application === null ? [] : await store.problemsOf(ctx.sql, application.id, problemId);
  if (application === null || problem === undefined) throw new Problem(common["not-found"]);
  await store.setMended(ctx.sql, problem, ctx.now, note);
  const desks = [application.place.slice(0, 9)];
  await happened(ctx, application, { kind: "problem-mended", detail: { problemId }, desks });
  const [again] = await store.problemsOf(ctx.sql, application.id, problemId);
  return presentProblem(again ?? problem);
};
