/** From counts to what may be published: each colour is a column whose sum, the province's count, is published too. */
import type { CodeColour } from "#kernel/colours.ts";
import { mayShowSum, type Published, suppress } from "#kernel/suppress.ts";

export type ColourCounts = Readonly<Record<CodeColour, number>>;
export type PublishedColours = Readonly<Record<CodeColour, Published>>;

const byColour = <T>(of: (colour: CodeColour) => T): Readonly<Record<CodeColour, T>> => ({
  red: of("red"),
  yellow: of("yellow"),
  pending: of("pending"),
  green: of("green"),
});

/**
 * Suppresses column by column; no sum of a row is published, so columns do not give each other away. `places` in order.
 * A province's count that would give away a city's is left out.
 */
export function publishColours(places: readonly ColourCounts[]): {
  readonly sum: PublishedColours;
  readonly places: readonly PublishedColours[];
} {
  const columns = byColour((colour) => suppress(places.map((counts) => counts[colour])));
  return {
    sum: byColour((colour) => {
      const counts = places.map((place) => place[colour]);
      const total = counts.reduce((sum, count) => sum + count, 0);
      if (!mayShowSum(counts)) return total < 10 && total > 0 ? "small" : "hidden";
      return suppress([total])[0] ?? 0;
    }),
    places: places.map((_, at) => byColour((colour) => columns[colour][at] ?? 0)),
  };
}
