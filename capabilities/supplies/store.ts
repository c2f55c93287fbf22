import type { Supply } from "#capabilities/supplies/rules/items.ts";
import type { OrderState } from "#capabilities/supplies/rules/orders.ts";
import type { Movement } from "#capabilities/supplies/rules/stock.ts";
import { afterArea } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

/** What lies at a place of one thing, locked against another movement of it. Reads supply_stock_pkey. */
export async function lockStock(sql: Sql, of: { place: string; item: Supply; now: Instant }): Promise<number> {
  await sql`
    insert into supply_stock (county, place, item, quantity, changed_at)
    values (${of.place.slice(0, 6)}, ${of.place}, ${of.item}, 0, ${of.now}) on conflict do nothing`;
  const [row] = await sql<[{ quantity: number }]>`
    select quantity from supply_stock where place = ${of.place} and item = ${of.item} for update`;
  return row.quantity;
}

export type NewMovement = {
  readonly id: string;
  readonly place: string;
  readonly item: Supply;
  readonly change: number;
  readonly because: Movement;
  readonly at: Instant;
  readonly byPost: string;
  readonly requestId: string | null;
  readonly orderId: string | null;
  readonly note: string | null;
};

/** Is there a movement of this id, and what was there after it? Reads supply_movement_pkey. */
export async function movementOf(sql: Sql, id: string): Promise<number | null> {
  const [row] = await sql<{ stock_after: number }[]>`select stock_after from supply_movement where id = ${id}`;
  return row?.stock_after ?? null;
}

/** Changes the stock and writes the ledger in one statement; the stock after it. The stock is locked. */
export async function move(sql: Sql, of: NewMovement): Promise<number> {
  const [row] = await sql<[{ stock_after: number }]>`
    with changed as (
      update supply_stock set quantity = quantity + ${of.change}, changed_at = ${of.at}
       where place = ${of.place} and item = ${of.item} returning county, quantity)
    insert into supply_movement (county, id, place, item, change, because, stock_after, at, by_post, request_id, order_id, note)
    select county, ${of.id}, ${of.place}, ${of.item}, ${of.change}, ${of.because}, quantity, ${of.at}, ${of.byPost},
           ${of.requestId}, ${of.orderId}, ${of.note} from changed
    returning stock_after`;
  return row.stock_after;
}

export type MovementRow = {
  readonly id: string;
  readonly item: Supply;
  readonly change: number;
  readonly because: Movement;
  readonly stock_after: number;
  readonly at: Instant;
  readonly by_name: string;
  readonly request_id: string | null;
  readonly note: string | null;
};

/** The ledger of a place itself. Reads supply_movement_by_place. */
export const movementsAt = (
  sql: Sql,
  of: { place: string; item: Supply | null; before: string | null; limit: number },
): Promise<MovementRow[]> => sql<MovementRow[]>`
  select m.id, m.item, m.change, m.because, m.stock_after, m.at, a.display_name as by_name, m.request_id, m.note
    from supply_movement m join post p on p.id = m.by_post join account a on a.id = p.account_id
   where m.place = ${of.place} and (${of.item}::text is null or m.item = ${of.item})
     and (${of.before}::uuid is null
          or (m.at, m.id) < (select b.at, b.id from supply_movement b where b.id = ${of.before}::uuid))
   order by m.at desc, m.id desc limit ${of.limit}`;

export type StockRow = {
  readonly item: Supply;
  readonly here: number;
  readonly below: number;
  readonly on_the_way: number;
  readonly waiting: number;
  readonly given: number;
};

/**
 * Of each thing: at the place itself, at it and all below, on the way to it and below, what homes wait for, what they have
 * confirmed since. Reads supply_stock_pkey, supply_order_by_place, service_request_by_place, service_goods_pkey.
 */
