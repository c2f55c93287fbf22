/**
 * What a declaration amounts to as evidence: a person's word about himself counts for red and yellow at once.
 *
 * Source: design/codes.md "Colour"; D0 is the last day of the stay, evidence stands to 24:00 of D+14 (codes/rules).
 */
import { selfAndAncestors } from "#kernel/places.ts";
import { DAY, dayOf, daysLater, endOf, type Instant, later, MINUTE, type PlainDay, plainDay } from "#kernel/time.ts";
import type { FilledForm } from "./form.ts";

export type RiskArea = {
  readonly area: string;
  readonly level: "high" | "medium";
  /** Both days inclusive. */
  readonly since: PlainDay;
  readonly until: PlainDay | null;
};

export type DeclaredEvidence = {
  readonly kind:
    | "declared-high-area"
    | "declared-medium-area"
    | "declared-contact"
    | "declared-symptom"
    | "short-stay"
    | "unchecked-declaration";
  readonly since: Instant;
  readonly until: Instant | null;
  readonly facts: Readonly<Record<string, unknown>>;
};

type Level = RiskArea["level"];
/** A declared stay with the risk of its place, and the last day that counts. */
export type JudgedStay = {
  readonly place: string;
  readonly from: PlainDay;
  readonly to: PlainDay;
  /** The highest that the place had over the stay. */
  readonly level: Level | null;
  readonly lastOn: Readonly<Record<Level, PlainDay | null>>;
};

/** A stay counts for 14 days after its last day. */
const COUNTS_FOR_DAYS = 14;
/** 37.3 °C in the armpit (reference/domain.md §2.12). */
export const FEVER_FROM_TENTHS = 373;
/** Notice no. 10: fever, dry cough, difficult breathing. The others are recorded and shown to the grid. */
const YELLOW_SYMPTOMS = ["fever", "dry-cough", "difficult-breathing"];
/** The check of a declaration against evidence takes this long at most. */
const UNCHECKED_FOR = 10 * MINUTE;

/** Does what was said of one's health hold a yellow? */
export const isSick = (temperatureTenths: number | null, symptoms: readonly string[]): boolean =>
  (temperatureTenths !== null && temperatureTenths >= FEVER_FROM_TENTHS) ||
  symptoms.some((symptom) => YELLOW_SYMPTOMS.includes(symptom));

/** Areas by their code, for looking up the prefixes of a place. */
export type AreaIndex = ReadonlyMap<string, readonly RiskArea[]>;
export const indexAreas = (areas: readonly RiskArea[]): AreaIndex => Map.groupBy(areas, (one) => one.area);

/** Days of a stay that are looked at, from its last one: more than evidence counts for. */
const DAYS_LOOKED_AT = 31;

/**
 * The last day of a stay under each level: on each day the area with the longest matching code that covers it stands, of
 * equals the higher level (design/feeds.md, health/areas).
 */
export function exposuresOf(
  stay: { readonly place: string; readonly from: PlainDay; readonly to: PlainDay },
  areas: AreaIndex,
): Readonly<Record<Level, PlainDay | null>> {
  const found: Record<Level, PlainDay | null> = { high: null, medium: null };
  const matching = selfAndAncestors(stay.place).flatMap((code) => areas.get(code) ?? []);
  if (matching.length === 0) return found;
  for (let n = 0; n < DAYS_LOOKED_AT; n++) {
    const day = daysLater(stay.to, -n);
    if (day < stay.from) break;
    const covering = matching.filter(({ since, until }) => since <= day && (until === null || day <= until));
    const standing = covering.filter((one) => one.area === covering[0]?.area);
    if (standing.length === 0) continue;
    const level = standing.some((one) => one.level === "high") ? "high" : "medium";
    found[level] ??= day;
    if (found.high !== null && found.medium !== null) break;
  }
  return found;
}

/** The stays of the form that have a place code, the place of departure among them, each judged. */
export function judgedStays(form: FilledForm, areas: AreaIndex): JudgedStay[] {
  const stays = form.stays.flatMap((stay) =>
    "code" in stay.place ? [spanOf(stay.place.code, stay.from, stay.to)] : [],
  );
  const trip = form.trip;
  if (trip !== null && "code" in trip.from) {
    const left = trip.departedOn ?? trip.arrivedOn;
    stays.push(spanOf(trip.from.code, left, left));
  }
  return stays
    .filter((stay) => stay !== null)
    .map((stay) => {
      const lastOn = exposuresOf(stay, areas);
      const lower = lastOn.medium === null ? null : "medium";
      return { ...stay, level: lastOn.high === null ? lower : "high", lastOn };
    });
}

function spanOf(place: string, from: string, to: string): { place: string; from: PlainDay; to: PlainDay } | null {
  const [first, last] = [plainDay(from), plainDay(to)];
  return first === null || last === null ? null : { place, from: first, to: last };
}

/** Never in the future: evidence of today stands from now on. */
const exposureAt = (day: PlainDay, now: Instant): Instant => (endOf(day) < now ? endOf(day) : now);

/** The evidence of one version of a declaration, in no particular order; the last is always `unchecked-declaration`. */
export function evidenceOfForm(form: FilledForm, areas: AreaIndex, now: Instant): DeclaredEvidence[] {
  const found: DeclaredEvidence[] = [];
  const today = dayOf(now);
  const counts = (day: PlainDay): boolean => later(endOf(day), COUNTS_FOR_DAYS * DAY) > now;
  const stays = judgedStays(form, areas);
  for (const level of ["high", "medium"] as const) {
    const days = stays.flatMap(({ place, from, lastOn }) => {
      const day = lastOn[level];
      return day !== null && from <= today ? [{ place, day }] : [];
    });
    const latest = days.filter(({ day }) => counts(day)).sort((a, b) => (a.day < b.day ? 1 : -1))[0];
    if (latest === undefined) continue;
    const facts = { area: latest.place, lastOn: latest.day };
    found.push({ kind: `declared-${level}-area`, since: exposureAt(latest.day, now), until: null, facts });
  }
  const contact = form.contacts
    .filter(({ kind }) => kind === "confirmed" || kind === "suspected")
    .flatMap(({ kind, on }) => {
      const day = plainDay(on);
      return day !== null && counts(day) ? [{ kind, day }] : [];
    })
    .sort((a, b) => (a.day < b.day ? 1 : -1))[0];
  if (contact !== undefined) {
    const facts = { contact: contact.kind, lastOn: contact.day };
    found.push({ kind: "declared-contact", since: exposureAt(contact.day, now), until: null, facts });
  }
  if (isSick(form.temperatureTenths, form.symptoms)) {
    const facts = { symptoms: form.symptoms, temperatureTenths: form.temperatureTenths };
    found.push({ kind: "declared-symptom", since: now, until: null, facts });
  }
  const stayUntil = form.stayUntil === null ? null : plainDay(form.stayUntil);
  if (form.category === "short-stay" && stayUntil !== null)
    found.push({ kind: "short-stay", since: now, until: endOf(stayUntil), facts: { until: stayUntil } });
  found.push({ kind: "unchecked-declaration", since: now, until: later(now, UNCHECKED_FOR), facts: {} });
  return found;
}
