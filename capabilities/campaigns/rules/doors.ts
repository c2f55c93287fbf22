/**
 * A door of a campaign, from the marks that were made at it: pure, and the same whatever order the phones sent them in.
 *
 * Source: reference/domain.md §6.13 (states, stop rule), design/field.md, "Coverage".
 */
import type { Instant } from "#kernel/time.ts";
import { windowOf } from "./windows.ts";

export const DOOR_STATES = [
  "NOT_VISITED",
  "OPENED",
  "NO_ANSWER",
  "REFUSED",
  "VACANT_CONFIRMED",
  "MOVED",
  "NOT_FOUND",
  "DONE_BY_PHONE",
] as const;
export type DoorState = (typeof DOOR_STATES)[number];

/** What a person can say of a door: seven at the door, two of a call. */
export const OUTCOMES = [
  "opened",
  "no-answer",
  "refused",
  "vacant",
  "moved",
  "not-found",
  "by-phone",
  "phone-no-answer",
  "no-phone-known",
] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What a neighbour says of a door that stays shut. */
export const NEIGHBOUR_WORDS = ["vacant", "lives-here", "away"] as const;
export type NeighbourWord = (typeof NEIGHBOUR_WORDS)[number];

export type Mark = {
  readonly id: string;
  readonly outcome: Outcome;
  readonly madeAt: Instant;
  /** Come again then: asked for by those inside, or planned by the worker. */
  readonly revisitAt: Instant | null;
  readonly neighbour: NeighbourWord | null;
};

export type Door = {
  readonly state: DoorState;
  /** Knocks that nobody answered. */
  readonly tries: number;
  /** Windows of the day in which they were, by their number (windows.ts); -1: outside of all. */
  readonly windows: readonly number[];
  /** The phone was tried, or nobody knows one. */
  readonly isPhoned: boolean;
  readonly neighbour: NeighbourWord | null;
  readonly revisitAt: Instant | null;
  readonly lastAt: Instant | null;
};

export const UNTOUCHED: Door = {
  state: "NOT_VISITED",
  tries: 0,
  windows: [],
  isPhoned: false,
  neighbour: null,
  revisitAt: null,
  lastAt: null,
};

/** Knocks after which a door may be given up. */
export const TRIES_AT_MOST = 3;

const COVERED: ReadonlySet<DoorState> = new Set(["OPENED", "DONE_BY_PHONE"]);
export const isCovered = (state: DoorState): boolean => COVERED.has(state);

/** May "vacant" be believed? Three knocks, the phone, and a neighbour; of a door that the register calls vacant, one. */
const isProvenVacant = (door: Door, isVacantOnRegister: boolean): boolean =>
  door.neighbour === "vacant" && (isVacantOnRegister ? door.tries >= 1 : door.tries >= TRIES_AT_MOST && door.isPhoned);

const KNOCKS: ReadonlySet<Outcome> = new Set(["no-answer", "vacant"]);
const STATE: Partial<Record<Outcome, DoorState>> = {
  opened: "OPENED",
  "by-phone": "DONE_BY_PHONE",
  refused: "REFUSED",
  moved: "MOVED",
  "not-found": "NOT_FOUND",
};

/** The door after one more mark. */
export function doorWith(door: Door, mark: Mark, isVacantOnRegister: boolean): Door {
  const { outcome, madeAt } = mark;
  const isKnock = KNOCKS.has(outcome);
  const known: Door = {
    ...door,
    lastAt: madeAt,
    tries: door.tries + (isKnock ? 1 : 0),
    windows: isKnock ? [...door.windows, windowOf(madeAt)] : door.windows,
    isPhoned: door.isPhoned || outcome === "phone-no-answer" || outcome === "no-phone-known",
    neighbour: mark.neighbour ?? (outcome === "vacant" ? "vacant" : door.neighbour),
    // Whoever came as promised settles the promise; another appointment is a new one.
    revisitAt: mark.revisitAt ?? (STATE[outcome] === undefined ? door.revisitAt : null),
  };
  // A door that was opened stays opened: a knock in vain afterwards takes nothing back.
  if (isCovered(door.state) && !isCovered(STATE[outcome] ?? "NOT_VISITED")) return { ...known, state: door.state };
  if (STATE[outcome] === undefined && isProvenVacant(known, isVacantOnRegister))
    return { ...known, state: "VACANT_CONFIRMED", revisitAt: null };
  return { ...known, state: STATE[outcome] ?? (known.tries > 0 ? "NO_ANSWER" : door.state) };
}

/** The door after all its marks, by when they were made. */
export function doorAfter(marks: readonly Mark[], isVacantOnRegister: boolean): Door {
  return [...marks]
    .sort((a, b) => a.madeAt - b.madeAt || (a.id < b.id ? -1 : 1))
    .reduce((door, mark) => doorWith(door, mark, isVacantOnRegister), UNTOUCHED);
}
