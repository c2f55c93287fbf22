/** What is to be done next at a door that is not settled, and the plan made of it. Source: reference/domain.md §6.13. */
import { dayOf, type Instant } from "#kernel/time.ts";
import { type Door, isCovered, TRIES_AT_MOST } from "./doors.ts";
import { nextSlot, type Slot, windowOf } from "./windows.ts";

export const STEPS = ["first", "try", "revisit", "phone", "ask-neighbour", "centre"] as const;
/**
 * - `first`: nobody was there yet. `try`: knock again in the window. `revisit`: as promised.
 * - `phone`, `ask-neighbour`: what the stop rule still asks for. `centre`: the worker stops here, the centre decides.
 */
export type Step = (typeof STEPS)[number];
export type Next = { readonly step: Step; readonly slot: Slot | null; readonly at: Instant | null };

/** Null: nothing more is to be done here. */
export function nextOf(door: Door, now: Instant): Next | null {
  if (door.revisitAt !== null)
    return {
      step: "revisit",
      slot: { on: dayOf(door.revisitAt), window: windowOf(door.revisitAt) },
      at: door.revisitAt,
    };
  if (isCovered(door.state) || door.state === "VACANT_CONFIRMED") return null;
  const plain = (step: Step): Next => ({ step, slot: null, at: null });
  if (door.state === "NOT_VISITED") return plain("first");
  if (door.state !== "NO_ANSWER") return plain("centre");
  if (door.tries < TRIES_AT_MOST) return { step: "try", slot: nextSlot(door.windows, door.lastAt, now), at: null };
  if (!door.isPhoned) return plain("phone");
  // "Away" and "lives here" leave the door shut: three knocks and a call are enough for the worker.
  return plain(door.neighbour === null ? "ask-neighbour" : "centre");
}

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
