import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

/** Posts whose counted state or whose absence the clock has overtaken. Reads post_to_end, post_to_begin, absence_to_settle. */
export async function postsToSettle(sql: Sql, now: Instant, limit: number): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from post where is_counted and valid_until is not null and valid_until <= ${now}
    union
    select id from post where not is_counted and valid_from <= ${now} and (valid_until is null or valid_until > ${now})
    union
    select post_id from absence
     where state <> 'over' and (state = 'planned' and from_at <= ${now} or until_at <= ${now})
     limit ${limit}`;
  return rows.map((row) => row.id);
}

export type Settled = {
  readonly id: string;
  readonly area: string;
  readonly account_id: string;
  /** It began and is not on duty now: its tasks, if any, must go on. */
  readonly is_off: boolean;
  readonly has_ended: boolean;
};

/**
 * Brings what is counted of these posts in line with now, books the difference (worker.post, worker.on-duty: field
 * posts only), and moves absences on. Returns how each of them stands now.
 */
export async function settlePosts(sql: Sql, ids: readonly string[], now: Instant, day: PlainDay): Promise<Settled[]> {
  await sql`
    update absence set state = case when until_at <= ${now} then 'over' else 'begun' end
     where post_id = any (${[...ids]}) and state <> 'over' and from_at <= ${now}
       and state <> case when until_at <= ${now} then 'over' else 'begun' end`;
  return sql<Settled[]>`
    with locked as (
      select * from post where id = any (${[...ids]}) order by id for update
    ), state as (
      select p.*, p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now}) as stands,
             not exists (select from absence a where a.post_id = p.id and a.from_at <= ${now}
                                                 and (a.until_at is null or a.until_at > ${now})) as is_here
        from locked p
    ), changed as (
      update post p set is_counted = s.stands, is_counted_on_duty = s.stands and s.is_here
        from state s
       where s.id = p.id and (s.is_counted <> s.stands or s.is_counted_on_duty <> (s.stands and s.is_here))
    ), booked as (
      insert into counter_pending (place, day, metric, delta)
      select left(s.area, 12), ${day}::date, m.metric, sum(m.delta)
        from state s
       cross join lateral (values ('worker.post', s.stands::int - s.is_counted::int),
                                  ('worker.on-duty', (s.stands and s.is_here)::int - s.is_counted_on_duty::int)) as m (metric, delta)
       where s.role in ('grid-leader', 'grid-worker', 'police-officer', 'health-worker')
       group by 1, 3 having sum(m.delta) <> 0
    )
    select id, area, account_id, valid_from <= ${now} and not (stands and is_here) as is_off,
           valid_from <= ${now} and not stands as has_ended
      from state order by id`;
}

export type AbsenceRow = {
  readonly id: string;
  readonly post_id: string;
  readonly from_at: Instant;
  readonly until_at: Instant | null;
  readonly state: "planned" | "begun" | "over";
};

/** An absence, locked. Reads absence_pkey. */
export async function absenceOf(sql: Sql, id: string): Promise<AbsenceRow | null> {
  const [row] = await sql<AbsenceRow[]>`
    select id, post_id, from_at, until_at, state from absence where id = ${id} for update`;
  return row ?? null;
}

/** Is an absence on record that overlaps [from, until)? Reads absence_by_post. */
export async function hasAbsence(sql: Sql, postId: string, from: Instant, until: Instant | null): Promise<boolean> {
  const rows = await sql`
    select 1 from absence
     where post_id = ${postId} and (until_at is null or until_at > ${from})
       and (${until}::timestamptz is null or from_at < ${until}::timestamptz) limit 1`;
  return rows.length > 0;
}

export async function insertAbsence(
  sql: Sql,
  absence: {
    id: string;
    postId: string;
    from: Instant;
    until: Instant | null;
    substitute: string | null;
    reason: string;
    by: string | null;
    now: Instant;
  },
): Promise<void> {
  await sql`
    insert into absence (id, post_id, from_at, until_at, substitute_post_id, reason, recorded_at, recorded_by, state)
    values (${absence.id}, ${absence.postId}, ${absence.from}, ${absence.until}, ${absence.substitute}, ${absence.reason},
            ${absence.now}, ${absence.by}, 'planned')`;
}

/** Ends an absence now; one that never began becomes an empty stretch. */
export async function setAbsenceEnd(sql: Sql, id: string, at: Instant): Promise<void> {
  await sql`
    update absence set until_at = ${at}, from_at = least(from_at, ${at}::timestamptz), state = 'over' where id = ${id}`;
}

/**
 * The terminals and sessions of posts that ended: they go with the holder to another field post of his, else the
 * terminal is revoked and the session ends. Returns areas with how many terminals they lost or gained.
 */
export async function followPosts(
  sql: Sql,
  ended: readonly string[],
  now: Instant,
): Promise<{ area: string; delta: number }[]> {
  return sql<{ area: string; delta: number }[]>`
    with ended as (
      select p.id, p.area, (
        select o.id from post o
         where o.account_id = p.account_id and o.id <> p.id
           and o.role in ('grid-leader', 'grid-worker', 'police-officer', 'health-worker')
           and o.valid_from <= ${now} and (o.valid_until is null or o.valid_until > ${now})
         order by (o.continues = p.id) desc nulls last, o.area, o.id limit 1) as next_post
        from post p where p.id = any (${[...ended]})
    ), phone as (
      update terminal t
         set post_id = coalesce(e.next_post, t.post_id),
             revoked_at = case when e.next_post is null then ${now}::timestamptz end,
             revoked_reason = case when e.next_post is null then 'post ended' end
        from ended e
       where t.post_id = e.id and t.revoked_at is null
      returning t.registered_at, e.area, e.next_post
    ), moved as (
      update session s set post_id = coalesce(e.next_post, s.post_id),
                           ended_at = case when e.next_post is null then ${now}::timestamptz end
        from ended e
       where s.post_id = e.id and s.ended_at is null
      returning 1
    )
    select area, -count(*)::int as delta from phone where registered_at is not null group by area
    union all
    select p.area, count(*)::int from phone f join post p on p.id = f.next_post
     where f.registered_at is not null group by p.area`;
}
