import type { Actor, Department, Role } from "#kernel/actor.ts";
import type { PlaceCode } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Database, Sql } from "#platform/database.ts";

type Reader = Database | Sql;

type ActorRow = {
  post_id: string;
  account_id: string;
  role: Role;
  area: PlaceCode;
  department: Department | null;
  display_name: string;
  terminal_id: string | null;
  expires_at: Instant;
};

/** Who acts with the session of this token now; null when it ended, or its post, account or terminal did. Reads session_pkey. */
export async function actorOfSession(
  db: Reader,
  tokenHash: Uint8Array,
  now: Instant,
): Promise<{ actor: Actor; expiresAt: Instant } | null> {
  const [row] = await db<ActorRow[]>`
    select p.id as post_id, a.id as account_id, p.role, p.area, p.department, a.display_name, s.terminal_id, s.expires_at
      from session s
      join post p on p.id = s.post_id
      join account a on a.id = s.account_id
      left join terminal t on t.id = s.terminal_id
     where s.token_hash = ${tokenHash} and s.expires_at > ${now} and s.ended_at is null
       and p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now})
       and a.state = 'active' and t.revoked_at is null`;
  if (!row) return null;
  const actor = {
    postId: row.post_id,
    accountId: row.account_id,
    role: row.role,
    area: row.area,
    department: row.department,
    displayName: row.display_name,
    terminalId: row.terminal_id,
  };
  return { actor, expiresAt: row.expires_at };
}

export type AccountRow = {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
  readonly password_hash: string | null;
  readonly state: "invited" | "active" | "locked" | "closed";
  readonly failed_sign_ins: number;
  readonly locked_until: Instant | null;
};

/** The account of a user name, or null. Reads account_username_key. */
export async function accountByUsername(db: Reader, username: string): Promise<AccountRow | null> {
  const [row] = await db<AccountRow[]>`
    select id, username, display_name, password_hash, state, failed_sign_ins, locked_until
      from account where username = ${username}`;
  return row ?? null;
}

export async function accountById(db: Reader, id: string): Promise<AccountRow | null> {
  const [row] = await db<AccountRow[]>`
    select id, username, display_name, password_hash, state, failed_sign_ins, locked_until from account where id = ${id}`;
  return row ?? null;
}

/** Counts a wrong password; at the limit the account is locked until then. */
export async function noteFailedSignIn(
  db: Reader,
  accountId: string,
  limit: number,
  lockedUntil: Instant,
): Promise<void> {
  await db`
    update account set failed_sign_ins = failed_sign_ins + 1,
                       locked_until = case when failed_sign_ins + 1 >= ${limit} then ${lockedUntil}::timestamptz else locked_until end
     where id = ${accountId}`;
}

export async function noteSignIn(db: Reader, accountId: string): Promise<void> {
  await db`update account set failed_sign_ins = 0, locked_until = null where id = ${accountId} and failed_sign_ins > 0`;
}

export type PostRow = {
  readonly id: string;
  readonly role: Role;
  readonly area: PlaceCode;
  readonly area_name: string | null;
  readonly department: Department | null;
  readonly organisation: string;
};

/** The posts that an account holds now, the widest area first. Reads post_by_account. */
export async function postsOf(db: Reader, accountId: string, now: Instant): Promise<PostRow[]> {
  return db<PostRow[]>`
    select p.id, p.role, p.area, l.name as area_name, p.department, p.organisation
      from post p left join place l on l.code = p.area
     where p.account_id = ${accountId} and p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now})
     order by length(p.area), p.area, p.role, p.id limit 100`;
}

export async function insertSession(
  db: Reader,
  session: {
    tokenHash: Uint8Array;
    accountId: string;
    postId: string;
    terminalId: string | null;
    createdAt: Instant;
    expiresAt: Instant;
  },
): Promise<void> {
  await db`
    insert into session (token_hash, account_id, post_id, terminal_id, created_at, expires_at)
    values (${session.tokenHash}, ${session.accountId}, ${session.postId}, ${session.terminalId}, ${session.createdAt}, ${session.expiresAt})`;
}

export async function endSession(db: Reader, tokenHash: Uint8Array, now: Instant): Promise<void> {
  await db`update session set ended_at = ${now} where token_hash = ${tokenHash} and ended_at is null`;
}

export async function setSessionPost(db: Reader, tokenHash: Uint8Array, postId: string): Promise<void> {
  await db`update session set post_id = ${postId} where token_hash = ${tokenHash}`;
}

/** Notes that terminals were heard of: their sessions run on from here. Reads session_pkey, terminal_pkey. */
export async function noteContacts(
  db: Reader,
  contacts: readonly { readonly tokenHash: Uint8Array; readonly terminalId: string }[],
  now: Instant,
  expiresAt: Instant,
): Promise<void> {
  await db`
    update session set expires_at = ${expiresAt}
     where token_hash in (select decode(hash, 'hex')
                            from unnest(${contacts.map((one) => Buffer.from(one.tokenHash).toString("hex"))}::text[]) as c (hash))
       and ended_at is null`;
  await db`update terminal set last_seen_at = ${now} where id = any (${contacts.map((one) => one.terminalId)})`;
}
