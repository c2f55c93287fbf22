/**
 * How grids change: what a split or a merge may be, which code a new grid is given, where each household goes.
 *
 * Source: GB/T 34300-2017 as domain.md §2.2 tells it (grids do not cross villages, are complete and do not overlap),
 * §2.3 (sequence 001–899 comprehensive, 900–999 dedicated, never used again), §2.4 (validity of codes).
 */
import { CODE_LENGTH, isWithin } from "#kernel/places.ts";
import type { GridKind } from "./rows.ts";

export type NewGrid = {
  readonly code?: string | undefined;
  readonly name: string;
  readonly kind: GridKind;
};
export type SplitPart = NewGrid & {
  readonly share?: number | undefined;
  readonly households?: readonly string[] | undefined;
  readonly takesRest: boolean;
};

export type GridFault =
  | "code-taken"
  | "codes-used-up"
  | "wrong-code"
  | "too-few"
  | "shares-not-100"
  | "household-twice"
  | "household-elsewhere"
  | "household-lost";

const SEQUENCE: Readonly<Record<GridKind, readonly [number, number]>> = {
  comprehensive: [1, 899],
  dedicated: [900, 999],
};

/** Digits of a new grid below `parent`: 15 in a village, 18 (a micro-grid) in a grid; null elsewhere. */
function digitsBelow(parent: string): number | null {
  if (parent.length === CODE_LENGTH.village) return CODE_LENGTH.grid;
  return parent.length === CODE_LENGTH.grid ? CODE_LENGTH["micro-grid"] : null;
}

/**
 * A code for each new grid below `parent`: the one asked for, or the lowest never used. `used` holds every code below
 * the parent that ever was, retired ones too.
 */
export function codesFor(
  parent: string,
  wanted: readonly NewGrid[],
  used: ReadonlySet<string>,
): { readonly codes: readonly string[] } | { readonly fault: GridFault } {
  const digits = digitsBelow(parent);
  if (digits === null) return { fault: "wrong-code" };
  const taken = new Set(used);
  for (const { code, kind } of wanted) {
    if (code === undefined) continue;
    if (code.length !== digits || !isWithin(code, parent) || !isOfKind(code, kind)) return { fault: "wrong-code" };
    if (taken.has(code)) return { fault: "code-taken" };
    taken.add(code);
  }
  const codes: string[] = [];
  for (const { code, kind } of wanted) {
    const given = code ?? firstFree(parent, kind, taken);
    if (given === null) return { fault: "codes-used-up" };
    taken.add(given);
    codes.push(given);
  }
  return { codes };
}

function isOfKind(code: string, kind: GridKind): boolean {
  const [first, last] = SEQUENCE[kind];
  const sequence = Number(code.slice(-3));
  // A micro-grid's sequence says nothing of its kind: that is the grid's.
  return code.length === CODE_LENGTH["micro-grid"] ? sequence >= 1 : sequence >= first && sequence <= last;
}

function firstFree(parent: string, kind: GridKind, taken: ReadonlySet<string>): string | null {
  const [first, last] = parent.length === CODE_LENGTH.grid ? [1, 999] : SEQUENCE[kind];
  for (let sequence = first; sequence <= last; sequence++) {
    const code = parent + String(sequence).padStart(3, "0");
    if (!taken.has(code)) return code;
  }
  return null;
}

/**
 * Which part of a split each household goes to, as indexes into `parts`; every household goes to exactly one.
 * By lists when any part has one, else by shares; without both all go to the part that takes the rest.
 */
export function distribute(
  parts: readonly SplitPart[],
  households: readonly string[],
): { readonly partOf: ReadonlyMap<string, number>; readonly rest: number } | { readonly fault: GridFault } {
  if (parts.length < 2) return { fault: "too-few" };
  const rest = parts.findIndex((part) => part.takesRest);
  if (parts.some((part) => part.households !== undefined)) return byLists(parts, households, rest);
  if (parts.some((part) => part.share !== undefined)) return byShares(parts, households, Math.max(rest, 0));
  if (rest === -1 && households.length > 0) return { fault: "household-lost" };
  const all = Math.max(rest, 0);
  return { partOf: new Map(households.map((key) => [key, all])), rest: all };
}

function byLists(
  parts: readonly SplitPart[],
  households: readonly string[],
  rest: number,
): ReturnType<typeof distribute> {
  const mine = new Set(households);
  const partOf = new Map<string, number>();
  for (const [index, part] of parts.entries()) {
    for (const key of part.households ?? []) {
      if (!mine.has(key)) return { fault: "household-elsewhere" };
      if (partOf.has(key)) return { fault: "household-twice" };
      partOf.set(key, index);
    }
  }
  for (const key of households) {
    if (partOf.has(key)) continue;
    if (rest === -1) return { fault: "household-lost" };
    partOf.set(key, rest);
  }
  return { partOf, rest: Math.max(rest, 0) };
}

/** Consecutive stretches in the order given, cut at the rounded sums of shares: no household is lost to rounding. */
function byShares(
  parts: readonly SplitPart[],
  households: readonly string[],
  rest: number,
): ReturnType<typeof distribute> {
  const shares = parts.map((part) => part.share ?? 0);
  if (shares.reduce((sum, share) => sum + share, 0) !== 100) return { fault: "shares-not-100" };
  const partOf = new Map<string, number>();
  let part = 0;
  let until = 0;
  const bounds = shares.map((share) => {
    until += share;
    return Math.round((until * households.length) / 100);
  });
  for (const [at, key] of households.entries()) {
    while (at >= (bounds[part] ?? households.length)) part++;
    partOf.set(key, part);
  }
  return { partOf, rest };
}

/** May these be merged into one below `parent`? All of them its direct children, two at least, none twice. */
export function mergeFault(parent: string, codes: readonly string[]): GridFault | null {
  if (new Set(codes).size !== codes.length || codes.length < 2) return "too-few";
  const digits = digitsBelow(parent);
  return codes.every((code) => code.length === digits && isWithin(code, parent)) ? null : "wrong-code";
}

export type Step = { readonly from: readonly string[]; readonly to: readonly string[] };

/**
 * The places that stand today for an old one: follows every change onward, in any order; a code that nothing replaced
 * is its own answer.
 */
export function successorsOf(code: string, steps: readonly Step[], isStanding: (code: string) => boolean): string[] {
  const found = new Set<string>();
  const visited = new Set<string>();
  const toVisit = [code];
  for (let at = toVisit.pop(); at !== undefined; at = toVisit.pop()) {
    if (visited.has(at)) continue;
    visited.add(at);
    if (isStanding(at)) found.add(at);
    else for (const step of steps) if (step.from.includes(at)) toVisit.push(...step.to);
  }
  return [...found].sort();
}
