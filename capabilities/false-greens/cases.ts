/** What people do with a case: read, triage, verify at the door, decide, take the evidence away. Every step is audited. */
import { createHash } from "node:crypto";
import { logForHolders } from "#capabilities/residents/holder-log.ts";
import { tellHolders } from "#capabilities/residents/notices.ts";
import type { Actor } from "#kernel/actor.ts";
import { common } from "#kernel/problem.ts";
import { type Instant, instant, isoInstant, later } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { falseGreenProblems as problems } from "./rules/problems.ts";
import { RULE_SET, RULES } from "./rules/rules.ts";
import { clockOf, mayDecide, mayFollow, type Outcome, REFILE_WITHIN } from "./rules/states.ts";
import * as store from "./store-cases.ts";

const PAGE = 50;

/** The health department: its signatory, or a health worker; nobody else decides. */
export const isHealth = (actor: Actor): boolean =>
  actor.role === "health-worker" || (actor.role === "signatory" && actor.department === "health");

const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

const lineOf = (row: store.CaseRow, now: Instant) => {
  const clock = clockOf(row.state, row.opened_at);
  return {
    id: row.id,
    personKey: row.person_key,
    place: row.place,
    state: row.state,
    rules: [...row.rules],
    score: Math.round(row.score * 100) / 100,
    openedAt: isoInstant(row.opened_at),
    waitsFor: clock.waitsFor,
    dueAt: iso(clock.dueAt),
    closesAt: isoInstant(clock.closesAt),
    isOverdue: clock.dueAt !== null && clock.dueAt <= now,
    escalatedTo: row.escalated_to,
    outcome: row.outcome,
  };
};

export const list: Answer<typeof contract.listCases> = async (ctx, { view, rule, after }) => {
  const rows = await store.listCases(ctx.sql, {
    isOpen: view === "open",
    rule: rule ?? null,
    after: readCursor(after),
    limit: PAGE,
  });
  const last = rows.at(-1);
  await audit(ctx, {
    action: "false-green.list",
    objectKind: "area",
    objectId: ctx.actor.area,
    place: ctx.actor.area,
    detail: { view, count: rows.length },
  });
  const key = last === undefined ? null : view === "open" ? last.due_at : last.decided_at;
  return {
    cases: rows.map((row) => lineOf(row, ctx.now)),
    after: rows.length < PAGE || last === undefined || key === null ? null : `${isoInstant(key)} ${last.id}`,
  };
};

/** `TIME ID` as the list gave it; anything else begins at the beginning. */
export function readCursor(text: string | undefined): store.After | null {
  const [key = "", id = ""] = (text ?? "").split(" ");
  return /^[0-9a-f-]{36}$/.test(id) && !Number.isNaN(Date.parse(key)) ? { key: isoInstant(instant(key)), id } : null;
}

export const show: Answer<typeof contract.showCase> = async (ctx, { id }) => {
  const row = await found(ctx, id);
  const [findings, steps] = [await store.findingsOf(ctx.sql, [id]), await store.stepsOf(ctx.sql, id)];
  await audit(ctx, { action: "false-green.read", objectKind: "false-green-case", objectId: id, place: row.place });
  await tellLooked(ctx, row, "case.read");
  return {
    ...lineOf(row, ctx.now),
    findings: findings.map(findingView),
    steps: steps.map((one) => ({
      step: one.step,
      at: isoInstant(one.at),
      byRole: one.by_role,
      byOrganisation: one.by_organisation,
      words: one.words,
    })),
    fieldResult: row.field_result,
    taskId: row.task_id,
    isRefiled: row.refiled_at !== null,
    mayDecide: isHealth(ctx.actor) && row.outcome === null,
  };
};

const findingView = (one: store.FindingRow) => ({
  id: one.id,
  rule: one.rule,
  name: RULES[one.rule].name,
  declared: one.detail.declared,
  observed: one.detail.observed,
  strength: Math.round(one.strength * 100) / 100,
  lowered: [...one.detail.lowered],
  benign: [...RULES[one.rule].benign],
  foundAt: isoInstant(one.found_at),
  isShadow: one.is_shadow,
});

