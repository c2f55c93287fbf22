/** What a marker comes to, from what was gathered. Pure: nothing is invented, what is not known is said to be missing. */

import type { Screening } from "#capabilities/campaigns/rules/coverage.ts";
import type { FactValue } from "#capabilities/facts/rules/attributes.ts";
import { valueWords } from "#capabilities/facts/rules/notes.ts";
import type { FormDocument } from "#capabilities/forms/rules/document.ts";
import { printedOf } from "#capabilities/forms/rules/print.ts";
import type { Answers } from "#capabilities/forms/rules/rows.ts";
import type { QuestionTally } from "#capabilities/forms/rules/tally.ts";
import { percentText } from "#capabilities/rollups/rules/coverage.ts";
import type {
  CampaignPart,
  Counted,
  CoveragePart,
  EachKind,
  LinePart,
  LineSubject,
  Marker,
  TextPart,
} from "./markers.ts";
import type { MissingWhy } from "./missing.ts";

export type PlaceFigures = {
  readonly place: string;
  readonly name: string | null;
  readonly values: Readonly<Record<string, number>>;
  readonly standing: Readonly<Record<string, number>>;
  /** From the beginning to the end of the day. */
  readonly total: Readonly<Record<string, number>>;
  readonly coverage: {
    readonly registered: number;
    readonly vacant: number;
    readonly reached: number;
    readonly neverVisited: number;
    readonly permille: number | null;
  };
};

/** A shared fact as it stood: of one subject. */
export type StandingFact = {
  readonly place: string;
  readonly value: string | number | boolean | readonly string[] | null;
};

/** A door, a household or a person of a repeated row, with what is known of it. */
export type Line = {
  readonly [Subject in LineSubject]?: {
    readonly parts: Readonly<Partial<Record<Exclude<LinePart, "row">, string | number | null>>>;
    readonly facts: ReadonlyMap<string, FactValue>;
    /** The last answers to forms, by the form's key. */
    readonly forms: ReadonlyMap<string, Answers>;
  };
};

type Counts = { readonly answers: number; readonly questions: readonly QuestionTally[] };
export type FormCounts = Counts & {
  /** By the code of a place below. */
  readonly at: ReadonlyMap<string, Counts>;
};

/** Which copy of which repeated row; null: not in one. */
export type InRow = { readonly each: EachKind; readonly index: number } | null;

export type Gathered = {
  readonly texts: Readonly<Record<TextPart, string>>;
  readonly own: PlaceFigures;
  readonly below: readonly PlaceFigures[];
  readonly lines: Readonly<Record<"doors" | "households" | "persons", readonly Line[]>>;
  /** By form key: of the day or the period, and from the beginning; null: there is no such form here. */
  readonly forms: ReadonlyMap<string, FormCounts | null>;
  readonly formsSoFar: ReadonlyMap<string, FormCounts | null>;
  /** The forms whose answers lines print; null: there is no such form here. */
  readonly documents: ReadonlyMap<string, Pick<FormDocument, "questions"> | null>;
  /** The screening that went on; null: none, "past": the report is as known at an instant. */
  readonly campaign:
    | { readonly name: string; readonly own: Screening; readonly at: ReadonlyMap<string, Screening> }
    | "past"
    | null;
  /** It leaves by two approvals and a watermark, and may print what people said in their own words. */
  readonly isApproved: boolean;
  /** By attribute. */
  readonly facts: ReadonlyMap<string, readonly StandingFact[]>;
};

export type Value = { readonly value: string | number } | { readonly missing: MissingWhy };

/** How many copies a repeated row has. */
export const copiesOf = ({ below, lines }: Gathered, each: EachKind): number =>
  each === "places" ? below.length : lines[each].length;

/** The marker's value for the area, or for the place, door or household of a repeated row. */
export function resolve(marker: Marker | null, gathered: Gathered, at: InRow): Value {
  if (marker === null) return { missing: "not-understood" };
  if (marker.is === "line") return ofLine(marker, gathered, at);
  // In a line of doors only what is the same for the whole report stands beside them.
  if (at !== null && at.each !== "places" && marker.is !== "text") return { missing: "not-per-place" };
  const row = at?.index ?? null;
  const figures = row === null ? gathered.own : gathered.below[row];
  switch (marker.is) {
    case "text":
      return { value: gathered.texts[marker.of] };
    case "place":
      if (row === null) return { missing: "not-in-a-row" };
      if (figures === undefined) return { missing: "no-places" };
      if (marker.of === "number") return { value: row + 1 };
      return { value: marker.of === "code" ? figures.place : (figures.name ?? figures.place) };
    case "figure":
      if (figures === undefined) return { missing: "no-places" };
      // A figure that nothing was booked to is a true nought.
      return {
        value: figures[marker.isTotal ? "total" : marker.isStanding ? "standing" : "values"][marker.metric] ?? 0,
      };
    case "coverage":
      return figures === undefined ? { missing: "no-places" } : coverage(marker.of, figures.coverage);
    case "form":
      return figures === undefined
        ? { missing: "no-places" }
        : ofForm(marker, gathered, row === null ? null : figures.place);
    case "campaign":
      return ofCampaign(marker.of, gathered, row === null ? null : (figures?.place ?? ""));
    case "fact":
      return ofFact(marker, gathered, figures?.place ?? null);
  }
}

