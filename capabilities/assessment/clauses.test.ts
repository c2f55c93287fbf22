/** Every clause of design/assessment.md by hand: T is 2020-02-15 00:00, W begins 2020-02-01 00:00, +08:00. */
import { describe, expect, it } from "vitest";
import { mobile, residentNumber } from "./feeds.testing.ts";
import { assessRows, keyOfText } from "./ranking.testing.ts";

type Rows = Record<string, string>[];
const who = (person: number) => ({ id_type: "111", id_number: residentNumber(person), name: "某" });
const personKey = (person: number) => keyOfText(`111|${residentNumber(person)}`);
const at = (text: string) => `2020-${text}:00+08:00`;

const sick = (person: number, more: Record<string, string> = {}) => ({
  case_id: `C${person}`,
  ...who(person),
  phone: "",
  status: "confirmed",
  onset_on: "2020-02-08",
  reported_on: "2020-02-09",
  area: "320105",
  ...more,
});
const contact = (person: number, of: number, last_contact_on: string) => ({
  case_id: `C${of}`,
  ...who(person),
  phone: "",
  kind: "work",
  last_contact_on,
});
const home = (person: number, more: Record<string, string> = {}) => ({
  ...who(person),
  phone: "",
  area: "320105001001",
  address: "某路",
  household_id: "",
  ...more,
});
const trip = (
  person: number,
  from_area: string,
  to_area: string,
  departed: string,
  arrived: string,
  more: Record<string, string> = {},
) => ({
  ...who(person),
  phone: "",
  mode: "rail",
  carrier: `G${person}`,
  unit: "",
  seat_row: "",
  from_area,
  to_area,
  departed_at: at(departed),
  arrived_at: at(arrived),
  ...more,
});
const lodging = (person: number, area: string, from: string, to: string) =>
  trip(person, area, area, from, to, { mode: "lodging", carrier: "" });
const stay = (phone: number, area: string, arrived: string, left = "") => ({
  phone: mobile(phone),
  area,
  arrived_at: at(arrived),
  left_at: left === "" ? "" : at(left),
});
const measure = (person: number, kind: string, since: string, until = "") => ({
  ...who(person),
  measure: kind,
  since: at(since),
  until: until === "" ? "" : at(until),
  place: "",
});
const area = (code: string, level: string, since: string, until = "") => ({ area: code, level, since, until });
const HUBEI = [area("420000", "high", "2020-01-20")];

/** `rules|latest exposure|hours` of each listed person by number; "" when not listed. */
async function rulesOf(feeds: Record<string, Rows>, ...persons: number[]): Promise<string[]> {
  const { rows } = await assessRows(feeds);
  return persons.map((person) => {
    const row = rows.find((listed) => listed["person_key"] === personKey(person));
    return row === undefined
      ? ""
      : `${row["rules"]} ${row["latest_exposure_at"]?.slice(5, 16)} ${row["exposure_hours"]}`;
  });
}

describe("case and contact", () => {
  it("lists a standing case from its onset, without onset from its report, however long ago", async () => {
    const cases = [
      sick(1),
      sick(2, { onset_on: "" }),
      sick(3, { status: "suspected", onset_on: "2020-01-10" }),
      sick(4, { status: "excluded" }),
      sick(5, { status: "recovered" }),
    ];
    expect(await rulesOf({ "health/cases": cases }, 1, 2, 3, 4, 5)).toEqual([
      "case 02-08T00:00 0",
      "case 02-09T00:00 0",
      "case 01-10T00:00 0",
      "",
      "",
    ]);
  });
  it("lets the newest row of a case stand, by day of report and then by the order of the file", async () => {
    const cases = [
      sick(1, { reported_on: "2020-02-10", status: "excluded" }),
      sick(1, { reported_on: "2020-02-09" }),
      sick(2, { status: "excluded" }),
      sick(2),
      sick(3),
      sick(3, { reported_on: "2020-02-15", status: "excluded" }),
    ];
    expect(await rulesOf({ "health/cases": cases }, 1, 2, 3)).toEqual(["", "case 02-08T00:00 0", "case 02-08T00:00 0"]);
  });
  it("lists contacts of standing cases whose last contact lies in W, exposed until the end of that day", async () => {
    const feeds = {
      "health/cases": [sick(1), sick(2, { status: "recovered" })],
      "health/contacts": [
        contact(11, 1, "2020-02-01"),
        contact(12, 1, "2020-01-31"),
        contact(13, 1, "2020-02-14"),
        contact(14, 2, "2020-02-10"),
        contact(15, 9, "2020-02-10"),
      ],
    };
    expect(await rulesOf(feeds, 11, 12, 13, 14, 15)).toEqual([
      "contact 02-02T00:00 0",
      "",
      "contact 02-15T00:00 0",
      "",
      "",
    ]);
  });
});

