/**
 * Checks the rows of a list of places as they stream by: form of codes, duplicates, orphans.
 *
 * Source: the 12-digit statistical codes (domain.md §2.4), grids 001–899 comprehensive and 900–999 dedicated (§2.3).
 */
import { LEVELS, type Level, levelOf, type PlaceCode, parentOf, placeCode } from "#kernel/places.ts";

export type SourceRow = {
  readonly line: number;
  readonly code: string;
  readonly name: string;
  readonly households: string;
  readonly kind: string;
};
export type GridKind = "comprehensive" | "dedicated";
export type PlaceRow = {
  readonly line: number;
  readonly code: PlaceCode;
  readonly name: string;
  readonly households: number | null;
  readonly kind: GridKind | null;
};

export type RowFault = {
  readonly line: number;
  readonly code: string;
  readonly why: "wrong-code" | "duplicate" | "orphan" | "no-name" | "wrong-households" | "wrong-kind" | "retired-code";
};

export type Census = {
  /** The row in normal form, or null: then its fault is in `faults`. */
  readonly take: (row: SourceRow) => PlaceRow | null;
  readonly counts: () => Readonly<Partial<Record<Level, number>>>;
  readonly faults: () => readonly RowFault[];
  /** Parents that no row gave, with the first line that needs each: orphans unless the database knows them. */
  readonly missingParents: () => ReadonlyMap<string, number>;
  readonly hasCode: (code: string) => boolean;
};

/** More faults than this help nobody: the count goes on, the list does not. */
const FAULTS_KEPT = 100;
const HOUSEHOLDS_AT_MOST = 1_000_000;

/** Kind of a grid by its sequence: 900–999 dedicated (专属网格), else comprehensive; null above the grid. */
export const kindOfCode = (code: string): GridKind | null =>
  code.length < 15 ? null : code.slice(12, 15) >= "900" ? "dedicated" : "comprehensive";

/**
 * Takes rows one at a time; remembers codes only, so that a country's 660,000 villages fit in memory. `padded`: codes
 * may have the departments' trailing zeros. Lists of divisions are `exact`: their 441900 is a county of 4419.
 */
export function census(form: "exact" | "padded"): Census {
  const seen = new Set<string>();
  const wanted = new Map<string, number>();
  const counts = new Map<Level, number>();
  const faults: RowFault[] = [];
  const refuse = (row: SourceRow, why: RowFault["why"]): null => {
    if (faults.length < FAULTS_KEPT) faults.push({ line: row.line, code: row.code.slice(0, 40), why });
    return null;
  };
  return {
    take(row) {
      const code = strictCode(row.code, form);
      if (code === null) return refuse(row, "wrong-code");
      if (seen.has(code)) return refuse(row, "duplicate");
      seen.add(code);
      const level = levelOf(code);
      if (level !== null) counts.set(level, (counts.get(level) ?? 0) + 1);
      const parent = parentOf(code);
      if (parent !== null && !seen.has(parent) && !wanted.has(parent)) wanted.set(parent, row.line);
      const name = row.name.trim();
      if (name === "" || name.length > 100) return refuse(row, "no-name");
      const households = row.households.trim() === "" ? null : Number(row.households);
      if (households !== null && !(Number.isInteger(households) && households >= 0 && households <= HOUSEHOLDS_AT_MOST))
        return refuse(row, "wrong-households");
      const kind = row.kind.trim() === "" ? kindOfCode(code) : row.kind.trim();
      if (kind !== null && (code.length < 15 || !isKind(kind))) return refuse(row, "wrong-kind");
      return { line: row.line, code, name, households, kind };
    },
    counts: () =>
      Object.fromEntries(LEVELS.flatMap((level) => (counts.has(level) ? [[level, counts.get(level)]] : []))),
    faults: () => faults,
    missingParents: () => new Map([...wanted].filter(([parent]) => !seen.has(parent))),
    hasCode: (code) => seen.has(code),
  };
}

const isKind = (text: string): text is GridKind => text === "comprehensive" || text === "dedicated";

/** A code of one of the seven lengths; null for anything else. */
function strictCode(text: string, form: "exact" | "padded"): PlaceCode | null {
  const code = text.trim();
  if (!/^[1-9]\d+$/.test(code) || levelOf(code) === null) return null;
  return form === "padded" ? placeCode(code) : (code as PlaceCode);
}

/** The tops of a list: codes whose parent the list does not give. What lies below a top is the list's to tell. */
export const topsOf = (codes: Iterable<string>, has: (code: string) => boolean): string[] => {
  const tops: string[] = [];
  for (const code of codes) {
    const parent = parentOf(code);
    if (parent === null || !has(parent)) tops.push(code);
  }
  return tops;
};
