/** What is known of the letting of doors, as the rule of the duties takes it. */
import type { PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Letting } from "./rules/landlord.ts";
import * as store from "./store-landlords.ts";

export type Let = { readonly landlord: store.LandlordRow; readonly letting: Letting };

/** Of the doors that are let, by door. */
export async function lettingsOf(sql: Sql, landlords: readonly store.LandlordRow[]): Promise<ReadonlyMap<string, Let>> {
  const ids = landlords.map((one) => one.door_id);
  if (ids.length === 0) return new Map();
  const tenants = Map.groupBy(await store.tenantsOf(sql, ids), (one) => one.door_id);
  const reports = Map.groupBy(await store.reportsOf(sql, ids), (one) => one.door_id);
  return new Map(
    landlords.map((landlord) => [
      landlord.door_id,
      {
        landlord,
        letting: {
          since: landlord.since_on as PlainDay,
          until: landlord.until_on as PlainDay | null,
          tenants: (tenants.get(landlord.door_id) ?? []).map((one) => ({
            householdId: one.id,
            since: one.since_on as PlainDay | null,
            until: one.until_on as PlainDay | null,
          })),
          reports: (reports.get(landlord.door_id) ?? []).map((one) => ({
            duty: one.duty,
            on: one.done_on as PlainDay,
          })),
        },
      },
    ]),
  );
}
