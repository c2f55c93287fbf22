import type { PlaceCode } from "#kernel/places.ts";
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Database, Sql } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import type { CaseRow } from "./rules/case-rows.ts";

/** Rows of one statement. */
const ROWS_AT_ONCE = 5_000;

/**
 * Appends what is not yet so on record: a row equal to the standing one of its place and day changes nothing. Returns
 * how many were recorded.
 */
export async function insertCases(sql: Sql, rows: readonly CaseRow[], source: string, now: Instant): Promise<number> {
  let recorded = 0;
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    const some = rows.slice(at, at + ROWS_AT_ONCE).map((row) => ({ id: newId(), ...row }));
    const result = await sql`
      insert into case_figure (place, day, recorded_at, id, confirmed, suspected, cured, dead, source)
      select r.place, r.day, ${now}, r.id, r.confirmed, r.suspected, r.cured, r.dead, ${source}
        from jsonb_to_recordset(${JSON.stringify(some)}::text::jsonb)
          as r (id uuid, place text, day date, confirmed int, suspected int, cured int, dead int)
        left join lateral (
          select c.confirmed, c.suspected, c.cured, c.dead from case_figure c
           where c.place = r.place and c.day = r.day order by c.recorded_at desc, c.id desc limit 1) s on true
       where (s.confirmed, s.suspected, s.cured, s.dead) is distinct from (r.confirmed, r.suspected, r.cured, r.dead)
          on conflict do nothing`;
    recorded += result.count;
  }
  return recorded;
}

/** The standing figures of a place and of every place inside it, to a day. Reads case_figure_pkey. */
export async function standingCases(sql: Sql | Database, place: string, until: PlainDay): Promise<CaseRow[]> {
  return sql<(CaseRow & { place: PlaceCode })[]>`
    select distinct on (place, day) place, day, confirmed, suspected, cured, dead
      from case_figure
     where place >= ${place} and place < ${`${place}:`} and day <= ${until}
     order by place, day, recorded_at desc, id desc limit 200000`;
}

/** Names of a place and of those directly below it. Reads place_pkey, place_by_parent. */
export async function namesOf(sql: Sql | Database, place: string): Promise<Map<string, string>> {
  const rows = await sql<{ code: string; name: string }[]>`
    select code, name from place where (code = ${place} or parent = ${place}) and length(code) <= 12
     order by code limit 2000`;
  return new Map(rows.map((row) => [row.code, row.name]));
}
