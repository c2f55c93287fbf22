/** Keeping evidence and withdrawals: checked against the closed list, marked, with what follows in the same household. */
import { createHash } from "node:crypto";
import { type Instant, later, MINUTE } from "#kernel/time.ts";
import { Problem } from "#platform/problem.ts";
import { evidenceText, markOf, withdrawalText } from "./mac.ts";
import { isEvidenceKind, standsUntil } from "./rules/evidence.ts";
import { codesProblems } from "./rules/problems.ts";
import * as store from "./store.ts";
import type { CodesContext, EvidenceItem, Withdrawal } from "./types.ts";

/** A source's clock may be ahead of ours by so much. */
const CLOCKS_APART = 5 * MINUTE;

/** Records these items and those that follow from them. Returns the ones that were not recorded before. */
export async function keep(ctx: CodesContext, items: readonly EvidenceItem[]): Promise<EvidenceItem[]> {
  if (items.length === 0) return [];
  const all = [...items, ...(await ofHouseholds(ctx, items))];
  const rows = all.map((item) => toInsert(ctx, item)).filter((row) => row !== null);
  const fresh = new Set(await store.insertEvidence(ctx.sql, rows, ctx.now));
  return all.filter((item) => fresh.has(item.id));
}

/** Null: it has ended already, and nobody needs to know. */
function toInsert({ now, services }: CodesContext, item: EvidenceItem): store.EvidenceInsert | null {
  if (!isEvidenceKind(item.kind)) throw new Problem(codesProblems["kind-unknown"]);
  if (item.since > later(now, CLOCKS_APART)) throw new Problem(codesProblems["in-the-future"]);
  const since = (item.since > now ? now : item.since) as Instant;
  const { id, personKey, kind, source, sourceId, facts } = item;
  // A measure's planned end is an appointment, not an end: it ends by a signature (domain.md §6.4(3)).
  const isMeasure = kind === "measure";
  const until = standsUntil(kind, since, isMeasure ? null : item.until, now);
  if (until !== null && until <= now) return null;
  const marked = { id, personKey, kind, source, sourceId, since, until, recordedAt: now };
  const mac = markOf(services.keys.decisionKey, evidenceText(marked));
  return { ...marked, plannedUntil: isMeasure ? item.until : null, facts, mac };
}

/** Those who live with somebody who is observed at a fever clinic: yellow, and it ends with his (Suzhou's notice no. 10). */
async function ofHouseholds(ctx: CodesContext, items: readonly EvidenceItem[]): Promise<EvidenceItem[]> {
  const observed = items.filter((item) => item.kind === "measure" && item.facts["measure"] === "fever-clinic");
  if (observed.length === 0) return [];
  const mates = await store.housematesOf(
    ctx.sql,
    observed.map((item) => item.personKey),
  );
  return mates.flatMap(({ person_key, mate }) =>
    observed
      .filter((item) => item.personKey === person_key)
      .map((item) => ({
        id: linkedId(item.id, mate),
        personKey: mate,
        kind: "household-fever-clinic" as const,
        source: "household",
        sourceId: item.id,
        since: item.since,
        until: null,
        facts: {},
      })),
  );
}

/** The same for the same pair, so that recording twice records once; in the form of a UUID of version 8. */
function linkedId(evidenceId: string, personKey: string): string {
  const hex = createHash("sha256").update(`household|${evidenceId}|${personKey}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Withdraws these and what is linked to them; returns what was not withdrawn before. */
export async function withdraw(
  ctx: CodesContext,
  { evidenceIds, because, sourceId, reason }: Withdrawal,
): Promise<{ evidence_id: string; person_key: string }[]> {
  if (evidenceIds.length === 0) return [];
  const own = await store.personsOfEvidence(ctx.sql, evidenceIds);
  const all = [...own, ...(await store.linkedEvidence(ctx.sql, evidenceIds))];
  const mark = (row: { id: string; person_key: string }) =>
    markOf(
      ctx.services.keys.decisionKey,
      withdrawalText({ evidenceId: row.id, personKey: row.person_key, at: ctx.now, because, sourceId }),
    );
  const rows = all.map((row) => ({ id: row.id, mac: mark(row) }));
  if (rows.length === 0) return [];
  return store.insertWithdrawals(ctx.sql, rows, { because, sourceId, reason, at: ctx.now });
}
