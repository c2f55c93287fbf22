/**
 * The joint-defence units of a grid, from its doors and the units that stand. Pure and deterministic; nobody's unit changes
 * without need: what stands is kept, a new door joins the unit beside it, and a unit is cut or joined to one neighbour only
 * when it has become too large or too small. Source: reference/domain.md §6.10, design/field.md, "Joint-defence units".
 */
import { BUILDING_AT_MOST, cutBuilding, cutSegment, evenly } from "./cut.ts";
import { byWalk, type Segment, type SegmentKind, segmentsOf, type UnitDoor } from "./segments.ts";

/** Units of ten are cut or joined only beyond these. */
export const SIZE_AT_LEAST = 6;
export const SIZE_AT_MOST = 15;

export type Standing = {
  readonly unitId: string;
  readonly doorIds: readonly string[];
  /** Doors that somebody moved here by hand, with a reason: they stay. */
  readonly byHand: ReadonlySet<string>;
};

export type Formed = {
  /** Null: a new unit. */
  readonly unitId: string | null;
  readonly kind: SegmentKind;
  readonly doors: readonly UnitDoor[];
};

type Unit = { unitId: string | null; doors: UnitDoor[] };

export function partition(doors: readonly UnitDoor[], standing: readonly Standing[]): Formed[] {
  const unitOf = new Map(standing.flatMap(({ unitId, doorIds }) => doorIds.map((id) => [id, unitId] as const)));
  const pinned = new Map(standing.flatMap(({ unitId, byHand }) => [...byHand].map((id) => [id, unitId] as const)));
  const segments = segmentsOf(doors);
  const home = homesOf(segments, unitOf, pinned);
  const byHand: Map<string, UnitDoor[]> = new Map();
  const formed = segments.flatMap((segment) => {
    const own: UnitDoor[] = [];
    for (const door of segment.doors) {
      const unit = pinned.get(door.doorId);
      // By hand, and the unit still stands somewhere in this grid: reshaping leaves this door alone.
      if (unit !== undefined && home.has(unit)) byHand.set(unit, [...(byHand.get(unit) ?? []), door]);
      else own.push(door);
    }
    const stays = (id: string) => (home.get(unitOf.get(id) ?? "") === segment.key ? (unitOf.get(id) ?? null) : null);
    const units = unitsOf({ ...segment, doors: own }, stays);
    return units.map((unit) => ({ ...unit, kind: segment.kind }));
  });
  return formed.map(({ unitId, kind, doors: own }) => ({
    unitId,
    kind,
    doors: [...own, ...(unitId === null ? [] : (byHand.get(unitId) ?? []))].sort(byWalk),
  }));
}

/** The segment in which each standing unit has most of its doors that nobody moved; a unit without any ends. */
function homesOf(
  segments: readonly Segment[],
  unitOf: ReadonlyMap<string, string>,
  pinned: ReadonlyMap<string, string>,
): Map<string, string> {
  const best = new Map<string, { key: string; doors: number }>();
  for (const { key, doors } of segments) {
    const counts = new Map<string, number>();
    for (const { doorId } of doors) {
      const unit = unitOf.get(doorId);
      if (unit !== undefined && !pinned.has(doorId)) counts.set(unit, (counts.get(unit) ?? 0) + 1);
    }
    for (const [unit, count] of counts) if (count > (best.get(unit)?.doors ?? 0)) best.set(unit, { key, doors: count });
  }
  return new Map([...best].map(([unit, { key }]) => [unit, key]));
}

function unitsOf(segment: Segment, stays: (doorId: string) => string | null): Unit[] {
  const units = new Map<string, Unit>();
  for (const door of segment.doors) {
    const unitId = stays(door.doorId);
    if (unitId === null) continue;
    const unit = units.get(unitId) ?? { unitId, doors: [] };
    unit.doors.push(door);
    units.set(unitId, unit);
  }
  if (units.size === 0) {
    const cut = cutSegment(segment).map((doors): Unit => ({ unitId: null, doors }));
    return joined(cut, segment.kind);
  }
  joinNewcomers(segment, [...units.values()]);
  const sized = inOrder([...units.values()]).flatMap((unit) => splitIfLarge(unit, segment.kind));
  return joined(sized, segment.kind);
}

const inOrder = (units: readonly Unit[]): Unit[] =>
  [...units].sort((a, b) => (a.doors[0]?.walkOrder ?? 0) - (b.doors[0]?.walkOrder ?? 0));

/** A new door joins the unit of the door beside it: on the same floor of the same stair, else of the stair, else next on the walk. */
function joinNewcomers({ doors }: Segment, units: readonly Unit[]): void {
  const unitOf = new Map(units.flatMap((unit) => unit.doors.map((door) => [door, unit] as const)));
  const settled = doors.filter((door) => unitOf.has(door));
  for (const door of doors) {
    if (unitOf.has(door)) continue;
    const near = nearest(door, settled);
    const unit = near === null ? undefined : unitOf.get(near);
    if (unit === undefined) continue;
    unit.doors.push(door);
    unit.doors.sort(byWalk);
  }
}

function nearest(door: UnitDoor, settled: readonly UnitDoor[]): UnitDoor | null {
  const distance = (other: UnitDoor) =>
    (other.stair === door.stair ? 0 : 2e9) +
    (other.floor === door.floor ? 0 : 1e9) +
    Math.abs(other.walkOrder - door.walkOrder);
  let best: UnitDoor | null = null;
  for (const other of settled) if (best === null || distance(other) < distance(best)) best = other;
  return best;
}

/** The largest part keeps the name. */
function splitIfLarge(unit: Unit, kind: SegmentKind): Unit[] {
  const { doors, unitId } = unit;
  if (doors.length <= (kind === "building" ? BUILDING_AT_MOST : SIZE_AT_MOST)) return [unit];
  const parts = kind === "building" ? cutBuilding(doors) : cutSegment({ kind, doors });
  const largest = parts.reduce((best, part, n) => (part.length > (parts[best]?.length ?? 0) ? n : best), 0);
  return parts.map((part, n) => ({ unitId: n === largest ? unitId : null, doors: part }));
}

/**
 * One that has become too small joins its smaller neighbour; both together too many: they share evenly. In a building,
 * where that would cut through stairs, a small stair then stays as it is.
 */
function joined(given: readonly Unit[], kind: SegmentKind): Unit[] {
  const units = [...given];
  const limit = kind === "building" ? BUILDING_AT_MOST : SIZE_AT_MOST;
  for (let n = 0; n < units.length; n++) {
    const unit = units[n];
    if (unit === undefined || unit.doors.length >= SIZE_AT_LEAST || units.length === 1) continue;
    const size = (one: Unit | undefined) => one?.doors.length ?? Number.POSITIVE_INFINITY;
    const at = size(units[n - 1]) <= size(units[n + 1]) ? n - 1 : n;
    const [first, second] = units.slice(at, at + 2);
    if (first === undefined || second === undefined) continue;
    const together = [...first.doors, ...second.doors].sort(byWalk);
    const keeps = first === unit ? second : first;
    if (together.length <= limit) {
      units.splice(at, 2, { unitId: keeps.unitId ?? unit.unitId, doors: together });
      n = at - 1;
    } else if (kind !== "building") {
      const [left = [], right = []] = evenly(together, 2);
      units.splice(at, 2, { unitId: first.unitId, doors: left }, { unitId: second.unitId, doors: right });
    }
  }
  return units;
}
