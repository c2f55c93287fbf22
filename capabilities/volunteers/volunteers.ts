/** Registering, changing, withdrawing; who is proposed for an errand. */
import { presentPersons } from "#capabilities/residents/persons.ts";
import { inHandOf, requestPlace, volunteerTaken } from "#capabilities/services/errands.ts";
import { takeStep } from "#capabilities/services/steps.ts";
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { noteChanges } from "#platform/copies.ts";
import { newId } from "#platform/ids.ts";
import type { Keys } from "#platform/keys.ts";
import { Problem } from "#platform/problem.ts";
import { seal, sealingKeyId, unseal } from "#platform/seal.ts";
import type * as contract from "./contract.ts";
import { matching } from "./rules/match.ts";
import { volunteerProblems as problem } from "./rules/problems.ts";
import * as store from "./store.ts";

const PROPOSED_AT_MOST = 20;
const boundTo = (id: string): string => `volunteer ${id}`;
const nameOf = (keys: Keys, row: store.VolunteerRow): string => unseal(keys.sealingKey, row.sealed, boundTo(row.id));

export const present = (row: store.VolunteerRow, keys: Keys) => ({
  number: row.number,
  name: nameOf(keys, row),
  place: row.place,
  skills: row.skills,
  slots: row.slots,
});
const mine = (row: store.VolunteerRow, keys: Keys) => ({
  ...present(row, keys),
  id: row.id,
  since: isoInstant(row.consented_at),
});

export const show: Answer<typeof contract.showMyVolunteer> = async ({ sql, now, actor, services }) => {
  const row = await store.volunteerOf(sql, actor.accountId);
  return { now: isoInstant(now), volunteer: row === null ? null : mine(row, services.keys) };
};

export const register: Answer<typeof contract.registerVolunteer> = async (ctx, _params, offer) => {
  const { sql, actor, now } = ctx;
  const { keys } = ctx.services;
  const before = await store.volunteerOf(sql, actor.accountId);
  const id = before?.id ?? newId();
  if (before === null) {
    const self = (await presentPersons(ctx)).find(({ relation }) => relation === "self");
    if (self === undefined || self.name === "") throw new Problem(problem["who-are-you"]);
    const sealed = seal(keys.sealingKey, self.name, boundTo(id));
    const keyId = sealingKeyId(keys.sealingKey);
    await store.insertVolunteer(sql, { ...offer, id, residentId: actor.accountId, sealed, keyId }, now);
  } else await store.changeVolunteer(sql, id, offer, now);
  await audit(ctx, {
    action: before === null ? "volunteer.register" : "volunteer.change",
    objectKind: "volunteer",
    objectId: id,
    place: offer.place,
  });
  await noteVolunteer(ctx, id, before?.place ?? offer.place, offer.place);
  const row = await store.volunteerOf(sql, actor.accountId);
  if (row === null) throw new Error("a volunteer vanished");
  return { volunteer: mine(row, keys) };
};

export const withdraw: Answer<typeof contract.withdrawVolunteer> = async (ctx) => {
  const { sql, actor, now } = ctx;
  const row = await store.volunteerOf(sql, actor.accountId);
  if (row === null) return { handedBack: 0 };
  const taken = await volunteerTaken(ctx, row.id);
  for (const requestId of taken)
    await takeStep(ctx, { requestId, step: "hand-back", who: { is: "volunteer", id: row.id } });
  await store.endVolunteer(sql, row.id, now);
  await audit(ctx, { action: "volunteer.withdraw", objectKind: "volunteer", objectId: row.id, place: row.place });
  await noteVolunteer(ctx, row.id, row.place);
  return { handedBack: taken.length };
};

/** His places' phones ask for him anew. */
export const noteVolunteer = (ctx: Pick<Context, "sql" | "now">, id: string, ...places: readonly string[]) =>
  noteChanges(
    ctx,
    [...new Set(places)].map((place) => ({ kind: "volunteer", id, place })),
  );

export const propose: Answer<typeof contract.proposeVolunteers> = async (ctx, { id }) => {
  const { sql, now, services } = ctx;
  const errand = await requestPlace(ctx, id);
  if (errand === null) throw new Problem(common["not-found"]);
  const rows = await store.volunteersAt(sql, errand.place);
  const inHand = await inHandOf(
    ctx,
    rows.map((row) => row.id),
  );
  const facts = rows.map((row) => ({ ...row, inHand: inHand.get(row.id) ?? 0 }));
  return {
    volunteers: matching(facts, errand, now)
      .slice(0, PROPOSED_AT_MOST)
      .map((row) => ({ ...present(row, services.keys), id: row.id, inHand: row.inHand })),
  };
};
