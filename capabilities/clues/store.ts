import type { ClueCategory, ClueSource } from "#capabilities/clues/rules/categories.ts";
import type { ClueLevel, Grade } from "#capabilities/clues/rules/level.ts";
import type { ClueState, Rejection } from "#capabilities/clues/rules/steps.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type ClueRow = {
  readonly county: string;
  readonly id: string;
  readonly place: string;
  readonly category: ClueCategory;
  readonly state: ClueState;
  readonly source: ClueSource;
  readonly sealed: Buffer;
  readonly happened_at: Instant;
  readonly gathered_at: Instant;
  readonly by_post: string;
  readonly latitude_thousandths: number | null;
  readonly longitude_thousandths: number | null;
  readonly like_of: string | null;
  readonly desk: string;
  readonly level: ClueLevel | null;
  readonly assigned_by: string | null;
  readonly owner_post: string | null;
  readonly assigned_at: Instant | null;
  readonly accept_by: Instant | null;
  readonly due_at: Instant | null;
  readonly accepted_at: Instant | null;
  readonly reported_at: Instant | null;
  readonly sealed_done: Buffer | null;
  readonly reopened: number;
  readonly rejected_why: Rejection | null;
  readonly closed_at: Instant | null;
  readonly escalated_to: string | null;
  readonly alike: number;
  readonly assessments: number;
  readonly owner_name: string | null;
  readonly reporter_name: string | null;
};

export const clueColumns = (sql: Sql) => sql`
  c.county, c.id, c.place, c.category, c.state, c.source, c.sealed, c.happened_at, c.gathered_at, c.by_post,
  c.latitude_thousandths, c.longitude_thousandths, c.like_of, c.desk, c.level, c.assigned_by, c.owner_post, c.assigned_at,
  c.accept_by, c.due_at, c.accepted_at, c.reported_at, c.sealed_done, c.reopened, c.rejected_why, c.closed_at,
  c.escalated_to,
  (select count(*)::int from clue a where a.like_of = c.id) as alike,
  (select count(*)::int from clue_assessment s where s.clue_id = c.id and s.county = c.county) as assessments,
  (select a.display_name from post p join account a on a.id = p.account_id where p.id = c.owner_post) as owner_name,
  (select a.display_name from post p join account a on a.id = p.account_id where p.id = c.by_post) as reporter_name`;

/** One clue, or null. Reads clue_pkey. */
export async function oneClue(sql: Sql, id: string): Promise<ClueRow | null> {
  const [row] = await sql<ClueRow[]>`select ${clueColumns(sql)} from clue c where c.id = ${id}`;
  return row ?? null;
}

/** The same, locked against another step. */
export async function lockClue(sql: Sql, county: string, id: string): Promise<ClueRow | null> {
  const locked = await sql`select from clue where id = ${id} and county = ${county} for update`;
  return locked.length === 0 ? null : oneClue(sql, id);
}

export type NewClue = Pick<
  ClueRow,
  | "county"
  | "id"
  | "place"
  | "category"
  | "source"
  | "sealed"
  | "happened_at"
  | "gathered_at"
  | "by_post"
  | "latitude_thousandths"
  | "longitude_thousandths"
  | "like_of"
> & { readonly key_id: string; readonly look_at: Instant | null };

/** False: there is one of this id. It lies before the lowest centre over its place. */
export async function insertClue(sql: Sql, row: NewClue, now: Instant): Promise<boolean> {
  const { count } = await sql`
    insert into clue (county, id, place, category, state, source, sealed, key_id, happened_at, gathered_at, by_post,
                      latitude_thousandths, longitude_thousandths, like_of, desk, look_at)
    select ${row.county}, ${row.id}, ${row.place}, ${row.category}, 'GATHERED', ${row.source}, ${row.sealed}, ${row.key_id},
           ${row.happened_at}, ${row.gathered_at}, ${row.by_post}, ${row.latitude_thousandths},
           ${row.longitude_thousandths}, ${row.like_of}, d.desk, ${row.look_at}
      from desks_of(${[row.place]}::text[], ${now}) d
        on conflict (id, county) do nothing`;
  return count === 1;
}

