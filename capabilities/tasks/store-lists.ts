import { afterArea } from "#kernel/places.ts";
import type { RiskTier } from "#kernel/tiers.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Queue, TaskState } from "./rules/states.ts";
import { type TaskRow, taskColumns } from "./store-tasks.ts";

/** The last row that a page showed. */
export type After = { readonly dueAt: string; readonly id: string };
export type Filter = {
  readonly tier?: RiskTier | undefined;
  readonly state?: TaskState | undefined;
  readonly queue?: Queue | undefined;
  readonly rule?: string | undefined;
  readonly place?: string | undefined;
  readonly holderPost?: string | undefined;
  readonly overdue?: boolean | undefined;
};
export type Scope = { readonly area: string; readonly scope: "below" | "desk" };

/** A fragment: the filter's conditions on the alias `t`; what is not asked for is not in the statement. */
export const conditions = (sql: Sql, filter: Filter, now: Instant) => sql`
  t.ended_at is null
  ${filter.tier === undefined ? sql`` : sql`and t.tier = ${filter.tier}`}
  ${filter.state === undefined ? sql`` : sql`and t.state = ${filter.state}`}
  ${filter.queue === undefined ? sql`` : sql`and t.queue = ${filter.queue}`}
  ${filter.rule === undefined ? sql`` : sql`and ${filter.rule} = any (t.rules)`}
  ${filter.place === undefined ? sql`` : sql`and t.place >= ${filter.place} and t.place < ${afterArea(filter.place)}`}
  ${filter.holderPost === undefined ? sql`` : sql`and t.holder_post = ${filter.holderPost}`}
  ${filter.overdue === undefined ? sql`` : filter.overdue ? sql`and t.due_at <= ${now}` : sql`and t.due_at > ${now}`}`;

const beyond = (sql: Sql, after: After | null) =>
  after === null ? sql`` : sql`and (t.due_at, t.id) > (${after.dueAt}::timestamptz, ${after.id}::uuid)`;

/**
 * One page of open tasks, soonest due first; `limit + 1` rows tell that there is a next one. Reads task_by_desk for a
 * desk; task_by_county_due or task_by_place within a county; above it, one ordered run a county, merged.
 */
export async function openTasks(
  sql: Sql,
  { area, scope }: Scope,
  filter: Filter,
  page: { readonly now: Instant; readonly limit: number; readonly after: After | null },
): Promise<TaskRow[]> {
  const where = sql`${conditions(sql, filter, page.now)} ${beyond(sql, page.after)}`;
  const order = sql`order by t.due_at, t.id limit ${page.limit + 1}`;
  if (scope === "desk")
    return sql<TaskRow[]>`select ${taskColumns(sql)} from task t where t.desk = ${area} and ${where} ${order}`;
  const inside = sql`t.place >= ${area} and t.place < ${afterArea(area)}`;
  if (area.length > 6)
    return sql<TaskRow[]>`
      select ${taskColumns(sql)} from task t where t.county = ${area.slice(0, 6)} and ${inside} and ${where} ${order}`;
  if (area.length === 6)
    return sql<TaskRow[]>`select ${taskColumns(sql)} from task t where t.county = ${area} and ${where} ${order}`;
  return sql<TaskRow[]>`
    select ${taskColumns(sql)}
      from (select code from place
             where code >= ${area} and code < ${afterArea(area)} and length(code) in (2, 4, 6)) as c
      cross join lateral (select t.* from task t where t.county = c.code and ${where} ${order}) as t
     ${order}`;
}

/** Tasks of an area whose id lies in a range, open or ended. Reads task_pkey. */
export const tasksById = (
  sql: Sql,
  area: string,
  range: { readonly from: string; readonly to: string },
): Promise<TaskRow[]> => sql<TaskRow[]>`
  select ${taskColumns(sql)} from task t
   where t.id >= ${range.from}::uuid and t.id <= ${range.to}::uuid and t.state <> 'moved'
     and t.place >= ${area} and t.place < ${afterArea(area)}
   order by t.id limit 50`;

/** Tasks of an area about one person, the open one first. Reads task_by_person. */
export const tasksOfPerson = (sql: Sql, area: string, personKey: string): Promise<TaskRow[]> => sql<TaskRow[]>`
  select ${taskColumns(sql)} from task t
   where t.person_key = ${personKey} and t.state <> 'moved' and t.place >= ${area} and t.place < ${afterArea(area)}
   order by t.ended_at desc nulls first, t.issued_at desc limit 50`;

/** What was offered to an area and waits. Reads task_offered. */
export const offersTo = (sql: Sql, area: string): Promise<TaskRow[]> => sql<TaskRow[]>`
  select ${taskColumns(sql)} from task t
   where t.offered_to >= ${area} and t.offered_to < ${afterArea(area)}
   order by t.decide_by, t.id limit 200`;

/** What an area has offered to others and nobody has answered. Reads task_offered. */
export const offersBy = (sql: Sql, area: string): Promise<TaskRow[]> => sql<TaskRow[]>`
  select ${taskColumns(sql)} from task t
   where t.offered_to is not null and t.place >= ${area} and t.place < ${afterArea(area)}
   order by t.decide_by, t.id limit 200`;

/** A post's open tasks, soonest due first. Reads task_by_holder. */
export const tasksOfHolder = (
  sql: Sql,
  postId: string,
  page: { readonly limit: number; readonly after: After | null },
): Promise<TaskRow[]> => sql<TaskRow[]>`
  select ${taskColumns(sql)} from task t
   where t.holder_post = ${postId} and t.ended_at is null ${beyond(sql, page.after)}
   order by t.due_at, t.id limit ${page.limit + 1}`;

export type StoredEvent = {
  readonly at: Instant;
  readonly kind: string;
  readonly by_name: string | null;
  readonly by_role: string | null;
  readonly from_holder: string | null;
  readonly to_holder: string | null;
  readonly reason: string | null;
};

/** The history of a task through all counties, oldest first; the last 500. Reads task_event_pkey. */
export async function eventsOf(sql: Sql, taskId: string): Promise<StoredEvent[]> {
  const rows = await sql<StoredEvent[]>`
    select e.at, e.kind, a.display_name as by_name, p.role as by_role, e.from_holder, e.to_holder, e.reason
      from task_event e left join post p on p.id = e.by_post left join account a on a.id = p.account_id
     where e.task_id = ${taskId} order by e.id desc limit 500`;
  return rows.toReversed();
}

export type StoredContact = {
  readonly at: Instant;
  readonly role: string;
  readonly name: string | null;
  readonly place: string;
  readonly result: string;
};

/** Who was in touch with a person in a stretch of time, newest first. Reads contact_pkey. */
export const contactsOf = (sql: Sql, personKey: string, from: Instant, until: Instant): Promise<StoredContact[]> => sql<
  StoredContact[]
>`
  select c.at, c.role, a.display_name as name, c.place, c.result
    from contact c left join post p on p.id = c.by_post left join account a on a.id = p.account_id
   where c.person_key = ${personKey} and c.at >= ${from} and c.at < ${until}
   order by c.at desc limit 50`;

/** The rule-set document of the list that issued a task, or null when the list is not on record. */
export async function ruleDocumentOf(sql: Sql, sessionId: string | null): Promise<unknown> {
  const [row] = await sql<{ document: unknown }[]>`
    select r.document from joint_session s join assessment a on a.id = s.assessment_id
      join rule_set r on r.id = a.rule_set_id and r.version = a.rule_set_version
     where s.id = ${sessionId}`;
  return row?.document ?? null;
}
