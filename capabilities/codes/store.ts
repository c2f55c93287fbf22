/** SQL of evaluation: what stands, what is decided. All writing goes through the functions of migration 0062. */
import type { CodeColour } from "#kernel/colours.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import { bytesColumn, plainColumn, textColumn, timeColumn } from "./columns.ts";
import type { ColourRule } from "./rules/colour.ts";
import type { EvidenceKind } from "./rules/evidence.ts";

export type LockedCode = {
  readonly person_key: string;
  readonly place: string;
  readonly seq: number;
  readonly colour: CodeColour;
  readonly until: Instant | null;
  /** Null before the first decision. */
  readonly rule: ColourRule | null;
  readonly evidence_id: string | null;
  /** Does the projection say what the last record says? False: somebody edited one of them. */
  readonly is_consistent: boolean;
};

/** Makes persons holders; returns those who were none. */
export async function enrolCodes(
  sql: Sql,
  holders: readonly { readonly personKey: string; readonly place: string }[],
  at: Instant,
): Promise<string[]> {
  const rows = await sql<{ person_key: string }[]>`
    select person_key from enrol_codes(${plainColumn(holders.map((one) => one.personKey))}::text::uuid[],
                                       ${plainColumn(holders.map((one) => one.place))}::text::text[], ${at})
     where is_new`;
  return rows.map((row) => row.person_key);
}

/** The codes of these persons, locked in order of their keys; reads code_current_pkey, colour_decision_pkey. */
export const lockCodes = (sql: Sql, personKeys: readonly string[]): Promise<LockedCode[]> =>
  sql<LockedCode[]>`select * from lock_codes(${plainColumn(personKeys)}::text::uuid[])`;

/** Puts the projection back to the last records. */
export const rebuildCodes = (sql: Sql, personKeys: readonly string[]) =>
  sql`select rebuild_codes(${plainColumn(personKeys)}::text::uuid[])`;

/** What `decide` needs of a piece of evidence, and whose it is. */
export type StandingRow = {
  readonly id: string;
  readonly person_key: string;
  readonly kind: EvidenceKind;
  readonly since: Instant;
  readonly until: Instant | null;
};

export type EvidenceRow = StandingRow & {
  readonly source: string;
  readonly source_id: string;
  readonly recorded_at: Instant;
  readonly mac: Uint8Array;
};

/** What stands at `at`, or as it was known then (`knownAt`); reads evidence_by_person and the keys of what ends it. */
export const standingEvidence = (
  sql: Sql,
  personKeys: readonly string[],
  { at, knownAt }: { at: Instant; knownAt: Instant | null },
): Promise<EvidenceRow[]> =>
  sql<EvidenceRow[]>`select * from standing_evidence(${plainColumn(personKeys)}::text::uuid[], ${at}, ${knownAt})`;

export type EvidenceInsert = {
  readonly id: string;
  readonly personKey: string;
  readonly kind: EvidenceKind;
  readonly source: string;
  readonly sourceId: string;
  readonly since: Instant;
  readonly until: Instant | null;
  readonly plannedUntil: Instant | null;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly mac: string;
};

