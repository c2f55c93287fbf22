/** SQL of a campaign's doors and marks. Row-level security: the place of the door. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Door, DoorState, Mark, NeighbourWord, Outcome } from "./rules/doors.ts";

export type DoorRow = {
  readonly id: string;
  readonly campaign_id: string;
  readonly door_id: string;
  readonly household_key: string | null;
  readonly place: string;
  readonly ordinal: number;
  readonly kind: string;
  readonly name: string;
  readonly cluster: string;
  readonly is_vacant_on_register: boolean;
  readonly is_found: boolean;
  readonly group_id: string | null;
  readonly state: DoorState;
  readonly tries: number;
  readonly windows: readonly number[];
  readonly is_phoned: boolean;
  readonly neighbour: NeighbourWord | null;
  readonly revisit_at: Instant | null;
  readonly last_at: Instant | null;
  readonly last_by: string | null;
};

export const doorOf = (row: DoorRow): Door => ({
  state: row.state,
  tries: row.tries,
  windows: row.windows,
  isPhoned: row.is_phoned,
  neighbour: row.neighbour,
  revisitAt: row.revisit_at,
  lastAt: row.last_at,
});

export type NewDoor = Pick<
  DoorRow,
  "id" | "door_id" | "household_key" | "place" | "ordinal" | "kind" | "name" | "cluster" | "is_vacant_on_register"
>;

/** Takes doors into a universe, untouched; returns the ids of those that were not in it. */
export async function insertDoors(
  sql: Sql,
  of: { readonly campaignId: string; readonly isFound: boolean },
  doors: readonly NewDoor[],
): Promise<Set<string>> {
  if (doors.length === 0) return new Set();
  const made = await sql<{ id: string }[]>`
    insert into campaign_door (county, id, campaign_id, door_id, household_key, place, ordinal, kind, name, cluster,
                               is_vacant_on_register, is_found, state, tries, windows, is_phoned)
    select left(d.place, 6), d.id, ${of.campaignId}, d.door_id, d.household_key, d.place, d.ordinal, d.kind, d.name,
           d.cluster, d.is_vacant_on_register, ${of.isFound}, 'NOT_VISITED', 0, '{}', false
      from jsonb_to_recordset(${JSON.stringify(doors)}::text::jsonb)
        as d (id uuid, door_id uuid, household_key uuid, place text, ordinal int, kind text, name text, cluster text,
              is_vacant_on_register boolean)
        on conflict (campaign_id, door_id, county) do nothing
    returning id`;
  return new Set(made.map((row) => row.id));
}

/** One door, locked for a mark. Reads campaign_door_pkey. */
export async function lockDoor(sql: Sql, county: string, id: string): Promise<DoorRow | null> {
  const [row] = await sql<DoorRow[]>`
    select d.* from campaign_door d where d.id = ${id} and d.county = ${county} for update`;
  return row ?? null;
}

/** Where the last door of a place stands in its walk. Reads campaign_door_by_place. */
export async function lastOrdinal(sql: Sql, campaignId: string, place: string): Promise<number> {
  const [row] = await sql<{ last: number | null }[]>`
    select max(ordinal) as last from campaign_door where campaign_id = ${campaignId} and place = ${place}`;
  return row?.last ?? 0;
}

export type NewMark = {
  readonly id: string;
  readonly campaignDoorId: string;
  readonly place: string;
  readonly outcome: Outcome;
  readonly seen: number | null;
  readonly revisitAt: Instant | null;
  readonly neighbour: NeighbourWord | null;
  readonly leftNote: boolean;
  readonly madeAt: Instant;
  readonly byPost: string;
  readonly keyedBy: string | null;
  readonly sheetId: string | null;
};

/** False: this mark was on record before. */
export async function insertMark(sql: Sql, mark: NewMark, now: Instant): Promise<boolean> {
  const made = await sql`
    insert into campaign_mark (county, id, campaign_door_id, place, outcome, seen, revisit_at, neighbour, left_note,
                               made_at, recorded_at, by_post, keyed_by, sheet_id)
    values (${mark.place.slice(0, 6)}, ${mark.id}, ${mark.campaignDoorId}, ${mark.place}, ${mark.outcome}, ${mark.seen},
            ${mark.revisitAt}, ${mark.neighbour}, ${mark.leftNote}, ${mark.madeAt}, ${now}, ${mark.byPost},
            ${mark.keyedBy}, ${mark.sheetId}) on conflict (id, county) do nothing returning 1`;
  return made.length > 0;
}

/** A door's marks. Reads campaign_mark_by_door. */
export async function marksOf(sql: Sql, campaignDoorId: string): Promise<(Mark & { readonly byPost: string })[]> {
  const rows = await sql<
    {
      id: string;
      outcome: Outcome;
      made_at: Instant;
      revisit_at: Instant | null;
      neighbour: NeighbourWord | null;
      by_post: string;
    }[]
  >`select id, outcome, made_at, revisit_at, neighbour, by_post from campaign_mark where campaign_door_id = ${campaignDoorId}`;
  return rows.map((row) => ({
    id: row.id,
    outcome: row.outcome,
    madeAt: row.made_at,
    revisitAt: row.revisit_at,
    neighbour: row.neighbour,
    byPost: row.by_post,
  }));
}

export async function setDoor(sql: Sql, row: DoorRow, door: Door, by: string): Promise<void> {
  await sql`
    update campaign_door
       set state = ${door.state}, tries = ${door.tries}, windows = ${[...door.windows]}::smallint[],
           is_phoned = ${door.isPhoned}, neighbour = ${door.neighbour}, revisit_at = ${door.revisitAt},
           last_at = ${door.lastAt}, last_by = ${by}
     where id = ${row.id} and county = ${row.place.slice(0, 6)}`;
}

