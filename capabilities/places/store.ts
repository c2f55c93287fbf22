import type { PlaceCode } from "#kernel/places.ts";
import { afterArea } from "#kernel/places.ts";
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { GridKind } from "./rules/rows.ts";

export type PlaceRow = {
  readonly code: PlaceCode;
  readonly name: string;
  readonly kind: GridKind | null;
  readonly households: number | null;
  readonly valid_from: PlainDay;
  readonly valid_until: PlainDay | null;
  readonly child_count: number;
};

const COLUMNS = (sql: Sql) => sql`
  p.code, p.name, p.kind, p.households, p.valid_from, p.valid_until,
  (select count(*) from place c where c.parent = p.code and c.valid_until is null)::int as child_count`;

/** One place, standing or retired; null when there never was one. Reads place_pkey, place_by_parent. */
export async function placeOf(sql: Sql, code: string): Promise<PlaceRow | null> {
  const [row] = await sql<PlaceRow[]>`select ${COLUMNS(sql)} from place p where p.code = ${code}`;
  return row ?? null;
}

/** Names of some places, whatever their state, in order of code. Reads place_pkey. */
export async function namesOf(sql: Sql, codes: readonly string[]): Promise<{ code: PlaceCode; name: string }[]> {
  return sql`select code, name from place where code = any (${[...codes]}) order by length(code), code`;
}

/** The places directly below one, in order of code. Reads place_by_parent. */
export async function childrenOf(
  sql: Sql,
  parent: string,
  page: { after: string; limit: number; hasRetired: boolean },
): Promise<PlaceRow[]> {
  return sql<PlaceRow[]>`
    select ${COLUMNS(sql)} from place p
     where p.parent = ${parent} and p.code > ${page.after}
       and (${page.hasRetired} or p.valid_until is null)
     order by p.code limit ${page.limit}`;
}

/** Standing places in an area whose name contains the text, in order of code. Reads place_pkey as a range. */
export async function placesNamed(
  sql: Sql,
  wanted: { text: string; within: string; digits: number | null; after: string; limit: number },
): Promise<PlaceRow[]> {
  return sql<PlaceRow[]>`
    select ${COLUMNS(sql)} from place p
     where p.code >= ${wanted.within} and p.code < ${afterArea(wanted.within)} and p.code > ${wanted.after}
       and position(${wanted.text} in p.name) > 0 and p.valid_until is null
       and (${wanted.digits}::int is null or length(p.code) = ${wanted.digits}::int)
     order by p.code limit ${wanted.limit}`;
}

export type ChangeRow = {
  readonly kind: "create" | "split" | "merge" | "retire" | "rename" | "import";
  readonly from_codes: string[];
  readonly to_codes: string[];
  readonly effective_on: PlainDay;
  readonly reason: string;
  readonly recorded_at: Instant;
  readonly detail: { readonly oldName?: string; readonly newName?: string };
};

/** Every change that touches one of the codes, oldest first. Reads place_change_from, place_change_to. */
export async function changesOf(sql: Sql, codes: readonly string[], limit: number): Promise<ChangeRow[]> {
  return sql<ChangeRow[]>`
    select kind, from_codes, to_codes, effective_on, reason, recorded_at, detail
      from place_change
     where from_codes && ${[...codes]}::text[] or to_codes && ${[...codes]}::text[]
     order by recorded_at, id limit ${limit}`;
}

/** Which of the codes stand. Reads place_pkey. */
export async function standingAmong(sql: Sql, codes: readonly string[]): Promise<Set<string>> {
  const rows = await sql<{ code: string }[]>`
    select code from place where code = any (${[...codes]}) and valid_until is null`;
  return new Set(rows.map((row) => row.code));
}

/** Every code that ever was directly below `parent`. Reads place_by_parent. */
export async function codesEverBelow(sql: Sql, parent: string): Promise<Set<string>> {
  const rows = await sql<{ code: string }[]>`select code from place where parent = ${parent}`;
  return new Set(rows.map((row) => row.code));
}

/** The grid and its standing micro-grids, locked until the transaction ends: two changes of one grid queue up. */
export async function lockStanding(sql: Sql, codes: readonly string[]): Promise<PlaceRow[]> {
  return sql<PlaceRow[]>`
    select p.code, p.name, p.kind, p.households, p.valid_from, p.valid_until, 0 as child_count
      from place p
     where (p.code = any (${[...codes]}) or p.parent = any (${[...codes]})) and p.valid_until is null
     order by p.code for update`;
}

export type NewPlace = {
  readonly code: string;
  readonly name: string;
  readonly kind: GridKind;
  readonly households: number | null;
};

export async function insertPlaces(
  sql: Sql,
  places: readonly NewPlace[],
  on: { day: PlainDay; source: string; now: Instant },
): Promise<void> {
  const rows = places.map((place) => ({
    code: place.code,
    name: place.name,
    kind: place.kind,
    households: place.households,
    source: on.source,
    valid_from: on.day,
    recorded_at: on.now,
  }));
  await sql`insert into place ${sql(rows)}`;
}

/** Retires places from `day` on; rows stay for ever. */
export async function retirePlaces(sql: Sql, codes: readonly string[], day: PlainDay): Promise<void> {
  await sql`
    update place set valid_until = greatest(${day}::date, valid_from)
     where code = any (${[...codes]}) and valid_until is null`;
}

export async function renamePlace(sql: Sql, code: string, name: string): Promise<void> {
  await sql`update place set name = ${name} where code = ${code}`;
}

export async function insertChange(
  sql: Sql,
  change: {
    id: string;
    kind: ChangeRow["kind"];
    from: readonly string[];
    to: readonly string[];
    day: PlainDay;
    reason: string;
    byPost: string | null;
    now: Instant;
    detail: Readonly<Record<string, unknown>>;
  },
): Promise<void> {
  await sql`
    insert into place_change (id, kind, from_codes, to_codes, effective_on, reason, by_post, recorded_at, detail)
    values (${change.id}, ${change.kind}, ${[...change.from]}, ${[...change.to]}, ${change.day}, ${change.reason},
            ${change.byPost}, ${change.now}, ${sql.json(change.detail as never)})`;
}

/** Keys of the households at a place and below it, in a fixed order. Reads household_by_place. */
export async function householdsAt(sql: Sql, place: string): Promise<string[]> {
  const rows = await sql<{ household_key: string }[]>`
    select household_key from household
     where county = ${place.slice(0, 6)} and place >= ${place} and place < ${afterArea(place)}
     order by place, household_key`;
  return rows.map((row) => row.household_key);
}

/** Moves households to their new places. Reads household_pkey. */
export async function moveHouseholds(sql: Sql, county: string, placeOf: ReadonlyMap<string, string>): Promise<void> {
  await sql`
    update household h set place = m.place
      from unnest(${[...placeOf.keys()]}::uuid[], ${[...placeOf.values()]}::text[]) as m (household_key, place)
     where h.county = ${county} and h.household_key = m.household_key`;
}

/** Do posts that stand, open tasks or households still hang on a place or one below it? */
export async function isNeeded(sql: Sql, place: string, now: Instant): Promise<boolean> {
  const [row] = await sql<{ needed: boolean }[]>`
    select exists (select from household where county = ${place.slice(0, 6)} and place >= ${place} and place < ${afterArea(place)})
        or exists (select from post where area >= ${place} and area < ${afterArea(place)}
                                      and (valid_until is null or valid_until > ${now}))
        or exists (select from task where place >= ${place} and place < ${afterArea(place)} and ended_at is null) as needed`;
  return row?.needed ?? false;
}
