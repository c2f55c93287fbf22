/** Cutting one segment into units from nothing: even, contiguous, by the sizes of reference/domain.md §6.10. */
import type { Segment, UnitDoor } from "./segments.ts";

/** A building of more households is split by stair, then by floors, into 40–60. */
export const BUILDING_AT_MOST = 60;

type Doors = readonly UnitDoor[];

/** The rule of ten: k = max(1, ⌊n/10 + 0.5⌋) parts, as equal as can be, the larger ones first. */
export function tens(doors: Doors): UnitDoor[][] {
  const parts = Math.max(1, Math.floor(doors.length / 10 + 0.5));
  return evenly(doors, parts);
}

export function evenly(doors: Doors, parts: number): UnitDoor[][] {
  const [least, over] = [Math.floor(doors.length / parts), doors.length % parts];
  let from = 0;
  return Array.from({ length: parts }, (_, n) => {
    const size = least + (n < over ? 1 : 0);
    from += size;
    return doors.slice(from - size, from);
  });
}

export function cutSegment({ kind, doors }: Pick<Segment, "kind" | "doors">): UnitDoor[][] {
  if (doors.length === 0) return [];
  return kind === "building" ? cutBuilding(doors) : tens(doors);
}

/** A building is one unit while it is small; else whole stairs together; a stair that is too large by floors. */
export function cutBuilding(doors: Doors): UnitDoor[][] {
  if (doors.length <= BUILDING_AT_MOST) return [[...doors]];
  const units: UnitDoor[][] = [];
  let small: Doors[] = [];
  const flush = () => {
    if (small.length > 0) units.push(...packed(small));
    small = [];
  };
  for (const stair of runs(doors, (door) => door.stair)) {
    if (stair.length <= BUILDING_AT_MOST) small.push(stair);
    else {
      flush();
      units.push(...packed(floorsOf(stair)));
    }
  }
  flush();
  return units;
}

/** Floors in walking order; one with more doors than a unit may have (a dormitory) in equal parts. */
const floorsOf = (doors: Doors): Doors[] =>
  runs(doors, (door) => door.floor).flatMap((floor) => evenly(floor, Math.ceil(floor.length / BUILDING_AT_MOST)));

/** Doors by a key, in the order of its first appearance. */
function runs(doors: Doors, key: (door: UnitDoor) => string | null): Doors[] {
  const groups = new Map<string | null, UnitDoor[]>();
  for (const door of doors) {
    const own = groups.get(key(door));
    if (own === undefined) groups.set(key(door), [door]);
    else own.push(door);
  }
  return [...groups.values()];
}

/** Whole blocks in as few units as can be, none over the limit, as even as can be (least sum of squares). */
function packed(blocks: readonly Doors[]): UnitDoor[][] {
  const total = blocks.reduce((sum, block) => sum + block.length, 0);
  for (let parts = Math.ceil(total / BUILDING_AT_MOST); parts < blocks.length; parts++) {
    const ends = bestEnds(
      blocks.map((block) => block.length),
      parts,
    );
    const units = ends.map((end, n) => blocks.slice(ends[n - 1] ?? 0, end).flat());
    if (units.every((unit) => unit.length <= BUILDING_AT_MOST)) return units;
  }
  return blocks.map((block) => [...block]);
}

/** Where to end `parts` contiguous parts so that the sum of the squares of their sizes is least; ties: earlier ends. */
function bestEnds(sizes: readonly number[], parts: number): number[] {
  const sums = [0];
  for (const size of sizes) sums.push((sums.at(-1) ?? 0) + size);
  const size = (from: number, end: number) => (sums[end] ?? 0) - (sums[from] ?? 0);
  type Best = { readonly cost: number; readonly ends: readonly number[] };
  let best = new Map<number, Best>([[0, { cost: 0, ends: [] }]]);
  for (let part = 1; part <= parts; part++) {
    const next = new Map<number, Best>();
    for (let end = part; end <= sizes.length - (parts - part); end++) {
      for (let from = part - 1; from < end; from++) {
        const before = best.get(from);
        if (before === undefined) continue;
        const cost = before.cost + size(from, end) ** 2;
        if (cost < (next.get(end)?.cost ?? Number.POSITIVE_INFINITY))
          next.set(end, { cost, ends: [...before.ends, end] });
      }
    }
    best = next;
  }
  return [...(best.get(sizes.length)?.ends ?? [sizes.length])];
}
