/**
 * The seats around a person: four of them always (四包一), more when they help (N包一).
 *
 * Source: reference/domain.md §6.6 (seats, most concurrent homes, vacancy after 2 h); design/field.md, "Team around a person".
 */
import type { Role } from "#kernel/actor.ts";
import { HOUR } from "#kernel/time.ts";

/** One of each, each with a post that covers the place. */
export const CORE_SEATS = ["CADRE", "POLICE", "HEALTH", "GRID"] as const;
export type CoreSeat = (typeof CORE_SEATS)[number];

/** Residents who take a seat through their own account, by consent, with a code that the cadre gave them. */
export const SUPPORT_SEATS = ["VOLUNTEER", "PROPERTY", "LANDLORD", "EMPLOYER", "INTERPRETER", "MINOR_CONTACT"] as const;
export type SupportSeat = (typeof SUPPORT_SEATS)[number];

export const SEATS = [...CORE_SEATS, ...SUPPORT_SEATS] as const;
export type Seat = (typeof SEATS)[number];

/** Which role sits where: a community cadre is the grid's leader. */
export const ROLE_OF_SEAT = {
  CADRE: "grid-leader",
  POLICE: "police-officer",
  HEALTH: "health-worker",
  GRID: "grid-worker",
} as const satisfies Readonly<Record<CoreSeat, Role>>;

/** The seat that a role would take; null: none. */
export const seatOfRole = (role: string): CoreSeat | null =>
  CORE_SEATS.find((seat) => ROLE_OF_SEAT[seat] === role) ?? null;

/** Homes that one post looks after at the same time, at most. */
export const MOST_HOMES: Readonly<Record<CoreSeat, number>> = { GRID: 12, CADRE: 20, HEALTH: 40, POLICE: 60 };

/** A seat that stands empty longer than this is an alarm (scenario 18). */
export const VACANT_FOR = 2 * HOUR;

/** An invitation is good for so long: told at the door today, taken by tomorrow evening. */
export const INVITATION_STANDS = 48 * HOUR;
/** Wrong codes of one account within an hour: enough for slips, too few to try out eight digits. */
export const TRIES_AN_HOUR = 10;
/** Residents on one team, at most. */
export const MOST_SUPPORTERS = 12;

export const isCore = (seat: Seat): seat is CoreSeat => (CORE_SEATS as readonly Seat[]).includes(seat);
