/**
 * Is an address inside a grid? A grid is a list of addresses, not a shape on a map (reference/domain.md §1, 4: "polygon optional,
 * address list authoritative"), so the register answers, without anybody's position: whose are the other doors of the stair,
 * of the building or street, of the villager group?
 */
import { type Address, addressKey } from "./walking.ts";

/** `unknown`: no grid of the village has the block yet, or the address names none. */
export type Cell =
  | { readonly is: "inside" | "unknown" }
  | { readonly is: "elsewhere"; readonly grids: readonly string[] };

/** The blocks that an address lies in, as the beginnings of their doors' address keys, the narrowest first. */
export function blocksOf(address: Address): readonly string[] {
  const { building, stair, villagerGroup } = address;
  const [group, block, stairs] = addressKey(address).split("|");
  if (building !== null && stair !== null) return [`${group}|${block}|${stairs}|`, `${group}|${block}|`];
  if (building !== null) return [`${group}|${block}|`];
  return villagerGroup === null ? [] : [`${group}|`];
}

/**
 * Where the address lies, seen from `place` (a grid; or a village, whose grids are all its own): the narrowest block that any
 * grid holds decides, so that a building whose stairs two grids share is judged by the stair.
 */
export function cellOf(place: string, address: Address, gridsOf: (block: string) => readonly string[]): Cell {
  for (const block of blocksOf(address)) {
    const grids = gridsOf(block);
    if (grids.some((grid) => grid.startsWith(place))) return { is: "inside" };
    if (grids.length > 0) return { is: "elsewhere", grids };
  }
  return { is: "unknown" };
}

/** The same of doors at hand: a phone has those of its own grid. */
export const cellAmong = (
  place: string,
  address: Address,
  doors: Iterable<Address & { readonly place: string }>,
): Cell => {
  const known = [...doors].map((door) => ({ place: door.place, key: addressKey(door) }));
  return cellOf(place, address, (block) => [
    ...new Set(known.flatMap((door) => (door.key.startsWith(block) ? [door.place] : []))),
  ]);
};

/** What a worker reads whose new door lies, by the list, in other grids. */
export const elsewhereNote = (names: readonly string[]) => ({
  zh: `已登记。但地址清单里，这栋楼（组）的其他门户在${names.join("、")}：请与那里的网格员核对；若不在您的网格内，请撤销这扇门。`,
  en: `Registered. But the address list has the other doors of this building or group in ${names.join(", ")}: please check with the worker there, and take this door out again if it is not in your grid.`,
});
