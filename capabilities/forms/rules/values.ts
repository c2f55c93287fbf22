/** What an expression comes to, and how one kind of value becomes another: XPath's rules, with days as numbers (ODK). */

export type Scalar = string | number | boolean;
/** A list: the answers of a repeated question, one a row. */
export type Value = Scalar | readonly Scalar[];

const DAY_MS = 86_400_000;
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::\d{2}(?:\.\d{1,3})?)?(?:\+08:00)?)?$/;
const NUMBER = /^-?(?:\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})$/;
/** Texts that are put together again and again would double each time. */
export const TEXT_AT_MOST = 2_000;

const isList = (value: Value): value is readonly Scalar[] => Array.isArray(value);
export const listOf = (value: Value): readonly Scalar[] => (isList(value) ? value : [value]);
const first = (value: Value): Scalar => (isList(value) ? (value[0] ?? "") : value);

/** The whole days since 1970 of a day that there is, with a fraction for a time of day; null: no day. */
export function daysOf(text: string): number | null {
  const match = DATE.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute] = match.slice(1).map((one) => Number(one ?? 0));
  const at = Date.UTC(year ?? 0, (month ?? 1) - 1, day);
  const isThere = new Date(at).toISOString().slice(0, 10) === text.slice(0, 10);
  if (!isThere || (hour ?? 0) > 23 || (minute ?? 0) > 59) return null;
  return at / DAY_MS + ((hour ?? 0) * 60 + (minute ?? 0)) / 1440;
}

/** The day of so many days since 1970; "" when there is none of four digits' year. */
export function dateOf(days: number): string {
  const at = Math.floor(days) * DAY_MS;
  return Number.isFinite(at) && at > -62e12 && at < 253e12 ? new Date(at).toISOString().slice(0, 10) : "";
}

/** NaN when it is no number and no day. */
export function numberOf(value: Value): number {
  const one = first(value);
  if (typeof one === "number") return one;
  if (typeof one === "boolean") return one ? 1 : 0;
  const text = one.trim();
  return NUMBER.test(text) ? Number(text) : (daysOf(text) ?? Number.NaN);
}

/** "" for what is no number, so that nobody reads "NaN" on a page. */
export function textOf(value: Value): string {
  const one = first(value);
  if (typeof one === "number") return Number.isFinite(one) ? String(Number(one.toFixed(10))) : "";
  return String(one).slice(0, TEXT_AT_MOST);
}

export function truthOf(value: Value): boolean {
  if (isList(value)) return value.length > 0;
  if (typeof value === "number") return value !== 0 && !Number.isNaN(value);
  return typeof value === "boolean" ? value : value !== "";
}
