/** SQL of the bulk feeds (police/residents, police/trips, telecom/stays) of one chunk, whose persons are in table `pn`. */
import { copies, typedAddress, typedId, typedName, typedPhone } from "./dirt.ts";
import { ESTATE_FIRST, ESTATE_LAST } from "./names.ts";
import { ticketSql } from "./people.ts";
import { sqlList } from "./random.ts";
import { daySql, instantSql, NEAR, type World } from "./world.ts";

/** Names an estate by a grid's number, so that all its households agree. */
const estateSql = (grid: string) =>
  `${sqlList(ESTATE_FIRST)}[1 + (${grid}) % ${ESTATE_FIRST.length}] || ${sqlList(ESTATE_LAST)}[1 + (${grid}) // ${ESTATE_FIRST.length} % ${ESTATE_LAST.length}]`;

/** police/residents: the register, which does not know who has moved. */
export function residentsSql({ dice, rates }: World): string {
  const address = `registered_address || case when registered_rural then (1 + pos // 25)::varchar || '组' || (1 + pos % 25)::varchar || '号'
     else ${estateSql("registered")} || (1 + pos // 48)::varchar || '幢' || (1 + pos % 48 // 12)::varchar || '单元'
          || ((1 + pos % 12 // 2) * 100 + 1 + pos % 2)::varchar || '室' end`;
  return `
with rows as (
  select *, ${address} as full_address, ${dice.bits("resident-id", "p")} as ib, ${dice.bits("resident-phone", "p")} as fb,
         ${dice.bits("resident-address", "p")} as ab,
         unnest(${copies(rates.missingResident, rates.duplicate, dice.bits("resident-rows", "p"))}) as copy
    from pn where resident)
select id_type, ${typedId(rates, "id_type", "id_number", "ib")} as id_number, name, ${typedPhone(rates, "phone_known", "fb")} as phone,
       registered_code as area, ${typedAddress(rates, "full_address", "ab")} as address, 'H' || lpad(hh::varchar, 10, '0') as household_id
  from rows`;
}

/**
 * `create table tv`: the chunk's journeys in minutes. Residents go out, stay at the origin and come back on day `jday`;
 * visitors live there, come on `jday` and mostly leave again; three in twenty only pass through by train.
 */
export function travellersSql({ dice }: World): string {
  return `
create or replace temp table tv as
select *, case when resident then back_at - jdays * 1440 - ${dice.die("out-shift", "hh", 200)} end as out_at,
       back_at + takes as home_at,
       case when not resident and not passes and ${dice.die("leaves", "p", 10)} < 6 then back_at + takes + (jdays - 4) * 1440 + 300 end as leave_at
  from (select *, (jday * 1440 + departs_minute)::bigint as back_at,
               not resident and ${dice.die("passes", "p", 20)} < 3 as passes,
               (corridor in ('41', '43', '36', '61', '51', '50', '52') and mode = 'rail' and ${dice.die("via", "hh", 10)} < 4) as via_wuhan
          from pn where goes and (rank = 0 or ${dice.die("joins", "p", 10)} < 7))`;
}

