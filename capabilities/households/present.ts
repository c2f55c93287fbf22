/** How the register's rows are given to others. */
import type { z } from "zod";
import type { Door } from "./contract.ts";
import type { DoorRow } from "./store-doors.ts";

export const shownDoor = (row: DoorRow): z.input<typeof Door> => ({
  doorId: row.id,
  place: row.place,
  householdKey: row.household_key,
  kind: row.kind,
  building: row.building,
  stair: row.stair,
  floor: row.floor,
  room: row.room,
  villagerGroup: row.villager_group,
  side: row.side,
  doorNumber: row.door_number,
  walkOrder: row.walk_order,
  isVacant: row.is_vacant,
  isRented: row.is_rented,
  isShared: row.is_shared,
});
