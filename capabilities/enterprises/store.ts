import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { EnterpriseKind } from "./rules/kinds.ts";
import type { Mode, State } from "./rules/steps.ts";

export type EnterpriseRow = {
  readonly id: string;
  readonly uscc: string;
  readonly name: string;
  readonly kind: EnterpriseKind;
  readonly industry: string;
  readonly place: string;
  readonly place_name: string;
  readonly headcount: number;
  readonly dormitories: number;
  readonly sealed: Uint8Array;
  readonly roster_columns: readonly (number | null)[] | null;
  readonly created_at: Instant;
};

const columns = (sql: Sql) => sql`
  e.id, e.uscc, e.name, e.kind, e.industry, e.place, e.headcount, e.dormitories, e.sealed, e.roster_columns, e.created_at,
  coalesce((select string_agg(p.name, '' order by length(p.code)) from place p
             where p.code in (left(e.place, 6), left(e.place, 9)) and p.valid_until is null), e.place) as place_name`;

/** One enterprise that the actor manages, or null. */
export async function managedEnterprise(sql: Sql, id: string): Promise<EnterpriseRow | null> {
  const [row] = await sql<EnterpriseRow[]>`
    select ${columns(sql)} from enterprise e where e.id = ${id} and is_my_enterprise(e.id) and e.closed_at is null`;
  return row ?? null;
}

/** One enterprise in the actor's area, or null. */
export async function enterpriseInArea(sql: Sql, id: string): Promise<EnterpriseRow | null> {
  const [row] = await sql<EnterpriseRow[]>`
    select ${columns(sql)} from enterprise e where e.id = ${id} and in_my_area(e.place) and e.closed_at is null`;
  return row ?? null;
}

/** All that the acting resident manages, newest first; at most 50. Reads enterprise_manager_by_resident. */
export async function enterprisesOf(
  sql: Sql,
  residentId: string,
): Promise<(EnterpriseRow & { readonly state: State | null })[]> {
  return sql<(EnterpriseRow & { state: State | null })[]>`
    select ${columns(sql)},
           (select r.state from resumption r where r.enterprise_id = e.id order by r.created_at desc limit 1) as state
      from enterprise_manager m join enterprise e on e.id = m.enterprise_id
     where m.resident_id = ${residentId} and m.ended_at is null and e.closed_at is null
     order by e.id desc limit 50`;
}

/** Inserts, or says false when the code is taken. Nothing is returned: the row is not yet the actor's to see. */
export async function insertEnterprise(
  sql: Sql,
  row: Omit<EnterpriseRow, "place_name" | "roster_columns"> & { readonly key_id: string; readonly created_by: string },
): Promise<boolean> {
  const done = await sql`
    insert into enterprise (id, uscc, name, kind, industry, place, headcount, dormitories, sealed, key_id, created_at, created_by)
    values (${row.id}, ${row.uscc}, ${row.name}, ${row.kind}, ${row.industry}, ${row.place}, ${row.headcount},
            ${row.dormitories}, ${row.sealed}, ${row.key_id}, ${row.created_at}, ${row.created_by})
        on conflict do nothing`;
  return done.count === 1;
}

export async function updateEnterprise(
  sql: Sql,
  row: Pick<EnterpriseRow, "id" | "name" | "kind" | "industry" | "place" | "headcount" | "dormitories" | "sealed"> & {
    readonly key_id: string;
  },
): Promise<void> {
  await sql`
    update enterprise set name = ${row.name}, kind = ${row.kind}, industry = ${row.industry}, place = ${row.place},
           headcount = ${row.headcount}, dormitories = ${row.dormitories}, sealed = ${row.sealed}, key_id = ${row.key_id}
     where id = ${row.id}`;
}

export async function keepColumns(sql: Sql, id: string, indices: readonly (number | null)[]): Promise<void> {
  await sql`update enterprise set roster_columns = ${sql.json([...indices])} where id = ${id}`;
}

export type ManagerRow = {
  readonly id: string;
  readonly resident_id: string | null;
  readonly invited_at: Instant;
  readonly confirmed_at: Instant | null;
};

/** Managers and invitations that have not ended, oldest first. */
export const managersOf = (sql: Sql, enterpriseId: string): Promise<ManagerRow[]> => sql<ManagerRow[]>`
  select id, resident_id, invited_at, confirmed_at from enterprise_manager
   where enterprise_id = ${enterpriseId} and ended_at is null order by invited_at, id`;

