/**
 * The unified social credit code of an organisation: form and checks.
 *
 * Sources: GB 32100-2015 (18 characters, weights 3^n mod 31, MOD 31) with the organisation code of GB 11714-1997 at
 * places 9 to 17; reference/domain.md §2.10.
 */
import { normaliseNumber } from "./identity.ts";

/** 31 characters: digits and capitals without I, O, S, V and Z. */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const;

export type UsccFault = "form" | "organisation" | "checksum";

/** Of a letter in GB 11714: 10 for A to 35 for Z; of a digit itself. */
const letterValue = (character: string): number => Number.parseInt(character, 36);

/** The check character of the first 17 characters (GB 32100); empty when one of them is none of the alphabet. */
export function usccCheck(first17: string): string {
  let sum = 0;
  for (const [index, weight] of WEIGHTS.entries()) {
    const value = ALPHABET.indexOf(first17[index] ?? "?");
    if (value < 0) return "";
    sum += weight * value;
  }
  return ALPHABET[(31 - (sum % 31)) % 31] ?? "";
}

/** The check character of an organisation code's first 8 characters (GB 11714): 10 is written X, 11 is 0. */
export function organisationCheck(first8: string): string {
  let sum = 0;
  for (const [index, weight] of ORGANISATION_WEIGHTS.entries()) sum += weight * letterValue(first8[index] ?? "0");
  const check = 11 - (sum % 11);
  if (check === 10) return "X";
  return check === 11 ? "0" : String(check);
}

/** What is wrong with a code in normal form, or null when its form and both checks are right. */
export function usccFault(code: string): UsccFault | null {
  if (!/^[1-9ANY][1-9A-HJ-NP-RT-UW-Y]\d{6}[0-9A-HJ-NP-RT-UW-Y]{10}$/.test(code)) return "form";
  if (usccCheck(code.slice(0, 17)) !== code[17]) return "checksum";
  return organisationCheck(code.slice(8, 16)) === code[16] ? null : "organisation";
}

/** The code in normal form, from any spelling: half-width, no spaces, capitals. */
export const normaliseUscc = (text: string): string => normaliseNumber(text);
