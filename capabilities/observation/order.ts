/** A need of an observed home made a work order, by one tap of somebody of the team and never by itself (features.md e6). */
import type { z } from "zod";
import { requestService } from "#capabilities/services/request.ts";
import type { CommandContext } from "#platform/commands.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { keep, mustSit, take } from "./record.ts";
import { isOpen } from "./rules/machine.ts";
import { observationProblems as problems } from "./rules/problems.ts";

/** From now on it stands as an order with an owner and a due time, and no longer as a word on the file. */
export async function orderNeed(
  ctx: CommandContext,
  body: z.output<(typeof contract.orderNeed)["body"]>,
): Promise<Record<string, unknown>> {
  const of = await take(ctx, body.observationId);
  mustSit(ctx, of, ["CADRE", "GRID", "HEALTH"]);
  const { row } = of;
  if (!isOpen(row.state)) throw new Problem(problems["wrong-state"]);
  const { need, words, door, phone } = body;
  await requestService(ctx, {
    id: ctx.commandId,
    place: row.place,
    kind: need,
    errand: { words, door, ...(phone === undefined ? {} : { phone }) },
    mayVolunteer: false,
    isContactless: true,
    source: "observation",
    sourceId: row.id,
    askedAt: ctx.madeAt,
    ...(row.person_key === null ? {} : { personKey: row.person_key }),
    ...(row.household_key === null ? {} : { householdKey: row.household_key }),
  });
  const needs = row.needs.filter((one) => one !== need);
  await keep(ctx, { ...of, row: { ...row, needs } }, { kind: "help-asked", facts: { needs: [need], isOrder: true } });
  return {};
}
