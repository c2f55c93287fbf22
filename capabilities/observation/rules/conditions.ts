/** May somebody be observed at home, and does the household observe too (reference/domain.md §6.5). */
import type { Profile } from "./profile.ts";

export type Conditions = {
  readonly hasOwnRoom: boolean;
  readonly hasOwnBathroom: boolean;
  readonly caresForSelf: boolean;
  /** Lives with somebody of 70 or more, with a weak immune system, pregnant, or caring for an infant. */
  readonly livesWithFrail: boolean;
};

export const OBSTACLES = ["no-own-room", "no-own-bathroom", "cannot-care-for-self", "lives-with-frail"] as const;
export type Obstacle = (typeof OBSTACLES)[number];

/** What speaks against home; nothing: home. With anything, the health seat decides: central, or home with a reason. */
export function obstaclesOf(conditions: Conditions): Obstacle[] {
  const found: Obstacle[] = [];
  if (!conditions.hasOwnRoom) found.push("no-own-room");
  if (!conditions.hasOwnBathroom) found.push("no-own-bathroom");
  if (!conditions.caresForSelf) found.push("cannot-care-for-self");
  if (conditions.livesWithFrail) found.push("lives-with-frail");
  return found;
}

/** Who of the household stays at home as well: nobody when he is apart; else who shares the room, or everybody. */
export function householdObserves(
  conditions: Conditions,
  profile: Pick<Profile, "household">,
): "nobody" | "sharing-a-room" | "everybody" {
  if (conditions.hasOwnRoom && conditions.hasOwnBathroom) return "nobody";
  return profile.household;
}

/** Why somebody of the household is proposed. */
export const HOUSEHOLD_REASONS = ["sharing-a-room", "everybody"] as const;
export type HouseholdReason = (typeof HOUSEHOLD_REASONS)[number];

export const HOUSEHOLD_DECISIONS = ["observe", "apart"] as const;
export type HouseholdDecision = (typeof HOUSEHOLD_DECISIONS)[number];

/** What a home is like, from what was found to speak against it: the same home for the next person who lives there. */
export const conditionsOf = (obstacles: readonly Obstacle[]): Conditions => ({
  hasOwnRoom: !obstacles.includes("no-own-room"),
  hasOwnBathroom: !obstacles.includes("no-own-bathroom"),
  caresForSelf: !obstacles.includes("cannot-care-for-self"),
  livesWithFrail: obstacles.includes("lives-with-frail"),
});
