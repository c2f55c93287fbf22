/**
 * Rows of a case file: `date,province,city,confirmed,suspected,cured,dead`, cumulative, as bulletins give them.
 *
 * A row that cannot be right is refused with its line; the others are taken. Line 1 is the header.
 */
import { type PlaceCode, placeCode } from "#kernel/places.ts";
import { type PlainDay, plainDay } from "#kernel/time.ts";

export const CASE_COLUMNS = ["date", "province", "city", "confirmed", "suspected", "cured", "dead"] as const;

/** Cumulative figures of one place as one bulletin gave them. */
export type CaseRow = {
  readonly place: PlaceCode;
  readonly day: PlainDay;
  readonly confirmed: number;
  readonly suspected: number;
  readonly cured: number;
  readonly dead: number;
};

export type RefusedRow = { readonly line: number; readonly reason: string };

/** The names of columns that are missing in a header. */
export const missingColumns = (header: readonly string[]): string[] =>
  CASE_COLUMNS.filter((name) => !header.includes(name));

/** More cases than people, or a typing error. */
const COUNT_AT_MOST = 100_000_000;

const countIn = (text: string | undefined): number | null => {
  const trimmed = (text ?? "").trim();
  if (!/^\d{1,9}$/.test(trimmed)) return null;
  const value = Number(trimmed);
  return value > COUNT_AT_MOST ? null : value;
};

/**
 * One record as a row; a sentence when it is refused; null when it is the whole country's, which no brief here asks for.
 */
export function caseRow(record: Readonly<Record<string, string>>): CaseRow | string | null {
  const day = plainDay((record["date"] ?? "").trim());
  if (day === null) return `date “${record["date"] ?? ""}” is not a day (YYYY-MM-DD)`;
  const [province, city] = [(record["province"] ?? "").trim(), (record["city"] ?? "").trim()];
  if (province === "" && city === "") return null;
  const code = city === "" ? province : city;
  const place = /^\d{6}$/.test(code) ? placeCode(code) : null;
  if (place === null) return `${city === "" ? "province" : "city"} “${code}” is not a six-digit code`;
  if (city === "" && place.length !== 2) return `province “${province}” is not a province's code`;
  if (city !== "" && place.length < 4 && !isWhole(city)) return `city “${city}” is not a city's code`;
  if (province !== "" && city.slice(0, 2) !== province.slice(0, 2) && city !== "")
    return `city ${city} is not in province ${province}`;
  const counts = (["confirmed", "suspected", "cured", "dead"] as const).map(
    (name) => [name, countIn(record[name])] as const,
  );
  const wrong = counts.find(([, value]) => value === null);
  if (wrong) return `${wrong[0]} “${record[wrong[0]] ?? ""}” is not a whole number from 0`;
  const [confirmed = 0, suspected = 0, cured = 0, dead = 0] = counts.map(([, value]) => value ?? 0);
  return { place, day, confirmed, suspected, cured, dead };
}

/** Hong Kong and Macao give one row for the province and one with the same code as their only city. */
const isWhole = (city: string): boolean => /^8[12]0000$/.test(city);
