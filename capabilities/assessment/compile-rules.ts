/** One function a kind of rule: the rows of evidence by which it holds go to `hit` (design/assessment.md, the table). */
import { DAY } from "#kernel/time.ts";
import { daysBefore, phoneLinks } from "./compile-reach.ts";
import type { AssessmentRule } from "./contract.ts";
import { quoted } from "./duck.ts";
import { hours, type Plan } from "./plan.ts";

type RuleOf<Kind extends AssessmentRule["kind"]> = Extract<AssessmentRule, { kind: Kind }>;

/** `insert into hit` of (subject, at, seq, place, source, reported_at, is_shared). */
const hit = (plan: Plan, rule: AssessmentRule, query: string): string =>
  `insert into hit select ${plan.rules.indexOf(rule)}, x.* from (${query}) x`;

const NOBODY = "cast(null as uuid)";
const NO_TIME = "cast(null as bigint)";
const NO_PLACE = "cast(null as text)";

/** Rules that rest on rows naming a person; households last, for they rest on the others. */
export function personRuleStatements(plan: Plan): string[] {
  const statements = tripStatements(plan);
  for (const rule of plan.rules) {
    if (rule.kind === "case") statements.push(caseRule(plan, rule));
    if (rule.kind === "contact") statements.push(contactRule(plan, rule));
    if (rule.kind === "co-traveller") statements.push(coTravellerRule(plan, rule));
    if (rule.kind === "measure") statements.push(...measureRule(plan, rule));
    if (rule.kind === "area-stay" && rule.evidence.includes("E2")) statements.push(tripOriginRule(plan, rule));
    if (rule.kind === "from-outside" && rule.evidence.includes("E2")) statements.push(arrivalRule(plan, rule));
  }
  for (const rule of plan.rules) if (rule.kind === "household") statements.push(...householdRule(plan, rule));
  return statements;
}

const caseRule = (plan: Plan, rule: RuleOf<"case">): string =>
  hit(plan, rule, `select person, coalesce(onset_at, reported_at), seq, area, ${NOBODY}, reported_at, false from sick`);

/** Exposed until 24:00 of the day of the last contact, at most T; the day lies in W. */
const contactRule = (plan: Plan, rule: RuleOf<"contact">): string =>
  hit(
    plan,
    rule,
    `select c.person, least(c.last_contact_at + ${DAY}, ${plan.until}), c.seq, ${NO_PLACE}, s.person, ${NO_TIME}, false
       from contacts c join sick s on s.case_id = c.case_id
      where c.last_contact_at >= ${plan.from} and c.last_contact_at < ${plan.until}`,
  );

/** `trip_hit`: trips in W that enter the province or touch an outbreak area; `sick_trip`: those of cases. */
function tripStatements(plan: Plan): string[] {
  return [
    ...plan.table(
      "trip_hit",
      `select person, mode, from_area, to_area, departed_at, arrived_at, seq from trips
        where arrived_at >= ${plan.from}
          and ((mode <> 'lodging' and not ${plan.inside("from_area")} and ${plan.inside("to_area")}) or from_area in (select place from risky))`,
    ),
    ...plan.table(
      "sick_trip",
      `select t.person, t.mode, t.carrier, t.unit, t.seat_row, t.departed_at
         from trips t where t.person in (select person from sick) and t.mode <> 'lodging' and t.carrier is not null`,
    ),
  ];
}

/** Day number in Asia/Shanghai of an instant. */
const dayNumber = (plan: Plan, at: string): string => plan.dialect.wholeQuotient(`${at} + 28800000`, DAY);

