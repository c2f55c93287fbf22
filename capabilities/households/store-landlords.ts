/** SQL of landlords and of what they did. Row-level security: the door's place. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { LandlordDuty } from "./rules/landlord.ts";
import type { Saying } from "./store-people.ts";

export type LandlordRow = {
  readonly door_id: string;
  readonly version: number;
  readonly county: string;
  readonly place: string;
  readonly sealed: Uint8Array;
  readonly since_on: string;
  readonly until_on: string | null;
};

/** Who lets these doors now, or let them last, as known now. Reads landlord_standing. */
export const landlordsOf = (sql: Sql, doorIds: readonly string[]): Promise<LandlordRow[]> => sql<LandlordRow[]>`
  select distinct on (door_id) door_id, version, county, place, sealed, since_on, until_on from landlord
   where door_id = any (${[...doorIds]}::uuid[]) and superseded_at is null
   order by door_id, until_on desc nulls first, version desc`;

export type TenantRow = {
  readonly door_id: string;
  readonly id: string;
  readonly since_on: string | null;
  readonly until_on: string | null;
};

/** Tenants of these doors, as known now, those that left too. Reads door_household_by_door. */
export const tenantsOf = (sql: Sql, doorIds: readonly string[]): Promise<TenantRow[]> => sql<TenantRow[]>`
  select door_id, id, since_on, until_on from door_household
   where door_id = any (${[...doorIds]}::uuid[]) and superseded_at is null and tenure = 'tenant'`;

export type ReportRow = { readonly door_id: string; readonly duty: LandlordDuty; readonly done_on: string };

/** Reads landlord_report_by_door. */
export const reportsOf = (sql: Sql, doorIds: readonly string[]): Promise<ReportRow[]> => sql<ReportRow[]>`
  select door_id, duty, done_on from landlord_report where door_id = any (${[...doorIds]}::uuid[])`;

export async function putLandlord(
  sql: Sql,
  row: Omit<LandlordRow, "sealed"> & {
    readonly sealed: string;
    readonly keyId: string;
    readonly personKey: string | null;
  },
  of: Saying,
): Promise<void> {
  // Landlords of before keep their end; only what is said of the present one is replaced.
  await sql`
    update landlord set superseded_at = ${of.now}
     where door_id = ${row.door_id} and superseded_at is null and until_on is null`;
  await sql`
    insert into landlord (county, door_id, version, place, person_key, sealed, key_id, since_on, until_on, recorded_at, by_post, command_id)
    values (${row.county}, ${row.door_id}, ${row.version}, ${row.place}, ${row.personKey}, decode(${row.sealed}, 'hex'), ${row.keyId},
            ${row.since_on}, ${row.until_on}, ${of.now}, ${of.by}, ${of.commandId})`;
}

/** The version of the last row of a door; 0 when it was never let. Reads landlord_pkey. */
export async function lastVersion(sql: Sql, doorId: string): Promise<number> {
  const [row] = await sql<
    { n: number }[]
  >`select coalesce(max(version), 0)::int as n from landlord where door_id = ${doorId}`;
  return row?.n ?? 0;
}

export const insertReport = (
  sql: Sql,
  row: {
    readonly county: string;
    readonly id: string;
    readonly doorId: string;
    readonly place: string;
    readonly duty: LandlordDuty;
    readonly doneOn: string;
  },
  of: { readonly now: Instant; readonly by: string | null },
): Promise<unknown> => sql`
  insert into landlord_report (county, id, door_id, place, duty, done_on, recorded_at, by_post)
  values (${row.county}, ${row.id}, ${row.doorId}, ${row.place}, ${row.duty}, ${row.doneOn}, ${of.now}, ${of.by})
      on conflict do nothing`;

/** Doors that are let and were not looked at today, locked; another process takes others. Reads landlord_to_check. */
export const lockUnchecked = (sql: Sql, today: string, limit: number): Promise<LandlordRow[]> => sql<LandlordRow[]>`
  select door_id, version, county, place, sealed, since_on, until_on from landlord
   where superseded_at is null and until_on is null and checked_on < ${today}
   order by checked_on, door_id limit ${limit} for update skip locked`;

export const markChecked = (sql: Sql, doorIds: readonly string[], today: string): Promise<unknown> => sql`
  update landlord set checked_on = ${today} where door_id = any (${[...doorIds]}::uuid[]) and superseded_at is null`;
