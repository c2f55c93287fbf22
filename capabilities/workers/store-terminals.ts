import type { Role } from "#kernel/actor.ts";
import { afterArea, type PlaceCode } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Database, Sql } from "#platform/database.ts";

export type PostForCode = {
  readonly id: string;
  readonly account_id: string;
  readonly role: Role;
  readonly area: string;
  readonly username: string;
  readonly display_name: string;
};

/**
 * Standing posts of an area that get a code: those named, or every field post without a terminal and without a code
 * that waits. In order of area. Reads post_by_area, terminal_by_post.
 */
export async function postsForCodes(
  sql: Sql,
  wanted: { area: string; postIds: readonly string[] | null; limit: number; now: Instant },
): Promise<PostForCode[]> {
  const { area, postIds, now } = wanted;
  const named = postIds === null ? null : [...postIds];
  return sql<PostForCode[]>`
    select p.id, p.account_id, p.role, p.area, a.username, a.display_name
      from post p join account a on a.id = p.account_id
     where p.area >= ${area} and p.area < ${afterArea(area)}
       and (p.valid_until is null or p.valid_until > ${now}) and a.state <> 'closed'
       and case when ${named}::uuid[] is null then
             p.role in ('grid-leader', 'grid-worker', 'police-officer', 'health-worker', 'checkpoint-staff',
                        'legal-partner', 'property-manager')
             and not exists (select from terminal t where t.post_id = p.id and t.revoked_at is null
                                and (t.registered_at is not null or t.activation_until > ${now}))
           else p.id = any (${named}::uuid[]) end
     order by p.area, p.id limit ${wanted.limit}`;
}

export type NewCode = { readonly id: string; readonly postId: string; readonly hash: Uint8Array };

/** Writes new codes; codes of the same posts that still wait are void. */
export async function insertCodes(
  sql: Sql,
  codes: readonly NewCode[],
  on: { until: Instant; by: string; now: Instant },
): Promise<void> {
  const posts = codes.map((code) => code.postId);
  await sql`
    update terminal set revoked_at = ${on.now}, revoked_reason = 'replaced by a new code'
     where post_id = any (${posts}) and registered_at is null and revoked_at is null`;
  await sql`
    insert into terminal (id, post_id, activation_hash, activation_until, issued_by, issued_at)
    select id, post_id, decode(hash, 'hex'), ${on.until}, ${on.by}, ${on.now}
      from unnest(${codes.map((code) => code.id)}::uuid[], ${posts}::uuid[],
                  ${codes.map((code) => Buffer.from(code.hash).toString("hex"))}::text[]) as c (id, post_id, hash)`;
}

export type WaitingCode = {
  readonly terminal_id: string;
  readonly post_id: string;
  readonly role: Role;
  readonly area: PlaceCode;
  readonly account_id: string;
};

/** The code that waits with this hash, of a post that stands; null when wrong, used, revoked or too old. Reads terminal_activation_hash_key. */
export async function waitingCode(db: Database | Sql, hash: Uint8Array, now: Instant): Promise<WaitingCode | null> {
  const [row] = await db<WaitingCode[]>`
    select t.id as terminal_id, p.id as post_id, p.role, p.area, p.account_id
      from terminal t join post p on p.id = t.post_id
     where t.activation_hash = ${hash} and t.activation_until > ${now} and t.registered_at is null and t.revoked_at is null
       and p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now})`;
  return row ?? null;
}

/** Uses the code up; false when somebody else just did. A centre's account gets no terminal: its row is closed at once. */
export async function spendCode(sql: Sql, terminalId: string, isTerminal: boolean, now: Instant): Promise<boolean> {
  const rows = await sql`
    update terminal set registered_at = ${now}, last_seen_at = ${now},
                        revoked_at = case when ${isTerminal} then null else ${now}::timestamptz end,
                        revoked_reason = case when ${isTerminal} then null else 'activated in a browser' end
     where id = ${terminalId} and registered_at is null and revoked_at is null returning 1`;
  return rows.length === 1;
}

