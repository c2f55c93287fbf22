/**
 * What each seat may see, as a table. Whatever is not on a seat's line is left out by the server before it answers.
 *
 * Source: reference/domain.md §6.6 ("police seat sees address & breach, not symptoms; landlord/employer seats see only
 * 'needs help / end date'") and §6.14 (symptoms: health and the care team; never police); §7.3 scenarios 24 and 28.
 */
import type { Seat } from "./seats.ts";

export const FIELDS = [
  /** Whose home it is: the key by which name, phone and address are opened, one at a time, on record. */
  "person",
  /** The step, day n of 14, limits. */
  "progress",
  /** Which checks were taken and which were missed. */
  "checks",
  /** Temperatures, symptoms, what a doctor found. */
  "symptoms",
  /** Misses, calls, visits, confirmed exits, statements. */
  "breach",
  /** What the home needs: food, medicine, a baby, a pet. */
  "needs",
  /** Somebody is asked to help, without what with or why. */
  "needs-help",
  "end-date",
  /** Who else is on the team. */
  "team",
  /** Notice, pledge, release notice and their signatures. */
  "documents",
] as const;
export type Field = (typeof FIELDS)[number];

const LOOKS_ON = ["needs-help", "end-date"] as const satisfies readonly Field[];

export const SEES: Readonly<Record<Seat, readonly Field[]>> = {
  CADRE: FIELDS,
  HEALTH: FIELDS,
  GRID: FIELDS,
  POLICE: ["person", "progress", "breach", "end-date", "team"],
  VOLUNTEER: ["needs-help", "needs", "end-date"],
  INTERPRETER: LOOKS_ON,
  PROPERTY: LOOKS_ON,
  LANDLORD: LOOKS_ON,
  EMPLOYER: LOOKS_ON,
  MINOR_CONTACT: LOOKS_ON,
};

/** Whoever covers the place and sits on no seat: that somebody is observed here and which seats are empty, no more. */
const OUTSIDER: readonly Field[] = ["progress", "team", "end-date"];
/** A centre's desk answers for late steps; health details stay with the team. */
const CENTRE: readonly Field[] = ["progress", "breach", "team", "end-date"];

/** What somebody may see: by his seat, else by what his duty needs without one. */
export function fieldsOf(who: { readonly seat: Seat | null; readonly isCentre: boolean }): ReadonlySet<Field> {
  if (who.seat !== null) return new Set(SEES[who.seat]);
  return new Set(who.isCentre ? CENTRE : OUTSIDER);
}
