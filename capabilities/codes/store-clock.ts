/** SQL of the clockwork of codes. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

/** Whose codes were decided since; reads colour_decision_by_time. */
export async function decidedSince(sql: Sql, since: Instant, limit: number): Promise<string[]> {
  const rows = await sql<{ person_key: string }[]>`
    select person_key from colour_decision where at >= ${since} order by at desc limit ${limit}`;
  return rows.map((row) => row.person_key);
}

/** The next codes in order of their keys; reads code_current_pkey. */
export async function codesAfter(sql: Sql, after: string, limit: number): Promise<string[]> {
  const rows = await sql<{ person_key: string }[]>`
    select person_key from code_current where person_key > ${after} order by person_key limit ${limit}`;
  return rows.map((row) => row.person_key);
}

export const lapseProposals = (sql: Sql, at: Instant) => sql`select lapse_proposals(${at})`;

/** Evidence by hand whose review is due and that has no alarm yet. */
export const handToReview = (
  sql: Sql,
  at: Instant,
): Promise<{ id: string; person_key: string; place: string; kind: string }[]> =>
  sql`
    select p.id, p.person_key, p.place, p.kind from evidence_proposal p
     where p.state = 'confirmed' and p.review_at <= ${at}
       and not exists (select from code_alarm a where a.kind = 'hand-review' and a.object_id = p.id::text)
     order by p.review_at limit 200`;

/** Measures whose planned end has passed and that still stand; reads evidence_planned. */
export const overdueMeasures = (
  sql: Sql,
  before: Instant,
  since: Instant,
): Promise<{ id: string; person_key: string; place: string; planned_until: Instant }[]> =>
  sql`
    select e.id, e.person_key, c.place, e.planned_until
      from evidence e join code_current c on c.person_key = e.person_key
     where e.planned_until <= ${before} and e.planned_until > ${since}
       and not exists (select from evidence_withdrawal w where w.evidence_id = e.id)
     order by e.planned_until limit 500`;

export type SymptomVisit = {
  readonly visit_id: string;
  readonly person_key: string;
  readonly by_post: string;
  readonly visited_at: Instant;
};

/** Reports of posts that met a person with 37.3 °C or more, or with a symptom that counts, and are not proposed yet. */
export const visitsWithSymptoms = (sql: Sql, since: Instant, limit: number): Promise<SymptomVisit[]> =>
  sql<SymptomVisit[]>`
    select v.id as visit_id, v.person_key, v.by_post, v.visited_at
      from visit v join code_current c on c.person_key = v.person_key
     where v.recorded_at >= ${since} and v.by_role in ('grid-worker', 'grid-leader', 'health-worker')
       and (v.temperature_tenths >= 373 or v.symptoms && '{fever,cough,short-breath}'::text[])
       and not exists (select from evidence_proposal p
                        where p.source = 'visit' and p.source_id = v.id::text and p.person_key = v.person_key)
     order by v.recorded_at limit ${limit}`;

/** Proposes what a visit saw, in the name of the post that made it. */
export const proposeVisit = (sql: Sql, visit: SymptomVisit & { readonly id: string; readonly at: Instant }) =>
  sql`
    select propose_evidence(${visit.id}, ${visit.person_key}, 'record', 'field-symptom', null, null, '走访发现发热或症状', 168,
                            'visit', ${visit.visit_id}, ${visit.visited_at}, ${visit.by_post}, ${visit.at})`;
