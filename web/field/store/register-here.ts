/** What the register on this phone says of the person of a task, so that a name and a door need no network. */
import type { doorCopy, personCopy } from "#capabilities/households/contract.ts";
import { addressText } from "#capabilities/households/rules/walking.ts";
import { platformToday } from "../../shared/me.ts";
import { useCopiesOf } from "./copies.ts";

type Persons = ReturnType<typeof useCopiesOf<typeof personCopy>>;
type Person = Persons extends ReadonlyMap<string, infer P> ? P : never;
export type PersonHere = Pick<Person, "name" | "phone"> & { readonly doorId: string; readonly address: string };

const keyed = new WeakMap<Persons, ReadonlyMap<string, Person>>();

/** By the key of tasks; made once for a register, not for each card of the list. */
function byKey(persons: Persons): ReadonlyMap<string, Person> {
  const known = keyed.get(persons);
  if (known !== undefined) return known;
  const made = new Map<string, Person>();
  for (const person of persons.values()) if (person.personKey !== null) made.set(person.personKey, person);
  keyed.set(persons, made);
  return made;
}

/** Who lives where today by the phone's register; null: it has nobody of this key, or he lives nowhere it knows. */
export function usePersonHere(personKey: string): PersonHere | null {
  const persons = useCopiesOf<typeof personCopy>("person");
  const doors = useCopiesOf<typeof doorCopy>("door");
  const person = byKey(persons).get(personKey);
  const today = platformToday();
  const stay = person?.stays.find(({ untilOn }) => untilOn === null || untilOn > today);
  const door = stay === undefined ? undefined : doors.get(stay.doorId);
  if (person === undefined || stay === undefined || door === undefined) return null;
  return { name: person.name, phone: person.phone, doorId: stay.doorId, address: addressText(door) };
}
