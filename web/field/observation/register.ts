/** What the household register on this phone knows of somebody: nothing of it is keyed again. */
import { addressText } from "#capabilities/households/rules/walking.ts";
import { platformToday } from "../../shared/me.ts";
import type { PersonView, Register } from "../households/overlay.ts";

export type KnownHome = {
  readonly person: PersonView;
  readonly doorId: string;
  readonly place: string;
  readonly address: string;
  readonly householdKey: string | null;
  /** Who lives there with him. */
  readonly others: readonly PersonView[];
};

const relationIn = (person: PersonView, householdId: string, today: string) =>
  person.stays.find((stay) => stay.householdId === householdId && (stay.untilOn === null || stay.untilOn > today));

/** The home of a person of the register as it is today; null: the register has no such person living here. */
export function homeOf(register: Register, is: (person: PersonView) => boolean): KnownHome | null {
  const today = platformToday();
  for (const person of register.persons.values()) {
    if (!is(person)) continue;
    const stay = person.stays.find(({ untilOn }) => untilOn === null || untilOn > today);
    const door = stay === undefined ? undefined : register.doors.get(stay.doorId);
    if (stay === undefined || door === undefined) continue;
    const others = [...register.persons.values()].filter(
      (one) => one.personId !== person.personId && relationIn(one, stay.householdId, today) !== undefined,
    );
    const { doorId, place, householdKey } = door;
    return { person, doorId, place, address: addressText(door), householdKey, others };
  }
  return null;
}

/** How one lives in this home: head, spouse, child … */
export const relationOf = (person: PersonView, doorId: string) =>
  person.stays.find((stay) => stay.doorId === doorId && (stay.untilOn === null || stay.untilOn > platformToday()))
    ?.relation ?? "other";