describe("high and medium areas", () => {
  const residents = [21, 22, 23, 24, 25, 26, 27].map((person) => home(person));
  it("counts a trip's origin at the instant of departure, both days of the area inclusive", async () => {
    const feeds = {
      "health/areas": [area("330300", "high", "2020-02-05", "2020-02-07")],
      "police/residents": residents,
      "police/trips": [
        trip(21, "330302", "320105", "02-05T00:00", "02-05T09:00"),
        trip(22, "330302", "320105", "02-04T23:59", "02-05T09:00"),
        trip(23, "330302", "320105", "02-07T23:59", "02-08T09:00"),
        trip(24, "330302", "320105", "02-08T00:00", "02-08T09:00"),
        trip(25, "320105", "330302", "02-06T00:00", "02-06T09:00"),
      ],
    };
    expect(await rulesOf(feeds, 21, 22, 23, 24, 25)).toEqual([
      "from-outside;high-area 02-05T09:00 0",
      "from-outside 02-05T09:00 0",
      "from-outside;high-area 02-08T09:00 0",
      "from-outside 02-08T09:00 0",
      "",
    ]);
  });
  it("lets the longest prefix that covers the instant stand, and of equals the higher level", async () => {
    const feeds = {
      "health/areas": [
        ...HUBEI,
        area("420100", "medium", "2020-01-20"),
        area("420102", "medium", "2020-01-20"),
        area("420102", "high", "2020-01-20", "2020-02-05"),
      ],
      "police/residents": residents,
      "police/trips": [
        lodging(21, "420500", "02-10T00:00", "02-10T01:00"),
        lodging(22, "420103", "02-10T00:00", "02-10T01:00"),
        lodging(23, "420102", "02-05T23:00", "02-06T01:00"),
      ],
    };
    expect(await rulesOf(feeds, 21, 22, 23)).toEqual([
      "high-area 02-10T01:00 1",
      "medium-area 02-10T01:00 1",
      "high-area;medium-area 02-06T01:00 2",
    ]);
  });
  it("counts any part of a lodging in W, half-open at both ends", async () => {
    const feeds = {
      "health/areas": HUBEI,
      "police/residents": residents,
      "police/trips": [
        lodging(21, "420100", "01-20T00:00", "02-01T00:00"),
        lodging(22, "420100", "01-20T00:00", "02-01T00:06"),
        lodging(23, "420100", "02-14T23:00", "02-20T00:00"),
      ],
    };
    expect(await rulesOf(feeds, 21, 22, 23)).toEqual(["", "high-area 02-01T00:06 0.1", "high-area 02-15T00:00 1"]);
  });
  it("counts telecom parts from four hours on, exposed until the end of the last", async () => {
    const feeds = {
      "health/areas": [...HUBEI, area("3303", "medium", "2020-01-20")],
      "police/residents": residents.map((row, index) => ({ ...row, phone: mobile(21 + index) })),
      "telecom/stays": [
        stay(21, "420100", "02-10T00:00", "02-10T02:00"),
        stay(21, "420500", "02-11T00:00", "02-11T02:00"),
        stay(22, "420100", "02-10T00:00", "02-10T03:59"),
        stay(23, "420100", "01-31T20:00", "02-01T03:59"),
        stay(24, "420100", "02-14T20:00"),
        stay(25, "420100", "02-10T00:00", "02-10T02:00"),
        stay(25, "330302", "02-09T00:00", "02-09T02:00"),
        stay(26, "420100", "02-10T00:00", "02-10T02:00"),
        stay(26, "420100", "02-10T00:00", "02-10T02:00"),
        stay(27, "330302", "02-09T00:00", "02-09T03:57"),
      ],
    };
    expect(await rulesOf(feeds, 21, 22, 23, 24, 25, 26, 27)).toEqual([
      "high-area 02-11T02:00 4",
      "",
      "",
      "high-area 02-15T00:00 4",
      "medium-area 02-09T02:00 4",
      "",
      "",
    ]);
  });
});

