import type { PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

/** Until when a person stays, by his latest declaration; null when that is no short stay, or it is over. */
export async function shortStayOf(
  sql: Sql,
  of: { personKey: string; id: string; today: PlainDay },
): Promise<{ readonly until: PlainDay; readonly isRecorded: boolean } | null> {
  const [row] = await sql<{ category: string; until: PlainDay | null; is_recorded: boolean }[]>`
    select d.category, d.stay_until as until, exists (select from holder_log l where l.id = ${of.id}) as is_recorded
      from declaration d where d.person_key = ${of.personKey} order by d.version desc limit 1`;
  if (row === undefined || row.category !== "short-stay" || row.until === null || row.until < of.today) return null;
  return { until: row.until, isRecorded: row.is_recorded };
}
