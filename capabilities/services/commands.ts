import { type CommandContext, type CommandPair, commandPair } from "#platform/commands.ts";
import * as contract from "./contract.ts";
import { requestService } from "./request.ts";
import type { ServiceStep } from "./rules/states.ts";
import { inviteVolunteer, type Taking, takeStep } from "./steps.ts";

/** A step of the acting post. */
async function step(
  ctx: CommandContext,
  name: ServiceStep,
  body: Pick<Taking, "requestId"> & {
    readonly reason?: string | undefined;
    readonly how?: Taking["how"] | undefined;
    readonly signature?: string | undefined;
  },
): Promise<undefined> {
  const { requestId, reason, how, signature } = body;
  await takeStep(ctx, {
    requestId,
    step: name,
    who: { is: "post", id: ctx.actor.postId },
    ...(reason === undefined ? {} : { reason }),
    ...(how === undefined ? {} : { how }),
    ...(signature === undefined ? {} : { signature }),
  });
  return undefined;
}

export const serviceCommands: readonly CommandPair[] = [
  commandPair(contract.askService, async (ctx, { householdKey, personKey, ...asked }) => {
    await requestService(ctx, {
      ...asked,
      id: ctx.commandId,
      source: "worker",
      askedAt: ctx.madeAt,
      ...(householdKey === undefined ? {} : { householdKey }),
      ...(personKey === undefined ? {} : { personKey }),
    });
    return undefined;
  }),
  commandPair(contract.takeService, (ctx, body) => step(ctx, "take", body)),
  commandPair(contract.handBackService, (ctx, body) => step(ctx, "hand-back", body)),
  commandPair(contract.deliverService, (ctx, body) => step(ctx, "deliver", body)),
  commandPair(contract.confirmService, (ctx, body) => step(ctx, "confirm", body)),
  commandPair(contract.reopenService, (ctx, body) => step(ctx, "reopen", body)),
  commandPair(contract.withdrawService, (ctx, body) => step(ctx, "withdraw", body)),
  commandPair(contract.askVolunteer, async (ctx, { requestId, volunteerId }) => {
    await inviteVolunteer(ctx, requestId, volunteerId);
    return undefined;
  }),
];
