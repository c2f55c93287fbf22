import type { RiskTier } from "#kernel/tiers.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { TaskLine } from "./rules/shapes.ts";
import type { Queue, TaskState } from "./rules/states.ts";

export type TaskRow = {
  readonly id: string;
  readonly county: string;
  readonly person_key: string;
  readonly tier: RiskTier;
  readonly rules: string[];
  /** Null: no list issued it (task_source). */
  readonly session_id: string | null;
  readonly day: string;
  readonly state: TaskState;
  readonly queue: Queue;
  readonly place: string;
  readonly holder_post: string | null;
  readonly desk: string | null;
  readonly offered_to: string | null;
  readonly decide_by: Instant | null;
  readonly hops: number;
  readonly result: string | null;
  readonly issued_at: Instant;
  readonly due_at: Instant;
  readonly delivered_at: Instant | null;
  readonly read_at: Instant | null;
  readonly accepted_at: Instant | null;
  readonly ended_at: Instant | null;
  readonly is_overdue: boolean;
  readonly escalated_to: string | null;
  readonly version: number;
};

/** A fragment: the columns of TaskRow of the alias `t`. */
export const taskColumns = (sql: Sql) => sql`
  t.id, t.county, t.person_key, t.tier, t.rules, t.session_id, t.day, t.state, t.queue, t.place, t.holder_post, t.desk,
  t.offered_to, t.decide_by, t.hops, t.result, t.issued_at, t.due_at, t.delivered_at, t.read_at, t.accepted_at,
  t.ended_at, t.is_overdue, t.escalated_to, t.version`;

const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

/** A row as the API shows it; `names` are those of the posts that hold tasks. */
export const lineOf = (row: TaskRow, names: ReadonlyMap<string, string>): TaskLine => ({
  id: row.id,
  county: row.county,
  personKey: row.person_key,
  tier: row.tier,
  rules: row.rules,
  state: row.state,
  queue: row.queue,
  place: row.place,
  holder: {
    postId: row.holder_post,
    desk: row.desk,
    name: row.holder_post === null ? null : (names.get(row.holder_post) ?? null),
  },
  offeredTo: row.offered_to,
  decideBy: iso(row.decide_by),
  hops: row.hops,
  result: row.result,
  issuedAt: isoInstant(row.issued_at),
  dueAt: isoInstant(row.due_at),
  isOverdue: row.is_overdue,
  escalatedTo: row.escalated_to,
  version: row.version,
});

/** Display names of posts, by post id. Reads post_pkey, account_pkey. */
export async function namesOfPosts(
  sql: Sql,
  postIds: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(postIds.filter((id): id is string => id !== null))];
  if (ids.length === 0) return new Map();
  const rows = await sql<{ id: string; display_name: string }[]>`
    select p.id, a.display_name from post p join account a on a.id = p.account_id where p.id in ${sql(ids)}`;
  return new Map(rows.map((row) => [row.id, row.display_name]));
}

/** The rows as the API shows them. */
export async function linesOf(sql: Sql, rows: readonly TaskRow[]): Promise<TaskLine[]> {
  const names = await namesOfPosts(
    sql,
    rows.map((row) => row.holder_post),
  );
  return rows.map((row) => lineOf(row, names));
}

/** The task as it stands (not the rows it left behind in other counties), or null. Reads task_pkey. */
export async function findTask(sql: Sql, id: string): Promise<TaskRow | null> {
  const [row] = await sql<TaskRow[]>`
    select ${taskColumns(sql)} from task t where t.id = ${id} and t.state <> 'moved'`;
  return row ?? null;
}

/**
 * Locks the open ones among these tasks, in order of id, so that two who act on the same ones wait for each other.
 * Whoever waited sees what the other made of them. Reads task_pkey.
 */
export const lockOpenTasks = (sql: Sql, ids: readonly string[]): Promise<TaskRow[]> => sql<TaskRow[]>`
  select ${taskColumns(sql)} from task t
   where t.id = any (${[...ids]}::uuid[]) and t.ended_at is null
   order by t.id, t.county for update`;

export type HolderRow = { readonly place: string; readonly holder_post: string | null; readonly desk: string | null };

/** Who holds what belongs to each place now (holders_of in 0031); `exceptPost` is passed over. */
export async function holdersOf(
  sql: Sql,
  places: readonly string[],
  now: Instant,
  exceptPost: string | null = null,
): Promise<ReadonlyMap<string, HolderRow>> {
  const rows = await sql<HolderRow[]>`
    select place, holder_post, desk from holders_of(${[...new Set(places)]}::text[], ${now}, ${exceptPost})`;
  return new Map(rows.map((row) => [row.place, row]));
}

/** The lowest centre over each place that has an operator (or the county): whose desk it is. */
export async function desksOf(sql: Sql, places: readonly string[], now: Instant): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(places)];
  const rows = await sql<{ place: string; desk: string }[]>`
    select place, desk from desks_of(${wanted}::text[], ${now})`;
  return new Map(rows.map((row) => [row.place, row.desk]));
}

/** Is there such a place today? Reads place_pkey. */
export async function isLivePlace(sql: Sql, code: string, now: Instant): Promise<boolean> {
  const rows = await sql`
    select from place where code = ${code} and valid_from <= (${now}::timestamptz at time zone 'Asia/Shanghai')::date
       and (valid_until is null or valid_until > (${now}::timestamptz at time zone 'Asia/Shanghai')::date)`;
  return rows.length > 0;
}

/** The area of a post that is valid now, or null. Reads post_pkey. */
export async function areaOfPost(sql: Sql, postId: string, now: Instant): Promise<string | null> {
  const [row] = await sql<{ area: string }[]>`
    select area from post where id = ${postId} and valid_from <= ${now} and (valid_until is null or valid_until > ${now})
       and role in ('grid-leader', 'grid-worker', 'police-officer', 'health-worker')`;
  return row?.area ?? null;
}
