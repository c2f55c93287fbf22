/** Words of a declaration, as closed lists. Source: reference/domain.md §1 S11 (15 items), §2.1 (field list). */

/**
 * Who declares: coming from elsewhere without or with local registration (户籍), living here without it, living here
 * with it and wishing a code, staying a few days. Source: Suzhou notice no. 10, "three categories"; §3.2 green-pending.
 */
export const CATEGORIES = ["returning", "coming", "staying", "resident", "short-stay"] as const;
export type Category = (typeof CATEGORIES)[number];

export const MODES = ["rail", "air", "coach", "self-drive", "ship"] as const;
export type Mode = (typeof MODES)[number];

export const TRIP_PURPOSES = ["work", "school", "family", "business", "medical", "tour", "transit", "home"] as const;
export type TripPurpose = (typeof TRIP_PURPOSES)[number];

export const CONTACT_KINDS = ["confirmed", "suspected", "from-high-area", "fever"] as const;
export type ContactKind = (typeof CONTACT_KINDS)[number];

/** GB/T 38962: symptoms. `none` is the empty list. */
export const SYMPTOMS = [
  "fever",
  "dry-cough",
  "difficult-breathing",
  "fatigue",
  "sore-throat",
  "runny-nose",
  "diarrhoea",
  "other",
] as const;
export type Symptom = (typeof SYMPTOMS)[number];

export const OBSERVATION = ["none", "home", "centralised", "released"] as const;
export type Observation = (typeof OBSERVATION)[number];

export const LODGINGS = ["own-home", "rented", "relatives", "dormitory", "hotel", "other"] as const;

/** Parts of the form, saved one at a time. */
export const SECTIONS = ["trip", "stays", "health", "address", "work", "truth"] as const;
export type Section = (typeof SECTIONS)[number];
