/** SQL by which units go to another grid. Row-level security: both grids lie in the area of whoever moves their doors. */
import type { Sql } from "#platform/database.ts";

export type MemberRow = { readonly door_id: string; readonly unit_id: string; readonly place: string };

/** All members of the units that any of these doors is in, locked. Reads watch_unit_door_pkey, watch_unit_door_by_unit. */
export const lockMembers = (sql: Sql, county: string, doorIds: readonly string[]): Promise<MemberRow[]> =>
  sql<MemberRow[]>`
    select door_id, unit_id, place from watch_unit_door
     where county = ${county}
       and unit_id in (select unit_id from watch_unit_door where county = ${county} and door_id = any (${[...doorIds]}::uuid[]))
     order by unit_id, ordinal for update`;

export async function takeOut(sql: Sql, county: string, doorIds: readonly string[]): Promise<void> {
  await sql`delete from watch_unit_door where county = ${county} and door_id = any (${[...doorIds]}::uuid[])`;
}

/** A unit with its doors, its seats and their words of each day, under a number of the new grid. */
export async function moveUnit(
  sql: Sql,
  unit: { readonly id: string; readonly county: string; readonly place: string; readonly number: number },
): Promise<void> {
  const { id, county, place, number } = unit;
  await sql`update watch_unit set place = ${place}, number = ${number} where id = ${id} and county = ${county}`;
  await sql`update watch_unit_door set place = ${place} where unit_id = ${id} and county = ${county}`;
  await sql`update watch_head set place = ${place} where unit_id = ${id} and county = ${county}`;
  await sql`update watch_tap set place = ${place} where unit_id = ${id} and county = ${county}`;
}