/** police/trips of the chunk's travellers and of journeys within the province, unsorted but in a fixed order. */
export function tripsSql(world: World): string {
  const { dice, rates, fromMinute, untilMinute } = world;
  const ticket = (direction: "out" | "back", day: string) => {
    const { carrier, unit, seat } = ticketSql(world, direction, day);
    return `${carrier} as carrier, ${unit} as unit, ${seat} as seat_row`;
  };
  const person = "p, id_type, id_number, second_id, name, phone_known, phone_now, phone_changed, resident";
  const within = `(${dice.die("within-day", "p", 80)} + 9)`;
  const away = `(${dice.die("within-minute", "p", 600)} + 400 + ${within} * 1440)`;
  return `
with legs as (
  select ${person}, 0 as leg, mode, ${ticket("out", "out_at // 1440")}, county as from_area, origin as to_area, out_at as d, out_at + takes as a
    from tv where resident and not ghost
  union all
  select ${person}, 1, mode, ${ticket("back", "jday")}, origin, case when passes then '310112' else county end, back_at, home_at
    from tv where not ghost
  union all
  select ${person}, 2, mode, ${ticket("out", "leave_at // 1440")}, county, origin, leave_at, leave_at + takes
    from tv where leave_at is not null and not ghost
  union all
  select ${person}, 3, 'lodging', null, null, null, origin, origin, l, l + nights * 1440 + 720 - l % 1440
    from (select *, out_at + takes + 60 as l, 1 + ${dice.die("nights", "p", 3)} as nights from tv where resident and not ghost and ${dice.die("lodges", "hh", 10)} < 2)
  union all
  select ${person}, 4, 'lodging', null, null, null, county, county, l, l + nights * 1440 + 720 - l % 1440
    from (select *, home_at + 45 as l, 1 + ${dice.die("nights", "p", 5)} as nights from tv where not resident and not passes and not ghost and ${dice.die("lodges", "p", 10)} < 6)
  union all
  select ${person}, 5 + way, case way_mode when 0 then 'rail' when 1 then 'coach' when 2 then 'ferry' else 'road' end,
         case when way_mode = 0 then 'G' || (7000 + n % 900)::varchar else '苏E' || lpad(n::varchar, 5, '0') end,
         case when way_mode = 0 then lpad((1 + n % 8)::varchar, 2, '0') end, case when way_mode = 0 then (1 + n % 17)::integer end,
         case when way = 0 then county else away_county end, case when way = 0 then away_county else county end,
         w + way * 700, w + way * 700 + 80
    from (select pn.*, w.way, ${away} as w, near.away as away_county, ${dice.die("within-mode", "p", 5)} as way_mode, ${dice.die("within-carrier", "p", 99999)} as n
            from pn cross join (values (0), (1)) w(way)
            join near on near.k = pn.ci * ${NEAR} + 1 + ${dice.die("within-where", "p", NEAR - 1)}
           where resident and not goes and age >= 10 and ${dice.chance("within", "p", 0.06)})),
shown as (
  select *, ${dice.bits("trip-id", "p * 8 + leg")} as ib, ${dice.bits("trip-phone", "p * 8 + leg")} as fb,
         unnest(${copies(rates.missingTrip, rates.duplicate, dice.bits("trip-rows", "p * 8 + leg"))}) as copy
    from legs where a > ${fromMinute} and d < ${untilMinute})
select case when second_id is null then id_type else '414' end as id_type,
       ${typedId(rates, "case when second_id is null then id_type end", "coalesce(second_id, id_number)", "ib")} as id_number,
       ${typedName(rates, "name", "ib")} as name, ${typedPhone(rates, "phone_now", "fb")} as phone, mode, carrier, unit, seat_row, from_area, to_area,
       ${instantSql("d")} as departed_at, ${instantSql("a")} as arrived_at
  from shown`;
}

/** Before this minute (November 2019) everybody was somewhere: where stays of the settled begin. */
const LONG_AGO = "-86400";

/** telecom/stays: handsets of the settled, of those who go out and about, of travellers; consistent with the trips. */
export function staysSql(world: World): string {
  const { dice, rates, fromMinute, untilMinute } = world;
  const [fromDay, untilDay] = [Math.floor(fromMinute / 1440), Math.ceil(untilMinute / 1440)];
  // Outing j of a person lies in days [j * every, (j + 1) * every); numbered from 64 days before so that keys stay positive.
  const outing = (j: string) => `${dice.bits("outing", `p * 256 + (${j}) + 64`)}`;
  const starts = (b: string, j: string) =>
    `((${j}) * every + (${b} % (every - 1)::ubigint)::bigint) * 1440 + 480 + (${b} // 65536 % 480)::bigint`;
  return `
with carriers as (
  select p, ci, county, phone_now, goes and (rank = 0 or ${dice.die("joins", "p", 10)} < 7) as travels,
         ${dice.chance("mobile", "p", rates.mobile)} as mobile, [2, 4, 7][1 + ${dice.die("every", "p", 3)}]::bigint as every
    from pn where carries_phone and resident),
slots as (
  select *, unnest(range(${fromDay} // every - 2, ${untilDay} // every + 1)) as j from carriers where mobile and not travels),
drawn as (select *, ${outing("j")} as b, ${outing("j + 1")} as b2 from slots),
outings as (
  select d.p, d.county, d.phone_now, d.j, n.away, ${starts("b", "j")} as s, ${starts("b2", "j + 1")} as next,
         case when n.border then 20 + (b // 4294967296 % 90)::bigint else 60 + (b // 4294967296 % 540)::bigint end as lasts
    from drawn d join near n on n.k = d.ci * ${NEAR} + (d.b // 1099511627776 % ${NEAR})::integer),
stays as (
  select p * 4 as key, phone_now as phone, county as area, ${LONG_AGO} + ${dice.die("since", "p", 40000)} as a, null::bigint as l
    from carriers where not mobile and not travels
  union all
  select (p * 256 + o.j + 64) * 4 + seg, phone_now, case when seg = 0 then away else county end,
         case when seg = 0 then s else s + lasts end, case when seg = 0 then s + lasts else next end
    from outings o cross join (values (0), (1)) g(seg)
  union all
  select p * 16 + n, phone_now, area, a, l from (${journeyStaysSql(world)}))
select phone, area, ${instantSql("a")} as arrived_at, case when l < ${untilMinute} then ${instantSql("l")} end as left_at
  from (select *, unnest(${copies(rates.missingStay, rates.duplicate / 4, dice.bits("stay-rows", "key"))}) as copy
          from stays where phone is not null and a < ${untilMinute} and (l is null or l > ${fromMinute}))`;
}

