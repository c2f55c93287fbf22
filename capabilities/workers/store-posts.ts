import type { Department, Role } from "#kernel/actor.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type StaffAccount = {
  readonly id: string;
  readonly username: string;
  readonly display_name: string;
  readonly state: "invited" | "active" | "locked" | "closed";
};

/** Accounts of some user names. Reads account_username_key. */
export async function accountsNamed(sql: Sql, usernames: readonly string[]): Promise<StaffAccount[]> {
  return sql<StaffAccount[]>`
    select id, username, display_name, state from account where username = any (${[...usernames]})`;
}

/** Which of the codes are standing places. Reads place_pkey. */
export async function standingPlaces(sql: Sql, codes: readonly string[]): Promise<Set<string>> {
  const rows = await sql<{ code: string }[]>`
    select code from place where code = any (${[...codes]}) and valid_until is null`;
  return new Set(rows.map((row) => row.code));
}

export type HeldPost = {
  readonly id: string;
  readonly account_id: string;
  readonly role: Role;
  readonly area: string;
  readonly department: Department | null;
  readonly organisation: string;
  readonly is_primary: boolean;
  readonly valid_from: Instant;
  readonly valid_until: Instant | null;
  /** On duty now: it stands and no absence covers it. */
  readonly is_on_duty: boolean;
};

const HELD = (sql: Sql, now: Instant) => sql`
  p.id, p.account_id, p.role, p.area, p.department, p.organisation, p.is_primary, p.valid_from, p.valid_until,
  (p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now})
   and not exists (select from absence a where a.post_id = p.id and a.from_at <= ${now}
                                           and (a.until_at is null or a.until_at > ${now}))) as is_on_duty`;

/** One post, whatever its time; locked when asked, so that two who end it queue up. Reads post_pkey. */
export async function postOf(sql: Sql, id: string, now: Instant, isLocked = false): Promise<HeldPost | null> {
  const [row] = await sql<HeldPost[]>`
    select ${HELD(sql, now)} from post p where p.id = ${id} ${isLocked ? sql`for update of p` : sql``}`;
  return row ?? null;
}

/** Posts of some accounts that stand now or will. Reads post_by_account. */
export async function standingPostsOf(sql: Sql, accountIds: readonly string[], now: Instant): Promise<HeldPost[]> {
  return sql<HeldPost[]>`
    select ${HELD(sql, now)} from post p
     where p.account_id = any (${[...accountIds]}) and (p.valid_until is null or p.valid_until > ${now})
     order by p.area, p.id`;
}

/** Standing posts whose area is one of the codes, the earliest first. Reads post_by_area. */
export async function standingPostsAt(sql: Sql, areas: readonly string[], now: Instant): Promise<HeldPost[]> {
  return sql<HeldPost[]>`
    select ${HELD(sql, now)} from post p
     where p.area = any (${[...areas]}) and (p.valid_until is null or p.valid_until > ${now})
     order by p.valid_from, p.id for update of p`;
}

export type NewAccount = {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly phoneLast4: string | null;
  readonly passwordHash: string | null;
};

export async function insertAccounts(sql: Sql, accounts: readonly NewAccount[], now: Instant): Promise<void> {
  await sql`
    insert into account (id, username, display_name, phone_last4, password_hash, state, created_at)
    select id, username, display_name, phone, hash, case when hash is null then 'invited' else 'active' end, ${now}
      from unnest(${accounts.map((one) => one.id)}::uuid[], ${accounts.map((one) => one.username)}::text[],
                  ${accounts.map((one) => one.displayName)}::text[], ${accounts.map((one) => one.phoneLast4)}::text[],
                  ${accounts.map((one) => one.passwordHash)}::text[]) as a (id, username, display_name, phone, hash)`;
}

export type NewPost = {
  readonly id: string;
  readonly accountId: string;
  readonly role: Role;
  readonly area: string;
  readonly department: Department | null;
  readonly organisation: string;
  readonly isPrimary: boolean;
  readonly validFrom: Instant;
  readonly validUntil: Instant | null;
  /** The post on a retired grid that this one continues. */
  readonly continues: string | null;
};

