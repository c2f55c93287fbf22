/** Figures of appeals as they may be published: small numbers left out, and what would give them away. */
import { mayShowSum, type Published, SMALL, suppress } from "#kernel/suppress.ts";

export type RuleFigures = {
  readonly rule: string;
  readonly filed: number;
  readonly upheld: number;
  readonly rejected: number;
};
export type PublishedRule = {
  readonly rule: string;
  readonly filed: Published;
  readonly upheld: Published;
  readonly rejected: Published;
  readonly waiting: Published;
};
export type PublishedMonth = {
  readonly rows: readonly PublishedRule[];
  readonly filed: Published | null;
  readonly upheldShare: number | null;
  readonly medianHours: number | null;
};

const NOTHING = { upheld: "hidden", rejected: "hidden", waiting: "hidden" } as const;

/** One month. A split is shown only beside a count that is shown; the share only when both its sides are large. */
export function publishMonth(figures: readonly RuleFigures[], hours: readonly number[]): PublishedMonth {
  const filed = suppress(figures.map((one) => one.filed));
  const rows = figures.map((one, at): PublishedRule => {
    const count = filed[at] ?? "hidden";
    const parts = [one.upheld, one.rejected, one.filed - one.upheld - one.rejected];
    if (typeof count !== "number" || !mayShowSum(parts)) return { rule: one.rule, filed: count, ...NOTHING };
    const [upheld = "hidden", rejected = "hidden", waiting = "hidden"] = suppress(parts);
    return { rule: one.rule, filed: count, upheld, rejected, waiting };
  });
  const counts = figures.map((one) => one.filed);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const upheld = figures.reduce((sum, one) => sum + one.upheld, 0);
  const decided = upheld + figures.reduce((sum, one) => sum + one.rejected, 0);
  return {
    rows,
    filed: !mayShowSum(counts) ? null : total > 0 && total < SMALL ? "small" : total,
    upheldShare: upheld >= SMALL && decided - upheld >= SMALL ? Math.round((100 * upheld) / decided) / 100 : null,
    medianHours: hours.length < SMALL ? null : median(hours),
  };
}

/** In tenths of an hour. */
function median(hours: readonly number[]): number {
  const sorted = hours.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const value =
    sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  return Math.round(value * 10) / 10;
}
