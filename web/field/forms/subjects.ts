/** Whom a form can be about: what the phone holds of doors, households and persons, as one list to search. */
import type { z } from "zod";
import { doorCopy, householdCopy, personCopy } from "#capabilities/households/contract.ts";
import { useCopies } from "../store/copies.ts";

export type SubjectKind = "household" | "person" | "door";
export type SubjectChoice = { readonly id: string; readonly place: string; readonly title: string };

type Door = z.output<typeof doorCopy.value>;
type Person = z.output<typeof personCopy.value>;

/** `3 幢 2 单元 501` of what is known of a door. */
const doorTitle = (door: Door): string =>
  [door.villagerGroup, door.doorNumber, door.building, door.stair, door.room].filter((one) => one !== null).join(" ");

const livesHere = <T extends { readonly untilOn: string | null }>(stays: readonly T[]): T | undefined =>
  stays.find((one) => one.untilOn === null);

/** All subjects of a kind on this phone. */
export function useSubjects(kind: SubjectKind, unnamed: string): readonly SubjectChoice[] {
  const doors = useCopies(doorCopy);
  const households = useCopies(householdCopy);
  const persons = useCopies(personCopy);
  if (kind === "door") return [...doors].map(([id, door]) => ({ id, place: door.place, title: doorTitle(door) }));
  if (kind === "household") {
    const names = namesByHousehold(persons);
    return [...households].flatMap(([id, household]) => {
      const door = doors.get(household.doorId);
      if (household.untilOn !== null || door === undefined) return [];
      return [{ id, place: household.place, title: [doorTitle(door), ...(names.get(id) ?? [])].join(" ") }];
    });
  }
  return [...persons].flatMap(([id, person]) => {
    const stay = livesHere(person.stays);
    const door = stay === undefined ? undefined : doors.get(stay.doorId);
    if (door === undefined) return [];
    return [{ id, place: door.place, title: `${person.name ?? unnamed} ${doorTitle(door)}` }];
  });
}

/** Two names are enough to know a household by. */
const NAMES = 2;

function namesByHousehold(persons: ReadonlyMap<string, Person>): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const { name, stays } of persons.values()) {
    const stay = livesHere(stays);
    if (stay === undefined || name === null) continue;
    const of = names.get(stay.householdId) ?? [];
    if (of.length < NAMES) names.set(stay.householdId, [...of, name]);
  }
  return names;
}
