/** SQL of where records were used. Row-level security: who collected it, or the place. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { RecordKind, UsedKind } from "./rules/uses.ts";

export type UsedRow = { readonly kind: UsedKind; readonly id: string; readonly zh: string; readonly en: string };

/** Notes that these facts were used; again changes nothing. Reads fact_pkey. */
export const insertUses = (
  sql: Sql,
  factIds: readonly string[],
  used: UsedRow,
  of: { readonly now: Instant; readonly by: string | null },
): Promise<unknown> => sql`
  insert into fact_use (county, record_id, record_kind, used_kind, used_id, title_zh, title_en, place, collected_by, used_by, at)
  select f.county, f.id, 'fact', ${used.kind}, ${used.id}::uuid, ${used.zh}, ${used.en}, f.place, f.by_post, ${of.by}::uuid,
         ${of.now}::timestamptz
    from fact f where f.id = any (${[...factIds]}::uuid[])
   order by f.id on conflict do nothing`;

export type VisitUse = UsedRow & {
  readonly visitId: string;
  readonly county: string;
  readonly place: string;
  readonly by: string;
};

export const insertVisitUses = (sql: Sql, rows: readonly VisitUse[], now: Instant): Promise<unknown> => sql`
  insert into fact_use (county, record_id, record_kind, used_kind, used_id, title_zh, title_en, place, collected_by, at)
  select county, "visitId", 'visit', kind, id, zh, en, place, by, ${now}::timestamptz
    from jsonb_to_recordset(${sql.json(rows as never)})
      as g (county text, "visitId" uuid, kind text, id uuid, zh text, en text, place text, by uuid)
   order by "visitId", kind, id on conflict do nothing`;

export type UseRow = {
  readonly used_kind: UsedKind;
  readonly used_id: string;
  readonly record_kind: RecordKind;
  readonly title_zh: string;
  readonly title_en: string;
  readonly place: string;
  readonly at: Instant;
  readonly records: number;
};

/** What a post's records were used for, the latest first. Reads fact_use_by_collector. */
export const usesOfPost = (
  sql: Sql,
  of: { readonly postId: string; readonly before: Instant; readonly since: Instant; readonly limit: number },
): Promise<UseRow[]> => sql<UseRow[]>`
  select used_kind, used_id, record_kind, min(title_zh) as title_zh, min(title_en) as title_en, min(place) as place,
         max(at) as at, count(*)::int as records
    from fact_use where collected_by = ${of.postId} and at >= ${of.since}
   group by used_kind, used_id, record_kind having max(at) < ${of.before}
   order by max(at) desc, used_id limit ${of.limit}`;

/** How much a post collected since, and how much of it was used. Reads fact_by_post, visit and fact_use_by_collector. */
export async function tallyOfPost(
  sql: Sql,
  postId: string,
  since: Instant,
): Promise<{ collected: number; used: number }> {
  const [row] = await sql<{ collected: number; used: number }[]>`
    with mine as (
      select id from fact where by_post = ${postId} and recorded_at >= ${since}
       union select id from visit where by_post = ${postId} and recorded_at >= ${since})
    select count(*)::int as collected,
           count(*) filter (where exists (select from fact_use u where u.record_id = mine.id))::int as used from mine`;
  return row ?? { collected: 0, used: 0 };
}

export type SubjectUseRow = Omit<UseRow, "records" | "record_kind"> & {
  readonly subject_id: string;
  /** `visit`: of a report about the door, and `fact_id` is the report. */
  readonly attribute: string;
  readonly fact_id: string;
};

/**
 * A list was published: the reports since the one before that reached it, in one statement. Of those who were on the list
 * before, what was found at their doors reached this one (`list`), whether they stay on it or not; a place that was
 * verified at the door is where the assessment put its person (`assessment`). Reads assessment_result_pkey, contact_pkey,
 * verified_place_pkey and visit_pkey, each by the persons of the lists.
 */
export const insertListUses = (
  sql: Sql,
  of: {
    readonly sessionId: string;
    readonly assessmentId: string;
    readonly previousSessionId: string;
    readonly list: Omit<UsedRow, "kind" | "id">;
    readonly assessment: Omit<UsedRow, "kind" | "id">;
    readonly now: Instant;
  },
): Promise<unknown> => sql`
  with before as (
    select s.published_at, s.assessment_id from joint_session s
     where s.id = ${of.previousSessionId} and s.published_at is not null
  ), used as (
    select c.visit_id, 'list' as kind, ${of.sessionId}::uuid as id, ${of.list.zh} as zh, ${of.list.en} as en, b.published_at
      from before b
      join assessment_result r on r.assessment_id = b.assessment_id and not r.managed
      join contact c on c.person_key = r.person_key
     union all
    select p.visit_id, 'assessment', ${of.assessmentId}::uuid, ${of.assessment.zh}, ${of.assessment.en}, b.published_at
      from before b
      join assessment_result r on r.assessment_id = ${of.assessmentId}
      join verified_place p on p.person_key = r.person_key and p.place = r.place
  )
  insert into fact_use (county, record_id, record_kind, used_kind, used_id, title_zh, title_en, place, collected_by, at)
  select v.county, v.id, 'visit', u.kind, u.id, u.zh, u.en, v.place, v.by_post, ${of.now}::timestamptz
    from used u join visit v on v.id = u.visit_id
   where v.recorded_at > u.published_at
   order by v.id, u.kind on conflict do nothing`;

/**
 * What the facts about these subjects, and the reports of visits to those of them that are doors, were used for; at most
 * 500. Reads fact_by_subject, fact_use_pkey, door_day_pkey.
 */
export const usesOfSubjects = (sql: Sql, subjectIds: readonly string[]): Promise<SubjectUseRow[]> => sql<
  SubjectUseRow[]
>`
  select f.subject_id, f.attribute, f.id as fact_id, u.used_kind, u.used_id, u.title_zh, u.title_en, u.place, u.at
    from fact f join fact_use u on u.record_id = f.id and u.county = f.county
   where f.subject_id = any (${[...subjectIds]}::uuid[])
   union all
  select v.door_id, 'visit', v.visit_id, u.used_kind, u.used_id, u.title_zh, u.title_en, u.place, u.at
    from visits_of_doors(${[...subjectIds]}::uuid[]) v join fact_use u on u.record_id = v.visit_id and u.county = v.county
   order by at desc, fact_id limit 500`;
