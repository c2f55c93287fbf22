/** Parts of a door and of a person as attributes of facts: each is said, contradicted and kept by itself. */
import type { AttributeName } from "#capabilities/facts/rules/attributes.ts";
import type { Residence } from "./kinds.ts";

export const DOOR_ATTRIBUTES = {
  kind: "door.kind",
  building: "door.building",
  stair: "door.stair",
  floor: "door.floor",
  room: "door.room",
  villagerGroup: "door.villager-group",
  side: "door.side",
  doorNumber: "door.number",
  walkOrder: "door.walk-order",
  isVacant: "door.is-vacant",
  isRented: "door.is-rented",
  isShared: "door.is-shared",
} as const satisfies Readonly<Record<string, AttributeName>>;
export type DoorPart = keyof typeof DOOR_ATTRIBUTES;
export const DOOR_PARTS = Object.keys(DOOR_ATTRIBUTES) as readonly DoorPart[];

export const RESIDENCE_ATTRIBUTES: Readonly<Record<Residence, AttributeName>> = {
  hukou: "person.hukou",
  resident: "person.resident",
  floating: "person.floating",
  "shared-tenant": "person.shared-tenant",
};
