/** SQL by which doors go with a grid. Row-level security: both places lie in the area of whoever draws grids. */
import type { Sql } from "#platform/database.ts";

export type MovedDoor = { readonly id: string; readonly was: string; readonly place: string };

/**
 * Doors at these places, those taken out of the register too, go to where their household of the daily loop is now, if that is one of `to`, else to `main`.
 * Reads door_by_place and household_pkey.
 */
export const moveDoors = (
  sql: Sql,
  { from, to, main }: { readonly from: readonly string[]; readonly to: readonly string[]; readonly main: string },
): Promise<MovedDoor[]> => sql<MovedDoor[]>`
  update door d set place = b.to_place
    from (select d.id, d.county, d.place as was,
                 coalesce((select t from unnest(${[...to]}::text[]) as t
                            where h.place = t or h.place like t || '%' limit 1), ${main}) as to_place
            from door d left join household h on h.household_key = d.household_key and h.county = d.county
           where d.county = ${main.slice(0, 6)} and d.place = any (${[...from]}::text[])
             for update of d) as b
   where d.id = b.id and d.county = b.county and b.was <> b.to_place
  returning d.id, b.was, d.place`;

/** Who lets these doors and what he did go along. Reads landlord_pkey, landlord_report_by_door. */
export async function moveLandlords(sql: Sql, doorIds: readonly string[], place: string): Promise<void> {
  await sql`update landlord set place = ${place} where door_id = any (${[...doorIds]}::uuid[]) and superseded_at is null`;
  await sql`update landlord_report set place = ${place} where door_id = any (${[...doorIds]}::uuid[])`;
}