function coTravellerRule(plan: Plan, rule: RuleOf<"co-traveller">): string {
  const { daysBeforeOnset, seatRowsApart } = rule.parameters;
  return hit(
    plan,
    rule,
    `select t.person, t.arrived_at, t.seq, t.from_area, c.person, ${NO_TIME}, false
       from (select * from trips where mode <> 'lodging' and carrier in (select carrier from sick_trip) and arrived_at >= ${plan.from}) t
       join (select distinct c.person, c.mode, c.carrier, c.unit, c.seat_row, ${dayNumber(plan, "c.departed_at")} as departed_on
               from sick_trip c join sick s on s.person = c.person
              where c.departed_at >= ${daysBefore("coalesce(s.onset_at, s.reported_at)", daysBeforeOnset)} and c.departed_at < ${plan.until}) c
         on c.carrier = t.carrier and c.mode = t.mode and c.unit = t.unit and c.departed_on = ${dayNumber(plan, "t.departed_at")}
      where t.person <> c.person
        and (t.seat_row is null or c.seat_row is null or abs(t.seat_row - c.seat_row) <= ${seatRowsApart})`,
  );
}

/** Those who share a household with the subjects of a table, in three steps: the large register is only ever filtered. */
function housemates(plan: Plan, rule: AssessmentRule, indexed: string): string[] {
  const home = `${indexed}_home`;
  const shared = `${indexed}_shared`;
  return [
    ...plan.table(
      home,
      `select distinct person, household from residents where household is not null and person in (select subject from ${indexed})`,
    ),
    ...plan.table(
      shared,
      `select person, household, area, seq from residents where household in (select household from ${home})`,
    ),
    hit(
      plan,
      rule,
      `select r.person, i.at_ms, r.seq, r.area, i.subject, ${NO_TIME}, false
         from (select distinct subject, at_ms from ${indexed}) i join ${home} h on h.person = i.subject join ${shared} r on r.household = h.household
        where r.person <> i.subject`,
    ),
  ];
}

function householdRule(plan: Plan, rule: RuleOf<"household">): string[] {
  const of = plan.rules.flatMap((other, index) => (rule.parameters.ofRules.includes(other.id) ? [index] : []));
  const name = `household_${plan.rules.indexOf(rule)}`;
  return [
    ...plan.table(
      name,
      `select subject, max(at_ms) as at_ms from hit where rule in (${of.join(", ")}) group by subject`,
    ),
    ...housemates(plan, rule, name),
  ];
}

function measureRule(plan: Plan, rule: RuleOf<"measure">): string[] {
  const name = `measured_${plan.rules.indexOf(rule)}`;
  const statements = [
    ...plan.table(
      name,
      `select person as subject, since_at as at_ms, seq, place from standing_measure where measure = ${quoted(rule.parameters.measure)}`,
    ),
    hit(plan, rule, `select subject, at_ms, seq, place, ${NOBODY}, ${NO_TIME}, false from ${name}`),
  ];
  if (rule.parameters.withHousehold) statements.push(...housemates(plan, rule, name));
  return statements;
}

/** The origin of a trip counts when its area had the level at the moment of departure. */
const tripOriginRule = (plan: Plan, rule: RuleOf<"area-stay">): string =>
  hit(
    plan,
    rule,
    `select t.person, t.departed_at, t.seq, t.from_area, ${NOBODY}, ${NO_TIME}, false
       from trip_hit t join place_risk r on r.place = t.from_area
      where t.mode <> 'lodging' and t.departed_at >= ${plan.from} and r.level = ${quoted(rule.parameters.level)}
        and t.departed_at >= r.from_at and t.departed_at < r.until_at`,
  );

const arrivalRule = (plan: Plan, rule: RuleOf<"from-outside">): string =>
  hit(
    plan,
    rule,
    `select person, arrived_at, seq, to_area, ${NOBODY}, ${NO_TIME}, false from trip_hit
      where mode <> 'lodging' and not ${plan.inside("from_area")} and ${plan.inside("to_area")} and arrived_at < ${plan.until}`,
  );

/**
 * Rules that rest on phones. `stay_hit`: stays outside the province or in an outbreak area; `stay_known`: every stay
 * of the phones that were ever outside; `part`: the pieces of stays and lodgings inside outbreak areas and W.
 */
