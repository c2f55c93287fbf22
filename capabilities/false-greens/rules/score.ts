/**
 * From findings to a case: S = 1 − Π(1 − w·q) over distinct sources, a case at S ≥ 0.6 or by any of F1 to F3; and the
 * duty of precision: a rule that is mostly wrong goes to shadow by itself.
 *
 * Source: reference/domain.md §6.7.
 */
import { RULES, type RuleId } from "./rules.ts";

export const CASE_FROM = 0.6;
export const SHADOW_BELOW = 0.3;
export const SHADOW_NEEDS = 50;

export type Weighted = { readonly rule: RuleId; readonly source: string; readonly strength: number };

/** w·q of one finding. */
export const strengthOf = (weight: number, quality: number): number => Math.min(1, Math.max(0, weight * quality));

/** The score of findings: of several from one source only the strongest counts. */
export function scoreOf(findings: readonly Weighted[]): number {
  const strongest = new Map<string, number>();
  for (const { source, strength } of findings) strongest.set(source, Math.max(strength, strongest.get(source) ?? 0));
  let agrees = 1;
  for (const strength of strongest.values()) agrees *= 1 - strength;
  return 1 - agrees;
}

/** Do these findings open a case? */
export const opensCase = (findings: readonly Weighted[]): boolean =>
  findings.some(({ rule, strength }) => RULES[rule].isSerious && strength > 0) || scoreOf(findings) >= CASE_FROM - 1e-9;

/** Share of closed cases in which the record was right; null while none is closed. */
export const precisionOf = (closed: number, confirmed: number): number | null =>
  closed === 0 ? null : confirmed / closed;

/** Is a rule mostly wrong: right in less than 30 % of at least 50 closed cases? */
export const isMostlyWrong = (closed: number, confirmed: number): boolean =>
  closed >= SHADOW_NEEDS && confirmed / closed < SHADOW_BELOW;
