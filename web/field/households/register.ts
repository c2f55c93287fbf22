/** The register for screens: copies of the area with what is on its way, and the index of the search, made when they change. */
import { useMemo } from "react";
import { factsCopy } from "#capabilities/facts/contract.ts";
import * as contract from "#capabilities/households/contract.ts";
import { makeIndex, type SearchIndex } from "#capabilities/households/rules/search.ts";
import { platformNow, platformToday } from "../../shared/me.ts";
import { useCopies } from "../store/copies.ts";
import { useGiven } from "../store/give.ts";
import { overlaid, type Register } from "./overlay.ts";

/** What the server refused is not laid over: it waits under "send" until a person has dealt with it. */
const standing = <G extends { readonly refusal: unknown }>(given: readonly G[]): G[] =>
  given.filter((one) => one.refusal === null);

export function useRegister(): Register {
  const doors = useCopies(contract.doorCopy);
  const households = useCopies(contract.householdCopy);
  const persons = useCopies(contract.personCopy);
  const addDoor = useGiven(contract.addDoor);
  const setDoor = useGiven(contract.setDoor);
  const removeDoor = useGiven(contract.removeDoor);
  const moveIn = useGiven(contract.moveIn);
  const moveOut = useGiven(contract.moveOut);
  const correctPerson = useGiven(contract.correctPerson);
  return useMemo(
    () =>
      overlaid(
        { doors, households, persons },
        {
          addDoor: standing(addDoor),
          setDoor: standing(setDoor),
          removeDoor: standing(removeDoor),
          moveIn: standing(moveIn),
          moveOut: standing(moveOut),
          correctPerson: standing(correctPerson),
        },
        new Date(platformNow()).toISOString(),
      ),
    [doors, households, persons, addDoor, setDoor, removeDoor, moveIn, moveOut, correctPerson],
  );
}

export function useSearchIndex(register: Register): SearchIndex {
  const facts = useCopies(factsCopy);
  return useMemo(() => {
    const today = platformToday();
    const nameOf = (doorId: string) => {
      const value = facts.get(doorId)?.facts.find((one) => one.attribute === "door.name")?.value;
      return typeof value === "string" ? value : null;
    };
    const people = [...register.persons.values()].map(({ personId, name, lastFour, stays }) => ({
      personId,
      name,
      lastFour,
      doorIds: stays.filter(({ untilOn }) => untilOn === null || untilOn > today).map(({ doorId }) => doorId),
    }));
    return makeIndex(
      [...register.doors.values()].map((door) => ({ ...door, name: nameOf(door.doorId) })),
      people,
    );
  }, [register, facts]);
}

/** What is known of a subject, and when the copy says so. */
export const useFacts = (subjectId: string) => useCopies(factsCopy).get(subjectId)?.facts ?? [];
