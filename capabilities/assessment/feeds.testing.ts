/** Small random feed folders for the tests: few people, few places, few days, so that every rule meets every other. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { checkCharacter } from "#kernel/identity.ts";
import { DAY, HOUR, instant, instantOf, isoShanghai } from "#kernel/time.ts";
import type { World, WrittenRow } from "./naive.testing.ts";

export const TEST_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
export const TEST_DAY = "2020-02-14";
const END = instant("2020-02-15T00:00:00+08:00");

/** Feed columns in the order of design/feeds.md. */
export const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  "health/cases": ["case_id", "id_type", "id_number", "name", "phone", "status", "onset_on", "reported_on", "area"],
  "health/contacts": ["case_id", "id_type", "id_number", "name", "phone", "kind", "last_contact_on"],
  "health/areas": ["area", "level", "since", "until"],
  "health/measures": ["id_type", "id_number", "measure", "since", "until", "place"],
  "police/residents": ["id_type", "id_number", "name", "phone", "area", "address", "household_id"],
  "police/trips": [
    "id_type",
    "id_number",
    "name",
    "phone",
    "mode",
    "carrier",
    "unit",
    "seat_row",
    "from_area",
    "to_area",
    "departed_at",
    "arrived_at",
  ],
  "telecom/stays": ["phone", "area", "arrived_at", "left_at"],
  "field/places": ["id_type", "id_number", "place", "verified_at"],
  "declared/places": ["id_type", "id_number", "place", "declared_at"],
};

/** A made-up resident number that passes its checksum: person 7 is `32010519570615007` and its check character. */
export function residentNumber(person: number): string {
  const first = `320105${1950 + (person % 50)}0615${String(person).padStart(3, "0")}`;
  return first + checkCharacter(first);
}

export const mobile = (phone: number): string => `1399999${String(phone).padStart(4, "0")}`;

const PLACES = [
  "320105",
  "320100",
  "320583",
  "320105001001",
  "320505",
  "420100",
  "420102",
  "420106",
  "330300",
  "330302",
  "340104",
  "310104",
];
const AREAS = ["42", "4201", "420102", "330300", "330302", "320105", "340104"];

const of = (...values: string[]) => fc.constantFrom(...values);
const person = fc.integer({ min: 1, max: 12 });
const phone = fc.integer({ min: 1, max: 10 });
const maybe = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | ""> =>
  fc.oneof({ weight: 2, arbitrary: value }, { weight: 1, arbitrary: fc.constant("" as const) });
/** Whole and half hours of 18 days, some beyond the day's end; many meet the same instant. */
const moment = fc
  .integer({ min: -2 * 17 * 24, max: 20 })
  .map((halfHours) => isoShanghai(instantOf(END + halfHours * (HOUR / 2))));
/** Departures crowd into two trains, so that people meet in them. */
const departure = fc.oneof(
  moment,
  of("2020-02-10T08:00:00+08:00", "2020-02-10T23:30:00+08:00", "2020-02-11T08:00:00+08:00"),
);
const longer = (start: string, halfHours: number) => isoShanghai(instantOf(instant(start) + halfHours * (HOUR / 2)));
const date = fc.integer({ min: -17, max: 0 }).map((days) => isoShanghai(instantOf(END + days * DAY)).slice(0, 10));
const identity = (who: number) => ({ id_type: "111", id_number: residentNumber(who) });

