/** The clockwork of appeals: a missed clock goes a level up, and weak evidence stops counting while the holder waits. */
import { recordEvidence, withdrawEvidence } from "#capabilities/codes/evidence.ts";
import { isEvidenceKind, ruleOf } from "#capabilities/codes/rules/evidence.ts";
import { tellHolders } from "#capabilities/residents/notices.ts";
import { DAY, HOUR, type Instant, later } from "#kernel/time.ts";
import type { Context, Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { decisionDue, isUndecided, isWeak, lastDue, nextLevel, REVIEW_ASKED_WITHIN } from "./rules/states.ts";
import * as store from "./store.ts";

const BY = { post: null, role: "system" } as const;
type Inside = Pick<Context, "sql" | "actor" | "now" | "services">;

/** One turn. Returns how many appeals moved. */
export function keepAppeals(services: Services): Promise<number> {
  const actor = systemActor(services.settings.province);
  return asActor(services.db, actor, async (sql) => {
    const ctx: Inside = { sql, actor, now: services.clock(), services };
    const overdue = await store.lockOverdue(sql, ctx.now);
    for (const row of overdue) await climb(ctx, row);
    const closed = await store.closeOld(sql, later(ctx.now, -REVIEW_ASKED_WITHIN));
    for (const appealId of closed) await store.insertStep(sql, { id: newId(), appealId, step: "closed" }, BY, ctx.now);
    return overdue.length + closed.length;
  });
}

/** A level up each time; asked again at the next clock, then every two hours until the province has had it a day. */
async function climb(ctx: Inside, row: store.AppealRow): Promise<void> {
  const { sql, now } = ctx;
  const to = nextLevel(row.escalated_to ?? row.owner_area);
  const decideBy = decisionDue(row.received_at, row.kind);
  const isLate = isUndecided(row.state) && now >= decideBy;
  const suspendedIds = isLate && row.suspended_ids.length === 0 ? await suspend(ctx, row) : row.suspended_ids;
  await store.moveAppeal(sql, row.id, {
    state: row.state,
    dueAt: nextLook(row, decideBy, now),
    escalatedTo: to,
    suspendedIds,
  });
  if (to === null) return;
  await store.insertStep(sql, { id: newId(), appealId: row.id, step: "escalated", words: to }, BY, now);
  await audit(ctx, {
    action: "appeal.escalate",
    objectKind: "appeal",
    objectId: row.id,
    place: row.place,
    detail: { to },
  });
}

const nextLook = (row: store.AppealRow, decideBy: Instant, now: Instant): Instant => {
  if (now < decideBy) return decideBy;
  return now < lastDue(row.received_at) ? lastDue(row.received_at) : later(now, 2 * HOUR);
};

/**
 * Yellow that rests on E4 or E5 alone stops counting; red, and yellow from E1 to E3, stays. What is suspended does not
 * come back by itself: whoever still holds it records it anew.
 */
async function suspend(ctx: Inside, row: store.AppealRow): Promise<string[]> {
  const evidence = await store.evidenceByIds(ctx.sql, row.person_key, row.evidence_ids);
  const standing = evidence.filter((one) => !one.is_withdrawn && (one.until === null || one.until > ctx.now));
  const weak = standing.flatMap((one) => (isEvidenceKind(one.kind) && isWeak(ruleOf(one.kind)) ? [one.id] : []));
  if (weak.length === 0) return [];
  await recordEvidence(ctx, [
    {
      id: newId(),
      personKey: row.person_key,
      kind: "appeal-overdue",
      source: "appeal",
      sourceId: row.id,
      since: ctx.now,
      until: later(ctx.now, DAY),
      facts: { appeal: row.id },
    },
  ]);
  await withdrawEvidence(ctx, {
    evidenceIds: weak,
    because: "appeal",
    sourceId: row.id,
    reason: "申诉逾期未决，依据暂停",
  });
  await store.insertStep(ctx.sql, { id: newId(), appealId: row.id, step: "suspended" }, BY, ctx.now);
  await tellHolders(ctx, [
    {
      personKey: row.person_key,
      kind: "appeal",
      zh: "您的申诉超过了办理时限，已报上级。等待期间，较弱的依据暂停使用。",
      en: "Your appeal is past its time limit and was taken to the level above. Weak evidence does not count while you wait.",
      link: `/appeals/${row.id}`,
      subject: `${row.id}/suspended`,
    },
  ]);
  return weak;
}
