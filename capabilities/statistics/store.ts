import type { CodeColour } from "#kernel/colours.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type Snapshot = {
  /** City code → colour → holders. */
  readonly byCity: Readonly<Record<string, Readonly<Partial<Record<CodeColour, number>>>>>;
  readonly medianHoursRestricted: number | null;
  readonly handTyped: readonly { readonly day: string; readonly count: number }[];
  readonly holdsOpen: number;
  readonly scansToday: number;
};

/** Holders by city and colour; one scan of the current codes, every five minutes, away from all requests. */
export const coloursByCity = (sql: Sql): Promise<{ city: string; colour: CodeColour; count: number }[]> =>
  sql<{ city: string; colour: CodeColour; count: number }[]>`
    select left(place, 4) as city, colour, count(*) as count from code_current where seq > 0 group by 1, 2 order by 1, 2`;

/** The median of the hours since each red or yellow code's colour was decided; null when nobody is. */
export async function medianHoursRestricted(sql: Sql, now: Instant): Promise<number | null> {
  const [row] = await sql<{ hours: number | null }[]>`
    select floor(percentile_disc(0.5) within group (order by extract(epoch from (${now}::timestamptz - d.at)) / 3600))::integer as hours
      from code_current c
      join colour_decision d on d.person_key = c.person_key and d.seq = c.seq
     where c.colour in ('red', 'yellow')`;
  return row?.hours ?? null;
}

export const handTypedByDay = (sql: Sql, since: Instant): Promise<{ day: string; count: number }[]> =>
  sql<{ day: string; count: number }[]>`
    select (recorded_at at time zone 'Asia/Shanghai')::date::text as day, count(*) as count
      from evidence where kind in ('hand-red', 'hand-yellow') and recorded_at >= ${since}
     group by 1 order by 1 desc`;

export async function openHolds(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*) as count from recolouring_hold where state = 'open'`;
  return row?.count ?? 0;
}

export async function insertSnapshot(sql: Sql, at: Instant, snapshot: Snapshot): Promise<void> {
  await sql`
    insert into statistics_snapshot (at, document) values (${at}, ${sql.json(snapshot as never)})
    on conflict (at) do nothing`;
}

/** When anything was counted last, or null. */
export async function lastSnapshot(sql: Sql): Promise<{ at: Instant; document: Snapshot } | null> {
  const [row] = await sql<{ at: Instant; document: Snapshot }[]>`
    select at, document from statistics_snapshot order by at desc limit 1`;
  return row ?? null;
}

export const cityNames = (sql: Sql, province: string): Promise<{ code: string; name: string }[]> =>
  sql<{ code: string; name: string }[]>`
    select code, name from place
     where (code = ${province} or parent = ${province}) and valid_until is null order by code`;
