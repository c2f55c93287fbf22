/** SQL of households and persons: everything about a person follows from his number and the seed. */

import {
  FOREIGN_FIRST,
  FOREIGN_LAST,
  GIVEN_FEMALE,
  GIVEN_MALE,
  MINORITY_FIRST,
  MINORITY_LAST,
  SURNAMES,
} from "./names.ts";
import { JOURNEY_SLOTS } from "./outbreak.ts";
import { sqlList } from "./random.ts";
import {
  BLOCK_HOUSEHOLDS,
  BLOCK_PERSONS,
  PREFIX_LISTS,
  prefixLists,
  SLOT_STRIDE,
  variantSql,
  type World,
} from "./world.ts";

/** Sequence numbers of one sex on one day of birth times days of a year: numbers that one place and year can give out. */
const NUMBERS_A_YEAR = 365 * 500;
/** Coprime to NUMBERS_A_YEAR: neighbours' birthdays look unrelated. */
const SCATTER = 69_997;
/** Birth years are moved by at most five so that persons of the same scatter never share a year within a county of two million. */
const YEAR_CLASSES = 11;

/** Beginnings of mobile numbers that no operator had in 2020: real nobody's, yet of the right form. */
const PHONE_SEGMENTS = [154, 160, 161, 163, 164, 168, 169, 179] as const;
const PHONE_SPACE = PHONE_SEGMENTS.length * 1e8;
/** A former number's owner, as an offset of the phone's index. */
const FORMER = 200_000_000;

/** The phone of an index: a bijection of [0, 8e8) onto the numbers of the eight segments. */
export const phoneSql = (index: string): string => {
  const number = `((${index})::bigint * 387420489 + 88172645) % ${PHONE_SPACE}`;
  return `([${PHONE_SEGMENTS.join(",")}][1 + (${number}) // 100000000]::bigint * 100000000 + (${number}) % 100000000)::varchar`;
};

/**
 * `create … table h`: households with their grid and their journey home, if any. `from` gives the columns hh and gi, in
 * order; visitors count as households of one with a journey for sure.
 */
export function householdsSql({ dice, rates, grids }: World, from: string, areVisitors: boolean): string {
  const goes = areVisitors ? "true" : dice.chance("returning", "s.hh", rates.returning);
  const trains = "(least(60, greatest(1, (select max(first) from grid) // 100000)))";
  return `
create or replace temp table h as
with placed as (
  select s.hh, g.gi, g.ci, g.county, g.code, s.hh - g.first as pos, g.address, g.rural,
         ${areVisitors ? "false" : dice.chance("moved", "s.hh", rates.moved)} as moved,
         ${goes} as goes,
         ${dice.bits("journey", "s.hh")} as jb, ${dice.bits("carrier", "s.hh")} as cb
    from (${from}) s join grid g on g.gi = s.gi),
travelled as (
  select p.*, case when moved then ${dice.die("registered", "hh", grids.length)} else gi end as registered,
         j.day as jday, j.origin,
         6 + (jb // 65536 % 20)::integer as jdays,
         (jb // 4194304 % 100)::integer as jmode,
         (jb // 1073741824 % 1000000)::integer < ${Math.round(rates.ghost * 1e6)} as ghost
    from placed p left join journey_slot j on j.k = case when p.goes then (p.jb % ${JOURNEY_SLOTS})::integer end),
moved_by as (
  select *, substr(origin, 1, 2) as corridor,
         case when substr(origin, 1, 2) in ('31', '33', '34', '37')
              then case when jmode < 40 then 'rail' when jmode < 58 then 'coach' when jmode < 61 then 'ferry' else 'road' end
              else case when jmode < 58 then 'rail' when jmode < 78 then 'air' when jmode < 86 then 'coach' else 'road' end
         end as mode
    from travelled),
numbered as (
  select *, case mode when 'rail' then (cb % ${trains})::integer when 'air' then (cb % 2)::integer else (cb % 3)::integer end as service
    from moved_by),
keyed as (
  select *, case when mode = 'road' then hh + 1000000000 else corridor::bigint * 1000 + service end as line,
         1 + (cb // 65536 % 17)::integer as seat, (cb // 4194304 % 2)::integer as nth_coach
    from numbered)
select hh, gi, ci, county, code, pos, address, rural, registered, moved, goes and origin is not null as goes, ghost, jday, jdays,
       origin, mode, seat, nth_coach, line, corridor,
       registered_code, registered_address, registered_rural,
       420 + (${dice.bits("departure", "line")} % 600)::integer as departs_minute,
       case mode when 'air' then 130 else case when corridor in ('31', '33', '34', '37') then 190 else 340 end end
         + (${dice.bits("duration", "line")} % 60)::integer as takes
  from keyed join gridcode on g = registered`;
}

/** The plates' beginning by province of origin (GA 36-2018), for those that plates are drawn from. */
const PLATES = "京沪津渝皖豫鲁浙赣川湘陕黔甘晋冀闽粤鄂滇";

