import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import { type TaskRow, taskColumns } from "./store-tasks.ts";

export type Publication = {
  readonly sessionId: string;
  readonly assessmentId: string;
  readonly day: PlainDay;
  readonly previousSessionId: string | null;
  readonly now: Instant;
  readonly province: string;
  readonly byPost: string | null;
};

/** The rule-set document that an assessment used, or null. */
export async function documentOfAssessment(sql: Sql, assessmentId: string): Promise<unknown> {
  const [row] = await sql<{ document: unknown }[]>`
    select r.document from assessment a join rule_set r on r.id = a.rule_set_id and r.version = a.rule_set_version
     where a.id = ${assessmentId}`;
  return row?.document ?? null;
}

/**
 * Lays out, for this transaction, what the new list means for each subject (rules/list-delta.ts): `list_delta`. Hours
 * to the first contact are the shortest of the subject's rules, `hours` by rule, else by tier. Whose place is none, or
 * outside the province, belongs to the province's desk: the sum over places is the list. Reads assessment_result_by_place,
 * the open tasks and task_by_person.
 */
export async function layOutDelta(
  sql: Sql,
  { sessionId, assessmentId, previousSessionId, now, province }: Publication,
  hours: { readonly byRule: Readonly<Record<string, number>>; readonly byTier: Readonly<Record<string, number>> },
): Promise<void> {
  await sql`
    create temp table list_now on commit drop as
    select person_key, tier, rules, managed,
           case when place >= ${province} and place < ${`${province}:`} then place
                else ${province}::place_code end::place_code as place
      from assessment_result where assessment_id = ${assessmentId}`;
  await sql`
    create temp table list_before on commit drop as
    select r.person_key, r.tier, r.managed
      from joint_session s join assessment_result r on r.assessment_id = s.assessment_id
     where s.id = ${previousSessionId}::uuid and s.id <> ${sessionId}`;
  await sql`analyze list_now`;
  await sql`analyze list_before`;
  await sql`
    create temp table list_delta on commit drop as
    with due as (
      select d.rules, min((${sql.json(hours.byRule)}::jsonb ->> r.rule)::int) as hours
        from (select distinct rules from list_now) as d cross join lateral unnest(d.rules) as r (rule) group by d.rules
    ), open as (
      select id, county, person_key, tier, place,
             id in (select task_id from task_source) as is_asked
        from task where ended_at is null
    ), ranked (tier, rank) as (values ('red', 3), ('yellow', 2), ('blue', 1))
    select coalesce(n.person_key, o.person_key) as person_key, n.tier, n.rules, n.place,
           ${now}::timestamptz + make_interval(hours =>
             coalesce(due.hours, (${sql.json(hours.byTier)}::jsonb ->> n.tier)::int)) as due_at,
           o.id as task_id, o.county as open_county,
           case
             -- What another source asked for stands whatever the list says.
             when o.is_asked and (n.person_key is null or n.managed) then 'asked'
             when o.id is not null and (n.person_key is null or n.managed) then 'left'
             when n.managed then 'managed'
             when o.id is not null then
               case when rn.rank = ro.rank then 'same' when rn.rank > ro.rank then 'up' else 'down' end
             when b.person_key is null or b.managed or rn.rank > rb.rank then 'issue'
             when exists (select from task e where e.person_key = n.person_key and e.ended_at is not null
                             and e.state = 'done') then 'same'
             else 'issue' end as delta
      from list_now n
      full join open o on o.person_key = n.person_key
      left join list_before b on b.person_key = n.person_key
      left join ranked rn on rn.tier = n.tier
      left join ranked ro on ro.tier = o.tier
      left join ranked rb on rb.tier = b.tier
      left join due on due.rules = n.rules`;
  await sql`analyze list_delta`;
}

/** How many subjects each delta has. */
export async function countDelta(sql: Sql): Promise<Readonly<Record<string, number>>> {
  const rows = await sql<
    { delta: string; n: number }[]
  >`select delta, count(*)::int as n from list_delta group by delta`;
  return Object.fromEntries(rows.map((row) => [row.delta, row.n]));
}

