/** What a form asked becomes shared facts: at once, or, of a form that is reviewed, when its answer was approved. */
import { endProvisional, factsOf, type NewFact, recordFacts } from "#capabilities/facts/facts.ts";
import { attributeOf } from "#capabilities/facts/rules/attributes.ts";
import { noteOf } from "#capabilities/facts/rules/notes.ts";
import { noteUse } from "#capabilities/facts/uses.ts";
import { isOfRegister, mustFitRegister, tellRegister } from "#capabilities/households/tell.ts";
import type { Context } from "#platform/answer.ts";
import type { Apply, CommandContext } from "#platform/commands.ts";
import { idFrom } from "#platform/ids.ts";
import type * as contract from "./contract.ts";
import { factOf, sharedQuestions } from "./rules/fact-values.ts";
import type { Answers } from "./rules/rows.ts";
import type * as store from "./store.ts";

type Body = Parameters<Apply<typeof contract.submitForm>>[1];
type Subject = NonNullable<Body["subject"]>;
type Taken = {
  readonly form: store.WholeForm;
  readonly body: Body;
  readonly subject: Body["subject"];
  readonly answers: Answers;
};
type Note = ReturnType<typeof noteOf>;

/**
 * What was asked and is shared becomes facts of the subject; what was known already was not asked. Returns how many, and
 * what contradicts. What waits for a review is known from now on, so that nobody asks again, and stands for nothing yet.
 */
export async function tellFacts(ctx: CommandContext, { form, body, subject, answers }: Taken) {
  if (subject === null) return { facts: 0, note: null };
  const of = {
    county: body.place.slice(0, 6),
    place: body.place,
    subjectKind: subject.kind,
    subjectId: subject.id,
    source: "form" as const,
    sourceId: ctx.commandId,
    observedAt: ctx.madeAt,
    byPost: ctx.actor.postId,
  };
  const told = sharedQuestions(form.document.questions).flatMap((question): NewFact[] => {
    const attribute = attributeOf(question.fact);
    const answer = answers[question.name];
    if (attribute === null || typeof answer !== "string" || body.known?.includes(question.name) === true) return [];
    const value = factOf(question, attribute, answer);
    const seen = factOf(question, attribute, body.seen?.[question.name] ?? "");
    return value === null ? [] : [{ ...of, attribute: question.fact, value, ...(seen === null ? {} : { seen }) }];
  });
  await noteKnown(ctx, { form, body, subject });
  if (!form.is_reviewed) return { facts: told.length, note: await say(ctx, subject, told) };
  // What cannot be approved is refused while its collector still stands at the door.
  mustFitRegister(ctx, subject.kind, told.filter(isForRegister));
  await recordFacts(
    ctx,
    told.map((one) => ({ ...one, isProvisional: true })),
  );
  return { facts: told.length, note: null };
}

/** Facts as they stand, by the register's own rule where the register keeps them. */
async function say(ctx: CommandContext, subject: Subject, told: readonly NewFact[]): Promise<Note> {
  const [ofRegister, others] = [told.filter(isForRegister), told.filter((one) => !isForRegister(one))];
  const register = await tellRegister(ctx, subject, ofRegister);
  const recorded = await recordFacts(ctx, register.isTaken ? others : told);
  return joined(register.note, noteOf(recorded.flatMap((one) => one.conflict ?? [])));
}

/** What an answer said stands from its approval on, as said by whoever asked, when he asked. */
export async function approveFacts(
  ctx: Context,
  answer: Pick<store.AnswerRow, "id" | "subject_kind" | "subject_id" | "made_at" | "by_post">,
): Promise<void> {
  const { id, subject_kind: kind, subject_id: subjectId, made_at: madeAt, by_post: postId } = answer;
  if (subjectId === null || kind === "none") return;
  const sourceId = idFrom(`approved|${id}`);
  const told = (await endProvisional(ctx, id)).map((one) => ({ ...one, sourceId }));
  const asAsked: CommandContext = { ...ctx, actor: { ...ctx.actor, postId }, commandId: sourceId, madeAt };
  await say(asAsked, { kind, id: subjectId }, told);
}

const isForRegister = ({ attribute }: { readonly attribute: string }): boolean => isOfRegister(attribute);

const joined = (a: Note, b: Note): Note =>
  a === null || b === null ? (a ?? b) : { zh: `${a.zh}${b.zh}`, en: `${a.en} ${b.en}` };

/** What was known and so not asked again was used by this form: whoever collected it sees that (数据回流). */
async function noteKnown(
  ctx: CommandContext,
  { form, body, subject }: Omit<Taken, "answers" | "subject"> & { readonly subject: Subject },
): Promise<void> {
  const known = new Set(body.known ?? []);
  const attributes = sharedQuestions(form.document.questions).flatMap(({ name, fact }) =>
    known.has(name) && fact !== undefined ? [fact] : [],
  );
  if (attributes.length === 0) return;
  const facts = await factsOf(ctx, { subjectIds: [subject.id], attributes });
  const { zh, en } = form.document.title;
  await noteUse(
    ctx,
    facts.map((one) => one.id),
    { kind: "form", id: form.id, zh: `表单“${zh}”`, en: `the form "${en}"` },
  );
}
