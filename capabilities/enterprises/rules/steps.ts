/**
 * The way of an application to resume work: which step may follow which state, who takes it, within how long.
 *
 * Source: reference/domain.md §6.12 (township on site within 24 h, county confirms within 48 h, silent approval
 * afterwards; in low-risk counties a filing is enough). Not said there and decided here: a township that misses its
 * clock does not hold up the enterprise (the county goes on and sees that nobody was there), and homes where people
 * live under care are never opened by silence: the city is told instead.
 */
import { levelOf } from "#kernel/places.ts";
import { HOUR, type Instant, later } from "#kernel/time.ts";
import { type EnterpriseKind, NEEDS_EYES } from "./kinds.ts";

export const STATES = [
  "draft",
  "at-township",
  "at-county",
  "approved",
  "filed",
  "returned",
  "rejected",
  "withdrawn",
  "revoked",
] as const;
export type State = (typeof STATES)[number];
export const MODES = ["approval", "filing"] as const;
export type Mode = (typeof MODES)[number];

/** A new application may be begun after these. */
export const OVER: readonly State[] = ["rejected", "withdrawn", "revoked"];

export const TOWNSHIP_WITHIN = 24 * HOUR;
export const COUNTY_WITHIN = 48 * HOUR;

type StepRule = { readonly from: readonly State[]; readonly by: "enterprise" | "township" | "county" };
export const STEPS = {
  save: { from: ["draft", "returned"], by: "enterprise" },
  submit: { from: ["draft", "returned"], by: "enterprise" },
  withdraw: { from: ["draft", "at-township", "at-county", "returned"], by: "enterprise" },
  check: { from: ["at-township"], by: "township" },
  /** The township's visit that came too late, or the county's own. */
  "late-check": { from: ["at-county", "approved", "filed"], by: "township" },
  decide: { from: ["at-county"], by: "county" },
  revoke: { from: ["approved", "filed"], by: "county" },
  help: { from: ["at-township", "at-county", "approved", "filed", "returned"], by: "township" },
} as const satisfies Readonly<Record<string, StepRule>>;
export type Step = keyof typeof STEPS;

/** The levels that may take a step of the township's or the county's: their own and the next one up. */
const LEVELS_OF = { township: ["township", "county"], county: ["county", "city"] } as const;

export type MayStep = "ok" | "wrong-state" | "not-your-level";

/** May a post of this area (null: the enterprise itself) take the step from the state? */
export function mayStep(step: Step, state: State, area: string | null): MayStep {
  const { from, by }: StepRule = STEPS[step];
  if (by === "enterprise") {
    if (area !== null) return "not-your-level";
  } else {
    const level = area === null ? null : levelOf(area);
    if (!LEVELS_OF[by].some((one) => one === level)) return "not-your-level";
  }
  return from.includes(state) ? "ok" : "wrong-state";
}

export type Turn =
  | { readonly kind: "site-check-missed"; readonly state: "at-county"; readonly dueAt: Instant }
  | { readonly kind: "silent-approval"; readonly state: "approved" }
  | { readonly kind: "escalated"; readonly to: "city" };

export type ClockFacts = {
  readonly state: State;
  readonly dueAt: Instant | null;
  readonly kind: EnterpriseKind;
  readonly isEscalated: boolean;
};

/** What the clock does to an application at `now`; null: nothing is due. */
export function clockTurn(facts: ClockFacts, now: Instant): Turn | null {
  if (facts.dueAt === null || now < facts.dueAt) return null;
  if (facts.state === "at-township") {
    return { kind: "site-check-missed", state: "at-county", dueAt: later(facts.dueAt, COUNTY_WITHIN) };
  }
  if (facts.state !== "at-county") return null;
  if (!NEEDS_EYES.includes(facts.kind)) return { kind: "silent-approval", state: "approved" };
  return facts.isEscalated ? null : { kind: "escalated", to: "city" };
}

/** Where a submitted application goes: a filing is in force at once; homes under care are looked at everywhere. */
export function submitted(mode: Mode, kind: EnterpriseKind, now: Instant): { state: State; dueAt: Instant | null } {
  if (mode === "filing" && !NEEDS_EYES.includes(kind)) return { state: "filed", dueAt: null };
  return { state: "at-township", dueAt: later(now, TOWNSHIP_WITHIN) };
}
