import { commandPair } from "#platform/commands.ts";
import * as contract from "./contract.ts";
import * as heads from "./heads.ts";
import { giveByCommand } from "./notices.ts";
import { form, moveDoors } from "./units.ts";

export const neighbourCommands = [
  commandPair(contract.formUnits, form),
  commandPair(contract.moveDoors, moveDoors),
  commandPair(contract.proposeHead, heads.propose),
  commandPair(contract.renewHead, heads.renew),
  commandPair(contract.endHead, heads.end),
  commandPair(contract.giveNotice, giveByCommand),
];
