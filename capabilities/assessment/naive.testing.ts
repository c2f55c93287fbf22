/**
 * The third implementation, for tests only: one loop a rule over plain rows, written from the table of
 * design/assessment.md without a look at the SQL, slow on purpose. It shares no code with the other two but the kernel.
 */
import { createHmac } from "node:crypto";
import { isMobile, normaliseNumber, normalisePhone, residentNumberFault } from "#kernel/identity.ts";
import { placeCode } from "#kernel/places.ts";
import {
  DAY,
  endOf,
  HOUR,
  type Instant,
  instant,
  instantOf,
  isoShanghai,
  type PlainDay,
  startOf,
} from "#kernel/time.ts";

/** A row of a feed as written, with the file and line where it stands. */
export type WrittenRow = { readonly file: string; readonly line: number; readonly [column: string]: string | number };
export type World = Readonly<Record<string, readonly WrittenRow[]>>;

type Row = {
  readonly file: string;
  readonly line: number;
  person: string;
  phone: string | null;
  text(column: string): string;
};
type Evidence = {
  at: number;
  feed: string;
  row: Row;
  place: string | null;
  of: string | null;
  shared: boolean;
  reportedAt: number;
};
type Part = { level: string; from: number; until: number; row: Row; feed: string; place: string; shared: boolean };

const TIERS: Readonly<Record<string, string>> = {
  case: "red",
  contact: "red",
  "high-area": "red",
  "co-traveller": "yellow",
  household: "yellow",
  "fever-clinic": "yellow",
  "medium-area": "yellow",
  "from-outside": "blue",
};
const ORDER = ["red", "yellow", "blue"];

export type NaiveOptions = {
  readonly day: PlainDay;
  readonly provinceKey: string;
  readonly isKnown: (code: string) => boolean;
};

