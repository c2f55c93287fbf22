import type { Writable } from "node:stream";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

/** A temporary table of this transaction, and the stream that fills it: `person_key TAB \\xSEALED`. */
export async function createHeard(sql: Sql): Promise<Writable> {
  await sql`create temporary table heard (person_key uuid not null, sealed bytea not null) on commit drop`;
  return sql`copy heard (person_key, sealed) from stdin`.writable();
}

export type HeardRow = { person_key: string; sealed: Uint8Array };

/** To be called once the table is filled: without it each page would sort everything again. */
export async function indexHeard(sql: Sql): Promise<void> {
  await sql`create index heard_by_person on heard (person_key)`;
}

/** All that was heard of the next `people` people after a key, sorted by person. Not a cursor: pages let writes between. */
export async function heardAfter(sql: Sql, after: string | null, people: number): Promise<HeardRow[]> {
  return sql<HeardRow[]>`
    select person_key, sealed from heard
     where person_key in (select distinct person_key from heard
                           where ${after}::uuid is null or person_key > ${after}::uuid
                           order by person_key limit ${people})
     order by person_key`;
}

/** Keeps sealed identities through keep_identities(), the only way in; returns how many were new or changed. */
export async function keepSealed(
  sql: Sql,
  rows: readonly { personKey: string; sealed: Buffer; digest: Buffer }[],
  keyId: string,
  now: Instant,
): Promise<number> {
  if (rows.length === 0) return 0;
  const hex = (bytes: Buffer) => bytes.toString("hex");
  const [row] = await sql<{ kept: number }[]>`
    select keep_identities(
      ${rows.map((one) => one.personKey)}::uuid[],
      (select array_agg(decode(h, 'hex') order by n) from unnest(${rows.map((one) => hex(one.sealed))}::text[]) with ordinality as t (h, n)),
      (select array_agg(decode(h, 'hex') order by n) from unnest(${rows.map((one) => hex(one.digest))}::text[]) with ordinality as t (h, n)),
      ${keyId}, ${now}::timestamptz) as kept`;
  return row?.kept ?? 0;
}

/** Notes which phone keys lead to which people. */
export async function insertPhones(
  sql: Sql,
  phones: readonly { phoneKey: string; personKey: string }[],
  now: Instant,
): Promise<void> {
  if (phones.length === 0) return;
  await sql`
    insert into person_phone (phone_key, person_key, recorded_at)
    select distinct phone_key, person_key, ${now}::timestamptz
      from unnest(${phones.map((one) => one.phoneKey)}::uuid[], ${phones.map((one) => one.personKey)}::uuid[])
           as seen (phone_key, person_key)
     order by 1, 2
        on conflict do nothing`;
}

/** Notes which household each person belongs to, through keep_households(), the only way in. */
export async function keepHouseholds(
  sql: Sql,
  homes: readonly { personKey: string; householdKey: string }[],
  now: Instant,
): Promise<void> {
  if (homes.length === 0) return;
  await sql`
    select keep_households(${homes.map((one) => one.personKey)}::uuid[], ${homes.map((one) => one.householdKey)}::uuid[],
                           ${now}::timestamptz)`;
}
