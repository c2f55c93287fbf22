import type { Instant } from "#kernel/time.ts";
import type { Database, Sql } from "#platform/database.ts";

export type AccountRow = {
  readonly id: string;
  readonly epoch: number;
  readonly last_signed_in_at: Instant | null;
  readonly answers_locked_until: Instant | null;
};

/** The open account of a phone. */
export async function accountOfPhone(sql: Sql, phoneKey: string): Promise<AccountRow | null> {
  const [row] = await sql<AccountRow[]>`
    select id, epoch, last_signed_in_at, answers_locked_until from resident where phone_key = ${phoneKey} and closed_at is null`;
  return row ?? null;
}

export async function insertResident(
  sql: Sql,
  of: { id: string; phoneKey: string; phoneSealed: Buffer; now: Instant },
): Promise<void> {
  await sql`
    insert into resident (id, phone_key, phone_sealed, created_at, last_signed_in_at)
    values (${of.id}, ${of.phoneKey}, ${of.phoneSealed}, ${of.now}, ${of.now})`;
}

export async function noteSignIn(sql: Sql, id: string, now: Instant): Promise<void> {
  await sql`
    update resident set last_signed_in_at = ${now}, wrong_answers = 0, answers_locked_until = null where id = ${id}`;
}

/** Counts a wrong answer; the last one that is allowed locks the question. */
export async function noteWrongAnswer(
  sql: Sql,
  of: { id: string; atMost: number; lockedUntil: Instant },
): Promise<void> {
  await sql`
    update resident
       set wrong_answers = case when wrong_answers + 1 >= ${of.atMost} then 0 else wrong_answers + 1 end,
           answers_locked_until = case when wrong_answers + 1 >= ${of.atMost} then ${of.lockedUntil}::timestamptz
                                       else answers_locked_until end
     where id = ${of.id}`;
}

/** The number has another owner: the account keeps its persons, loses the number, and its sessions end. */
export async function detachPhone(sql: Sql, id: string, now: Instant): Promise<void> {
  await sql`
    update resident set phone_key = null, phone_sealed = null, epoch = epoch + 1, closed_at = ${now} where id = ${id}`;
  await sql`update resident_person set ended_at = ${now} where resident_id = ${id} and ended_at is null`;
}

/** All tokens of the account end. */
export async function raiseEpoch(sql: Sql, id: string): Promise<void> {
  await sql`update resident set epoch = epoch + 1 where id = ${id}`;
}

/** The code serves once more: it was right, but something else was missing. Its tries stay counted. */
export async function unuseCode(sql: Sql, phoneKey: string, use: string): Promise<void> {
  await sql`
    update one_time_code set used_at = null
     where id = (select id from one_time_code where phone_key = ${phoneKey} and use = ${use}
                  order by sent_at desc, id desc limit 1)`;
}

/** What the account's own person said of himself; null when it has none. */
export async function ownClaim(sql: Sql, residentId: string): Promise<{ id: string; sealed: Uint8Array } | null> {
  const [row] = await sql<{ id: string; sealed: Uint8Array }[]>`
    select id, sealed from person_claim
     where resident_id = ${residentId} and relation = 'self' and state = 'carried' order by at desc limit 1`;
  return row ?? null;
}

/** The account's phone, sealed, and whether it is open. */
export async function phoneOfAccount(sql: Sql, id: string): Promise<Uint8Array | null> {
  const [row] = await sql<{ phone_sealed: Uint8Array | null }[]>`select phone_sealed from resident where id = ${id}`;
  return row?.phone_sealed ?? null;
}

/** Does the account carry the person now? */
export async function isCarried(sql: Sql, residentId: string, personKey: string): Promise<boolean> {
  const rows = await sql`
    select from resident_person where resident_id = ${residentId} and person_key = ${personKey} and ended_at is null`;
  return rows.count > 0;
}

/** The epochs of accounts' sessions; an account that is not there has none. */
export async function epochsOfResidents(
  sql: Database | Sql,
  residentIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ id: string; epoch: number }[]>`
    select id, epoch from resident where id = any (${`{${residentIds.join(",")}}`}::text::uuid[])`;
  return new Map(rows.map((row) => [row.id, row.epoch]));
}
