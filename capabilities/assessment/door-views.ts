/** What the rules see of each feed: a table of keys, codes and milliseconds, the same in every engine. */
import type { FeedId } from "./rules/feeds.ts";

/** Later than anything: the end of what has none. */
export const FAR_MS = 253_402_214_400_000;
const DAY_MS = 86_400_000;

export type Staged = {
  readonly table: string;
  /** Column, its SQL type in both engines, its expression over the door's rows. */
  readonly columns: readonly (readonly [name: string, type: string, expression: string])[];
  /** Area columns of the feed, looked up in the dictionary of places. */
  readonly areas: readonly string[];
};

const person = ["person", "uuid", "l.person_key"] as const;
const phone = ["phone", "uuid", "l.phone_key"] as const;
const same = (name: string, type: string, from = name) => [name, type, `l.${from}`] as const;
const place = (name: string, from = name) => [name, "text", `d_${from}.area`] as const;

export const STAGED: Readonly<Record<FeedId, Staged>> = {
  "health/cases": {
    table: "cases",
    areas: ["area"],
    columns: [
      same("case_id", "text"),
      person,
      phone,
      same("status", "text"),
      same("onset_at", "bigint", "onset_on"),
      same("reported_at", "bigint", "reported_on"),
      place("area"),
    ],
  },
  "health/contacts": {
    table: "contacts",
    areas: [],
    columns: [same("case_id", "text"), person, phone, same("last_contact_at", "bigint", "last_contact_on")],
  },
  "health/areas": {
    table: "areas",
    areas: ["area"],
    columns: [
      place("area"),
      same("level", "text"),
      same("since_at", "bigint", "since"),
      // Both days inclusive: the area ends with the last instant of its last day.
      ["until_at", "bigint", `coalesce(l.until + ${DAY_MS}, ${FAR_MS})`],
    ],
  },
  "health/measures": {
    table: "measures",
    areas: ["place"],
    columns: [
      person,
      same("measure", "text"),
      same("since_at", "bigint", "since"),
      same("until_at", "bigint", "until"),
      place("place"),
    ],
  },
  "police/residents": {
    table: "residents",
    areas: ["area"],
    columns: [person, phone, place("area"), same("household", "text", "household_id")],
  },
  "police/trips": {
    table: "trips",
    areas: ["from_area", "to_area"],
    columns: [
      person,
      phone,
      same("mode", "text"),
      same("carrier", "text"),
      ["unit", "text", "coalesce(l.unit, '')"],
      same("seat_row", "integer"),
      place("from_area"),
      place("to_area"),
      same("departed_at", "bigint"),
      same("arrived_at", "bigint"),
    ],
  },
  "telecom/stays": {
    table: "stays",
    areas: ["area"],
    columns: [phone, place("area"), same("arrived_at", "bigint"), same("left_at", "bigint")],
  },
  "field/places": {
    table: "found",
    areas: ["place"],
    columns: [person, place("place"), same("at_ms", "bigint", "verified_at")],
  },
  "declared/places": {
    table: "declared",
    areas: ["place"],
    columns: [person, place("place"), same("at_ms", "bigint", "declared_at")],
  },
};

/** Files are numbered from 1; a row's `seq` is file number × 10^12 + line: file order in one integer. */
export const LINES_PER_FILE = 1_000_000_000_000;
