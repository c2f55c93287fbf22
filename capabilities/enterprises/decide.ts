/** The centres' side: the check on site, the county's decision, revocation, the helper and his list of problems. */
import { common } from "#kernel/problem.ts";
import { later } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { type Acting, happened, mustSee, presentProblem, shownAgain, tellManagers } from "./present.ts";
import { enterpriseProblems } from "./rules/problems.ts";
import { COUNTY_WITHIN, mayStep, type Step } from "./rules/steps.ts";
import * as store from "./store-application.ts";

/** The application locked for a step of this post's. */
async function mustStep(ctx: Acting, enterpriseId: string, steps: readonly Step[], version: number | null) {
  await mustSee(ctx, enterpriseId);
  const application = await store.latestApplication(ctx.sql, enterpriseId, true);
  if (application === null) throw new Problem(common["not-found"]);
  const answers = steps.map((step) => mayStep(step, application.state, ctx.actor.area));
  if (!answers.includes("ok")) {
    throw new Problem(enterpriseProblems[answers.includes("wrong-state") ? "wrong-state" : "not-your-level"]);
  }
  if (version !== null && version !== application.version) throw new Problem(common.conflict);
  return application;
}

const nextVersion = (application: store.ApplicationRow) => ({ ...application, version: application.version + 1 });
const desksOf = (application: store.ApplicationRow) => [application.place.slice(0, 9), application.county];

export const check: Answer<typeof contract.checkOnSite> = async (ctx, { enterpriseId }, body) => {
  const { sql, now, actor } = ctx;
  const application = await mustStep(ctx, enterpriseId, ["check", "late-check"], body.version);
  const { county, id } = application;
  for (const { text, dueOn } of body.problems) {
    await store.insertProblem(sql, { county, id: newId(), resumptionId: id, text, now, by: actor.postId, dueOn });
  }
  const isFirst = application.state === "at-township";
  const desks = desksOf(application);
  if (body.outcome === "fit") {
    const dueAt = later(now, COUNTY_WITHIN);
    const onward = { state: "at-county", state_since: now, due_at: dueAt, look_at: dueAt } as const;
    await store.updateApplication(sql, application, { site_check: "done", ...(isFirst ? onward : {}) });
    await happened(ctx, application, { kind: "site-check-fit", reason: body.remark, desks });
  } else if (isFirst || application.state === "at-county") {
    const back = { state: "returned", state_since: now, due_at: null, look_at: null, reason: body.remark } as const;
    await store.updateApplication(sql, application, { site_check: "done", ...back });
    await happened(ctx, application, { kind: "site-check-mend", reason: body.remark, desks });
    await tellManagers(ctx, nextVersion(application), {
      zh: "乡镇现场核查发现需整改的问题，复工申请已退回，请改好后再提交。",
      en: "The township's check on site found something to be mended. Mend it and submit the application again.",
    });
  } else {
    // At work already: the problems stand on the list, and the county can revoke.
    await store.updateApplication(sql, application, { site_check: "done" });
    await happened(ctx, application, { kind: "site-check-mend", reason: body.remark, desks });
  }
  return shownAgain(ctx, enterpriseId);
};

const DECISIONS = {
  approve: {
    state: "approved",
    zh: "复工申请已批准。",
    en: "The application to resume work was approved.",
  },
  return: {
    state: "returned",
    zh: "复工申请已退回，请按理由补正后再提交。",
    en: "The application was returned. Put right what the reason says and submit it again.",
  },
  reject: {
    state: "rejected",
    zh: "复工申请未获批准，理由见申请页面。",
    en: "The application was not approved; its page says why.",
  },
} as const;

export const decide: Answer<typeof contract.decideApplication> = async (ctx, { enterpriseId }, body) => {
  const application = await mustStep(ctx, enterpriseId, ["decide"], body.version);
  const { state, zh, en } = DECISIONS[body.decision];
  const conditions = body.decision === "approve" ? body.conditions : null;
  await store.updateApplication(ctx.sql, application, {
    state,
    state_since: ctx.now,
    due_at: null,
    look_at: null,
    reason: body.reason,
    conditions,
    is_silent: false,
  });
  await happened(ctx, application, {
    kind: body.decision,
    reason: body.reason,
    detail: { siteCheck: application.site_check, hasConditions: conditions !== null },
    desks: desksOf(application),
  });
  await tellManagers(ctx, nextVersion(application), { zh, en });
  return shownAgain(ctx, enterpriseId);
};

export const revoke: Answer<typeof contract.revoke> = async (ctx, { enterpriseId }, { version, reason }) => {
  const application = await mustStep(ctx, enterpriseId, ["revoke"], version);
  await store.updateApplication(ctx.sql, application, { state: "revoked", state_since: ctx.now, reason });
  await happened(ctx, application, { kind: "revoke", reason, desks: desksOf(application) });
  await tellManagers(ctx, nextVersion(application), {
    zh: "复工许可已撤销，理由见申请页面。",
    en: "The approval to work was revoked; the application's page says why.",
  });
  return shownAgain(ctx, enterpriseId);
};

export const help: Answer<typeof contract.nameHelper> = async (ctx, { enterpriseId }, { name, phone }) => {
  const application = await mustStep(ctx, enterpriseId, ["help"], null);
  const helper = { helper_name: name, helper_phone: phone, helper_by: ctx.actor.postId };
  await store.updateApplication(ctx.sql, application, helper);
  await happened(ctx, application, { kind: "helper" });
  return shownAgain(ctx, enterpriseId);
};

export const raise: Answer<typeof contract.raiseProblem> = async (ctx, { enterpriseId }, { text, dueOn }) => {
  const application = await mustStep(ctx, enterpriseId, ["help"], null);
  const { county } = application;
  const id = newId();
  const by = ctx.actor.postId;
  await store.insertProblem(ctx.sql, { county, id, resumptionId: application.id, text, now: ctx.now, by, dueOn });
  await happened(ctx, application, { kind: "problem-raised", detail: { problemId: id, dueOn } });
  return mustShow(ctx, application.id, id);
};

export const close: Answer<typeof contract.closeProblem> = async (ctx, { enterpriseId, problemId }) => {
  await mustSee(ctx, enterpriseId);
  const application = await store.latestApplication(ctx.sql, enterpriseId, true);
  const [problem] = application === null ? [] : await store.problemsOf(ctx.sql, application.id, problemId);
  if (application === null || problem === undefined) throw new Problem(common["not-found"]);
  await store.setClosed(ctx.sql, problem, ctx.now, ctx.actor.postId);
  await happened(ctx, application, { kind: "problem-closed", detail: { problemId } });
  return mustShow(ctx, application.id, problemId);
};

async function mustShow({ sql }: Acting, applicationId: string, id: string) {
  const [problem] = await store.problemsOf(sql, applicationId, id);
  if (problem === undefined) throw new Error("the problem is gone");
  return presentProblem(problem);
}
