import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type StaffInsert = {
  readonly id: string;
  readonly person_key: string;
  readonly sealed: string;
  readonly dormitory: string | null;
  readonly arrives_on: string | null;
};

/**
 * Puts people on the roster; who stands there already keeps id and answer. One who was taken off and comes back is asked
 * again. Returns the keys of who is new or back.
 */
export async function upsertStaff(
  sql: Sql,
  of: { enterpriseId: string; keyId: string; now: Instant },
  rows: readonly StaffInsert[],
): Promise<string[]> {
  const put = await sql<{ person_key: string; is_new: boolean }[]>`
    insert into enterprise_staff as s (person_key, enterprise_id, id, sealed, key_id, dormitory, arrives_on, added_at)
    select person_key, ${of.enterpriseId}::uuid, id, decode(sealed, 'hex'), ${of.keyId}, dormitory, arrives_on,
           ${of.now}::timestamptz
      from jsonb_to_recordset(${sql.json(rows as never)})
        as g (id uuid, person_key uuid, sealed text, dormitory text, arrives_on date)
     order by person_key
        on conflict (person_key, enterprise_id) do update
           set sealed = excluded.sealed, key_id = excluded.key_id, dormitory = excluded.dormitory,
               arrives_on = excluded.arrives_on, ended_at = null,
               added_at = case when s.ended_at is null then s.added_at else excluded.added_at end,
               agrees = case when s.ended_at is null then s.agrees end,
               answered_at = case when s.ended_at is null then s.answered_at end
    returning s.person_key,
              -- As the statement found it: on the roster already?
              not exists (select from enterprise_staff o where o.person_key = s.person_key
                             and o.enterprise_id = s.enterprise_id and o.ended_at is null) as is_new`;
  return put.filter((row) => row.is_new).map((row) => row.person_key);
}

/** Ends those who are not among the keys. Returns how many. */
export async function endOthers(
  sql: Sql,
  enterpriseId: string,
  keys: readonly string[],
  now: Instant,
): Promise<number> {
  const done = await sql`
    update enterprise_staff set ended_at = ${now}, agrees = null
     where enterprise_id = ${enterpriseId} and ended_at is null and not (person_key = any (${[...keys]}::uuid[]))`;
  return done.count;
}

export async function endOne(sql: Sql, enterpriseId: string, id: string, now: Instant): Promise<boolean> {
  const done = await sql`
    update enterprise_staff set ended_at = ${now}, agrees = null
     where enterprise_id = ${enterpriseId} and id = ${id} and ended_at is null`;
  return done.count === 1;
}

/** How many stand on the roster, and how many of them agreed. */
export async function rosterCounts(sql: Sql, enterpriseId: string): Promise<{ people: number; agreed: number }> {
  const [row] = await sql<{ people: number; agreed: number }[]>`
    select count(*)::int as people, count(*) filter (where agrees)::int as agreed
      from enterprise_staff where enterprise_id = ${enterpriseId} and ended_at is null`;
  return row ?? { people: 0, agreed: 0 };
}

export type StaffDbRow = {
  readonly id: string;
  readonly person_key: string;
  readonly sealed: Uint8Array;
  readonly dormitory: string | null;
  readonly arrives_on: string | null;
  readonly agrees: boolean | null;
  readonly is_fit: boolean | null;
};

/** A page of the roster with the day's temperature. Reads enterprise_staff_by_enterprise. */
export const staffPage = (
  sql: Sql,
  of: { enterpriseId: string; day: string; after: string | null; only: "all" | "held" | "not-agreed"; limit: number },
): Promise<StaffDbRow[]> => sql<StaffDbRow[]>`
  select s.id, s.person_key, s.sealed, s.dormitory, s.arrives_on, s.agrees, d.is_fit
    from enterprise_staff s
    left join enterprise_staff_day d
           on d.person_key = s.person_key and d.enterprise_id = s.enterprise_id and d.day = ${of.day}
   where s.enterprise_id = ${of.enterpriseId} and s.ended_at is null
     and (${of.after}::uuid is null or s.id > ${of.after}::uuid)
     and (${of.only} = 'all' or (${of.only} = 'not-agreed') = (s.agrees is not true))
   order by s.id limit ${of.limit}`;

/** All who agreed, and since when the employer lists them. */
export async function agreedSince(sql: Sql, enterpriseId: string): Promise<Map<string, Instant>> {
  const rows = await sql<{ person_key: string; added_at: Instant }[]>`
    select person_key, added_at from enterprise_staff where enterprise_id = ${enterpriseId} and ended_at is null and agrees`;
  return new Map(rows.map((row) => [row.person_key, row.added_at]));
}

