/** The holder's own log: who scanned his code or looked him up, written by whoever does it, read by the holder. */
import type { Instant } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import type { Looker } from "./rules/kinds.ts";
import * as store from "./store-log.ts";

export type HolderLogRow = {
  /** UUIDv7: the same id again is the same look. */
  readonly id: string;
  readonly personKey: string;
  readonly at: Instant;
  readonly who: Looker;
  /** A name of rules/log-words.ts where there is one: `scan`, `person.read`, `identity.open`, `roster.check` … */
  readonly action: string;
  readonly place: string | null;
  /** Codes and numbers: purpose, outcome. No name, number, phone or address of anybody. */
  readonly detail: Readonly<Record<string, unknown>>;
};

/** Writes the rows in the caller's transaction, in one statement. */
export async function logForHolders(ctx: Pick<Context, "sql">, rows: readonly HolderLogRow[]): Promise<void> {
  if (rows.length > 0) await store.insertLog(ctx.sql, rows);
}
