/** The page of a centre: stock, shortages, orders; and the ledger. */
import { CODE_LENGTH, LEVELS, levelOf } from "#kernel/places.ts";
import { DAY, isoInstant, later } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import type * as contract from "./contract.ts";
import { presentOrder } from "./orders.ts";
import { SUPPLIES } from "./rules/items.ts";
import { shortOf } from "./rules/orders.ts";
import * as store from "./store.ts";

/** What ended stays on the page, and in the figure of what homes confirmed, for so long. */
const SHOWN_FOR = 14 * DAY;
const PAGE = 100;

export const list: Answer<typeof contract.listSupplies> = async ({ sql, now }, { area }) => {
  const since = later(now, -SHOWN_FOR);
  const stock = new Map((await store.stockOf(sql, area, since)).map((row) => [row.item, row]));
  const shortages = await store.shortagesIn(sql, area, digitsBelow(area));
  return {
    now: isoInstant(now),
    stock: SUPPLIES.map((item) => {
      const row = stock.get(item);
      return {
        item,
        here: row?.here ?? 0,
        below: row?.below ?? 0,
        onTheWay: row?.on_the_way ?? 0,
        waiting: row?.waiting ?? 0,
        given: row?.given ?? 0,
      };
    }),
    shortages: shortages.map((row) => ({ ...row, short: shortOf(row.waiting, row.stock) })),
    orders: (await store.ordersIn(sql, area, since)).map(presentOrder),
  };
};

/** Shortages are told by the places directly below; homes' stock lies at townships, so not finer than those. */
function digitsBelow(area: string): number {
  const level = levelOf(area);
  const below = level === null ? undefined : LEVELS[LEVELS.indexOf(level) + 1];
  return below === undefined || area.length >= CODE_LENGTH.township ? area.length : CODE_LENGTH[below];
}

export const ledger: Answer<typeof contract.listMovements> = async ({ sql }, { area, item = null, before = null }) => {
  const rows = await store.movementsAt(sql, { place: area, item, before, limit: PAGE });
  return {
    movements: rows.map((row) => ({
      id: row.id,
      item: row.item,
      change: row.change,
      because: row.because,
      stockAfter: row.stock_after,
      at: isoInstant(row.at),
      byName: row.by_name,
      isForHome: row.request_id !== null,
      note: row.note,
    })),
    before: rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null,
  };
};
