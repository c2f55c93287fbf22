/**
 * The colour of a health code, decided from recorded evidence alone: pure, total, deterministic.
 *
 * Source: design/codes.md "Colour" (Suzhou's notice no. 10 of 2020-02-22): the strongest standing evidence decides; of
 * equals the one that lasts longest; with nothing standing the code is green.
 */
import { type CodeColour, compareColours } from "#kernel/colours.ts";
import type { Instant } from "#kernel/time.ts";
import { ADVICE, type Advice } from "./advice.ts";
import { type EvidenceClass, type EvidenceKind, ruleOf } from "./evidence.ts";

/** One piece of evidence that was recorded and not withdrawn. It stands in [since, until); null: until withdrawn. */
export type Standing = {
  readonly id: string;
  readonly kind: EvidenceKind;
  readonly since: Instant;
  readonly until: Instant | null;
};

/** The rule that decided: a kind of evidence, or that there was none. Shown to the holder, never renamed. */
export type ColourRule = EvidenceKind | "nothing-found";

export type Decision = {
  readonly colour: CodeColour;
  readonly rule: ColourRule;
  readonly reason: { readonly zh: string; readonly en: string };
  readonly evidenceClass: EvidenceClass | null;
  /** From when the deciding evidence counts: the exposure, not the day of recording. Null: nothing was found. */
  readonly since: Instant | null;
  /** Decide again then, even if nothing new is known. Null: only new evidence or a release can change the colour. */
  readonly until: Instant | null;
  /** The evidence that decided; empty when nothing was found. */
  readonly evidenceIds: readonly string[];
  readonly advice: Advice;
};

export const NOTHING_FOUND = { zh: "没有发现异常", en: "Nothing abnormal was found" } as const;

const standsAt = (one: Standing, now: Instant): boolean => one.since <= now && (one.until === null || now < one.until);

/** Negative when `a` decides before `b`: stronger, then lasting longer, then the smaller id, so that order never matters. */
export function compareEvidence(a: Standing, b: Standing): number {
  const byColour = compareColours(ruleOf(a.kind).colour, ruleOf(b.kind).colour);
  if (byColour !== 0) return byColour;
  const [untilA, untilB] = [a.until ?? Number.POSITIVE_INFINITY, b.until ?? Number.POSITIVE_INFINITY];
  if (untilA !== untilB) return untilA > untilB ? -1 : 1;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

/** The colour that `evidence` holds at `now`. Evidence may be given in any order, also what no longer stands. */
export function decide(evidence: readonly Standing[], now: Instant): Decision {
  let first: Standing | null = null;
  for (const one of evidence) {
    if (standsAt(one, now) && (first === null || compareEvidence(one, first) < 0)) first = one;
  }
  if (first === null) {
    return {
      colour: "green",
      rule: "nothing-found",
      reason: NOTHING_FOUND,
      evidenceClass: null,
      since: null,
      until: null,
      evidenceIds: [],
      advice: ADVICE.pass,
    };
  }
  const rule = ruleOf(first.kind);
  return {
    colour: rule.colour,
    rule: first.kind,
    reason: rule.reason,
    evidenceClass: rule.class,
    since: first.since,
    until: first.until,
    evidenceIds: [first.id],
    advice: rule.advice,
  };
}
