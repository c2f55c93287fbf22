/** Declaring for the persons of the account, or at the door for someone who applied there; and what was declared before. */
import { mustCarry } from "#capabilities/residents/carried.ts";
import { common } from "#kernel/problem.ts";
import { dayOf, isoInstant } from "#kernel/time.ts";
import type { Answer, Context, OpenAnswer, OpenContext } from "#platform/answer.ts";
import { asActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import { unseal } from "#platform/seal.ts";
import { declarationProblems, type declare, type declareFor, Form, type listDeclarations } from "./contract.ts";
import { faultsOf } from "./rules/check-form.ts";
import * as store from "./store.ts";
import type { Item } from "./types.ts";
import { writerOf } from "./writer.ts";

const VERSIONS_SHOWN = 50;

export const submit: OpenAnswer<typeof declare> = (ctx, { personKey }, body) =>
  take(ctx, { ...body, personKey, residentId: ctx.actor.accountId, byPost: null });

/** At the door: only for persons for whom a post of this area applied. */
export const submitFor: OpenAnswer<typeof declareFor> = async (ctx, { personKey }, body) => {
  const mayAct = await asActor(ctx.services.db, ctx.actor, (sql) => store.appliedForHere(sql, personKey));
  if (!mayAct || !body.form.place.startsWith(ctx.actor.area)) throw new Problem(common["not-found"]);
  return take(ctx, { ...body, personKey, residentId: null, byPost: ctx.actor.postId });
};

async function take(ctx: OpenContext, item: Item) {
  const faults = faultsOf(item.form, dayOf(ctx.now));
  if (faults.length > 0) throw new Problem(declarationProblems.incomplete, { faults });
  const verdict = await writerOf(ctx.services)(item);
  switch (verdict.answer) {
    case "taken": {
      const { version, declaredAt, colour } = verdict;
      return { id: item.id, version, declaredAt: isoInstant(declaredAt), colour };
    }
    case "not-found":
      throw new Problem(common["not-found"]);
    case "changed-meanwhile":
      throw new Problem(declarationProblems["changed-meanwhile"], { version: verdict.version });
    case "id-taken":
    case "failed":
      throw new Problem(common.conflict);
    default:
      return verdict satisfies never;
  }
}

/** The form as it was declared, opened for its holder. */
export function openForm({ services }: Pick<Context, "services">, row: store.DeclarationRow): Form {
  return Form.parse(JSON.parse(unseal(services.keys.sealingKey, row.sealed, row.id)));
}

export const list: Answer<typeof listDeclarations> = async (ctx, { personKey }) => {
  await mustCarry(ctx, personKey);
  const rows = await store.versionsOf(ctx.sql, personKey, VERSIONS_SHOWN);
  return {
    declarations: rows.map((row) => ({
      id: row.id,
      version: row.version,
      declaredAt: isoInstant(row.declared_at),
      byPost: row.by_post !== null,
      form: openForm(ctx, row),
    })),
  };
};
