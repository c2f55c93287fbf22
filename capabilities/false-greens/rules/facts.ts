/** What is compared: one declaration as it stands, and what was observed. Codes and figures only, no name or number. */
import type { Instant, PlainDay } from "#kernel/time.ts";

export type Declared = {
  readonly version: number;
  readonly declaredAt: Instant;
  /** Somebody else filled it in: a worker, a family member. */
  readonly isByHelper: boolean;
  readonly observation: "none" | "home" | "centralised" | "released";
  /** Codes of the places of the last 14 days, the origin of the trip among them. */
  readonly places: readonly string[];
  readonly hasContact: boolean;
  readonly hasSymptom: boolean;
  /** Null: did not come from elsewhere. */
  readonly arrivedOn: PlainDay | null;
  readonly place: string;
  readonly isDormitory: boolean;
};

/** Where an observation comes from: several of one source count once (S of §6.7 is over distinct sources). */
export const SOURCES = [
  "health-measures",
  "health-contacts",
  "health-clinic",
  "transport",
  "telecom",
  "checkpoint",
  "field-visits",
  "other-declaration",
  "edit-log",
  "phones",
  "vehicles",
  "identity-register",
  "accounts",
] as const;
export type Source = (typeof SOURCES)[number];

type Of = { readonly source: Source; readonly at: Instant };
/** A standing isolation or observation, or one that ended at `endedAt`. */
export type Measure = Of & { readonly kind: "measure"; readonly since: Instant; readonly endedAt: Instant | null };
/** A trip (E2) or a stay of a phone (E4) in a key area. */
export type Presence = Of & {
  readonly kind: "presence";
  readonly class: "E2" | "E4";
  readonly place: string;
  /** Null: not known. False: the train passed through and he did not get off. */
  readonly hasAlighted: boolean | null;
  readonly isRefunded: boolean;
  readonly isBorderCell: boolean;
  /** Several people use the phone, or its tie to this person is older than 30 days. */
  readonly isPhoneShared: boolean;
  /** Length of a stay; null for a ticket. */
  readonly hours: number | null;
};
export type ContactNamed = Of & { readonly kind: "contact"; readonly isTold: boolean | null };
export type Fever = Of & { readonly kind: "fever"; readonly isOwnCard: boolean; readonly isRechecked: boolean };
/** First seen in the province: a ticket's arrival, a hotel, a declaration elsewhere. */
export type Sighting = Of & { readonly kind: "sighting"; readonly on: PlainDay; readonly isPhoneShared: boolean };
export type Doors = Of & {
  readonly kind: "doors";
  /** Visits on different days that did not find him at the declared address. */
  readonly notAtAddress: number;
  /** A later visit found him there. */
  readonly isFoundSince: boolean;
  readonly isBuildingUnknown: boolean;
  /** People of other households who declared the same flat. */
  readonly unrelated: number;
};
export type OtherForm = Of & {
  readonly kind: "other-form";
  readonly differs: readonly ("observation" | "places" | "contact" | "symptom" | "arrived-on" | "place")[];
  readonly isByHelper: boolean;
};
export type Edits = Of & { readonly kind: "edits"; readonly field: string; readonly towardsGreen: number };
export type Phone = Of & {
  readonly kind: "phone";
  readonly persons: number;
  /** Of them, people whom the account's holder acts for openly. */
  readonly proxies: number;
};
/** Two scans of the code, or one shown with a proof gone stale, at places `km` apart within `minutes`. */
export type Scans = Of & {
  readonly kind: "scans";
  readonly km: number;
  readonly minutes: number;
  readonly isStale: boolean;
};
export type Mismatch = Of & { readonly kind: "mismatch"; readonly what: "photo" | "age" | "sex" };
export type Vehicle = Of & {
  readonly kind: "vehicle";
  /** Seen entering from a key area; null: nothing is known but its plate. */
  readonly enteredFrom: string | null;
  readonly isConfirmed: boolean;
};
export type IdentityFault = Of & {
  readonly kind: "identity";
  readonly fault: "checksum" | "deceased" | "used-twice";
  readonly isNewborn: boolean;
};
export type Proxies = Of & {
  readonly kind: "proxies";
  readonly persons: number;
  /** Of them, neither elderly nor minors, and with phones of their own. */
  readonly ableWithPhone: number;
  readonly isInstitution: boolean;
};
export type Observation =
  | Measure
  | Presence
  | ContactNamed
  | Fever
  | Sighting
  | Doors
  | OtherForm
  | Edits
  | Phone
  | Scans
  | Mismatch
  | Vehicle
  | IdentityFault
  | Proxies;
