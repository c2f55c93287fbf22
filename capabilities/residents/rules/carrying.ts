/** Who may carry whose code. Source: Suzhou's proxy rules of 2020-03-13 (reference/domain.md §2.17): at most six others. */
import type { PlainDay } from "#kernel/time.ts";
import { ageOn } from "./documents.ts";
import type { Relation } from "./kinds.ts";

export const OTHERS_AT_MOST = 6;
const CHILD_BELOW = 18;
const ELDER_FROM = 60;

export type CarryFacts = {
  readonly relation: Relation;
  /** Null: no document says. */
  readonly bornOn: PlainDay | null;
  /** How many others the account carries or waits for. */
  readonly others: number;
  readonly hasSelf: boolean;
  /** The application names a phone of the person's own. */
  readonly givesPhone: boolean;
};

export type CarryAnswer =
  | "at-once"
  /** Carried under a key of its own and pending, until the community has seen the document. */
  | "once-seen"
  | "by-code"
  | "too-many-persons"
  | "self-first"
  | "self-already"
  | "wrong-age"
  | "phone-needed";

/** May the account carry the person, and does he have to agree by a code on his own phone first? */
export function mayCarry(facts: CarryFacts, today: PlainDay): CarryAnswer {
  if (facts.relation === "self") return facts.hasSelf ? "self-already" : "at-once";
  if (!facts.hasSelf) return "self-first";
  if (facts.others >= OTHERS_AT_MOST) return "too-many-persons";
  const age = facts.bornOn === null ? null : ageOn(facts.bornOn, today);
  if (facts.relation === "child") return age !== null && age < CHILD_BELOW ? "at-once" : "wrong-age";
  if (facts.relation === "elder" && (age === null || age < ELDER_FROM)) return "wrong-age";
  if (facts.relation === "elder" && !facts.givesPhone) return "at-once";
  // A neighbour applies for somebody without a phone, of any age: nobody can agree, so somebody looks at the document.
  if (facts.relation === "ward" && !facts.givesPhone) return "once-seen";
  // A child or an elder of the family without a phone is free, others agree themselves.
  const isFree = age !== null && (age < CHILD_BELOW || age >= ELDER_FROM);
  if (isFree && !facts.givesPhone) return "at-once";
  return facts.givesPhone ? "by-code" : "phone-needed";
}

/** Is he under 18 on that day? Null: no document says. */
export const isMinorOn = (bornOn: PlainDay | null, today: PlainDay): boolean | null =>
  bornOn === null ? null : ageOn(bornOn, today) < CHILD_BELOW;
