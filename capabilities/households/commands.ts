import { type CommandPair, commandPair } from "#platform/commands.ts";
import * as contract from "./contract.ts";
import { addDoor, removeDoor, setDoor } from "./doors.ts";
import { landlordReported, setLandlord } from "./landlords.ts";
import { correctPerson } from "./persons.ts";
import { moveIn, moveOut } from "./stays.ts";

export const registerCommands: readonly CommandPair[] = [
  commandPair(contract.addDoor, addDoor),
  commandPair(contract.setDoor, setDoor),
  commandPair(contract.removeDoor, removeDoor),
  commandPair(contract.moveIn, moveIn),
  commandPair(contract.moveOut, moveOut),
  commandPair(contract.correctPerson, correctPerson),
  commandPair(contract.setLandlord, setLandlord),
  commandPair(contract.landlordReported, landlordReported),
];
