/**
 * Evaluation: what stands of each person → `decide` → a marked record of every change. Persons are locked in order of
 * their keys, so two evaluations of one person follow each other and never lock up.
 */
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { alarm, alarmOfCode } from "./alarms.ts";
import { holdBatch } from "./breaker.ts";
import type { Change, Why } from "./changes.ts";
import { decisionText, evidenceText, isMarked, markOf, withdrawalText } from "./mac.ts";
import type { Cause } from "./rules/causes.ts";
import { type Decision, decide } from "./rules/colour.ts";
import { RULE_SET } from "./rules/evidence.ts";
import * as store from "./store.ts";
import { tellOfChanges } from "./tell.ts";
import type { CodesContext } from "./types.ts";

/** Persons of one statement. */
export const BATCH = 5_000;

/** Looks at these persons again and records what changed. Whoever is no holder is left out. */
export async function evaluate(ctx: CodesContext, personKeys: readonly string[], why: Why): Promise<Change[]> {
  if (why.known) return evaluateSome(ctx, personKeys, why);
  const keys = [...new Set(personKeys)].sort();
  const made: Change[] = [];
  for (let at = 0; at < keys.length; at += BATCH)
    made.push(...(await evaluateSome(ctx, keys.slice(at, at + BATCH), why)));
  return made;
}

async function evaluateSome(ctx: CodesContext, keys: readonly string[], why: Why): Promise<Change[]> {
  const codes = await consistent(ctx, why.known?.codes ?? (await store.lockCodes(ctx.sql, keys)));
  if (codes.length === 0) return [];
  const holders = codes.map((code) => code.person_key);
  const standing = byPerson(why.known?.standing ?? (await soundEvidence(ctx, holders)));
  const changes: Change[] = [];
  for (const code of codes) {
    const decision = decide(standing.get(code.person_key) ?? [], ctx.now);
    if (isSame(code, decision) && why.cause !== "repair") continue;
    changes.push({
      personKey: code.person_key,
      place: code.place,
      seq: code.seq + 1,
      from: code.seq === 0 ? null : code.colour,
      fromUntil: code.until,
      fromRule: code.rule,
      decision,
    });
  }
  const kept = await holdBatch(ctx, changes, why);
  await record(ctx, kept, why.cause);
  return kept;
}

/** A code that somebody edited is not decided upon: `codes-verify` repairs it, with an alarm. */
async function consistent(ctx: CodesContext, codes: readonly store.LockedCode[]): Promise<store.LockedCode[]> {
  const sound: store.LockedCode[] = [];
  for (const code of codes) {
    if (code.is_consistent) sound.push(code);
    else await alarmOfCode(ctx, { personKey: code.person_key, seq: code.seq, place: code.place, says: code.colour });
  }
  return sound;
}

const isSame = (code: store.LockedCode, decision: Decision): boolean =>
  code.seq > 0 &&
  code.colour === decision.colour &&
  code.rule === decision.rule &&
  code.until === decision.until &&
  code.evidence_id === (decision.evidenceIds[0] ?? null);

function byPerson(rows: readonly store.StandingRow[]): Map<string, store.StandingRow[]> {
  const found = new Map<string, store.StandingRow[]>();
  for (const row of rows) {
    const before = found.get(row.person_key);
    if (before) before.push(row);
    else found.set(row.person_key, [row]);
  }
  return found;
}

/** What stands of these persons; what fails its mark counts for nothing and raises an alarm. */
export async function soundEvidence(ctx: CodesContext, keys: readonly string[]): Promise<store.EvidenceRow[]> {
  const key = ctx.services.keys.decisionKey;
  for (const row of await store.standingWithdrawals(ctx.sql, keys, ctx.now)) {
    const text = withdrawalText({ ...named(row), evidenceId: row.evidence_id, at: row.at, because: row.because });
    if (isMarked(key, text, row.mac)) continue;
    await alarm(ctx, {
      kind: "withdrawal-unsound",
      objectId: row.evidence_id,
      personKey: row.person_key,
      place: null,
      detail: { because: row.because },
    });
  }
  const sound: store.EvidenceRow[] = [];
  for (const row of await store.standingEvidence(ctx.sql, keys, { at: ctx.now, knownAt: null })) {
    if (isSoundEvidence(key, row)) {
      sound.push(row);
      continue;
    }
    const detail = { evidenceKind: row.kind, source: row.source };
    await alarm(ctx, { kind: "evidence-unsound", objectId: row.id, personKey: row.person_key, place: null, detail });
  }
  return sound;
}

const named = (row: { person_key: string; source_id: string }) => ({
  personKey: row.person_key,
  sourceId: row.source_id,
});

/** Was this evidence recorded by the server? */
export const isSoundEvidence = (key: Buffer, row: store.EvidenceRow): boolean =>
  isMarked(key, evidenceText({ ...named(row), ...row, recordedAt: row.recorded_at }), row.mac);

async function record(ctx: CodesContext, changes: readonly Change[], cause: Cause): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map((change) => decisionRow(ctx, change, cause));
  await store.insertDecisions(ctx.sql, rows, { at: ctx.now, cause, ruleSet: RULE_SET });
  await tellOfChanges(ctx, changes, rows);
  const byColour: Record<string, number> = {};
  for (const { decision } of changes) byColour[decision.colour] = (byColour[decision.colour] ?? 0) + 1;
  await audit(ctx, {
    action: "codes.decide",
    objectKind: "colour-decisions",
    objectId: rows[0]?.id ?? "",
    place: changes.length === 1 ? (changes[0]?.place ?? null) : ctx.services.settings.province,
    // The digest ties the batch to the Merkle log: a decision removed from the table later is missed by its auditor.
    detail: { cause, count: rows.length, byColour, digest: digestOf(ctx, rows) },
  });
}

const digestOf = (ctx: CodesContext, rows: readonly store.DecisionInsert[]): string =>
  markOf(ctx.services.keys.decisionKey, rows.map((row) => row.mac).join(""));

function decisionRow(ctx: CodesContext, change: Change, cause: Cause): store.DecisionInsert {
  const { decision, personKey, seq, from } = change;
  const fields = {
    id: newId(),
    personKey,
    seq,
    to: decision.colour,
    rule: decision.rule,
    evidenceId: decision.evidenceIds[0] ?? null,
    since: decision.since,
    until: decision.until,
  };
  const text = decisionText({ ...fields, from, ruleSet: RULE_SET, at: ctx.now, cause });
  return { ...fields, mac: markOf(ctx.services.keys.decisionKey, text) };
}
