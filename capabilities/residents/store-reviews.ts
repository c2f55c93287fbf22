import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { ReviewWhy } from "./store-claims.ts";

export type Decision = "same-person" | "other-person" | "correct-as-is";

export type ReviewRow = {
  readonly id: string;
  readonly claim_id: string;
  readonly person_key: string;
  readonly other_key: string | null;
  readonly why: ReviewWhy;
  readonly place: string;
  readonly at: Instant;
  readonly decision: Decision | null;
};

/** Open reviews that the actor may see, oldest first. Reads identity_review_open. */
export const openReviews = (sql: Sql, of: { after: string | null; limit: number }): Promise<ReviewRow[]> =>
  sql<ReviewRow[]>`
    select * from identity_review
     where decision is null and (${of.after}::uuid is null or id > ${of.after}::uuid) order by id limit ${of.limit}`;

export async function lockReview(sql: Sql, id: string): Promise<ReviewRow | null> {
  const [row] = await sql<ReviewRow[]>`select * from identity_review where id = ${id} for update`;
  return row ?? null;
}

export async function decide(
  sql: Sql,
  of: { id: string; decision: Decision; reason: string; post: string; now: Instant },
): Promise<void> {
  await sql`
    update identity_review
       set decision = ${of.decision}, reason = ${of.reason}, decided_by = ${of.post}, decided_at = ${of.now}
     where id = ${of.id}`;
}

/** Has nobody seen the person's document yet, or found that it is another's? Reads identity_review_by_person. */
export async function isDocumentUnseen(sql: Sql, personKey: string): Promise<boolean> {
  const rows = await sql`
    select from identity_review r
     where r.person_key = ${personKey}
       and (r.decision is null and r.why in ('held-elsewhere', 'number-fails-check', 'document-unseen')
            or r.decision = 'other-person' and r.why in ('held-elsewhere', 'document-unseen')) limit 1`;
  return rows.count > 0;
}

export async function adoptRealKey(sql: Sql, claimId: string, now: Instant): Promise<void> {
  await sql`select adopt_real_key(${claimId}, ${now}::timestamptz)`;
}
