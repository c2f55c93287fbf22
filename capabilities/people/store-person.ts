import type { Evidence } from "#capabilities/intake/rules/result-row.ts";
import type { Role } from "#kernel/actor.ts";
import type { PlaceCode } from "#kernel/places.ts";
import type { RiskTier } from "#kernel/tiers.ts";
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type ListedRow = {
  readonly session_id: string;
  readonly assessment_id: string;
  readonly day: PlainDay;
  readonly version: number;
  readonly is_latest: boolean;
  readonly kind: "person" | "phone";
  readonly tier: RiskTier;
  readonly rules: string[];
  readonly managed: boolean;
  readonly place: PlaceCode;
  readonly place_source: string;
  readonly latest_exposure_at: Instant | null;
  readonly evidence: Evidence[];
  readonly document: unknown;
};

/**
 * Published lists that the person was on, as far as the actor's area reaches, newest first; `is_latest`: it is the
 * province's latest list. Reads assessment_result_pkey and joint_session_by_assessment.
 */
export async function listsOf(sql: Sql, personKey: string): Promise<ListedRow[]> {
  return sql<ListedRow[]>`
    select s.id as session_id, r.assessment_id, s.day, s.version, r.kind, r.tier, r.rules, r.managed, r.place,
           r.place_source, r.latest_exposure_at, r.evidence, u.document,
           s.id = (select l.id from joint_session l where l.state = 'published' order by l.day desc limit 1) as is_latest
      from assessment_result r
      join joint_session s on s.assessment_id = r.assessment_id and s.published_at is not null
      join assessment a on a.id = s.assessment_id
      join rule_set u on u.id = a.rule_set_id and u.version = a.rule_set_version
     where r.person_key = ${personKey}
     order by s.day desc, s.version desc limit 60`;
}

/** Is the key on any run's result within the actor's area, draft or not? For the province's own posts. */
export async function isAssessed(sql: Sql, personKey: string): Promise<boolean> {
  const [row] = await sql`select from assessment_result where person_key = ${personKey} limit 1`;
  return row !== undefined;
}

export type TaskRow = {
  readonly county: string;
  readonly id: string;
  readonly session_id: string;
  readonly assessment_id: string | null;
  readonly day: PlainDay;
  readonly session_version: number | null;
  readonly tier: RiskTier;
  readonly rules: string[];
  readonly state: string;
  readonly result: string | null;
  readonly place: PlaceCode;
  readonly place_name: string | null;
  readonly is_yours: boolean;
  readonly issued_at: Instant;
  readonly due_at: Instant;
  readonly ended_at: Instant | null;
  readonly document: unknown;
};

/** His tasks that the actor may see, open ones first, then newest. Reads task_by_person. */
export async function tasksOf(sql: Sql, personKey: string): Promise<TaskRow[]> {
  return sql<TaskRow[]>`
    select t.county, t.id, t.session_id, s.assessment_id, t.day, s.version as session_version, t.tier, t.rules, t.state,
           t.result, t.place, l.name as place_name, coalesce(t.holder_post = my_post(), false) as is_yours,
           t.issued_at, t.due_at, t.ended_at, u.document
      from task t
      left join place l on l.code = t.place
      left join joint_session s on s.id = t.session_id
      left join assessment a on a.id = s.assessment_id
      left join rule_set u on u.id = a.rule_set_id and u.version = a.rule_set_version
     where t.person_key = ${personKey}
     order by t.ended_at is not null, t.issued_at desc, t.id limit 50`;
}

export type VisitRow = {
  readonly id: string;
  readonly visited_at: Instant;
  readonly result: string;
  readonly place: PlaceCode;
  readonly display_name: string | null;
  readonly temperature_tenths: number | null;
  readonly symptoms: string[];
  readonly corrects: string | null;
};

/** Reports about him that the actor may see, newest first. Reads visit_by_person. */
export async function visitsOf(sql: Sql, personKey: string): Promise<VisitRow[]> {
  return sql<VisitRow[]>`
    select v.id, v.visited_at, v.result, v.place, a.display_name, v.temperature_tenths, v.symptoms, v.corrects
      from visit v left join post p on p.id = v.by_post left join account a on a.id = p.account_id
     where v.person_key = ${personKey}
     order by v.visited_at desc, v.id limit 100`;
}

export type ContactRow = {
  readonly at: Instant;
  readonly role: Role;
  readonly county: string;
  readonly county_name: string | null;
  readonly result: string;
  readonly display_name: string | null;
  readonly is_own: boolean;
};

/**
 * Who was in touch with him since an instant, whatever the county: the name of the worker only within the actor's own
 * area. Reads contact_pkey, which begins with the person.
 */
export async function contactsSince(sql: Sql, personKey: string, since: Instant): Promise<ContactRow[]> {
  return sql<ContactRow[]>`
    select c.at, c.role, left(c.place, 6) as county, l.name as county_name, c.result, c.by_post = my_post() as is_own,
           case when in_my_area(c.place) then a.display_name end as display_name
      from contact c
      left join place l on l.code = left(c.place, 6)
      left join post p on p.id = c.by_post
      left join account a on a.id = p.account_id
     where c.person_key = ${personKey} and c.at >= ${since}
     order by c.at desc limit 50`;
}

export type FoundRow = { person_key: string; kind: "person" | "phone"; tier: RiskTier; place: PlaceCode };

/** Which of the keys are listed or tasked within the actor's area: on a published list, or with a task he may see. */
export async function listedAmong(sql: Sql, personKeys: readonly string[]): Promise<FoundRow[]> {
  return sql<FoundRow[]>`
    select distinct on (person_key) person_key, kind, tier, place from (
      select r.person_key, r.kind, r.tier, r.place, s.published_at as at
        from assessment_result r join joint_session s on s.assessment_id = r.assessment_id and s.published_at is not null
       where r.person_key = any(${[...personKeys]}::uuid[])
      union all
      select t.person_key, 'person', t.tier, t.place, t.issued_at from task t
       where t.person_key = any(${[...personKeys]}::uuid[])) as known
     order by person_key, at desc limit 20`;
}

/** People whose feeds carry this phone, at most 20. Reads person_phone_pkey. */
export async function peopleOfPhone(sql: Sql, phoneKey: string): Promise<string[]> {
  const rows = await sql<{ person_key: string }[]>`
    select person_key from person_phone where phone_key = ${phoneKey} order by person_key limit 20`;
  return rows.map((row) => row.person_key);
}
