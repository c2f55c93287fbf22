/** A temperature as it is typed: two digits before the point, one after. */

/** The text after a key: a digit, or "erase". The point comes by itself after two digits. */
export function afterKey(text: string, key: string): string {
  if (key === "erase") return text.endsWith(".") ? text.slice(0, -2) : text.slice(0, -1);
  if (text.length >= 4) return text;
  const next = text.length === 2 ? `${text}.${key}` : text + key;
  return next.length === 2 ? `${next}.` : next;
}

/** Tenths of a degree; null when nothing, or not everything, was typed. "37." counts as 37.0. */
export function tenthsOf(text: string): number | null {
  if (!/^\d{2}\.\d?$/.test(text)) return null;
  return Math.round(Number(text.endsWith(".") ? text.slice(0, -1) : text) * 10);
}

/** May a living person have it? The contract takes 30.0 to 45.0 °C. */
export const isPlausible = (tenths: number): boolean => tenths >= 300 && tenths <= 450;
