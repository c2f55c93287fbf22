/**
 * Coverage = visited / (register − vacant), design/field.md: doors that were opened at least once, of those that do not stand
 * vacant. What was knocked at and stayed shut is not covered
 * (reference/domain.md §7.3, scenario 14: 2,406 doors, 258 opened is 10.7 %, never 100 %).
 */
export type Coverage = {
  readonly registered: number;
  /** Stand vacant and were never opened. */
  readonly vacant: number;
  readonly reached: number;
  readonly neverVisited: number;
  /** Tenths of a per cent, rounded down: 1000 is shown only when every door was opened. Null without a door to visit. */
  readonly permille: number | null;
};

/** Coverage of a place from its three stocks. */
export function coverageOf(registered: number, reached: number, vacant = 0): Coverage {
  const of = registered - vacant;
  return {
    registered,
    vacant,
    reached,
    neverVisited: Math.max(0, of - reached),
    permille: of > 0 ? Math.min(1000, Math.floor((reached * 1000) / of)) : null,
  };
}

/** `10.7 %`; an en dash when there is no register. */
export const percentText = (permille: number | null): string =>
  permille === null ? "–" : `${Math.floor(permille / 10)}.${permille % 10} %`;
