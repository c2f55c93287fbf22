/**
 * Which volunteers fit an errand: who serves at its place, can do it, is out at that part of the day and has hands free; the
 * nearest first, then the one with the least in hand. Nothing about a person's health, colour or origin is a fact here.
 */
import { ERRANDS_AT_ONCE, type ServiceKind } from "#capabilities/services/rules/kinds.ts";
import { DAY, HOUR, type Instant } from "#kernel/time.ts";
import { NEEDS, type Skill, type Slot, slotAt } from "./skills.ts";

export type VolunteerFacts = {
  readonly id: string;
  /** A township, village or grid: he serves there and in every place within it. */
  readonly place: string;
  readonly skills: readonly Skill[];
  readonly slots: readonly Slot[];
  readonly inHand: number;
};

export type ErrandFacts = { readonly place: string; readonly kind: ServiceKind };

export type Unfit = "elsewhere" | "cannot-do-it" | "not-at-this-hour" | "hands-full";

/** The hour of the day in Asia/Shanghai (UTC+8 all year round). */
const hourOf = (at: Instant): number => Math.floor(((at + 8 * HOUR) % DAY) / HOUR);

/** Why a volunteer does not fit, or null when he does. */
export function unfit(volunteer: VolunteerFacts, errand: ErrandFacts, now: Instant): Unfit | null {
  if (!errand.place.startsWith(volunteer.place)) return "elsewhere";
  const needs = NEEDS[errand.kind];
  if (needs.length > 0 && !needs.some((skill) => volunteer.skills.includes(skill))) return "cannot-do-it";
  const slot = slotAt(hourOf(now));
  if (slot === null || !volunteer.slots.includes(slot)) return "not-at-this-hour";
  return volunteer.inHand >= ERRANDS_AT_ONCE ? "hands-full" : null;
}

/** Those who fit, the best first: the finer his place the nearer he is; then the fewest in hand; then the older id. */
export function matching<V extends VolunteerFacts>(volunteers: readonly V[], errand: ErrandFacts, now: Instant): V[] {
  return volunteers
    .filter((volunteer) => unfit(volunteer, errand, now) === null)
    .sort((a, b) => b.place.length - a.place.length || a.inHand - b.inHand || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