/** Records evidence; returns the ids that were new. */
export async function insertEvidence(sql: Sql, items: readonly EvidenceInsert[], at: Instant): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from record_evidence(
      ${plainColumn(items.map((one) => one.id))}::text::uuid[],
      ${plainColumn(items.map((one) => one.personKey))}::text::uuid[],
      ${textColumn(items.map((one) => one.kind))}::text::text[],
      ${textColumn(items.map((one) => one.source))}::text::text[],
      ${textColumn(items.map((one) => one.sourceId))}::text::text[],
      ${timeColumn(items.map((one) => one.since))}::text::timestamptz[],
      ${timeColumn(items.map((one) => one.until))}::text::timestamptz[],
      ${timeColumn(items.map((one) => one.plannedUntil))}::text::timestamptz[],
      ${textColumn(items.map((one) => JSON.stringify(one.facts)))}::text::text[],
      ${bytesColumn(items.map((one) => one.mac))}::text::bytea[], ${at}) as id`;
  return rows.map((row) => row.id);
}

/** Evidence that ends together with this, and its persons. */
export const linkedEvidence = (sql: Sql, ids: readonly string[]): Promise<{ id: string; person_key: string }[]> =>
  sql`select id, person_key from linked_evidence(${plainColumn(ids)}::text::uuid[])`;

/** Whose evidence these are. */
export const personsOfEvidence = (sql: Sql, ids: readonly string[]): Promise<{ id: string; person_key: string }[]> =>
  sql`select id, person_key from evidence_persons(${plainColumn(ids)}::text::uuid[])`;

/** Withdraws; returns what was not withdrawn before. */
export const insertWithdrawals = (
  sql: Sql,
  rows: readonly { readonly id: string; readonly mac: string }[],
  why: { readonly because: string; readonly sourceId: string; readonly reason: string; readonly at: Instant },
): Promise<{ evidence_id: string; person_key: string }[]> =>
  sql`
    select evidence_id, person_key
      from withdraw_evidence(${plainColumn(rows.map((one) => one.id))}::text::uuid[], ${why.because}, ${why.sourceId},
                             ${why.reason}, ${bytesColumn(rows.map((one) => one.mac))}::text::bytea[], ${why.at})`;

export type WithdrawalRow = {
  readonly evidence_id: string;
  readonly person_key: string;
  readonly at: Instant;
  readonly because: string;
  readonly source_id: string;
  readonly mac: Uint8Array;
};

/** Withdrawals of evidence of these persons that would otherwise stand; reads evidence_withdrawal_by_person. */
export const standingWithdrawals = (sql: Sql, personKeys: readonly string[], at: Instant): Promise<WithdrawalRow[]> =>
  sql<WithdrawalRow[]>`select * from standing_withdrawals(${plainColumn(personKeys)}::text::uuid[], ${at})`;

export type DecisionInsert = {
  readonly id: string;
  readonly personKey: string;
  readonly seq: number;
  readonly to: CodeColour;
  readonly rule: ColourRule;
  readonly evidenceId: string | null;
  readonly since: Instant | null;
  readonly until: Instant | null;
  readonly mac: string;
};

/** Records decisions; the database refuses any that does not follow from the standing evidence. */
export async function insertDecisions(
  sql: Sql,
  rows: readonly DecisionInsert[],
  { at, cause, ruleSet }: { at: Instant; cause: string; ruleSet: string },
): Promise<void> {
  await sql`
    select record_decisions(
      ${plainColumn(rows.map((one) => one.personKey))}::text::uuid[],
      ${plainColumn(rows.map((one) => one.seq))}::text::integer[],
      ${plainColumn(rows.map((one) => one.id))}::text::uuid[],
      ${plainColumn(rows.map((one) => one.to))}::text::text[],
      ${plainColumn(rows.map((one) => one.rule))}::text::text[], ${ruleSet},
      ${plainColumn(rows.map((one) => one.evidenceId))}::text::uuid[],
      ${timeColumn(rows.map((one) => one.since))}::text::timestamptz[],
      ${timeColumn(rows.map((one) => one.until))}::text::timestamptz[], ${at}, ${cause},
      ${bytesColumn(rows.map((one) => one.mac))}::text::bytea[])`;
}

/** Codes whose time has come, the longest overdue first; reads code_current_until. */
export async function expiredCodes(sql: Sql, at: Instant, limit: number): Promise<string[]> {
  const rows = await sql<{ person_key: string }[]>`
    select person_key from code_current where until <= ${at} order by until limit ${limit}`;
  return rows.map((row) => row.person_key);
}

/** Those who live with these persons. */
export const housematesOf = (
  sql: Sql,
  personKeys: readonly string[],
): Promise<{ person_key: string; mate: string }[]> =>
  sql`select person_key, mate from housemates_of(${plainColumn(personKeys)}::text::uuid[])`;

/** Raises an alarm; true when it is new. */
export async function raiseAlarm(
  sql: Sql,
  alarm: {
    readonly id: string;
    readonly kind: string;
    readonly objectId: string;
    readonly personKey: string | null;
    readonly place: string | null;
    readonly detail: Readonly<Record<string, unknown>>;
    readonly at: Instant;
  },
): Promise<boolean> {
  const [row] = await sql<{ is_new: boolean }[]>`
    select raise_code_alarm(${alarm.id}, ${alarm.kind}, ${alarm.objectId}, ${alarm.personKey}, ${alarm.place},
                            ${JSON.stringify(alarm.detail)}, ${alarm.at}) as is_new`;
  return row?.is_new ?? false;
}
