/**
 * How far a campaign is, with an honest denominator. Source: design/field.md, "Coverage": visited / (register − vacant),
 * 100 % only when every door has a state and no revisit is open; reference/domain.md §7.3, scenario 14.
 *
 * domain.md §6.13 counts confirmed vacancies above and below the line; here they leave both: the same 100 %, and never
 * more before it.
 */
import { coverageOf as permilleOf } from "#capabilities/rollups/rules/coverage.ts";
import { DOOR_STATES, type DoorState } from "./doors.ts";

export type Tally = Readonly<Record<DoorState, number>> & {
  /** Doors with an appointment that was not kept yet. */
  readonly revisits: number;
  /** Doors of the universe that the register lacked. */
  readonly found: number;
};

export const EMPTY_TALLY: Tally = {
  NOT_VISITED: 0,
  OPENED: 0,
  NO_ANSWER: 0,
  REFUSED: 0,
  VACANT_CONFIRMED: 0,
  MOVED: 0,
  NOT_FOUND: 0,
  DONE_BY_PHONE: 0,
  revisits: 0,
  found: 0,
};

export type Coverage = {
  /** Doors in the universe: the register at the start, and those found since. */
  readonly doors: number;
  readonly vacant: number;
  /** The denominator: doors that are not vacant. */
  readonly of: number;
  /** The numerator: opened, or done by phone. */
  readonly covered: number;
  /** Tenths of a per cent, rounded down; null when there is nothing to cover. */
  readonly permille: number | null;
};

/** Doors by state, and how far one has come with them. */
export type Screening = { readonly tally: Tally; readonly coverage: Coverage };

export function coverageOf(tally: Tally): Coverage {
  const doors = DOOR_STATES.reduce((sum, state) => sum + tally[state], 0);
  const vacant = tally.VACANT_CONFIRMED;
  const covered = tally.OPENED + tally.DONE_BY_PHONE;
  const of = doors - vacant;
  const { permille } = permilleOf(of, covered);
  return { doors, vacant, of, covered, permille: permille === 1000 && tally.revisits > 0 ? 999 : permille };
}