describe("co-travellers", () => {
  const cases = [sick(1, { onset_on: "2020-02-10" })];
  const ride = (person: number, seat_row: string, more: Record<string, string> = {}) =>
    trip(person, "320100", "320500", "02-08T10:00", "02-08T12:00", { carrier: "G7", unit: "3", seat_row, ...more });
  it("are those within three rows, or with a row unknown, in the same unit on the same day", async () => {
    const feeds = {
      "health/cases": cases,
      "police/trips": [
        ride(1, "10"),
        ride(31, "13"),
        ride(32, "14"),
        ride(33, ""),
        ride(34, "10", { unit: "4" }),
        ride(35, "10", { mode: "air" }),
        ride(36, "10", { departed_at: at("02-09T00:00"), arrived_at: at("02-09T12:00") }),
        ride(37, "7", { departed_at: at("02-08T23:59"), arrived_at: at("02-09T01:00") }),
      ],
    };
    expect(await rulesOf(feeds, 1, 31, 32, 33, 34, 35, 36, 37)).toEqual([
      "case 02-10T00:00 0",
      "co-traveller 02-08T12:00 0",
      "",
      "co-traveller 02-08T12:00 0",
      "",
      "",
      "",
      "co-traveller 02-09T01:00 0",
    ]);
  });
  it("count from two days before onset, units both empty are equal, and lodging is no journey", async () => {
    const on = (person: number, day: string, more: Record<string, string> = {}) =>
      trip(person, "320100", "320500", `${day}T00:00`, `${day}T02:00`, { carrier: "D1", ...more });
    const feeds = {
      "health/cases": [sick(1, { onset_on: "2020-02-10" }), sick(2, { onset_on: "", reported_on: "2020-02-12" })],
      "police/trips": [
        on(1, "02-07"),
        on(41, "02-07"),
        on(1, "02-08"),
        on(42, "02-08"),
        on(2, "02-10", { carrier: "D2" }),
        on(43, "02-10", { carrier: "D2" }),
        lodging(1, "320100", "02-09T00:00", "02-10T00:00"),
        lodging(44, "320100", "02-09T00:00", "02-10T00:00"),
      ],
    };
    expect(await rulesOf(feeds, 41, 42, 43, 44)).toEqual([
      "",
      "co-traveller 02-08T02:00 0",
      "co-traveller 02-10T02:00 0",
      "",
    ]);
  });
});