/** Issues the new tasks into their inboxes, each with its first event, which bears the task's own id. Returns how many lie on desks and without a door. */
export async function issueTasks(
  sql: Sql,
  { sessionId, day, now, byPost }: Publication,
): Promise<{ issued: number; onDesks: number; unlocated: number }> {
  await sql`
    create temp table list_issue on commit drop as
    select new_id(${now}, row_number() over (order by d.place, d.due_at)) as task_id, left(d.place, 6) as county,
           d.person_key, d.tier, d.rules, d.place, d.due_at, h.holder_post, h.desk::place_code as desk
      from list_delta d
      join holders_of((select array_agg(distinct place) from list_delta where delta = 'issue'), ${now}) h on h.place = d.place
     where d.delta = 'issue'
     order by task_id`;
  await sql`
    insert into task (county, id, kind, person_key, tier, rules, session_id, day, place, holder_post, desk, queue, state,
                      issued_at, due_at, escalate_at)
    select county, task_id, 'verification', person_key, tier, rules, ${sessionId}::uuid, ${day}::date, place,
           holder_post, desk, case when length(place) < 12 then 'unlocated' else 'ordinary' end, 'issued',
           ${now}::timestamptz, due_at, due_at
      from list_issue`;
  await sql`
    insert into task_event (county, id, task_id, at, kind, by_post, to_holder)
    select county, task_id, task_id, ${now}::timestamptz, 'issued', ${byPost}::uuid,
           coalesce(holder_post::text, 'desk:' || desk)
      from list_issue`;
  await sql`
    insert into counter_pending (place, day, metric, delta)
    select left(place, 12), ${day}::date, 'task.' || tier || '.issued', count(*) from list_issue group by 1, 3`;
  const [row] = await sql<{ issued: number; on_desks: number; unlocated: number }[]>`
    select count(*)::int as issued, count(desk)::int as on_desks,
           (count(*) filter (where length(place) < 12))::int as unlocated from list_issue`;
  return { issued: row?.issued ?? 0, onDesks: row?.on_desks ?? 0, unlocated: row?.unlocated ?? 0 };
}

/**
 * Open tasks take the tier and reasons of the new list. Up: due at the sooner of the two times. Down: what was promised
 * stays. Returns the holders concerned.
 */
export async function retierTasks(sql: Sql, { now, byPost }: Publication): Promise<void> {
  await sql`
    with changed as (
      select d.task_id, d.open_county, d.tier, d.rules, d.due_at, d.delta, t.tier as old_tier, t.state, t.place, t.day,
             t.is_overdue, coalesce(t.holder_post::text, 'desk:' || t.desk) as holder
        from list_delta d join task t on t.id = d.task_id and t.county = d.open_county
       where d.delta in ('up', 'down')
    ), updated as (
      update task t
         set tier = c.tier, rules = c.rules, version = t.version + 1,
             due_at = case when c.delta = 'up' then least(t.due_at, c.due_at) else t.due_at end,
             escalate_at = case when c.delta = 'up' and t.escalated_to is null then least(t.due_at, c.due_at)
                                else t.escalate_at end
        from changed c where t.id = c.task_id and t.county = c.open_county
    ), counted as (
      insert into counter_pending (place, day, metric, delta)
      select left(place, 12), day, 'task.' || m.tier || '.' || m.state, sum(m.delta)
        from changed c
        cross join lateral (values (c.old_tier, c.state, -1), (c.tier, c.state, 1),
                                   (c.old_tier, 'overdue', -c.is_overdue::int), (c.tier, 'overdue', c.is_overdue::int))
          as m (tier, state, delta)
       group by 1, 2, 3 having sum(m.delta) <> 0
    )
    insert into task_event (county, id, task_id, at, kind, by_post, to_holder, detail)
    select open_county, new_id(${now}, row_number() over ()), task_id, ${now}::timestamptz, delta, ${byPost}::uuid, holder,
           jsonb_build_object('from', old_tier, 'to', tier)
      from changed`;
  // Same tier for other reasons: the page says today's, and nobody is called for it.
  await sql`
    update task t set rules = d.rules from list_delta d
     where d.delta = 'same' and d.open_county is not null and t.id = d.task_id and t.county = d.open_county
       and t.rules is distinct from d.rules`;
}

