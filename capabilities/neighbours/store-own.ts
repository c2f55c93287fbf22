/** SQL of the head's own page: as the resident, under row-level security; and of notices and taps. */
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Seat, Tap } from "./rules/heads.ts";

export type OwnSeat = {
  readonly head_id: string;
  readonly unit_id: string;
  readonly has_consented: boolean;
  readonly seat: Seat;
  readonly place: string;
  readonly number: number;
  readonly label: string;
  readonly until_at: Instant | null;
};

/** The seats of the resident who asks. Reads watch_head_by_phone, in my_watch_seats(). */
export async function ownSeats(sql: Sql): Promise<OwnSeat[]> {
  return sql<OwnSeat[]>`
    select s.head_id, s.unit_id, s.has_consented, h.seat, u.place, u.number, u.label, h.until_at
      from my_watch_seats() s join watch_head h on h.id = s.head_id join watch_unit u on u.id = s.unit_id
     where u.ended_at is null order by u.place, u.number`;
}

/** False: this tap is on record. */
export async function insertTap(
  sql: Sql,
  tap: {
    readonly id: string;
    readonly seat: OwnSeat;
    readonly day: PlainDay;
    readonly word: Tap;
    readonly sealed: Buffer | null;
    readonly at: Instant;
  },
): Promise<boolean> {
  const made = await sql`
    insert into watch_tap (county, id, unit_id, head_id, place, on_day, word, sealed_words, at)
    values (${tap.seat.place.slice(0, 6)}, ${tap.id}, ${tap.seat.unit_id}, ${tap.seat.head_id}, ${tap.seat.place},
            ${tap.day}, ${tap.word}, ${tap.sealed}, ${tap.at}) on conflict (id, county) do nothing returning 1`;
  return made.length > 0;
}

export type NoticeRow = {
  readonly id: string;
  readonly area: string;
  readonly title: string;
  readonly body: string;
  readonly at: Instant;
  readonly until_at: Instant;
};

/** Notices that stand for a place: of its own area and those above. Reads watch_notice_by_area. */
export async function noticesFor(sql: Sql, areas: readonly string[], now: Instant): Promise<NoticeRow[]> {
  return sql<NoticeRow[]>`
    select id, area, title, body, at, until_at from watch_notice
     where area = any (${[...areas]}::text[]) and recalled_at is null and until_at > ${now}
     order by at desc, id limit 50`;
}

/** Those of an area and below it, too. Reads watch_notice_by_area. */
export async function noticesBelow(sql: Sql, area: string, now: Instant): Promise<NoticeRow[]> {
  return sql<NoticeRow[]>`
    select id, area, title, body, at, until_at from watch_notice
     where (starts_with(area, ${area}) or starts_with(${area}, area)) and recalled_at is null and until_at > ${now}
     order by at desc, id limit 100`;
}

/** What each unit has read out. Reads watch_reading_by_unit. */
export async function readingsOf(
  sql: Sql,
  unitIds: readonly string[],
): Promise<{ readonly notice_id: string; readonly unit_id: string; readonly at: Instant }[]> {
  return sql<{ notice_id: string; unit_id: string; at: Instant }[]>`
    select notice_id, unit_id, at from watch_reading where unit_id = any (${[...unitIds]}::uuid[])`;
}

export async function insertReading(sql: Sql, seat: OwnSeat, noticeId: string, at: Instant): Promise<void> {
  await sql`
    insert into watch_reading (county, notice_id, unit_id, place, head_id, at)
    values (${seat.place.slice(0, 6)}, ${noticeId}, ${seat.unit_id}, ${seat.place}, ${seat.head_id}, ${at})
        on conflict do nothing`;
}

export async function insertNotice(
  sql: Sql,
  notice: NoticeRow & { readonly instructionId: string | null; readonly by: string },
): Promise<void> {
  await sql`
    insert into watch_notice (id, area, title, body, instruction_id, by_post, at, until_at)
    values (${notice.id}, ${notice.area}, ${notice.title}, ${notice.body}, ${notice.instructionId}, ${notice.by},
            ${notice.at}, ${notice.until_at}) on conflict (id) do nothing`;
}

/** Returns its area; null: none that stands in one's own area. */
export async function recallNotice(sql: Sql, id: string, at: Instant): Promise<string | null> {
  const [row] = await sql<{ area: string }[]>`
    update watch_notice set recalled_at = ${at} where id = ${id} and recalled_at is null returning area`;
  return row?.area ?? null;
}

/** Of each notice, the units below an area that have somebody to read it, and those that did. */
export async function receiptsOf(
  sql: Sql,
  area: string,
  noticeIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly units: number; readonly read: number }>> {
  const rows = await sql<{ id: string; units: number; read: number }[]>`
    select n.id,
           (select count(*) from watch_unit u
             where u.county >= left(${area}, 6) and u.place >= greatest(${area}, n.area)
               and u.place < greatest(${area}, n.area) || ':' and u.ended_at is null
               and exists (select from watch_head h where h.unit_id = u.id and h.ended_at is null and h.consented_at is not null)
           ) as units,
           (select count(*) from watch_reading r
             where r.notice_id = n.id and r.place >= ${area} and r.place < ${`${area}:`}) as read
      from watch_notice n where n.id = any (${[...noticeIds]}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row]));
}

export type PlaceUnits = {
  readonly place: string;
  readonly units: number;
  readonly doors: number;
  readonly heads: number;
  readonly deputies: number;
  readonly normal: number;
  readonly help: number;
  readonly notice: number;
  readonly silent: number;
};

/**
 * Units, seats and a day's last taps by place below an area; silent since before `silentBefore`, as isSilent() says of one
 * (rules/heads.ts). Reads watch_unit_by_place, watch_unit_door_by_unit, watch_head_by_unit, watch_tap_by_unit.
 */
export async function unitsByPlace(
  sql: Sql,
  { area, digits }: { readonly area: string; readonly digits: number },
  { day, silentBefore }: { readonly day: PlainDay; readonly silentBefore: PlainDay },
): Promise<PlaceUnits[]> {
  return sql<PlaceUnits[]>`
    select left(u.place, ${digits}) as place, count(*) as units, sum(c.doors)::int as doors,
           count(*) filter (where exists (select from watch_head h where h.unit_id = u.id and h.seat = 'head'
             and h.ended_at is null and h.consented_at is not null)) as heads,
           count(*) filter (where exists (select from watch_head h where h.unit_id = u.id and h.seat = 'deputy'
             and h.ended_at is null and h.consented_at is not null)) as deputies,
           count(*) filter (where t.word = 'NORMAL') as normal, count(*) filter (where t.word = 'HELP') as help,
           count(*) filter (where t.word = 'NOTICE') as notice,
           count(*) filter (where l.led_on is not null and greatest(l.led_on, l.tapped_on) < ${silentBefore}) as silent
      from watch_unit u
      cross join lateral (select count(*) as doors from watch_unit_door d
                           where d.unit_id = u.id and d.county = u.county) c
      cross join lateral (
        select (select (min(h.consented_at) at time zone 'Asia/Shanghai')::date from watch_head h
                 where h.unit_id = u.id and h.ended_at is null and h.consented_at is not null) as led_on,
               (select max(w.on_day) from watch_tap w where w.unit_id = u.id) as tapped_on) l
      left join lateral (select word from watch_tap w where w.unit_id = u.id and w.on_day = ${day}
                          order by w.at desc, w.id desc limit 1) t on true
     where u.place >= ${area} and u.place < ${`${area}:`} and u.ended_at is null
     group by 1 order by 1`;
}