async function found(ctx: Pick<Context, "sql">, id: string): Promise<store.CaseRow> {
  const row = await store.oneCase(ctx.sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  return row;
}
async function locked(ctx: Pick<Context, "sql">, id: string): Promise<store.CaseRow> {
  const row = await store.lockCase(ctx.sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  return row;
}

/** The holder's own log says that his case was opened, and by what kind of office. */
const tellLooked = (ctx: Context, row: store.CaseRow, action: string): Promise<void> =>
  logForHolders(ctx, [
    {
      id: newId(),
      personKey: row.person_key,
      at: ctx.now,
      who: isHealth(ctx.actor) ? "health" : "centre",
      action,
      place: ctx.actor.area,
      detail: {},
    },
  ]);

type StepName = store.NewStep["step"];
const note = (ctx: Context, caseId: string, step: StepName, words: string | null): Promise<void> =>
  store.insertSteps(
    ctx.sql,
    [{ id: newId(), caseId, step, words }],
    { post: ctx.actor.postId, role: ctx.actor.role },
    ctx.now,
  );

export const triage: Answer<typeof contract.triageCase> = async (ctx, { id }, { reason }) => {
  const row = await locked(ctx, id);
  if (!mayFollow(row.state, "TRIAGED")) throw new Problem(problems["not-now"]);
  const next = await store.moveCase(
    ctx.sql,
    id,
    { state: "TRIAGED", dueAt: clockOf("TRIAGED", row.opened_at).dueAt },
    ctx.now,
  );
  await note(ctx, id, "triaged", reason);
  await audit(ctx, { action: "false-green.triage", objectKind: "false-green-case", objectId: id, place: row.place });
  return lineOf(next, ctx.now);
};

export const verify: Answer<typeof contract.verifyCase> = async (ctx, { id }, { found: result, words }) => {
  const row = await locked(ctx, id);
  // The door is often faster than the desk: a verification is a triage too.
  if (row.outcome !== null || row.state === "FIELD_VERIFIED") throw new Problem(problems["not-now"]);
  const next = await store.moveCase(
    ctx.sql,
    id,
    { state: "FIELD_VERIFIED", dueAt: clockOf("FIELD_VERIFIED", row.opened_at).dueAt, fieldResult: result },
    ctx.now,
  );
  await note(ctx, id, "verified", words);
  await audit(ctx, {
    action: "false-green.verify",
    objectKind: "false-green-case",
    objectId: id,
    place: row.place,
    detail: { found: result },
  });
  return lineOf(next, ctx.now);
};

const TOLD: Readonly<Record<Outcome, { readonly zh: string; readonly en: string }>> = {
  INTENTIONAL: {
    zh: "核实结束：认定申报与事实不符。是否处理由有关机关依法决定，本系统不作处罚。您可以申诉。",
    en: "The verification is over: the declaration did not agree with the facts. Whether anything follows is for the authorities by law; this platform sanctions nobody. You may appeal.",
  },
  MISTAKE: {
    zh: "核实结束：按填写有误处理，不留记录。请改正申报。",
    en: "The verification is over: a mistake, with no mark. Please correct the declaration.",
  },
  DATA_ERROR: {
    zh: "核实结束：登记有误，您的申报没有问题。给您添麻烦了。",
    en: "The verification is over: the record was wrong and your declaration is right. We are sorry for the trouble.",
  },
  STALE: {
    zh: "核实结束：登记的情况已过时，您的申报没有问题。",
    en: "The verification is over: the record was out of date and your declaration is right.",
  },
  UNDETERMINED: {
    zh: "核实结束：无法确定，按您的申报为准，不留记录。",
    en: "The verification is over: it could not be determined, so your declaration stands, with no mark.",
  },
};
export const toldOf = (outcome: Outcome) => TOLD[outcome];

export const decide: Answer<typeof contract.decideCase> = async (ctx, { id }, { outcome, reason }) => {
  const row = await locked(ctx, id);
  if (!isHealth(ctx.actor)) throw new Problem(problems["health-only"]);
  const may = mayDecide(row.state, outcome);
  if (may !== "ok") throw new Problem(problems[may === "ended" ? "not-now" : "not-verified"]);
  const next = await store.moveCase(
    ctx.sql,
    id,
    { state: "DECIDED", dueAt: null, outcome, decidedBy: ctx.actor.postId },
    ctx.now,
  );
  await note(ctx, id, "decided", reason);
  await tellHolders(ctx, [
    { personKey: row.person_key, kind: "case", ...TOLD[outcome], link: `/cases/${id}`, subject: `${id}/decided` },
  ]);
  await audit(ctx, {
    action: "false-green.decide",
    objectKind: "false-green-case",
    objectId: id,
    place: row.place,
    detail: { outcome, rules: row.rules },
  });
  return lineOf(next, ctx.now);
};

export const exportPackage: Answer<typeof contract.exportPackage> = async (ctx, { id }) => {
  if (!isHealth(ctx.actor)) throw new Problem(problems["health-only"]);
  const row = await found(ctx, id);
  if (row.outcome !== "INTENTIONAL") throw new Problem(problems["not-now"]);
  const [findings, steps] = [await store.findingsOf(ctx.sql, [id]), await store.stepsOf(ctx.sql, id)];
  const document = JSON.stringify({
    case: lineOf(row, ctx.now),
    ruleSet: RULE_SET,
    findings: findings.map(findingView),
    steps: steps.map((one) => ({ ...one, at: isoInstant(one.at) })),
    note: "本材料不含处罚意见；处罚由有关机关依法决定。",
  });
  const sha256 = createHash("sha256").update(document).digest("hex");
  await note(ctx, id, "exported", sha256);
  await audit(ctx, {
    action: "false-green.export",
    objectKind: "false-green-case",
    objectId: id,
    place: row.place,
    detail: { sha256 },
  });
  return { madeAt: isoInstant(ctx.now), sha256, document };
};

export const listMine: Answer<typeof contract.listMine> = async (ctx) => {
  const rows = await store.casesOfMine(ctx.sql);
  const findings = await store.findingsOf(
    ctx.sql,
    rows.map((row) => row.id),
  );
  return {
    cases: rows.map((row) => ({
      id: row.id,
      personKey: row.person_key,
      state: row.state,
      openedAt: isoInstant(row.opened_at),
      closesAt: isoInstant(clockOf(row.state, row.opened_at).closesAt),
      refileUntil: isoInstant(later(row.opened_at, REFILE_WITHIN)),
      outcome: row.outcome,
      findings: findings
        .filter((one) => one.case_id === row.id)
        .map((one) => ({
          name: RULES[one.rule].name,
          observedSource: one.detail.observed.source,
          benign: [...RULES[one.rule].benign],
        })),
    })),
  };
};
