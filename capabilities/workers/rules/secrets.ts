/** Activation codes that can be read aloud and typed, and passwords that are not the first guess. */

/** Digits and letters that no print and no ear confuses: without 0 O 1 I L U. 30^12 is some 2^58. */
const CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LENGTH = 12;

/** A code of `CODE_LENGTH` letters from as many random bytes or more; bytes that would favour a letter are passed over. */
export function codeFrom(randomBytes: Iterable<number>): string | null {
  const fair = Math.floor(256 / CODE_ALPHABET.length) * CODE_ALPHABET.length;
  let code = "";
  for (const byte of randomBytes) {
    if (byte < fair) code += CODE_ALPHABET[byte % CODE_ALPHABET.length];
    if (code.length === CODE_LENGTH) return code;
  }
  return null;
}

/** As printed: three groups of four. */
export const printedCode = (code: string): string => code.replace(/(.{4})(?=.)/g, "$1-");

/** As typed, in normal form: no spaces or hyphens, upper case, full width made half; null when it cannot be a code. */
export function typedCode(text: string): string | null {
  const code = text
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u3000-]/g, "")
    .toUpperCase();
  return code.length === CODE_LENGTH && [...code].every((c) => CODE_ALPHABET.includes(c)) ? code : null;
}

/** NIST SP 800-63B §5.1.1.2 in small: long enough, not a pattern, not the account's own name. */
const PASSWORD_LENGTH = 8;
const SEQUENCES = ["01234567890", "98765432109", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm"];
const COMMON = ["password", "passw0rd", "admin123", "iloveyou", "woaini", "a1234567", "wangge"];

export function isWeakPassword(password: string, username: string): boolean {
  const lower = password.toLowerCase();
  if (password.length < PASSWORD_LENGTH || new Set(lower).size < 4) return true;
  if (lower.includes(username.toLowerCase())) return true;
  if (SEQUENCES.some((sequence) => sequence.includes(lower.slice(0, PASSWORD_LENGTH)))) return true;
  return COMMON.some((word) => lower.startsWith(word) && password.length < word.length + 5);
}
