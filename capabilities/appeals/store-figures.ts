/** SQL of the published figures: sums only, no person. */
import type { Instant, PlainDay } from "#kernel/time.ts";
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

export type FigureRow = {
  readonly month: string;
  readonly rule: string;
  readonly filed: number;
  readonly upheld: number;
  readonly rejected: number;
  readonly hours: readonly number[];
};
/** What was filed by month and rule, and the hours to the decision. */
export const figures = (sql: Sql, since: PlainDay): Promise<FigureRow[]> =>
  sql<FigureRow[]>`
    select to_char(received_on, 'YYYY-MM') as month, rule, count(*)::int as filed,
           count(*) filter (where outcome in ('upheld', 'partial'))::int as upheld,
           count(*) filter (where outcome = 'rejected')::int as rejected,
           coalesce(array_agg(extract(epoch from decided_at - received_at)::float8 / 3600) filter (where decided_at is not null), '{}') as hours
      from appeal where received_on >= ${since} group by 1, 2 order by 1 desc, 2`;
