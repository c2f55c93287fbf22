/** SQL by which the clockwork reads reports of visits in the order of their recording. */
import type { VisitResult } from "#capabilities/rollups/rules/results.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type ReadVisit = {
  readonly id: string;
  readonly county: string;
  readonly place: string;
  readonly person_key: string | null;
  readonly household_key: string | null;
  readonly task_id: string | null;
  readonly visited_at: Instant;
  readonly visited_on: string;
  readonly recorded_at: Instant;
  readonly by_post: string;
  readonly result: VisitResult;
  readonly spoken_to: "self" | "household" | "neighbour" | "nobody";
  readonly to_place: string | null;
  readonly temperature_tenths: number | null;
  readonly symptoms: string[];
  readonly services_asked: string[];
  /** The register's person of that key, else null. */
  readonly person_id: string | null;
  /** The one household that lives behind the door now, else null. */
  readonly household_id: string | null;
  readonly village_name: string | null;
};

/** Takes the clockwork's place in the row of visits; null: another process is at it. */
export async function lockCursor(sql: Sql): Promise<{ recordedAt: string; visitId: string } | null> {
  const [row] = await sql<{ at: string; visit_id: string }[]>`
    select recorded_at::text as at, visit_id from fact_cursor for update skip locked`;
  return row === undefined ? null : { recordedAt: row.at, visitId: row.visit_id };
}

/** The next reports after it, recorded before an instant. Reads visit_by_record. */
export const visitsAfter = (
  sql: Sql,
  after: { readonly recordedAt: string; readonly visitId: string },
  of: { readonly before: Instant; readonly limit: number },
): Promise<(ReadVisit & { readonly at: string })[]> => sql<(ReadVisit & { at: string })[]>`
  select v.id, v.county, v.place, v.person_key, v.household_key, v.task_id, v.visited_at, v.visited_on, v.recorded_at,
         v.recorded_at::text as at, v.by_post, v.result, v.spoken_to, v.to_place, v.temperature_tenths, v.symptoms,
         v.services_asked,
         (select p.id from register_person p where p.person_key = v.person_key and p.county = v.county) as person_id,
         (select min(h.id::text)::uuid from door d join door_household h on h.door_id = d.id and h.superseded_at is null and h.until_on is null
           where d.household_key = v.household_key and d.county = v.county and d.ended_at is null having count(*) = 1) as household_id,
         (select name from place where code = left(v.place, 12)) as village_name
    from visit v
   where v.recorded_at >= ${after.recordedAt}::timestamptz and v.recorded_at < ${of.before}
     and (v.recorded_at, v.id) > (${after.recordedAt}::timestamptz, ${after.visitId}::uuid)
   order by v.recorded_at, v.id limit ${of.limit}`;

/** The last report about doors, where it is later than what stands. Says which doors changed. Reads door_by_household. */
export const setLastAsked = (
  sql: Sql,
  visits: readonly Pick<ReadVisit, "county" | "household_key" | "visited_at" | "by_post" | "result">[],
): Promise<{ id: string; place: string }[]> => sql<{ id: string; place: string }[]>`
  update door d set last_asked_at = v.visited_at, last_asked_by = v.by_post, last_asked_result = v.result
    from (select distinct on (county, household_key) *
            from jsonb_to_recordset(${sql.json(
              visits.map((one) => ({ ...one, visited_at: isoInstant(one.visited_at) })) as never,
            )}) as g (county text, household_key uuid, visited_at timestamptz, by_post uuid, result text)
           order by county, household_key, visited_at desc) v
   where d.household_key = v.household_key and d.county = v.county and d.ended_at is null
     and (d.last_asked_at is null or d.last_asked_at < v.visited_at)
  returning d.id, d.place`;

export const moveCursor = (sql: Sql, to: { readonly recordedAt: string; readonly visitId: string }): Promise<unknown> =>
  sql`update fact_cursor set recorded_at = ${to.recordedAt}::timestamptz, visit_id = ${to.visitId}`;
