/** What a declaration says that the grid would otherwise ask at the door (design/field.md: a fact is entered once). Pure. */
import type { AttributeName, FactValue } from "#capabilities/facts/rules/attributes.ts";
import type { PlainDay } from "#kernel/time.ts";
import type { FilledForm } from "./form.ts";

export type Declared = Pick<FilledForm, "trip" | "contacts" | "symptoms" | "temperatureTenths" | "employer"> & {
  readonly hukou: string | null;
  /** Normalised, of a private car; null: none was declared. */
  readonly plate: string | null;
};

/** Facts of the person, in the order of the form. A journey that still lies ahead is none yet. */
export function factsOfDeclaration(
  declared: Declared,
  today: PlainDay,
): readonly (readonly [AttributeName, FactValue])[] {
  const { trip, contacts, symptoms, temperatureTenths, employer, hukou, plate } = declared;
  const facts: (readonly [AttributeName, FactValue])[] = [];
  if (hukou !== null) facts.push(["person.hukou-place", hukou]);
  if (trip !== null && trip.arrivedOn <= today) {
    facts.push(["person.came-on", trip.arrivedOn]);
    if ("code" in trip.from) facts.push(["person.came-from", trip.from.code]);
  }
  if (plate !== null) facts.push(["person.plate", plate]);
  if (employer !== null) facts.push(["person.employer", employer]);
  facts.push(["person.contact-with-case", contacts.some(({ kind }) => kind === "confirmed" || kind === "suspected")]);
  facts.push(["person.symptoms", [...symptoms]]);
  if (temperatureTenths !== null) facts.push(["person.temperature-tenths", temperatureTenths]);
  return facts;
}
