/** The ledger of a place for a list that is taken away: what moved, when and why; nobody's name, no note. */
import type { Context } from "#platform/answer.ts";
import * as store from "./store.ts";

export async function ledgerOf({ sql }: Pick<Context, "sql">, of: { readonly place: string; readonly limit: number }) {
  const rows = await store.movementsAt(sql, { ...of, item: null, before: null });
  return rows.map(({ id, item, change, because, stock_after: stockAfter, at }) => ({
    id,
    item,
    change,
    because,
    stockAfter,
    at,
  }));
}
