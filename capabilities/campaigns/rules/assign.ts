/**
 * Which group goes to which door, by plan (features.md b6). Deterministic: the same doors and groups give the same plan.
 * - `clusters`: the walking order is cut into stretches of equal length, at the ends of buildings where one is near;
 * - `round-robin`: building by building, in turn; - `last-team`: who had the door last time has it again, the rest clusters.
 */
export const WAYS = ["clusters", "round-robin", "last-team"] as const;
export type Way = (typeof WAYS)[number];

export type DoorToAssign = {
  readonly id: string;
  readonly order: number;
  /** Doors that are walked together: a building's stair, a side of a street, a villager group. */
  readonly cluster: string;
  /** The members of the group that had it last time, as `memberKey` writes them; null: nobody. */
  readonly lastMembers: string | null;
};
export type GroupToAssign = { readonly id: string; readonly members: readonly string[] };

export const memberKey = (members: readonly string[]): string => [...members].sort().join();

/** How far from its fair end a stretch may be moved to end with a building: half of a fair share. */
const SLACK = 0.5;

export function assign(
  way: Way,
  given: readonly DoorToAssign[],
  groups: readonly GroupToAssign[],
): ReadonlyMap<string, string> {
  const ordered = [...groups].sort((a, b) => (a.id < b.id ? -1 : 1));
  if (ordered.length === 0) return new Map();
  const doors = [...given].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
  if (way === "round-robin") return inTurn(doors, ordered);
  if (way === "clusters") return inStretches(doors, ordered);
  const byMembers = new Map(ordered.map((group) => [memberKey(group.members), group.id]));
  const again = new Map(
    doors.flatMap(({ id, lastMembers }) => {
      const group = lastMembers === null ? undefined : byMembers.get(lastMembers);
      return group === undefined ? [] : [[id, group] as const];
    }),
  );
  return new Map([
    ...inStretches(
      doors.filter(({ id }) => !again.has(id)),
      ordered,
    ),
    ...again,
  ]);
}

function inTurn(doors: readonly DoorToAssign[], groups: readonly GroupToAssign[]): Map<string, string> {
  const turn = new Map<string, number>();
  return new Map(
    doors.map(({ id, cluster }) => {
      const n = turn.get(cluster) ?? turn.size;
      turn.set(cluster, n);
      return [id, groups[n % groups.length]?.id ?? ""];
    }),
  );
}

function inStretches(doors: readonly DoorToAssign[], groups: readonly GroupToAssign[]): Map<string, string> {
  const plan = new Map<string, string>();
  let from = 0;
  for (const [n, group] of groups.entries()) {
    const left = groups.length - n;
    const fair = (doors.length - from) / left;
    const end = left === 1 ? doors.length : endNear(doors, from, Math.round(from + fair), fair * SLACK);
    for (const door of doors.slice(from, end)) plan.set(door.id, group.id);
    from = end;
  }
  return plan;
}

/** The end of a cluster nearest to `at`, within the slack; else `at` itself. */
function endNear(doors: readonly DoorToAssign[], from: number, at: number, slack: number): number {
  const isEnd = (end: number) => end > from && end < doors.length && doors[end - 1]?.cluster !== doors[end]?.cluster;
  for (let away = 0; away <= slack; away++) {
    if (isEnd(at - away)) return at - away;
    if (isEnd(at + away)) return at + away;
  }
  return at;
}
