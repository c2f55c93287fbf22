import { afterArea, selfAndAncestors } from "#kernel/places.ts";
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Kind, Way } from "./rules/publicity.ts";

export type ItemRow = {
  readonly id: string;
  readonly kind: Kind;
  readonly area: string;
  readonly title_zh: string;
  readonly title_en: string;
  readonly body_zh: string;
  readonly body_en: string;
  readonly legal_basis: string;
  readonly valid_from: Instant;
  readonly valid_until: Instant;
  readonly version: number;
  readonly replaces: string | null;
  readonly drafted_by: string;
  readonly drafted_at: Instant;
  readonly approved_at: Instant | null;
  readonly ended_at: Instant | null;
  /** The account and the name of who drafted it; the name of who approved. */
  readonly drafter: string;
  readonly drafted_name: string;
  readonly approved_name: string | null;
};

const items = (sql: Sql) => sql`
  select i.*, d.account_id as drafter, da.display_name as drafted_name, aa.display_name as approved_name
    from publicity_item i
    join post d on d.id = i.drafted_by join account da on da.id = d.account_id
    left join post a on a.id = i.approved_by left join account aa on aa.id = a.account_id`;

/** One, locked. Reads publicity_item_pkey. */
export async function itemOf(sql: Sql, id: string): Promise<ItemRow | null> {
  const [row] = await sql<ItemRow[]>`${items(sql)} where i.id = ${id} for update of i`;
  return row ?? null;
}

/** What is for an area, for places in it, or for places around it. Reads publicity_item_by_area. */
export const itemsAround = (sql: Sql, area: string): Promise<ItemRow[]> => sql<ItemRow[]>`
  ${items(sql)}
   where i.ended_at is null
     and (i.area = any (${selfAndAncestors(area)}::text[]) or (i.area >= ${area} and i.area < ${afterArea(area)}))
   order by i.approved_at is not null, i.drafted_at desc limit 200`;

/** What phones of an area hold: approved, not ended, not over. Reads publicity_item_by_area. */
export const copiesFor = (
  sql: Sql,
  area: string,
  now: Instant,
  only: { readonly ids: readonly string[] } | { readonly after: string | null; readonly limit: number },
): Promise<ItemRow[]> => sql<ItemRow[]>`
  ${items(sql)}
   where i.ended_at is null and i.approved_at is not null and i.valid_until > ${now}
     and (i.area = any (${selfAndAncestors(area)}::text[]) or (i.area >= ${area} and i.area < ${afterArea(area)}))
     and ${"ids" in only ? sql`i.id = any (${[...only.ids]}::uuid[])` : sql`(${only.after}::uuid is null or i.id > ${only.after}::uuid)`}
   order by i.id limit ${"ids" in only ? only.ids.length : only.limit}`;

export async function insertItem(
  sql: Sql,
  row: Omit<ItemRow, "drafted_at" | "approved_at" | "ended_at" | "drafter" | "drafted_name" | "approved_name"> & {
    readonly now: Instant;
  },
): Promise<void> {
  await sql`
    insert into publicity_item (id, kind, area, title_zh, title_en, body_zh, body_en, legal_basis, valid_from, valid_until,
                                version, replaces, drafted_by, drafted_at)
    values (${row.id}, ${row.kind}, ${row.area}, ${row.title_zh}, ${row.title_en}, ${row.body_zh}, ${row.body_en},
            ${row.legal_basis}, ${row.valid_from}, ${row.valid_until}, ${row.version}, ${row.replaces}, ${row.drafted_by},
            ${row.now})`;
}

export async function setApproved(sql: Sql, id: string, by: string, now: Instant): Promise<void> {
  await sql`update publicity_item set approved_by = ${by}, approved_at = ${now} where id = ${id}`;
}

export async function setEnded(sql: Sql, id: string, now: Instant): Promise<void> {
  await sql`update publicity_item set ended_at = ${now} where id = ${id} and ended_at is null`;
}

export async function insertReceipt(
  sql: Sql,
  row: {
    readonly id: string;
    readonly itemId: string;
    readonly place: string;
    readonly way: Way;
    readonly listeners: number;
    readonly day: PlainDay;
  },
): Promise<void> {
  await sql`
    insert into publicity_receipt (county, id, item_id, place, way, listeners, given_on)
    values (${row.place.slice(0, 6)}, ${row.id}, ${row.itemId}, ${row.place}, ${row.way}, ${row.listeners}, ${row.day}::date)`;
}

/** How often items were given in an area, by way. Reads publicity_receipt_by_item. */
export const givenIn = (sql: Sql, area: string, ids: readonly string[]) =>
  sql<{ item_id: string; way: Way; n: number; listeners: number }[]>`
    select item_id, way, count(*)::integer as n, sum(listeners)::integer as listeners from publicity_receipt
     where item_id = any (${[...ids]}::uuid[]) and place >= ${area} and place < ${afterArea(area)}
     group by item_id, way`;
