/** A plan of the grid, drawn of what the register says: buildings by floor and room, streets by side, villages by group. */
export type DoorOnPlan = {
  readonly id: string;
  readonly order: number;
  readonly building: string | null;
  readonly stair: string | null;
  readonly floor: string | null;
  readonly room: string | null;
  readonly villagerGroup: string | null;
  readonly side: string | null;
  readonly doorNumber: string | null;
};

export type Row<D> = { readonly name: string; readonly doors: readonly D[] };
/** `stair`: rows are floors, the highest on top. `street`: rows are sides. `lane`: one row in walking order. */
export type Block<D> = {
  readonly kind: "stair" | "street" | "lane";
  readonly name: string;
  readonly rows: readonly Row<D>[];
};

const numberIn = (text: string): number => {
  const digits = /-?\d+/.exec(text)?.[0];
  return digits === undefined ? 0 : Number(digits);
};

/** What is walked together: also the clusters of the plan by groups (assign.ts). */
export const clusterOf = (door: Pick<DoorOnPlan, "building" | "stair" | "villagerGroup">): string =>
  [door.building, door.stair].filter((part) => part !== null).join(" ") || (door.villagerGroup ?? "");

/** In the order of first appearance. Written out: phones of 2019 have no Map.groupBy. */
function grouped<D>(doors: readonly D[], key: (door: D) => string): (readonly [string, D[]])[] {
  const groups = new Map<string, D[]>();
  for (const door of doors) {
    const own = groups.get(key(door));
    if (own === undefined) groups.set(key(door), [door]);
    else own.push(door);
  }
  return [...groups];
}

/** Blocks in walking order; in each, every door once. */
export function planOf<D extends DoorOnPlan>(doors: readonly D[]): Block<D>[] {
  const ordered = [...doors].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
  return grouped(ordered, clusterOf).map(([name, own]) => blockOf(name, own));
}

function blockOf<D extends DoorOnPlan>(name: string, doors: readonly D[]): Block<D> {
  const rowsBy = (key: (door: D) => string): Row<D>[] =>
    grouped(doors, key).map(([row, own]) => ({ name: row, doors: own }));
  if (doors.some(({ floor }) => floor !== null)) {
    const floors = rowsBy(({ floor }) => floor ?? "");
    return { kind: "stair", name, rows: floors.sort((a, b) => numberIn(b.name) - numberIn(a.name)) };
  }
  if (doors.some(({ side }) => side !== null)) return { kind: "street", name, rows: rowsBy(({ side }) => side ?? "") };
  return { kind: "lane", name, rows: [{ name: "", doors }] };
}
