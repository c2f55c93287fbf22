/**
 * Vehicle plates as they are written: normal form and kind. A plate never says who travels or where from: its province
 * is the register's, and nothing may be concluded from it (reference/domain.md §2.9, scenario 25).
 *
 * Source: GA 36-2018.
 */
import { normaliseNumber } from "./identity.ts";

export const PLATE_KINDS = [
  "ordinary",
  "new-energy",
  "trailer",
  "learner",
  "police",
  "hong-kong-macao",
  "consulate",
  "embassy",
  "rescue",
  "armed-police",
  "military",
  "unknown",
] as const;
export type PlateKind = (typeof PLATE_KINDS)[number];

export type Plate = {
  /** Without spaces, dots and hyphens, letters upper case. */
  readonly plate: string;
  /** `unknown` is taken too: paper plates, foreign ones, a smudge. */
  readonly kind: PlateKind;
};

const PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]";
/** Letters without I and O. */
const LETTER = "[A-HJ-NP-Z]";
const SIGN = "[A-HJ-NP-Z0-9]";

/** In this order: the first form that fits. */
const FORMS: readonly (readonly [PlateKind, RegExp])[] = [
  ["new-energy", new RegExp(`^${PROVINCE}${LETTER}(?:[A-HJK]${SIGN}\\d{4}|\\d{5}[A-HJK])$`)],
  ["trailer", new RegExp(`^${PROVINCE}${LETTER}${SIGN}{4}挂$`)],
  ["learner", new RegExp(`^${PROVINCE}${LETTER}${SIGN}{4}学$`)],
  ["police", new RegExp(`^${PROVINCE}${LETTER}${SIGN}{4}警$`)],
  ["rescue", new RegExp(`^${PROVINCE}${LETTER}?[A-Z0-9]{4,5}应急$`)],
  ["hong-kong-macao", new RegExp(`^粤Z${SIGN}{4}[港澳]$`)],
  ["consulate", new RegExp(`^${PROVINCE}${LETTER}?${SIGN}{4,5}领$`)],
  ["embassy", /^使?\d{6}使?$/],
  ["armed-police", /^WJ[一-龥]?[A-Z0-9]{5,6}$/],
  ["military", new RegExp(`^${LETTER}{2}\\d{5}$`)],
  ["ordinary", new RegExp(`^${PROVINCE}${LETTER}${SIGN}{5}$`)],
];

/** The plate in normal form with its kind; null when there is nothing to keep (fewer than 4 or more than 12 signs). */
export function readPlate(text: string): Plate | null {
  const plate = normaliseNumber(text).replace(/[·•.．。\u2022]/g, "");
  if (plate.length < 4 || plate.length > 12) return null;
  return { plate, kind: FORMS.find(([, form]) => form.test(plate))?.[0] ?? "unknown" };
}
