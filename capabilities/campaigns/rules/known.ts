/** What is known and fresh is not asked again. Source: reference/domain.md §6.13: "anything known < 72 h unless changed". */
import { HOUR, type Instant } from "#kernel/time.ts";

export const KNOWN_FOR = 72 * HOUR;

export type Known = {
  readonly attribute: string;
  readonly at: Instant;
  /** Who asked, as the team knows him. */
  readonly byName: string | null;
};

/** Of the questions: those to ask, and those asked already, with the latest "by … on …". */
export function asksOf(
  questions: readonly string[],
  facts: readonly Known[],
  now: Instant,
): { readonly ask: readonly string[]; readonly known: readonly Known[] } {
  const latest = new Map<string, Known>();
  for (const fact of facts) {
    if (fact.at <= now - KNOWN_FOR || fact.at > now) continue;
    const before = latest.get(fact.attribute);
    if (before === undefined || before.at < fact.at) latest.set(fact.attribute, fact);
  }
  return {
    ask: questions.filter((attribute) => !latest.has(attribute)),
    known: questions.flatMap((attribute) => latest.get(attribute) ?? []),
  };
}
