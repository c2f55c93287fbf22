import { afterArea } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Item, RequestState } from "./rules/equipment.ts";

export type RequestRow = {
  readonly id: string;
  readonly post_id: string;
  readonly place: string;
  readonly item: Item;
  readonly asked: number;
  readonly allotted: number | null;
  readonly from_place: string | null;
  readonly state: RequestState;
  readonly reason: string | null;
  readonly asked_at: Instant;
  readonly changed_at: Instant;
};

/** What lies at a place itself, and at it and all below it. Reads equipment_stock_pkey. */
export const stockOf = (sql: Sql, area: string): Promise<{ item: Item; here: number; below: number }[]> =>
  sql<{ item: Item; here: number; below: number }[]>`
    select item, coalesce(sum(quantity) filter (where place = ${area}), 0)::integer as here, sum(quantity)::integer as below
      from equipment_stock where place >= ${area} and place < ${afterArea(area)} group by item`;

/** Adds or takes whole pieces; null when there are not so many. Reads equipment_stock_pkey. */
export async function moveStock(
  sql: Sql,
  of: { readonly place: string; readonly item: Item; readonly by: number; readonly now: Instant },
): Promise<number | null> {
  const { place, item, by, now } = of;
  await sql`
    insert into equipment_stock (county, place, item, quantity, changed_at)
    values (${place.slice(0, 6)}, ${place}, ${item}, 0, ${now}) on conflict do nothing`;
  const [row] = await sql<{ quantity: number }[]>`
    update equipment_stock set quantity = quantity + ${by}, changed_at = ${now}
     where place = ${place} and item = ${item} and quantity + ${by} between 0 and 10000000 returning quantity`;
  return row?.quantity ?? null;
}

export async function insertRequest(
  sql: Sql,
  row: Pick<RequestRow, "id" | "post_id" | "place" | "item" | "asked"> & { readonly now: Instant },
): Promise<void> {
  await sql`
    insert into equipment_request (county, id, post_id, place, item, asked, state, asked_at, changed_at, changed_by)
    values (${row.place.slice(0, 6)}, ${row.id}, ${row.post_id}, ${row.place}, ${row.item}, ${row.asked}, 'asked', ${row.now},
            ${row.now}, ${row.post_id})`;
}

/** One request, locked. Reads equipment_request_pkey. */
export async function requestOf(sql: Sql, id: string): Promise<RequestRow | null> {
  const [row] = await sql<RequestRow[]>`select * from equipment_request where id = ${id} for update`;
  return row ?? null;
}

export async function setRequest(
  sql: Sql,
  id: string,
  to: Pick<RequestRow, "state" | "allotted" | "from_place" | "reason"> & { readonly by: string; readonly now: Instant },
): Promise<void> {
  await sql`
    update equipment_request set state = ${to.state}, allotted = ${to.allotted}, from_place = ${to.from_place},
           reason = ${to.reason}, changed_at = ${to.now}, changed_by = ${to.by}
     where id = ${id}`;
}

/** A worker's own. Reads equipment_request_by_post. */
export const requestsOfPost = (sql: Sql, postId: string): Promise<RequestRow[]> =>
  sql<RequestRow[]>`
    select * from equipment_request where post_id = ${postId} order by asked_at desc limit 30`;

/** What waits in an area, the oldest first. Reads equipment_request_open. */
export const requestsIn = (sql: Sql, area: string): Promise<(RequestRow & { worker: string })[]> =>
  sql<(RequestRow & { worker: string })[]>`
    select r.*, a.display_name as worker
      from equipment_request r join post p on p.id = r.post_id join account a on a.id = p.account_id
     where r.place >= ${area} and r.place < ${afterArea(area)} and r.state in ('asked', 'allotted', 'handed-over')
     order by r.asked_at limit 200`;
