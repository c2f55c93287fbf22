/**
 * What residents declare, whose truth is known: honest people, honest mistakes, and the 8 % of the exposed who declare
 * falsely (rates.ts `falseDeclaration`); and what was observed of each, with the faults that records have: phones that
 * others use, masts across a border, refunded tickets, observations that nobody closed, tracing that nobody told.
 *
 * Knows no server. Rates other than `falseDeclaration` are assumed.
 */
import type { Declared, Observation } from "#capabilities/false-greens/rules/facts.ts";
import type { RuleId } from "#capabilities/false-greens/rules/rules.ts";
import { DAY, dayOf, daysLater, HOUR, type Instant, later } from "#kernel/time.ts";
import { streamOf } from "./random.ts";
import { RATES } from "./rates.ts";

export type Resident = {
  readonly declared: Declared;
  readonly observed: readonly Observation[];
  /** Which rules' subject the declaration is wrong about, on purpose or by mistake: what a finding should have found. */
  readonly wrong: ReadonlySet<RuleId>;
  readonly truth: "honest" | "mistake" | "liar";
};

/** Of those who came from elsewhere: how often each happens. */
export const ASSUMED = {
  exposed: 0.02,
  mistake: 0.01,
  sharedPhone: 0.04,
  borderCell: 0.01,
  refundedTicket: 0.005,
  unclosedObservation: 0.002,
  passedThrough: 0.02,
  /** A record of the exposure reaches the province at all. */
  recorded: 0.85,
  secondTrip: 0.005,
  twiceOut: 0.004,
} as const;

const HIGH = "420100";
const ELSEWHERE = "330300";

/** `count` people who came within a fortnight before `now`, the same for the same seed. */
export function residents(seed: number, count: number, now: Instant): Resident[] {
  const next = streamOf(seed, "declarations");
  const chance = (share: number) => next() < share;
  return Array.from({ length: count }, () => resident(now, chance, next));
}

type Chance = (share: number) => boolean;

function resident(now: Instant, chance: Chance, next: () => number): Resident {
  const cameAt = later(now, -Math.floor((1 + next() * 11) * DAY));
  const isExposed = chance(ASSUMED.exposed);
  const how = isExposed ? Math.floor(next() * 3) : -1;
  const [fromHigh, isContact, isObserved] = [how === 0, how === 1, how === 2];
  const isLiar = isExposed && chance(RATES.falseDeclaration.value);
  const isMistaken = !isLiar && chance(ASSUMED.mistake);
  const wrong = new Set<RuleId>();
  let arrivedOn = dayOf(cameAt);
  if (isLiar) {
    // As truth/false_declarations has it: of those from a key area every fourth puts the arrival five days earlier.
    if (fromHigh && chance(0.25)) {
      arrivedOn = daysLater(arrivedOn, -5);
      wrong.add("F5");
    } else wrong.add(fromHigh ? "F2" : isContact ? "F3" : "F1");
  }
  if (isMistaken) {
    arrivedOn = daysLater(arrivedOn, -(1 + Math.floor(next() * 9)));
    wrong.add("F5");
  }
  const hides = (rule: RuleId) => wrong.has(rule);
  const declared: Declared = {
    version: 1,
    declaredAt: now,
    isByHelper: chance(0.1),
    observation: isObserved && !hides("F1") ? "home" : "none",
    places: fromHigh && hides("F2") ? [] : [fromHigh ? HIGH : ELSEWHERE],
    hasContact: isContact && !hides("F3"),
    hasSymptom: false,
    arrivedOn,
    place: "320583001001001",
    isDormitory: chance(0.08),
  };
  const observed = [
    ...exposureOf(cameAt, { fromHigh, isContact, isObserved }, chance),
    ...faultsOf(cameAt, now, chance),
    ...arrivalOf(cameAt, chance),
  ];
  return { declared, observed, wrong, truth: isLiar ? "liar" : isMistaken ? "mistake" : "honest" };
}

type Exposure = { readonly fromHigh: boolean; readonly isContact: boolean; readonly isObserved: boolean };
const presence = {
  kind: "presence",
  place: HIGH,
  isRefunded: false,
  isBorderCell: false,
  isPhoneShared: false,
} as const;

/** The records of what truly was. */
function exposureOf(at: Instant, { fromHigh, isContact, isObserved }: Exposure, chance: Chance): Observation[] {
  if (!chance(ASSUMED.recorded)) return [];
  if (isObserved) return [{ kind: "measure", source: "health-measures", at, since: at, endedAt: null }];
  if (isContact) return [{ kind: "contact", source: "health-contacts", at, isTold: chance(0.5) }];
  if (!fromHigh) return [];
  const ticket: Observation = { ...presence, source: "transport", class: "E2", at, hasAlighted: true, hours: null };
  const stay: Observation = {
    ...presence,
    source: "telecom",
    class: "E4",
    at: later(at, -HOUR),
    hasAlighted: null,
    hours: 30,
  };
  return chance(0.6) ? [ticket, stay] : [stay];
}

/** Records that are wrong, or mean nothing. */
function faultsOf(at: Instant, now: Instant, chance: Chance): Observation[] {
  const faults: Observation[] = [];
  const stay = { ...presence, source: "telecom", class: "E4", at, hasAlighted: null, hours: 9 } as const;
  // Only some of the phones that others use were in a key area.
  if (chance(ASSUMED.sharedPhone * 0.05)) faults.push({ ...stay, isPhoneShared: true });
  if (chance(ASSUMED.borderCell)) faults.push({ ...stay, isBorderCell: true });
  if (chance(ASSUMED.refundedTicket))
    faults.push({
      ...presence,
      source: "transport",
      class: "E2",
      at,
      hasAlighted: true,
      hours: null,
      isRefunded: true,
    });
  if (chance(ASSUMED.passedThrough))
    faults.push({ ...presence, source: "transport", class: "E2", at, hasAlighted: false, hours: null });
  if (chance(ASSUMED.unclosedObservation))
    faults.push({
      kind: "measure",
      source: "health-measures",
      at: later(now, -14 * DAY),
      since: later(now, -14 * DAY),
      endedAt: later(now, HOUR),
    });
  if (chance(ASSUMED.twiceOut)) {
    faults.push({
      kind: "doors",
      source: "field-visits",
      at: now,
      notAtAddress: 2,
      isFoundSince: false,
      isBuildingUnknown: false,
      unrelated: 0,
    });
  }
  return faults;
}

/** When he was first seen here; a few are seen first on their second trip. */
function arrivalOf(cameAt: Instant, chance: Chance): Observation[] {
  if (!chance(ASSUMED.recorded)) return [];
  const at = chance(ASSUMED.secondTrip) ? later(cameAt, DAY) : cameAt;
  return [{ kind: "sighting", source: "transport", at, on: dayOf(at), isPhoneShared: false }];
}
