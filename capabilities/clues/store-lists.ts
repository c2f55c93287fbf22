import type { ClueCategory } from "#capabilities/clues/rules/categories.ts";
import type { ClueLevel } from "#capabilities/clues/rules/level.ts";
import { afterArea } from "#kernel/places.ts";
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import { type ClueRow, clueColumns } from "./store.ts";

/** The main one that the new one repeats: same grid and category, not longer apart, not closed. Reads clue_by_likeness. */
export async function alikeBefore(
  sql: Sql,
  of: { readonly place: string; readonly category: ClueCategory; readonly from: Instant; readonly until: Instant },
): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select id from find_clue_alike(${of.place}, ${of.category}, ${of.from}, ${of.until}) as id where id is not null`;
  return row?.id ?? null;
}

/** Open ones, the gravest and longest due first, or closed ones, the latest first. Reads clue_by_place. */
export const cluesIn = (sql: Sql, area: string, closedSince: Instant | null): Promise<ClueRow[]> => sql<ClueRow[]>`
  select ${clueColumns(sql)} from clue c
   where c.place >= ${area} and c.place < ${afterArea(area)} and c.like_of is null
     and ${closedSince === null ? sql`c.closed_at is null` : sql`c.closed_at > ${closedSince}`}
   order by c.closed_at desc nulls first, c.level nulls first, coalesce(c.due_at, c.gathered_at), c.id limit 200`;

/** What a post reported lately or has in hand. Reads clue_by_post, clue_by_owner, clue_pkey. */
export const cluesForPhones = (
  sql: Sql,
  of: { readonly post: string; readonly area: string; readonly since: Instant },
  page: { readonly ids: readonly string[] } | { readonly after: string | null; readonly limit: number },
): Promise<ClueRow[]> => sql<ClueRow[]>`
  select ${clueColumns(sql)} from clue c
   where ${isOnPhone(sql, of)}
     and ${"ids" in page ? sql`c.id = any (${[...page.ids]}::uuid[])` : sql`(${page.after}::uuid is null or c.id > ${page.after}::uuid)`}
   order by c.id limit ${"ids" in page ? page.ids.length : page.limit}`;

const isOnPhone = (sql: Sql, of: { readonly post: string; readonly area: string; readonly since: Instant }) => sql`
  (c.by_post = ${of.post} or c.owner_post = ${of.post}) and starts_with(c.place, ${of.area})
  and (c.closed_at is null or c.closed_at > ${of.since})`;

export async function countForPhones(
  sql: Sql,
  of: { readonly post: string; readonly area: string; readonly since: Instant },
): Promise<number> {
  const [row] = await sql<[{ n: number }]>`select count(*)::int as n from clue c where ${isOnPhone(sql, of)}`;
  return row.n;
}

export type DayRow = {
  readonly category: ClueCategory;
  readonly level: ClueLevel | null;
  readonly gathered: number;
  readonly closed: number;
  readonly rejected: number;
};

/** What happened to clues of an area on a day. Reads clue_by_place. */
export const dayOfClues = (sql: Sql, area: string, day: PlainDay): Promise<DayRow[]> => sql<DayRow[]>`
  select category, level,
         count(*) filter (where (gathered_at at time zone 'Asia/Shanghai')::date = ${day}::date)::int as gathered,
         count(*) filter (where state = 'CLOSED' and (closed_at at time zone 'Asia/Shanghai')::date = ${day}::date)::int as closed,
         count(*) filter (where state = 'REJECTED' and (closed_at at time zone 'Asia/Shanghai')::date = ${day}::date)::int as rejected
    from clue
   where place >= ${area} and place < ${afterArea(area)} and like_of is null
     and ((gathered_at at time zone 'Asia/Shanghai')::date = ${day}::date
          or (closed_at at time zone 'Asia/Shanghai')::date = ${day}::date)
   group by category, level order by level nulls last, category`;

export async function openOfClues(
  sql: Sql,
  area: string,
  now: Instant,
): Promise<{ readonly open: number; readonly overdue: number }> {
  const [row] = await sql<[{ open: number; overdue: number }]>`
    select count(*)::int as open,
           count(*) filter (where (state in ('ASSIGNED', 'ACCEPTED') and due_at <= ${now})
                               or (state = 'ASSIGNED' and accept_by <= ${now}))::int as overdue
      from clue where place >= ${area} and place < ${afterArea(area)} and like_of is null and closed_at is null`;
  return row;
}
