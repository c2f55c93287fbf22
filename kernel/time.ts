/** Milliseconds since 1970-01-01T00:00:00Z: a branded number, so that rules compare times without a Date object. */
export type Instant = number & { readonly __brand: "Instant" };

/** A calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export type PlainDay = string & { readonly __brand: "PlainDay" };

export const MINUTE = 60 * 1000;
export const HOUR = 60 * MINUTE;
/** One day in milliseconds: Asia/Shanghai has had no daylight saving since 1991. */
export const DAY = 24 * HOUR;

/** Asia/Shanghai is UTC+8 all year round. */
const SHANGHAI_OFFSET = 8 * HOUR;

/** The instant of an ISO 8601 text with an offset; NaN when it is none. */
export const instant = (iso: string): Instant => Date.parse(iso) as Instant;
export const instantOf = (milliseconds: number): Instant => milliseconds as Instant;
export const isoInstant = (at: Instant): string => new Date(at).toISOString();
export const later = (at: Instant, milliseconds: number): Instant => (at + milliseconds) as Instant;

/** ISO 8601 at +08:00 to the second, as the feeds and outputs of the assessment write times. */
export const isoShanghai = (at: Instant): string =>
  `${new Date(at + SHANGHAI_OFFSET).toISOString().slice(0, 19)}+08:00`;

/** The day in Asia/Shanghai on which `at` falls. */
export const dayOf = (at: Instant): PlainDay => new Date(at + SHANGHAI_OFFSET).toISOString().slice(0, 10) as PlainDay;

/** 00:00 of the day in Asia/Shanghai. */
export const startOf = (day: PlainDay): Instant => (Date.parse(`${day}T00:00:00Z`) - SHANGHAI_OFFSET) as Instant;

/** 24:00 of the day in Asia/Shanghai: the first instant that is no longer in it. */
export const endOf = (day: PlainDay): Instant => later(startOf(day), DAY);

export const daysLater = (day: PlainDay, days: number): PlainDay =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10) as PlainDay;

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: PlainDay, to: PlainDay): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);

/** The text as a day, or null when it is not a real date written `YYYY-MM-DD`. */
export function plainDay(text: string): PlainDay | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const at = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== text) return null;
  return text as PlainDay;
}
