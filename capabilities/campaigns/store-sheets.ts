/** SQL of printed forms. Row-level security: the place of the form. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type SheetRow = {
  readonly id: string;
  readonly number: string;
  readonly campaign_id: string;
  readonly place: string;
  readonly door_ids: readonly string[];
  readonly printed_at: Instant;
  readonly keyed_at: Instant | null;
};

export async function insertSheet(sql: Sql, row: SheetRow, by: string): Promise<void> {
  await sql`
    insert into campaign_sheet (county, id, number, campaign_id, place, door_ids, printed_at, printed_by)
    values (${row.place.slice(0, 6)}, ${row.id}, ${row.number}, ${row.campaign_id}, ${row.place},
            ${[...row.door_ids]}::uuid[], ${row.printed_at}, ${by})`;
}

/** The sheet of a number that is printed on it. Reads campaign_sheet_number_county_key. */
export async function sheetOf(sql: Sql, number: string): Promise<SheetRow | null> {
  const [row] = await sql<SheetRow[]>`
    select id, number, campaign_id, place, door_ids, printed_at, keyed_at from campaign_sheet where number = ${number}`;
  return row ?? null;
}

/** When it was first keyed in. */
export async function markKeyed(sql: Sql, id: string, by: string, at: Instant): Promise<void> {
  await sql`update campaign_sheet set keyed_at = ${at}, keyed_by = ${by} where id = ${id} and keyed_at is null`;
}
