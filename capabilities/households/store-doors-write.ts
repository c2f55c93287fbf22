/** SQL that changes doors and the households that count them. */
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { DoorRow } from "./store-doors.ts";

export type DoorInsert = Omit<DoorRow, "added_at"> & { readonly address_key: string; readonly added_at: string };

/** Adds doors; returns the ids of those that are new. */
export async function insertDoors(
  sql: Sql,
  rows: readonly DoorInsert[],
  of: { readonly now: Instant; readonly by: string | null },
): Promise<ReadonlySet<string>> {
  const done = await sql<{ id: string }[]>`
    insert into door (county, id, household_key, place, kind, building, stair, floor, room, villager_group, side,
                      door_number, walk_order, is_vacant, is_rented, is_shared, address_key, added_at, recorded_at, by_post)
    select county, id, household_key, place, kind, building, stair, floor, room, villager_group, side, door_number,
           walk_order, is_vacant, is_rented, is_shared, address_key, added_at, ${of.now}::timestamptz, ${of.by}::uuid
      from jsonb_to_recordset(${sql.json(rows as never)})
        as g (county text, id uuid, household_key uuid, place text, kind text, building text, stair text, floor text,
              room text, villager_group text, side text, door_number text, walk_order int, is_vacant boolean,
              is_rented boolean, is_shared boolean, address_key text, added_at timestamptz)
     order by id on conflict do nothing
    returning id`;
  return new Set(done.map((row) => row.id));
}

/** What stands of a door now. */
export const updateDoor = (sql: Sql, row: Omit<DoorInsert, "added_at">): Promise<unknown> => sql`
  update door set ${sql(row as never, "place", "kind", "building", "stair", "floor", "room", "villager_group", "side", "door_number", "walk_order", "is_vacant", "is_rented", "is_shared", "address_key")}
   where id = ${row.id} and county = ${row.county}`;

export const endDoor = (sql: Sql, doorId: string, reason: string, now: Instant): Promise<unknown> => sql`
  update door set ended_at = ${now}, end_reason = ${reason} where id = ${doorId} and ended_at is null`;

/**
 * The households that count these doors: a new one for each that has none yet, booked as `household.registered` in its
 * village, as everywhere (0041, intake).
 */
export const countHouseholds = (
  sql: Sql,
  rows: readonly Pick<DoorRow, "county" | "household_key" | "place">[],
  of: { readonly now: Instant; readonly day: PlainDay },
): Promise<unknown> => sql`
  with fresh as (
    insert into household (county, household_key, place, persons, recorded_at)
    select county, household_key, place, 0, ${of.now}::timestamptz
      from jsonb_to_recordset(${sql.json(rows as never)}) as g (county text, household_key uuid, place text)
     order by county, household_key
        on conflict do nothing returning place)
  insert into counter_pending (place, day, metric, delta)
  select left(place, 12), ${of.day}, 'household.registered', count(*) from fresh group by 1`;

/** The counting household follows its door within the village; its figures do not change. */
export const moveHousehold = (
  sql: Sql,
  row: Pick<DoorRow, "county" | "household_key" | "place">,
): Promise<unknown> => sql`
  update household set place = ${row.place}
   where household_key = ${row.household_key} and county = ${row.county} and left(place, 12) = left(${row.place}, 12)`;

/** Is this household of the daily loop in one's area, and no other door's? Reads household_pkey, door_by_household. */
export async function isFreeHousehold(sql: Sql, county: string, key: string): Promise<boolean> {
  const rows = await sql`
    select from household h where h.household_key = ${key} and h.county = ${county}
       and not exists (select from door d where d.household_key = h.household_key and d.county = h.county and d.ended_at is null)`;
  return rows.length > 0;
}

/** Doors that stand at a place under these addresses: key → id. Reads door_by_address. */
export async function doorsAt(sql: Sql, place: string, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ address_key: string; id: string }[]>`
    select address_key, id from door
     where county = ${place.slice(0, 6)} and place = ${place} and address_key = any (${[...keys]}::text[]) and ended_at is null
     order by id`;
  return new Map(rows.map((row) => [row.address_key, row.id]));
}

/** Grids of a village that hold doors of a block, with their names (a function of the owner). Reads door_by_address. */
export const gridsOfBlock = (
  sql: Sql,
  village: string,
  block: string,
): Promise<{ readonly grid: string; readonly name: string }[]> => sql<{ grid: string; name: string }[]>`
  select grid, name from grids_of_block(${village}, ${block})`;

/** The households of the residents' feed behind these people, as doors_of() (0045) names them. */
export async function feedHouseholdsOf(
  sql: Sql,
  people: readonly { readonly n: number; readonly county: string; readonly place: string; readonly person: string }[],
): Promise<ReadonlyMap<number, string>> {
  if (people.length === 0) return new Map();
  const rows = await sql<
    { n: number; household: string }[]
  >`select n, household from doors_of(${sql.json(people as never)}::json)`;
  return new Map(rows.map((row) => [row.n, row.household]));
}

export const tieDoor = (sql: Sql, doorId: string, key: string, now: Instant): Promise<unknown> =>
  sql`select tie_door(${doorId}, ${key}, ${now})`;

export const untieDoor = (sql: Sql, doorId: string, now: Instant): Promise<unknown> =>
  sql`select untie_door(${doorId}, ${now})`;
