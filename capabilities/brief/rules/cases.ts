/** The cases part of a brief: a place, the places below it, and what is odd about the record. */
import { parentOf } from "#kernel/places.ts";
import type { PlainDay } from "#kernel/time.ts";
import type { CaseRow } from "./case-rows.ts";
import { type DayFigures, type Line, lineAt, odditiesOf } from "./streak.ts";

export type CaseLine = Omit<Line, "day"> & {
  readonly place: string;
  readonly name: string;
  /** The day the figures are from; earlier than the brief's day when that one is missing. */
  readonly reportedOn: PlainDay;
};

export type Remark = {
  readonly kind: "missing-day" | "decrease" | "sum-differs";
  readonly place: string;
  readonly day: PlainDay;
  readonly zh: string;
  readonly en: string;
};

export type Cases = {
  readonly day: PlainDay;
  readonly own: CaseLine | null;
  readonly below: CaseLine[];
  readonly remarks: Remark[];
};

/** Remarks shown at most, the latest. */
const REMARKS_SHOWN = 20;

/** Rows as histories by place; of two rows of one place and day the later one corrects the earlier. */
export function historiesOf(rows: Iterable<CaseRow>): Map<string, DayFigures[]> {
  const byPlace = new Map<string, Map<string, DayFigures>>();
  for (const { place, day, confirmed, cured, dead } of rows) {
    const days = byPlace.get(place) ?? new Map<string, DayFigures>();
    byPlace.set(place, days.set(day, { day, confirmed, cured, dead }));
  }
  const ordered = [...byPlace].map(
    ([place, days]) => [place, [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1))] as const,
  );
  return new Map(ordered);
}

/**
 * The history of a place: its own rows, or, where it has none, the sum of its counties' with each county's last known
 * figure carried on.
 */
export function historyOf(histories: ReadonlyMap<string, readonly DayFigures[]>, place: string): readonly DayFigures[] {
  const own = histories.get(place);
  if (own) return own;
  const parts = [...histories].filter(([code]) => code.length === 6 && code.startsWith(place) && code !== place);
  const days = [...new Set(parts.flatMap(([, history]) => history.map((one) => one.day)))].sort();
  return days.map((day) => {
    const sum = { day, confirmed: 0, cured: 0, dead: 0 };
    for (const [, history] of parts) {
      const last = history.filter((one) => one.day <= day).at(-1);
      if (!last) continue;
      sum.confirmed += last.confirmed;
      sum.cured += last.cured;
      sum.dead += last.dead;
    }
    return sum;
  });
}

/** The cases of `place` and of each place named below it on a day. `names` has the place and the places below it. */
export function casesOf(
  histories: ReadonlyMap<string, readonly DayFigures[]>,
  place: string,
  day: PlainDay,
  names: ReadonlyMap<string, string>,
): Cases {
  const begins = [...histories.values()].map((history) => history[0]?.day ?? day).sort()[0] ?? day;
  const lineOf = (code: string): CaseLine | null => {
    const line = lineAt(historyOf(histories, code), day, begins);
    if (!line) return null;
    const { day: reportedOn, ...rest } = line;
    return { place: code, name: names.get(code) ?? code, reportedOn, ...rest };
  };
  const codes = new Set([...names.keys(), ...histories.keys()].filter((code) => isBelow(code, place)));
  const below = [...codes]
    .sort()
    .map(lineOf)
    .filter((line): line is CaseLine => line !== null);
  const own = lineOf(place);
  const remarks = [place, ...codes].flatMap((code) => remarksOf(historyOf(histories, code), code, day, names));
  if (own && below.length > 0 && histories.has(place)) remarks.push(...sumRemark(own, below, day));
  remarks.sort((a, b) => (a.day === b.day ? (a.place < b.place ? -1 : 1) : a.day < b.day ? 1 : -1));
  return { day, own, below, remarks: remarks.slice(0, REMARKS_SHOWN) };
}

/** Directly below: the parent is the place, or a county that stands directly under a province (429004). */
const isBelow = (code: string, place: string): boolean =>
  code !== place &&
  code.startsWith(place) &&
  (parentOf(code) === place || (code.length === 6 && place.length === 2 && code.slice(2, 4) === "90"));

function remarksOf(
  history: readonly DayFigures[],
  place: string,
  day: PlainDay,
  names: ReadonlyMap<string, string>,
): Remark[] {
  const name = names.get(place) ?? place;
  return odditiesOf(history, day).map((oddity): Remark => {
    if (oddity.kind === "missing-day")
      return {
        kind: "missing-day",
        place,
        day: oddity.day,
        zh: `${name}${oddity.day}无通报，沿用此前数字`,
        en: `${name}: no figures for ${oddity.day}; the latest before it stand`,
      };
    return {
      kind: "decrease",
      place,
      day: oddity.day,
      zh: `${name}${oddity.day}核减${oddity.by}例`,
      en: `${name}: ${oddity.by} taken back on ${oddity.day}`,
    };
  });
}

function sumRemark(own: CaseLine, below: readonly CaseLine[], day: PlainDay): Remark[] {
  const sum = below.reduce((total, line) => total + line.confirmed, 0);
  if (sum === own.confirmed) return [];
  return [
    {
      kind: "sum-differs",
      place: own.place,
      day,
      zh: `各地合计${sum}例，与${own.name}通报的${own.confirmed}例不一致`,
      en: `the places below add up to ${sum}, ${own.name} itself reports ${own.confirmed}`,
    },
  ];
}
