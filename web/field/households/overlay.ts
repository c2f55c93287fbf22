/** The register as the phone knows it, with what was entered here and is still on its way laid over it. Pure. */
import type { z } from "zod";
import type * as contract from "#capabilities/households/contract.ts";
import { NOTHING_SAID } from "#capabilities/households/rules/walking.ts";

type Given<C extends { readonly body: z.ZodType }> = { readonly id: string; readonly body: z.input<C["body"]> };

export type DoorView = z.output<typeof contract.doorCopy.value> & {
  readonly doorId: string;
  readonly isPending: boolean;
};
export type HouseholdView = z.output<typeof contract.householdCopy.value> & {
  readonly householdId: string;
  readonly isPending: boolean;
};
export type PersonView = z.output<typeof contract.personCopy.value> & {
  readonly personId: string;
  readonly isPending: boolean;
};
export type Register = {
  readonly doors: ReadonlyMap<string, DoorView>;
  readonly households: ReadonlyMap<string, HouseholdView>;
  readonly persons: ReadonlyMap<string, PersonView>;
};

export type Known = {
  readonly doors: ReadonlyMap<string, z.output<typeof contract.doorCopy.value>>;
  readonly households: ReadonlyMap<string, z.output<typeof contract.householdCopy.value>>;
  readonly persons: ReadonlyMap<string, z.output<typeof contract.personCopy.value>>;
};
export type OnTheWay = {
  readonly addDoor: readonly Given<typeof contract.addDoor>[];
  readonly setDoor: readonly Given<typeof contract.setDoor>[];
  readonly removeDoor: readonly Given<typeof contract.removeDoor>[];
  readonly moveIn: readonly Given<typeof contract.moveIn>[];
  readonly moveOut: readonly Given<typeof contract.moveOut>[];
  readonly correctPerson: readonly Given<typeof contract.correctPerson>[];
};

const NEW_DOOR = { ...NOTHING_SAID, landlord: null, lastVisitedAt: null };

const said = (parts: object): object =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));

/** Commands are laid over in the order in which they were made: each list is in it, and doors come before who moves in. */
export function overlaid(known: Known, way: OnTheWay, now: string): Register {
  const doors = new Map<string, DoorView>();
  for (const [doorId, door] of known.doors) doors.set(doorId, { ...door, doorId, isPending: false });
  for (const { id, body } of way.addDoor) {
    const { householdKey: _key, isSecond: _second, ...parts } = body;
    const door = { ...NEW_DOOR, ...said(parts), householdKey: null, addedAt: now, doorId: id, isPending: true };
    doors.set(id, door as DoorView);
  }
  for (const { body } of way.setDoor) {
    const door = doors.get(body.doorId);
    if (door !== undefined) doors.set(body.doorId, { ...door, ...said(body.parts), isPending: true });
  }
  for (const { body } of way.removeDoor) doors.delete(body.doorId);
  const households = new Map<string, HouseholdView>();
  for (const [householdId, one] of known.households)
    households.set(householdId, { ...one, householdId, isPending: false });
  const persons = new Map<string, PersonView>();
  for (const [personId, one] of known.persons) persons.set(personId, { ...one, personId, isPending: false });
  for (const one of way.moveIn) layMoveIn({ doors, households, persons }, one);
  for (const { body } of way.moveOut) layMoveOut({ households, persons }, body);
  for (const { body } of way.correctPerson) layCorrection(persons, body);
  return { doors, households, persons };
}

type Laid = {
  readonly doors: Map<string, DoorView>;
  readonly households: Map<string, HouseholdView>;
  readonly persons: Map<string, PersonView>;
};

function layMoveIn({ doors, households, persons }: Laid, { id, body }: Given<typeof contract.moveIn>): void {
  const householdId = body.householdId ?? id;
  const { doorId } = body;
  const sinceOn = body.sinceOn ?? null;
  const door = doors.get(doorId);
  if (door !== undefined) doors.set(doorId, { ...door, isVacant: false });
  if (body.householdId == null)
    households.set(householdId, {
      householdId,
      doorId,
      place: door?.place ?? "",
      kind: body.kind ?? "family",
      tenure: body.tenure ?? "owner",
      sinceOn,
      untilOn: null,
      isPending: true,
    });
  for (const one of body.persons ?? []) {
    const before = persons.get(one.personId);
    const stay = { doorId, householdId, relation: one.relation, sinceOn, untilOn: null };
    persons.set(one.personId, {
      personId: one.personId,
      name: one.name,
      lastFour: one.idNumber?.slice(-4) ?? before?.lastFour ?? null,
      phone: one.phone ?? before?.phone ?? null,
      personKey: before?.personKey ?? null,
      sex: one.sex ?? before?.sex ?? null,
      bornYear: one.bornYear ?? before?.bornYear ?? null,
      residence: one.residence ?? before?.residence ?? [],
      stays: [...(before?.stays ?? []), stay],
      isElsewhere: before?.isElsewhere ?? false,
      isPending: true,
    });
  }
}

function layMoveOut(
  { households, persons }: Omit<Laid, "doors">,
  { householdId, personIds, untilOn }: z.input<typeof contract.moveOut.body>,
): void {
  const household = households.get(householdId);
  if (household !== undefined && personIds == null)
    households.set(householdId, { ...household, untilOn, isPending: true });
  for (const [id, one] of persons) {
    if (personIds != null && !personIds.includes(id)) continue;
    if (!one.stays.some((stay) => stay.householdId === householdId && stay.untilOn === null)) continue;
    const stays = one.stays.map((stay) =>
      stay.householdId === householdId && stay.untilOn === null ? { ...stay, untilOn } : stay,
    );
    persons.set(id, { ...one, stays, isPending: true });
  }
}

function layCorrection(persons: Map<string, PersonView>, body: z.input<typeof contract.correctPerson.body>): void {
  const before = persons.get(body.personId);
  if (before === undefined) return;
  const { name, phone, sex, bornYear, idNumber, residence = {} } = body;
  persons.set(body.personId, {
    ...before,
    ...(said({ name, phone, sex, bornYear, lastFour: idNumber?.slice(-4) }) as Partial<PersonView>),
    residence: (["hukou", "resident", "floating", "shared-tenant"] as const).filter(
      (kind) => residence[kind] ?? before.residence.includes(kind),
    ),
    isPending: true,
  });
}

/** Who lives behind a door on a day, and who did: households with their people, those there now first. */
export function behind(register: Register, doorId: string, today: string) {
  const people = [...register.persons.values()];
  return [...register.households.values()]
    .filter((one) => one.doorId === doorId)
    .map((household) => {
      const isThere = household.untilOn === null || household.untilOn > today;
      const stays = (one: PersonView) =>
        one.stays.some(
          ({ householdId, untilOn }) => householdId === household.householdId && (untilOn === null || untilOn > today),
        );
      return { household, isThere, people: isThere ? people.filter(stays) : [] };
    })
    .sort(
      (a, b) =>
        Number(b.isThere) - Number(a.isThere) || ((a.household.sinceOn ?? "") < (b.household.sinceOn ?? "") ? 1 : -1),
    );
}
