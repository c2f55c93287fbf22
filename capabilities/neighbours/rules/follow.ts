/**
 * What becomes of units whose doors went to other grids: a unit never crosses a grid (reference/domain.md §6.10, "never across a
 * cell"; "maximise kept households"). A unit that has doors left where it was stays there without the others. One that has
 * none goes to the grid that took most of its doors, with those; the others are in no unit until units are formed anew.
 */
export type Member = {
  readonly doorId: string;
  readonly unitId: string;
  /** The grid to which its door went; null: it stayed, or lies in no grid. */
  readonly to: string | null;
  readonly hasGone: boolean;
};
export type Follows = {
  /** Units that go along, and where. */
  readonly along: ReadonlyMap<string, string>;
  /** Doors that are in no unit any more. */
  readonly out: readonly string[];
  /** Units without a door. */
  readonly ended: readonly string[];
};

export function follow(members: readonly Member[]): Follows {
  const along = new Map<string, string>();
  const out: string[] = [];
  const ended: string[] = [];
  for (const [unitId, own] of Map.groupBy(members, (one) => one.unitId)) {
    const hasLeft = own.every((one) => one.hasGone);
    const to = hasLeft ? mostOf(own) : null;
    if (to !== null) along.set(unitId, to);
    else if (hasLeft) ended.push(unitId);
    out.push(...own.filter((one) => one.hasGone && (to === null || one.to !== to)).map((one) => one.doorId));
  }
  return { along, out, ended };
}

/** The grid that took most of them; of two, the first by code. */
function mostOf(members: readonly Member[]): string | null {
  const counted = Map.groupBy(
    members.filter((one) => one.to !== null),
    (one) => one.to,
  );
  const [first] = [...counted].sort(([a, x], [b, y]) => y.length - x.length || ((a ?? "") < (b ?? "") ? -1 : 1));
  return first?.[0] ?? null;
}
