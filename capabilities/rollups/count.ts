/** Booking a change of a counter, in the transaction that caused it. */
import { isMetric, type Metric } from "#capabilities/rollups/rules/metrics.ts";
import type { PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type Change = {
  /** Of any level; booked at its first twelve digits. */
  readonly place: string;
  /** The day that the metric belongs to (rules/metrics.ts); for a stock, the current day. */
  readonly day: PlainDay | string;
  readonly metric: Metric;
  readonly delta: number;
};

/**
 * Books the changes; the figures of all levels show them within a second of the commit. Statements that count many
 * rows insert into counter_pending themselves: (left(place, 12), day, metric, delta), one row a group.
 */
export async function count(sql: Sql, changes: readonly Change[]): Promise<void> {
  const wrong = changes.find((change) => !isMetric(change.metric) || !Number.isSafeInteger(change.delta));
  if (wrong) throw new Error(`not a counter: ${wrong.metric} by ${wrong.delta}`);
  const counted = changes.filter((change) => change.delta !== 0);
  if (counted.length === 0) return;
  await sql`
    insert into counter_pending (place, day, metric, delta)
    select left(place, 12), day, metric, sum(delta)
      from unnest(${counted.map((one) => one.place)}::text[], ${counted.map((one) => one.day)}::text[]::date[],
                  ${counted.map((one) => one.metric)}::text[], ${counted.map((one) => one.delta)}::int[])
           as change (place, day, metric, delta)
     group by 1, 2, 3 having sum(delta) <> 0`;
}
