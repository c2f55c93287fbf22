/** What a volunteer can offer, and what each errand needs. Closed lists, ours: the source names posts and hours only. */
import type { ServiceKind } from "#capabilities/services/rules/kinds.ts";

export const SKILLS = [
  "errands",
  "driving",
  "disinfection",
  "counselling",
  "teaching",
  "papers",
  "interpreting",
] as const;
export type Skill = (typeof SKILLS)[number];

/** Parts of the day in Asia/Shanghai; nobody is asked to go out at night. */
export const SLOTS = ["morning", "afternoon", "evening"] as const;
export type Slot = (typeof SLOTS)[number];
const HOURS: Readonly<Record<Slot, readonly [from: number, until: number]>> = {
  morning: [6, 12],
  afternoon: [12, 18],
  evening: [18, 22],
};

/** The part of the day at an hour; null: night. */
export const slotAt = (hour: number): Slot | null =>
  SLOTS.find((slot) => hour >= HOURS[slot][0] && hour < HOURS[slot][1]) ?? null;

/** Any one of these is enough; none: whoever is willing. */
export const NEEDS: Readonly<Record<ServiceKind, readonly Skill[]>> = {
  groceries: ["errands", "driving"],
  medicine: ["errands", "driving"],
  rubbish: ["errands"],
  parcels: ["errands", "driving"],
  disinfection: ["disinfection"],
  masks: ["errands", "driving"],
  doctor: ["driving"],
  counselling: ["counselling"],
  school: ["teaching"],
  papers: ["papers"],
  prenatal: ["driving"],
  "child-care": [],
  "elder-care": [],
  other: [],
};
