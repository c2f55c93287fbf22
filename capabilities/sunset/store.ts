import type { Instant } from "#kernel/time.ts";
import type { Database, Sql } from "#platform/database.ts";

export type SunsetRow = {
  readonly id: string;
  readonly event_id: string;
  readonly reason: string;
  readonly planned_at: Instant;
  readonly cancelled_at: Instant | null;
  readonly steps: Readonly<Record<string, unknown>>;
  readonly executed_at: Instant | null;
  readonly certificate: unknown;
  readonly certified_at: Instant | null;
};
export type ApprovalRow = {
  readonly sunset_id: string;
  readonly seat: "health" | "chair" | "auditor";
  readonly organisation: string;
  readonly at: Instant;
};

export const sunsets = (sql: Database | Sql, id: string | null = null): Promise<SunsetRow[]> =>
  sql<SunsetRow[]>`
    select id, event_id, reason, planned_at, cancelled_at, steps, executed_at, certificate, certified_at
      from sunset where ${id}::uuid is null or id = ${id} order by planned_at desc, id`;

export const approvals = (sql: Database | Sql): Promise<ApprovalRow[]> =>
  sql<ApprovalRow[]>`select sunset_id, seat, organisation, at from sunset_approval order by sunset_id, at, seat`;

export async function lockSunset(sql: Sql, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 0))`;
}

export async function insertSunset(
  sql: Sql,
  row: { id: string; eventId: string; reason: string; plannedBy: string; plannedAt: Instant },
): Promise<void> {
  await sql`
    insert into sunset (id, event_id, reason, planned_by, planned_at)
    values (${row.id}, ${row.eventId}, ${row.reason}, ${row.plannedBy}, ${row.plannedAt})`;
}

export async function insertApproval(
  sql: Sql,
  row: { sunsetId: string; seat: string; postId: string; at: Instant },
): Promise<void> {
  await sql`
    insert into sunset_approval (sunset_id, seat, post_id, organisation, at)
    select ${row.sunsetId}, ${row.seat}, ${row.postId}, organisation, ${row.at} from post where id = ${row.postId}
    on conflict (sunset_id, seat) do nothing`;
}

export async function setCancelled(sql: Sql, id: string, at: Instant): Promise<void> {
  await sql`update sunset set cancelled_at = ${at} where id = ${id}`;
}

export async function setCertified(sql: Sql, id: string, at: Instant, by: string): Promise<void> {
  await sql`update sunset set certified_at = ${at}, certified_by = ${by} where id = ${id}`;
}

/** Every table of ours with the planner's estimate of its rows: enough for a plan; the certificate counts. */
export const tableEstimates = (sql: Database | Sql): Promise<{ name: string; rows: number }[]> =>
  sql<{ name: string; rows: number }[]>`
    select c.relname as name,
           greatest(0, sum(coalesce(p.reltuples, c.reltuples)))::bigint as rows
      from pg_class c
      left join pg_inherits i on i.inhparent = c.oid
      left join pg_class p on p.oid = i.inhrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
     group by 1 order by 1`;

// What follows is the owner's at the command line.

export async function endEvent(owner: Sql, eventId: string, at: Instant): Promise<void> {
  await owner`update epidemic_event set ended_at = coalesce(ended_at, ${at}) where id = ${eventId}`;
}

export async function noteStep(owner: Database | Sql, id: string, step: string, facts: unknown): Promise<void> {
  await owner`
    update sunset set steps = steps || jsonb_build_object(${step}::text, ${owner.json(facts as never)}::jsonb) where id = ${id}`;
}

export async function setExecuted(owner: Database, id: string, at: Instant, certificate: unknown): Promise<void> {
  await owner`update sunset set executed_at = ${at}, certificate = ${owner.json(certificate as never)} where id = ${id}`;
}

export async function countRows(owner: Sql | Database, table: string): Promise<number> {
  const [row] = await owner<{ rows: number }[]>`select count(*) as rows from ${owner(table)}`;
  return row?.rows ?? 0;
}

/** Empties the tables, all in one transaction: none of them, or all. */
export async function emptyTables(owner: Sql, tables: readonly string[]): Promise<void> {
  await owner.unsafe(`truncate ${tables.map((table) => `"${table.replaceAll('"', "")}"`).join(", ")}`);
}
