/** Search over all doors and people that a phone holds: by name, building, room, number, last four. Pure, in memory. */
import { addressText, type Walked, walking } from "./walking.ts";

export type SearchDoor = Walked & { readonly name?: string | null };
export type SearchPerson = {
  readonly personId: string;
  readonly name: string | null;
  readonly lastFour: string | null;
  /** The doors behind which he lives now. */
  readonly doorIds: readonly string[];
};

type Entry = {
  readonly door: SearchDoor;
  /** Pieces of the address, each after a bar: a number finds the beginning of a piece. */
  readonly pieces: string;
  readonly text: string;
  /** Names and last fours of all its people: most doors are passed over by one look at it. */
  readonly who: string;
  readonly people: readonly { readonly personId: string; readonly name: string; readonly lastFour: string }[];
};
export type SearchIndex = readonly Entry[];
export type Hit = {
  readonly doorId: string /** Who was found by name or last four. */;
  readonly personIds: readonly string[];
};

const normal = (text: string): string => text.normalize("NFKC").toLowerCase();

/** Made once for each change of the copies; doors stand in walking order, so hits come in it without sorting. */
export function makeIndex(doors: Iterable<SearchDoor>, people: Iterable<SearchPerson>): SearchIndex {
  const byDoor = new Map<string, Entry["people"][number][]>();
  for (const { personId, name, lastFour, doorIds } of people) {
    const one = { personId, name: normal(name ?? ""), lastFour: normal(lastFour ?? "") };
    for (const doorId of doorIds) {
      const there = byDoor.get(doorId);
      if (there === undefined) byDoor.set(doorId, [one]);
      else there.push(one);
    }
  }
  return [...doors].sort(walking).map((door) => {
    const { villagerGroup, building, stair, floor, room, doorNumber } = door;
    const pieces = [villagerGroup, building, stair, floor, room, doorNumber].filter((piece) => piece !== null);
    const behind = byDoor.get(door.doorId) ?? [];
    return {
      door,
      pieces: normal(`|${pieces.join("|")}|`),
      text: normal(`${addressText(door)}${door.name ?? ""}`),
      who: behind.map(({ name, lastFour }) => `${name} ${lastFour}`).join(" "),
      people: behind,
    };
  });
}

/** `3-502`, `3幢 502`, `王小明 3幢`, `1239`: every word must be found at the door or at one of its people. */
export function searchRegister(index: SearchIndex, query: string, limit: number): Hit[] {
  const words = normal(query).match(/[\p{L}\p{M}·]+|\d+x?|\p{N}+/gu) ?? [];
  if (words.length === 0) return [];
  const asked = words.map((word) => ({ word, isNumber: /^\d/.test(word), isUnit: isUnit(word) }));
  const best: Hit[] = [];
  const rest: Hit[] = [];
  for (const entry of index) {
    const hit = match(entry, asked);
    if (hit === null) continue;
    // Whoever is found by name or number comes before what only lies at such an address.
    (hit.personIds.length > 0 ? best : rest).push(hit);
    if (best.length >= limit) break;
  }
  return [...best, ...rest].slice(0, limit);
}

type Asked = { readonly word: string; readonly isNumber: boolean; readonly isUnit: boolean };

function match(entry: Entry, asked: readonly Asked[]): Hit | null {
  let found: Entry["people"] | null = null;
  for (const { word, isNumber, isUnit: isOnlyUnit } of asked) {
    const isAddress = isNumber ? entry.pieces.includes(`|${word}`) : isOnlyUnit || entry.text.includes(word);
    const people: Entry["people"] = entry.who.includes(word)
      ? (found ?? entry.people).filter((one) => one.name.includes(word) || one.lastFour === word)
      : [];
    if (people.length > 0) found = people;
    else if (!isAddress) return null;
  }
  return { doorId: entry.door.doorId, personIds: (found ?? []).map((one) => one.personId) };
}

/** Words that only say what the number before them is: 3 幢 finds the building that was entered as 3. */
const isUnit = (word: string): boolean => /^(幢|栋|号楼|单元|室|号|层|楼|组)$/.test(word);
