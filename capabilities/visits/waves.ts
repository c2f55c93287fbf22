/** What the database is given at once: no report, task or corrected report twice, the earlier before the later. */

/** What decides the order of two reports. */
export type Ordered = {
  readonly county: string;
  readonly id: string;
  readonly task: string | null;
  readonly corrects: string | null;
};

/**
 * Splits reports into waves that are written one after the other: two reports on one task, or a correction of a report
 * of the same batch, must see each other. Nearly always there is one wave. Ids must be unique.
 */
export function wavesOf<T extends Ordered>(items: readonly T[]): T[][] {
  const waves: T[][] = [];
  /** The wave of the latest item that touched a key. */
  const latest = new Map<string, number>();
  for (const item of items) {
    const keys = [`visit ${item.county} ${item.id}`];
    if (item.task !== null) keys.push(`task ${item.task}`);
    if (item.corrects !== null) keys.push(`visit ${item.county} ${item.corrects}`);
    const wave = Math.max(...keys.map((key) => (latest.get(key) ?? -1) + 1));
    for (const key of keys) latest.set(key, wave);
    const list = waves[wave];
    if (list) list.push(item);
    else waves[wave] = [item];
  }
  return waves;
}
