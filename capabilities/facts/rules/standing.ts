/** Which of several values stands, what is still missing or stale, and when two contradict each other. Pure. */
import { HOUR, type Instant } from "#kernel/time.ts";
import { attributeOf, type FactValue } from "./attributes.ts";

export type Valued = {
  readonly id: string;
  readonly attribute: string;
  readonly value: FactValue;
  readonly observedAt: Instant;
  /** Seen or said at the door, not only handed in or declared from afar. */
  readonly isVerified: boolean;
};

/** Does `a` stand before `b`? The later verified one; without a verified one the later; the greater id of equal ones. */
export function comesBefore(a: Valued, b: Valued): boolean {
  if (a.isVerified !== b.isVerified) return a.isVerified;
  if (a.observedAt !== b.observedAt) return a.observedAt > b.observedAt;
  return a.id > b.id;
}

/** The value that stands of those of one subject and attribute; null: none. The order of the values is no matter. */
export const standing = <F extends Valued>(values: readonly F[]): F | null =>
  values.reduce<F | null>((best, one) => (best === null || comesBefore(one, best) ? one : best), null);

/** The standing value of each attribute of one subject. */
export function standingOf<F extends Valued>(facts: readonly F[]): ReadonlyMap<string, F> {
  const best = new Map<string, F>();
  for (const one of facts) {
    const before = best.get(one.attribute);
    if (before === undefined || comesBefore(one, before)) best.set(one.attribute, one);
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

/** The attributes that a form still has to ask, in its order: never answered, or too long ago. */
export function missingOrStale<F extends Valued>(
  attributes: readonly string[],
  facts: readonly F[],
  now: Instant,
): string[] {
  const known = standingOf(facts);
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
export function conflictOf(said: Valued, before: Valued | null, seen: FactValue | undefined): Conflict | null {
  if (before === null || sameValue(before.value, said.value)) return null;
  if (comesBefore(before, said)) return { attribute: said.attribute, kept: before.value, other: said.value };
  if (seen === undefined || sameValue(before.value, seen)) return null;
  return { attribute: said.attribute, kept: said.value, other: before.value };
}
