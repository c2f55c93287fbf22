import type { Context } from "#platform/answer.ts";
import { type CopyPair, type CopyQuery, copyPair } from "#platform/copies.ts";
import { factsCopy } from "./contract.ts";
import { factsOf, shownFact } from "./facts.ts";
import * as store from "./store.ts";

async function read(ctx: Context, query: CopyQuery) {
  const subjects =
    "ids" in query ? await store.subjectsOf(ctx.sql, query.area, query.ids) : await store.subjectsAfter(ctx.sql, query);
  const facts = await factsOf(ctx, { subjectIds: subjects.map((one) => one.subject_id) });
  const bySubject = Map.groupBy(
    // Names and numbers stand in the register's own copies; a phone holds no number of a document.
    facts.filter((fact) => !REGISTER_ONLY.has(fact.attribute)),
    (fact) => fact.subjectId,
  );
  return subjects.map(({ subject_id: id, subject_kind: subjectKind, place }) => ({
    id,
    value: { subjectKind, place, facts: (bySubject.get(id) ?? []).map(shownFact) },
  }));
}

const REGISTER_ONLY: ReadonlySet<string> = new Set(["person.name", "person.id-number", "person.phone"]);

export const factCopies: readonly CopyPair[] = [
  copyPair(factsCopy, read, ({ sql }, area) => store.countSubjects(sql, area)),
];
