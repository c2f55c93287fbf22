/**
 * Identity numbers and phones as the departments write them: normal form and checks of form.
 *
 * Sources: GB 11643-1999 with ISO 7064 MOD 11-2 (resident identity number), GA/T 517 (id types), reference/domain.md
 * §2.5 to §2.8.
 */

/** GA/T 517: resident identity card, passport, Hong Kong/Macao permit, Taiwan permit, permanent residence card, other. */
export const ID_TYPES = ["111", "414", "516", "511", "553", "990"] as const;

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECK_CHARACTERS = "10X98765432";

/** Full-width to half-width, white space and hyphens removed, letters upper case. */
export const normaliseNumber = (text: string): string =>
  text
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u3000-]/g, "")
    .toUpperCase();

/** The phone in normal form, without a leading +86 or 86 before eleven digits. */
export const normalisePhone = (text: string): string => normaliseNumber(text).replace(/^\+?86(?=1\d{10}$)/, "");

/** A mainland mobile number in normal form: eleven digits, `1[3-9]` first. */
export const isMobile = (phone: string): boolean => /^1[3-9]\d{9}$/.test(phone);

/** The check character of the first 17 digits (ISO 7064 MOD 11-2). */
export function checkCharacter(first17: string): string {
  let sum = 0;
  for (const [index, weight] of WEIGHTS.entries()) sum += weight * Number(first17[index]);
  return CHECK_CHARACTERS[sum % 11] ?? "";
}

export type IdFault = "form" | "checksum" | "birth-date";

/** What is wrong with a resident identity number in normal form, or null when its form is right (GB 11643). */
export function residentNumberFault(number: string, today: string): IdFault | null {
  if (!/^\d{17}[\dX]$/.test(number)) return "form";
  if (checkCharacter(number) !== number[17]) return "checksum";
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const at = Date.parse(`${born}T00:00:00Z`);
  const isReal = !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === born;
  return isReal && born <= today && Number(today.slice(0, 4)) - Number(born.slice(0, 4)) <= 150 ? null : "birth-date";
}