/** Notes what the gate measured; a later measurement of the day replaces it. */
export async function putTemperatures(
  sql: Sql,
  of: { enterpriseId: string; day: string; now: Instant; by: string },
  items: readonly { readonly staffId: string; readonly isFit: boolean }[],
): Promise<number> {
  const done = await sql`
    insert into enterprise_staff_day (person_key, enterprise_id, day, is_fit, recorded_at, recorded_by)
    select s.person_key, s.enterprise_id, ${of.day}::date, g."isFit", ${of.now}::timestamptz, ${of.by}::uuid
      from jsonb_to_recordset(${sql.json(items as never)}) as g ("staffId" uuid, "isFit" boolean)
      join enterprise_staff s on s.id = g."staffId" and s.enterprise_id = ${of.enterpriseId} and s.ended_at is null
        on conflict (person_key, enterprise_id, day) do update
           set is_fit = excluded.is_fit, recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by`;
  return done.count;
}

export type ClaimRow = {
  readonly enterprise_id: string;
  readonly person_key: string;
  readonly name: string;
  readonly kind: string;
  readonly place_name: string;
  readonly added_at: Instant;
  readonly agrees: boolean | null;
  readonly answered_at: Instant | null;
};

/** Who claims persons of the acting resident; at most 100. */
export const claimsOn = (sql: Sql, residentId: string): Promise<ClaimRow[]> => sql<ClaimRow[]>`
  select s.enterprise_id, s.person_key, e.name, e.kind, s.added_at, s.agrees, s.answered_at,
         coalesce((select string_agg(p.name, '' order by length(p.code)) from place p
                    where p.code in (left(e.place, 6), left(e.place, 9)) and p.valid_until is null), e.place) as place_name
    from resident_person mine
    join enterprise_staff s on s.person_key = mine.person_key and s.ended_at is null
    join enterprise e on e.id = s.enterprise_id
   where mine.resident_id = ${residentId} and mine.ended_at is null
   order by s.added_at desc, s.id limit 100`;

/** Writes what the person's account says; false when nobody claims that person there. */
export async function setAnswer(
  sql: Sql,
  of: { enterpriseId: string; personKey: string; agrees: boolean; by: string; now: Instant },
): Promise<boolean> {
  const done = await sql`
    update enterprise_staff set agrees = ${of.agrees}, answered_at = ${of.now}, answered_by = ${of.by}
     where enterprise_id = ${of.enterpriseId} and person_key = ${of.personKey} and ended_at is null
       and is_my_person(person_key)`;
  return done.count === 1;
}

/** What the gate found on a day, by person of the roster. Reads enterprise_staff_day_by_enterprise. */
export async function gateTemperatures(sql: Sql, enterpriseId: string, day: string): Promise<Map<string, boolean>> {
  const rows = await sql<{ person_key: string; is_fit: boolean }[]>`
    select d.person_key, d.is_fit from enterprise_staff_day d
      join enterprise_staff s on s.person_key = d.person_key and s.enterprise_id = d.enterprise_id and s.ended_at is null
     where d.enterprise_id = ${enterpriseId} and d.day = ${day}`;
  return new Map(rows.map((row) => [row.person_key, row.is_fit]));
}

/**
 * Of the people who agreed: whether their own latest check-in of the day was below a fever. Nothing else of a check-in
 * is read, and nothing is kept here, so that consent withdrawn counts at once. Reads check_in_pkey.
 */
export async function ownTemperatures(
  sql: Sql,
  personKeys: readonly string[],
  of: { readonly day: string; readonly feverFromTenths: number },
): Promise<Map<string, boolean>> {
  if (personKeys.length === 0) return new Map();
  const rows = await sql<{ person_key: string; is_fit: boolean }[]>`
    select distinct on (person_key) person_key, temperature_tenths < ${of.feverFromTenths} as is_fit
      from check_in where person_key = any (${[...personKeys]}::uuid[]) and day = ${of.day}
     order by person_key, at desc`;
  return new Map(rows.map((row) => [row.person_key, row.is_fit]));
}

/** The confirmed managers of employers that list a person who agreed; at most 100. Reads enterprise_staff_pkey, enterprise_manager_once. */
export async function managersWhoMayKnow(sql: Sql, personKey: string): Promise<string[]> {
  const rows = await sql<{ resident_id: string }[]>`
    select distinct m.resident_id from enterprise_staff s
      join enterprise_manager m on m.enterprise_id = s.enterprise_id and m.ended_at is null and m.resident_id is not null
     where s.person_key = ${personKey} and s.ended_at is null and s.agrees limit 100`;
  return rows.map((row) => row.resident_id);
}
