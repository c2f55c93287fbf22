/**
 * What a joint-defence unit is cut from: doors that lie together. A unit never leaves its segment, a segment never its grid.
 *
 * Source: reference/domain.md §6.10; article S30: "rural: every ten households; urban: every residential building; street
 * fronts: every ten shops".
 */
export const SEGMENT_KINDS = ["rural", "building", "lane", "street", "market"] as const;
export type SegmentKind = (typeof SEGMENT_KINDS)[number];

export type UnitDoor = {
  readonly doorId: string;
  /** The grid. */
  readonly place: string;
  readonly kind: string;
  readonly building: string | null;
  readonly stair: string | null;
  readonly floor: string | null;
  readonly walkOrder: number;
  readonly villagerGroup: string | null;
  /** Of a street: odd or even, north or south. */
  readonly side: string | null;
};

export type Segment = { readonly key: string; readonly kind: SegmentKind; readonly doors: readonly UnitDoor[] };

const SHOPS: ReadonlySet<string> = new Set(["shop", "stall"]);

/**
 * - A villager group: rural. - A shop on a side of a street: that side, between two crossings (the register writes the
 *   street as building and the stretch between crossings as stair). - A shop without a side in a building: an aisle of a
 *   market hall (stair, else floor). - A dwelling in a building: the building. - The rest: the lane.
 */
function placeIn(door: UnitDoor): { readonly kind: SegmentKind; readonly key: string } {
  const { place, kind, building, stair, floor, villagerGroup, side } = door;
  const key = (of: SegmentKind, ...parts: readonly (string | null)[]) => ({
    kind: of,
    key: [place, of, ...parts.map((part) => part ?? "")].join("|"),
  });
  if (SHOPS.has(kind)) {
    if (side !== null) return key("street", building, stair, side);
    if (building !== null) return key("market", building, stair ?? floor);
  }
  if (villagerGroup !== null) return key("rural", villagerGroup);
  return building !== null && floor !== null ? key("building", building) : key("lane", building);
}

export const byWalk = (a: UnitDoor, b: UnitDoor): number =>
  a.walkOrder - b.walkOrder || (a.doorId < b.doorId ? -1 : a.doorId > b.doorId ? 1 : 0);

/** Segments in walking order of their first doors; each door in exactly one. */
export function segmentsOf(doors: readonly UnitDoor[]): Segment[] {
  const segments = new Map<string, { kind: SegmentKind; doors: UnitDoor[] }>();
  for (const door of [...doors].sort(byWalk)) {
    const { key, kind } = placeIn(door);
    const own = segments.get(key) ?? { kind, doors: [] };
    own.doors.push(door);
    segments.set(key, own);
  }
  return [...segments].map(([key, own]) => ({ key, ...own }));
}
