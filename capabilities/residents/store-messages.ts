import { type Instant, later, MINUTE } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export async function insertMessages(
  sql: Sql,
  messages: readonly { id: string; phoneKey: string; sealed: Buffer }[],
  now: Instant,
): Promise<void> {
  if (messages.length === 0) return;
  await sql`
    insert into message (id, phone_key, sealed, queued_at)
    select id, phone_key, decode(sealed, 'hex'), ${now}::timestamptz
      from unnest(${messages.map((one) => one.id)}::uuid[], ${messages.map((one) => one.phoneKey)}::uuid[],
                  ${messages.map((one) => one.sealed.toString("hex"))}::text[]) as m (id, phone_key, sealed)`;
}

/** Messages to send, oldest first, each counted as tried; a failed one waits a minute a try. */
export async function takeWaiting(
  sql: Sql,
  of: { limit: number; tries: number; now: Instant },
): Promise<{ id: string; sealed: Uint8Array }[]> {
  return sql<{ id: string; sealed: Uint8Array }[]>`
    update message set tries = tries + 1, queued_at = ${later(of.now, MINUTE)}
     where id in (select id from message where sent_at is null and tries < ${of.tries} and queued_at <= ${of.now}
                   order by queued_at limit ${of.limit} for update skip locked)
    returning id, sealed`;
}

/** What was sent is kept a day, without its text: only that and when. */
export async function markSent(sql: Sql, ids: readonly string[], now: Instant): Promise<void> {
  await sql`update message set sent_at = ${now}, sealed = '' where id = any (${[...ids]}::uuid[])`;
}

/** Accounts that have news, taken off the list. */
export async function takeDue(
  sql: Sql,
  limit: number,
): Promise<{ id: string; phone_key: string | null; phone_sealed: Uint8Array | null; about: "code" | "service" }[]> {
  return sql`
    with due as (delete from message_due where resident_id in
      (select resident_id from message_due order by since limit ${limit} for update skip locked) returning resident_id, about)
    select r.id, r.phone_key, r.phone_sealed, d.about from due d join resident r on r.id = d.resident_id where r.closed_at is null`;
}

export async function messagesOf(
  sql: Sql,
  phoneKey: string,
  limit: number,
): Promise<{ id: string; sealed: Uint8Array; queued_at: Instant }[]> {
  return sql`
    select id, sealed, queued_at from message where phone_key = ${phoneKey} and sent_at is null
     order by queued_at desc, id desc limit ${limit}`;
}
