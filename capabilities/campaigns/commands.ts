import { commandPair } from "#platform/commands.ts";
import * as contract from "./contract.ts";
import { moveByCommand } from "./groups.ts";
import { markHere, sayZero } from "./marks.ts";
import { takeFound } from "./universe.ts";

export const campaignCommands = [
  commandPair(contract.markDoor, markHere),
  commandPair(contract.foundDoor, takeFound),
  commandPair(contract.zeroReport, sayZero),
  commandPair(contract.moveDoors, moveByCommand),
];
