/**
 * Declared against observed: F1 to F12 of reference/domain.md §6.7, each a pure function from one declaration and one
 * observation to a finding, or null when they agree. A finding needs an observation; a benign fact lowers its quality.
 */
import { DAY, daysBetween, later } from "#kernel/time.ts";
import type * as facts from "./facts.ts";
import type { RuleId } from "./rules.ts";
import { DECLARED, LOWERED, OBSERVED, type Said } from "./words.ts";

export type Found = {
  readonly rule: RuleId;
  readonly source: facts.Source;
  /** q of §6.7, above 0 up to 1. */
  readonly quality: number;
  readonly lowered: readonly Said[];
  readonly declared: Said;
  readonly observed: Said;
};
type Quality = { readonly q: number; readonly lowered: readonly Said[] };
type Declared = facts.Declared;

const SURE: Quality = { q: 1, lowered: [] };
const lower = (by: Quality, isSo: boolean, factor: number, why: Said): Quality =>
  isSo ? { q: by.q * factor, lowered: [...by.lowered, why] } : by;

/** One place lies in the other: whoever declares Wuhan has declared its districts, and the other way round. */
const overlaps = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);
const LOOK_BACK = 14 * DAY;
const within14Days = (declared: Declared, at: number): boolean => at > declared.declaredAt - LOOK_BACK;

/** F1: a standing observation is on record, and the declaration says none (scenario 2). */
export function underObservation(declared: Declared, one: facts.Measure): Found | null {
  if (declared.observation !== "none" || one.since > declared.declaredAt) return null;
  if (one.endedAt !== null && one.endedAt <= declared.declaredAt) return null;
  // A record that ends within a day of the declaration was perhaps over already.
  const isEnding = one.endedAt !== null && one.endedAt < later(declared.declaredAt, DAY);
  const { q, lowered } = lower(SURE, isEnding, 0.5, LOWERED.closed);
  return {
    rule: "F1",
    source: one.source,
    quality: q,
    lowered,
    declared: DECLARED.noObservation,
    observed: OBSERVED.measure(one.since),
  };
}

/** E4 counts from four hours on. */
const STAY_HOURS = 4;
/** 0.7 beside the 0.9 of a ticket. */
const E4_QUALITY = 0.7 / 0.9;

/** F2: a trip to, or a stay in, a key area that the declaration leaves out. Through-trains have no alighting (scenario 4). */
export function keyAreaHidden(declared: Declared, one: facts.Presence): Found | null {
  if (declared.places.some((place) => overlaps(place, one.place))) return null;
  if (one.at > declared.declaredAt || !within14Days(declared, one.at)) return null;
  if (one.hasAlighted === false || one.isRefunded || one.isBorderCell) return null;
  if (one.class === "E4" && (one.hours ?? 0) < STAY_HOURS) return null;
  const base: Quality = { q: one.class === "E2" ? 1 : E4_QUALITY, lowered: [] };
  const alighting = lower(base, one.class === "E2" && one.hasAlighted === null, 0.7, LOWERED.alightingUnknown);
  const { q, lowered } = lower(alighting, one.isPhoneShared, 0.3, LOWERED.phoneShared);
  const observed = one.class === "E2" ? OBSERVED.trip(one.at, one.place) : OBSERVED.stay(one.at, one.place);
  return { rule: "F2", source: one.source, quality: q, lowered, declared: DECLARED.noKeyArea, observed };
}

/** F3: contact tracing names him; he declares no contact. */
export function contactHidden(declared: Declared, one: facts.ContactNamed): Found | null {
  if (declared.hasContact || one.at > declared.declaredAt || !within14Days(declared, one.at)) return null;
  const { q, lowered } = lower(SURE, one.isTold !== true, 0.7, LOWERED.notTold);
  return {
    rule: "F3",
    source: one.source,
    quality: q,
    lowered,
    declared: DECLARED.noContact,
    observed: OBSERVED.contact(one.at),
  };
}

/** F4: a fever is on record within 14 days before a declaration of no symptoms. */
export function symptomHidden(declared: Declared, one: facts.Fever): Found | null {
  if (declared.hasSymptom || one.at > declared.declaredAt || !within14Days(declared, one.at)) return null;
  const { q, lowered } = lower(SURE, !one.isOwnCard, 0.5, LOWERED.otherCard);
  return {
    rule: "F4",
    source: one.source,
    quality: q,
    lowered,
    declared: DECLARED.noSymptom,
    observed: OBSERVED.fever(one.at),
  };
}

/** F5: seen here for the first time a day or more after the arrival that was declared. */
export function arrivalShifted(declared: Declared, one: facts.Sighting): Found | null {
  if (declared.arrivedOn === null || one.at > declared.declaredAt) return null;
  const days = daysBetween(declared.arrivedOn, one.on);
  if (days < 1) return null;
  const near = lower(SURE, days < 3, 0.7, LOWERED.oneDay);
  const { q, lowered } = lower(near, one.isPhoneShared, 0.5, LOWERED.phoneShared);
  return {
    rule: "F5",
    source: one.source,
    quality: q,
    lowered,
    declared: DECLARED.arrivedOn(declared.arrivedOn),
    observed: OBSERVED.sighting(one.on),
  };
}

const VISITS_NEEDED = 2;
/** More unrelated people than this in one flat. */
const CROWD = 8;

