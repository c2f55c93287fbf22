/** What a sheet says besides its ticks: answers to the campaign's own questions, which are facts as those from a phone are. */
import { recordFacts } from "#capabilities/facts/facts.ts";
import { attributeOf, type FactValue, isValueOf } from "#capabilities/facts/rules/attributes.ts";
import { householdsOn } from "#capabilities/households/lines.ts";
import { dayOf, type Instant } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import { campaignProblems as problem } from "./rules/problems.ts";

/** Who lives behind the doors of a place today, by door. */
export async function householdsBehind(ctx: Pick<Context, "sql" | "now">, place: string): Promise<Map<string, string>> {
  const living = await householdsOn(ctx, { area: place, day: dayOf(ctx.now) });
  return new Map(living.map(({ door, householdId }) => [door.doorId, householdId]));
}

export type Answered = { readonly attribute: string; readonly value: FactValue };
type Of = {
  readonly place: string;
  readonly doorId: string;
  readonly householdId: string | null;
  readonly questions: readonly string[];
  readonly line: number;
  readonly answers: readonly Answered[];
  readonly markId: string;
  readonly filledAt: Instant;
  readonly filledBy: string;
};

/** Whoever stood at the door said so, when he filled the sheet; the mark beside it says who keyed it in. */
export async function recordAnswers(ctx: Context, of: Of): Promise<void> {
  const fields = [`lines.${of.line}`];
  const facts = of.answers.map(({ attribute, value }) => {
    const known = of.questions.includes(attribute) ? attributeOf(attribute) : null;
    if (known === null || !isValueOf(known, value)) throw new Problem(problem["answer-wrong"], { fields });
    const subjectId = known.subject === "door" ? of.doorId : of.householdId;
    if (subjectId === null) throw new Problem(problem["no-household"], { fields });
    return {
      county: of.place.slice(0, 6),
      place: of.place,
      subjectKind: known.subject,
      subjectId,
      attribute,
      value,
      source: "visit" as const,
      sourceId: of.markId,
      observedAt: of.filledAt,
      byPost: of.filledBy,
    };
  });
  await recordFacts(ctx, facts);
}
