/**
 * Evidence in, colours out: the use cases by which every other capability touches codes. All are set-based, work in the
 * caller's transaction, and re-evaluate what they touched. There is none that takes a colour.
 */
import type { Instant } from "#kernel/time.ts";
import { alarmOfCode } from "./alarms.ts";
import type { Change } from "./changes.ts";
import { BATCH, evaluate } from "./evaluate.ts";
import { keep, withdraw } from "./keep.ts";
import { itemsOfLatestList } from "./list-items.ts";
import { decisionText, isMarked } from "./mac.ts";
import { type Decision, decide } from "./rules/colour.ts";
import type { EvidenceKind } from "./rules/evidence.ts";
import * as store from "./store.ts";
import { currentRows, type EvidenceView, evidenceSeen } from "./store-read.ts";
import type { CodesContext, CurrentColour, EvidenceItem, Holder, Withdrawal } from "./types.ts";

/**
 * Makes persons holders of a code and decides. `items`: evidence of the same persons that comes with it (a declaration),
 * so that all is one evaluation. A new holder takes over what the latest published list says of him, and what is recorded
 * of him already. Who is a holder stays one; a finer place replaces a coarser one.
 */
export async function enrol(
  ctx: CodesContext,
  holders: readonly Holder[],
  items: readonly EvidenceItem[] = [],
): Promise<Change[]> {
  if (holders.length === 0) return [];
  const fresh = new Set(await store.enrolCodes(ctx.sql, holders, ctx.now));
  const listed = await itemsOfLatestList(ctx, [...fresh]);
  const recorded = await keep(ctx, [...items, ...listed]);
  const first = await evaluate(ctx, [...fresh], { cause: "enrol" });
  const others = recorded.filter((item) => !fresh.has(item.personKey));
  if (others.length === 0) return first;
  return [...first, ...(await evaluate(ctx, personsOf(others), { cause: "evidence", touched: touchedBy(others) }))];
}

/** Records evidence and re-evaluates. Evidence of someone without a code is kept and counts from the day he has one. */
export async function recordEvidence(ctx: CodesContext, items: readonly EvidenceItem[]): Promise<Change[]> {
  const recorded = await keep(ctx, items);
  return evaluate(ctx, personsOf(recorded), { cause: "evidence", touched: touchedBy(recorded) });
}

/** Withdraws evidence, with what ends together with it (the household of somebody at a fever clinic), and re-evaluates. */
export async function withdrawEvidence(ctx: CodesContext, withdrawal: Withdrawal): Promise<Change[]> {
  const withdrawn = await withdraw(ctx, withdrawal);
  return evaluate(
    ctx,
    withdrawn.map((row) => row.person_key),
    {
      cause: "withdrawal",
      touched: withdrawn.map((row) => ({ evidenceId: row.evidence_id, isWithdrawal: true, personKey: row.person_key })),
    },
  );
}

/**
 * Withdraws whatever stands of one kind for these persons (a document was seen, a guest is well), and re-evaluates. Says
 * how many pieces were withdrawn; who has none of the kind is left alone.
 */
export async function withdrawStanding(
  ctx: CodesContext,
  of: Omit<Withdrawal, "evidenceIds"> & { readonly personKeys: readonly string[]; readonly kind: EvidenceKind },
): Promise<number> {
  const { personKeys, kind, ...why } = of;
  const standing = await store.standingEvidence(ctx.sql, personKeys, { at: ctx.now, knownAt: null });
  const evidenceIds = standing.filter((row) => row.kind === kind).map((row) => row.id);
  if (evidenceIds.length > 0) await withdrawEvidence(ctx, { ...why, evidenceIds });
  return evidenceIds.length;
}

/** Looks at these persons again: nothing new is known, but time has passed. */
export const reevaluate = (ctx: CodesContext, personKeys: readonly string[]): Promise<Change[]> =>
  evaluate(ctx, personKeys, { cause: "time" });

/** The check of these persons' declarations is done: `unchecked-declaration` ends (source), the codes say what stands. */
export async function settleUnchecked(ctx: CodesContext, personKeys: readonly string[]): Promise<Change[]> {
  const changes: Change[] = [];
  const keys = [...new Set(personKeys)].sort();
  for (let at = 0; at < keys.length; at += BATCH) {
    const some = keys.slice(at, at + BATCH);
    await store.lockCodes(ctx.sql, some);
    const standing = await store.standingEvidence(ctx.sql, some, { at: ctx.now, knownAt: null });
    const unchecked = standing.filter((row) => row.kind === "unchecked-declaration");
    if (unchecked.length === 0) continue;
    const evidenceIds = unchecked.map((row) => row.id);
    await withdraw(ctx, { evidenceIds, because: "source", sourceId: "declaration-check", reason: "申报已核对" });
    changes.push(
      ...(await evaluate(ctx, personsOf(unchecked.map((row) => ({ personKey: row.person_key }))), {
        cause: "settled",
      })),
    );
  }
  return changes;
}

const personsOf = (items: readonly { readonly personKey: string }[]): string[] => items.map((item) => item.personKey);

const touchedBy = (items: readonly EvidenceItem[]) =>
  items.map((item) => ({ evidenceId: item.id, isWithdrawal: false, personKey: item.personKey }));

/**
 * What the codes of these persons say now, as far as the actor may see them. `isSound` false: the record fails its mark,
 * the projection does not match it, or a later record was passed over; the alarm is raised at once.
 */
export async function currentColours(
  ctx: CodesContext,
  personKeys: readonly string[],
): Promise<Map<string, CurrentColour>> {
  const found = new Map<string, CurrentColour>();
  for (const row of await currentRows(ctx.sql, personKeys)) {
    const { id, at, place, until, rule } = row;
    const isSound =
      !row.has_later &&
      row.colour === row.to &&
      row.current_until === row.until &&
      isMarked(
        ctx.services.keys.decisionKey,
        decisionText({ ...row, evidenceId: row.evidence_id, ruleSet: row.rule_set }),
        row.mac,
      );
    if (!isSound) {
      await alarmOfCode(ctx, { personKey: row.personKey, seq: row.seq, place, says: row.colour });
    }
    found.set(row.personKey, {
      decisionId: id,
      colour: row.colour,
      rule,
      since: row.since,
      until,
      decidedAt: at,
      place,
      isSound,
    });
  }
  return found;
}

/** Everything recorded of a person, newest first, within what the actor may see; withdrawn and held evidence too. */
export const evidenceOf = (ctx: Pick<CodesContext, "sql">, personKey: string): Promise<EvidenceView[]> =>
  evidenceSeen(ctx.sql, personKey);

/** The colour of a person at a past instant, recomputed from the records alone: evidence, withdrawals, holds. */
export async function colourAt(ctx: CodesContext, personKey: string, at: Instant): Promise<Decision> {
  return decide(await store.standingEvidence(ctx.sql, [personKey], { at, knownAt: at }), at);
}
