/** The list of the day in the order of one's feet: pure. */
import { type Walked, walking } from "#capabilities/households/rules/walking.ts";
import type { TaskHere } from "./outbox-rules.ts";

/** Where in the walk through its place a person's door comes; null: no door is known. */
export type WalkOf = (personKey: string) => number | null;

/**
 * Red first, soonest due first: an hour counts more than a stair. The others place by place along the doors; those whose
 * door nobody knows come last, soonest due first.
 */
export function inWalkingOrder(tasks: readonly TaskHere[], walkOf: WalkOf): readonly TaskHere[] {
  const placed = tasks.map((task, at) => ({ task, at, walk: task.tier === "red" ? -1 : walkOf(task.personKey) }));
  return placed
    .sort((a, b) => {
      const [isRedA, isRedB] = [a.task.tier === "red", b.task.tier === "red"];
      if (isRedA !== isRedB) return isRedA ? -1 : 1;
      if (isRedA || (a.walk === null && b.walk === null)) return a.at - b.at;
      if (a.walk === null || b.walk === null) return a.walk === null ? 1 : -1;
      if (a.task.place !== b.task.place) return a.task.place < b.task.place ? -1 : 1;
      return a.walk - b.walk || a.at - b.at;
    })
    .map(({ task }) => task);
}

type Stay = { readonly doorId: string; readonly untilOn: string | null };
type Persons = ReadonlyMap<string, { readonly personKey: string | null; readonly stays: readonly Stay[] }>;
type Doors = ReadonlyMap<string, Omit<Walked, "doorId">>;

/**
 * By the register on this phone: how many doors one passes before that of each of these people. The order set by hand, then the
 * address in natural order: a register that came without one is walked all the same. Only their own doors are put in order.
 */
export function walkBy(persons: Persons, doors: Doors, today: string, of: ReadonlySet<string>): WalkOf {
  const doorOf = new Map<string, Walked>();
  for (const { personKey, stays } of persons.values()) {
    if (personKey === null || !of.has(personKey)) continue;
    const stay = stays.find(({ untilOn }) => untilOn === null || untilOn > today);
    const door = stay === undefined ? undefined : doors.get(stay.doorId);
    if (stay !== undefined && door !== undefined) doorOf.set(personKey, { ...door, doorId: stay.doorId });
  }
  const walks = new Map<string, number>();
  for (const { doorId } of [...doorOf.values()].sort(walking)) if (!walks.has(doorId)) walks.set(doorId, walks.size);
  return (personKey) => walks.get(doorOf.get(personKey)?.doorId ?? "") ?? null;
}

/** What is worth remembering of it: the walks of these tasks' people, by the keys of the list. */
export const walksOf = (tasks: readonly TaskHere[], walkOf: WalkOf): Readonly<Record<string, number>> =>
  Object.fromEntries(
    tasks.flatMap(({ personKey }) => {
      const walk = walkOf(personKey);
      return walk === null ? [] : [[personKey, walk]];
    }),
  );
