/** Whom the register knows by a person's key, and at which door's place: for what other capabilities know of persons. */
import type { Context } from "#platform/answer.ts";
import * as store from "./store-people.ts";

export type Registered = { readonly personId: string; readonly place: string };

/** By key. Who lives nowhere any more, or behind doors of several counties, is the one of the latest stay. */
export async function registeredAs(
  { sql }: Pick<Context, "sql">,
  personKeys: readonly string[],
): Promise<ReadonlyMap<string, Registered>> {
  if (personKeys.length === 0) return new Map();
  const rows = await store.livingByKeys(sql, personKeys);
  return new Map(rows.map((row) => [row.person_key, { personId: row.id, place: row.place }]));
}
