/** Evidence that takes two people: typed by hand, withdrawn by hand, or seen at a visit. And the release by a clinician. */
import { common } from "#kernel/problem.ts";
import { HOUR, isoInstant, later } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { recordEvidence, withdrawEvidence } from "./evidence.ts";
import { ruleOf } from "./rules/evidence.ts";
import { codesProblems } from "./rules/problems.ts";
import * as store from "./store-proposals.ts";

export const list: Answer<typeof contract.listProposals> = async (ctx) => {
  const rows = await store.proposalsSeen(ctx.sql, { isField: ctx.actor.role.startsWith("grid-") });
  return {
    proposals: rows.map((row) => ({
      id: row.id,
      personKey: row.person_key,
      place: row.place,
      what: row.what,
      kind: row.kind,
      colour: ruleOf(row.kind).colour,
      eventId: row.event_id,
      reason: row.reason,
      hours: row.hours,
      since: isoInstant(row.since),
      proposedAt: isoInstant(row.proposed_at),
      proposedRole: row.proposed_role,
      proposedOrganisation: row.proposed_organisation,
      isOwn: row.proposed_by === ctx.actor.postId,
      needsProvince: row.needs_province,
      state: row.state,
      decisions: row.decisions.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
    })),
  };
};

const REFUSALS = {
  "no-code": codesProblems["no-code"],
  "not-yours": codesProblems["not-health"],
  "not-by-hand": codesProblems["not-by-hand"],
  "same-person": codesProblems["same-person"],
  "same-organisation": codesProblems["same-organisation"],
  unknown: common["not-found"],
  ended: codesProblems.ended,
} as const;

const isRefusal = (answer: string): answer is keyof typeof REFUSALS => Object.hasOwn(REFUSALS, answer);

async function proposed(ctx: Context, proposal: store.ProposalInsert): Promise<{ id: string; state: "open" }> {
  const answer = await store.insertProposal(ctx.sql, proposal, ctx.now);
  if (isRefusal(answer)) throw new Problem(REFUSALS[answer]);
  const { id, personKey, kind, eventId, what } = proposal;
  await audit(ctx, {
    action: "codes.propose",
    objectKind: "evidence-proposal",
    objectId: id,
    place: ctx.actor.area,
    detail: { what, kind, eventId, personKey },
  });
  return { id, state: "open" };
}

export const propose: Answer<typeof contract.propose> = (ctx, _params, body) =>
  proposed(ctx, { ...body, what: "record", evidenceId: null, source: "hand", sourceId: body.eventId });

export const proposeWithdrawal: Answer<typeof contract.proposeWithdrawal> = async (ctx, { evidenceId }, body) => {
  const evidence = await store.evidenceSeenById(ctx.sql, evidenceId);
  if (!evidence || evidence.person_key !== body.personKey) throw new Problem(codesProblems["no-code"]);
  return proposed(ctx, {
    ...body,
    what: "withdraw",
    kind: evidence.kind,
    evidenceId,
    eventId: null,
    hours: 72,
    source: "hand",
    sourceId: evidenceId,
  });
};

export const decide: Answer<typeof contract.decideProposal> = async (ctx, { id }, { decision, reason }) => {
  const state = await store.decideProposal(ctx.sql, { id, decision, reason: reason ?? null, at: ctx.now });
  if (isRefusal(state)) throw new Problem(REFUSALS[state]);
  await audit(ctx, {
    action: `codes.proposal-${decision}`,
    objectKind: "evidence-proposal",
    objectId: id,
    place: ctx.actor.area,
    detail: { state },
  });
  if (state === "confirmed") await carryOut(ctx, id);
  return { state: state as "open" | "confirmed" | "rejected" };
};

async function carryOut(ctx: Context, id: string): Promise<void> {
  const row = await store.proposalById(ctx.sql, id);
  if (!row) return;
  if (row.what === "withdraw" && row.evidence_id !== null) {
    await withdrawEvidence(ctx, {
      evidenceIds: [row.evidence_id],
      because: "two-health",
      sourceId: id,
      reason: row.reason,
    });
    return;
  }
  // By hand the hours count from the confirmation; a visit counts from the visit, as long as the profile says.
  const isField = row.kind === "field-symptom";
  await recordEvidence(ctx, [
    {
      id,
      personKey: row.person_key,
      kind: row.kind,
      source: "proposal",
      sourceId: id,
      since: isField ? row.since : ctx.now,
      until: isField ? null : later(ctx.now, row.hours * HOUR),
      facts: { eventId: row.event_id },
    },
  ]);
}

export const release: Answer<typeof contract.release> = async (ctx, { evidenceId }, { reason }) => {
  const { actor } = ctx;
  if (actor.role !== "health-worker" && actor.department !== "health") throw new Problem(codesProblems["not-health"]);
  const evidence = await store.evidenceSeenById(ctx.sql, evidenceId);
  if (!evidence) throw new Problem(common["not-found"]);
  if (!evidence.ends_by_release) throw new Problem(codesProblems["two-needed"]);
  const withdrawal = { evidenceIds: [evidenceId], because: "release", sourceId: actor.postId, reason } as const;
  const changes = await withdrawEvidence(ctx, withdrawal);
  await audit(ctx, {
    action: "codes.release",
    objectKind: "evidence",
    objectId: evidenceId,
    place: actor.area,
    detail: { kind: evidence.kind, changed: changes.length },
  });
  return { withdrawn: changes.length };
};
