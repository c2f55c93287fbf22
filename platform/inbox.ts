/** Inboxes: a version a holder that grows with every change, and the poke that tells its terminals. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "./database.ts";

export type Holder = { readonly county: string; readonly holder: string };

/** A post's inbox, by its id; a centre's desk, by its code. */
export const deskHolder = (code: string): string => `desk:${code}`;

/**
 * Notes in this transaction that the holders' inboxes changed. Rows are touched in order, so that two transactions
 * that touch the same holders wait for each other and never lock up.
 */
export async function touchInboxes(sql: Sql, holders: readonly Holder[], now: Instant): Promise<void> {
  if (holders.length === 0) return;
  const counties = holders.map((one) => one.county);
  const names = holders.map((one) => one.holder);
  await sql`
    insert into inbox as i (county, holder, version, changed_at)
    select distinct county, holder, 1, ${now}::timestamptz
      from unnest(${counties}::text[], ${names}::text[]) as changed (county, holder)
     order by county, holder
        on conflict (county, holder) do update set version = i.version + 1, changed_at = excluded.changed_at`;
  await poke(sql, "inbox", names, now);
}

/** Writes pokes into the outbox of this transaction. */
export async function poke(sql: Sql, topic: string, keys: readonly string[], now: Instant): Promise<void> {
  await sql`
    insert into outbox (topic, key, at)
    select distinct ${topic}, key, ${now}::timestamptz from unnest(${[...keys]}::text[]) as changed (key)`;
}

/** The version of a holder's inbox; 0 when nothing ever lay in it. */
export async function inboxVersion(sql: Sql, holder: string): Promise<number> {
  const [row] = await sql<{ version: number }[]>`
    select coalesce(sum(version), 0)::bigint as version from inbox where holder = ${holder}`;
  return row?.version ?? 0;
}
