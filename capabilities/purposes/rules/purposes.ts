/**
 * The purpose lock: what data about persons may be used for, and when a purpose takes force.
 *
 * Source: notice of the Cyberspace Administration of 2020-02-04 (no other use; minimal scope), Personal Information
 * Protection Law arts 6, 17 and 28; reference/domain.md §3.9 ("mission creep": a civility code was put on the health
 * code in September 2020). The seats and the notice period are ours (docs/decisions/0014).
 */
import { HOUR, type Instant, later } from "#kernel/time.ts";

/** What an outbreak may need. There is no aim for credit, conduct or order, so no purpose can have one. */
export const AIMS = ["case-finding", "isolation-care", "movement", "return-to-work", "statistics", "rights"] as const;
export type Aim = (typeof AIMS)[number];

/** Who must sign: the health department and the chair. The auditor's objection stops it. */
export const PURPOSE_SEATS = ["health", "chair", "auditor"] as const;
export type PurposeSeat = (typeof PURPOSE_SEATS)[number];
const SEATS_NEEDED: readonly PurposeSeat[] = ["health", "chair"];

/** A proposal stands open to everybody for so long before it can take force. */
export const NOTICE_FOR = 24 * HOUR;

export type PurposeDecision = {
  readonly seat: PurposeSeat;
  readonly decision: "sign" | "object";
  readonly at: Instant;
};
export type PurposeFacts = {
  readonly proposedAt: Instant;
  /** From the seed of a deployment, or once all had signed; null while proposed. */
  readonly inForceFrom: Instant | null;
  readonly endedAt: Instant | null;
  readonly eventEndedAt: Instant | null;
};
export type PurposeState = "proposed" | "announced" | "in-force" | "ended";

/** Where a purpose stands at `now`. It ends with its event at the latest. */
export function purposeState(facts: PurposeFacts, now: Instant): PurposeState {
  const ends = [facts.endedAt, facts.eventEndedAt].filter((at) => at !== null);
  if (ends.some((at) => at <= now)) return "ended";
  if (facts.inForceFrom === null) return "proposed";
  return facts.inForceFrom <= now ? "in-force" : "announced";
}

/** From when a proposal is in force after these decisions, in any order; null while a signature is missing or an objection stands. */
export function inForceFrom(proposedAt: Instant, decisions: readonly PurposeDecision[]): Instant | null {
  const standing = new Map<PurposeSeat, PurposeDecision>();
  for (const decision of decisions) {
    const before = standing.get(decision.seat);
    if (!before || decision.at >= before.at) standing.set(decision.seat, decision);
  }
  if ([...standing.values()].some(({ decision }) => decision === "object")) return null;
  const signed = SEATS_NEEDED.map((seat) => standing.get(seat));
  let from: Instant = later(proposedAt, NOTICE_FOR);
  for (const one of signed) {
    if (!one) return null;
    if (one.at > from) from = one.at;
  }
  return from;
}
