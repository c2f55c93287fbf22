import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Looker } from "./rules/kinds.ts";
import type { HolderLogRow } from "./types.ts";

/** Appends looks; one that was written before is left as it is. */
export async function insertLog(sql: Sql, rows: readonly HolderLogRow[]): Promise<void> {
  await sql`
    insert into holder_log (id, person_key, at, who, action, place, detail)
    select id, person, at, who, action, place, detail::jsonb
      from unnest(${rows.map((one) => one.id)}::uuid[], ${rows.map((one) => one.personKey)}::uuid[],
                  ${rows.map((one) => new Date(one.at).toISOString())}::text[]::timestamptz[],
                  ${rows.map((one) => one.who)}::text[], ${rows.map((one) => one.action)}::text[],
                  ${rows.map((one) => one.place)}::text[], ${rows.map((one) => JSON.stringify(one.detail))}::text[])
           as l (id, person, at, who, action, place, detail)
        on conflict do nothing`;
}

export type LogRow = {
  readonly id: string;
  readonly at: Instant;
  readonly who: Looker;
  readonly action: string;
  readonly place: string | null;
  readonly place_name: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** A page of one person's log, newest first. Reads holder_log_by_person. */
export async function logOf(
  sql: Sql,
  of: { personKey: string; after: string | null; limit: number },
): Promise<LogRow[]> {
  return sql<LogRow[]>`
    select l.id, l.at, l.who, l.action, l.place, l.detail,
           (select string_agg(p.name, '' order by length(p.code)) from place p
             where p.code in (left(l.place, 6), left(l.place, 9)) and p.valid_until is null) as place_name
      from holder_log l
     where l.person_key = ${of.personKey}
       and (${of.after}::uuid is null
            or (l.at, l.id) < (select a.at, a.id from holder_log a where a.id = ${of.after}::uuid and a.person_key = ${of.personKey}))
     order by l.at desc, l.id desc limit ${of.limit}`;
}