export type ClueChange = Partial<
  Pick<
    ClueRow,
    | "state"
    | "desk"
    | "level"
    | "assigned_by"
    | "owner_post"
    | "assigned_at"
    | "accept_by"
    | "due_at"
    | "accepted_at"
    | "reported_at"
    | "sealed_done"
    | "reopened"
    | "rejected_why"
    | "closed_at"
    | "escalated_to"
  >
> & { readonly look_at?: Instant | null };

export async function updateClue(sql: Sql, { county, id }: ClueRow, change: ClueChange): Promise<void> {
  await sql`
    update clue set ${sql({ ...change } as Record<string, never>)}, version = version + 1
     where id = ${id} and county = ${county}`;
}

/** The clues that repeat one, for their reporters. Reads clue_like_of. */
export const alikeOf = (sql: Sql, id: string): Promise<{ id: string; county: string; place: string }[]> =>
  sql<
    { id: string; county: string; place: string }[]
  >`select id, county, place from clue where like_of = ${id} order by gathered_at limit 100`;

export async function insertAssessment(
  sql: Sql,
  of: {
    readonly county: string;
    readonly clueId: string;
    readonly accountId: string;
    readonly postId: string;
    readonly impact: Grade;
    readonly likelihood: Grade;
    readonly sealedReason: Buffer;
  },
  now: Instant,
): Promise<boolean> {
  const { count } = await sql`
    insert into clue_assessment (county, clue_id, account_id, post_id, impact, likelihood, sealed_reason, at)
    values (${of.county}, ${of.clueId}, ${of.accountId}, ${of.postId}, ${of.impact}, ${of.likelihood},
            ${of.sealedReason}, ${now})
        on conflict (clue_id, account_id, county) do nothing`;
  return count === 1;
}

export type AssessmentRow = {
  readonly account_id: string;
  readonly impact: Grade;
  readonly likelihood: Grade;
  readonly sealed_reason: Buffer;
  readonly at: Instant;
  readonly by_name: string | null;
};

/** Reads clue_assessment_pkey. */
export const assessmentsOf = (sql: Sql, clueId: string): Promise<AssessmentRow[]> => sql<AssessmentRow[]>`
  select s.account_id, s.impact, s.likelihood, s.sealed_reason, s.at, a.display_name as by_name
    from clue_assessment s left join account a on a.id = s.account_id
   where s.clue_id = ${clueId} order by s.at, s.account_id limit 20`;

export async function insertWarning(
  sql: Sql,
  of: {
    readonly county: string;
    readonly id: string;
    readonly clueId: string;
    readonly desk: string;
    readonly byPost: string;
  },
  now: Instant,
): Promise<void> {
  await sql`
    insert into clue_warning (county, id, clue_id, desk, at, by_post)
    values (${of.county}, ${of.id}, ${of.clueId}, ${of.desk}, ${now}, ${of.byPost})
        on conflict (clue_id, desk, county) do nothing`;
}

export async function receiveWarning(
  sql: Sql,
  clueId: string,
  desk: string,
  by: string,
  now: Instant,
): Promise<boolean> {
  const { count } = await sql`
    update clue_warning set received_at = ${now}, received_by = ${by}
     where clue_id = ${clueId} and desk = ${desk} and received_at is null`;
  return count > 0;
}

export const warningsOf = (sql: Sql, clueId: string) =>
  sql<
    { desk: string; at: Instant; received_at: Instant | null }[]
  >`select desk, at, received_at from clue_warning where clue_id = ${clueId} order by at, desk limit 50`;

/** A post within an area that stands now and deals with clues. Reads post_pkey. */
export async function ownerIn(sql: Sql, postId: string, area: string, now: Instant): Promise<string | null> {
  const [row] = await sql<{ area: string }[]>`
    select area from post
     where id = ${postId} and starts_with(area, ${area}) and valid_from <= ${now}
       and (valid_until is null or valid_until > ${now})
       and role in ('operator', 'grid-leader', 'grid-worker', 'police-officer')`;
  return row?.area ?? null;
}
