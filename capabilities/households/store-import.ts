/** SQL of files taken into the register, and of the register as a desk looks through it. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { DoorRow } from "./store-doors.ts";

/** Was this very file kept here before? Reads register_import_by_content. */
export async function isKnownFile(sql: Sql, place: string, sha256: string): Promise<boolean> {
  const rows = await sql`
    select from register_import
     where county = ${place.slice(0, 6)} and place = ${place} and sha256 = decode(${sha256}, 'hex')`;
  return rows.length > 0;
}

/** The columns of the last file here with the same headings; null: none. Reads register_import_by_content. */
export async function lastColumns(
  sql: Sql,
  place: string,
  headings: readonly string[],
): Promise<readonly (number | null)[] | null> {
  const [row] = await sql<{ columns: (number | null)[] }[]>`
    select columns from register_import
     where county = ${place.slice(0, 6)} and place = ${place} and headings = ${[...headings]}::text[]
     order by recorded_at desc limit 1`;
  return row?.columns ?? null;
}

export type ImportRow = {
  readonly id: string;
  readonly county: string;
  readonly place: string;
  readonly sha256: string;
  readonly columns: readonly (number | null)[];
  readonly headings: readonly string[];
  readonly rows: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly doorsAdded: number;
  readonly personsAdded: number;
};

export const keepImport = (
  sql: Sql,
  row: ImportRow,
  of: { readonly now: Instant; readonly by: string },
): Promise<unknown> => sql`
  insert into register_import (county, id, place, sha256, columns, headings, rows, accepted, rejected, doors_added,
                               persons_added, recorded_at, by_post)
  values (${row.county}, ${row.id}, ${row.place}, decode(${row.sha256}, 'hex'), ${sql.json(row.columns as never)},
          ${[...row.headings]}::text[], ${row.rows}, ${row.accepted}, ${row.rejected}, ${row.doorsAdded}, ${row.personsAdded},
          ${of.now}, ${of.by})`;

export type BrowsedRow = DoorRow & {
  readonly people: number;
  readonly floating: number;
  readonly last_move_on: string | null;
  readonly is_let: boolean;
  readonly contested: string[];
};

/** Attributes of a door of which more than one value is kept. Reads fact_by_subject. */
const contested = (sql: Sql) => sql`
  select f.attribute from fact f
   where f.subject_id = d.id and f.subject_kind = 'door' group by f.attribute having count(distinct f.value) > 1`;
type Asked = {
  readonly area: string;
  readonly only: "all" | "rented" | "vacant" | "floating" | "contested";
  readonly since: string | null;
  /** Each stands at the beginning of a part of the address, and digits are whole: 5 is not 502. */
  readonly pieces: readonly string[];
  readonly today: string;
};

const filtered = (sql: Sql, { area, only, since, pieces, today }: Asked) => sql`
  d.county = ${area.slice(0, 6)} and d.place >= ${area} and d.place < ${area} || ':' and d.ended_at is null
  and (${only !== "rented"} or d.is_rented) and (${only !== "vacant"} or d.is_vacant)
  and not exists (select from unnest(${[...pieces]}::text[]) as piece
                   where d.address_key !~ ('(^|[|])' || piece || '([^0-9A-Z]|$)'))
  and (${only !== "contested"} or exists (${contested(sql)}))
  and (${only !== "floating"} or exists (
        select from stay s join register_person p on p.id = s.person_id and p.county = s.county
         where s.door_id = d.id and s.superseded_at is null and (s.until_on is null or s.until_on > ${today})
           and 'floating' = any (p.residence)))
  and (${since === null} or exists (
        select from door_household h where h.door_id = d.id and h.superseded_at is null and h.since_on >= ${since}::date))`;

/** A page of an area's doors with how many live there. Reads door_by_place, stay_by_door. */
export const browse = (
  sql: Sql,
  of: Asked & { readonly after: string | null; readonly limit: number },
): Promise<BrowsedRow[]> => sql<BrowsedRow[]>`
  select d.id, d.county, d.household_key, d.place, d.kind, d.building, d.stair, d.floor, d.room, d.villager_group, d.side,
         d.door_number, d.walk_order, d.is_vacant, d.is_rented, d.is_shared, d.added_at,
         (select count(*)::int from stay s
           where s.door_id = d.id and s.superseded_at is null and (s.until_on is null or s.until_on > ${of.today})) as people,
         (select count(*)::int from stay s join register_person p on p.id = s.person_id and p.county = s.county
           where s.door_id = d.id and s.superseded_at is null and (s.until_on is null or s.until_on > ${of.today})
             and 'floating' = any (p.residence)) as floating,
         (select max(h.since_on) from door_household h where h.door_id = d.id and h.superseded_at is null) as last_move_on,
         exists (select from landlord l where l.door_id = d.id and l.superseded_at is null and l.until_on is null) as is_let,
         array(${contested(sql)} order by f.attribute) as contested
    from door d
   where ${filtered(sql, of)} and (${of.after}::uuid is null or d.id > ${of.after}::uuid)
   order by d.id limit ${of.limit}`;

export async function countBrowsed(sql: Sql, of: Asked): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n from door d where ${filtered(sql, of)}`;
  return row?.n ?? 0;
}
