/** SQL by which a campaign's doors go to another grid. Row-level security: both places lie in the area of whoever moves them. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { DoorRow } from "./store-doors.ts";

/** Running campaigns of grids that are no more are their village's from now on, their groups too. Reads campaign_by_area. */
export async function widenTo(
  sql: Sql,
  of: { readonly village: string; readonly gone: readonly string[]; readonly now: Instant },
): Promise<string[]> {
  await sql`
    update campaign_group set place = ${of.village}
     where place = any (${[...of.gone]}::text[]) and ended_at is null`;
  const rows = await sql<{ id: string }[]>`
    update campaign set area = ${of.village}
     where area = any (${[...of.gone]}::text[]) and closed_at is null and until_at > ${of.now} returning id`;
  return rows.map((row) => row.id);
}

export type Followed = DoorRow & { readonly to: string };

/**
 * Doors of running campaigns whose register doors are elsewhere now, locked, in walking order; of a campaign that does not
 * reach there, none. Reads campaign_door_by_door.
 */
export const lockMoved = (
  sql: Sql,
  moved: readonly { readonly id: string; readonly place: string }[],
  now: Instant,
): Promise<Followed[]> => sql<Followed[]>`
  select d.*, m.place as to from campaign_door d
    join unnest(${moved.map(({ id }) => id)}::uuid[], ${moved.map(({ place }) => place)}::text[]) as m (id, place)
      on m.id = d.door_id and d.place <> m.place and d.county = left(m.place, 6)
    join campaign c on c.id = d.campaign_id
   where c.closed_at is null and c.until_at > ${now} and starts_with(m.place, c.area)
   order by d.campaign_id, d.place, d.ordinal for update of d`;

/** Puts them at the end of the walk there, with their marks; a group that does not work there has them no more. */
export async function putThere(
  sql: Sql,
  doors: readonly { readonly id: string; readonly to: string; readonly ordinal: number }[],
): Promise<void> {
  await sql`
    update campaign_door d set place = t.place, ordinal = t.ordinal,
           group_id = (select g.id from campaign_group g where g.id = d.group_id and starts_with(t.place, g.place))
      from jsonb_to_recordset(${JSON.stringify(doors.map(({ id, to, ordinal }) => ({ id, place: to, ordinal })))}::text::jsonb)
        as t (id uuid, place text, ordinal int)
     where d.id = t.id`;
  await sql`
    update campaign_mark m set place = d.place from campaign_door d
     where m.campaign_door_id = d.id and m.county = d.county and m.place <> d.place
       and d.id = any (${doors.map(({ id }) => id)}::uuid[])`;
}
