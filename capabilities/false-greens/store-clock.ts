/** SQL of the clockwork: whose declaration waits, what is new, which clock has run out. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { CaseRow } from "./store-cases.ts";

/** Persons whose declaration waits for its check and ends after `endsAfter` (`now`: all of them); reads evidence_unchecked. */
export async function unchecked(
  sql: Sql,
  { now, endsAfter, limit }: { readonly now: Instant; readonly endsAfter: Instant; readonly limit: number },
): Promise<string[]> {
  const rows = await sql<{ person_key: string }[]>`
    select distinct e.person_key from evidence e
     where e.kind = 'unchecked-declaration' and e.until > ${endsAfter} and e.recorded_at <= ${now}
       and not exists (select from evidence_withdrawal w where w.evidence_id = e.id)
       -- Somebody must look at the document first: the code stays pending.
       and not exists (select from identity_review r where r.person_key = e.person_key and r.decision is null
                          and r.why in ('held-elsewhere', 'number-fails-check'))
     limit ${limit}`;
  return rows.map((row) => row.person_key);
}

/** Where reading has come to, locked; null while another process reads. */
export async function lockCursor(sql: Sql, name: string, first: Instant): Promise<Instant | null> {
  await sql`insert into false_green_cursor (name, at) values (${name}, ${first}) on conflict do nothing`;
  const [row] = await sql<
    { at: Instant }[]
  >`select at from false_green_cursor where name = ${name} for update skip locked`;
  return row?.at ?? null;
}
export async function moveCursor(sql: Sql, name: string, at: Instant, session: string | null): Promise<void> {
  await sql`update false_green_cursor set at = ${at}, session_id = ${session} where name = ${name}`;
}
export async function seenSession(sql: Sql): Promise<string | null> {
  const [row] = await sql<
    { session_id: string | null }[]
  >`select session_id from false_green_cursor where name = 'batch'`;
  return row?.session_id ?? null;
}
export async function latestSession(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select id from joint_session where state = 'published' order by day desc, version desc limit 1`;
  return row?.id ?? null;
}

/**
 * Whom something new is about: evidence that no list brought (a list is followed by the batch), visits that missed
 * somebody, scans. Reads evidence_recorded, scan_by_time.
 */
export async function newsOf(sql: Sql, since: Instant, upTo: Instant): Promise<string[]> {
  const rows = await sql<{ person_key: string }[]>`
    select person_key from evidence
     where recorded_at > ${since} and recorded_at <= ${upTo} and source <> 'assessment'
       and kind in ('measure', 'checkpoint-fever')
     union
    select person_key from visit v
     where person_key is not null and result = 'NOT_AT_ADDRESS' and visited_on >= ${since}::timestamptz::date - 3
       and recorded_at > ${since} and recorded_at <= ${upTo}
     union
    select s.person_key from scan s
     where s.person_key is not null and s.scanned_at > ${since}::timestamptz - interval '12 hours'
       and s.recorded_at > ${since} and s.recorded_at <= ${upTo}
       and (s.why = 'stale-proof'
            or exists (select from scan o where o.person_key = s.person_key and o.kind = 'code'
                        and o.scanned_at between s.scanned_at - interval '12 hours' and s.scanned_at + interval '12 hours'
                        and left(o.place, 4) <> left(s.place, 4)))`;
  return rows.map((row) => row.person_key);
}

/** Cases whose field task was answered: a visit that found him as he declared, or not; the ids. */
export async function takeFieldResults(sql: Sql, now: Instant): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    update false_green_case c
       set state = 'FIELD_VERIFIED', due_at = c.opened_at + interval '24 hours',
           field_result = case when t.result = 'NOT_THE_PERSON' then 'not-the-person'
                               when t.result in ('HOME_IN_PLACE', 'NOT_RETURNED') then 'as-declared'
                               when t.result in ('CENTRAL', 'HOSPITAL', 'ALREADY_MANAGED') then 'as-observed' else 'unclear' end
      from task t
     where c.outcome is null and c.state in ('SUSPECTED', 'TRIAGED') and t.id = c.task_id and t.county = left(c.place, 6)
       and t.state = 'done' and t.ended_at <= ${now} and t.ended_at >= c.opened_at
    returning c.id`;
  return rows.map((row) => row.id);
}

/** Cases past their clock, taken a level up each time: county, city, province; the ids. Asked again every two hours. */
export async function escalate(sql: Sql, now: Instant): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    update false_green_case
       set escalated_to = left(place, case when escalated_to is null then 6 when length(escalated_to) = 6 then 4 else 2 end)
     where outcome is null and due_at <= ${now} and coalesce(length(escalated_to), 99) > 2
       and due_at + case when escalated_to is null then interval '0' when length(escalated_to) = 6 then interval '2 hours'
                         else interval '4 hours' end <= ${now}
    returning id`;
  return rows.map((row) => row.id);
}

/** Cases opened before `before` that nobody decided, locked. */
export const lockExpired = (sql: Sql, before: Instant): Promise<CaseRow[]> =>
  sql<CaseRow[]>`
    select *, score::float8 as score from false_green_case
     where outcome is null and opened_at <= ${before} order by id limit 500 for update skip locked`;

/** Decided cases that nobody has appealed in time. */
export async function settle(sql: Sql, decidedBefore: Instant, now: Instant): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    update false_green_case c set state = 'SETTLED'
     where c.state = 'DECIDED' and c.decided_at <= ${decidedBefore} and c.decided_at <= ${now}
       and not exists (select from appeal a where a.person_key = c.person_key and a.about_kind = 'case'
                          and c.id = any (a.about_ids) and a.state <> 'CLOSED')
    returning c.id`;
  return rows.map((row) => row.id);
}
