/**
 * A code's id as people can read it aloud: six letters of Crockford's base 32 and a check letter, where a camera fails.
 * The short code carries no colour: it says which code, and the server or the change list says the rest.
 */
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** Code ids are below 2^30 (capabilities/credentials): exactly six letters. */
const IDS = 2 ** 30;
const LENGTH = 6;
/** The greatest prime below 32 sees every wrong letter, and nearly every swap of two neighbours. */
const MODULUS = 31;

const checkLetter = (letters: string): string => {
  let sum = 0;
  for (const [index, letter] of [...letters].entries()) sum += LETTERS.indexOf(letter) * (index + 2);
  return LETTERS[sum % MODULUS] ?? "";
};

/** The short code of a code id, e.g. `4K7-2PXD`. Throws for an id that no code has. */
export function shortCodeOf(codeId: number): string {
  if (!Number.isInteger(codeId) || codeId < 0 || codeId >= IDS) throw new Error("no code has this id");
  let letters = "";
  for (let rest = codeId, left = LENGTH; left > 0; left--) {
    letters = (LETTERS[rest % 32] ?? "") + letters;
    rest = Math.floor(rest / 32);
  }
  return `${letters.slice(0, 3)}-${letters.slice(3)}${checkLetter(letters)}`;
}

/** The code id of what was typed (any case; I and L for 1, O for 0), or null when a letter is wrong. */
export function codeIdOf(text: string): number | null {
  const letters = text.toUpperCase().replace(/[\s-]/g, "").replace(/[IL]/g, "1").replace(/O/g, "0");
  if (letters.length !== LENGTH + 1 || [...letters].some((letter) => !LETTERS.includes(letter))) return null;
  const id = letters.slice(0, LENGTH);
  if (checkLetter(id) !== letters[LENGTH]) return null;
  return [...id].reduce((sum, letter) => sum * 32 + LETTERS.indexOf(letter), 0);
}