/** F6: twice not at the address, no such building, or a crowd of strangers in one flat. */
export function addressUnreal(declared: Declared, one: facts.Doors): Found | null {
  const isMissed = one.notAtAddress >= VISITS_NEEDED && !one.isFoundSince;
  if (!isMissed && !one.isBuildingUnknown && one.unrelated <= CROWD) return null;
  const { q, lowered } = lower(SURE, declared.isDormitory, 0.4, LOWERED.dormitory);
  const observed = one.isBuildingUnknown
    ? OBSERVED.noBuilding
    : isMissed
      ? OBSERVED.doors(one.notAtAddress)
      : OBSERVED.crowd(one.unrelated);
  return { rule: "F6", source: one.source, quality: q, lowered, declared: DECLARED.lives(declared.place), observed };
}

/** F7: another form of the same person tells another story in key fields. */
export function storiesDiffer(declared: Declared, one: facts.OtherForm): Found | null {
  if (one.differs.length === 0) return null;
  const { q, lowered } = lower(SURE, one.isByHelper || declared.isByHelper, 0.6, LOWERED.helper);
  return {
    rule: "F7",
    source: one.source,
    quality: q,
    lowered,
    declared: DECLARED.version(declared.version),
    observed: OBSERVED.differs(one.differs.join("、")),
  };
}

const EDITS_NEEDED = 3;

/** F8: the same key field was changed towards green three times or more within 24 hours. */
export function editedTowardsGreen(declared: Declared, one: facts.Edits): Found | null {
  if (one.towardsGreen < EDITS_NEEDED) return null;
  const { q, lowered } = lower(SURE, declared.isByHelper, 0.6, LOWERED.helper);
  return {
    rule: "F8",
    source: one.source,
    quality: q,
    lowered,
    declared: DECLARED.version(declared.version),
    observed: OBSERVED.edits(one.towardsGreen, one.field),
  };
}

const PERSONS_ON_PHONE = 6;
const IMPOSSIBLE_KMH = 150;
/** Below it two gates of one square are "apart". */
const APART_KM = 5;

/** F9: one phone for six identities that are nobody's proxies; scans faster than 150 km/h; a stale code shown elsewhere. */
export function shownForAnother(_: Declared, one: facts.Phone | facts.Scans | facts.Mismatch): Found | null {
  const base = { rule: "F9", source: one.source, declared: DECLARED.ownCode } as const;
  if (one.kind === "mismatch")
    return { ...base, quality: 0.7, lowered: [LOWERED.unconfirmed], observed: OBSERVED.mismatch };
  if (one.kind === "phone") {
    if (one.persons - one.proxies < PERSONS_ON_PHONE) return null;
    return { ...base, quality: 1, lowered: [], observed: OBSERVED.phone(one.persons) };
  }
  if (one.km < APART_KM) return null;
  if (one.isStale) return { ...base, quality: 1, lowered: [], observed: OBSERVED.stale(Math.round(one.km)) };
  if (one.km / Math.max(one.minutes, 1) <= IMPOSSIBLE_KMH / 60) return null;
  return { ...base, quality: 1, lowered: [], observed: OBSERVED.speed(Math.round(one.km), Math.round(one.minutes)) };
}

/** F10: the car came in from a key area. What its plate says of a province counts nothing (scenario 25). */
export function carFromKeyArea(declared: Declared, one: facts.Vehicle): Found | null {
  const { enteredFrom } = one;
  if (enteredFrom === null || !within14Days(declared, one.at)) return null;
  if (declared.places.some((place) => overlaps(place, enteredFrom))) return null;
  const { q, lowered } = lower(SURE, !one.isConfirmed, 0.5, LOWERED.unconfirmed);
  return {
    rule: "F10",
    source: one.source,
    quality: q,
    lowered,
    declared: DECLARED.noTravel,
    observed: OBSERVED.vehicle(enteredFrom),
  };
}

/** F11: the number fails its check, belongs to somebody deceased, or is used by two accounts. */
export function identityInvalid(_: Declared, one: facts.IdentityFault): Found | null {
  const { q, lowered } = lower(SURE, one.isNewborn, 0.3, LOWERED.newborn);
  const observed = { checksum: OBSERVED.number, deceased: OBSERVED.deceased, "used-twice": OBSERVED.twice }[one.fault];
  return { rule: "F11", source: one.source, quality: q, lowered, declared: DECLARED.number, observed };
}

const PROXIES_ALLOWED = 6;

/** F12: acts for more than six, among them adults with phones of their own; an institution's account may. */
export function proxyAbuse(_: Declared, one: facts.Proxies): Found | null {
  if (one.isInstitution || one.persons <= PROXIES_ALLOWED || one.ableWithPhone === 0) return null;
  return {
    rule: "F12",
    source: one.source,
    quality: 1,
    lowered: [],
    declared: DECLARED.acts,
    observed: OBSERVED.proxies(one.persons),
  };
}

/** The finding, if any, of one observation. */
export function compare(declared: Declared, one: facts.Observation): Found | null {
  switch (one.kind) {
    case "measure":
      return underObservation(declared, one);
    case "presence":
      return keyAreaHidden(declared, one);
    case "contact":
      return contactHidden(declared, one);
    case "fever":
      return symptomHidden(declared, one);
    case "sighting":
      return arrivalShifted(declared, one);
    case "doors":
      return addressUnreal(declared, one);
    case "other-form":
      return storiesDiffer(declared, one);
    case "edits":
      return editedTowardsGreen(declared, one);
    case "phone":
    case "scans":
    case "mismatch":
      return shownForAnother(declared, one);
    case "vehicle":
      return carFromKeyArea(declared, one);
    case "identity":
      return identityInvalid(declared, one);
    case "proxies":
      return proxyAbuse(declared, one);
    default:
      return one satisfies never;
  }
}
