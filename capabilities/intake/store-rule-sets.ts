import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type RuleSetRow = {
  readonly id: string;
  readonly version: number;
  readonly document: unknown;
  readonly sha256: string;
  readonly proposed_at: Instant;
  readonly proposed_by: string | null;
  readonly published_at: Instant | null;
};

const columns = (sql: Sql) => sql`
  r.id, r.version, r.document, encode(r.sha256, 'hex') as sha256, r.proposed_at, a.display_name as proposed_by,
  r.published_at`;

/** Versions of all rule sets, newest proposal first; there are some dozens. */
export async function ruleSets(sql: Sql): Promise<RuleSetRow[]> {
  return sql<RuleSetRow[]>`
    select ${columns(sql)}
      from rule_set r left join post p on p.id = r.proposed_by left join account a on a.id = p.account_id
     order by r.proposed_at desc, r.id, r.version desc limit 500`;
}

/** One version, or null. Reads rule_set_pkey. */
export async function ruleSetOf(sql: Sql, id: string, version: number): Promise<RuleSetRow | null> {
  const [row] = await sql<RuleSetRow[]>`
    select ${columns(sql)}
      from rule_set r left join post p on p.id = r.proposed_by left join account a on a.id = p.account_id
     where r.id = ${id} and r.version = ${version}`;
  return row ?? null;
}

/** The published version valid on the day: of those that are, the latest valid-from, then the latest published. */
export async function standingRuleSet(sql: Sql, day: string): Promise<RuleSetRow | null> {
  const [row] = await sql<RuleSetRow[]>`
    select ${columns(sql)}
      from rule_set r left join post p on p.id = r.proposed_by left join account a on a.id = p.account_id
     where r.published_at is not null and (r.document ->> 'validFrom')::date <= ${day}::date
     order by (r.document ->> 'validFrom')::date desc, r.published_at desc, r.id, r.version desc limit 1`;
  return row ?? null;
}

/** The highest version of an id, 0 when there is none. Two proposals wait for each other until the commit. */
export async function latestVersion(sql: Sql, id: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtext('rule-set'), hashtext(${id}))`;
  const [row] = await sql<{ version: number }[]>`
    select coalesce(max(version), 0)::int as version from rule_set where id = ${id}`;
  return row?.version ?? 0;
}

export async function insertRuleSet(
  sql: Sql,
  set: {
    id: string;
    version: number;
    document: unknown;
    sha256: Buffer;
    proposedBy: string | null;
    proposedAt: Instant;
    publishedAt: Instant | null;
  },
): Promise<void> {
  await sql`
    insert into rule_set (id, version, document, sha256, proposed_by, proposed_at, published_at)
    values (${set.id}, ${set.version}, ${sql.json(set.document as never)}, ${set.sha256}, ${set.proposedBy},
            ${set.proposedAt}, ${set.publishedAt})
        on conflict do nothing`;
}

export type SignatureRow = {
  readonly id: string;
  readonly version: number;
  readonly account_id: string;
  readonly display_name: string;
  readonly organisation: string;
  readonly signed_at: Instant;
};

/** Signatures of all versions, or of one. Reads rule_set_signature_pkey. */
export async function signatures(sql: Sql, of: { id: string; version: number } | null): Promise<SignatureRow[]> {
  return sql<SignatureRow[]>`
    select s.id, s.version, p.account_id, a.display_name, p.organisation, s.signed_at
      from rule_set_signature s join post p on p.id = s.post_id join account a on a.id = p.account_id
     where ${of?.id ?? null}::text is null or (s.id = ${of?.id ?? null} and s.version = ${of?.version ?? null}::int)
     order by s.signed_at limit 2000`;
}

/** Locks the version until the commit, so that of two signatures the second sees the first. */
export async function lockRuleSet(sql: Sql, id: string, version: number): Promise<void> {
  await sql`select from rule_set where id = ${id} and version = ${version} for update`;
}

export async function insertSignature(
  sql: Sql,
  signature: { id: string; version: number; postId: string; at: Instant },
): Promise<void> {
  await sql`
    insert into rule_set_signature (id, version, post_id, signed_at)
    values (${signature.id}, ${signature.version}, ${signature.postId}, ${signature.at})`;
}

export async function publishRuleSet(sql: Sql, id: string, version: number, at: Instant): Promise<void> {
  await sql`update rule_set set published_at = ${at} where id = ${id} and version = ${version}`;
}

/** The day of a preview or a job, when a caller asks for it. */
export type JobRow = {
  readonly id: string;
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly state: "waiting" | "running" | "done" | "failed" | "undone";
  readonly done_count: number;
  readonly total_count: number | null;
  readonly result: unknown;
  readonly problem: string | null;
};

/** A job of ours. Reads job_pkey. */
export async function jobOf(sql: Sql, id: string, kind: string): Promise<JobRow | null> {
  const [row] = await sql<JobRow[]>`
    select id, kind, params, state, done_count, total_count, result, problem from job where id = ${id} and kind = ${kind}`;
  return row ?? null;
}
