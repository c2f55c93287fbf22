/**
 * What another capability was told of a door or a person at the door (an answer of a form): it changes the register by the
 * register's own rule, as set-door and correct-person do: the later verified value stands, both are kept.
 */
import { attributeOf, type FactValue } from "#capabilities/facts/rules/attributes.ts";
import type { noteOf } from "#capabilities/facts/rules/notes.ts";
import { dayOf } from "#kernel/time.ts";
import { audit } from "#platform/audit.ts";
import type { CommandContext } from "#platform/commands.ts";
import { Problem } from "#platform/problem.ts";
import { DoorPartsSaid } from "./contract.ts";
import { sayOfDoor } from "./doors.ts";
import { changePerson, mustBeNumber, mustBePhone, type Said } from "./persons.ts";
import { RESIDENCE, type Sex } from "./rules/kinds.ts";
import { DOOR_ATTRIBUTES, DOOR_PARTS, RESIDENCE_ATTRIBUTES } from "./rules/parts.ts";
import { registerProblems as problem } from "./rules/problems.ts";
import * as doors from "./store-doors.ts";
import * as people from "./store-people.ts";

export type Told = { readonly attribute: string; readonly value: FactValue; readonly seen?: FactValue };

/** Does the register keep this attribute by itself? */
export const isOfRegister = (attribute: string): boolean => attributeOf(attribute)?.isRegister === true;

/**
 * Says these attributes of the register's own to it. Returns what contradicts, in words, and whether the register had the
 * subject at all: of one that it has not (any more), the caller keeps what was said as it keeps other facts.
 */
export async function tellRegister(
  ctx: CommandContext,
  subject: { readonly kind: string; readonly id: string },
  told: readonly Told[],
): Promise<{ readonly isTaken: boolean; readonly note: ReturnType<typeof noteOf> }> {
  if (told.length === 0) return { isTaken: true, note: null };
  if (subject.kind === "door") return tellOfDoor(ctx, subject.id, told);
  if (subject.kind === "person") return tellOfPerson(ctx, subject.id, told);
  return { isTaken: false, note: null };
}

/** Refuses what the register would refuse, before anything is said to it. */
export function mustFitRegister(ctx: Pick<CommandContext, "now">, kind: string, told: readonly Told[]): void {
  if (kind === "door") partsOf(told.map(({ attribute, value }) => [attribute, value] as const));
  if (kind === "person") saidOf(told, dayOf(ctx.now));
}

async function tellOfDoor(ctx: CommandContext, doorId: string, told: readonly Told[]) {
  const door = await doors.lockDoor(ctx.sql, doorId);
  if (door === null) return { isTaken: false, note: null };
  const parts = partsOf(told.map(({ attribute, value }) => [attribute, value] as const));
  const seen = partsOf(told.flatMap(({ attribute, seen: at }) => (at === undefined ? [] : [[attribute, at] as const])));
  const note = await sayOfDoor(ctx, door, { parts, seen, source: "form" });
  const detail = { parts: Object.keys(parts), by: "form" };
  await audit(ctx, { action: "register.door.set", objectKind: "door", objectId: doorId, place: door.place, detail });
  return { isTaken: true, note };
}

/** Parts of a door of what was said by attribute; "" is "there is none". */
function partsOf(values: readonly (readonly [string, FactValue])[]) {
  const said = new Map(values);
  const parts = DOOR_PARTS.flatMap((part) => {
    const value = said.get(DOOR_ATTRIBUTES[part]);
    return value === undefined ? [] : [[part, value === "" ? null : value] as const];
  });
  const read = DoorPartsSaid.safeParse(Object.fromEntries(parts));
  if (!read.success) throw new Problem(problem["part-wrong"]);
  return read.data;
}

async function tellOfPerson(ctx: CommandContext, personId: string, told: readonly Told[]) {
  const person = await people.personOf(ctx.sql, personId);
  if (person === null) return { isTaken: false, note: null };
  const note = await changePerson(ctx, person, saidOf(told, dayOf(ctx.now)), true);
  return { isTaken: true, note };
}

function saidOf(told: readonly Told[], today: string): Said {
  const values = new Map(told.map(({ attribute, value }) => [attribute, value]));
  const text = (attribute: string): string | undefined => {
    const value = values.get(attribute);
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
  };
  const [idNumber, phone, year] = [text("person.id-number"), text("person.phone"), values.get("person.born-year")];
  const residence = RESIDENCE.flatMap((kind) => {
    const value = values.get(RESIDENCE_ATTRIBUTES[kind]);
    return typeof value === "boolean" ? [[kind, value] as const] : [];
  });
  return {
    name: text("person.name")?.slice(0, NAME_AT_MOST),
    // A form asks for the resident's card; other documents are corrected on the person's own page.
    ...(idNumber === undefined ? {} : { idType: "111", idNumber: mustBeNumber("111", idNumber, today) }),
    phone: phone === undefined ? undefined : mustBePhone(phone),
    sex: text("person.sex") as Sex | undefined,
    bornYear: typeof year === "number" ? year : undefined,
    residence: Object.fromEntries(residence),
  };
}

const NAME_AT_MOST = 60;