/** Stays of the chunk's travellers, numbered by n; a journey through Wuhan by train stays there for less than an hour. */
function journeyStaysSql({ dice }: World): string {
  const phone = "phone_now, p";
  const wuhan = "['420103', '420106'][1 + p % 2]";
  const passed = "case when via_wuhan then back_at + takes // 2 else home_at end";
  return `
  select ${phone}, 0 as n, county as area, ${LONG_AGO} as a, out_at + 20 as l from seen where resident
  union all
  select ${phone}, 1, origin, case when resident then out_at + takes - 15 else ${LONG_AGO} end, back_at + 25 from seen
  union all
  select ${phone}, 2, ${wuhan}, ${passed}, ${passed} + 12 + ${dice.die("via-minutes", "p", 40)} from seen where via_wuhan
  union all
  select ${phone}, 3, county, home_at - 10, case when passes then home_at + 20 + ${dice.die("pass-minutes", "p", 150)} else leave_at end from seen
  union all
  select ${phone}, 4, case when passes then '310112' else origin end, case when passes then home_at + 240 else leave_at + takes end, null::bigint
    from seen where passes or leave_at is not null`
    .replaceAll("from seen where ", "from tv where carries_phone and not ghost and ")
    .replaceAll("from seen", "from tv where carries_phone and not ghost");
}

/** telecom/stays of handsets that no person of the feeds owns: strangers, and those who got a former number (recycled). */
export function handsetsSql(world: World, strangers: string): string {
  const { dice, fromMinute, untilMinute } = world;
  return `
with owners as (${strangers}),
placed as (
  select o.*, (j.day * 1440 + ${dice.die("stranger-minute", "o.p", 1200)})::bigint as m, j.origin, ${dice.die("stranger-comes", "o.p", 10)} < 5 as comes
    from owners o join journey_slot j on j.k = ${dice.die("stranger", "o.p", 65536)}::integer),
stays as (
  select phone, origin as area, ${LONG_AGO} as a, case when comes then m end as l from placed
  union all select phone, county, m + 300, m + 300 + 2880 from placed where comes)
select phone, area, ${instantSql("a")} as arrived_at, case when l < ${untilMinute} then ${instantSql("l")} end as left_at
  from stays where a < ${untilMinute} and (l is null or l > ${fromMinute})`;
}

/** truth/journeys: who really travelled, with what ticket, for the whole horizon. */
export function journeysTruthSql(world: World): string {
  const back = ticketSql(world, "back", "jday");
  return `
select p as person, id_type, id_number, second_id, phone_now, hh as household, resident, ghost, passes, county, origin, mode, ${back.carrier} as carrier,
       ${back.unit} as unit, ${back.seat} as seat_row, ${daySql("jday")} as day,
       case when resident then ${instantSql("out_at + takes")} end as there_from, ${instantSql("back_at")} as there_until,
       ${instantSql("home_at")} as here_from, ${instantSql("leave_at")} as here_until
  from tv`;
}
