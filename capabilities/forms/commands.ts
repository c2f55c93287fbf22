import { type CommandPair, commandPair } from "#platform/commands.ts";
import * as answers from "./answers.ts";
import { submitForm } from "./contract.ts";

export const formCommands: readonly CommandPair[] = [commandPair(submitForm, answers.submit)];
