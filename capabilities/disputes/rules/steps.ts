/**
 * The course of a dispute: FOUND → CONSENTED (both sides) → MEDIATING at a level → AGREED (oral or written) → CONFIRMED by the court
 * if they ask for it → PERFORMED; or FAILED, and then the way to court or arbitration is shown. Voluntary at every step.
 *
 * Source: reference/domain.md §6.12 and §6.16; People's Mediation Law arts 17, 28, 31, 33.
 */
import { DAY, HOUR, type Instant, later } from "#kernel/time.ts";

export const DISPUTE_CATEGORIES = [
  "rent",
  "wages",
  "neighbours",
  "passage",
  "prices",
  "family",
  "property-management",
  "contract",
  "other",
] as const;
export type DisputeCategory = (typeof DISPUTE_CATEGORIES)[number];

export const DISPUTE_STATES = [
  "FOUND",
  "CONSENTED",
  "MEDIATING",
  "AGREED",
  "CONFIRMED",
  "PERFORMED",
  "FAILED",
] as const;
export type DisputeState = (typeof DISPUTE_STATES)[number];

export const DISPUTE_LEVELS = ["grid", "village", "township", "county"] as const;
export type DisputeLevel = (typeof DISPUTE_LEVELS)[number];

export const REFERRALS = [
  "court",
  "labour-arbitration",
  "housing",
  "market-regulation",
  "police",
  "hotline-12345",
] as const;
export type Referral = (typeof REFERRALS)[number];

export type Consent = "signed" | "told";
export type Form = "oral" | "written";

/** How long each level has: on the spot, then the village's, the township's, the county's committee. */
const LEVEL_FOR: Readonly<Record<DisputeLevel, number>> = {
  grid: 24 * HOUR,
  village: 3 * DAY,
  township: 7 * DAY,
  county: 30 * DAY,
};
export const levelDue = (level: DisputeLevel, from: Instant): Instant => later(from, LEVEL_FOR[level]);

/** The joint application to the court for confirmation: within thirty days of the agreement (art. 33). */
export const courtUntil = (agreedAt: Instant): Instant => later(agreedAt, 30 * DAY);

export const levelAbove = (level: DisputeLevel): DisputeLevel | null =>
  DISPUTE_LEVELS[DISPUTE_LEVELS.indexOf(level) + 1] ?? null;

export type DisputeFacts = {
  readonly state: DisputeState;
  readonly level: DisputeLevel;
  readonly consentA: Consent | null;
  readonly consentB: Consent | null;
  readonly courtUntil: Instant | null;
};

export type DisputeStep =
  | { readonly is: "consent"; readonly side: "a" | "b" }
  | { readonly is: "mediate" }
  | { readonly is: "raise" }
  | { readonly is: "agree"; readonly form: Form; readonly signatures: number }
  | { readonly is: "confirm" }
  | { readonly is: "perform" }
  | { readonly is: "fail" };

export type DisputeRefusal = "wrong-state" | "no-level-above" | "not-signed" | "court-too-late";
export type DisputeMove =
  | { readonly to: DisputeState; readonly level: DisputeLevel }
  | { readonly refused: DisputeRefusal };

export function stepDispute(facts: DisputeFacts, step: DisputeStep, now: Instant): DisputeMove {
  const { state, level } = facts;
  const isMediated = state === "CONSENTED" || state === "MEDIATING";
  switch (step.is) {
    case "consent": {
      if (state !== "FOUND") return { refused: "wrong-state" };
      const isOtherIn = step.side === "a" ? facts.consentB !== null : facts.consentA !== null;
      return { to: isOtherIn ? "CONSENTED" : "FOUND", level };
    }
    case "mediate":
      return isMediated ? { to: "MEDIATING", level } : { refused: "wrong-state" };
    case "raise": {
      if (!isMediated) return { refused: "wrong-state" };
      const above = levelAbove(level);
      return above === null ? { refused: "no-level-above" } : { to: "MEDIATING", level: above };
    }
    case "agree":
      if (state !== "MEDIATING") return { refused: "wrong-state" };
      // A written agreement without both names under it is none.
      return step.form === "written" && step.signatures < 2 ? { refused: "not-signed" } : { to: "AGREED", level };
    case "confirm":
      if (state !== "AGREED") return { refused: "wrong-state" };
      return facts.courtUntil !== null && now >= facts.courtUntil
        ? { refused: "court-too-late" }
        : { to: "CONFIRMED", level };
    case "perform":
      return state === "AGREED" || state === "CONFIRMED" ? { to: "PERFORMED", level } : { refused: "wrong-state" };
    case "fail":
      return state === "PERFORMED" || state === "FAILED" ? { refused: "wrong-state" } : { to: "FAILED", level };
  }
}

/** The centre of a level over a place. */
export function centreAt(level: DisputeLevel, place: string): string {
  const digits = { grid: 15, village: 12, township: 9, county: 6 }[level];
  return place.length <= digits ? place : place.slice(0, digits);
}
