import { type CommandPair, commandPair } from "#platform/commands.ts";
import { inviteSupporter } from "./contract.ts";
import { invite } from "./teams.ts";

/** `teams/seat` is paired where the subject is: what follows from a filled seat is its affair (observation/commands.ts). */
export const teamCommands: readonly CommandPair[] = [commandPair(inviteSupporter, invite)];
