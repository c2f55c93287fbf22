/** The reasons of a tier in words, from the rule set that decided; and until when the tier can stand. */
import type { RiskTier } from "#kernel/tiers.ts";
import { DAY, dayOf, endOf, type Instant, later } from "#kernel/time.ts";

/** What is needed of a rule set. */
type RuleWords = {
  readonly rules: readonly {
    readonly id: string;
    readonly tier: RiskTier;
    readonly reason: { readonly zh: string; readonly en: string };
  }[];
};

export type Reason = { readonly rule: string; readonly tier: RiskTier; readonly zh: string; readonly en: string };

/** One reason a rule that held; a rule that the set does not know is given by its id, never left out. */
export function reasonsOf(ruleSet: RuleWords, rules: readonly string[], tier: RiskTier): Reason[] {
  return rules.map((id) => {
    const rule = ruleSet.rules.find((one) => one.id === id);
    return { rule: id, tier: rule?.tier ?? tier, zh: rule?.reason.zh ?? id, en: rule?.reason.en ?? id };
  });
}

/**
 * When the tier falls away by itself: the end of day D0 + window, D0 being the day of the latest exposure; a case is
 * bound to no window. An exposure that ends at midnight ends its own day, not the next one's.
 * Source: reference/domain.md §6.2 ("D+14") and scenario 1 of §7.3: D0 = 1 February expires 15 February 24:00.
 */
export function expiryOf(
  latestExposureAt: Instant | null,
  windowDays: number,
  rules: readonly string[],
): Instant | null {
  if (latestExposureAt === null || rules.includes("case")) return null;
  return later(endOf(dayOf(later(latestExposureAt, -1))), windowDays * DAY);
}
