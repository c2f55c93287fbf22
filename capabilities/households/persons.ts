/** Persons of the register: a document once, every part said by itself, the row keeps what stands. */
import { type NewFact, recordFacts } from "#capabilities/facts/facts.ts";
import type { FactValue } from "#capabilities/facts/rules/attributes.ts";
import { noteOf } from "#capabilities/facts/rules/notes.ts";
import { personKeyOf } from "#capabilities/people/keys.ts";
import { countyOf } from "#capabilities/tasks/rules/hops.ts";
import { widened } from "#capabilities/tasks/widen.ts";
import { isMobile, normaliseNumber, normalisePhone, residentNumberFault } from "#kernel/identity.ts";
import { dayOf } from "#kernel/time.ts";
import { audit } from "#platform/audit.ts";
import type { Apply, CommandContext } from "#platform/commands.ts";
import { noteChanges } from "#platform/copies.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import type { NewPerson } from "./contract.ts";
import { RESIDENCE, type Residence, type Sex } from "./rules/kinds.ts";
import { RESIDENCE_ATTRIBUTES } from "./rules/parts.ts";
import { registerProblems as problem } from "./rules/problems.ts";
import { openPerson, type SealedPerson, sealPerson } from "./sealing.ts";
import * as store from "./store-people.ts";

/** What may be said of a person. */
export type Said = {
  readonly name?: string | undefined;
  readonly idType?: string | undefined;
  readonly idNumber?: string | undefined;
  readonly phone?: string | undefined;
  readonly sex?: Sex | undefined;
  readonly bornYear?: number | undefined;
  readonly residence: Partial<Readonly<Record<Residence, boolean | undefined>>>;
};

/** A document's number in normal form, or a refusal. What is no resident's number is only looked at for its form. */
export function mustBeNumber(idType: string, text: string, today: string): string {
  const number = normaliseNumber(text);
  const isRight = idType === "111" ? residentNumberFault(number, today) === null : /^[0-9A-Z]{5,20}$/.test(number);
  if (!isRight) throw new Problem(problem["number-wrong"]);
  return number;
}

export function mustBePhone(text: string): string {
  const phone = normalisePhone(text);
  if (!isMobile(phone)) throw new Problem(problem["phone-wrong"]);
  return phone;
}

/** A person as typed, checked; sex and year of birth are in a resident's number. */
export function saidOfNew(person: NewPerson, today: string): Said {
  const { idType } = person;
  const idNumber = person.idNumber ? mustBeNumber(idType, person.idNumber, today) : undefined;
  const told = idType === "111" && idNumber !== undefined ? fromNumber(idNumber) : null;
  return {
    name: person.name,
    idType,
    idNumber,
    phone: person.phone ? mustBePhone(person.phone) : undefined,
    sex: told?.sex ?? person.sex ?? undefined,
    bornYear: told?.bornYear ?? person.bornYear ?? undefined,
    residence: Object.fromEntries(person.residence.map((kind) => [kind, true])),
  };
}

/** GB 11643: digits 7 to 10 are the year of birth; the 17th is odd for men. */
const fromNumber = (number: string): { readonly sex: Sex; readonly bornYear: number } => ({
  sex: Number(number[16]) % 2 === 1 ? "male" : "female",
  bornYear: Number(number.slice(6, 10)),
});

/** The facts of what was said of a person, as recordFacts takes them. */
export function personFacts(
  of: Pick<NewFact, "place" | "sourceId" | "observedAt" | "byPost"> & {
    readonly personId: string;
    readonly isVerified: boolean;
  },
  said: Said,
): NewFact[] {
  const values: (readonly [string, FactValue | undefined])[] = [
    ["person.name", said.name],
    ["person.id-number", said.idNumber],
    ["person.phone", said.phone],
    ["person.sex", said.sex],
    ["person.born-year", said.bornYear],
    ...RESIDENCE.map((kind) => [RESIDENCE_ATTRIBUTES[kind], said.residence[kind]] as const),
  ];
  const { personId, ...rest } = of;
  return values.flatMap(([attribute, value]) =>
    value === undefined
      ? []
      : [
          {
            ...rest,
            county: countyOf(of.place),
            subjectKind: "person" as const,
            subjectId: personId,
            source: "register" as const,
            attribute,
            value,
          },
        ],
  );
}

export const keyOfSaid = (ctx: Pick<CommandContext, "services">, said: Said): string | null =>
  said.idNumber === undefined ? null : personKeyOf(ctx.services.keys.provinceKey, said.idType ?? "111", said.idNumber);

