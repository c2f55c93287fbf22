/**
 * The feeds as data: columns, what each may hold, and the column by which a row begins.
 *
 * Source: design/feeds.md. `field/places` and `declared/places` are ours: what field reports and declarations found,
 * the first two rungs of the placement ladder.
 */
export type ColumnKind = "text" | "choice" | "date" | "time" | "area" | "place-text" | "integer";

export type Column = {
  readonly name: string;
  readonly kind: ColumnKind;
  /** May the value be empty? */
  readonly mayBeEmpty: boolean;
  readonly choices?: readonly string[];
};

export type Feed = {
  /** Folder and first part of the file's name, as in `health/cases`. */
  readonly id: FeedId;
  /** Rows name a person by id_type and id_number (or person_key). */
  readonly person: boolean;
  readonly phone: "none" | "optional" | "required";
  /** Raw columns that a pseudonymised file leaves out beside the numbers. */
  readonly namesAndAddresses: readonly string[];
  readonly columns: readonly Column[];
  /** The column by which a row begins; rows that begin after the day are set aside. Null: rows have no beginning. */
  readonly begins: string | null;
  /** A column that may not lie before another: [later, earlier]. */
  readonly ordered: readonly [string, string] | null;
  /** Is it handed over every day, so that the quality gate misses it? */
  readonly expected: boolean;
};

export const FEED_IDS = [
  "health/cases",
  "health/contacts",
  "health/areas",
  "health/measures",
  "police/residents",
  "police/trips",
  "telecom/stays",
  "field/places",
  "declared/places",
] as const;
export type FeedId = (typeof FEED_IDS)[number];

const text = (name: string): Column => ({ name, kind: "text", mayBeEmpty: false });
const optionalText = (name: string): Column => ({ name, kind: "text", mayBeEmpty: true });
const choice = (name: string, ...choices: string[]): Column => ({ name, kind: "choice", mayBeEmpty: false, choices });
const date = (name: string, mayBeEmpty = false): Column => ({ name, kind: "date", mayBeEmpty });
const time = (name: string, mayBeEmpty = false): Column => ({ name, kind: "time", mayBeEmpty });
const area = (name: string): Column => ({ name, kind: "area", mayBeEmpty: false });

export const FEEDS: readonly Feed[] = [
  {
    id: "health/cases",
    person: true,
    phone: "optional",
    namesAndAddresses: ["name"],
    columns: [
      text("case_id"),
      choice("status", "confirmed", "suspected", "asymptomatic", "excluded", "recovered", "deceased"),
      date("onset_on", true),
      date("reported_on"),
      area("area"),
    ],
    begins: "reported_on",
    ordered: null,
    expected: true,
  },
  {
    id: "health/contacts",
    person: true,
    phone: "optional",
    namesAndAddresses: ["name"],
    columns: [
      text("case_id"),
      choice("kind", "household", "work", "transport", "medical", "social"),
      date("last_contact_on"),
    ],
    begins: "last_contact_on",
    ordered: null,
    expected: true,
  },
  {
    id: "health/areas",
    person: false,
    phone: "none",
    namesAndAddresses: [],
    columns: [area("area"), choice("level", "high", "medium"), date("since"), date("until", true)],
    begins: "since",
    ordered: ["until", "since"],
    expected: true,
  },
  {
    id: "health/measures",
    person: true,
    phone: "none",
    namesAndAddresses: [],
    columns: [
      choice("measure", "isolation", "observation", "fever_clinic", "released"),
      time("since"),
      time("until", true),
      { name: "place", kind: "place-text", mayBeEmpty: true },
    ],
    begins: "since",
    ordered: ["until", "since"],
    expected: true,
  },
  {
    id: "police/residents",
    person: true,
    phone: "optional",
    namesAndAddresses: ["name", "address"],
    columns: [area("area"), optionalText("household_id")],
    begins: null,
    ordered: null,
    expected: true,
  },
  {
    id: "police/trips",
    person: true,
    phone: "optional",
    namesAndAddresses: ["name"],
    columns: [
      choice("mode", "rail", "air", "coach", "ferry", "road", "lodging"),
      optionalText("carrier"),
      optionalText("unit"),
      { name: "seat_row", kind: "integer", mayBeEmpty: true },
      area("from_area"),
      area("to_area"),
      time("departed_at"),
      time("arrived_at"),
    ],
    begins: "departed_at",
    ordered: ["arrived_at", "departed_at"],
    expected: true,
  },
  {
    id: "telecom/stays",
    person: false,
    phone: "required",
    namesAndAddresses: [],
    columns: [area("area"), time("arrived_at"), time("left_at", true)],
    begins: "arrived_at",
    ordered: ["left_at", "arrived_at"],
    expected: true,
  },
  {
    id: "field/places",
    person: true,
    phone: "none",
    namesAndAddresses: [],
    columns: [area("place"), time("verified_at")],
    begins: "verified_at",
    ordered: null,
    expected: false,
  },
  {
    id: "declared/places",
    person: true,
    phone: "none",
    namesAndAddresses: [],
    columns: [area("place"), time("declared_at")],
    begins: "declared_at",
    ordered: null,
    expected: false,
  },
];

/** Columns that a file must have: raw numbers, or keys in place of them. */
export function missingColumns(feed: Feed, present: ReadonlySet<string>): string[] {
  const wanted = feed.columns.map((column) => column.name);
  const keyed = (feed.person && present.has("person_key")) || (!feed.person && present.has("phone_key"));
  if (feed.person && !present.has("person_key")) wanted.push("id_type", "id_number");
  if (feed.phone === "required" && !present.has("phone_key")) wanted.push("phone");
  if (feed.phone === "optional" && !keyed && !present.has("phone_key")) wanted.push("phone");
  if (!keyed) wanted.push(...feed.namesAndAddresses);
  return wanted.filter((name) => !present.has(name));
}

/** Does the file carry raw numbers, so that a province key is needed? */
export const needsProvinceKey = (feed: Feed, present: ReadonlySet<string>): boolean =>
  (feed.person && !present.has("person_key")) ||
  (feed.phone !== "none" && present.has("phone") && !present.has("phone_key"));
