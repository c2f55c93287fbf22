import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

/** One transaction at a time for one phone. */
export async function lockPhone(sql: Sql, phoneKey: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${phoneKey}, 51))`;
}

export type AskRow = {
  readonly lastSentAt: Instant | null;
  readonly expiresAt: Instant | null;
  readonly inHour: number;
  readonly inDay: number;
  readonly fromAddress: number;
  readonly all: number;
};

/** What limits look at. Reads one_time_code_by_phone, one_time_code_by_time, code_ask_pkey. */
export async function askFacts(
  sql: Sql,
  of: {
    phoneKey: string;
    use: string;
    addressKey: string;
    quarter: Instant;
    hour: Instant;
    day: Instant;
    minute: Instant;
    allAtMost: number;
  },
): Promise<AskRow> {
  const [row] = await sql<AskRow[]>`
    select max(c.sent_at) filter (where c.use = ${of.use} and c.used_at is null) as "lastSentAt",
           max(c.expires_at) filter (where c.use = ${of.use} and c.used_at is null) as "expiresAt",
           count(*) filter (where c.sent_at > ${of.hour})::int as "inHour",
           count(*)::int as "inDay",
           coalesce((select a.asked from code_ask a where a.address_key = ${of.addressKey} and a.quarter = ${of.quarter}), 0) as "fromAddress",
           (select count(*)::int from (select from one_time_code m where m.sent_at > ${of.minute} limit ${of.allAtMost}) m) as "all"
      from one_time_code c
     where c.phone_key = ${of.phoneKey} and c.sent_at > ${of.day}`;
  return row ?? { lastSentAt: null, expiresAt: null, inHour: 0, inDay: 0, fromAddress: 0, all: 0 };
}

export async function insertCode(
  sql: Sql,
  of: { id: string; phoneKey: string; use: string; hmac: Buffer; sentAt: Instant; expiresAt: Instant; tries: number },
): Promise<void> {
  await sql`
    insert into one_time_code (id, phone_key, use, code_hmac, sent_at, expires_at, tries_left)
    values (${of.id}, ${of.phoneKey}, ${of.use}, ${of.hmac}, ${of.sentAt}, ${of.expiresAt}, ${of.tries})`;
}

export async function countAsk(sql: Sql, addressKey: string, quarter: Instant): Promise<void> {
  await sql`
    insert into code_ask as a (address_key, quarter, asked) values (${addressKey}, ${quarter}, 1)
        on conflict (address_key, quarter) do update set asked = a.asked + 1`;
}

/** Takes one try of the phone's latest code for this use; null when none serves. */
export async function takeTry(
  sql: Sql,
  of: { phoneKey: string; use: string },
  now: Instant,
): Promise<{ id: string; code_hmac: Uint8Array } | null> {
  const [row] = await sql<{ id: string; code_hmac: Uint8Array }[]>`
    update one_time_code set tries_left = tries_left - 1
     where id = (select id from one_time_code where phone_key = ${of.phoneKey} and use = ${of.use}
                  order by sent_at desc, id desc limit 1)
       and used_at is null and expires_at > ${now} and tries_left > 0
    returning id, code_hmac`;
  return row ?? null;
}

export async function spendCode(sql: Sql, id: string, now: Instant): Promise<void> {
  await sql`update one_time_code set used_at = ${now} where id = ${id}`;
}

/** Codes and counts older than two days, messages sent a day ago: gone. */
export async function sweepCodes(sql: Sql, before: Instant): Promise<number> {
  const codes = await sql`delete from one_time_code where sent_at < ${before}`;
  const asks = await sql`delete from code_ask where quarter < ${before}`;
  const messages = await sql`delete from message where sent_at < ${before}`;
  return codes.count + asks.count + messages.count;
}