/** A new person's row. */
export function rowOfNew(ctx: CommandContext, id: string, place: string, said: Said): store.PersonInsert {
  const person: SealedPerson = {
    name: said.name ?? "",
    idType: said.idType ?? "111",
    idNumber: said.idNumber ?? null,
    phone: said.phone ?? null,
  };
  const { sealed, keyId } = sealPerson(ctx, id, person);
  return {
    county: countyOf(place),
    id,
    person_key: keyOfSaid(ctx, said),
    sealed,
    key_id: keyId,
    sex: said.sex ?? null,
    born_year: said.bornYear ?? null,
    residence: RESIDENCE.filter((kind) => said.residence[kind] === true),
  };
}

/** Says something of a person whom the register has: facts are recorded, the row keeps what stands. */
export async function sayOfPerson(
  ctx: CommandContext,
  person: store.PersonRow,
  { said, place, isVerified }: { readonly said: Said; readonly place: string; readonly isVerified: boolean },
) {
  const of = { personId: person.id, place, sourceId: ctx.commandId, observedAt: ctx.madeAt, byPost: ctx.actor.postId };
  const facts = personFacts({ ...of, isVerified }, said);
  const recorded = await recordFacts(ctx, facts);
  const stands = new Set(facts.filter((_, at) => recorded[at]?.stands).map((fact) => fact.attribute));
  const before = openPerson(ctx, person.id, person.sealed);
  const isNumber = stands.has("person.id-number") && said.idNumber !== undefined;
  const open: SealedPerson = {
    name: stands.has("person.name") ? (said.name ?? before.name) : before.name,
    idType: isNumber ? (said.idType ?? "111") : before.idType,
    idNumber: isNumber ? (said.idNumber ?? null) : before.idNumber,
    phone: stands.has("person.phone") ? (said.phone ?? before.phone) : before.phone,
  };
  const { sealed, keyId } = sealPerson(ctx, person.id, open);
  await store.updatePerson(
    ctx.sql,
    {
      county: person.county,
      id: person.id,
      person_key: isNumber ? keyOfSaid(ctx, said) : person.person_key,
      sealed,
      key_id: keyId,
      sex: stands.has("person.sex") ? (said.sex ?? person.sex) : person.sex,
      born_year: stands.has("person.born-year") ? (said.bornYear ?? person.born_year) : person.born_year,
      residence: RESIDENCE.filter((kind) =>
        stands.has(RESIDENCE_ATTRIBUTES[kind]) ? said.residence[kind] : person.residence.includes(kind),
      ),
    },
    ctx.now,
  );
  return recorded.flatMap((one) => one.conflict ?? []);
}

export const correctPerson: Apply<typeof contract.correctPerson> = async (ctx, body) => {
  const { personId, isVerified, idNumber, phone, ...rest } = body;
  const person = await store.personOf(ctx.sql, personId);
  if (person === null) throw new Problem(problem["no-such-person"]);
  const today = dayOf(ctx.now);
  const number = idNumber === undefined ? undefined : mustBeNumber(rest.idType ?? "111", idNumber, today);
  const told = number !== undefined && (rest.idType ?? "111") === "111" ? fromNumber(number) : {};
  const said: Said = {
    ...rest,
    ...told,
    idNumber: number,
    phone: phone === undefined ? undefined : mustBePhone(phone),
  };
  const note = await changePerson(ctx, person, said, isVerified);
  return note === null ? undefined : { note };
};

/** Says something of a person at all of his doors. Returns what contradicts, in words. */
export async function changePerson(ctx: CommandContext, person: store.PersonRow, said: Said, isVerified: boolean) {
  const places = (await store.staysOf(ctx.sql, [person.id])).map((stay) => stay.place);
  const place = places[0];
  if (place === undefined) throw new Problem(problem["no-such-person"]);
  const parts = partsSaid(said);
  if (parts.length === 0) throw new Problem(problem["nothing-said"]);
  await mustBeNobodyElse(ctx, person, said);
  const conflicts = await sayOfPerson(ctx, person, { said, place, isVerified });
  await noteChanges(
    ctx,
    [...new Set(places)].map((at) => ({ kind: "person", id: person.id, place: at })),
  );
  await audit(ctx, {
    action: "register.person.correct",
    objectKind: "person",
    objectId: person.id,
    place,
    detail: { parts, hasNumber: said.idNumber !== undefined },
  });
  return noteOf(conflicts);
}

/** The names of what was said, for the audit log: never what. */
const partsSaid = ({ residence, ...said }: Said): readonly string[] => [
  ...Object.entries(said).flatMap(([part, value]) => (value === undefined || part === "idType" ? [] : [part])),
  ...RESIDENCE.filter((kind) => residence[kind] !== undefined),
];

async function mustBeNobodyElse(ctx: CommandContext, person: store.PersonRow, said: Said): Promise<void> {
  const key = keyOfSaid(ctx, said);
  if (key === null || key === person.person_key) return;
  const known = await widened(ctx, () => store.personsByKeys(ctx.sql, person.county, [key]));
  if (known.has(key)) throw new Problem(problem["number-of-another"]);
}