/** Columns of a journey's ticket for one direction; `day` is an SQL expression. */
export function ticketSql(
  { dice }: World,
  direction: "out" | "back",
  day: string,
): { carrier: string; unit: string; seat: string } {
  const key = `(line * 2 + ${direction === "out" ? 0 : 1}) * 512 + ${day}`;
  const number = dice.die("service", key, 900);
  const plate = `substr('${PLATES}', 1 + ${dice.die("plate-province", "line", PLATES.length)}, 1) || chr(65 + ${dice.die("plate-city", "line", 8)}::integer) || lpad(${dice.die("plate", "line", 100000)}::varchar, 5, '0')`;
  const carrier = `case mode when 'rail' then ['G','D','K','Z'][1 + ${dice.die("train-class", "line", 4)}] || (1000 + ${number})::varchar
       when 'air' then ['MU','CZ','HO','ZH'][1 + ${dice.die("airline", "line", 4)}] || (2000 + ${number})::varchar
       when 'ferry' then '苏航' || (1 + ${number} % 9)::varchar else ${plate} end`;
  const unit = `case mode when 'rail' then lpad((1 + (${dice.die("coach", key, 8)} + nth_coach) % 8)::varchar, 2, '0') when 'air' then 'Y' end`;
  return { carrier, unit, seat: "case when mode in ('rail', 'air') then seat + rank // 5 end" };
}

/** SELECT of persons of `from`, which gives p (number) and hh, rank, size; joined to h. All that the feeds know of a person. */
export function personsSql(world: World, from: string): string {
  const { dice, rates, persons } = world;
  const isOther = dice.chance("other-id", "f.p", rates.otherId);
  return `
with basic as (
  select f.p, f.rank, f.size, h.*, ${dice.bits("person", "f.p")} as b, ${dice.bits("age", "f.p")} as a, ${dice.bits("age", "f.hh")} as ha,
         f.p < ${persons} as resident, ${isOther} as other
    from (${from}) f join h on h.hh = f.hh),
aged as (
  select *, case when size = 1 then 20 + (ha % 62)::integer else 27 + (ha % 42)::integer end as head_age,
         case when rank % 2 = 1 and rank = 1 then (ha // 128 % 2 = 1) else (case when rank = 0 then ha // 128 % 2 = 0 else b % 2 = 0 end) end as male
    from basic),
roled as (
  select *, case when rank = 0 then head_age
                 when rank = 1 then greatest(20, head_age - 3 + (a % 7)::integer)
                 when rank = 2 or (rank = 3 and a % 2 = 0) or (rank >= 4 and a % 3 = 0) then greatest(0, head_age - 25 - (a // 16 % 8)::integer)
                 else least(96, head_age + 23 + (a // 16 % 6)::integer) end as drawn_age
    from aged),
born as (
  select *, (p % ${NUMBERS_A_YEAR} * ${SCATTER} + 4321) % ${NUMBERS_A_YEAR} as scatter, 2019 - drawn_age as y0,
         (${dice.bits("year", `p % ${NUMBERS_A_YEAR}`)} % ${YEAR_CLASSES})::bigint + p // ${NUMBERS_A_YEAR} as year_class
    from roled),
dated as (
  select *, y0 + 5 - ((y0 + 5 - year_class % ${YEAR_CLASSES} + ${YEAR_CLASSES * 200}) % ${YEAR_CLASSES}) as y1
    from born),
counted as (
  select d.*, case when y1 > 2019 then y1 - ${YEAR_CLASSES} else y1 end as year, x.code as prefix, x.digits as prefix_sum,
         date '2019-01-01' + (scatter % 365)::integer as day_of_year, scatter // 365 * 2 + male::integer as sequence
    from dated d join prefix x on x.k = ${prefixSql(world)}),
digits as (
  select *, month(day_of_year) as m, day(day_of_year) as dd from counted),
summed as (
  select *, (prefix::bigint * 100000000000 + (year * 10000 + m * 100 + dd)::bigint * 1000 + sequence)::varchar as first17,
         (prefix_sum + 2 * (year // 1000) + (year // 100 % 10) + 6 * (year // 10 % 10) + 3 * (year % 10) + 7 * (m // 10) + 9 * (m % 10)
          + 10 * (dd // 10) + 5 * (dd % 10) + 8 * (sequence // 100) + 4 * (sequence // 10 % 10) + 2 * (sequence % 10)) % 11 as rest
    from digits)
select p, rank, size, hh, gi, ci, county, code, resident, registered, moved, goes, ghost, jday, jdays, origin, mode, seat, nth_coach,
       pos, registered_code, registered_address, registered_rural,
       line, corridor, departs_minute, takes, male, 2019 - year as age,
       ${idTypeSql} as id_type,
       ${idNumberSql} as id_number,
       case when not other and b // 1048576 % 1000000 < ${Math.round(rates.secondId * 1e6)} then 'E' || lpad((p * 7919 % 100000000)::varchar, 8, '0') end as second_id,
       ${nameSql(world)} as name,
       ${phoneColumns(world)}
  from summed`;
}

