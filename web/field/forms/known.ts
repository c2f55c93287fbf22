/** What is known of a form's subject, as answers to its questions: shown, and not asked again while it is fresh. */
import { factsCopy } from "#capabilities/facts/contract.ts";
import { isFresh, standsNow } from "#capabilities/facts/rules/standing.ts";
import type { FormDocument } from "#capabilities/forms/rules/document.ts";
import { answerOf, sharedQuestions } from "#capabilities/forms/rules/fact-values.ts";
import { type Instant, instant } from "#kernel/time.ts";
import type { Known } from "../../shared/forms/Question.tsx";
import { useCopies } from "../store/copies.ts";

export function useKnown(document: FormDocument, subjectId: string | null, now: Instant): ReadonlyMap<string, Known> {
  const all = useCopies(factsCopy);
  const facts = subjectId === null ? [] : (all.get(subjectId)?.facts ?? []);
  const known = new Map<string, Known>();
  for (const question of sharedQuestions(document.questions)) {
    const held = facts.find((one) => one.attribute === question.fact);
    if (held === undefined) continue;
    const fact = standsNow(held, now);
    // Told already, but not for this post to read: said, so that whoever asks again knows it.
    const answer = fact.value === null ? "" : answerOf(question, fact.value);
    if (answer === null) continue;
    const observedAt = instant(fact.observedAt);
    known.set(question.name, {
      answer,
      byName: fact.byName,
      isByResident: fact.source === "declaration",
      at: fact.observedAt,
      isFresh: answer !== "" && isFresh({ attribute: fact.attribute, observedAt }, now),
    });
  }
  return known;
}
