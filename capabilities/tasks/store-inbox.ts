import type { Database, Sql } from "#platform/database.ts";
import type { TaskState } from "./rules/states.ts";
import { idsOf } from "./store-move.ts";

/**
 * The versions of these holders' inboxes; who never had anything is not among them. Joined, not `= any`: that compares
 * thousands of names with every row when the planner does not know how many there are. Reads inbox_by_holder.
 */
export const versionsOf = (
  db: Database | Sql,
  holders: readonly string[],
): Promise<{ holder: string; version: number }[]> => db<{ holder: string; version: number }[]>`
  select h.holder, v.version
    from unnest(${[...holders]}::text[]) as h (holder)
    cross join lateral (select sum(i.version)::bigint as version from inbox i where i.holder = h.holder) as v
   where v.version is not null`;

export type ReceiptRow = {
  readonly id: string;
  readonly county: string;
  readonly state: TaskState;
  readonly delivered_at: string | null;
  readonly read_at: string | null;
  readonly accepted_at: string | null;
};

/** Writes the receipts of tasks that the caller has locked. Reads task_pkey. */
export async function updateReceipts(sql: Sql, rows: readonly ReceiptRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update task t
       set state = r.state, delivered_at = r.delivered_at, read_at = r.read_at, accepted_at = r.accepted_at
      from jsonb_to_recordset(${sql.json(rows)})
        as r (id uuid, county text, state text, delivered_at timestamptz, read_at timestamptz, accepted_at timestamptz)
     where t.id = r.id and t.county = r.county and t.id = any (${idsOf(rows)}::uuid[])`;
}
