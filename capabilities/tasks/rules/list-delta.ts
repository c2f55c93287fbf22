/**
 * What a published list means for one subject: tomorrow's list is pushed as a delta, not again (a10, scenario 15). The
 * table below is what store-publish.ts says in SQL; a test holds one to the other.
 */
import { RISK_TIERS, type RiskTier } from "#kernel/tiers.ts";

export type ListedAs = { readonly tier: RiskTier; readonly managed: boolean };
export type DeltaFacts = {
  /** On the new list, the list published before, with a task still open, and with one done: null = not so. */
  readonly now: ListedAs | null;
  readonly before: ListedAs | null;
  readonly openTier: RiskTier | null;
  readonly hasDone: boolean;
  /** Its open task has a source of its own (a fever, an appeal). */
  readonly isAsked?: boolean;
};
export type Delta = "issue" | "up" | "down" | "same" | "left" | "managed" | "asked" | "none";

/** Higher is more urgent. */
export const rankOf = (tier: RiskTier): number => RISK_TIERS.length - RISK_TIERS.indexOf(tier);

/** The first line that holds decides. */
export function decideDelta({ now, before, openTier, hasDone, isAsked = false }: DeltaFacts): Delta {
  if (openTier !== null && isAsked && (now === null || now.managed)) return "asked";
  if (openTier !== null && (now === null || now.managed)) return "left";
  if (now === null) return "none";
  if (now.managed) return "managed";
  if (openTier !== null) {
    if (rankOf(now.tier) === rankOf(openTier)) return "same";
    return rankOf(now.tier) > rankOf(openTier) ? "up" : "down";
  }
  const isNews = before === null || before.managed || rankOf(now.tier) > rankOf(before.tier);
  return isNews || !hasDone ? "issue" : "same";
}
