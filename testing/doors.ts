/** Doors of the register straight in the tables, for tests of what is built on them. */

import type { Database } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";

export type TestDoor = {
  readonly place: string;
  readonly kind?: "dwelling" | "shop";
  readonly building?: string;
  readonly stair?: string;
  readonly floor?: string;
  readonly room?: string;
  readonly villagerGroup?: string;
  readonly side?: "left" | "right";
  readonly doorNumber?: string;
  readonly walkOrder?: number;
  readonly isVacant?: boolean;
};

/** Returns their ids, in order. */
export async function testDoors(owner: Database, doors: readonly TestDoor[]): Promise<string[]> {
  const long = "2020-01-01T00:00:00Z";
  const rows = doors.map((door) => ({
    county: door.place.slice(0, 6),
    id: newId(),
    household_key: newId(),
    place: door.place,
    kind: door.kind ?? "dwelling",
    building: door.building ?? null,
    stair: door.stair ?? null,
    floor: door.floor ?? null,
    room: door.room ?? null,
    villager_group: door.villagerGroup ?? null,
    side: door.side ?? null,
    door_number: door.doorNumber ?? null,
    walk_order: door.walkOrder ?? null,
    is_vacant: door.isVacant ?? false,
    address_key: [
      door.villagerGroup,
      door.building,
      door.stair,
      door.floor,
      door.room,
      door.side,
      door.doorNumber,
    ].join("|"),
    added_at: long,
    recorded_at: long,
  }));
  for (let from = 0; from < rows.length; from += 1000)
    await owner`insert into door ${owner(rows.slice(from, from + 1000))}`;
  return rows.map((row) => row.id);
}