/** Closes the open tasks of those who left the list or are under management now. */
export async function closeTasks(sql: Sql, { now, byPost }: Publication): Promise<void> {
  await sql`
    with ended as (
      select d.task_id, d.open_county, t.tier, t.state, t.place, t.day, t.is_overdue,
             coalesce(t.holder_post::text, 'desk:' || t.desk) as holder, d.rules is not null as is_managed
        from list_delta d join task t on t.id = d.task_id and t.county = d.open_county
       where d.delta = 'left'
    ), updated as (
      update task t set state = 'closed', ended_at = ${now}::timestamptz, offered_to = null, decide_by = null,
                        escalate_at = null, version = t.version + 1
        from ended e where t.id = e.task_id and t.county = e.open_county
    ), counted as (
      insert into counter_pending (place, day, metric, delta)
      select left(place, 12), day, 'task.' || e.tier || '.' || m.state, sum(m.delta)
        from ended e
        cross join lateral (values (e.state, -1), ('closed', 1), ('overdue', -e.is_overdue::int)) as m (state, delta)
       group by 1, 2, 3 having sum(m.delta) <> 0
    )
    insert into task_event (county, id, task_id, at, kind, by_post, from_holder, reason)
    select open_county, new_id(${now}, row_number() over ()), task_id, ${now}::timestamptz, 'left', ${byPost}::uuid, holder,
           case when is_managed then 'managed' else 'left-list' end
      from ended`;
}

/** Every inbox that the list changed; a closed task still says who held it. */
export const touchedHolders = (sql: Sql): Promise<{ county: string; holder: string }[]> => sql<
  { county: string; holder: string }[]
>`
  select county, coalesce(holder_post::text, 'desk:' || desk) as holder from list_issue
   union
  select t.county, coalesce(t.holder_post::text, 'desk:' || t.desk)
    from list_delta d join task t on t.id = d.task_id and t.county = d.open_county
   where d.delta in ('up', 'down', 'left')`;

/** Tasks that wait on a desk and whose door the new list knows more exactly, locked. */
export const lockLocatedTasks = (sql: Sql): Promise<(TaskRow & { new_place: string })[]> => sql<
  (TaskRow & { new_place: string })[]
>`
  select ${taskColumns(sql)}, d.place as new_place
    from list_delta d join task t on t.id = d.task_id and t.county = d.open_county
   where d.delta in ('same', 'up', 'down') and t.ended_at is null and t.desk is not null and t.state <> 'transferred'
     and length(d.place) > length(t.place) and length(d.place) >= 12 and starts_with(d.place, t.place)
   order by t.id limit 20000 for update of t`;

/** Counts the list itself by place and tier; a list that replaces another of the same day takes that one's place. */
export async function countList(sql: Sql, { day, previousSessionId, province, sessionId }: Publication): Promise<void> {
  await sql`
    insert into counter_pending (place, day, metric, delta)
    select left(place, 12), ${day}::date, 'list.' || case when managed then 'managed' else tier end, count(*)
      from list_now group by 1, 3`;
  await sql`
    insert into counter_pending (place, day, metric, delta)
    select left(case when r.place >= ${province} and r.place < ${`${province}:`} then r.place::text else ${province} end, 12),
           s.day, 'list.' || case when r.managed then 'managed' else r.tier end, -count(*)
      from joint_session s join assessment_result r on r.assessment_id = s.assessment_id
     where s.id = ${previousSessionId}::uuid and s.day = ${day}::date and s.id <> ${sessionId}
     group by 1, 2, 3`;
}
