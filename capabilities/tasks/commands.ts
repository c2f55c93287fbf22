import { type CommandPair, commandPair } from "#platform/commands.ts";
import { cannot } from "./cannot.ts";
import { cannotDo } from "./contract.ts";

export const taskCommands: readonly CommandPair[] = [commandPair(cannotDo, cannot)];
