/**
 * Codes of places: a string of digits whose prefixes are its ancestors.
 *
 * Source: the 12-digit statistical division codes (国统字〔2009〕91号), continued by 3 digits for a grid (网格) and 3 for a
 * micro-grid (微网格); design/architecture.md, "Codes of places".
 */
export type PlaceCode = string & { readonly __brand: "PlaceCode" };

export const LEVELS = ["province", "city", "county", "township", "village", "grid", "micro-grid"] as const;
export type Level = (typeof LEVELS)[number];

/** Digits of a code at each level. */
export const CODE_LENGTH: Readonly<Record<Level, number>> = {
  province: 2,
  city: 4,
  county: 6,
  township: 9,
  village: 12,
  grid: 15,
  "micro-grid": 18,
};

const LEVEL_OF_LENGTH = new Map<number, Level>(LEVELS.map((level) => [CODE_LENGTH[level], level]));

/** The level of a code, or null when no level has so many digits. */
export const levelOf = (code: string): Level | null => LEVEL_OF_LENGTH.get(code.length) ?? null;

/**
 * The place that a code as the departments write it means, or null when it means none: six digits ending in `0000` or
 * `00` are the province or the city, twelve ending in `000000` the county, in `000` the township.
 */
export function placeCode(text: string): PlaceCode | null {
  if (!/^[1-9]\d+$/.test(text)) return null;
  const code = text
    .replace(/^(\d{2})0000(000000)?$/, "$1")
    .replace(/^(\d{4})00(000000)?$/, "$1")
    .replace(/^(\d{6})000000$/, "$1")
    .replace(/^(\d{9})000$/, "$1");
  return levelOf(code) === null ? null : (code as PlaceCode);
}

/** Is `place` the area itself or inside it? The one meaning of "in my jurisdiction". */
export const isWithin = (place: string, area: string): boolean => place.startsWith(area);

/** The code's prefix at a level, or null when the code is coarser than that level. */
export const ancestorAt = (code: string, level: Level): PlaceCode | null =>
  code.length < CODE_LENGTH[level] ? null : (code.slice(0, CODE_LENGTH[level]) as PlaceCode);

/** The next coarser place, or null for a province. */
export function parentOf(code: string): PlaceCode | null {
  const level = levelOf(code);
  const above = level === null ? undefined : LEVELS[LEVELS.indexOf(level) - 1];
  return above === undefined ? null : ancestorAt(code, above);
}

/** The code and all places that contain it, the finest first. */
export function selfAndAncestors(code: string): PlaceCode[] {
  return LEVELS.map((level) => ancestorAt(code, level))
    .filter((place): place is PlaceCode => place !== null)
    .reverse();
}

/**
 * The first code after all codes inside `area`, for half-open ranges `[area, afterArea(area))` over an index with
 * the "C" collation: ':' follows '9'.
 */
export const afterArea = (area: string): string => `${area}:`;
