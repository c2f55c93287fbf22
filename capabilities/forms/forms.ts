/** Bringing a workbook, publishing a version, withdrawing it; every phone of the area has it at its next contact. */
import { readBytes } from "#capabilities/enterprises/file/bytes.ts";
import { readSheets } from "#capabilities/enterprises/file/xlsx.ts";
import { isWithin } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { instant, isoInstant } from "#kernel/time.ts";
import type { Answer, Context, OpenAnswer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { noteChanges } from "#platform/copies.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { WORKBOOK_BYTES } from "./contract.ts";
import { documentOf, headOf } from "./present.ts";
import { formProblems as problem } from "./rules/problems.ts";
import { importForm } from "./rules/xlsform.ts";
import { faultSentence } from "./rules/xlsform-faults.ts";
import * as store from "./store.ts";

const FAULTS_SHOWN = 100;
const LISTED_AT_MOST = 200;

/** POST /forms. */
export const bring: OpenAnswer<typeof contract.importWorkbook> = async (ctx, _params, body) => {
  const imported = importForm(await sheetsIn(ctx, body));
  if ("faults" in imported) {
    const faults = imported.faults.slice(0, FAULTS_SHOWN).map((one) => ({ ...one, ...faultSentence(one) }));
    return { form: null, ignored: [], faultCount: imported.faults.length, faults };
  }
  const { document, ignored } = imported;
  const form = await asActor(ctx.services.db, ctx.actor, async (sql) => {
    const { actor, now } = ctx;
    if (await store.isVersionHere(sql, actor.area, document.key, document.version))
      throw new Problem(problem["version-here"]);
    const id = newId();
    await store.insertForm(sql, { id, document, area: actor.area, by: actor.postId, at: now });
    await audit(
      { sql, actor, now },
      { action: "form.bring", objectKind: "form", objectId: id, place: actor.area, detail: { key: document.key } },
    );
    return headOf(await mustFind(sql, id));
  });
  return { form, ignored: [...new Set(ignored)], faultCount: 0, faults: [] };
};

async function sheetsIn(ctx: Parameters<typeof bring>[0], body: unknown) {
  try {
    return await readSheets(await readBytes(body, WORKBOOK_BYTES));
  } catch (error) {
    // What was not read of the body must not be taken for the next request.
    ctx.reply.header("connection", "close");
    if (!(error instanceof Problem) || error.kind.status !== 422) throw error;
    throw new Problem(problem["file-refused"], error.facts);
  }
}

export const list: Answer<typeof contract.listForms> = async ({ sql }, { area }) => ({
  forms: (await store.formsAround(sql, area, LISTED_AT_MOST)).map(headOf),
});

/** Is some version of this form on the phones of the whole area? */
export const isStanding = (
  { sql, now }: Pick<Context, "sql" | "now">,
  of: { readonly key: string; readonly area: string },
): Promise<boolean> => store.isStanding(sql, { ...of, now });

export const show: Answer<typeof contract.showForm> = async ({ sql }, { formId }) => {
  const form = await mustFind(sql, formId);
  return { form: headOf(form), document: documentOf(form.document) };
};

export const publish: Answer<typeof contract.publishForm> = async (ctx, { formId }, given) => {
  const { sql, actor, now } = ctx;
  const draft = await mustFind(sql, formId);
  if (draft.state !== "draft" || !isWithin(draft.area, actor.area)) throw new Problem(problem["not-a-draft"]);
  if (!isWithin(given.area, actor.area)) throw new Problem(problem["outside-your-area"]);
  const [from, until] = [
    given.from === null ? now : instant(given.from),
    given.until === null ? null : instant(given.until),
  ];
  if (until !== null && (until <= now || until <= from)) throw new Problem(problem["ends-in-the-past"]);
  const standing = await store.standingOf(sql, given.area, draft.key);
  if (standing.some((one) => one.area !== given.area)) throw new Problem(problem["taken-above"]);
  for (const one of standing) await store.endForm(sql, one.id, "replaced", now);
  await store.publish(sql, formId, {
    ...given,
    roles: [...new Set(given.roles)],
    from,
    until,
    by: actor.postId,
    at: now,
  });
  await noteChanges(ctx, [
    ...standing.map(({ id, area }) => ({ kind: "form", id, place: area })),
    { kind: "form", id: formId, place: given.area },
  ]);
  await audit(ctx, {
    action: "form.publish",
    objectKind: "form",
    objectId: formId,
    place: given.area,
    detail: { key: draft.key, version: draft.version, replaces: standing.map((one) => one.id) },
  });
  return headOf(await mustFind(sql, formId));
};

export const withdraw: Answer<typeof contract.withdrawForm> = async (ctx, { formId }, { reason }) => {
  const { sql, actor, now } = ctx;
  const form = await mustFind(sql, formId);
  if (!isWithin(form.area, actor.area)) throw new Problem(common["not-found"]);
  if (!(await store.endForm(sql, formId, "withdrawn", now))) throw new Problem(problem["not-standing"]);
  await noteChanges(ctx, [{ kind: "form", id: formId, place: form.area }]);
  await audit(ctx, {
    action: "form.withdraw",
    objectKind: "form",
    objectId: formId,
    place: form.area,
    detail: { reason, at: isoInstant(now) },
  });
  return headOf(await mustFind(sql, formId));
};

export async function mustFind(sql: Context["sql"], formId: string): Promise<store.WholeForm> {
  const form = await store.findForm(sql, formId);
  if (form === null) throw new Problem(common["not-found"]);
  return form;
}
