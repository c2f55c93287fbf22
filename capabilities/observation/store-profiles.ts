/** Variants of the seven steps as a desk sees them: drafts, and what was published before. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type ByWhom = { readonly at: Instant; readonly by_name: string; readonly by_organisation: string };
const WHO = (sql: Sql) => sql`a.display_name as by_name, p.organisation as by_organisation`;

export type DraftRow = ByWhom & { readonly follows: number; readonly document: unknown; readonly why: string };

/** Reads observation_profile_draft_pkey. */
export async function draftOf(sql: Sql, area: string): Promise<DraftRow | null> {
  const [row] = await sql<DraftRow[]>`
    select d.follows, d.document, d.why, d.saved_at as at, ${WHO(sql)}
      from observation_profile_draft d join post p on p.id = d.by_post join account a on a.id = p.account_id
     where d.area = ${area}`;
  return row ?? null;
}

/** The latest draft of an area stands. Reads observation_profile_draft_pkey. */
export async function putDraft(
  sql: Sql,
  one: { area: string; follows: number; document: unknown; why: string; byPost: string },
  now: Instant,
): Promise<void> {
  await sql`
    insert into observation_profile_draft (area, follows, document, why, saved_at, by_post)
    values (${one.area}, ${one.follows}, ${sql.json(one.document as never)}, ${one.why}, ${now}, ${one.byPost})
        on conflict (area) do update set follows = excluded.follows, document = excluded.document, why = excluded.why,
                                         saved_at = excluded.saved_at, by_post = excluded.by_post`;
}

export async function deleteDraft(sql: Sql, area: string): Promise<boolean> {
  const gone = await sql`delete from observation_profile_draft where area = ${area}`;
  return gone.count > 0;
}

export type PublishedRow = ByWhom & {
  readonly version: number;
  readonly legal_basis: string;
  readonly why: string | null;
};

/** What an area has published, newest first; at most 50. Reads observation_profile_pkey. */
export const publishedOf = (sql: Sql, area: string): Promise<PublishedRow[]> =>
  sql<PublishedRow[]>`
    select o.version, o.legal_basis, o.why, o.published_at as at, ${WHO(sql)}
      from observation_profile o join post p on p.id = o.by_post join account a on a.id = p.account_id
     where o.area = ${area} order by o.version desc limit 50`;
