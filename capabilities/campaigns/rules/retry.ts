/** What is to be done next at a door that is not settled, and the plan made of it. Source: reference/domain.md §6.13. */
import { dayOf, type Instant } from "#kernel/time.ts";
import { type Door, isCovered, TRIES_AT_MOST } from "./doors.ts";
import { endOfWindow, nextSlot, type Slot, windowOf } from "./windows.ts";

export const STEPS = ["first", "try", "revisit", "phone", "ask-neighbour", "centre"] as const;
/**
 * - `first`: nobody was there yet. `try`: knock again in the window. `revisit`: as promised.
 * - `phone`, `ask-neighbour`: what the stop rule still asks for. `centre`: the worker stops here, the centre decides.
 */
export type Step = (typeof STEPS)[number];
export type Next = { readonly step: Step; readonly slot: Slot | null; readonly at: Instant | null };

/** Null: nothing more is to be done here. */
export function nextOf(door: Door, now: Instant): Next | null {
  const { state, revisitAt } = door;
  const isVain = revisitAt !== null && isInVain(revisitAt, door.lastAt, now);
  if (revisitAt !== null && !isVain)
    return { step: "revisit", slot: { on: dayOf(revisitAt), window: windowOf(revisitAt) }, at: revisitAt };
  // Somebody behind an opened door was to be met, and was not: tried again as at a shut one.
  const isHalf = isCovered(state) && isVain;
  if (state === "VACANT_CONFIRMED" || (isCovered(state) && !isHalf)) return null;
  const plain = (step: Step): Next => ({ step, slot: null, at: null });
  if (state === "NOT_VISITED") return plain("first");
  if (state !== "NO_ANSWER" && !isHalf) return plain("centre");
  if (door.tries < TRIES_AT_MOST) return { step: "try", slot: nextSlot(door.windows, door.lastAt, now), at: null };
  if (isHalf) return plain("centre");
  if (!door.isPhoned) return plain("phone");
  // "Away" and "lives here" leave the door shut: three knocks and a call are enough for the worker.
  return plain(door.neighbour === null ? "ask-neighbour" : "centre");
}

/** Somebody came as agreed and nobody opened; until the window is over it may be tried once more. */
const isInVain = (revisitAt: Instant, lastAt: Instant | null, now: Instant): boolean =>
  lastAt !== null && lastAt >= revisitAt && now >= endOfWindow(revisitAt);

export type Planned = { readonly doorId: string; readonly next: Next };

/** Every door with something left to do beyond its first visit: dated ones first, by day and window, then walking order. */
export function retryPlanOf(
  doors: readonly { readonly doorId: string; readonly order: number; readonly door: Door }[],
  now: Instant,
): Planned[] {
  return doors
    .flatMap(({ doorId, order, door }) => {
      const next = nextOf(door, now);
      return next === null || next.step === "first" ? [] : [{ doorId, order, next }];
    })
    .sort((a, b) => keyOf(a.next).localeCompare(keyOf(b.next)) || a.order - b.order || (a.doorId < b.doorId ? -1 : 1))
    .map(({ doorId, next }) => ({ doorId, next }));
}

const keyOf = ({ slot }: Next): string => (slot === null ? "9" : `${slot.on} ${slot.window}`);