describe("households and measures", () => {
  it("lists those who live with a case or contact, not with other reds, and not those without a household", async () => {
    const feeds = {
      "health/areas": HUBEI,
      "health/cases": [sick(1)],
      "police/residents": [
        home(1, { household_id: "H1" }),
        home(51, { household_id: "H1" }),
        home(52, { household_id: "H2" }),
        home(53, { household_id: "H2" }),
        home(54),
      ],
      "police/trips": [lodging(52, "420100", "02-10T00:00", "02-10T01:00")],
    };
    expect(await rulesOf(feeds, 1, 51, 52, 53, 54)).toEqual([
      "case 02-08T00:00 0",
      "household 02-08T00:00 0",
      "high-area 02-10T01:00 1",
      "",
      "",
    ]);
  });
  it("lists a standing fever-clinic measure and the household of it, until it ends or a later row supersedes it", async () => {
    const feeds = {
      "police/residents": [
        home(61, { household_id: "H1" }),
        home(62, { household_id: "H1" }),
        home(63),
        home(64),
        home(65),
      ],
      "health/measures": [
        measure(61, "fever_clinic", "02-10T08:00"),
        measure(63, "fever_clinic", "02-10T08:00", "02-15T00:00"),
        measure(64, "fever_clinic", "02-10T08:00"),
        measure(64, "observation", "02-11T08:00", "02-12T08:00"),
        measure(65, "fever_clinic", "02-10T08:00", "02-15T00:01"),
      ],
    };
    expect(await rulesOf(feeds, 61, 62, 63, 64, 65)).toEqual([
      "fever-clinic 02-10T08:00 0",
      "fever-clinic 02-10T08:00 0",
      "",
      "",
      "fever-clinic 02-10T08:00 0",
    ]);
  });
  it("clears all by a release at or after the latest exposure, but a case reported later", async () => {
    const feeds = {
      "health/cases": [sick(1, { reported_on: "2020-02-09" }), sick(2, { reported_on: "2020-02-12" })],
      "health/contacts": [contact(71, 1, "2020-02-05"), contact(72, 1, "2020-02-05"), contact(2, 1, "2020-02-05")],
      "health/measures": [
        measure(71, "released", "02-06T00:00"),
        measure(72, "released", "02-05T23:59"),
        measure(1, "released", "02-09T10:00"),
        measure(2, "released", "02-10T10:00"),
      ],
    };
    expect(await rulesOf(feeds, 71, 72, 1, 2)).toEqual(["", "contact 02-06T00:00 0", "", "case 02-08T00:00 0"]);
  });
  it("marks who is under standing isolation or observation as managed and keeps the tier", async () => {
    const { rows } = await assessRows({
      "health/cases": [sick(1), sick(2), sick(3)],
      "health/measures": [
        measure(1, "isolation", "02-10T00:00"),
        measure(2, "observation", "02-10T00:00", "02-12T00:00"),
      ],
    });
    expect(Object.fromEntries(rows.map((row) => [row["person_key"], `${row["tier"]} ${row["managed"]}`]))).toEqual({
      [personKey(1)]: "red true",
      [personKey(2)]: "red false",
      [personKey(3)]: "red false",
    });
  });
});

describe("arrivals from outside", () => {
  it("are trips that arrived in W, and stays inside that follow one outside on the same phone", async () => {
    const feeds = {
      "police/residents": [81, 82, 83, 84, 85].map((person) => home(person, { phone: mobile(person) })),
      "police/trips": [
        trip(81, "310104", "320100", "01-31T23:00", "02-01T00:00"),
        trip(82, "310104", "320100", "01-31T22:00", "01-31T23:59"),
        trip(83, "310104", "320100", "02-14T23:00", "02-15T00:00"),
      ],
      "telecom/stays": [
        stay(84, "310104", "01-20T00:00", "01-21T00:00"),
        stay(84, "320100", "02-03T00:00", "02-04T00:00"),
        stay(84, "320500", "02-05T00:00"),
        stay(85, "310104", "01-20T00:00", "01-21T00:00"),
        stay(85, "320100", "01-31T23:59"),
      ],
    };
    expect(await rulesOf(feeds, 81, 82, 83, 84, 85)).toEqual([
      "from-outside 02-01T00:00 0",
      "",
      "",
      "from-outside 02-03T00:00 0",
      "",
    ]);
  });
});