const rowsOf = {
  "health/cases": fc
    .tuple(
      of("C1", "C2", "C3", "C4"),
      person,
      maybe(phone),
      of("confirmed", "suspected", "asymptomatic", "excluded", "recovered"),
      maybe(date),
      date,
      of(...PLACES),
    )
    .map(([case_id, who, tel, status, onset_on, reported_on, area]) => ({
      case_id,
      ...identity(who),
      name: "某",
      phone: tel === "" ? "" : mobile(tel),
      status,
      onset_on,
      reported_on,
      area,
    })),
  "health/contacts": fc
    .tuple(of("C1", "C2", "C3", "C9"), person, maybe(phone), date)
    .map(([case_id, who, tel, last_contact_on]) => ({
      case_id,
      ...identity(who),
      name: "某",
      phone: tel === "" ? "" : mobile(tel),
      kind: "work",
      last_contact_on,
    })),
  "health/areas": fc
    .tuple(of(...AREAS), of("high", "medium"), date, maybe(fc.integer({ min: 0, max: 6 })))
    .map(([area, level, since, days]) => ({
      area,
      level,
      since,
      until: days === "" ? "" : isoShanghai(instantOf(instant(`${since}T00:00:00+08:00`) + days * DAY)).slice(0, 10),
    })),
  "health/measures": fc
    .tuple(
      person,
      of("isolation", "observation", "fever_clinic", "released"),
      moment,
      maybe(fc.integer({ min: 1, max: 400 })),
      of("", "320105", "420102"),
    )
    .map(([who, measure, since, span, place]) => ({
      ...identity(who),
      measure,
      since,
      until: span === "" ? "" : longer(since, span),
      place,
    })),
  "police/residents": fc
    .tuple(person, maybe(phone), of("320105001001", "320105001004", "340104"), of("", "H1", "H2", "H3", "H4"))
    .map(([who, tel, area, household_id]) => ({
      ...identity(who),
      name: "某",
      phone: tel === "" ? "" : mobile(tel),
      area,
      address: "某路1号",
      household_id,
    })),
  "police/trips": fc
    .tuple(
      person,
      maybe(phone),
      of("rail", "rail", "air", "road", "lodging"),
      of("G1", "G1", "G1", "G2", ""),
      of("", "03", "03"),
      maybe(fc.integer({ min: 1, max: 9 })),
      of(...PLACES),
      of(...PLACES),
      departure,
      fc.integer({ min: 0, max: 60 }),
    )
    .map(([who, tel, mode, carrier, unit, seat, from_area, to_area, departed_at, span]) => ({
      ...identity(who),
      name: "某",
      phone: tel === "" ? "" : mobile(tel),
      mode,
      carrier,
      unit,
      seat_row: String(seat),
      from_area,
      to_area: mode === "lodging" ? from_area : to_area,
      departed_at,
      arrived_at: longer(departed_at, span),
    })),
  "telecom/stays": fc
    .tuple(phone, of(...PLACES), moment, maybe(fc.integer({ min: 0, max: 20 })))
    .map(([tel, area, arrived_at, span]) => ({
      phone: mobile(tel),
      area,
      arrived_at,
      left_at: span === "" ? "" : longer(arrived_at, span),
    })),
  "field/places": fc
    .tuple(person, moment)
    .map(([who, verified_at]) => ({ ...identity(who), place: "320583100001", verified_at })),
  "declared/places": fc
    .tuple(person, moment)
    .map(([who, declared_at]) => ({ ...identity(who), place: "320505", declared_at })),
} as const;

const MOST: Readonly<Record<string, number>> = {
  "health/cases": 5,
  "health/contacts": 4,
  "health/areas": 6,
  "health/measures": 6,
  "police/residents": 14,
  "police/trips": 24,
  "telecom/stays": 40,
  "field/places": 1,
  "declared/places": 1,
};

/** Any small province. */
export const anyWorld: fc.Arbitrary<World> = fc
  .record(
    Object.fromEntries(
      Object.entries(rowsOf).map(([feed, row]) => [
        feed,
        fc.array(row as fc.Arbitrary<Record<string, string>>, { maxLength: MOST[feed] ?? 5, size: "max" }),
      ]),
    ),
  )
  .map((feeds) => placed(feeds));

/** Rows with the file and line that `writeWorld` will give them. */
export function placed(feeds: Readonly<Record<string, readonly Record<string, string>[]>>): World {
  return Object.fromEntries(
    Object.entries(feeds).map(([feed, rows]) => [
      feed,
      rows.map((row, index): WrittenRow => ({ ...row, file: `${feed.split("/")[1]}.csv`, line: index + 2 })),
    ]),
  );
}

const csvField = (value: string | number | undefined): string => {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Text of a CSV file of one feed. */
export const csvOf = (feed: string, rows: readonly Readonly<Record<string, string | number>>[]): string => {
  const columns = COLUMNS[feed] ?? [];
  return [columns.join(","), ...rows.map((row) => columns.map((column) => csvField(row[column])).join(","))]
    .join("\n")
    .concat("\n");
};

/** Writes a folder of feeds, a CSV file each (gzip when its name says so). Feeds without rows have no file. */
export function writeWorld(dir: string, world: World): void {
  rmSync(dir, { recursive: true, force: true });
  for (const [feed, rows] of Object.entries(world)) {
    const files = new Map<string, WrittenRow[]>();
    for (const row of rows) files.set(row.file, [...(files.get(row.file) ?? []), row]);
    for (const [file, inFile] of files) {
      const path = join(dir, dirname(feed), file);
      mkdirSync(dirname(path), { recursive: true });
      const text = csvOf(feed, inFile);
      writeFileSync(path, file.endsWith(".gz") ? gzipSync(text) : text);
    }
  }
  mkdirSync(dir, { recursive: true });
}
