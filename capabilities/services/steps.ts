/** The steps of a request after it was asked for: gather, decide by rules/states.ts, write. */
import { count } from "#capabilities/rollups/count.ts";
import { common } from "#kernel/problem.ts";
import { isSignature } from "#kernel/signature.ts";
import { dayOf, later } from "#kernel/time.ts";
import { Problem } from "#platform/problem.ts";
import { happened, type Inside } from "./request.ts";
import { CONFIRMED_WITHIN, ERRANDS_AT_ONCE, serviceDue } from "./rules/kinds.ts";
import { serviceProblems as problem } from "./rules/problems.ts";
import { type Confirmation, type ServiceStep, type Stepper, stepService } from "./rules/states.ts";
import * as store from "./store.ts";
import { goodsOf } from "./store-goods.ts";
import { tellAsker, tellVolunteer } from "./tell.ts";

export type Taking = {
  readonly requestId: string;
  readonly step: ServiceStep;
  readonly who: Stepper;
  readonly reason?: string;
  /** Of a confirmation. */
  readonly how?: Confirmation;
  readonly signature?: string;
};

/** Takes one step, and a confirmation right after a delivery when the asker signed; throws the refusal. */
export async function takeStep(ctx: Inside, taking: Taking): Promise<void> {
  const row = await store.lockRequest(ctx.sql, taking.requestId);
  if (row === null) throw new Problem(common["not-found"]);
  if (taking.signature !== undefined && !isSignature(taking.signature)) throw new Problem(problem["not-a-signature"]);
  const goods = await goodsOf(ctx.sql, [row.id]);
  const isWaitingForGoods = goods.some(({ allotted }) => allotted === null);
  const decided = stepService({ ...factsOf(row), isWaitingForGoods }, taking.step, taking.who, taking.how ?? null);
  if ("refused" in decided) throw new Problem(problem[decided.refused]);
  if (taking.step === "take" && taking.who.is === "volunteer") await mustHaveHands(ctx, taking.who.id);
  await store.updateRequest(ctx.sql, row, changeOf(ctx, row, taking));
  const how = taking.how === undefined ? {} : { how: taking.how };
  await happened(ctx, row, { kind: EVENT[taking.step], reason: taking.reason ?? null, detail: how });
  if (taking.step === "confirm") {
    const done = { place: row.place, day: dayOf(ctx.now), delta: 1 } as const;
    const supplied = goods.length > 0 ? [{ ...done, metric: "service.supplied" } as const] : [];
    await count(ctx.sql, [{ ...done, metric: "service.done" }, ...supplied]);
  }
  if (taking.step === "deliver" && taking.signature !== undefined)
    return takeStep(ctx, { ...taking, step: "confirm", how: "signed" });
  if (taking.who.is !== "asker") await tellAsker(ctx, row, EVENT[taking.step]);
}

const EVENT = {
  take: "taken",
  "hand-back": "handed-back",
  deliver: "delivered",
  confirm: "confirmed",
  reopen: "reopened",
  withdraw: "withdrawn",
} as const satisfies Readonly<Record<ServiceStep, string>>;

const factsOf = (row: store.RequestRow) => ({
  state: row.state,
  takenByPost: row.taken_by_post,
  takenByVolunteer: row.taken_by_volunteer,
  mayVolunteer: row.may_volunteer,
  askedByPost: row.asked_by_post,
});

async function mustHaveHands(ctx: Inside, volunteerId: string): Promise<void> {
  const inHand = (await store.errandsInHand(ctx.sql, [volunteerId])).get(volunteerId) ?? 0;
  if (inHand >= ERRANDS_AT_ONCE) throw new Problem(problem["too-many-errands"]);
}

const NOBODY = { taken_by_post: null, taken_by_volunteer: null, taken_at: null, delivered_at: null } as const;

function changeOf(ctx: Inside, row: store.RequestRow, { step, who, how, signature }: Taking): store.RequestChange {
  const { now, actor } = ctx;
  switch (step) {
    case "take":
      return {
        state: "TAKEN",
        taken_by_post: who.is === "post" ? who.id : null,
        taken_by_volunteer: who.is === "volunteer" ? who.id : null,
        taken_at: now,
      };
    case "hand-back":
      return { state: "REQUESTED", ...NOBODY, asked_volunteer: null };
    case "deliver":
      return { state: "DELIVERED", delivered_at: now, escalated_to: null, look_at: later(now, CONFIRMED_WITHIN) };
    case "confirm":
      return {
        state: "CONFIRMED",
        confirmed_at: now,
        confirmed_how: how ?? "app",
        confirmed_by_post: who.is === "post" ? actor.postId : null,
        signature: signature ?? null,
        ended_at: now,
        look_at: null,
      };
    case "reopen": {
      const due = serviceDue(row.kind, now);
      return {
        state: "REQUESTED",
        ...NOBODY,
        asked_volunteer: null,
        reopened: row.reopened + 1,
        due_at: due,
        escalated_to: null,
        look_at: due,
      };
    }
    case "withdraw":
      return { state: "WITHDRAWN", ended_at: now, look_at: null };
  }
}

/** A worker asks a volunteer; the request stays open to everybody until he takes it. */
export async function inviteVolunteer(ctx: Inside, requestId: string, volunteerId: string): Promise<void> {
  const row = await store.lockRequest(ctx.sql, requestId);
  if (row === null) throw new Problem(common["not-found"]);
  if (row.state !== "REQUESTED") throw new Problem(problem["wrong-state"]);
  if (!row.may_volunteer) throw new Problem(problem["not-for-volunteers"]);
  if (!(await store.servesAt(ctx.sql, volunteerId, row.place))) throw new Problem(problem["no-such-volunteer"]);
  await store.updateRequest(ctx.sql, row, { asked_volunteer: volunteerId });
  await happened(ctx, row, { kind: "volunteer-asked" });
  await tellVolunteer(ctx, row, volunteerId);
}