describe("subjects, scope, places and order", () => {
  it("gives a shared phone's evidence to each who shares it, and lists an unlinked phone as itself", async () => {
    const { rows } = await assessRows({
      "health/areas": HUBEI,
      "police/residents": [home(91, { phone: mobile(1) }), home(92, { phone: `+86 139-9999-0001` })],
      "telecom/stays": [
        stay(1, "420100", "02-02T00:00", "02-02T05:00"),
        stay(2, "420100", "02-02T00:00", "02-02T05:06"),
        stay(2, "320583", "02-03T00:00"),
      ],
    });
    expect(
      rows.map((row) => [
        row["person_key"],
        row["kind"],
        row["rules"],
        row["exposure_hours"],
        row["shared_phone"],
        row["place"],
        row["place_source"],
      ]),
    ).toEqual([
      [keyOfText(`phone|${mobile(2)}`), "phone", "from-outside;high-area", "5.1", "false", "320583", "telecom"],
      ...[personKey(91), personKey(92)]
        .sort()
        .map((key) => [key, "person", "high-area", "5", "true", "320105001001", "residents"]),
    ]);
  });
  it("leaves out who has no tie to the province", async () => {
    const feeds = {
      "health/areas": HUBEI,
      "health/cases": [sick(1, { area: "420100" }), sick(2, { area: "320000" })],
      "health/contacts": [contact(3, 1, "2020-02-10"), contact(4, 2, "2020-02-10")],
      "police/trips": [
        trip(5, "420100", "310104", "02-05T00:00", "02-05T01:00"),
        trip(6, "420100", "310104", "02-05T00:00", "02-05T01:00"),
        lodging(6, "320100", "01-20T00:00", "02-01T00:01"),
        trip(7, "420100", "310104", "02-05T00:00", "02-05T01:00"),
        lodging(7, "320100", "01-20T00:00", "02-01T00:00"),
      ],
    };
    expect(await rulesOf(feeds, 1, 2, 3, 4, 5, 6, 7)).toEqual([
      "",
      "case 02-08T00:00 0",
      "",
      "contact 02-11T00:00 0",
      "",
      "high-area 02-05T00:00 0",
      "",
    ]);
  });
  it("places by field report, declaration, register, latest trip, latest stay, in this order", async () => {
    const cases = [1, 2, 3, 4, 5, 6].map((person) => sick(person, { phone: mobile(person) }));
    const { rows } = await assessRows({
      "health/cases": cases,
      "field/places": [{ ...who(1), place: "320583100001", verified_at: at("02-10T00:00") }],
      "declared/places": [1, 2].map((person) => ({ ...who(person), place: "320505", declared_at: at("02-10T00:00") })),
      "police/residents": [1, 2, 3].map((person) => home(person)),
      "police/trips": [1, 3, 4].flatMap((person) => [
        trip(person, "320100", "320600", "02-05T00:00", "02-05T05:00"),
        trip(person, "320600", "320200", "02-04T00:00", "02-04T05:00"),
      ]),
      "telecom/stays": [1, 4, 5].flatMap((person) => [
        stay(person, "320583100", "02-06T00:00"),
        stay(person, "320100", "02-05T00:00"),
      ]),
    });
    const places = new Map(rows.map((row) => [row["person_key"], `${row["place"]} ${row["place_source"]}`]));
    expect([1, 2, 3, 4, 5, 6].map((person) => places.get(personKey(person)))).toEqual([
      "320583100001 field",
      "320505 declared",
      "320105001001 residents",
      "3206 trip",
      "320583 telecom",
      "32 none",
    ]);
  });
  it("sorts by tier, latest exposure, longer exposure and key", async () => {
    const { rows } = await assessRows({
      "health/areas": HUBEI,
      "police/residents": [101, 102, 103, 104, 105].map((person) => home(person)),
      "police/trips": [
        trip(101, "310104", "320100", "02-14T01:00", "02-14T05:00"),
        lodging(102, "420100", "02-03T00:00", "02-04T00:00"),
        lodging(103, "420100", "02-03T12:00", "02-04T00:00"),
        lodging(104, "420100", "02-03T12:00", "02-04T00:00"),
        lodging(105, "420100", "02-03T12:00", "02-04T00:01"),
      ],
    });
    expect(rows.map((row) => row["person_key"])).toEqual([
      personKey(105),
      personKey(102),
      ...[personKey(103), personKey(104)].sort(),
      personKey(101),
    ]);
  });
  it("writes the list to the byte", async () => {
    const { csv, rows } = await assessRows({ "health/cases": [sick(1)] });
    expect(csv).toBe(
      `person_key,kind,tier,rules,latest_exposure_at,exposure_hours,managed,shared_phone,place,place_source,evidence\n${personKey(1)},person,red,case,2020-02-08T00:00:00+08:00,0,false,false,32,none,"[{""at"":""2020-02-08T00:00:00+08:00"",""evidence"":[{""at"":""2020-02-08T00:00:00+08:00"",""feed"":""health/cases"",""file"":""cases.csv"",""place"":""320105"",""row"":2}],""rule"":""case"",""tier"":""red""}]"\n`,
    );
    expect(rows).toHaveLength(1);
  });
});
