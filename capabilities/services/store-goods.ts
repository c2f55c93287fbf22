import type { Goods, Supply } from "#capabilities/supplies/rules/items.ts";
import { afterArea } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type GoodsRow = {
  readonly request_id: string;
  readonly item: Supply;
  readonly asked: number;
  readonly allotted: number | null;
  readonly from_place: string | null;
  readonly returned: number | null;
};

export async function insertGoods(sql: Sql, of: { county: string; id: string }, goods: Goods): Promise<void> {
  if (goods.length === 0) return;
  await sql`
    insert into service_goods (county, request_id, item, asked)
    select ${of.county}, ${of.id}, item, asked
      from unnest(${goods.map(({ item }) => item)}::text[], ${goods.map(({ quantity }) => quantity)}::int[]) as g (item, asked)`;
}

/** What these requests ask for. Reads service_goods_pkey. */
export const goodsOf = (sql: Sql, requestIds: readonly string[]): Promise<GoodsRow[]> => sql<GoodsRow[]>`
  select request_id, item, asked, allotted, from_place, returned
    from service_goods where request_id = any (${[...requestIds]}::uuid[]) order by request_id, item`;

export async function goodsByRequest(
  sql: Sql,
  rows: readonly { readonly id: string }[],
): Promise<ReadonlyMap<string, readonly GoodsRow[]>> {
  if (rows.length === 0) return new Map();
  const goods = await goodsOf(
    sql,
    rows.map(({ id }) => id),
  );
  return Map.groupBy(goods, (one) => one.request_id);
}

/** Requests that wait for an allotment, and ended ones whose supplies have not come back. Reads service_request_by_place. */
export async function goodsCountsIn(
  sql: Sql,
  area: string,
  endedSince: Instant,
): Promise<{ readonly unallotted: number; readonly toReturn: number }> {
  const [row] = await sql<[{ unallotted: number; toReturn: number }]>`
    select count(distinct r.id) filter (where r.ended_at is null and g.allotted is null)::int as unallotted,
           count(distinct r.id) filter (where r.state = 'WITHDRAWN' and g.allotted > 0 and g.returned is null)::int as "toReturn"
      from service_request r join service_goods g on g.request_id = r.id and g.county = r.county
     where r.place >= ${area} and r.place < ${afterArea(area)} and (r.ended_at is null or r.ended_at > ${endedSince})`;
  return row;
}

/** Writes what was allotted of each thing. */
export async function setAllotted(
  sql: Sql,
  of: { readonly id: string; readonly fromPlace: string; readonly now: Instant },
  goods: Goods,
): Promise<void> {
  await sql`
    update service_goods g set allotted = n.quantity, from_place = ${of.fromPlace}, allotted_at = ${of.now}
      from unnest(${goods.map(({ item }) => item)}::text[], ${goods.map(({ quantity }) => quantity)}::int[]) as n (item, quantity)
     where g.request_id = ${of.id} and g.item = n.item`;
}

/** What came back of each thing; of a request that goes on, nothing is allotted any more. */
export async function setReturned(
  sql: Sql,
  of: { readonly id: string; readonly isEnded: boolean },
  goods: Goods,
): Promise<void> {
  await (of.isEnded
    ? sql`
        update service_goods g set returned = n.quantity
          from unnest(${goods.map(({ item }) => item)}::text[], ${goods.map(({ quantity }) => quantity)}::int[]) as n (item, quantity)
         where g.request_id = ${of.id} and g.item = n.item`
    : sql`
        update service_goods set allotted = null, from_place = null, allotted_at = null where request_id = ${of.id}`);
}
