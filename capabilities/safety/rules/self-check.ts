/**
 * A worker's daily self-check: what was measured and felt, and contact with red subjects as the door reports have it
 * (never typed again), give one outcome.
 *
 * Source: domain.md §6.5 (37.3 °C), §4.2 no. 6 ("no rest, no masks"); the article's figure of workers infected is zero.
 */
import { FEVER_FROM_TENTHS, type Symptom } from "#capabilities/visits/rules/answers.ts";
import { DAY } from "#kernel/time.ts";

/** How long contact counts, and how long an exposed worker rests at most. */
export const CONTACT_FOR = 14 * DAY;

export const OUTCOMES = ["well", "contact", "exposed", "ill"] as const;
export type Outcome = (typeof OUTCOMES)[number];

export type Checked = {
  readonly temperatureTenths: number;
  readonly symptoms: readonly Symptom[];
  /** Was the protective equipment complete at every door since the last check? */
  readonly isProtected: boolean;
};

/**
 * `ill`: rests at once, until the health seat says that he is fit. `exposed`: met a red subject at the door without
 * complete equipment; rest is proposed, the health seat decides. `contact`: met one with it; watches himself.
 */
export function outcomeOf({ temperatureTenths, symptoms, isProtected }: Checked, contacts: number): Outcome {
  if (temperatureTenths >= FEVER_FROM_TENTHS || symptoms.length > 0) return "ill";
  if (contacts === 0) return "well";
  return isProtected ? "contact" : "exposed";
}
