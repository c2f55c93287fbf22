/**
 * What a template may ask for, between `{{` and `}}` in a cell or as the name of a cell. A closed language: what is not in it
 * is listed as not understood, and its cell stays empty. Documented in docs/guide/reports.md.
 */
import { attributeOf } from "#capabilities/facts/rules/attributes.ts";
import { dayIs, isMetric, type Metric } from "#capabilities/rollups/rules/metrics.ts";

/** How a form's question or a shared fact is counted. */
export type Counted =
  | { readonly by: "answered" }
  | { readonly by: "sum" }
  | { readonly by: "is"; readonly value: string };

export type Marker =
  | { readonly is: "text"; readonly of: TextPart }
  | { readonly is: "place"; readonly of: "name" | "code" | "number" }
  | {
      readonly is: "figure";
      readonly metric: Metric;
      readonly isStanding: boolean;
      /** Since the beginning, up to the end of the day. */
      readonly isTotal?: true;
    }
  | { readonly is: "coverage"; readonly of: CoveragePart }
  | {
      readonly is: "form";
      readonly key: string;
      readonly question: string | null;
      readonly counted: Counted;
      readonly isTotal?: true;
    }
  | { readonly is: "campaign"; readonly of: CampaignPart }
  | { readonly is: "fact"; readonly attribute: string; readonly counted: Counted }
  | {
      readonly is: "line";
      readonly of: LineSubject;
      readonly part: LinePart | { readonly attribute: string } | { readonly form: string; readonly question: string };
    };

/**
 * What a row may be printed once for: each place directly below, each door, each household of the area; each person, in
 * what leaves by two approvals (rules/persons.ts).
 */
export const EACH_KINDS = ["places", "doors", "households", "persons"] as const;
export type EachKind = (typeof EACH_KINDS)[number];
export type LineSubject = "door" | "household" | "person";
/** What a door or a household is called and where it stands; of a household also who lives there, in numbers; of a person who. */
const PLACED = ["row", "address", "grid", "grid-code"] as const;
const OF_HOUSEHOLD = ["people", "since", "tenure"] as const;
const OF_PERSON = ["name", "id-number", "phone", "sex", "born-year", "relation", "since"] as const;
export type LinePart = (typeof PLACED)[number] | (typeof OF_HOUSEHOLD)[number] | (typeof OF_PERSON)[number];
const LINE_PARTS: Readonly<Record<LineSubject, readonly LinePart[]>> = {
  door: PLACED,
  household: [...PLACED, ...OF_HOUSEHOLD],
  person: [...PLACED, ...OF_PERSON],
};

