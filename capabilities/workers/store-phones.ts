import type { Actor, Department, Role } from "#kernel/actor.ts";
import type { PlaceCode } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Database, Sql } from "#platform/database.ts";

/** How a post and its terminal stand; null: there is no such post. Reads post_pkey, account_pkey, terminal_pkey. */
export async function standingOf(
  sql: Sql,
  of: { readonly postId: string; readonly terminalId: string | null },
  now: Instant,
): Promise<{ is_ended: boolean; is_revoked: boolean } | null> {
  const [row] = await sql<{ is_ended: boolean; is_revoked: boolean }[]>`
    select (p.valid_until is not null and p.valid_until <= ${now}) or a.state = 'closed' as is_ended,
           t.revoked_at is not null as is_revoked
      from post p join account a on a.id = p.account_id
      left join terminal t on t.id = ${of.terminalId}::uuid
     where p.id = ${of.postId}`;
  return row ?? null;
}

type PostActor = {
  post_id: string;
  account_id: string;
  role: Role;
  area: PlaceCode;
  department: Department | null;
  display_name: string;
};

/** Reads post_pkey, account_pkey. */
export async function actorOfPost(
  db: Database,
  of: { readonly postId: string; readonly terminalId: string | null },
  now: Instant,
): Promise<Actor | null> {
  const [row] = await db<PostActor[]>`
    select p.id as post_id, a.id as account_id, p.role, p.area, p.department, a.display_name
      from post p join account a on a.id = p.account_id
     where p.id = ${of.postId} and p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now})
       and a.state = 'active'`;
  if (row === undefined) return null;
  const { post_id: postId, account_id: accountId, role, area, department, display_name: displayName } = row;
  return { postId, accountId, role, area, department, displayName, terminalId: of.terminalId };
}

/** Reads session_pkey. */
export async function sessionSince(db: Database, tokenHash: Uint8Array): Promise<Instant | null> {
  const [row] = await db<{ created_at: Instant }[]>`
    select created_at from session where token_hash = ${tokenHash} and ended_at is null`;
  return row?.created_at ?? null;
}

/** The first word counts: a phone that erased twice had nothing the second time. */
export async function noteTerminalWiped(
  sql: Sql,
  of: { readonly terminalId: string; readonly unsent: number; readonly now: Instant },
): Promise<void> {
  await sql`
    update terminal set wiped_at = ${of.now}, wiped_unsent = ${of.unsent} where id = ${of.terminalId} and wiped_at is null`;
}