function ofLine({ of, part }: Extract<Marker, { is: "line" }>, gathered: Gathered, at: InRow): Value {
  if (at === null || at.each === "places") return { missing: "not-a-line" };
  const line = gathered.lines[at.each][at.index];
  if (line === undefined) return { missing: "no-lines" };
  const subject = line[of];
  if (subject === undefined) return { missing: "not-a-line" };
  if (part === "row") return { value: at.index + 1 };
  if (typeof part === "string") {
    const value = subject.parts[part];
    return value === undefined || value === null || value === "" ? { missing: "nothing-known" } : { value };
  }
  if ("form" in part) return ofAnswer(part, gathered, subject.forms.get(part.form));
  const value = subject.facts.get(part.attribute);
  if (value === undefined || value === "") return { missing: "nothing-known" };
  return { value: typeof value === "number" ? value : valueWords(part.attribute, value).zh };
}

function ofAnswer(
  { form, question }: { readonly form: string; readonly question: string },
  { documents, isApproved }: Gathered,
  answers: Answers | undefined,
): Value {
  const document = documents.get(form);
  if (document === undefined || document === null) return { missing: "no-form" };
  const printed = printedOf(document, question, answers ?? {});
  if (printed.is === "value")
    return printed.isFree && !isApproved ? { missing: "needs-approval" } : { value: printed.value };
  return { missing: printed.is === "nothing" ? "nothing-known" : printed.is };
}

/** What a part is called in the tally of a screening. */
const STATES = {
  "not-visited": "NOT_VISITED",
  opened: "OPENED",
  "by-phone": "DONE_BY_PHONE",
  "no-answer": "NO_ANSWER",
  refused: "REFUSED",
  moved: "MOVED",
  "not-found": "NOT_FOUND",
  revisits: "revisits",
  found: "found",
} as const;

/** Of a place where the screening has no door everything is a true nought. */
function ofCampaign(of: CampaignPart, { campaign }: Gathered, place: string | null): Value {
  if (campaign === null) return { missing: "no-campaign" };
  if (campaign === "past") return { missing: "only-as-now" };
  if (of === "name") return { value: campaign.name };
  const screening = place === null ? campaign.own : campaign.at.get(place);
  if (of === "percent") {
    const permille = screening?.coverage.permille ?? null;
    return permille === null ? { missing: "no-register" } : { value: percentText(permille) };
  }
  if (of === "doors" || of === "vacant" || of === "of" || of === "covered")
    return { value: screening?.coverage[of] ?? 0 };
  return { value: screening?.tally[STATES[of]] ?? 0 };
}

function coverage(of: CoveragePart, known: PlaceFigures["coverage"]): Value {
  if (of === "percent")
    return known.permille === null ? { missing: "no-register" } : { value: percentText(known.permille) };
  return { value: of === "never" ? known.neverVisited : known[of] };
}

function ofForm(
  { key, question, counted, isTotal }: Extract<Marker, { is: "form" }>,
  { forms, formsSoFar }: Gathered,
  place: string | null,
): Value {
  const whole = (isTotal ? formsSoFar : forms).get(key);
  if (whole === undefined || whole === null) return { missing: "no-form" };
  const form = place === null ? whole : whole.at.get(place);
  if (form === undefined) return { missing: "no-places" };
  if (question === null) return { value: form.answers };
  const tally = form.questions.find((one) => one.question.name === question);
  if (tally === undefined) return { missing: "no-question" };
  if (counted.by === "answered") return { value: tally.answered };
  if (counted.by === "sum") return tally.sum === null ? { missing: "not-a-number" } : { value: tally.sum };
  const count = tally.choices.get(counted.value);
  return count === undefined ? { missing: "no-question" } : { value: count };
}

function ofFact(
  { attribute, counted }: Extract<Marker, { is: "fact" }>,
  { facts }: Gathered,
  place: string | null,
): Value {
  const known = (facts.get(attribute) ?? []).filter(
    (one) => one.value !== null && (place === null || one.place.startsWith(place)),
  );
  if (known.length === 0) return { missing: "nothing-known" };
  if (counted.by === "answered") return { value: known.length };
  if (counted.by === "is") return { value: known.filter((one) => says(one.value, counted)).length };
  const numbers = known.map((one) => one.value);
  if (!numbers.every((one) => typeof one === "number")) return { missing: "not-a-number" };
  return { value: Math.round(numbers.reduce((sum, one) => sum + one, 0) * 1000) / 1000 };
}

function says(value: StandingFact["value"], counted: Extract<Counted, { by: "is" }>): boolean {
  if (typeof value === "boolean") return counted.value === (value ? "yes" : "no");
  return typeof value === "object" ? (value?.includes(counted.value) ?? false) : String(value) === counted.value;
}
