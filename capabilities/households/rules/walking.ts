/** The order in which a worker walks past the doors: the order set by hand first, then the address in natural order. */
export type Walked = {
  readonly walkOrder: number | null;
  readonly villagerGroup: string | null;
  readonly building: string | null;
  readonly stair: string | null;
  readonly floor: string | null;
  readonly room: string | null;
  readonly side: string | null;
  readonly doorNumber: string | null;
  readonly doorId: string;
};

/** Numbers inside a text by their value: 2 before 10, 1单元 before 2单元. */
export function naturally(a: string | null, b: string | null): number {
  if (a === b) return 0;
  // Nothing said comes last: such a door has no place in a building yet.
  if (a === null) return 1;
  if (b === null) return -1;
  const [first, second] = [pieces(a), pieces(b)];
  for (let at = 0; at < Math.min(first.length, second.length); at++) {
    const [one, other] = [first[at] ?? "", second[at] ?? ""];
    if (one === other) continue;
    const difference = Number(one) - Number(other);
    if (!Number.isNaN(difference) && difference !== 0) return difference;
    return one < other ? -1 : 1;
  }
  if (first.length !== second.length) return first.length - second.length;
  return a < b ? -1 : 1;
}

const pieces = (text: string): string[] => text.match(/\d+|\D+/g) ?? [];

/** Total and transitive: doors of equal addresses stand in the order of their ids. */
export function walking(a: Walked, b: Walked): number {
  const order = (a.walkOrder ?? Number.POSITIVE_INFINITY) - (b.walkOrder ?? Number.POSITIVE_INFINITY);
  if (!Number.isNaN(order) && order !== 0) return order;
  return (
    naturally(a.villagerGroup, b.villagerGroup) ||
    naturally(a.building, b.building) ||
    naturally(a.stair, b.stair) ||
    naturally(a.floor, b.floor) ||
    naturally(a.room, b.room) ||
    naturally(a.side, b.side) ||
    naturally(a.doorNumber, b.doorNumber) ||
    (a.doorId < b.doorId ? -1 : a.doorId > b.doorId ? 1 : 0)
  );
}

export type Address = Omit<Walked, "walkOrder" | "doorId">;

/** An address of which nothing is said. */
export const NOWHERE = {
  villagerGroup: null,
  building: null,
  stair: null,
  floor: null,
  room: null,
  side: null,
  doorNumber: null,
} as const satisfies Address;

/** Of a new door, all but its kind. */
export const NOTHING_SAID = { ...NOWHERE, walkOrder: null, isVacant: false, isRented: false, isShared: false };

/** The address as a worker reads it: 3幢1单元502室; 东街左侧12号. */
export function addressText(door: Address): string {
  const { villagerGroup, building, stair, room, side, doorNumber } = door;
  const parts = [
    villagerGroup,
    building === null ? null : withUnit(building, "幢"),
    stair === null ? null : withUnit(stair, "单元"),
    room === null ? (door.floor === null ? null : withUnit(door.floor, "层")) : withUnit(room, "室"),
    side === null ? null : side === "left" ? "左侧" : "右侧",
    doorNumber === null ? null : withUnit(doorNumber, "号"),
  ];
  return parts.filter((part) => part !== null).join("");
}

/** A bare number gets its unit; what people wrote out stays as it is. */
const withUnit = (text: string, unit: string): string => (/^[0-9A-Za-z-]+$/.test(text) ? `${text}${unit}` : text);

/** The same door written twice has one key: full-width digits and blanks make no difference. */
export const addressKey = (door: Address): string =>
  [door.villagerGroup, door.building, door.stair, door.floor, door.room, door.side, door.doorNumber]
    .map((part) => (part ?? "").normalize("NFKC").replace(/\s+/g, "").toUpperCase())
    .join("|");

/** What a desk typed of an address, in pieces: `3-502` and `3幢502室` are 3 and 502. Letters, digits and Han alone. */
export const addressPieces = (typed: string): readonly string[] =>
  typed
    .normalize("NFKC")
    .toUpperCase()
    .split(/[^\p{Script=Han}0-9A-Z]+|(?<=[0-9A-Z])(?:幢|栋|号楼|单元|层|室|号)/u)
    .filter((piece) => piece !== "");
