/**
 * What a clue may be about: the closed list of design/command.md, "Clues". There is none for what a person thinks, believes or
 * complains about.
 */
import { HOUR, MINUTE } from "#kernel/time.ts";

export const CLUE_CATEGORIES = [
  "supplies-prices",
  "tenancy",
  "labour-pay",
  "quarantine-passage",
  "service-missing",
  "neighbours",
  "health-rumour",
  "false-declaration",
  "observation-breach",
  "danger-to-life",
  "worker-safety",
  "other",
] as const;
export type ClueCategory = (typeof CLUE_CATEGORIES)[number];

export const CLUE_SOURCES = ["grid", "hotline", "court", "employer", "resident"] as const;
export type ClueSource = (typeof CLUE_SOURCES)[number];

/** Two of the same grid and category within so long are one matter (reference/domain.md §6.9, "Dedupe"). */
export const ALIKE_WITHIN = 2 * HOUR;

/** By when two people have assessed it. Ours: at once where a life is in danger; else within two hours of the daily rhythm. */
export const assessWithin = (category: ClueCategory): number =>
  category === "danger-to-life" || category === "worker-safety" ? 15 * MINUTE : 2 * HOUR;