/** A row that is printed several times, and for what. */
export const EACH = /^\{\{\s*#each\s+(\S+?)\s*\}\}$/;

const TEXTS = ["area.name", "area.code", "from", "day", "period", "as-of", "made-at", "department"] as const;
export type TextPart = (typeof TEXTS)[number];
/** Of the screening that goes on in the area on the day: its name, coverage, doors by state. */
const CAMPAIGN_PARTS = [
  "name",
  "doors",
  "vacant",
  "of",
  "covered",
  "percent",
  "not-visited",
  "opened",
  "by-phone",
  "no-answer",
  "refused",
  "moved",
  "not-found",
  "revisits",
  "found",
] as const;
export type CampaignPart = (typeof CAMPAIGN_PARTS)[number];
const PLACES = ["name", "code", "number"] as const;
const COVERAGE = ["percent", "registered", "vacant", "reached", "never"] as const;
export type CoveragePart = (typeof COVERAGE)[number];
const FORM = /^form\.([a-z][a-z0-9_-]{1,39})\.(?:(answers)|([A-Za-z][\w-]{0,39})\.(answered|sum|is\.([\w-]{1,40})))$/;
const LINE_FORM = /^(door|household)\.form\.([a-z][a-z0-9_-]{1,39})\.([A-Za-z][\w-]{0,39})$/;
const FACT = /^fact\.([a-z]+\.[a-z-]+)\.(known|sum|is\.([\w-]{1,40}))$/;

/** The marker that a text is; null: none that is known. */
export function markerOf(text: string): Marker | null {
  const name = text.trim();
  const plain = TEXTS.find((one) => one === name);
  if (plain !== undefined) return { is: "text", of: plain };
  const place = PLACES.find((one) => `place.${one}` === name);
  if (place !== undefined) return { is: "place", of: place };
  const coverage = COVERAGE.find((one) => `coverage.${one}` === name);
  if (coverage !== undefined) return { is: "coverage", of: coverage };
  const campaign = CAMPAIGN_PARTS.find((one) => `campaign.${one}` === name);
  if (campaign !== undefined) return { is: "campaign", of: campaign };
  if (name.startsWith("total.")) return totalMarker(name.slice("total.".length));
  const isSaidToStand = name.startsWith("standing.");
  const metric = isSaidToStand ? name.slice("standing.".length) : name;
  if (isMetric(metric)) {
    // What has happened has no standing value; what is a stock has no other.
    const kind = dayIs(metric);
    if (isSaidToStand && kind === "event") return null;
    return { is: "figure", metric, isStanding: isSaidToStand || kind === "stock" };
  }
  return formMarker(name) ?? factMarker(name) ?? lineMarker(name);
}

/** Says something of a person one by one: it leaves by two approvals alone. */
export const isPersonMarker = (marker: Marker | null): boolean => marker?.is === "line" && marker.of === "person";

/** What has been counted from the beginning to the end of the day. What stands, and what is a stock, has no such sum. */
function totalMarker(name: string): Marker | null {
  if (isMetric(name))
    return dayIs(name) === "stock" ? null : { is: "figure", metric: name, isStanding: false, isTotal: true };
  const form = formMarker(name);
  return form?.is === "form" ? { ...form, isTotal: true } : null;
}

/** `door.address`, `household.people`, `door.is-rented`, `household.size`: of the door or the household of the row. */
function lineMarker(name: string): Marker | null {
  const [, whose, form = "", question = ""] = LINE_FORM.exec(name) ?? [];
  if (whose === "door" || whose === "household") return { is: "line", of: whose, part: { form, question } };
  const [subject, part = ""] = name.split(/\.(.*)/s);
  if (subject !== "door" && subject !== "household" && subject !== "person") return null;
  const own = LINE_PARTS[subject].find((one) => one === part);
  if (own !== undefined) return { is: "line", of: subject, part: own };
  // Facts of doors and households are plain: nobody's name. Nobody's health is printed in any row.
  const attribute = attributeOf(name);
  const may: readonly string[] = subject === "person" ? ["personal"] : ["plain"];
  return attribute?.subject === subject && attribute.freshHours !== 0 && may.includes(attribute.sensitivity)
    ? { is: "line", of: subject, part: { attribute: name } }
    : null;
}

function formMarker(name: string): Marker | null {
  const match = FORM.exec(name);
  if (match === null) return null;
  const [, key = "", answers, question = "", how = "", value = ""] = match;
  if (answers !== undefined) return { is: "form", key, question: null, counted: { by: "answered" } };
  return { is: "form", key, question, counted: countedOf(how, value) };
}

/** Facts about health are not counted here: they have their own statistics, with small numbers held back. */
function factMarker(name: string): Marker | null {
  const match = FACT.exec(name);
  if (match === null) return null;
  const [, attribute = "", how = "", value = ""] = match;
  const sensitivity = attributeOf(attribute)?.sensitivity;
  if (sensitivity !== "plain" && sensitivity !== "personal") return null;
  return { is: "fact", attribute, counted: countedOf(how, value) };
}

const countedOf = (how: string, value: string): Counted => {
  if (how === "sum") return { by: "sum" };
  return how === "answered" || how === "known" ? { by: "answered" } : { by: "is", value };
};

/** A cell's name as a marker: spreadsheets allow no hyphen, so two underscores stand for one; `wangge.` may lead. */
export const nameAsMarker = (name: string): string => name.replace(/^wangge\./i, "").replaceAll("__", "-");

/** A name that means to be ours even when it is not understood. */
export const isOurs = (name: string): boolean => /^wangge\./i.test(name);

export type Piece = { readonly text: string } | { readonly marker: string };

/** A cell's text in pieces: what stands between double braces, and what does not. */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(/\{\{([^{}]{1,120})\}\}/g)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index) });
    pieces.push({ marker: (match[1] ?? "").trim() });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

export const hasMarkers = (text: string): boolean => /\{\{[^{}]{1,120}\}\}/.test(text);
