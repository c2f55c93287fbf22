/** A volunteer's errands: what fits him, what he has in hand, and the steps that he takes. */
import { type ErrandForVolunteer, errandsFor, inHandOf } from "#capabilities/services/errands.ts";
import { serviceProblems } from "#capabilities/services/rules/problems.ts";
import { takeStep } from "#capabilities/services/steps.ts";
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { unfit } from "./rules/match.ts";
import { volunteerProblems as problem } from "./rules/problems.ts";
import * as store from "./store.ts";
import { noteVolunteer } from "./volunteers.ts";

async function me({ sql, actor }: Pick<Context, "sql" | "actor">): Promise<store.VolunteerRow> {
  const row = await store.volunteerOf(sql, actor.accountId);
  if (row === null) throw new Problem(serviceProblems["not-a-volunteer"]);
  return row;
}

const present = ({ dueAt, ...errand }: ErrandForVolunteer) => ({ ...errand, dueAt: isoInstant(dueAt) });

export const list: Answer<typeof contract.listMyErrands> = async (ctx) => {
  const { now } = ctx;
  const row = await me(ctx);
  const errands = await errandsFor(ctx, { place: row.place, volunteerId: row.id });
  const inHand = (await inHandOf(ctx, [row.id])).get(row.id) ?? 0;
  const facts = { ...row, inHand };
  // Asked by a worker, he may do at any hour what he otherwise would not be offered.
  const fits = (one: ErrandForVolunteer) => one.isAskedOfMe || unfit(facts, one, now) === null;
  return {
    now: isoInstant(now),
    mine: errands.filter(({ isMine }) => isMine).map(present),
    open: errands.filter((one) => !one.isMine && fits(one)).map(present),
  };
};

async function one(ctx: Context, row: store.VolunteerRow, id: string): Promise<ErrandForVolunteer> {
  const found = (await errandsFor(ctx, { place: row.place, volunteerId: row.id })).find((errand) => errand.id === id);
  if (found === undefined) throw new Problem(common["not-found"]);
  return found;
}

export const take: Answer<typeof contract.takeErrand> = async (ctx, { id }, { feelsWell }) => {
  const row = await me(ctx);
  if (!feelsWell) throw new Problem(problem["feel-well"]);
  const before = await one(ctx, row, id);
  // Pressed twice: it is in his hands already.
  if (before.isMine) return present(before);
  await takeStep(ctx, { requestId: id, step: "take", who: { is: "volunteer", id: row.id } });
  await noteVolunteer(ctx, row.id, row.place);
  return present(await one(ctx, row, id));
};

export const deliver: Answer<typeof contract.deliverErrand> = async (ctx, { id }, { signature }) => {
  const row = await me(ctx);
  await takeStep(ctx, {
    requestId: id,
    step: "deliver",
    who: { is: "volunteer", id: row.id },
    ...(signature === undefined ? {} : { signature }),
  });
  await noteVolunteer(ctx, row.id, row.place);
  return { state: signature === undefined ? "DELIVERED" : "CONFIRMED" };
};

export const handBack: Answer<typeof contract.handBackErrand> = async (ctx, { id }, { reason }) => {
  const row = await me(ctx);
  await takeStep(ctx, { requestId: id, step: "hand-back", who: { is: "volunteer", id: row.id }, reason });
  await noteVolunteer(ctx, row.id, row.place);
  return {};
};
