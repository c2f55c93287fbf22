/** What the rows of doors and households print: the register as it stands, facts as they were known. Without a name, but for what two approved. */
import { factsIn } from "#capabilities/facts/facts.ts";
import type { FactValue } from "#capabilities/facts/rules/attributes.ts";
import type { FormDocument } from "#capabilities/forms/rules/document.ts";
import type { Answers } from "#capabilities/forms/rules/rows.ts";
import { lastAnswersOf } from "#capabilities/forms/tally.ts";
import type { Door } from "#capabilities/households/contract.ts";
import { doorsOf } from "#capabilities/households/doors.ts";
import {
  type HouseholdLine,
  householdsOn,
  type PersonLine,
  personsForApprovedList,
} from "#capabilities/households/lines.ts";
import { DOOR_ATTRIBUTES, DOOR_PARTS } from "#capabilities/households/rules/parts.ts";
import { addressText } from "#capabilities/households/rules/walking.ts";
import { namesOfPlaces } from "#capabilities/places/places.ts";
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import type { EachKind, Marker } from "./rules/markers.ts";
import { PERSONS_AT_MOST } from "./rules/persons.ts";
import { reportProblems as problem } from "./rules/problems.ts";
import type { Line } from "./rules/resolve.ts";

/** A township's doors; more is a file that nobody reads, and some seconds of work. */
const LINES_AT_MOST = 5_000;
const SEXES = { female: "女", male: "男" } as const;
const RELATIONS: Readonly<Record<PersonLine["relation"], string>> = {
  head: "户主",
  spouse: "配偶",
  child: "子女",
  parent: "父母",
  grandchild: "孙子女",
  grandparent: "祖父母",
  sibling: "兄弟姐妹",
  "other-family": "其他亲属",
  tenant: "租客",
  colleague: "同事",
  other: "其他",
};
const TENURES = { owner: "自住", tenant: "租住", other: "其他" } as const;

type Of = {
  readonly area: string;
  readonly day: PlainDay;
  readonly asOf: Instant;
  readonly markers: readonly Marker[];
  readonly each: ReadonlySet<EachKind>;
  /** Two have approved that persons are printed. */
  readonly isApproved: boolean;
};

export async function linesFor(ctx: Context, { area, day, asOf, markers, each, isApproved }: Of) {
  const doors = each.has("doors") ? await doorsOf(ctx, area) : [];
  const hasPersons = each.has("persons") && isApproved;
  const households = each.has("households") || hasPersons ? await householdsOn(ctx, { area, day }) : [];
  const persons = hasPersons ? await personsForApprovedList(ctx, { area, day, limit: PERSONS_AT_MOST + 1 }) : [];
  if (persons.length > PERSONS_AT_MOST) throw new Problem(problem["too-many-persons"]);
  if (Math.max(doors.length, households.length) > LINES_AT_MOST) throw new Problem(problem["too-many-lines"]);
  const asked = markers.flatMap((one) =>
    one.is === "line" && typeof one.part === "object" && "attribute" in one.part ? [one.part.attribute] : [],
  );
  const ofRegister = new Set<string>(Object.values(DOOR_ATTRIBUTES));
  const attributes = [...new Set(asked)].filter((one) => !ofRegister.has(one));
  const needsFacts = attributes.length > 0 && (doors.length > 0 || households.length > 0);
  const facts = needsFacts ? await factsIn(ctx, { area, attributes, asOf }) : [];
  const bySubject = Map.groupBy(facts, (one) => one.subjectId);
  const known = (id: string): [string, FactValue][] =>
    (bySubject.get(id) ?? []).flatMap(({ attribute, value }) => (value === null ? [] : [[attribute, value]]));
  const forms = await answersFor(ctx, { area, day, asOf, markers });
  const names = await namesOfPlaces(ctx, [
    ...new Set([...doors, ...households.map((one) => one.door)].map((one) => one.place)),
  ]);
  const doorLine = (door: Door): NonNullable<Line["door"]> => ({
    parts: placed(door, names),
    facts: new Map([...registerOf(door), ...known(door.doorId)]),
    forms: forms.of(door.doorId),
  });
  const householdLine = ({ householdId, door, tenure, sinceOn, people }: HouseholdLine): Line => ({
    door: doorLine(door),
    household: {
      parts: { ...placed(door, names), people, since: sinceOn, tenure: TENURES[tenure] },
      facts: new Map(known(householdId)),
      forms: forms.of(householdId),
    },
  });
  const homes = new Map(households.map((one) => [one.householdId, one]));
  const lines = {
    doors: doors.map((door): Line => ({ door: doorLine(door) })),
    households: households.map(householdLine),
    persons: persons.map((person): Line => {
      const home = homes.get(person.householdId);
      return {
        ...(home === undefined ? {} : householdLine(home)),
        person: {
          parts: { ...(home === undefined ? {} : placed(home.door, names)), ...partsOf(person) },
          facts: new Map(known(person.personId)),
          forms: new Map(),
        },
      };
    }),
  };
  const printed = new Set([
    ...doors.map((one) => one.doorId),
    ...households.flatMap((one) => [one.householdId, one.door.doorId]),
    ...persons.map((one) => one.personId),
  ]);
  const personKeys = persons.flatMap((one) => (one.personKey === null ? [] : [one.personKey]));
  return { lines, personKeys, documents: forms.documents, facts: facts.filter((one) => printed.has(one.subjectId)) };
}

const partsOf = (person: PersonLine) => ({
  name: person.name,
  "id-number": person.idNumber,
  phone: person.phone,
  sex: person.sex === null ? null : SEXES[person.sex],
  "born-year": person.bornYear,
  relation: RELATIONS[person.relation],
  since: person.sinceOn,
});

/** The last answers to the forms that lines print, by subject. */
async function answersFor(ctx: Context, { markers, ...of }: Omit<Of, "each" | "isApproved">) {
  const documents = new Map<string, FormDocument | null>();
  const answers = new Map<string, Map<string, Answers>>();
  for (const marker of markers) {
    if (marker.is !== "line" || typeof marker.part === "string" || !("form" in marker.part)) continue;
    const key = marker.part.form;
    if (documents.has(key)) continue;
    const found = await lastAnswersOf(ctx, { ...of, key });
    documents.set(key, found?.document ?? null);
    for (const [subject, said] of found?.bySubject ?? []) {
      const ofSubject = answers.get(subject) ?? new Map<string, Answers>();
      answers.set(subject, ofSubject.set(key, said));
    }
  }
  return { documents, of: (subject: string): ReadonlyMap<string, Answers> => answers.get(subject) ?? new Map() };
}

const placed = (door: Door, names: ReadonlyMap<string, string>) => ({
  address: addressText(door),
  grid: names.get(door.place) ?? door.place,
  "grid-code": door.place,
});

/** Parts of the register as facts say them. */
const registerOf = (door: Door): [string, FactValue][] =>
  DOOR_PARTS.flatMap((part): [string, FactValue][] => {
    const value = door[part];
    return value === null ? [] : [[DOOR_ATTRIBUTES[part], value]];
  });
