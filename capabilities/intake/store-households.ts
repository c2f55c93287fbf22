import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type HouseholdRow = { readonly householdKey: string; readonly place: string; readonly persons: number };

async function* linesOf(batches: AsyncIterable<readonly HouseholdRow[]>): AsyncGenerator<string> {
  for await (const batch of batches) {
    if (batch.length > 0)
      yield `${batch.map((one) => `${one.householdKey}\t${one.place}\t${one.persons}`).join("\n")}\n`;
  }
}

/** A temporary table of this transaction with the households of the register, streamed. */
export async function stageHouseholds(sql: Sql, batches: AsyncIterable<readonly HouseholdRow[]>): Promise<void> {
  await sql`
    create temporary table household_in (household_key uuid, place text collate "C", persons integer) on commit drop`;
  const sink = await sql`copy household_in from stdin`.writable();
  await pipeline(Readable.from(linesOf(batches)), sink);
  // Below a county a household belongs to nobody's door; the register holds none coarser than a village.
  await sql`delete from household_in where length(place) < 12`;
  await sql`analyze household_in`;
}

/**
 * Brings the register up to the staged households: new ones come in, changed ones follow; `household.registered` is
 * booked with both. Nothing happens on a repeat. Doors that the feed no longer has stay: they were visited.
 * A household that went to another county is a new door there.
 */
export async function mergeHouseholds(
  sql: Sql,
  of: { day: string; now: Instant },
): Promise<{ new: number; moved: number }> {
  await sql`
    insert into counter_pending (place, day, metric, delta)
    select place, ${of.day}, 'household.registered', sum(delta)
      from (select left(h.place, 12) as place, -1 as delta
              from household_in i join household h on h.county = left(i.place, 6) and h.household_key = i.household_key
             where left(h.place, 12) <> left(i.place, 12)
            union all
            select left(i.place, 12), 1
              from household_in i join household h on h.county = left(i.place, 6) and h.household_key = i.household_key
             where left(h.place, 12) <> left(i.place, 12)) as moved
     group by place having sum(delta) <> 0`;
  const moved = await sql`
    update household h set place = i.place, persons = i.persons, recorded_at = ${of.now}
      from household_in i
     where h.county = left(i.place, 6) and h.household_key = i.household_key
       and (h.place <> i.place or h.persons <> i.persons)`;
  const [row] = await sql<{ n: number }[]>`
    with fresh as (
      insert into household (county, household_key, place, persons, recorded_at)
      select left(place, 6), household_key, place, persons, ${of.now}::timestamptz from household_in order by 1, 2
          on conflict do nothing
      returning place
    ), booked as (
      insert into counter_pending (place, day, metric, delta)
      select left(place, 12), ${of.day}, 'household.registered', count(*) from fresh group by 1
      returning delta
    )
    select coalesce(sum(delta), 0)::int as n from booked`;
  return { new: row?.n ?? 0, moved: moved.count };
}

/** Which residents files the register was last made from; null when never. */
export async function registerSource(sql: Sql): Promise<string | null> {
  const [row] = await sql<{ value: unknown }[]>`select value from deployment where name = 'household-register-source'`;
  return typeof row?.value === "string" ? row.value : null;
}

export async function noteRegisterSource(sql: Sql, source: string, now: Instant): Promise<void> {
  await sql`
    insert into deployment (name, value, set_at) values ('household-register-source', ${sql.json(source)}, ${now})
        on conflict (name) do update set value = excluded.value, set_at = excluded.set_at`;
}