/** `ranked.csv` as the pages define it, by the rule set js-2020-02. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: one loop a rule in the order of the table, to be read beside it.
export function naiveRanking(world: World, options: NaiveOptions): string {
  const T = endOf(options.day);
  const W = T - 14 * DAY;
  const key = (text: string) => {
    const hex = createHmac("sha256", Buffer.from(options.provinceKey, "hex")).update(text).digest("hex");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
  };
  const time = (text: string): Instant => (text.length === 10 ? startOf(text as PlainDay) : instant(text));
  const place = (text: string): string => placeCode(normaliseNumber(text)) ?? "";
  const inside = (text: string) => text.startsWith("32");

  // The door.
  const take = (feed: string, begins: string | null, areas: string[], ends: [string, string] | null): Row[] => {
    const rows: Row[] = [];
    for (const written of world[feed] ?? []) {
      const text = (column: string) => String(written[column] ?? "").trim();
      if (begins !== null && time(text(begins)) >= T) continue;
      const id = normaliseNumber(text("id_number"));
      if (text("id_type") === "111" && residentNumberFault(id, options.day) !== null) continue;
      const phone = normalisePhone(text("phone"));
      if (phone !== "" && !isMobile(phone) && !/^\+(?!86)[1-9]\d{6,14}$/.test(phone)) continue;
      if (areas.some((area) => text(area) !== "" && !options.isKnown(place(text(area))))) continue;
      if (ends !== null && text(ends[0]) !== "" && time(text(ends[0])) < time(text(ends[1]))) continue;
      rows.push({
        file: written.file,
        line: written.line,
        person: id === "" ? "" : key(`${text("id_type")}|${id}`),
        phone: phone === "" ? null : key(`phone|${phone}`),
        text,
      });
    }
    return rows;
  };
  const cases = take("health/cases", "reported_on", ["area"], null);
  const contacts = take("health/contacts", "last_contact_on", [], null);
  const areas = take("health/areas", "since", ["area"], ["until", "since"]);
  const measures = take("health/measures", "since", ["place"], ["until", "since"]);
  const residents = take("police/residents", null, ["area"], null);
  const trips = take("police/trips", "departed_at", ["from_area", "to_area"], ["arrived_at", "departed_at"]);
  const stays = take("telecom/stays", "arrived_at", ["area"], ["left_at", "arrived_at"]);
  const isLodging = (trip: Row) => trip.text("mode") === "lodging";

  const levelAt = (code: string, at: number): string => {
    let best = { length: -1, level: "" };
    for (const row of areas) {
      const area = place(row.text("area"));
      const level = row.text("level");
      const until = row.text("until") === "" ? Number.POSITIVE_INFINITY : time(row.text("until")) + DAY;
      if (!code.startsWith(area) || at < time(row.text("since")) || at >= until) continue;
      if (area.length > best.length || (area.length === best.length && level === "high"))
        best = { length: area.length, level };
    }
    return best.level;
  };
  const bounds = [
    ...new Set(
      areas.flatMap((row) => [time(row.text("since")), row.text("until") === "" ? T : time(row.text("until")) + DAY]),
    ),
  ];
  const partsOf = (code: string, from: number, until: number) => {
    if (from >= until) return [];
    const cuts = [from, ...bounds.filter((at) => at > from && at < until), until].sort((a, b) => a - b);
    const parts: { level: string; from: number; until: number }[] = [];
    for (let index = 0; index + 1 < cuts.length; index += 1) {
      const start = cuts[index] ?? 0;
      const end = cuts[index + 1] ?? 0;
      const level = levelAt(code, start);
      if (start < end && level !== "") parts.push({ level, from: start, until: end });
    }
    return parts;
  };

  // Phones and persons.
  const owners = new Map<string, Set<string>>();
  for (const row of [...cases, ...contacts, ...residents, ...trips])
    if (row.phone !== null) owners.set(row.phone, (owners.get(row.phone) ?? new Set()).add(row.person));
  const subjectsOf = (phone: string): string[] => [...(owners.get(phone) ?? [phone])];
  const isShared = (phone: string) => (owners.get(phone)?.size ?? 0) > 1;

  const reasons = new Map<string, Map<string, Evidence[]>>();
  const hold = (rule: string, subject: string, evidence: Omit<Evidence, "reportedAt"> & { reportedAt?: number }) => {
    const rules = reasons.get(subject) ?? new Map<string, Evidence[]>();
    reasons.set(subject, rules);
    rules.set(rule, [...(rules.get(rule) ?? []), { reportedAt: 0, ...evidence }]);
  };

  // Standing rows.
  const standingCases = new Map<string, Row>();
  for (const row of cases) {
    const before = standingCases.get(row.text("case_id"));
    if (before === undefined || time(row.text("reported_on")) >= time(before.text("reported_on")))
      standingCases.set(row.text("case_id"), row);
  }
  const sick = [...standingCases.values()].filter((row) =>
    ["confirmed", "suspected", "asymptomatic"].includes(row.text("status")),
  );
  const onset = (row: Row) => time(row.text("onset_on") === "" ? row.text("reported_on") : row.text("onset_on"));
  const standingMeasures = new Map<string, Row>();
  for (const row of measures) {
    const before = standingMeasures.get(row.person);
    if (before === undefined || time(row.text("since")) >= time(before.text("since")))
      standingMeasures.set(row.person, row);
  }
  for (const [person, row] of standingMeasures)
    if (row.text("until") !== "" && time(row.text("until")) <= T) standingMeasures.delete(person);

  // case
  for (const row of sick)
    hold("case", row.person, {
      at: onset(row),
      feed: "health/cases",
      row,
      place: place(row.text("area")),
      of: null,
      shared: false,
      reportedAt: time(row.text("reported_on")),
    });
  // contact
  for (const row of contacts)
    for (const of of sick)
      if (of.text("case_id") === row.text("case_id") && time(row.text("last_contact_on")) >= W)
        hold("contact", row.person, {
          at: Math.min(time(row.text("last_contact_on")) + DAY, T),
          feed: "health/contacts",
          row,
          place: null,
          of: of.person,
          shared: false,
        });
  // co-traveller
  const day = (trip: Row) => Math.floor((time(trip.text("departed_at")) + 8 * HOUR) / DAY);
  for (const of of sick)
    for (const theirs of trips)
      if (
        theirs.person === of.person &&
        !isLodging(theirs) &&
        theirs.text("carrier") !== "" &&
        time(theirs.text("departed_at")) >= onset(of) - 2 * DAY
      )
        for (const mine of trips) {
          if (
            mine.person === of.person ||
            mine.text("mode") !== theirs.text("mode") ||
            mine.text("carrier") !== theirs.text("carrier")
          )
            continue;
          if (
            mine.text("unit") !== theirs.text("unit") ||
            day(mine) !== day(theirs) ||
            time(mine.text("arrived_at")) < W
          )
            continue;
          const apart =
            mine.text("seat_row") === "" || theirs.text("seat_row") === ""
              ? 0
              : Math.abs(Number(mine.text("seat_row")) - Number(theirs.text("seat_row")));
          if (apart <= 3)
            hold("co-traveller", mine.person, {
              at: time(mine.text("arrived_at")),
              feed: "police/trips",
              row: mine,
              place: place(mine.text("from_area")),
              of: of.person,
              shared: false,
            });
        }
  // fever-clinic
  const housemates = (rule: string, index: string, at: number) => {
    for (const theirs of residents)
      if (theirs.person === index && theirs.text("household_id") !== "")
        for (const mine of residents)
          if (mine.person !== index && mine.text("household_id") === theirs.text("household_id"))
            hold(rule, mine.person, {
              at,
              feed: "police/residents",
              row: mine,
              place: place(mine.text("area")),
              of: index,
              shared: false,
            });
  };
  for (const [person, row] of standingMeasures)
    if (row.text("measure") === "fever_clinic") {
      const at = time(row.text("since"));
      hold("fever-clinic", person, {
        at,
        feed: "health/measures",
        row,
        place: place(row.text("place")) || null,
        of: null,
        shared: false,
      });
      housemates("fever-clinic", person, at);
    }
  // household
  for (const [subject, rules] of [...reasons]) {
    const red = [...(rules.get("case") ?? []), ...(rules.get("contact") ?? [])];
    if (red.length > 0) housemates("household", subject, Math.max(...red.map((evidence) => evidence.at)));
  }
  // high-area and medium-area
  const parts = new Map<string, Part[]>();
  const addPart = (subject: string, part: Part) => parts.set(subject, [...(parts.get(subject) ?? []), part]);
  for (const trip of trips) {
    const from = place(trip.text("from_area"));
    const departed = time(trip.text("departed_at"));
    if (isLodging(trip)) {
      for (const part of partsOf(from, Math.max(departed, W), Math.min(time(trip.text("arrived_at")), T)))
        addPart(trip.person, { ...part, row: trip, feed: "police/trips", place: from, shared: false });
      continue;
    }
    const level = levelAt(from, departed);
    if (level !== "" && departed >= W)
      hold(`${level}-area`, trip.person, {
        at: departed,
        feed: "police/trips",
        row: trip,
        place: from,
        of: null,
        shared: false,
      });
  }
  const told = new Set<string>();
  for (const stay of stays) {
    const phone = stay.phone ?? "";
    const from = place(stay.text("area"));
    const arrived = time(stay.text("arrived_at"));
    const left = stay.text("left_at") === "" ? T : time(stay.text("left_at"));
    const same = `${phone} ${from} ${arrived} ${left}`;
    if (told.has(same)) continue;
    told.add(same);
    for (const part of partsOf(from, Math.max(arrived, W), Math.min(left, T)))
      for (const subject of subjectsOf(phone))
        addPart(subject, { ...part, row: stay, feed: "telecom/stays", place: from, shared: isShared(phone) });
  }
  for (const [subject, all] of parts) {
    const evidence = (part: Part) => ({
      at: part.until,
      feed: part.feed,
      row: part.row,
      place: part.place,
      of: null,
      shared: part.shared,
    });
    const telecom = all.filter((part) => part.feed === "telecom/stays");
    const sum = (levels: string[]) =>
      telecom.filter((part) => levels.includes(part.level)).reduce((total, part) => total + part.until - part.from, 0);
    for (const level of ["high", "medium"]) {
      const counted = level === "high" ? ["high"] : ["high", "medium"];
      for (const part of all) {
        if (part.level !== level) continue;
        if (part.feed === "police/trips" || sum(counted) >= 4 * HOUR) hold(`${level}-area`, subject, evidence(part));
      }
    }
  }
  // from-outside
  for (const trip of trips) {
    const arrived = time(trip.text("arrived_at"));
    if (
      isLodging(trip) ||
      inside(place(trip.text("from_area"))) ||
      !inside(place(trip.text("to_area"))) ||
      arrived < W ||
      arrived >= T
    )
      continue;
    hold("from-outside", trip.person, {
      at: arrived,
      feed: "police/trips",
      row: trip,
      place: place(trip.text("to_area")),
      of: null,
      shared: false,
    });
  }
  for (const phone of new Set(stays.map((stay) => stay.phone ?? ""))) {
    const line = stays
      .filter((stay) => stay.phone === phone)
      .sort((a, b) => time(a.text("arrived_at")) - time(b.text("arrived_at")));
    for (const [index, next] of line.entries()) {
      const before = line[index - 1];
      if (
        before === undefined ||
        inside(place(before.text("area"))) ||
        !inside(place(next.text("area"))) ||
        time(next.text("arrived_at")) < W
      )
        continue;
      for (const subject of subjectsOf(phone))
        hold("from-outside", subject, {
          at: time(next.text("arrived_at")),
          feed: "telecom/stays",
          row: next,
          place: place(next.text("area")),
          of: null,
          shared: isShared(phone),
        });
    }
  }

  // Scope, release, tier, place, order.
  const phonesOf = (subject: string) =>
    [...owners]
      .filter(([, persons]) => persons.has(subject))
      .map(([phone]) => phone)
      .concat(subject);
  const isTied = (subject: string): boolean =>
    residents.some((row) => row.person === subject && inside(place(row.text("area")))) ||
    trips.some((row) => {
      const arrived = time(row.text("arrived_at"));
      return (
        row.person === subject &&
        (arrived > W || (arrived === W && !isLodging(row))) &&
        (inside(place(row.text("from_area"))) || inside(place(row.text("to_area"))))
      );
    }) ||
    stays.some((row) => {
      const left = row.text("left_at") === "" ? T : time(row.text("left_at"));
      return (
        phonesOf(subject).includes(row.phone ?? "") &&
        inside(place(row.text("area"))) &&
        (left > W || time(row.text("arrived_at")) >= W)
      );
    }) ||
    [...standingCases.values()].some((row) => row.person === subject && inside(place(row.text("area")))) ||
    contacts.some((row) => {
      const of = standingCases.get(row.text("case_id"));
      return row.person === subject && of !== undefined && inside(place(of.text("area")));
    }) ||
    measures.some((row) => row.person === subject && inside(place(row.text("place"))));
  const last = <Value>(rows: readonly Value[], at: (row: Value) => number): Value | undefined => {
    let best: Value | undefined;
    for (const row of rows) if (best === undefined || at(row) >= at(best)) best = row;
    return best;
  };
  const placeOf = (subject: string): [string, string] => {
    const found = last(
      take("field/places", "verified_at", ["place"], null).filter((row) => row.person === subject),
      (row) => time(row.text("verified_at")),
    );
    if (found) return [place(found.text("place")), "field"];
    const declared = last(
      take("declared/places", "declared_at", ["place"], null).filter((row) => row.person === subject),
      (row) => time(row.text("declared_at")),
    );
    if (declared) return [place(declared.text("place")), "declared"];
    const homes = residents.filter((row) => row.person === subject);
    const home = last(homes, (row) => (inside(place(row.text("area"))) ? 1 : 0));
    if (home) return [place(home.text("area")), "residents"];
    const trip = last(
      trips.filter((row) => row.person === subject),
      (row) => time(row.text("arrived_at")),
    );
    if (trip) return [place(trip.text("to_area")), "trip"];
    const phones = phonesOf(subject);
    const stay = last(
      stays.filter((row) => phones.includes(row.phone ?? "")),
      (row) => time(row.text("arrived_at")),
    );
    if (stay) return [place(stay.text("area")).slice(0, 6), "telecom"];
    return ["32", "none"];
  };
  const fileNumber = new Map(
    [...new Set(Object.values(world).flatMap((rows) => rows.map((row) => row.file)))].map((file) => [file, file]),
  );
  const sortKey = (evidence: Evidence) =>
    `${fileNumber.get(evidence.row.file)} ${String(evidence.row.line).padStart(9, "0")}`;

  const lines: { tier: string; at: number; hours: number; key: string; csv: string }[] = [];
  for (const [subject, all] of reasons) {
    if (!isTied(subject)) continue;
    let rules = [...all].sort(([a], [b]) => (a < b ? -1 : 1));
    const latest = Math.max(...rules.flatMap(([, evidence]) => evidence.map((item) => item.at)));
    const released = measures
      .filter((row) => row.person === subject && row.text("measure") === "released")
      .map((row) => time(row.text("since")));
    const release = Math.max(...released, Number.NEGATIVE_INFINITY);
    if (release >= latest)
      rules = rules
        .filter(([rule]) => rule === "case")
        .map(([rule, evidence]): [string, Evidence[]] => [rule, evidence.filter((item) => item.reportedAt > release)])
        .filter(([, evidence]) => evidence.length > 0);
    if (rules.length === 0) continue;
    const at = Math.max(...rules.flatMap(([, evidence]) => evidence.map((item) => item.at)));
    const minutes: [number, number][] = (parts.get(subject) ?? []).map((part) => [part.from, part.until]);
    minutes.sort((a, b) => a[0] - b[0]);
    let reach = 0;
    let total = 0;
    for (const [from, until] of minutes) {
      total += Math.max(0, until - Math.max(from, reach));
      reach = Math.max(reach, until);
    }
    const hours = Math.floor(total / (HOUR / 10)) / 10;
    const tier = ORDER.find((name) => rules.some(([rule]) => TIERS[rule] === name)) ?? "";
    let shared = false;
    const words = rules.map(([rule, evidence]) => {
      const rows = new Map<string, Evidence>();
      for (const item of evidence) {
        const name = `${item.feed} ${item.row.file} ${item.row.line} ${item.of ?? ""}`;
        const before = rows.get(name);
        if (before === undefined || item.at > before.at) rows.set(name, item);
      }
      shared ||= evidence.some((item) => item.shared);
      const sorted = [...rows.values()].sort(
        (a, b) =>
          b.at - a.at ||
          FEED_ORDER.indexOf(b.feed) - FEED_ORDER.indexOf(a.feed) ||
          (sortKey(a) < sortKey(b) ? 1 : sortKey(a) > sortKey(b) ? -1 : (a.of ?? "") < (b.of ?? "") ? -1 : 1),
      );
      const shown = sorted.slice(0, 10).map((item) => ({
        at: isoShanghai(instantOf(item.at)),
        feed: item.feed,
        file: item.row.file,
        ...(item.of === null ? {} : { of: item.of }),
        ...(item.place === null ? {} : { place: item.place }),
        row: item.row.line,
        ...(item.shared ? { sharedPhone: true } : {}),
      }));
      const more = sorted.length > 10 ? { more: sorted.length - 10 } : {};
      return {
        at: isoShanghai(instantOf(Math.max(...evidence.map((item) => item.at)))),
        evidence: shown,
        ...more,
        rule,
        tier: TIERS[rule],
      };
    });
    const standing = standingMeasures.get(subject)?.text("measure") ?? "";
    const [where, source] = placeOf(subject);
    const isPhone =
      ![...owners.values()].some((persons) => persons.has(subject)) && stays.some((row) => row.phone === subject);
    const csv = [
      subject,
      isPhone ? "phone" : "person",
      tier,
      rules.map(([rule]) => rule).join(";"),
      isoShanghai(instantOf(at)),
      String(hours),
      String(standing === "isolation" || standing === "observation"),
      String(shared),
      where,
      source,
      `"${JSON.stringify(words).replaceAll('"', '""')}"`,
    ].join(",");
    lines.push({ tier, at, hours, key: subject, csv });
  }
  lines.sort(
    (a, b) =>
      ORDER.indexOf(a.tier) - ORDER.indexOf(b.tier) || b.at - a.at || b.hours - a.hours || (a.key < b.key ? -1 : 1),
  );
  return `${HEADER}\n${lines.map((line) => `${line.csv}\n`).join("")}`;
}

const FEED_ORDER = [
  "health/cases",
  "health/contacts",
  "health/areas",
  "health/measures",
  "police/residents",
  "police/trips",
  "telecom/stays",
];
const HEADER =
  "person_key,kind,tier,rules,latest_exposure_at,exposure_hours,managed,shared_phone,place,place_source,evidence";
