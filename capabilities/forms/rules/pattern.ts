/**
 * Patterns of regex(): only such as cannot run away. A quantifier stands after one character or class, or after a group
 * that has none inside; three without an upper end at most; so that a text of 300 characters costs at most its cube.
 */
const PATTERN_AT_MOST = 200;
const ENDLESS_AT_MOST = 3;
const TIMES_AT_MOST = 100;
export const MATCHED_AT_MOST = 300;

const ATOM = /^(?:\\[dDwWsS.\\/+*?()[\]{}|^$-]|\[\^?(?:\\.|[^\]\\])+\]|[^\\[\](){}*+?|^$])/;
const QUANTIFIER = /^(?:[*+?]|\{(\d{1,3})(?:,(\d{0,3}))?\})/;

/** True when the pattern is not one of the safe kind, or no pattern at all. */
export function patternFault(pattern: string): boolean {
  if (pattern.length > PATTERN_AT_MOST) return true;
  /** Of each open group: does a quantifier stand inside it? */
  const groups: boolean[] = [];
  let endless = 0;
  let rest = pattern;
  while (rest !== "") {
    let hasInside = false;
    if (/^[|^$]/.test(rest)) {
      rest = rest.slice(1);
      continue;
    }
    if (rest.startsWith("(")) {
      groups.push(false);
      rest = rest.slice(rest.startsWith("(?:") ? 3 : 1);
      continue;
    }
    if (rest.startsWith(")")) {
      const inside = groups.pop();
      if (inside === undefined) return true;
      hasInside = inside;
      rest = rest.slice(1);
    } else {
      const atom = ATOM.exec(rest);
      if (atom === null) return true;
      rest = rest.slice(atom[0].length);
    }
    const quantifier = QUANTIFIER.exec(rest);
    if (quantifier === null) {
      if (hasInside && groups.length > 0) groups[groups.length - 1] = true;
      continue;
    }
    if (hasInside && quantifier[0] !== "?") return true;
    const [whole, from, to] = quantifier;
    if (Number(from ?? 0) > TIMES_AT_MOST || Number(to ?? 0) > TIMES_AT_MOST) return true;
    if (whole === "*" || whole === "+" || to === "") endless++;
    if (groups.length > 0) groups[groups.length - 1] = true;
    rest = rest.slice(whole.length);
  }
  return groups.length > 0 || endless > ENDLESS_AT_MOST || compiled(pattern) === null;
}

function compiled(pattern: string): RegExp | null {
  try {
    return new RegExp(`^(?:${pattern})$`, "u");
  } catch {
    return null;
  }
}

/** The whole text matches. A text beyond the limit matches nothing. */
export const matches = (text: string, pattern: string): boolean =>
  text.length <= MATCHED_AT_MOST && !patternFault(pattern) && compiled(pattern)?.test(text) === true;
