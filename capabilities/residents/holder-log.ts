/** The holder's own log: who scanned his code or looked him up, written by whoever does it, read by the holder. */
import type { Context } from "#platform/answer.ts";
import * as store from "./store-log.ts";
import type { HolderLogRow } from "./types.ts";

/** Writes the rows in the caller's transaction, in one statement. */
export async function logForHolders(ctx: Pick<Context, "sql">, rows: readonly HolderLogRow[]): Promise<void> {
  if (rows.length > 0) await store.insertLog(ctx.sql, rows);
}
