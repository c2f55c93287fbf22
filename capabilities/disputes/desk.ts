/** Disputes as phones and centres see them. */
import { type Attachable, presentAttachment } from "#capabilities/attachments/attachments.ts";
import { common } from "#kernel/problem.ts";
import { DAY, type Instant, isoInstant, later } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { attachmentsOf } from "#platform/attachments.ts";
import { audit } from "#platform/audit.ts";
import { type CopyPair, copyPair } from "#platform/copies.ts";
import { courseOf } from "#platform/course.ts";
import type { Keys } from "#platform/keys.ts";
import { Problem } from "#platform/problem.ts";
import { disputeCopy, type listDisputes, type showDispute } from "./contract.ts";
import { openDispute } from "./sealing.ts";
import * as store from "./store.ts";

const ENDED_FOR = 30 * DAY;
const ENDED_STAYS_FOR = 7 * DAY;

const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

const lineOf = (row: store.DisputeRow) => ({
  county: row.county,
  place: row.place,
  category: row.category,
  state: row.state,
  level: row.level,
  foundAt: isoInstant(row.found_at),
  dueAt: iso(row.due_at),
  consentA: row.consent_a,
  consentB: row.consent_b,
  form: row.form,
  agreedAt: iso(row.agreed_at),
  courtUntil: iso(row.court_until),
  courtAppliedOn: row.court_applied_on,
  courtConfirmedOn: row.court_confirmed_on,
  referredTo: row.referred_to,
  endedAt: iso(row.ended_at),
  escalatedTo: row.escalated_to,
});

function whole(row: store.DisputeRow, keys: Keys) {
  const { matter, partyA, partyB, terms } = openDispute(keys, row.id, row.sealed);
  return {
    ...lineOf(row),
    partyA: { name: partyA.name, phone: partyA.phone ?? null },
    partyB: { name: partyB.name, phone: partyB.phone ?? null },
    matter,
    terms,
    signatureA: row.signature_a,
    signatureB: row.signature_b,
  };
}

export const list: Answer<typeof listDisputes> = async ({ sql, now }, { area, which, category, level }) => {
  const endedAfter = later(now, -ENDED_FOR);
  const endedSince = which === "open" ? null : endedAfter;
  const rows = await store.disputesIn(sql, area, { endedSince, category: category ?? null, level: level ?? null });
  return {
    now: isoInstant(now),
    counts: await store.countsIn(sql, area, { now, endedSince: endedAfter }),
    disputes: rows.map((row) => ({
      ...lineOf(row),
      id: row.id,
      isOverdue: row.ended_at === null && row.agreed_at === null && row.due_at !== null && row.due_at <= now,
    })),
  };
};

export const show: Answer<typeof showDispute> = async (ctx, { county, id }) => {
  const row = await store.oneDispute(ctx.sql, id);
  if (row === null || row.county !== county) throw new Problem(common["not-found"]);
  await audit(ctx, { action: "dispute.open", objectKind: "dispute", objectId: id, place: row.place });
  return {
    ...whole(row, ctx.services.keys),
    id,
    attachments: (await attachmentsOf(ctx.sql, "dispute", [id])).map(presentAttachment),
    events: (await courseOf(ctx, "dispute_event", id)).map(({ kind, at, byName, reason }) => ({
      kind,
      at: isoInstant(at),
      byName,
      reason,
    })),
  };
};

export const disputeCopies: readonly CopyPair[] = [
  copyPair(
    disputeCopy,
    async ({ sql, now, services }, { area, ...page }) => {
      const rows = await store.disputesForPhones(sql, { area, since: later(now, -ENDED_STAYS_FOR) }, page);
      return rows.map((row) => ({ id: row.id, value: whole(row, services.keys) }));
    },
    ({ sql, now }, area) => store.countForPhones(sql, area, later(now, -ENDED_STAYS_FOR)),
  ),
];

export const attachableDisputes: Attachable = {
  kind: "dispute",
  readers: ["grid-worker", "grid-leader", "police-officer", "operator", "auditor"],
  keepForDays: 180,
  placeOf: async ({ sql }, id) => {
    const row = await store.oneDispute(sql, id);
    return row === null || row.ended_at !== null ? null : row.place;
  },
};