/** The key of the acting resident's own phone. */
export async function phoneKeyOfResident(sql: Sql, residentId: string): Promise<string | null> {
  const [row] = await sql<{ phone_key: string }[]>`select phone_key from resident where id = ${residentId}`;
  return row?.phone_key ?? null;
}

export async function insertManager(
  sql: Sql,
  row: { id: string; enterpriseId: string; phoneKey: string; residentId: string | null; by: string; now: Instant },
): Promise<void> {
  await sql`
    insert into enterprise_manager (id, enterprise_id, phone_key, resident_id, invited_by, invited_at, confirmed_at)
    values (${row.id}, ${row.enterpriseId}, ${row.phoneKey}, ${row.residentId}, ${row.by}, ${row.now},
            ${row.residentId === null ? null : row.now})
        on conflict (enterprise_id, phone_key) where ended_at is null do nothing`;
}

/** Takes up or declines the invitation of the resident's phone; false when there is none. */
export async function answerInvitation(
  sql: Sql,
  of: { enterpriseId: string; residentId: string; accepts: boolean; now: Instant },
): Promise<boolean> {
  const done = of.accepts
    ? await sql`
        update enterprise_manager set resident_id = ${of.residentId}, confirmed_at = ${of.now}
         where enterprise_id = ${of.enterpriseId} and resident_id is null and ended_at is null
           and phone_key = (select phone_key from resident where id = ${of.residentId})`
    : await sql`
        update enterprise_manager set ended_at = ${of.now}
         where enterprise_id = ${of.enterpriseId} and resident_id is null and ended_at is null
           and phone_key = (select phone_key from resident where id = ${of.residentId})`;
  return done.count === 1;
}

/** Keeps two from ending each other at once. */
export async function lockEnterprise(sql: Sql, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${id}, 80))`;
}

export async function endManagerRow(sql: Sql, id: string, now: Instant): Promise<void> {
  await sql`update enterprise_manager set ended_at = ${now} where id = ${id}`;
}

/** Enterprises that invite the resident's phone. Reads enterprise_manager_by_phone. */
export const invitationsOf = (
  sql: Sql,
  phoneKey: string,
): Promise<{ enterprise_id: string; name: string; invited_at: Instant }[]> => sql<
  { enterprise_id: string; name: string; invited_at: Instant }[]
>`
  select m.enterprise_id, e.name, m.invited_at
    from enterprise_manager m join enterprise e on e.id = m.enterprise_id
   where m.phone_key = ${phoneKey} and m.resident_id is null and m.ended_at is null
   order by m.invited_at desc limit 20`;

export type ListedRow = EnterpriseRow & {
  readonly state: State | null;
  readonly mode: Mode | null;
  readonly due_at: Instant | null;
  readonly site_check: "done" | "missed" | null;
  readonly is_silent: boolean | null;
  readonly escalated_to: string | null;
};

/** A page of an area's register. Reads enterprise_by_place. */
export async function listedEnterprises(
  sql: Sql,
  of: { place: string; q: string; state: string | null; industry: string | null; after: string | null; limit: number },
): Promise<ListedRow[]> {
  const pattern = `%${of.q.replace(/[\\%_]/g, "\\$&")}%`;
  return sql<ListedRow[]>`
    select ${columns(sql)}, r.state, r.mode, r.due_at, r.site_check, r.is_silent, r.escalated_to
      from enterprise e
      left join lateral (select * from resumption r where r.enterprise_id = e.id and r.state <> 'draft'
                          order by r.created_at desc limit 1) r on true
     where e.place >= ${of.place} and e.place < ${`${of.place}:`} and e.closed_at is null
       and (${of.q} = '' or e.name ilike ${pattern} or e.uscc like ${`${of.q.toUpperCase()}%`})
       and (${of.industry}::text is null or e.industry = ${of.industry})
       and (${of.state}::text is null
            or (${of.state} = 'none' and r.state is null)
            or (${of.state} = 'waiting' and r.state in ('at-township', 'at-county'))
            or r.state = ${of.state})
       and (${of.after}::uuid is null or e.id < ${of.after}::uuid)
     order by e.id desc limit ${of.limit}`;
}
