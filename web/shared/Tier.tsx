import type { RiskTier } from "#kernel/tiers.ts";
import { useWords } from "./language.ts";
import { words } from "./words.ts";

/** Each tier has a shape and a word of its own: colour is never the only sign. */
const SHAPE: Readonly<Record<RiskTier, string>> = {
  red: "M8 1.5 15 14H1z",
  yellow: "M8 1l7 7-7 7-7-7z",
  blue: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z",
};

export function TierMark({ tier }: { readonly tier: RiskTier }) {
  return (
    <svg className={`tier-mark tier-${tier}`} viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
      <path d={SHAPE[tier]} />
    </svg>
  );
}

export function Tier({ tier }: { readonly tier: RiskTier }) {
  const { tier: word } = useWords(words);
  return (
    <span className={`tier tier-${tier}`}>
      <TierMark tier={tier} />
      {word[tier]}
    </span>
  );
}
