/**
 * Small numbers in what is published: a count of 1 to 9 persons may name somebody to his neighbours, so it is written
 * "<10", and where a published sum would give it away, larger counts are left out too (complementary suppression).
 *
 * Source: statistical disclosure control (primary and secondary cell suppression, Willenborg and de Waal 2001);
 * features.md s11. The threshold of 10 is ours.
 */
export const SMALL = 10;

/** A count as it may be published: itself, `small` (1 to 9), or `hidden` (10 or more, left out to protect a small one). */
export type Published = number | "small" | "hidden";

/**
 * The counts of a list whose sum is published, in their order. Whoever knows the sum and every count that is shown can
 * still take each small one for any number from 1 to 9. Zero is shown: it names nobody.
 */
export function suppress(counts: readonly number[]): Published[] {
  const published = counts.map((count): Published => (count > 0 && count < SMALL ? "small" : count));
  const smalls = published.filter((one) => one === "small").length;
  if (smalls === 0) return published;
  // What an onlooker can compute: the sum of all that is not shown.
  let unseen = counts.reduce((sum, count, at) => sum + (published[at] === "small" ? count : 0), 0);
  let hidden = 0;
  const larger = counts
    .map((count, at) => ({ count, at }))
    .filter(({ count }) => count >= SMALL)
    .toSorted((a, b) => a.count - b.count || a.at - b.at);
  for (const { count, at } of larger) {
    if (hidden > 0 && unseen >= SMALL * hidden + (SMALL - 1) * smalls) break;
    published[at] = "hidden";
    unseen += count;
    hidden++;
  }
  return published;
}

/** May the sum be published beside these? Not when the counts that are left out say too much even so. */
export function mayShowSum(counts: readonly number[]): boolean {
  const published = suppress(counts);
  const smalls = published.filter((one) => one === "small").length;
  const hidden = published.filter((one) => one === "hidden").length;
  const unseen = counts.reduce((sum, count, at) => sum + (typeof published[at] === "number" ? 0 : count), 0);
  return smalls === 0 || (hidden > 0 && unseen >= SMALL * hidden + (SMALL - 1) * smalls);
}
