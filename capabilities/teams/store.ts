/** Seats of teams: who sits where, who could, and who has gone off duty. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { CoreSeat, Seat, SupportSeat } from "./rules/seats.ts";

export type SeatRow = {
  readonly county: string;
  readonly id: string;
  readonly subject_id: string;
  readonly person_key: string | null;
  readonly place: string;
  readonly seat: Seat;
  readonly post_id: string | null;
  readonly resident_id: string | null;
  readonly sealed_name: Uint8Array | null;
  readonly from_at: Instant;
  readonly display_name: string | null;
  readonly organisation: string | null;
};

const COLUMNS = (sql: Sql) => sql`
  s.county, s.id, s.subject_id, s.person_key, s.place, s.seat, s.post_id, s.resident_id, s.sealed_name, s.from_at,
  a.display_name, p.organisation`;
const JOINED = (sql: Sql) => sql`
  care_seat s left join post p on p.id = s.post_id left join account a on a.id = p.account_id`;

/** The teams of these subjects as they are now, in order of seats. Reads care_seat_by_subject. */
export async function seatsOf(sql: Sql, subjectIds: readonly string[]): Promise<SeatRow[]> {
  return sql<SeatRow[]>`
    select ${COLUMNS(sql)} from ${JOINED(sql)}
     where s.subject_id = any (${[...subjectIds]}::uuid[]) and s.until_at is null
     order by s.subject_id, s.from_at, s.id`;
}

/** One open seat, locked. Reads care_seat_pkey. */
export async function lockSeat(sql: Sql, id: string): Promise<SeatRow | null> {
  const [row] = await sql<SeatRow[]>`
    select ${COLUMNS(sql)} from ${JOINED(sql)} where s.id = ${id} and s.until_at is null for update of s`;
  return row ?? null;
}

/** The open core seat of a subject, locked. Reads care_seat_core. */
export async function lockCoreSeat(sql: Sql, subjectId: string, seat: CoreSeat): Promise<SeatRow | null> {
  const [row] = await sql<SeatRow[]>`
    select ${COLUMNS(sql)} from ${JOINED(sql)}
     where s.subject_id = ${subjectId} and s.seat = ${seat} and s.until_at is null for update of s`;
  return row ?? null;
}

export type NewSeat = {
  readonly county: string;
  readonly id: string;
  readonly subjectId: string;
  readonly personKey: string | null;
  readonly place: string;
  readonly seat: Seat;
  readonly postId: string | null;
  readonly residentId: string | null;
  readonly sealedName: Uint8Array | null;
};

export async function insertSeat(sql: Sql, one: NewSeat, now: Instant): Promise<void> {
  await sql`
    insert into care_seat (county, id, subject_id, person_key, place, seat, post_id, resident_id, sealed_name, consent_at, from_at)
    values (${one.county}, ${one.id}, ${one.subjectId}, ${one.personKey}, ${one.place}, ${one.seat}, ${one.postId},
            ${one.residentId}, ${one.sealedName}, ${one.residentId === null ? null : now}, ${now})`;
}

export type WhyEnded = "filled" | "replaced" | "off-duty" | "withdrawn" | "removed" | "over";

/** Ends these seats; a supporter's name goes with the seat. Reads care_seat_pkey. */
export async function endSeats(sql: Sql, ids: readonly string[], why: WhyEnded, now: Instant): Promise<void> {
  await sql`
    update care_seat set until_at = ${now}, why_ended = ${why}, sealed_name = null
     where id = any (${[...ids]}::uuid[]) and until_at is null`;
}

/** Ends the whole team, and forgets whose it was when another person was meant. Reads care_seat_by_subject. */
export async function endTeam(sql: Sql, subjectId: string, isErased: boolean, now: Instant): Promise<void> {
  await sql`
    update care_seat set until_at = coalesce(until_at, ${now}), why_ended = coalesce(why_ended, 'over'), sealed_name = null,
                         person_key = case when ${isErased} then null else person_key end
     where subject_id = ${subjectId} and (until_at is null or ${isErased})`;
}

export type CandidateRow = {
  readonly postId: string;
  readonly area: string;
  readonly load: number;
  readonly name: string;
  readonly organisation: string;
};

/** Posts of a role on duty whose area covers the place, with the homes each looks after. Reads post_by_area, care_seat_by_post. */
export async function candidates(sql: Sql, role: string, place: string, now: Instant): Promise<CandidateRow[]> {
  const areas = [2, 4, 6, 9, 12, 15, 18]
    .filter((digits) => digits <= place.length)
    .map((digits) => place.slice(0, digits));
  return sql<CandidateRow[]>`
    select p.id as "postId", p.area, a.display_name as name, p.organisation,
           (select count(*) from care_seat s where s.post_id = p.id and s.until_at is null)::int as load
      from post p join account a on a.id = p.account_id
     where p.area = any (${areas}::text[]) and p.role = ${role}
       and p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now})
       and not exists (select from absence b where b.post_id = p.id and b.from_at <= ${now}
                                               and (b.until_at is null or b.until_at > ${now}))
     order by length(p.area) desc, load, p.id limit 50`;
}

