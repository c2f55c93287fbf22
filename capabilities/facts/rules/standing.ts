/** Which of several values stands, what is still missing or stale, and when two contradict each other. Pure. */
import { HOUR, type Instant, instant } from "#kernel/time.ts";
import { attributeOf, type FactValue } from "./attributes.ts";

export type Valued = {
  readonly id: string;
  readonly attribute: string;
  readonly value: FactValue;
  readonly observedAt: Instant;
  /** Seen or said at the door, not only handed in or declared from afar. */
  readonly isVerified: boolean;
};

/**
 * How much a value stands for at `now`: what was seen and is fresh, then what was said and is fresh, then what was seen and is
 * stale. So a value that was seen long ago hides no fresher declaration, and no declaration displaces what was just seen.
 */
const weightOf = (fact: Valued, now: Instant): number => (isFresh(fact, now) ? 2 : 0) + (fact.isVerified ? 1 : 0);

/** Does `a` stand before `b`? The weightier one; of equal ones the later; the greater id of those. */
export function comesBefore(a: Valued, b: Valued, now: Instant): boolean {
  const [one, other] = [weightOf(a, now), weightOf(b, now)];
  if (one !== other) return one > other;
  if (a.observedAt !== b.observedAt) return a.observedAt > b.observedAt;
  return a.id > b.id;
}

/** The value that stands of those of one subject and attribute; null: none. The order of the values is no matter. */
export const standing = <F extends Valued>(values: readonly F[], now: Instant): F | null =>
  values.reduce<F | null>((best, one) => (best === null || comesBefore(one, best, now) ? one : best), null);

/** The standing value of each attribute of one subject. */
export function standingOf<F extends Valued>(facts: readonly F[], now: Instant): ReadonlyMap<string, F> {
  const best = new Map<string, F>();
  for (const one of facts) {
    const before = best.get(one.attribute);
    if (before === undefined || comesBefore(one, before, now)) best.set(one.attribute, one);
  }
  return best;
}

/** Until when the answer is fresh; null: until it changes. */
export function freshUntil(fact: Pick<Valued, "attribute" | "observedAt">): Instant | null {
  const known = attributeOf(fact.attribute);
  const hours = known === null ? 0 : known.freshHours;
  return hours === null ? null : ((fact.observedAt + hours * HOUR) as Instant);
}

export const isFresh = (fact: Pick<Valued, "attribute" | "observedAt">, now: Instant): boolean => {
  const until = freshUntil(fact);
  return until === null || now < until;
};

type Held = { readonly observedAt: string };

/** Of a fact as a phone holds it: itself, or what stands in its place now that it is stale. */
export function standsNow<F extends Held & { readonly attribute: string; readonly next?: Held | undefined }>(
  fact: F,
  now: Instant,
): F {
  const freshAt = (observedAt: string) => isFresh({ attribute: fact.attribute, observedAt: instant(observedAt) }, now);
  const { next } = fact;
  return next === undefined || freshAt(fact.observedAt) || !freshAt(next.observedAt) ? fact : { ...fact, ...next };
}

/** The attributes that a form still has to ask, in its order: never answered, or too long ago. */
export function missingOrStale<F extends Valued>(
  attributes: readonly string[],
  facts: readonly F[],
  now: Instant,
): string[] {
  const known = standingOf(facts, now);
  return attributes.filter((name) => {
    const fact = known.get(name);
    return fact === undefined || !isFresh(fact, now);
  });
}

export const sameValue = (a: FactValue, b: FactValue): boolean => {
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  const [first, second] = [[...a].sort(), [...b].sort()];
  return first.length === second.length && first.every((one, at) => one === second[at]);
};

export type Conflict = { readonly attribute: string; readonly kept: FactValue; readonly other: FactValue };

/**
 * What the phone should show after saying `said`: another value stands instead (it is later or verified), or the value
 * that it replaced was not the one that the phone had seen. Null: nobody contradicts.
 */
export function conflictOf(
  said: Valued,
  {
    before,
    seen,
    now,
  }: { readonly before: Valued | null; readonly seen: FactValue | undefined; readonly now: Instant },
): Conflict | null {
  if (before === null || sameValue(before.value, said.value)) return null;
  if (comesBefore(before, said, now)) return { attribute: said.attribute, kept: before.value, other: said.value };
  if (seen === undefined || sameValue(before.value, seen)) return null;
  return { attribute: said.attribute, kept: said.value, other: before.value };
}
