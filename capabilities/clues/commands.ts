import { instant } from "#kernel/time.ts";
import { type CommandPair, commandPair } from "#platform/commands.ts";
import { ownerStep } from "./assign.ts";
import * as contract from "./contract.ts";
import { gather } from "./gather.ts";

export const clueCommands: readonly CommandPair[] = [
  commandPair(contract.gatherClue, async (ctx, { happenedAt, position, ...clue }) => {
    await gather(ctx, {
      ...clue,
      id: ctx.commandId,
      source: "grid",
      happenedAt: happenedAt === undefined ? ctx.madeAt : instant(happenedAt),
      gatheredAt: ctx.madeAt,
      position: position ?? null,
    });
    return undefined;
  }),
  commandPair(contract.acceptClue, async (ctx, { clueId }) => {
    await ownerStep(ctx, clueId, { is: "accept" });
    return undefined;
  }),
  commandPair(contract.declineClue, async (ctx, { clueId, reason }) => {
    await ownerStep(ctx, clueId, { is: "decline", reason });
    return undefined;
  }),
  commandPair(contract.reportClue, async (ctx, { clueId, done }) => {
    await ownerStep(ctx, clueId, { is: "report-back", done });
    return undefined;
  }),
];
