import { type CommandPair, commandPair } from "#platform/commands.ts";
import { giveReceipt } from "./contract.ts";
import { receipt } from "./publicity.ts";

export const publicityCommands: readonly CommandPair[] = [commandPair(giveReceipt, receipt)];