export function phoneRuleStatements(plan: Plan): string[] {
  const { table, from, until } = plan;
  const statements = [
    ...table(
      "stay_hit",
      `select phone, area, arrived_at, coalesce(left_at, ${until}) as left_at, seq from stays
        where not ${plan.inside("area")} or area in (select place from risky where ${plan.inside("place")})`,
    ),
    ...table("phone_known", `select distinct phone from stay_hit where not ${plan.inside("area")}`),
    ...table(
      "stay_known",
      `select phone, area, arrived_at, coalesce(left_at, ${until}) as left_at, seq, ${plan.inside("area")} as is_inside from stays
        where phone in (select phone from phone_known)`,
    ),
    ...table(
      "phone_entry",
      `select phone, area, arrived_at, seq from (
         select phone, area, arrived_at, seq, is_inside, lag(is_inside) over (partition by phone order by arrived_at, seq) as was_inside from stay_known) x
        where is_inside and not was_inside and arrived_at >= ${from}`,
    ),
    // The same stay told twice counts once.
    ...table(
      "phone_part",
      `select phone, level, area, from_at, until_at, min(seq) as seq from (
         select s.phone, r.level, s.area, s.arrived_at, s.left_at, s.seq,
                greatest(s.arrived_at, r.from_at, ${from}) as from_at, least(s.left_at, r.until_at, ${until}) as until_at
           from stay_hit s join place_risk r on r.place = s.area) x
        where from_at < until_at group by phone, level, area, arrived_at, left_at, from_at, until_at`,
    ),
    ...table("phone_told", "select phone from phone_entry union select phone from phone_part"),
    ...table("phone_link", phoneLinks("phone in (select phone from phone_told)")),
    ...table(
      "phone_subject",
      `select phone, person as subject, count(*) over (partition by phone) > 1 as is_shared from phone_link
       union all
       select phone, phone, false from phone_told where phone not in (select phone from phone_link)`,
    ),
    ...table(
      "part",
      `select s.subject, p.level, p.area, p.from_at, p.until_at, p.seq, s.is_shared, true as is_telecom
         from phone_part p join phone_subject s on s.phone = p.phone
       union all
       select person, level, from_area, from_at, until_at, seq, false, false from (
         select t.person, r.level, t.from_area, t.seq,
                greatest(t.departed_at, r.from_at, ${from}) as from_at, least(t.arrived_at, r.until_at, ${until}) as until_at
           from trip_hit t join place_risk r on r.place = t.from_area where t.mode = 'lodging') x
        where from_at < until_at`,
    ),
  ];
  for (const rule of plan.rules) {
    if (rule.kind === "area-stay") statements.push(...areaPartRule(plan, rule));
    if (rule.kind === "from-outside" && rule.evidence.includes("E4"))
      statements.push(
        hit(
          plan,
          rule,
          `select s.subject, e.arrived_at, e.seq, e.area, ${NOBODY}, ${NO_TIME}, s.is_shared
             from phone_entry e join phone_subject s on s.phone = e.phone`,
        ),
      );
  }
  return statements;
}

/** Any part of a lodging counts; telecom parts when they add up to the threshold. Exposed until the end of the part. */
function areaPartRule(plan: Plan, rule: RuleOf<"area-stay">): string[] {
  const { level, countedLevels, telecomHours } = rule.parameters;
  const columns = `subject, until_at, seq, area, ${NOBODY}, ${NO_TIME}, is_shared`;
  const statements: string[] = [];
  if (rule.evidence.includes("E2"))
    statements.push(hit(plan, rule, `select ${columns} from part where not is_telecom and level = ${quoted(level)}`));
  if (rule.evidence.includes("E4"))
    statements.push(
      hit(
        plan,
        rule,
        `select ${columns} from part where is_telecom and level = ${quoted(level)} and subject in (
           select subject from part where is_telecom and level in (${countedLevels.map(quoted).join(", ")})
            group by subject having sum(until_at - from_at) >= ${hours(telecomHours)})`,
      ),
    );
  return statements;
}
