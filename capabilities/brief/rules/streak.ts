/**
 * Days without a new case, and the change of a day, from cumulative figures with gaps and corrections.
 *
 * Source: article S1 ("19 consecutive days to 24:00 on 8 March"), reference/domain.md §7.3, scenario 20, and
 * design/command.md: whole days since the last day with a new case, counted to the day of the brief inclusive, in
 * Asia/Shanghai days. Nothing is stored: whoever corrects a past day gets a new history.
 */
import { daysBetween, daysLater, type PlainDay } from "#kernel/time.ts";

/** Cumulative figures at the end of a day. */
export type DayFigures = {
  readonly day: PlainDay;
  readonly confirmed: number;
  readonly cured: number;
  readonly dead: number;
};

export type Line = DayFigures & {
  /** Against the day before; null when that day is not on record. A figure that went down gives a negative number. */
  readonly newConfirmed: number | null;
  readonly newCured: number | null;
  readonly newDead: number | null;
  /** Null when there never was a case. */
  readonly daysWithoutNew: number | null;
  /** The record begins with cases already there and none came since: then it is at least so many days. */
  readonly isAtLeast: boolean;
};

export type Oddity =
  | { readonly kind: "missing-day"; readonly day: PlainDay }
  | { readonly kind: "decrease"; readonly day: PlainDay; readonly by: number };

/**
 * The line of a day: its figures, or the latest before it. `history` is ordered by day, one entry a day. Days that are
 * missing keep the figures of the day before them; a rise over a gap counts as new on the day on which it was seen, so
 * that a streak is never called longer than the record shows. When the day itself is missing, the streak ends at the
 * last day on record.
 */
export function lineAt(history: readonly DayFigures[], day: PlainDay, recordBegins: PlainDay): Line | null {
  const known = history.filter((one) => one.day <= day);
  const last = known.at(-1);
  if (!last) return null;
  const before = known.at(-2);
  const isNextDay = before !== undefined && daysBetween(before.day, last.day) === 1;
  // The place came onto the record that day: before, it had none.
  const isFirst = before === undefined && last.day > recordBegins;
  const change = (of: "confirmed" | "cured" | "dead"): number | null =>
    isNextDay ? last[of] - before[of] : isFirst ? last[of] : null;
  const lastNew = lastDayWithNew(known);
  return {
    ...last,
    newConfirmed: change("confirmed"),
    newCured: change("cured"),
    newDead: change("dead"),
    daysWithoutNew: lastNew === null ? null : daysBetween(lastNew, last.day),
    isAtLeast: lastNew !== null && lastNew === recordBegins,
  };
}

/** The last day on which more cases were known than the day on record before it; null when there never was one. */
function lastDayWithNew(known: readonly DayFigures[]): PlainDay | null {
  let found: PlainDay | null = null;
  let confirmed = 0;
  for (const one of known) {
    if (one.confirmed > confirmed) found = one.day;
    confirmed = one.confirmed;
  }
  return found;
}

/** What is odd in a history up to a day: days missing between two that are there (and to the day), figures that fell. */
export function odditiesOf(history: readonly DayFigures[], day: PlainDay): Oddity[] {
  const known = history.filter((one) => one.day <= day);
  const found: Oddity[] = [];
  for (const [index, one] of known.entries()) {
    const next = known[index + 1];
    const until = next?.day ?? daysLater(day, 1);
    for (let gap = daysLater(one.day, 1); gap < until; gap = daysLater(gap, 1))
      found.push({ kind: "missing-day", day: gap });
    if (next && next.confirmed < one.confirmed)
      found.push({ kind: "decrease", day: next.day, by: one.confirmed - next.confirmed });
  }
  return found;
}
