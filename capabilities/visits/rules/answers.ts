/** The closed lists of a report: what a worker can tick, so that answers can be counted. */

/** Who opened or picked up. Only the first two count as a door that was opened. */
export const SPOKEN_TO = ["self", "household", "neighbour", "nobody"] as const;
export type SpokenTo = (typeof SPOKEN_TO)[number];

/** A report is made at a door or by telephone; only the first counts as a household visit (走访户次). */
export const MANNERS = ["door", "phone"] as const;
export type Manner = (typeof MANNERS)[number];

/** Symptoms asked for at the door (national plan, 5th edition; reference/domain.md §2.12). */
export const SYMPTOMS = [
  "fever",
  "cough",
  "fatigue",
  "sore-throat",
  "short-breath",
  "chest-tightness",
  "diarrhoea",
  "muscle-pain",
  "other",
] as const;
export type Symptom = (typeof SYMPTOMS)[number];

/** Errands and help (reference/domain.md §6.5, step 5). */
export const SERVICES = [
  "groceries",
  "medicine",
  "rubbish",
  "parcels",
  "disinfection",
  "masks",
  "doctor",
  "counselling",
  "school",
  "papers",
  "prenatal",
  "child-care",
  "elder-care",
  "other",
] as const;
export type Service = (typeof SERVICES)[number];

/** 37.3 °C in the armpit (reference/domain.md §2.12). */
export const FEVER_FROM_TENTHS = 373;

/** Does a report call for the centre at once? Fever, or any symptom named. */
export const isAlarming = (temperatureTenths: number | null, symptoms: readonly string[]): boolean =>
  (temperatureTenths !== null && temperatureTenths >= FEVER_FROM_TENTHS) || symptoms.length > 0;
