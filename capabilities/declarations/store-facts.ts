/** SQL by which the clockwork reads declarations in the order of their recording. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { DeclarationRow } from "./store.ts";

export type Cursor = { readonly at: Instant | null; readonly id: string | null };

/** Takes the clockwork's place in the row of declarations; null: another process is at it. */
export async function lockCursor(sql: Sql): Promise<Cursor | null> {
  const [row] = await sql<{ declared_at: Instant | null; declaration_id: string | null }[]>`
    select declared_at, declaration_id from declaration_fact_cursor for update skip locked`;
  return row === undefined ? null : { at: row.declared_at, id: row.declaration_id };
}

export const moveCursor = (sql: Sql, at: Instant, id: string): Promise<unknown> =>
  sql`update declaration_fact_cursor set declared_at = ${at}, declaration_id = ${id}`;

export type ReadDeclaration = DeclarationRow & {
  readonly plate: string | null;
};

/** Declarations after the cursor up to an instant, in order. Reads declaration_by_time: the span must be short. */
export const declarationsAfter = (
  sql: Sql,
  after: { readonly at: Instant; readonly id: string },
  of: { readonly before: Instant; readonly limit: number },
): Promise<ReadDeclaration[]> => sql<ReadDeclaration[]>`
  select id, person_key, version, declared_at, by_post, sealed, place,
         case when mode = 'self-drive' then service_no end as plate
    from declaration
   where declared_at >= ${after.at} and declared_at < ${of.before} and (declared_at, id) > (${after.at}, ${after.id}::uuid)
   order by declared_at, id limit ${of.limit}`;
