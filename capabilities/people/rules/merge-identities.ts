/**
 * One identity of a subject from what several feeds say of the same key. People are never merged here: two numbers are
 * two keys, whatever their names (reference/domain.md §7.3, scenario 27).
 */
import type { IdentityFacts } from "./mask.ts";

/** What one feed says of one subject. */
export type Heard = IdentityFacts & {
  readonly personKey: string;
  readonly feed: string;
  /** Key of the household; only the residents register knows one. */
  readonly household?: string | null;
};

/** Whose spelling stands: the police register, then the health department's, then a ticket's. */
const TRUST = ["police/residents", "health/cases", "health/contacts", "health/measures", "police/trips"];
const trustOf = (feed: string): number => {
  const at = TRUST.indexOf(feed);
  return at === -1 ? TRUST.length : at;
};

/** The most trusted feed that says it; of equals the first in code-unit order, so that a repeat gives the same. */
export function mergeIdentity(heard: readonly Heard[]): IdentityFacts {
  const best = (pick: (one: Heard) => string | null): string | null => {
    let found: { value: string; trust: number } | null = null;
    for (const one of heard) {
      const value = pick(one);
      if (value === null) continue;
      const trust = trustOf(one.feed);
      if (found === null || trust < found.trust || (trust === found.trust && value < found.value))
        found = { value, trust };
    }
    return found?.value ?? null;
  };
  return {
    name: best((one) => one.name),
    idType: best((one) => one.idType),
    idNumber: best((one) => one.idNumber),
    phone: best((one) => one.phone),
    address: best((one) => one.address),
  };
}
