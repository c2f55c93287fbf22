import { afterArea } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { CheckpointKind } from "./rules/shapes.ts";

export type CheckpointRow = {
  readonly id: string;
  readonly place: string;
  readonly place_name: string | null;
  readonly name: string;
  readonly kind: CheckpointKind;
  readonly lanes: number;
  readonly is_closed: boolean;
};
const columns = (sql: Sql) => sql`
  c.id, c.place, l.name as place_name, c.name, c.kind, c.lanes, c.closed_at is not null as is_closed`;

/** Is there such a place now? Reads place_pkey. */
export async function isLivePlace(sql: Sql, code: string, now: Instant): Promise<boolean> {
  const rows = await sql`
    select from place where code = ${code} and valid_from <= (${now}::timestamptz at time zone 'Asia/Shanghai')::date
       and (valid_until is null or valid_until > (${now}::timestamptz at time zone 'Asia/Shanghai')::date)`;
  return rows.length > 0;
}

export const insertCheckpoint = (
  sql: Sql,
  of: { id: string; place: string; name: string; kind: CheckpointKind; lanes: number; by: string; now: Instant },
): Promise<unknown> => sql`
  insert into checkpoint (id, place, name, kind, lanes, set_up_by, set_up_at)
  values (${of.id}, ${of.place}, ${of.name}, ${of.kind}, ${of.lanes}, ${of.by}, ${of.now})`;

export const updateCheckpoint = (
  sql: Sql,
  of: { id: string; name: string; lanes: number; isClosed: boolean; now: Instant },
): Promise<unknown> => sql`
  update checkpoint set name = ${of.name}, lanes = ${of.lanes},
         closed_at = case when ${of.isClosed} then coalesce(closed_at, ${of.now}::timestamptz) end
   where id = ${of.id}`;

/** One checkpoint, or null. Reads checkpoint_pkey. */
export async function findCheckpoint(sql: Sql, id: string): Promise<CheckpointRow | null> {
  const [row] = await sql<CheckpointRow[]>`
    select ${columns(sql)} from checkpoint c left join place l on l.code = c.place where c.id = ${id}`;
  return row ?? null;
}

/** Open checkpoints of an area. Reads checkpoint_by_place. */
export const checkpointsIn = (sql: Sql, area: string): Promise<CheckpointRow[]> => sql<CheckpointRow[]>`
  select ${columns(sql)} from checkpoint c left join place l on l.code = c.place
   where c.place >= ${area} and c.place < ${afterArea(area)} and c.closed_at is null
   order by c.place, c.name, c.id limit 500`;

export type BannerRow = {
  readonly county: string;
  readonly version: number;
  readonly valid_on: string;
  readonly text_zh: string;
  readonly text_en: string;
  readonly published_at: Instant;
};

/** The next version of a county's rule of the day; two at once are a conflict. */
export async function insertBanner(
  sql: Sql,
  of: { county: string; validOn: string; zh: string; en: string; by: string; now: Instant },
): Promise<BannerRow> {
  const [row] = await sql<BannerRow[]>`
    insert into checkpoint_banner (county, version, valid_on, text_zh, text_en, published_by, published_at)
    select ${of.county}, coalesce(max(version), 0) + 1, ${of.validOn}, ${of.zh}, ${of.en}, ${of.by}, ${of.now}
      from checkpoint_banner where county = ${of.county}
    returning county, version, valid_on, text_zh, text_en, published_at`;
  if (row === undefined) throw new Error("no banner was written");
  return row;
}

/** A county's rules of the day, newest first. Reads checkpoint_banner_pkey. */
export const bannersOf = (sql: Sql, county: string, limit: number): Promise<BannerRow[]> => sql<BannerRow[]>`
  select county, version, valid_on, text_zh, text_en, published_at from checkpoint_banner
   where county = ${county} order by version desc limit ${limit}`;

/** Turns as they lie in the table. */
export type StoredTurn = {
  readonly postId: string;
  readonly lane: number;
  readonly from: string;
  readonly until: string;
};
export type RosterRow = {
  readonly checkpoint_id: string;
  readonly version: number;
  readonly turns: readonly StoredTurn[];
};

/** The plan that stands of each checkpoint on a day. Reads checkpoint_roster_pkey. */
export const rostersOn = (sql: Sql, checkpointIds: readonly string[], day: string): Promise<RosterRow[]> => sql<
  RosterRow[]
>`
  select distinct on (checkpoint_id) checkpoint_id, version, turns from checkpoint_roster
   where checkpoint_id = any (${[...checkpointIds]}::uuid[]) and day = ${day}
   order by checkpoint_id, version desc`;

/** Writes the next version of a day's plan; two at once are a conflict. */
export async function insertRoster(
  sql: Sql,
  of: { checkpointId: string; day: string; turns: readonly StoredTurn[]; by: string; now: Instant },
): Promise<number> {
  const [row] = await sql<{ version: number }[]>`
    insert into checkpoint_roster (checkpoint_id, day, version, turns, planned_by, planned_at)
    select ${of.checkpointId}, ${of.day}, coalesce(max(version), 0) + 1, ${sql.json(of.turns)}, ${of.by}, ${of.now}
      from checkpoint_roster where checkpoint_id = ${of.checkpointId} and day = ${of.day}
    returning version`;
  return row?.version ?? 0;
}

/** Standing posts of checkpoint staff whose area contains a place. Reads post_by_area. */
export const staffOver = (
  sql: Sql,
  place: string,
  now: Instant,
): Promise<{ id: string; display_name: string }[]> => sql<{ id: string; display_name: string }[]>`
  select p.id, a.display_name from post p join account a on a.id = p.account_id
   where p.role = 'checkpoint-staff' and starts_with(${place}, p.area) and p.valid_from <= ${now}
     and (p.valid_until is null or p.valid_until > ${now})
   order by a.display_name, p.id limit 500`;

/** Display names of posts. Reads post_pkey, account_pkey. */
export async function namesOf(sql: Sql, postIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (postIds.length === 0) return new Map();
  const rows = await sql<{ id: string; display_name: string }[]>`
    select p.id, a.display_name from post p join account a on a.id = p.account_id
     where p.id = any (${[...new Set(postIds)]}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row.display_name]));
}