export const stockOf = (sql: Sql, area: string, givenSince: Instant): Promise<StockRow[]> => sql<StockRow[]>`
  with part as (
    select item, quantity as below, case when place = ${area} then quantity else 0 end as here,
           0 as on_the_way, 0 as waiting, 0 as given
      from supply_stock where place >= ${area} and place < ${afterArea(area)}
    union all
    select item, 0, 0, allotted, 0, 0 from supply_order
     where place >= ${area} and place < ${afterArea(area)} and state = 'allotted'
    union all
    select g.item, 0, 0, 0, case when r.ended_at is null and g.allotted is null then g.asked else 0 end,
           case when r.confirmed_at is not null then coalesce(g.allotted, 0) else 0 end
      from service_request r join service_goods g on g.request_id = r.id and g.county = r.county
     where r.place >= ${area} and r.place < ${afterArea(area)} and (r.ended_at is null or r.ended_at > ${givenSince})
  )
  select item, sum(here)::int as here, sum(below)::int as below, sum(on_the_way)::int as on_the_way,
         sum(waiting)::int as waiting, sum(given)::int as given
    from part group by item`;

export type WaitingRow = {
  readonly place: string;
  readonly item: Supply;
  readonly stock: number;
  readonly waiting: number;
};

/**
 * Where homes wait for more than lies there, by the first `digits` of the place, the worst first; at most 200.
 * Reads service_request_by_place, service_goods_pkey, supply_stock_pkey.
 */
export const shortagesIn = (sql: Sql, area: string, digits: number): Promise<WaitingRow[]> => sql<WaitingRow[]>`
  with waiting as (
    select left(r.place, ${digits}::int) as place, g.item, sum(g.asked)::int as waiting
      from service_request r join service_goods g on g.request_id = r.id and g.county = r.county
     where r.place >= ${area} and r.place < ${afterArea(area)} and r.ended_at is null and g.allotted is null
     group by 1, 2
  ), stock as (
    select left(place, ${digits}::int) as place, item, sum(quantity)::int as stock
      from supply_stock where place >= ${area} and place < ${afterArea(area)} group by 1, 2
  )
  select w.place, w.item, coalesce(s.stock, 0) as stock, w.waiting
    from waiting w left join stock s using (place, item)
   where w.waiting > coalesce(s.stock, 0)
   order by w.waiting - coalesce(s.stock, 0) desc, w.place, w.item limit 200`;

export type OrderRow = {
  readonly county: string;
  readonly id: string;
  readonly place: string;
  readonly item: Supply;
  readonly asked: number;
  readonly allotted: number | null;
  readonly received: number | null;
  readonly from_place: string | null;
  readonly state: OrderState;
  readonly note: string | null;
  readonly reason: string | null;
  readonly asked_at: Instant;
  readonly changed_at: Instant;
};

/** The order stands after this, whether it is new or was there. */
export async function insertOrder(
  sql: Sql,
  row: Pick<OrderRow, "id" | "place" | "item" | "asked" | "note"> & { readonly by: string; readonly now: Instant },
): Promise<void> {
  await sql`
    insert into supply_order (county, id, place, item, asked, state, note, asked_at, asked_by, changed_at, changed_by)
    values (${row.place.slice(0, 6)}, ${row.id}, ${row.place}, ${row.item}, ${row.asked}, 'asked', ${row.note}, ${row.now},
            ${row.by}, ${row.now}, ${row.by}) on conflict (id, county) do nothing`;
}

/** One order, locked. Reads supply_order_pkey. */
export async function lockOrder(sql: Sql, id: string): Promise<OrderRow | null> {
  const [row] = await sql<OrderRow[]>`select * from supply_order where id = ${id} for update`;
  return row ?? null;
}

export async function updateOrder(
  sql: Sql,
  row: Pick<OrderRow, "county" | "id" | "state" | "allotted" | "received" | "from_place" | "reason">,
  by: { readonly post: string; readonly now: Instant },
): Promise<void> {
  await sql`
    update supply_order set state = ${row.state}, allotted = ${row.allotted}, received = ${row.received},
           from_place = ${row.from_place}, reason = ${row.reason}, changed_at = ${by.now}, changed_by = ${by.post}
     where id = ${row.id} and county = ${row.county}`;
}

/** Open orders of an area, and those that ended since: open ones first; at most 200. Reads supply_order_by_place. */
export const ordersIn = (sql: Sql, area: string, since: Instant): Promise<OrderRow[]> => sql<OrderRow[]>`
  select * from supply_order
   where place >= ${area} and place < ${afterArea(area)}
     and (state in ('asked', 'allotted') or changed_at > ${since})
   order by state in ('asked', 'allotted') desc, asked_at desc, id desc limit 200`;
