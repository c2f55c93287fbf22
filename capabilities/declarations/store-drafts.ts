import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Section } from "./rules/kinds.ts";

export type DraftRow = { readonly section: Section; readonly version: number; readonly sealed: Uint8Array };

/** The parts of a person's form so far; six at most. */
export const draftOf = (sql: Sql, personKey: string): Promise<DraftRow[]> =>
  sql<
    DraftRow[]
  >`select section, version, sealed from declaration_draft where person_key = ${personKey} order by section`;

/** Writes a part upon the version it was made from; null when another one stands there. */
export async function saveSection(
  sql: Sql,
  of: { personKey: string; section: Section; version: number; sealed: Buffer; now: Instant },
): Promise<number | null> {
  const [row] = await sql<{ version: number }[]>`
    insert into declaration_draft as d (person_key, section, version, sealed, saved_at)
    select ${of.personKey}::uuid, ${of.section}, 1, ${of.sealed}::bytea, ${of.now}::timestamptz
     where ${of.version} = 0 or exists (select from declaration_draft
             where person_key = ${of.personKey}::uuid and section = ${of.section} and version = ${of.version})
        on conflict (person_key, section)
        do update set version = d.version + 1, sealed = excluded.sealed, saved_at = excluded.saved_at
         where d.version = ${of.version}
    returning version`;
  return row?.version ?? null;
}

/** Where a visit found the person last, told to himself only; null: no visit did. */
export async function placeOfVisit(sql: Sql, personKey: string): Promise<string | null> {
  const [row] = await sql<{ place: string | null }[]>`select my_verified_place(${personKey}) as place`;
  return row?.place ?? null;
}
