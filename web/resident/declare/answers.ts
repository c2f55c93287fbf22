/** The declaration as it is being filled in: flat, every answer possibly missing; and its way to the server's form. */
import type { z } from "zod";
import type { declare } from "#capabilities/declarations/contract.ts";
import type {
  Category,
  ContactKind,
  LODGINGS,
  Mode,
  OBSERVATION,
  Section,
  Symptom,
  TripPurpose,
} from "#capabilities/declarations/rules/kinds.ts";

export type Place = { readonly code: string; readonly name: string };
export type StayAnswer = { readonly place: Place | null; readonly from: string; readonly to: string };

type Given = {
  readonly category: Category;
  /** Null: no registration in the country. */
  readonly hukou: Place | null;
  readonly from: Place | null;
  /** Set when one comes from abroad. */
  readonly fromWords: string;
  readonly departedOn: string;
  readonly arrivedOn: string;
  readonly mode: Mode;
  readonly serviceNo: string;
  readonly purpose: TripPurpose;
  readonly stayUntil: string;
  readonly hasStays: boolean;
  readonly stays: readonly StayAnswer[];
  readonly hasContacts: boolean;
  readonly contacts: readonly { readonly kind: ContactKind; readonly on: string }[];
  readonly hasSymptoms: boolean;
  readonly symptoms: readonly Symptom[];
  readonly temperature: string;
  readonly observation: (typeof OBSERVATION)[number];
  readonly place: Place | null;
  readonly addressDetail: string;
  readonly lodging: (typeof LODGINGS)[number];
  readonly employer: string;
  readonly isTrue: boolean;
};
/** Every answer may be missing still, or have been taken back. */
export type Answers = { readonly [F in keyof Given]?: Given[F] | undefined };
export type Field = keyof Answers;

/** Which part of the draft a field is saved with. */
export const SECTION_OF: Readonly<Record<Field, Section>> = {
  category: "trip",
  hukou: "trip",
  from: "trip",
  fromWords: "trip",
  departedOn: "trip",
  arrivedOn: "trip",
  mode: "trip",
  serviceNo: "trip",
  purpose: "trip",
  stayUntil: "trip",
  hasStays: "stays",
  stays: "stays",
  hasContacts: "health",
  contacts: "health",
  hasSymptoms: "health",
  symptoms: "health",
  temperature: "health",
  observation: "health",
  place: "address",
  addressDetail: "address",
  lodging: "address",
  employer: "work",
  isTrue: "truth",
};

export const STEPS = ["who", "trip", "stays", "contacts", "health", "address", "review"] as const;
export type Step = (typeof STEPS)[number];

export const hasTrip = (category: Category | undefined): boolean =>
  category === "returning" || category === "coming" || category === "short-stay";

/** The steps that this declaration has: who has been here all the time is not asked for a journey. */
export const stepsOf = (answers: Answers): readonly Step[] =>
  STEPS.filter((step) => step !== "trip" || hasTrip(answers.category));

/** Names of `needed` sentences by step: what is still missing or wrong there. */
export type Need =
  | "category"
  | "hukou"
  | "from"
  | "arrivedOn"
  | "order"
  | "mode"
  | "purpose"
  | "stayUntil"
  | "stays"
  | "contacts"
  | "symptoms"
  | "temperature"
  | "observation"
  | "place"
  | "detail"
  | "lodging";

/** Tenths of a degree of what was typed; null: nothing typed; NaN: no temperature. */
export function tenthsOf(text: string | undefined): number | null {
  const typed = (text ?? "").trim().replace(",", ".").replace("。", ".");
  if (typed === "") return null;
  if (!/^\d{2}(\.\d)?$/.test(typed)) return Number.NaN;
  const tenths = Math.round(Number(typed) * 10);
  return tenths >= 340 && tenths <= 430 ? tenths : Number.NaN;
}

const isMissing = (text: string | undefined) => text === undefined || text.trim() === "";

const NEEDS: Readonly<Record<Step, (a: Answers) => readonly (Need | false)[]>> = {
  who: (a) => [a.category === undefined && "category", a.hukou === undefined && "hukou"],
  trip: (a) => [
    (a.fromWords === undefined ? (a.from ?? null) === null : isMissing(a.fromWords)) && "from",
    isMissing(a.arrivedOn) && "arrivedOn",
    !isMissing(a.departedOn) && !isMissing(a.arrivedOn) && String(a.departedOn) > String(a.arrivedOn) && "order",
    a.mode === undefined && "mode",
    a.purpose === undefined && "purpose",
    a.category === "short-stay" && isMissing(a.stayUntil) && "stayUntil",
  ],
  stays: (a) => {
    const isWhole = (a.stays ?? []).every((one) => one.place !== null && one.from !== "" && one.to >= one.from);
    return [(a.hasStays === undefined || (a.hasStays && !((a.stays ?? []).length > 0 && isWhole))) && "stays"];
  },
  contacts: (a) => {
    const isWhole = (a.contacts ?? []).length > 0 && (a.contacts ?? []).every(({ on }) => on !== "");
    return [(a.hasContacts === undefined || (a.hasContacts && !isWhole)) && "contacts"];
  },
  health: (a) => [
    (a.hasSymptoms === undefined || (a.hasSymptoms && (a.symptoms ?? []).length === 0)) && "symptoms",
    Number.isNaN(tenthsOf(a.temperature)) && "temperature",
    a.observation === undefined && "observation",
  ],
  address: (a) => [
    (a.place ?? null) === null && "place",
    isMissing(a.addressDetail) && "detail",
    a.lodging === undefined && "lodging",
  ],
  review: () => [],
};