export async function activateAccount(sql: Sql, accountId: string, passwordHash: string): Promise<void> {
  await sql`
    update account set password_hash = ${passwordHash}, state = 'active', failed_sign_ins = 0, locked_until = null
     where id = ${accountId} and state = 'invited'`;
}

export type TerminalRow = {
  readonly id: string;
  readonly post_id: string;
  readonly display_name: string;
  readonly area: string;
  readonly state: "registered" | "waiting" | "revoked" | "expired";
  readonly issued_at: Instant;
  readonly registered_at: Instant | null;
  readonly last_seen_at: Instant | null;
  readonly revoked_at: Instant | null;
  readonly wiped_at: Instant | null;
  readonly wiped_unsent: number | null;
};

/** Terminals and codes of an area in order of area and id. Reads post_by_area, terminal_by_post. */
export async function terminalsOf(
  sql: Sql,
  wanted: {
    area: string;
    state: TerminalRow["state"] | null;
    after: { area: string; id: string };
    limit: number;
    now: Instant;
  },
): Promise<TerminalRow[]> {
  const { area, after } = wanted;
  return sql<TerminalRow[]>`
    select * from (
      select t.id, t.post_id, a.display_name, p.area, t.issued_at, t.registered_at, t.last_seen_at, t.revoked_at,
             t.wiped_at, t.wiped_unsent,
             case when t.revoked_at is not null then 'revoked' when t.registered_at is not null then 'registered'
                  when t.activation_until > ${wanted.now} then 'waiting' else 'expired' end as state
        from post p join account a on a.id = p.account_id join terminal t on t.post_id = p.id
       where p.area >= ${area} and p.area < ${afterArea(area)} and (p.area, t.id) > (${after.area}, ${after.id}::uuid)) as found
     where ${wanted.state}::text is null or state = ${wanted.state}::text
     order by area, id limit ${wanted.limit}`;
}

export type OwnTerminal = {
  readonly id: string;
  readonly post_id: string;
  readonly area: string;
  readonly account_id: string;
  readonly registered_at: Instant | null;
  readonly revoked_at: Instant | null;
};

/** One terminal, locked. Reads terminal_pkey. */
export async function terminalOf(sql: Sql, id: string): Promise<OwnTerminal | null> {
  const [row] = await sql<OwnTerminal[]>`
    select t.id, t.post_id, p.area, p.account_id, t.registered_at, t.revoked_at
      from terminal t join post p on p.id = t.post_id where t.id = ${id} for update of t`;
  return row ?? null;
}

export async function revokeTerminalRow(sql: Sql, id: string, reason: string, now: Instant): Promise<void> {
  await sql`update terminal set revoked_at = ${now}, revoked_reason = ${reason} where id = ${id}`;
  await sql`update session set ended_at = ${now} where terminal_id = ${id} and ended_at is null`;
}

/** The account waits for a new code: no password, no session. */
export async function resetAccountRow(sql: Sql, accountId: string, now: Instant): Promise<void> {
  await sql`
    update account set password_hash = null, state = 'invited', failed_sign_ins = 0, locked_until = null where id = ${accountId}`;
  await sql`update session set ended_at = ${now} where account_id = ${accountId} and ended_at is null`;
}

/** Ends all sessions of an account but the one that asks. */
export async function endOtherSessions(sql: Sql, accountId: string, but: Uint8Array, now: Instant): Promise<void> {
  await sql`
    update session set ended_at = ${now} where account_id = ${accountId} and ended_at is null and token_hash <> ${but}`;
}

export async function setPassword(sql: Sql, accountId: string, passwordHash: string): Promise<void> {
  await sql`update account set password_hash = ${passwordHash} where id = ${accountId}`;
}

/** The field post of a registered terminal of this account; null when there is none. */
export async function terminalForSignIn(
  db: Database,
  terminalId: string,
  accountId: string,
): Promise<{ post_id: string } | null> {
  const [row] = await db<{ post_id: string }[]>`
    select t.post_id from terminal t join post p on p.id = t.post_id
     where t.id = ${terminalId} and p.account_id = ${accountId} and t.registered_at is not null and t.revoked_at is null`;
  return row ?? null;
}