export type ShownDoor = DoorRow & { readonly last_name: string | null; readonly group_name: string | null };

const SHOWN = (sql: Sql) => sql`
  d.*, (select g.name from campaign_group g where g.id = d.group_id) as group_name,
  (select a.display_name from post p join account a on a.id = p.account_id where p.id = d.last_by) as last_name`;

/** Doors of a campaign in an area, in walking order, a page. Reads campaign_door_by_place. */
export async function doorsOfCampaign(
  sql: Sql,
  of: {
    readonly campaignId: string;
    readonly area: string;
    readonly state: DoorState | null;
    readonly after: { readonly place: string; readonly ordinal: number } | null;
    readonly limit: number;
  },
): Promise<ShownDoor[]> {
  const { campaignId, area, state, after, limit } = of;
  return sql<ShownDoor[]>`
    select ${SHOWN(sql)} from campaign_door d
     where d.campaign_id = ${campaignId} and d.place >= ${area} and d.place < ${`${area}:`}
       and (${state}::text is null or d.state = ${state})
       and (${after === null}::boolean or (d.place, d.ordinal) > (${after?.place ?? ""}, ${after?.ordinal ?? 0}::int))
     order by d.place, d.ordinal, d.id limit ${limit}`;
}

/** Doors by id. Reads campaign_door_pkey. */
export async function doorsById(sql: Sql, ids: readonly string[]): Promise<ShownDoor[]> {
  return sql<ShownDoor[]>`select ${SHOWN(sql)} from campaign_door d where d.id = any (${[...ids]}::uuid[])`;
}

/** A phone's page: doors of the campaigns that it holds, by id. Reads campaign_door_copy. */
export async function copyRows(
  sql: Sql,
  of: {
    readonly area: string;
    readonly campaignIds: readonly string[];
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<ShownDoor[]> {
  const { area, campaignIds, after, limit } = of;
  return sql<ShownDoor[]>`
    select ${SHOWN(sql)} from campaign_door d
     where d.county = ${area.slice(0, 6)} and d.place >= ${area} and d.place < ${`${area}:`}
       and d.campaign_id = any (${[...campaignIds]}::uuid[]) and (${after}::uuid is null or d.id > ${after}::uuid)
     order by d.id limit ${limit}`;
}

/** How many that are. Reads campaign_door_by_place. */
export async function countRows(sql: Sql, campaignIds: readonly string[], area: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*) as n from campaign_door
     where campaign_id = any (${[...campaignIds]}::uuid[]) and place >= ${area} and place < ${`${area}:`}`;
  return row?.n ?? 0;
}

/* ---- The plan ---- */

export type PlanRow = Pick<DoorRow, "id" | "place" | "ordinal" | "cluster" | "state"> & {
  /** Members of the group that had the door in the last campaign before this. */
  readonly last_members: readonly string[] | null;
  readonly is_by_hand: boolean;
};

/** Doors to be shared among groups: not settled, not moved by hand. Reads campaign_door_by_place, campaign_door_by_door. */
export async function doorsToAssign(sql: Sql, campaignId: string, area: string): Promise<PlanRow[]> {
  return sql<PlanRow[]>`
    select d.id, d.place, d.ordinal, d.cluster, d.state,
           (select g.members from campaign_door o join campaign c on c.id = o.campaign_id
              join campaign_group g on g.id = o.group_id
             where o.door_id = d.door_id and o.campaign_id <> d.campaign_id
             order by c.started_at desc limit 1) as last_members,
           exists (select from campaign_move m where m.campaign_id = d.campaign_id and m.place = d.place
                                                 and d.id = any (m.door_ids)) as is_by_hand
      from campaign_door d
     where d.campaign_id = ${campaignId} and d.place >= ${area} and d.place < ${`${area}:`}
       and d.state not in ('OPENED', 'DONE_BY_PHONE', 'VACANT_CONFIRMED')
     order by d.place, d.ordinal`;
}

/** Gives doors to groups; returns the doors that changed hands, with their places. */
export async function setGroups(
  sql: Sql,
  plan: ReadonlyMap<string, string | null>,
): Promise<{ readonly id: string; readonly place: string }[]> {
  return sql<{ id: string; place: string }[]>`
    update campaign_door d set group_id = p.group_id
      from unnest(${[...plan.keys()]}::uuid[], ${[...plan.values()]}::uuid[]) as p (id, group_id)
     where d.id = p.id and d.group_id is distinct from p.group_id
    returning d.id, d.place`;
}

export async function insertMove(
  sql: Sql,
  move: {
    readonly id: string;
    readonly campaignId: string;
    readonly place: string;
    readonly doorIds: readonly string[];
    readonly toGroup: string | null;
    readonly reason: string;
    readonly by: string;
    readonly at: Instant;
  },
): Promise<void> {
  await sql`
    insert into campaign_move (county, id, campaign_id, place, door_ids, to_group, reason, by_post, at)
    values (${move.place.slice(0, 6)}, ${move.id}, ${move.campaignId}, ${move.place}, ${[...move.doorIds]}::uuid[],
            ${move.toGroup}, ${move.reason}, ${move.by}, ${move.at})`;
}

/** Doors and done doors of each group. Reads campaign_door_by_group. */
export async function loadsOf(
  sql: Sql,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly doors: number; readonly covered: number }>> {
  const rows = await sql<{ group_id: string; doors: number; covered: number }[]>`
    select group_id, count(*) as doors, count(*) filter (where state in ('OPENED', 'DONE_BY_PHONE')) as covered
      from campaign_door where group_id = any (${[...groupIds]}::uuid[]) group by 1`;
  return new Map(rows.map((row) => [row.group_id, row]));
}
