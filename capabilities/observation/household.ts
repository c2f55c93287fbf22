/**
 * The household rule (reference/domain.md §6.5): where separation is impossible, who lives there observes too. The register
 * says who they are, the platform proposes with the reason, and the health seat decides on each: nobody is filed by rule.
 */

import type { z } from "zod";
import { keysNow, livesWith } from "#capabilities/households/members.ts";
import { asSystem } from "#capabilities/residents/as-system.ts";
import { common } from "#kernel/problem.ts";
import type { CommandContext } from "#platform/commands.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { openFile } from "./file.ts";
import { addLine, type InHand, keep, mustSit, take } from "./record.ts";
import { conditionsOf, householdObserves } from "./rules/conditions.ts";
import { isOpen } from "./rules/machine.ts";
import { observationProblems as problems } from "./rules/problems.ts";
import * as store from "./store.ts";
import * as proposals from "./store-household.ts";

/** Files an observation, and proposes who lives with the person when the home gives them no way to be apart. */
export async function fileWithHousehold(
  ctx: CommandContext,
  body: z.output<(typeof contract.file)["body"]>,
): Promise<Record<string, unknown>> {
  const filed = await openFile(ctx, body);
  const of = await take(ctx, ctx.commandId);
  const proposed = await propose(ctx, of, body.personKey);
  return { ...filed, proposed };
}

/** Proposes the others of the household, those observed already left out; says how many. */
async function propose(ctx: CommandContext, of: InHand, personKey: string): Promise<number> {
  const { row } = of;
  const why = householdObserves(conditionsOf(row.obstacles), of.profile);
  if (why === "nobody") return 0;
  const free = [];
  for (const one of await livesWith(ctx, row.county, personKey)) {
    const key = one.personKey;
    const isObserved = key !== null && (await asSystem(ctx, ({ sql }) => store.openOf(sql, key))) !== null;
    if (!isObserved) free.push(one);
  }
  if (free.length === 0) return 0;
  await proposals.insertProposals(
    ctx.sql,
    free.map(({ personId, personKey: key, relation, bornYear }) => ({
      county: row.county,
      id: newId(),
      observation_id: row.id,
      person_id: personId,
      person_key: key,
      relation,
      born_year: bornYear,
      why,
    })),
    ctx.now,
  );
  await addLine(ctx, row, { kind: "household-proposed", facts: { persons: free.length, why } });
  return free.length;
}

/** The health seat on one of the household: observes as well, from the same day; or lives apart, with the reason. */
export async function decideHousehold(
  ctx: CommandContext,
  body: z.output<(typeof contract.decideHousehold)["body"]>,
): Promise<Record<string, unknown>> {
  const of = await take(ctx, body.observationId);
  mustSit(ctx, of, ["HEALTH"]);
  if (!isOpen(of.row.state)) throw new Problem(problems["wrong-state"]);
  const proposal = await proposals.lockProposal(ctx.sql, { id: body.proposalId, observationId: of.row.id });
  if (proposal === null) throw new Problem(common["not-found"]);
  const openedId = body.decision === "observe" ? await observeToo(ctx, of, proposal, body.isMinor) : null;
  const by = ctx.actor.postId;
  await proposals.decideProposal(ctx.sql, proposal, { decision: body.decision, by, openedId }, ctx.now);
  const note = body.decision === "apart" ? body.reason : undefined;
  await keep(ctx, of, { kind: "household-decided", facts: { decision: body.decision }, note });
  return { opened: openedId !== null };
}

/** The same home, the same day: an order of the health seat, unless the list says more. Already observed: that one. */
async function observeToo(
  ctx: CommandContext,
  { row }: InHand,
  proposal: proposals.ProposalRow,
  isMinor: boolean,
): Promise<string> {
  const personKey = (await keysNow(ctx, [proposal.person_id])).get(proposal.person_id) ?? proposal.person_key;
  if (personKey === null) throw new Problem(problems["no-document"]);
  const open = await asSystem(ctx, ({ sql }) => store.openOf(sql, personKey));
  if (open !== null) return open;
  await openFile(ctx, {
    ...conditionsOf(row.obstacles),
    personKey,
    place: row.place,
    householdKey: row.household_key,
    exposedOn: row.d_zero,
    isMinor,
    persons: row.persons,
    needs: [],
  });
  return ctx.commandId;
}
