import { openPair, type Pair, pair } from "#platform/answer.ts";
import type { CommandPair } from "#platform/commands.ts";
import type { CopyPair } from "#platform/copies.ts";
import { held, makeSend } from "./commands.ts";
import * as contract from "./contract.ts";
import { makeCopy } from "./copy.ts";
import { type HearText, makeReceiveSms } from "./sms.ts";
import * as vaults from "./vaults.ts";

/** The routes of phones for the commands, copies and texts of all capabilities, which only main.ts knows. */
export const offlineRoutes = (
  commands: readonly CommandPair[],
  copies: readonly CopyPair[],
  hearText: HearText,
): readonly Pair[] => [
  openPair(contract.sendCommands, makeSend(commands)),
  pair(contract.listHeld, held),
  pair(contract.copyPage, makeCopy(copies)),
  pair(contract.keepVaultSecret, vaults.keepSecret),
  openPair(contract.openVault, vaults.open),
  openPair(contract.contactVault, vaults.contact),
  openPair(contract.receiveSms, makeReceiveSms(hearText)),
];
