/** SQL of the published figures: sums only, no person. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { PublishedMonth } from "./rules/publish.ts";

export async function lastCount(sql: Sql): Promise<Instant | null> {
  const [row] = await sql<{ at: Instant | null }[]>`select max(counted_at) as at from appeal_figures`;
  return row?.at ?? null;
}
export async function keep(sql: Sql, month: string, document: PublishedMonth, now: Instant): Promise<void> {
  await sql`
    insert into appeal_figures (month, document, counted_at) values (${month}, ${sql.json(document as never)}, ${now})
        on conflict (month) do update set document = excluded.document, counted_at = excluded.counted_at`;
}
export const all = (
  sql: Sql,
): Promise<{ readonly month: string; readonly document: PublishedMonth; readonly counted_at: Instant }[]> =>
  sql`select month, document, counted_at from appeal_figures order by month desc limit 13`;
