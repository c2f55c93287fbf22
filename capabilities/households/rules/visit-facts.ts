/** What a report from the door says for good: facts that the next form need not ask again. Pure. */
import type { AttributeName, FactValue, SubjectKind } from "#capabilities/facts/rules/attributes.ts";
import type { VisitResult } from "#capabilities/rollups/rules/results.ts";

export type VisitSaid = {
  readonly result: VisitResult;
  readonly spokenTo: "self" | "household" | "neighbour" | "nobody";
  readonly toPlace: string | null;
  readonly temperatureTenths: number | null;
  readonly symptoms: readonly string[];
  readonly servicesAsked: readonly string[];
};
export type VisitFact = { readonly subject: SubjectKind; readonly attribute: AttributeName; readonly value: FactValue };

const WHEREABOUTS: Partial<Readonly<Record<VisitResult, string>>> = {
  HOME_IN_PLACE: "here",
  COMPLETED_14D: "here",
  CENTRAL: "centre",
  HOSPITAL: "hospital",
  LEFT: "away",
  MOVED: "away",
};
const NEEDS: Readonly<Record<string, string>> = {
  groceries: "food",
  medicine: "medicine",
  masks: "masks",
  counselling: "heart",
  prenatal: "pregnant",
  "child-care": "child",
  "elder-care": "elderly",
  repairs: "repairs",
};

/** A report with which nobody was met or spoken to says nothing of anybody's health. */
export function factsOfVisit(visit: VisitSaid): VisitFact[] {
  const facts: VisitFact[] = [];
  const say = (subject: SubjectKind, attribute: AttributeName, value: FactValue) =>
    facts.push({ subject, attribute, value });
  const whereabouts = WHEREABOUTS[visit.result];
  if (whereabouts !== undefined) say("person", "person.whereabouts", whereabouts);
  if (visit.toPlace !== null && whereabouts === "away") say("person", "person.left-for", visit.toPlace);
  if (visit.temperatureTenths !== null) say("person", "person.temperature-tenths", visit.temperatureTenths);
  const isSeen = visit.spokenTo === "self" || visit.spokenTo === "household";
  if (isSeen && (visit.temperatureTenths !== null || visit.symptoms.length > 0))
    say("person", "person.symptoms", [...visit.symptoms]);
  if (visit.servicesAsked.length > 0)
    say("household", "household.needs", [...new Set(visit.servicesAsked.map((one) => NEEDS[one] ?? "other"))]);
  return facts;
}
