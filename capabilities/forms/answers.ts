/** Answers to forms: taken once, decided by the same rules as on the phone, sealed; reviewed where the form says so. */
import { type Attachable, presentAttachment } from "#capabilities/attachments/attachments.ts";
import { endProvisional } from "#capabilities/facts/facts.ts";
import { isWithin, selfAndAncestors } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { instant, later, MINUTE } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { attachmentsOf } from "#platform/attachments.ts";
import { audit } from "#platform/audit.ts";
import type { Apply, CommandContext } from "#platform/commands.ts";
import { noteChanges } from "#platform/copies.ts";
import { Problem } from "#platform/problem.ts";
import { seal, sealingKeyId, unseal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import { READING_ROLES, REVIEWING_ROLES } from "./contract.ts";
import { mustFind } from "./forms.ts";
import { answerHeadOf, documentOf } from "./present.ts";
import { compile } from "./rules/document.ts";
import { answersOf, faultsOf, fill } from "./rules/fill.ts";
import { formProblems as problem } from "./rules/problems.ts";
import type { Answers } from "./rules/rows.ts";
import * as store from "./store.ts";
import { roleAt } from "./store-fillers.ts";
import { approveFacts, tellFacts } from "./tell-facts.ts";

const PAGE = 100;
/** Faults named at once: a phone shows them at their questions. */
const NAMED_AT_MOST = 20;

const boundTo = (id: string): string => `form-answer/${id}`;

/** The command forms/submit. */
export const submit: Apply<typeof contract.submitForm> = (ctx, body) => take(ctx, body, null);

/** From paper: decided and kept as if whoever filled it had sent it at that hour, with who keyed it in. */
export const key: Answer<typeof contract.keyAnswer> = async (ctx, { formId }, given) => {
  const { sql, actor, now } = ctx;
  const { id, place, subject, filledBy, answers } = given;
  const filledAt = instant(given.filledAt);
  const form = await mustFind(sql, formId);
  if (!isWithin(place, actor.area)) throw new Problem(common["not-found"]);
  if ((await store.findAnswer(sql, id)) !== null) return { isNew: false };
  if (filledAt > now || form.published_at === null || filledAt < form.published_at)
    throw new Problem(problem["filled-when"]);
  const role = await roleAt(sql, { postId: filledBy, places: selfAndAncestors(place), now });
  if (role === null || !form.roles.includes(role)) throw new Problem(problem["not-a-filler"]);
  const filler = { ...ctx, actor: { ...actor, postId: filledBy, role }, commandId: id, madeAt: filledAt };
  await take(filler, { formId, place, subject, answers }, actor.postId);
  await audit(ctx, {
    action: "form.answer.key",
    objectKind: "form-answer",
    objectId: id,
    place,
    detail: { form: formId, filledBy },
  });
  return { isNew: true };
};

type Body = Parameters<Apply<typeof contract.submitForm>>[1];

async function take(ctx: CommandContext, body: Body, keyedBy: string | null) {
  const { sql, actor, now, commandId: id, madeAt } = ctx;
  const form = await mustFind(sql, body.formId);
  mustBeOpen(ctx, form, body.place);
  if (form.document.subject !== "none" && body.subject?.kind !== form.document.subject)
    throw new Problem(problem["subject-missing"]);
  const filling = fill(compile(form.document), body.answers, madeAt);
  const fields = faultsOf(filling)
    .slice(0, NAMED_AT_MOST)
    .map((one) => one.key);
  if (fields.length > 0) throw new Problem(problem["answer-wrong"], { fields });
  const answers = answersOf(filling);
  const subject = form.document.subject === "none" ? null : body.subject;
  if (body.corrects !== undefined && !(await store.replaceAnswer(sql, body.corrects, actor.postId, now)))
    throw new Problem(problem["not-yours-to-correct"]);
  if (body.corrects !== undefined) await endProvisional(ctx, body.corrects);
  const { sealingKey } = ctx.services.keys;
  await store.insertAnswer(sql, {
    id,
    formId: form.id,
    place: body.place,
    subject,
    byPost: actor.postId,
    madeAt,
    receivedAt: now,
    sealed: seal(sealingKey, JSON.stringify(answers), boundTo(id)),
    keyId: sealingKeyId(sealingKey),
    state: form.is_reviewed ? "to-review" : "kept",
    corrects: body.corrects ?? null,
    keyedBy,
  });
  await noteChanges(ctx, [
    { kind: "form-answer", id, place: body.place },
    ...(body.corrects === undefined ? [] : [{ kind: "form-answer", id: body.corrects, place: body.place }]),
  ]);
  const { facts, note } = await tellFacts(ctx, { form, body, subject, answers });
  return note === null ? { facts } : { facts, note };
}

/** It stood when it was filled, for this place and post. An earlier version that was replaced since is as good. */
function mustBeOpen({ actor, madeAt }: CommandContext, form: store.WholeForm, place: string): void {
  if (form.state === "draft") throw new Problem(common["not-found"]);
  const isForPost = form.roles.some((one) => one === actor.role);
  if (!isWithin(place, form.area) || !isForPost) throw new Problem(problem["not-for-here"]);
  const isOver = form.shown_until !== null && madeAt >= form.shown_until;
  // A phone's clock is put right by its offset, to some minutes.
  const wasWithdrawn =
    form.state === "withdrawn" && form.ended_at !== null && madeAt > later(form.ended_at, 10 * MINUTE);
  if (isOver || wasWithdrawn) throw new Problem(problem["form-ended"]);
}

export const list: Answer<typeof contract.listAnswers> = async ({ sql, now }, { area, formId, only, before }) => {
  const rows = await store.answersAround(sql, {
    area,
    formId,
    isToReview: only === "to-review",
    before: before === undefined ? later(now, 1) : instant(before),
    limit: PAGE,
  });
  return { answers: rows.map(answerHeadOf) };
};

/** What was answered, opened. */
export const opened = (
  { services }: Pick<Context, "services">,
  row: Pick<store.AnswerRow, "id" | "sealed_answers">,
): Answers => JSON.parse(unseal(services.keys.sealingKey, row.sealed_answers, boundTo(row.id))) as Answers;

export const open: Answer<typeof contract.openAnswer> = async (ctx, { answerId }) => {
  const { sql, actor } = ctx;
  const row = await mustFindAnswer(ctx, answerId);
  const { document } = await mustFind(sql, row.form_id);
  await audit(ctx, { action: "form.answer.open", objectKind: "form-answer", objectId: row.id, place: row.place });
  const mayReview =
    row.state === "to-review" &&
    row.by_post !== actor.postId &&
    row.keyed_by !== actor.postId &&
    REVIEWING_ROLES.some((one) => one === actor.role);
  const files = await attachmentsOf(sql, attachableAnswers.kind, await store.withCorrected(sql, row.id));
  return {
    answer: answerHeadOf(row),
    answers: opened(ctx, row),
    document: documentOf(document),
    mayReview,
    files: files.map(presentAttachment),
  };
};

/** Photos and recordings of an answer are sent after it by whoever gave it; the desks that read answers open them. */
export const attachableAnswers: Attachable = {
  kind: "form-answer",
  readers: READING_ROLES,
  keepForDays: 90,
  placeOf: async ({ sql, actor }, id) => {
    const row = await store.findAnswer(sql, id);
    return row !== null && row.by_post === actor.postId ? row.place : null;
  },
};

export const decide: Answer<typeof contract.decideAnswer> = async (ctx, { answerId }, given) => {
  const { sql, actor, now } = ctx;
  const row = await mustFindAnswer(ctx, answerId);
  if (row.by_post === actor.postId || row.keyed_by === actor.postId) throw new Problem(problem["own-answer"]);
  const reason = given.decision === "return" ? given.reason : null;
  if (!(await store.decide(sql, answerId, { post: actor.postId, at: now, reason })))
    throw new Problem(problem["not-to-review"]);
  // What was said stands from now on, or is no longer said.
  if (reason === null) await approveFacts(ctx, row);
  else await endProvisional(ctx, answerId);
  await noteChanges(ctx, [{ kind: "form-answer", id: answerId, place: row.place }]);
  await audit(ctx, {
    action: given.decision === "approve" ? "form.answer.approve" : "form.answer.return",
    objectKind: "form-answer",
    objectId: answerId,
    place: row.place,
  });
  return answerHeadOf(await mustFindAnswer(ctx, answerId));
};

/** Outside one's area: there is none. */
async function mustFindAnswer({ sql, actor }: Context, id: string): Promise<store.AnswerRow> {
  const row = await store.findAnswer(sql, id);
  if (row === null || !isWithin(row.place, actor.area)) throw new Problem(common["not-found"]);
  return row;
}
