import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import type { NoticeKind } from "./rules/kinds.ts";
import type { NoticeToHolder } from "./types.ts";

/** Writes notices; what was told before (same person, kind, subject) is left as it is. */
export async function insertNotices(
  sql: Sql,
  notices: readonly NoticeToHolder[],
  ids: readonly string[],
  now: Instant,
): Promise<void> {
  await sql`
    insert into notice (id, person_key, kind, zh, en, link, subject, at)
    select id, person, kind, zh, en, link, subject, ${now}::timestamptz
      from unnest(${[...ids]}::uuid[], ${notices.map((one) => one.personKey)}::uuid[], ${notices.map((one) => one.kind)}::text[],
                  ${notices.map((one) => one.zh)}::text[], ${notices.map((one) => one.en)}::text[],
                  ${notices.map((one) => one.link ?? null)}::text[], ${notices.map((one) => one.subject)}::text[])
           as n (id, person, kind, zh, en, link, subject)
        on conflict do nothing`;
}

/** One message waits for each account that carries any of the persons. Through queue_messages(): posts see no account. */
export async function queueMessages(sql: Sql, personKeys: readonly string[], now: Instant): Promise<void> {
  await sql`select queue_messages(${[...new Set(personKeys)]}::uuid[], ${now}::timestamptz)`;
}

/** One message waits for the account; one about its codes, if there is one, says enough. As the clockwork. */
export async function queueServiceMessage(sql: Sql, residentId: string, now: Instant): Promise<void> {
  await sql`
    insert into message_due (resident_id, since, about) values (${residentId}, ${now}, 'service')
        on conflict (resident_id) do nothing`;
}

/** The person that an account stands for; null: none yet. Reads resident_person_pkey. */
export async function selfOf(sql: Sql, residentId: string): Promise<string | null> {
  const [row] = await sql<{ person_key: string }[]>`
    select person_key from resident_person
     where resident_id = ${residentId} and relation = 'self' and ended_at is null limit 1`;
  return row?.person_key ?? null;
}

/** Keeps a mass notice back, with its recipients. */
export async function holdMass(
  sql: Sql,
  of: { id: string; notices: readonly NoticeToHolder[]; now: Instant },
): Promise<void> {
  const [first] = of.notices;
  if (first === undefined) return;
  await sql`
    insert into mass_notice (id, kind, zh, en, link, subject, persons, at, state)
    values (${of.id}, ${first.kind}, ${first.zh}, ${first.en}, ${first.link ?? null}, ${first.subject},
            ${of.notices.length}, ${of.now}, 'waiting')`;
  await sql`
    insert into mass_notice_person (mass_notice_id, person_key, subject, notice_id)
    select ${of.id}::uuid, person, subject, notice
      from unnest(${of.notices.map((one) => one.personKey)}::uuid[], ${of.notices.map((one) => one.subject)}::text[],
                  ${of.notices.map(() => newId())}::uuid[])
           as n (person, subject, notice)
        on conflict do nothing`;
}

export type NoticeRow = {
  readonly id: string;
  readonly person_key: string;
  readonly kind: NoticeKind;
  readonly zh: string;
  readonly en: string;
  readonly link: string | null;
  readonly subject: string;
  readonly at: Instant;
  readonly is_read: boolean;
};

/** A page of an account's notices, newest first. Reads resident_person_pkey, notice_by_person. */
export async function noticesOf(
  sql: Sql,
  of: { residentId: string; after: string | null; limit: number },
): Promise<NoticeRow[]> {
  return sql<NoticeRow[]>`
    select n.id, n.person_key, n.kind, n.zh, n.en, n.link, n.subject, n.at,
           n.id <= coalesce(r.read_up_to, '00000000-0000-0000-0000-000000000000') as is_read
      from resident r
      join resident_person p on p.resident_id = r.id and p.ended_at is null
      join lateral (select * from notice n
                     where n.person_key = p.person_key and (${of.after}::uuid is null or n.id < ${of.after}::uuid)
                     order by n.id desc limit ${of.limit}) n on true
     where r.id = ${of.residentId}
     order by n.id desc limit ${of.limit}`;
}

/** How many notices the account has not read; counts to 100. */
export async function unreadOf(sql: Sql, residentId: string): Promise<number> {
  const [row] = await sql<{ unread: number }[]>`
    select count(*)::int as unread from (
      select from resident r
        join resident_person p on p.resident_id = r.id and p.ended_at is null
        join notice n on n.person_key = p.person_key
                     and n.id > coalesce(r.read_up_to, '00000000-0000-0000-0000-000000000000')
       where r.id = ${residentId} limit 100) u`;
  return row?.unread ?? 0;
}

export async function setReadUpTo(sql: Sql, residentId: string, upTo: string): Promise<void> {
  await sql`update resident set read_up_to = greatest(read_up_to, ${upTo}::uuid) where id = ${residentId}`;
}

export type MassRow = {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly zh: string;
  readonly en: string;
  readonly link: string | null;
  readonly subject: string;
  readonly persons: number;
  readonly at: Instant;
  readonly state: "waiting" | "released" | "refused";
  readonly operator_post: string | null;
  readonly health_post: string | null;
  readonly operator_account: string | null;
  readonly health_account: string | null;
};

/** Mass notices, newest first; at most 100. */
export const massNotices = (sql: Sql): Promise<MassRow[]> =>
  sql<MassRow[]>`select * from mass_notice order by at desc, id desc limit 100`;

export async function lockMass(sql: Sql, id: string): Promise<MassRow | null> {
  const [row] = await sql<MassRow[]>`select * from mass_notice where id = ${id} for update`;
  return row ?? null;
}

/** Notes one decision; who has decided what stands in the row. */
export async function decideMass(
  sql: Sql,
  of: {
    id: string;
    seat: "operator" | "health";
    post: string;
    account: string;
    state: MassRow["state"];
    reason: string;
  },
): Promise<void> {
  const seat = of.seat;
  await sql`
    update mass_notice
       set state = ${of.state}, reason = ${of.reason}, ${sql(`${seat}_post`)} = ${of.post}, ${sql(`${seat}_account`)} = ${of.account}
     where id = ${of.id}`;
}

/** Hands out a released mass notice, through release_mass_notice(): nobody reads its recipients. */
export async function releaseMass(sql: Sql, id: string, now: Instant): Promise<void> {
  await sql`select release_mass_notice(${id}, ${now}::timestamptz)`;
}
