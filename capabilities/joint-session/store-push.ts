import type { PlaceCode } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type Destination = {
  readonly place: PlaceCode;
  readonly issued: number;
  readonly changed: number;
  readonly closed: number;
  readonly holders: number;
};

/**
 * Where the push of this transaction went: by county (or the coarser place whose desk got it), how many tasks were
 * issued, changed tier or were closed, and to how many inboxes. Reads `list_delta` and `list_issue`, which publishList
 * (capabilities/tasks/store-publish.ts) lays out for its transaction.
 */
export async function destinationsOf(sql: Sql): Promise<Destination[]> {
  return sql<Destination[]>`
    select coalesce(d.open_county, left(d.place, 6)) as place,
           count(*) filter (where d.delta = 'issue')::int as issued,
           count(*) filter (where d.delta in ('up', 'down'))::int as changed,
           count(*) filter (where d.delta = 'left')::int as closed,
           count(distinct coalesce(i.holder_post::text, i.desk, t.holder_post::text, t.desk))::int as holders
      from list_delta d
      left join list_issue i on d.delta = 'issue' and i.person_key = d.person_key
      left join task t on t.id = d.task_id and t.county = d.open_county
     where d.delta in ('issue', 'up', 'down', 'left')
     group by 1 order by 1`;
}

export async function insertPush(
  sql: Sql,
  push: { sessionId: string; batch: number; at: Instant; by: string; destinations: readonly Destination[] },
): Promise<void> {
  await sql`
    insert into list_push (session_id, batch, pushed_at, pushed_by, destinations)
    values (${push.sessionId}, ${push.batch}, ${push.at}, ${push.by}, ${sql.json(push.destinations as never)})`;
}

export type PushRow = {
  readonly batch: number;
  readonly pushed_at: Instant;
  readonly display_name: string;
  readonly destinations: Destination[];
};

/** Pushes of a session, first batch first. Reads list_push_pkey. */
export async function pushesOf(sql: Sql, sessionId: string): Promise<PushRow[]> {
  return sql<PushRow[]>`
    select l.batch, l.pushed_at, a.display_name, l.destinations
      from list_push l join post p on p.id = l.pushed_by join account a on a.id = p.account_id
     where l.session_id = ${sessionId} order by l.batch limit 100`;
}
