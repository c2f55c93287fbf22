/** The statements around the rules: outbreak areas in time, standing rows before; scope and placement after. */
import { DAY } from "#kernel/time.ts";
import { quoted } from "./duck.ts";
import type { Plan } from "./plan.ts";

/** `place_risk`, `risky`, `sick`, `standing_measure`, and the empty `hit`. */
export function reachStatements(plan: Plan): string[] {
  const { table, from, until } = plan;
  const statuses = plan.ruleSet.caseStatuses.map(quoted).join(", ");
  return [
    // For a place and an instant the longest prefix that covers the instant stands, of equals the higher level.
    ...table(
      "place_risk",
      `with matching as (
         select p.place, a.area, a.since_at, a.until_at, case a.level when 'high' then 2 else 1 end as height, a.level
           from place_seen p join areas a on starts_with(p.place, a.area)),
       bound as (
         select place, since_at as at_ms from matching union select place, until_at from matching),
       piece as (
         select place, at_ms as from_at, lead(at_ms) over (partition by place order by at_ms) as until_at from bound),
       covering as (
         select p.place, p.from_at, p.until_at, m.level,
                row_number() over (partition by p.place, p.from_at order by length(m.area) desc, m.height desc) as standing
           from piece p join matching m on m.place = p.place and m.since_at <= p.from_at and m.until_at >= p.until_at)
       select place, level, from_at, until_at from covering
        where standing = 1 and until_at > ${from} and from_at < ${until}`,
    ),
    ...table("risky", "select distinct place from place_risk"),
    ...table(
      "standing_case",
      `select case_id, person, status, onset_at, reported_at, area, seq
         from (select c.*, row_number() over (partition by case_id order by reported_at desc, seq desc) as newest from cases c) x
        where newest = 1`,
    ),
    ...table("sick", `select * from standing_case where status in (${statuses})`),
    // Superseded by any later row of the same person: only the last row that has begun can stand.
    ...table(
      "standing_measure",
      `select person, measure, since_at, place, seq
         from (select m.*, row_number() over (partition by person order by since_at desc, seq desc) as newest from measures m) x
        where newest = 1 and (until_at is null or until_at > ${until})`,
    ),
    `${plan.dialect.createTable("hit")} (rule integer, subject uuid, at_ms bigint, seq bigint, place text, source uuid, reported_at bigint, is_shared boolean)`,
  ];
}

const FEEDS_WITH_PHONE = ["cases", "contacts", "residents", "trips"];

/** Pairs of phone and person that any feed carries, where `condition` holds. */
export const phoneLinks = (condition: string): string =>
  FEEDS_WITH_PHONE.map(
    (feed) => `select phone, person from ${feed} where phone is not null and person is not null and ${condition}`,
  ).join(" union ");

/**
 * Who of those hit has a tie to the province, and the rungs of the placement ladder: `tie`, `found_place`,
 * `declared_place`, `home`, `trip_place`, `stay_place`.
 */
export function scopeStatements(plan: Plan): string[] {
  const { table, from, until, dialect } = plan;
  const inside = plan.inside;
  const inHit = "person in (select subject from ruled)";
  return [
    ...table("ruled", "select distinct subject from hit"),
    ...table("home_near", `select person, area, seq from residents where ${inHit}`),
    ...table(
      "trip_near",
      `select person, mode, from_area, to_area, departed_at, arrived_at, seq from trips where ${inHit}`,
    ),
    // A register row inside the province before one outside: people are registered at home and live where they work.
    ...table(
      "home",
      `select person as subject, ${dialect.latest("area", `(case when ${inside("area")} then 1 else 0 end)`, "seq")} as place from home_near group by person`,
    ),
    ...table(
      "trip_place",
      `select person as subject, ${dialect.latest("to_area", "arrived_at", "seq")} as place from trip_near group by person`,
    ),
    ...table(
      "found_place",
      `select person as subject, ${dialect.latest("place", "at_ms", "seq")} as place from found where ${inHit} group by person`,
    ),
    ...table(
      "declared_place",
      `select person as subject, ${dialect.latest("place", "at_ms", "seq")} as place from declared where ${inHit} group by person`,
    ),
    ...table(
      "tie_known",
      `select person as subject from home_near where ${inside("area")}
       union select person from trip_near where (${inside("from_area")} or ${inside("to_area")})
               and (arrived_at > ${from} or (arrived_at = ${from} and mode <> 'lodging'))
       union select person from standing_case where ${inside("area")}
       union select c.person from contacts c join standing_case s on s.case_id = c.case_id where ${inside("s.area")}
       union select person from measures where place is not null and ${inside("place")}`,
    ),
    // Telecom stays are looked through only for those of whom nothing else says where they are.
    ...table(
      "unsettled",
      `select subject from ruled where subject not in (select subject from tie_known)
          or (subject not in (select subject from home) and subject not in (select subject from trip_place)
              and subject not in (select subject from found_place) and subject not in (select subject from declared_place))`,
    ),
    ...table(
      "phone_wanted",
      `select phone, person as subject from (${phoneLinks("person in (select subject from unsettled)")}) x
       union select phone, subject from phone_subject where subject in (select subject from unsettled)`,
    ),
    ...table(
      "stay_near",
      `select phone, area, arrived_at, left_at, seq from stay_known where phone in (select phone from phone_wanted)
       union all
       select s.phone, s.area, s.arrived_at, coalesce(s.left_at, ${until}), s.seq from stays s
        where s.phone in (select phone from phone_wanted where phone not in (select phone from phone_known))`,
    ),
    ...table(
      "stay_place",
      `select w.subject, ${dialect.latest("s.area", "s.arrived_at", "s.seq")} as place,
              bool_or(${inside("s.area")} and (s.left_at > ${from} or s.arrived_at >= ${from})) as is_tied
         from phone_wanted w join stay_near s on s.phone = w.phone group by w.subject`,
    ),
    ...table(
      "tie",
      "select subject from tie_known where subject in (select subject from ruled) union select subject from stay_place where is_tied",
    ),
  ];
}

/** 00:00 of the day a number of days before the day that begins at `at`. */
export const daysBefore = (at: string, days: number): string => `(${at} - ${days * DAY})`;
