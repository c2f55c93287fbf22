/** What offices do with an appeal: look, sort, decide with reasons; the auditor's opinion at the end. */
import { withdrawEvidence } from "#capabilities/codes/evidence.ts";
import { logForHolders } from "#capabilities/residents/holder-log.ts";
import { tellHolders } from "#capabilities/residents/notices.ts";
import type { Actor } from "#kernel/actor.ts";
import { common } from "#kernel/problem.ts";
import { instant, isoInstant } from "#kernel/time.ts";
import type { Answer, Context, OpenAnswer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract-desk.ts";
import { fileName } from "./rules/attachments.ts";
import { appealProblems as problems } from "./rules/problems.ts";
import { type AppealOutcome, decisionDue, mayDecide } from "./rules/states.ts";
import { openFile } from "./sealing.ts";
import * as store from "./store.ts";
import { COURT, lineOf, viewOf } from "./views.ts";

const PAGE = 50;

export const isHealth = (actor: Actor): boolean =>
  actor.role === "health-worker" || (actor.role === "signatory" && actor.department === "health");

const by = ({ actor }: Pick<Context, "actor">) => ({ post: actor.postId, role: actor.role });

export const list: Answer<typeof contract.listAppeals> = async (ctx, { view, after }) => {
  const isClosed = view === "closed";
  const rows = await store.listAppeals(ctx.sql, {
    states: store.VIEWS[view],
    isClosed,
    after: readCursor(after),
    limit: PAGE,
  });
  const last = rows.at(-1);
  await audit(ctx, {
    action: "appeal.list",
    objectKind: "area",
    objectId: ctx.actor.area,
    place: ctx.actor.area,
    detail: { view, count: rows.length },
  });
  return {
    appeals: rows.map((row) => lineOf(row, ctx.now)),
    after: rows.length < PAGE || last === undefined ? null : `${isoInstant(last.received_at)} ${last.id}`,
  };
};

function readCursor(text: string | undefined): store.After | null {
  const [key = "", id = ""] = (text ?? "").split(" ");
  return /^[0-9a-f-]{36}$/.test(id) && !Number.isNaN(Date.parse(key)) ? { key: isoInstant(instant(key)), id } : null;
}

async function locked(ctx: Pick<Context, "sql">, id: string): Promise<store.AppealRow> {
  const row = await store.lockAppeal(ctx.sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  return row;
}

export const show: Answer<typeof contract.showAppeal> = async (ctx, { id }) => {
  const row = await store.oneAppeal(ctx.sql, id);
  if (row === null) throw new Problem(common["not-found"]);
  const steps = await store.stepsOf(ctx.sql, id);
  const may = await mayThisDecide(ctx, row, steps);
  await audit(ctx, { action: "appeal.read", objectKind: "appeal", objectId: id, place: row.place });
  await logForHolders(ctx, [
    {
      id: newId(),
      personKey: row.person_key,
      at: ctx.now,
      who: "appeal",
      action: "evidence.read",
      place: ctx.actor.area,
      detail: {},
    },
  ]);
  return {
    ...(await viewOf(ctx, row, steps)),
    about: { kind: row.about_kind, ids: [...row.about_ids] },
    steps: steps.map((one) => ({
      step: one.step,
      at: isoInstant(one.at),
      byRole: one.by_role,
      byOrganisation: one.by_organisation,
      words: one.words,
    })),
    mayDecide: may === "ok",
  };
};

async function mayThisDecide(ctx: Context, row: store.AppealRow, steps: readonly store.StepRow[]) {
  return mayDecide(row.state, {
    isHealth: isHealth(ctx.actor),
    accountId: ctx.actor.accountId,
    evidenceBy: isHealth(ctx.actor) ? await store.makersOf(ctx.sql, row.evidence_ids) : [],
    decidedBefore: steps.findLast((one) => one.step === "decided")?.by_account ?? null,
  });
}

/** As a download: no name of the sender's, no type of his, nothing that a browser would run. */
export const download: OpenAnswer<typeof contract.downloadAttachment> = async (
  { services, actor, now, reply },
  { id, n },
) => {
  const file = await asActor(services.db, actor, async (sql) => {
    const row = await store.oneAppeal(sql, id);
    const found = row === null ? null : await store.attachment(sql, id, n);
    if (row === null || found === null) throw new Problem(common["not-found"]);
    await audit(
      { sql, actor, now },
      { action: "appeal.open-attachment", objectKind: "appeal", objectId: id, place: row.place, detail: { n } },
    );
    return found;
  });
  await reply
    .type(file.media_type)
    .header("content-disposition", `attachment; filename="${fileName(n, file.media_type)}"`)
    .header("x-content-type-options", "nosniff")
    .header("content-security-policy", "sandbox; default-src 'none'")
    .header("cache-control", "no-store")
    .send(openFile(services.keys, id, file.sha256, file.sealed));
  return undefined;
};

export const triage: Answer<typeof contract.triageAppeal> = async (ctx, { id }, { kind, words }) => {
  const row = await locked(ctx, id);
  if (row.state !== "RECEIVED" && row.state !== "OWNED") throw new Problem(problems["not-now"]);
  const next = await store.moveAppeal(ctx.sql, id, {
    state: "EVIDENCE",
    dueAt: decisionDue(row.received_at, kind),
    kind,
    ownerPost: ctx.actor.postId,
  });
  await store.insertStep(ctx.sql, { id: newId(), appealId: id, step: "owned", words }, by(ctx), ctx.now);
  await audit(ctx, { action: "appeal.triage", objectKind: "appeal", objectId: id, place: row.place, detail: { kind } });
  return lineOf(next, ctx.now);
};

const OUTCOME_ZH: Readonly<Record<AppealOutcome, string>> = {
  upheld: "申诉成立",
  partial: "申诉部分成立",
  rejected: "申诉不成立",
};
const OUTCOME_EN: Readonly<Record<AppealOutcome, string>> = {
  upheld: "Your appeal was upheld.",
  partial: "Your appeal was upheld in part.",
  rejected: "Your appeal was rejected. You may ask for a second review by another health officer within seven days.",
};

/** The letter: outcome, reasons, what one may do next. */
const letterOf = (outcome: AppealOutcome, reasonZh: string): string =>
  `${OUTCOME_ZH[outcome]}。理由：${reasonZh}${outcome === "upheld" ? "相关依据已撤回，健康码已重新计算。" : `如不服，可在七日内申请由另一位卫健人员复核。${COURT.zh}`}`;

export const decide: Answer<typeof contract.decideAppeal> = async (ctx, { id }, { outcome, reasonZh, evidenceIds }) => {
  const row = await locked(ctx, id);
  const steps = await store.stepsOf(ctx.sql, id);
  const may = await mayThisDecide(ctx, row, steps);
  if (may !== "ok") throw new Problem(problems[may]);
  const gone = outcome === "upheld" ? row.evidence_ids : outcome === "partial" ? evidenceIds : [];
  if (gone.some((one) => !row.evidence_ids.includes(one))) throw new Problem(problems["unknown-evidence"]);
  const isReview = row.state === "SECOND_REVIEW";
  const next = await store.decideAppeal(ctx.sql, id, { outcome, post: ctx.actor.postId }, ctx.now);
  const letter = letterOf(outcome, reasonZh.endsWith("。") ? reasonZh : `${reasonZh}。`);
  await store.insertStep(
    ctx.sql,
    { id: newId(), appealId: id, step: isReview ? "reviewed" : "decided", words: letter, outcome },
    by(ctx),
    ctx.now,
  );
  if (gone.length > 0) {
    await withdrawEvidence(ctx, { evidenceIds: gone, because: "appeal", sourceId: id, reason: reasonZh.slice(0, 500) });
  }
  await tellHolders(ctx, [
    {
      personKey: row.person_key,
      kind: "appeal",
      zh: letter,
      en: OUTCOME_EN[outcome],
      link: `/appeals/${id}`,
      subject: `${id}/${isReview ? "reviewed" : "decided"}`,
    },
  ]);
  await store.insertStep(ctx.sql, { id: newId(), appealId: id, step: "notified" }, by(ctx), ctx.now);
  await audit(ctx, {
    action: "appeal.decide",
    objectKind: "appeal",
    objectId: id,
    place: row.place,
    detail: { outcome, isReview, withdrawn: gone },
  });
  return lineOf(next, ctx.now);
};

export const opinion: Answer<typeof contract.giveOpinion> = async (ctx, { id }, { words }) => {
  const row = await locked(ctx, id);
  if (row.state !== "OMBUDSMAN") throw new Problem(problems["not-now"]);
  const next = await store.moveAppeal(ctx.sql, id, { state: "CLOSED", dueAt: null });
  await store.insertStep(ctx.sql, { id: newId(), appealId: id, step: "opinion", words }, by(ctx), ctx.now);
  await tellHolders(ctx, [
    {
      personKey: row.person_key,
      kind: "appeal",
      zh: `监督员意见：${words} ${COURT.zh}`,
      en: `The ombudsman has given an opinion. ${COURT.en}`,
      link: `/appeals/${id}`,
      subject: `${id}/opinion`,
    },
  ]);
  await audit(ctx, { action: "appeal.opinion", objectKind: "appeal", objectId: id, place: row.place });
  return lineOf(next, ctx.now);
};
