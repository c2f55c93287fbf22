/** An appeal as its pages show it: clock, evidence in plain words, letters. */
import { type EvidenceKind, isEvidenceKind, ruleOf } from "#capabilities/codes/rules/evidence.ts";
import { type Instant, isoInstant, later } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { clockOf, lastDue, REVIEW_ASKED_WITHIN } from "./rules/states.ts";
import { openWords } from "./sealing.ts";
import * as store from "./store.ts";

const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

export const COURT = {
  zh: "对复核结果仍不服的，可请监督员提出意见，也可自收到决定之日起六个月内依法向人民法院起诉。",
  en: "After the second review you may ask the ombudsman, and within six months of the decision go to the people's court.",
};

export function lineOf(row: store.AppealRow, now: Instant) {
  const clock = clockOf({
    state: row.state,
    kind: row.kind,
    receivedAt: row.received_at,
    reviewAskedAt: row.review_asked_at,
  });
  return {
    id: row.id,
    personKey: row.person_key,
    place: row.place,
    state: row.state,
    kind: row.kind,
    channel: row.channel,
    receivedAt: isoInstant(row.received_at),
    waitsFor: clock.waitsFor,
    dueAt: iso(clock.dueAt),
    lastDueAt: isoInstant(lastDue(row.received_at)),
    isOverdue: clock.dueAt !== null && clock.dueAt <= now,
    ownerArea: row.owner_area,
    escalatedTo: row.escalated_to,
    isSuspending: row.suspended_ids.length > 0 && row.outcome === null,
    outcome: row.outcome,
  };
}

/** What its holder sees. */
export async function viewOf(
  ctx: Pick<Context, "sql" | "now" | "services">,
  row: store.AppealRow,
  steps: readonly store.StepRow[],
) {
  const evidence = await store.evidenceByIds(ctx.sql, row.person_key, row.evidence_ids);
  const attachments = await store.attachmentsOf(ctx.sql, row.id);
  const isReviewed = steps.some((one) => one.step === "reviewed");
  const isInTime = row.decided_at !== null && ctx.now <= later(row.decided_at, REVIEW_ASKED_WITHIN);
  return {
    ...lineOf(row, ctx.now),
    words: openWords(ctx.services.keys, row.id, row.sealed_words),
    evidence: evidence.flatMap((one) => evidenceView(one, row.suspended_ids)),
    attachments: attachments.map((one) => ({
      n: one.n,
      mediaType: one.media_type,
      bytes: one.bytes,
      sha256: one.sha256,
    })),
    letters: steps.flatMap(letterOf),
    mayAskReview: row.state === "NOTIFIED" && row.outcome !== "upheld" && !isReviewed && isInTime,
    mayAskOmbudsman: row.state === "NOTIFIED" && row.outcome !== "upheld" && isReviewed && isInTime,
    court: COURT,
  };
}

function evidenceView(row: store.EvidenceRow, suspended: readonly string[]) {
  if (!isEvidenceKind(row.kind)) return [];
  const kind: EvidenceKind = row.kind;
  const rule = ruleOf(kind);
  return [
    {
      id: row.id,
      class: rule.class,
      colour: rule.colour,
      source: rule.source,
      reason: rule.reason,
      since: isoInstant(row.since),
      until: iso(row.until),
      isWithdrawn: row.is_withdrawn && !suspended.includes(row.id),
      isSuspended: suspended.includes(row.id),
    },
  ];
}

const letterOf = (one: store.StepRow) =>
  (one.step === "decided" || one.step === "reviewed") && one.outcome !== null
    ? [{ zh: one.words ?? "", at: isoInstant(one.at), outcome: one.outcome, isReview: one.step === "reviewed" }]
    : [];
