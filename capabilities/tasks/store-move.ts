import type { Sql } from "#platform/database.ts";

/** One task's way into another inbox, as the statements below take it. Times are ISO texts. */
export type MoveRow = {
  readonly id: string;
  readonly county: string;
  readonly to_county: string;
  readonly place: string;
  readonly holder_post: string | null;
  readonly desk: string | null;
  readonly queue: string;
  readonly state: string;
  readonly offered_to: string | null;
  readonly decide_by: string | null;
  readonly hops: number;
};

export type EventRow = {
  readonly id: string;
  readonly county: string;
  readonly task_id: string;
  readonly kind: string;
  readonly from_holder: string | null;
  readonly to_holder: string | null;
  readonly reason: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
};

const moveColumns = (sql: Sql) => sql`
  (id uuid, county text, to_county text, place text, holder_post uuid, desk text, queue text, state text,
   offered_to text, decide_by timestamptz, hops smallint)`;

/** Said beside the join, so that a table without statistics is still read by its key and not once a row. */
export const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map((row) => row.id);

/** Rows that stay in their county get their new holder. The caller has locked them. Reads task_pkey. */
export async function updateHolders(sql: Sql, rows: readonly MoveRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update task t
       set place = m.place, holder_post = m.holder_post, desk = m.desk, queue = m.queue, state = m.state,
           offered_to = m.offered_to, decide_by = m.decide_by, hops = m.hops, version = t.version + 1,
           delivered_at = null, read_at = null, accepted_at = null
      from jsonb_to_recordset(${sql.json(rows)}) as m ${moveColumns(sql)}
     where t.id = m.id and t.county = m.county and t.ended_at is null and t.id = any (${idsOf(rows)}::uuid[])`;
}

/**
 * Rows that go to another county end as `moved` and live on there under the same id (once more, when they come back to
 * a county that they had left). The caller has locked them. Reads task_pkey.
 */
export async function moveToCounties(sql: Sql, rows: readonly MoveRow[], now: number): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update task t set state = 'moved', ended_at = ${now}, offered_to = null, decide_by = null, version = t.version + 1
      from jsonb_to_recordset(${sql.json(rows)}) as m ${moveColumns(sql)}
     where t.id = m.id and t.county = m.county and t.ended_at is null and t.id = any (${idsOf(rows)}::uuid[])`;
  await sql`
    insert into task as k (county, id, kind, person_key, tier, rules, session_id, day, place, holder_post, desk, queue,
                           offered_to, state, hops, issued_at, due_at, escalate_at, escalated_to, is_overdue, decide_by,
                           version)
    select m.to_county, t.id, t.kind, t.person_key, t.tier, t.rules, t.session_id, t.day, m.place, m.holder_post, m.desk,
           m.queue, m.offered_to, m.state, m.hops, t.issued_at, t.due_at, t.escalate_at, t.escalated_to, t.is_overdue,
           m.decide_by, t.version
      from jsonb_to_recordset(${sql.json(rows)}) as m ${moveColumns(sql)}
      join task t on t.id = m.id and t.county = m.county and t.id = any (${idsOf(rows)}::uuid[])
     order by t.id
        on conflict (id, county) do update
       set place = excluded.place, holder_post = excluded.holder_post, desk = excluded.desk, queue = excluded.queue,
           offered_to = excluded.offered_to, state = excluded.state, hops = excluded.hops, tier = excluded.tier,
           rules = excluded.rules, due_at = excluded.due_at, escalate_at = excluded.escalate_at,
           escalated_to = excluded.escalated_to, is_overdue = excluded.is_overdue, decide_by = excluded.decide_by,
           version = excluded.version, ended_at = null, delivered_at = null, read_at = null, accepted_at = null`;
}

/** Writes what happened to tasks; append-only. */
export async function insertEvents(
  sql: Sql,
  events: readonly EventRow[],
  byPost: string | null,
  now: number,
): Promise<void> {
  if (events.length === 0) return;
  await sql`
    insert into task_event (county, id, task_id, at, kind, by_post, from_holder, to_holder, reason, detail)
    select county, id, task_id, ${now}, kind, ${byPost}, from_holder, to_holder, reason, detail
      from jsonb_to_recordset(${sql.json(events as never)})
        as e (county text, id uuid, task_id uuid, kind text, from_holder text, to_holder text, reason text, detail jsonb)`;
}
