import type { PlaceCode } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type CommandRow = {
  readonly id: string;
  readonly post_id: string;
  readonly kind: string;
  readonly answer: "applied" | "refused" | "held";
  readonly after_id: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly sealed_body: string | null;
  readonly made_at: Instant;
  readonly received_at: Instant;
};

const columns = (sql: Sql) => sql`id, post_id, kind, answer, after_id, facts, sealed_body, made_at, received_at`;

/** What became of a command of this post; null when it never came. Reads field_command_pkey. */
export async function commandOf(sql: Sql, county: string, id: string): Promise<CommandRow | null> {
  const [row] = await sql<CommandRow[]>`
    select ${columns(sql)} from field_command where id = ${id} and county = ${county}`;
  return row ?? null;
}

export type NewCommand = {
  readonly county: string;
  readonly id: string;
  readonly kind: string;
  readonly postId: string;
  readonly terminalId: string | null;
  readonly madeAt: Instant;
  readonly receivedAt: Instant;
  readonly answer: CommandRow["answer"];
  readonly after: string | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly sealedBody: string | null;
};

/** Writes what became of a command, or of a held one at last; false when another transaction was faster. */
export async function keepCommand(sql: Sql, row: NewCommand): Promise<boolean> {
  const rows = await sql`
    insert into field_command as c (county, id, kind, post_id, terminal_id, made_at, received_at, answer, after_id, facts, sealed_body)
    values (${row.county}, ${row.id}, ${row.kind}, ${row.postId}, ${row.terminalId}, ${row.madeAt}, ${row.receivedAt},
            ${row.answer}, ${row.after}, ${sql.json(row.facts as never)}, ${row.sealedBody})
        on conflict (id, county) do update set answer = excluded.answer, facts = excluded.facts, sealed_body = null
           where c.answer = 'held' and excluded.answer <> 'held' and c.post_id = excluded.post_id
    returning 1`;
  return rows.length > 0;
}

/** This post's commands that wait for one of these. Reads field_command_held. */
export const heldAfter = (sql: Sql, postId: string, ids: readonly string[]): Promise<CommandRow[]> =>
  sql<CommandRow[]>`
    select ${columns(sql)} from field_command
     where post_id = ${postId} and after_id = any(${[...ids]}::uuid[]) and answer = 'held' order by id limit 200`;

export const heldOf = (sql: Sql, postId: string): Promise<CommandRow[]> =>
  sql<CommandRow[]>`
    select ${columns(sql)} from field_command where post_id = ${postId} and answer = 'held' order by id limit 200`;

/** What has ended by now and what has not, as PostgreSQL writes it (pg_snapshot). */
export async function snapshotNow(sql: Sql): Promise<string> {
  const [row] = await sql<{ seen: string }[]>`select pg_current_snapshot()::text as seen`;
  if (row === undefined) throw new Error("no snapshot");
  return row.seen;
}

/**
 * Records of these kinds in an area or above it whose change had not ended when `seen` was taken and has by now, once each.
 * Reads copy_change_by_tx.
 */
export const changedSince = (
  sql: Sql,
  of: { readonly area: PlaceCode; readonly kinds: readonly string[]; readonly seen: string },
): Promise<{ kind: string; id: string }[]> =>
  sql<{ kind: string; id: string }[]>`
    select distinct kind, id from copy_change
     where county = any(${[2, 4, 6].map((length) => of.area.slice(0, length))}::text[])
       and tx >= pg_snapshot_xmin(${of.seen}::pg_snapshot) and not pg_visible_in_snapshot(tx, ${of.seen}::pg_snapshot)
       and kind = any(${[...of.kinds]}::text[])
       and (starts_with(place, ${of.area}) or starts_with(${of.area}, place))
     order by kind, id`;

/** Is every change that `seen` had not seen still known, and `seen` of this database's past? Reads copy_floor. */
export async function isKnownSince(sql: Sql, seen: string): Promise<boolean> {
  const [row] = await sql<{ is: boolean }[]>`
    select pg_snapshot_xmax(${seen}::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot())
       and pg_snapshot_xmin(${seen}::pg_snapshot) > coalesce((select value from copy_floor), '0'::xid8) as is`;
  return row?.is ?? false;
}

/** Forgets changes and answers of before an instant; remembers up to which transaction. Returns how many. */
export async function forgetBefore(sql: Sql, changesBefore: Instant, answersBefore: Instant): Promise<number> {
  const [row] = await sql<{ gone: number }[]>`
    with gone as (delete from copy_change where at < ${changesBefore} returning tx),
         floor as (update copy_floor set value = greatest(value, (select max(tx) from gone)) where exists (select from gone)),
         answers as (delete from field_command where received_at < ${answersBefore} and answer <> 'held' returning 1)
    select (select count(*) from gone) + (select count(*) from answers) as gone`;
  return row?.gone ?? 0;
}
