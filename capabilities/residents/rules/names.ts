/**
 * Names as documents have them: kept as written, compared without regard to how a keyboard writes them.
 *
 * Source: reference/domain.md §2.7: `·` in its several spellings, rare characters beyond the BMP, passport order, up to
 * 100 characters; the real systems' failure on these is a classic complaint.
 */

const NAME_AT_MOST = 100;
/** U+00B7 and what keyboards and old systems write for it, between two letters. */
const DOTS = /(?<=[\p{L}\p{M}])\s*[·•・‧∙⋅．.。]\s*(?=[\p{L}])/gu;
/** Letters of any script with their marks, and the signs that names have. Characters not yet encoded come as PUA or `?`. */
const NAME = /^[\p{L}\p{M}\p{Co}][\p{L}\p{M}\p{Co}\p{Nl} ·'’‘`,.()（）/-]*$/u;

/** The name to keep: NFC, one space between words, `·` written one way. Null: not a name (empty, too long, emoji, controls). */
export function readName(text: string): string | null {
  // Bidirectional overrides and other format characters change what a reader sees: refused, not removed. Variation
  // selectors after a Han character are kept, being marks.
  if (/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text)) return null;
  const name = text.normalize("NFC").trim().replace(/\s+/gu, " ").replace(DOTS, dotOf);
  return NAME.test(name) && [...name].length <= NAME_AT_MOST ? name : null;
}

/** A full stop after one Latin letter is an initial ("J. Smith"), not a `·`. */
function dotOf(sign: string, at: number, whole: string): string {
  const before = whole.slice(0, at);
  return /[\p{Script=Latin}]$/u.test(before) && /[.．]/.test(sign) ? sign : "·";
}

/** For comparing: upper case, no marks, spaces, dots, commas, apostrophes or variation selectors. */
export const comparable = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/[\p{M}\p{P}\p{Z}\p{S}]/gu, "")
    .toUpperCase();

/**
 * Are these the same name? A sign that an old system could not write (`?`, `*`, `■`, private use) stands for any one.
 * Words of Latin names may come in either order (passport and ticket).
 */
export function isSameName(one: string, other: string): boolean {
  if (comparable(one) === comparable(other)) return true;
  const words = (name: string) =>
    name
      .split(/[\s,，]+/u)
      .map(comparable)
      .filter((word) => word !== "")
      .sort()
      .join(" ");
  if (/\p{Script=Latin}/u.test(one) && words(one) === words(other)) return true;
  const [a, b] = [holes(one), holes(other)];
  return (
    a.length === b.length &&
    a.includes(null) !== b.includes(null) &&
    a.every((sign, n) => sign === null || b[n] === null || sign === b[n])
  );
}

const HOLE = /[?？*■□〓\p{Co}]/u;
const holes = (name: string): (string | null)[] =>
  [...name.replace(/\s/gu, "")].map((sign) => (HOLE.test(sign) ? null : comparable(sign)));

/** The first character, and stars that do not tell the length: two after a Han name, seven after another. */
export function maskedName(name: string): string {
  const [first = ""] = [...name];
  return /\p{Script=Han}/u.test(first) ? `${first}**` : `${first}*******`;
}