export const needsOf = (step: Step, answers: Answers): readonly Need[] =>
  NEEDS[step](answers).filter((need): need is Need => need !== false);

/** The first step at which something is missing; the review when nothing is. */
export const firstOpen = (answers: Answers): Step =>
  stepsOf(answers).find((step) => needsOf(step, answers).length > 0) ?? "review";

export type SentForm = z.input<(typeof declare)["body"]>["form"];

/** The server's form; null while something is missing. */
export function formOf(a: Answers): SentForm | null {
  const { category, observation, place, lodging } = a;
  if (firstOpen(a) !== "review" || category === undefined || observation === undefined) return null;
  if (place === undefined || place === null || lodging === undefined || a.isTrue !== true) return null;
  return {
    category,
    hukou: a.hukou?.code.slice(0, 6) ?? null,
    trip: tripOf(a),
    stayUntil: category === "short-stay" ? (a.stayUntil ?? null) : null,
    stays: (a.hasStays === true ? (a.stays ?? []) : []).flatMap((one) =>
      one.place === null ? [] : [{ place: { code: one.place.code }, from: one.from, to: one.to }],
    ),
    contacts: a.hasContacts === true ? [...(a.contacts ?? [])] : [],
    symptoms: a.hasSymptoms === true ? [...(a.symptoms ?? [])] : [],
    temperatureTenths: tenthsOf(a.temperature),
    observation,
    place: place.code,
    addressDetail: a.addressDetail?.trim() ?? "",
    lodging,
    employer: isMissing(a.employer) ? null : (a.employer?.trim() ?? null),
    isTrue: true,
  };
}

function tripOf(a: Answers): SentForm["trip"] {
  const { mode, purpose, arrivedOn } = a;
  if (!hasTrip(a.category) || mode === undefined || purpose === undefined || arrivedOn === undefined) return null;
  const from = a.fromWords === undefined ? { code: a.from?.code ?? "" } : { words: a.fromWords.trim() };
  return {
    from,
    departedOn: isMissing(a.departedOn) ? null : (a.departedOn ?? null),
    arrivedOn,
    mode,
    serviceNo: isMissing(a.serviceNo) ? null : (a.serviceNo?.trim().toUpperCase() ?? null),
    purpose,
  };
}

/** What the platform knows already, as answers. Names of places are shown by code until they are looked up. */
type Known = { readonly [F in keyof SentForm]?: SentForm[F] | undefined };

export function answersFrom(known: Known): Answers {
  const named = (code: string): Place => ({ code, name: "" });
  const { trip } = known;
  const from = trip?.from;
  return {
    ...(known.category === undefined ? {} : { category: known.category }),
    ...(known.hukou === undefined ? {} : { hukou: known.hukou === null ? null : named(known.hukou) }),
    ...(from === undefined ? {} : "code" in from ? { from: named(from.code) } : { fromWords: from.words }),
    ...(trip ? { arrivedOn: trip.arrivedOn, mode: trip.mode, purpose: trip.purpose } : {}),
    ...(trip?.departedOn ? { departedOn: trip.departedOn } : {}),
    ...(trip?.serviceNo ? { serviceNo: trip.serviceNo } : {}),
    ...(known.stayUntil ? { stayUntil: known.stayUntil } : {}),
    ...(known.stays === undefined
      ? {}
      : {
          hasStays: known.stays.length > 0,
          stays: known.stays.map(({ place, from: first, to }) => ({
            place: "code" in place ? named(place.code) : { code: "", name: place.words },
            from: first,
            to,
          })),
        }),
    ...(known.contacts === undefined ? {} : { hasContacts: known.contacts.length > 0, contacts: known.contacts }),
    ...(known.symptoms === undefined ? {} : { hasSymptoms: known.symptoms.length > 0, symptoms: known.symptoms }),
    ...(known.temperatureTenths ? { temperature: (known.temperatureTenths / 10).toFixed(1) } : {}),
    ...(known.observation === undefined ? {} : { observation: known.observation }),
    ...(known.place === undefined ? {} : { place: named(known.place) }),
    ...(known.addressDetail === undefined ? {} : { addressDetail: known.addressDetail }),
    ...(known.lodging === undefined ? {} : { lodging: known.lodging }),
    ...(known.employer ? { employer: known.employer } : {}),
  };
}
