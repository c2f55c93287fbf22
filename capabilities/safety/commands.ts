import { type CommandPair, commandPair } from "#platform/commands.ts";
import * as alarms from "./alarms.ts";
import * as contract from "./contract.ts";
import * as equipment from "./equipment.ts";
import * as health from "./health.ts";

export const safetyCommands: readonly CommandPair[] = [
  commandPair(contract.raiseAlarm, alarms.raise),
  commandPair(contract.sendPosition, alarms.addPosition),
  commandPair(contract.confirmSafe, alarms.iAmSafe),
  commandPair(contract.withdraw, alarms.leave),
  commandPair(contract.checkMyself, health.check),
  commandPair(contract.askEquipment, equipment.askFor),
  commandPair(contract.receiveEquipment, equipment.receive),
];