/**
 * Which prefix: the county's own (60 %), another of the province (20 %), of the country (20 %, and all visitors). Two
 * numbers can only be equal for persons of the same scatter, so everything here hangs on the scatter: such persons are in
 * the same group; those of one county differ in the class of their birth year, those of the other groups in that or, by
 * the step below, in the prefix. So no two persons of 80 million share a number, while no county has over two million.
 */
function prefixSql({ dice }: World): string {
  const { province, country } = prefixLists();
  const residue = `d.p % ${NUMBERS_A_YEAR}`;
  const round = `(d.p // ${NUMBERS_A_YEAR * YEAR_CLASSES})`;
  const group = dice.die("prefix-group", residue, 10);
  const start = (sides: number) => dice.die("prefix", residue, sides);
  return `(case when d.resident and ${group} < 6 then d.ci
       when d.resident and ${group} < 8 then ${PREFIX_LISTS.province} + (${start(province.length)} + ${round} * 7) % ${province.length}
       else ${PREFIX_LISTS.country} + (${start(country.length)} + ${round} * 67) % ${country.length} end)`;
}

const OTHER = "(b // 4096 % 100)::integer";
const idTypeSql = `case when not other then '111' when ${OTHER} < 30 then '414' when ${OTHER} < 57 then '516' when ${OTHER} < 80 then '511' when ${OTHER} < 90 then '553' else '990' end`;
const eight = "lpad((p * 48271 % 100000000)::varchar, 8, '0')";
const idNumberSql = `case when not other then first17 || substr('10X98765432', 1 + rest::integer, 1)
            when ${OTHER} < 30 then chr(65 + ${OTHER} % 20) || ${eight}
            when ${OTHER} < 57 then ['H', 'M'][1 + ${OTHER} % 2] || ${eight}
            when ${OTHER} < 80 then ${eight}
            when ${OTHER} < 90 then ['JPN', 'KOR', 'USA', 'DEU'][1 + ${OTHER} % 4] || '3205' || ${eight}
            else 'WZJ' || county || ${eight} end`;

function nameSql({ dice, rates }: World): string {
  const pick = (list: readonly string[], bits: string) => `${sqlList(list)}[1 + (${bits} % ${list.length})::integer]`;
  const given = (bits: string) => `case when male then ${pick(GIVEN_MALE, bits)} else ${pick(GIVEN_FEMALE, bits)} end`;
  const own = dice.bits("name", "p");
  const family = `case when rank = 0 or rank >= 2 then ${dice.bits("surname", "hh")} else ${own} end`;
  const second = `case when ${own} // 67108864 % 5 = 0 then '' else ${given(`(${own} // 1048576)`)} end`;
  return `case when other and ${OTHER} < 30 or other and ${OTHER} between 80 and 89
              then ${pick(FOREIGN_LAST, own)} || ' ' || ${pick(FOREIGN_FIRST, `(${own} // 64)`)}
            when ${own} // 4294967296 % 1000000 < ${Math.round(rates.minority * 1e6)} and not other
              then ${pick(MINORITY_FIRST, own)} || '·' || ${pick(MINORITY_LAST, `(${own} // 64)`)}
            else ${pick(SURNAMES, family)} || ${given(`(${own} // 1024)`)} || ${second} end`;
}

/** phone_now rings today, phone_known is what register and departments hold; null: a child's or none. */
function phoneColumns({ dice, rates }: World): string {
  const shares = `(rank > 0 and ${dice.chance("shared-phone", "p", rates.sharedPhone)})`;
  const changed = dice.chance("changed-phone", "p", rates.changedPhone);
  const foreign = `(other and ${dice.chance("foreign-phone", "p", rates.foreignPhone)})`;
  const abroad = `['+8190', '+8210', '+1415', '+8529'][1 + ${dice.die("abroad", "p", 4)}] || ${eight}`;
  const isChild = "(2019 - year < 10 and rank > 0)";
  return `case when ${isChild} then null when ${foreign} then ${abroad} when ${shares} then ${phoneSql("p - rank")} else ${phoneSql("p")} end as phone_now,
       case when ${isChild} then null when ${foreign} then ${abroad} when ${shares} then ${phoneSql("p - rank")}
            when ${changed} then ${phoneSql(`p + ${FORMER}`)} else ${phoneSql("p")} end as phone_known,
       not ${isChild} and not ${shares} as carries_phone,
       ${changed} and not ${shares} and not ${foreign} and not ${isChild} as phone_changed,
       ${foreign} as phone_foreign`;
}

/** The source of personsSql for the residents from..to-1. */
export const residentsFrom = ({ seed }: World, from: number, to: number): string =>
  personsFrom(seed, `select range as p from range(${from}, ${to})`);

/** The source of personsSql for residents listed by a query that gives p. */
export const personsFrom = (seed: number, list: string): string => `
  select q.p, q.p // ${BLOCK_PERSONS} * ${BLOCK_HOUSEHOLDS} + s.household as hh, s.rank, s.size
    from (${list}) q join slot s on s.k = ${variantSql(seed, `q.p // ${BLOCK_PERSONS}`)} * ${SLOT_STRIDE} + q.p % ${BLOCK_PERSONS}`;