/** Inserts posts with the fact of their appointment. `by` null: the owner at the command line. */
export async function insertPosts(
  sql: Sql,
  posts: readonly NewPost[],
  on: { by: string | null; now: Instant; reason: string | null },
): Promise<void> {
  const iso = (at: Instant | null) => (at === null ? null : new Date(at).toISOString());
  await sql`
    with given as (
      select * from unnest(
        ${posts.map((p) => p.id)}::uuid[], ${posts.map((p) => p.accountId)}::uuid[], ${posts.map((p) => p.role)}::text[],
        ${posts.map((p) => p.area)}::text[], ${posts.map((p) => p.department)}::text[],
        ${posts.map((p) => p.organisation)}::text[], ${posts.map((p) => String(p.isPrimary))}::text[]::boolean[],
        ${posts.map((p) => iso(p.validFrom))}::text[]::timestamptz[], ${posts.map((p) => iso(p.validUntil))}::text[]::timestamptz[],
        ${posts.map((p) => p.continues)}::uuid[])
        as g (id, account_id, role, area, department, organisation, is_primary, valid_from, valid_until, continues)
    ), made as (
      insert into post (id, account_id, role, area, department, organisation, is_primary, valid_from, valid_until,
                        continues, recorded_at, recorded_by)
      select id, account_id, role, area, department, organisation, is_primary, valid_from, valid_until, continues,
             ${on.now}, ${on.by} from given
    )
    insert into post_fact (id, post_id, kind, valid_from, valid_until, reason, recorded_at, recorded_by)
    select new_id(${on.now}), id, case when continues is null then 'appointed' else 'moved' end, valid_from, valid_until,
           ${on.reason}, ${on.now}, ${on.by} from given`;
}

/** Writes what was learned about a post, beside what holds now (domain.md §6.17). */
export async function insertFact(
  sql: Sql,
  fact: {
    postId: string;
    kind: "ended" | "absent" | "back" | "moved";
    from: Instant;
    until: Instant | null;
    reason: string | null;
    substitute: string | null;
    by: string | null;
    now: Instant;
  },
): Promise<void> {
  await sql`
    insert into post_fact (id, post_id, kind, valid_from, valid_until, reason, substitute_post_id, recorded_at, recorded_by)
    values (new_id(${fact.now}), ${fact.postId}, ${fact.kind}, ${fact.from}, ${fact.until}, ${fact.reason},
            ${fact.substitute}, ${fact.now}, ${fact.by})`;
}

export type FactRow = {
  readonly kind: "appointed" | "ended" | "absent" | "back" | "moved";
  readonly valid_from: Instant;
  readonly valid_until: Instant | null;
  readonly reason: string | null;
  readonly substitute_post_id: string | null;
  readonly recorded_at: Instant;
  readonly recorded_by: string | null;
};

/** What was recorded about a post, oldest first. Reads post_fact_by_post. */
export async function factsOf(sql: Sql, postId: string): Promise<FactRow[]> {
  return sql<FactRow[]>`
    select kind, valid_from, valid_until, reason, substitute_post_id, recorded_at, recorded_by
      from post_fact where post_id = ${postId} order by recorded_at, id limit 1000`;
}

export async function setPostEnd(sql: Sql, ids: readonly string[], at: Instant): Promise<void> {
  await sql`update post set valid_until = greatest(${at}::timestamptz, valid_from) where id = any (${[...ids]})`;
}

/**
 * Exactly one primary worker a place: the one named last, or, when none is, the one longest in post. Reads post_by_area.
 */
export async function settlePrimaries(sql: Sql, areas: readonly string[], now: Instant): Promise<void> {
  await sql`
    with standing as (
      select id, area, is_primary,
             row_number() over (partition by area order by is_primary desc,
               case when is_primary then recorded_at end desc nulls last, recorded_at, id) = 1 as is_first
        from post
       where area = any (${[...areas]}) and role = 'grid-worker'
         and valid_from <= ${now} and (valid_until is null or valid_until > ${now})
    )
    update post p set is_primary = s.is_first from standing s
     where s.id = p.id and p.is_primary <> s.is_first`;
}
