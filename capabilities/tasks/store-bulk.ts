import { afterArea } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Database, Sql } from "#platform/database.ts";
import { conditions, type Filter, type Scope } from "./store-lists.ts";

/** Fixes which tasks a bulk action takes: those of the filter now, at most `limit + 1`. Returns how many. */
export async function selectByFilter(
  sql: Sql,
  jobId: string,
  { area, scope }: Scope,
  filter: Filter,
  page: { readonly now: Instant; readonly limit: number },
): Promise<number> {
  const inside = scope === "desk" ? sql`t.desk = ${area}` : sql`t.place >= ${area} and t.place < ${afterArea(area)}`;
  const rows = await sql`
    insert into task_bulk_item (county, job_id, task_id)
    select t.county, ${jobId}::uuid, t.id from task t
     where ${inside} and ${conditions(sql, filter, page.now)} limit ${page.limit + 1}`;
  return rows.count;
}

/** The same by ids; those that are not open or not in the area are left out. */
export async function selectByIds(sql: Sql, jobId: string, area: string, ids: readonly string[]): Promise<number> {
  const rows = await sql`
    insert into task_bulk_item (county, job_id, task_id)
    select t.county, ${jobId}::uuid, t.id from task t
     where t.id = any (${[...ids]}::uuid[]) and t.ended_at is null
       and t.place >= ${area} and t.place < ${afterArea(area)}`;
  return rows.count;
}

/** The next tasks of a job, locked against another process that has it too. Reads task_bulk_item_waiting. */
export async function nextWaiting(sql: Sql, jobId: string, limit: number): Promise<string[]> {
  const rows = await sql<{ task_id: string }[]>`
    select task_id from task_bulk_item where job_id = ${jobId} and state = 'waiting'
     order by task_id limit ${limit} for update`;
  return rows.map((row) => row.task_id);
}

export type Before = {
  readonly task_id: string;
  readonly place: string;
  readonly holder_post: string | null;
  readonly desk: string | null;
  readonly queue: string;
  readonly county_after: string;
};

/** Notes what each task was before; its version now is the one that undo expects. Reads task_bulk_item_pkey, task_pkey. */
export async function noteDone(sql: Sql, jobId: string, rows: readonly Before[]): Promise<void> {
  await sql`
    update task_bulk_item i
       set state = 'done', place = b.place, holder_post = b.holder_post, desk = b.desk, queue = b.queue,
           county_after = b.county_after, version_after = t.version
      from jsonb_to_recordset(${sql.json(rows)})
        as b (task_id uuid, place text, holder_post uuid, desk text, queue text, county_after text)
      join task t on t.id = b.task_id and t.county = b.county_after
     where i.job_id = ${jobId} and i.task_id = b.task_id
       and i.task_id = any (${rows.map((row) => row.task_id)}::uuid[])
       and t.id = any (${rows.map((row) => row.task_id)}::uuid[])`;
}

export async function noteItems(
  sql: Sql,
  jobId: string,
  ids: readonly string[],
  state: "skipped" | "restored" | "not-restored",
): Promise<void> {
  await sql`update task_bulk_item set state = ${state} where job_id = ${jobId} and task_id = any (${[...ids]}::uuid[])`;
}

export type ItemRow = {
  readonly task_id: string;
  readonly place: string;
  readonly holder_post: string | null;
  readonly desk: string | null;
  readonly queue: "ordinary" | "unlocated" | "arbitration";
  readonly version_after: number;
  readonly county_after: string;
};

/** Done items of a bulk action that undo has not looked at yet, locked. Reads task_bulk_item_pkey. */
export const nextDone = (sql: Sql, jobId: string, limit: number): Promise<ItemRow[]> => sql<ItemRow[]>`
  select task_id, place, holder_post, desk, queue, version_after, county_after
    from task_bulk_item where job_id = ${jobId} and state = 'done' order by task_id limit ${limit} for update`;

/** How many items stand in each state. Reads task_bulk_item_pkey. */
export async function itemCounts(sql: Sql | Database, jobId: string): Promise<Readonly<Record<string, number>>> {
  const rows = await sql<{ state: string; n: number }[]>`
    select state, count(*)::int as n from task_bulk_item where job_id = ${jobId} group by state`;
  return Object.fromEntries(rows.map((row) => [row.state, row.n]));
}

export type BulkJob = {
  readonly id: string;
  readonly kind: string;
  readonly state: "waiting" | "running" | "done" | "failed" | "undone";
  readonly params: unknown;
  readonly problem: string | null;
};

/** A bulk action, or the undoing of one, of this area, or null. Reads job_pkey. */
export async function findBulk(sql: Sql, id: string, area: string): Promise<BulkJob | null> {
  const [row] = await sql<BulkJob[]>`
    select id, kind, state, params, problem from job
     where id = ${id} and kind in ('task-bulk', 'task-undo') and area >= ${area} and area < ${afterArea(area)}`;
  return row ?? null;
}

/** Marks a finished bulk action as undone; false when it was not finished, or is undone already. */
export async function markUndone(sql: Sql, id: string): Promise<boolean> {
  const rows =
    await sql`update job set state = 'undone' where id = ${id} and kind = 'task-bulk' and state = 'done' returning id`;
  return rows.length === 1;
}

/** Is the post still valid, with this role and area? Reads post_pkey. */
export async function isStillPost(
  sql: Sql | Database,
  post: { readonly postId: string; readonly role: string; readonly area: string },
  now: Instant,
): Promise<boolean> {
  const rows = await sql`
    select from post where id = ${post.postId} and role = ${post.role} and area = ${post.area}
       and valid_from <= ${now} and (valid_until is null or valid_until > ${now})`;
  return rows.length === 1;
}