export type ReceiverRow = {
  readonly postId: string;
  readonly area: string;
  readonly name: string;
  readonly organisation: string;
  readonly place: string;
};

/** On duty, of health, and for more than a village: whoever looks after one village receives nobody. */
const RECEIVES = (sql: Sql, now: Instant) => sql`
  p.role = 'health-worker' and length(p.area) between 4 and 9
  and p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now})
  and not exists (select from absence b where b.post_id = p.id and b.from_at <= ${now}
                                          and (b.until_at is null or b.until_at > ${now}))`;
const RECEIVER = (sql: Sql) => sql`
  select p.id as "postId", p.area, a.display_name as name, p.organisation, coalesce(pl.name, p.area::text) as place
    from post p join account a on a.id = p.account_id left join place pl on pl.code = p.area`;

/** Those who take people over within an area: same county first, then same city. Reads post_by_area. */
export const receivers = (
  sql: Sql,
  of: { place: string; within: string; words: string; now: Instant; limit: number },
): Promise<ReceiverRow[]> =>
  sql<ReceiverRow[]>`
    ${RECEIVER(sql)}
     where p.area >= ${of.within} and p.area < ${`${of.within}:`} and ${RECEIVES(sql, of.now)}
       and (${of.words} = '' or position(${of.words} in p.organisation) > 0)
     order by left(p.area, 6) = left(${of.place}, 6) desc, left(p.area, 4) = left(${of.place}, 4) desc,
              p.organisation, p.id limit ${of.limit}`;

/** One of them. Reads post_pkey. */
export async function receiver(sql: Sql, postId: string, now: Instant): Promise<ReceiverRow | null> {
  const [row] = await sql<ReceiverRow[]>`${RECEIVER(sql)} where p.id = ${postId} and ${RECEIVES(sql, now)}`;
  return row ?? null;
}

export type OffDutyRow = SeatRow & {
  /** Who stands in for the absent post, when he is on duty himself. */
  readonly substitute: string | null;
};

/** Filled seats whose post is off duty now, locked; at most `limit`. Reads absence_by_post, post_pkey, care_seat_by_post. */
export async function lockOffDuty(sql: Sql, now: Instant, limit: number): Promise<OffDutyRow[]> {
  return sql<OffDutyRow[]>`
    select ${COLUMNS(sql)},
           (select b.substitute_post_id from absence b
             where b.post_id = s.post_id and b.from_at <= ${now} and (b.until_at is null or b.until_at > ${now})
             order by b.from_at desc limit 1) as substitute
      from ${JOINED(sql)}
     where s.until_at is null and s.post_id is not null
       and (p.valid_until <= ${now}
            or exists (select from absence b where b.post_id = s.post_id and b.from_at <= ${now}
                                               and (b.until_at is null or b.until_at > ${now})))
     order by s.id limit ${limit} for update of s skip locked`;
}

/** Empty core seats, the longest empty first, locked. Reads care_seat_vacant. */
export async function lockVacant(sql: Sql, limit: number): Promise<SeatRow[]> {
  return sql<SeatRow[]>`
    select ${COLUMNS(sql)} from ${JOINED(sql)}
     where s.until_at is null and s.post_id is null and s.resident_id is null
     order by s.from_at limit ${limit} for update of s skip locked`;
}

export async function insertInvitation(
  sql: Sql,
  one: {
    county: string;
    id: string;
    subjectId: string;
    seat: SupportSeat;
    codeHash: Uint8Array;
    until: Instant;
    byPost: string;
  },
): Promise<void> {
  await sql`
    insert into care_invitation (county, id, subject_id, seat, code_hash, until, by_post)
    values (${one.county}, ${one.id}, ${one.subjectId}, ${one.seat}, ${one.codeHash}, ${one.until}, ${one.byPost})`;
}

export type InvitationRow = {
  readonly county: string;
  readonly id: string;
  readonly subject_id: string;
  readonly seat: SupportSeat;
};

/** Takes the invitation of this code, once. Reads care_invitation_by_code. */
export async function takeInvitation(sql: Sql, codeHash: Uint8Array, now: Instant): Promise<InvitationRow | null> {
  const [row] = await sql<InvitationRow[]>`
    update care_invitation set used_at = ${now}
     where id = (select id from care_invitation where code_hash = ${codeHash} and used_at is null and until > ${now}
                  order by until limit 1 for update)
    returning county, id, subject_id, seat`;
  return row ?? null;
}

/** Notes a wrong code; says how many there were since. Reads care_code_try_by_resident. */
export async function noteTry(sql: Sql, residentId: string, now: Instant): Promise<void> {
  await sql`insert into care_code_try (resident_id, at) values (${residentId}, ${now})`;
}
export async function triesSince(sql: Sql, residentId: string, since: Instant): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from care_code_try where resident_id = ${residentId} and at > ${since}`;
  return row?.n ?? 0;
}

/** The seats of a supporter. Reads care_seat_by_resident. */
export async function seatsOfResident(sql: Sql, residentId: string): Promise<SeatRow[]> {
  return sql<SeatRow[]>`
    select ${COLUMNS(sql)} from ${JOINED(sql)}
     where s.resident_id = ${residentId} and s.until_at is null order by s.from_at limit 50`;
}
