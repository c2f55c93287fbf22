import type { Summary } from "#capabilities/assessment/contract.ts";
import type { RiskTier } from "#kernel/tiers.ts";
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Changes, Seat } from "./contract.ts";

export type SessionRow = {
  readonly id: string;
  readonly day: PlainDay;
  readonly version: number;
  readonly assessment_id: string;
  readonly state: "draft" | "published" | "superseded";
  readonly cut_off_at: Instant;
  readonly opened_at: Instant;
  readonly minutes: string;
  readonly participants: string[];
  readonly changes: Changes;
  readonly sources: SourceScore[];
  readonly published_at: Instant | null;
  readonly engine: "duckdb" | "postgres";
  readonly rule_set_id: string;
  readonly rule_set_version: number;
  readonly inputs: string[];
  readonly summary: Summary;
};

/** How often a feed led to a person who was not there to be found: wrong numbers and wrong people. */
export type SourceScore = { readonly feed: string; readonly checked: number; readonly wrong: number };

const columns = (sql: Sql) => sql`
  s.id, s.day, s.version, s.assessment_id, s.state, s.cut_off_at, s.opened_at, s.minutes, s.participants, s.changes,
  s.sources, s.published_at, a.engine, a.rule_set_id, a.rule_set_version, a.inputs, a.summary`;

/** One session with its run. Reads joint_session_pkey. */
export async function sessionOf(sql: Sql, id: string): Promise<SessionRow | null> {
  const [row] = await sql<SessionRow[]>`
    select ${columns(sql)} from joint_session s join assessment a on a.id = s.assessment_id where s.id = ${id}`;
  return row ?? null;
}

/** Locks the session until the commit: a signature and a publication go one after the other. */
export async function lockSession(sql: Sql, id: string): Promise<void> {
  await sql`select from joint_session where id = ${id} for update`;
}

/** All publications go one after the other, whatever their sessions. */
export async function lockPublishing(sql: Sql): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('publish-list'))`;
}

/** Sessions, newest day and version first. Reads joint_session_day_version_key. */
export async function sessionsBefore(sql: Sql, before: string | null): Promise<SessionRow[]> {
  return sql<SessionRow[]>`
    select ${columns(sql)} from joint_session s join assessment a on a.id = s.assessment_id
     where ${before}::date is null or s.day < ${before}::date
     order by s.day desc, s.version desc limit 30`;
}

/** The latest list that was published, other than this session's. */
export async function latestPublished(
  sql: Sql,
  except: string | null,
): Promise<{ id: string; day: PlainDay; version: number; assessment_id: string } | null> {
  const [row] = await sql<{ id: string; day: PlainDay; version: number; assessment_id: string }[]>`
    select id, day, version, assessment_id from joint_session
     where state = 'published' and (${except}::uuid is null or id <> ${except}::uuid)
     order by day desc, version desc limit 1`;
  return row ?? null;
}

export async function hasNewerVersion(sql: Sql, of: { day: string; version: number }): Promise<boolean> {
  const [row] = await sql`select from joint_session where day = ${of.day} and version > ${of.version} limit 1`;
  return row !== undefined;
}

/** Counts against another run: who is new, up, down, gone or the same, by tier. One pass over both lists. */
export async function compareRuns(
  sql: Sql,
  of: { now: string; before: string },
): Promise<{ change: "new" | "up" | "down" | "left" | "same"; tier: RiskTier; n: number }[]> {
  // The planner knows nothing yet of a run that was loaded a moment ago and would probe row by row.
  await sql`set local enable_nestloop = off`;
  const rows = await sql<{ change: "new" | "up" | "down" | "left" | "same"; tier: RiskTier; n: number }[]>`
    select case when o.tier is null then 'new' when n.tier is null then 'left' when o.tier = n.tier then 'same'
                when array_position(array['red', 'yellow', 'blue'], n.tier)
                   < array_position(array['red', 'yellow', 'blue'], o.tier) then 'up' else 'down' end as change,
           coalesce(n.tier, o.tier) as tier, count(*)::int as n
      from (select person_key, tier from assessment_result where assessment_id = ${of.now}) n
      full join (select person_key, tier from assessment_result where assessment_id = ${of.before}) o
        on o.person_key = n.person_key
     group by 1, 2`;
  await sql`set local enable_nestloop = on`;
  return rows;
}

/**
 * Of the people whom field reports reached in the week before the cut-off: how many each feed had named, and how many
 * of those turned out to be the wrong number or not the person (domain.md §6.3: such a result lowers the source's score).
 */
export async function sourceScores(sql: Sql, of: { from: Instant; until: Instant }): Promise<SourceScore[]> {
  return sql<SourceScore[]>`
    with reached as (
      select distinct on (v.person_key) v.person_key, v.task_id, v.county,
             v.result in ('WRONG_NUMBER', 'NOT_THE_PERSON') as is_wrong
        from visit v
       where v.person_key is not null and v.task_id is not null
         and v.recorded_at >= ${of.from} and v.recorded_at < ${of.until} and v.result <> 'NO_ANSWER'
       order by v.person_key, v.visited_at desc, v.id desc
    )
    select e.feed, count(*)::int as checked, count(*) filter (where r.is_wrong)::int as wrong
      from reached r
      join task t on t.county = r.county and t.id = r.task_id
      join joint_session s on s.id = t.session_id
      join assessment_result a on a.person_key = r.person_key and a.assessment_id = s.assessment_id
      cross join lateral (select distinct one #>> '{}' as feed
                            from jsonb_path_query(a.evidence, '$[*].evidence[*].feed') as one) e
     group by e.feed order by e.feed`;
}

/** Drafts of the day that are not published give way to the new one. */
export async function supersedeDrafts(sql: Sql, day: string): Promise<number> {
  const done = await sql`update joint_session set state = 'superseded' where day = ${day} and state = 'draft'`;
  return done.count;
}

export async function insertSession(
  sql: Sql,
  session: {
    id: string;
    day: string;
    version: number;
    assessmentId: string;
    cutOffAt: Instant;
    openedAt: Instant;
    openedBy: string | null;
    changes: Changes;
    sources: readonly SourceScore[];
  },
): Promise<void> {
  await sql`
    insert into joint_session (id, day, version, assessment_id, state, cut_off_at, opened_at, opened_by, changes, sources)
    values (${session.id}, ${session.day}, ${session.version}, ${session.assessmentId}, 'draft', ${session.cutOffAt},
            ${session.openedAt}, ${session.openedBy}, ${sql.json(session.changes as never)}, ${sql.json(session.sources as never)})`;
}

export type DecisionRow = {
  readonly id: string;
  readonly seat: Seat;
  readonly decision: "sign" | "object";
  readonly reason: string | null;
  readonly at: Instant;
  readonly display_name: string;
  readonly organisation: string;
};

/** Every decision ever taken in a session, oldest first. Reads joint_session_decision_by_session. */
export async function decisionsOf(sql: Sql, sessionId: string): Promise<DecisionRow[]> {
  return sql<DecisionRow[]>`
    select d.id, d.seat, d.decision, d.reason, d.at, a.display_name, p.organisation
      from joint_session_decision d join post p on p.id = d.post_id join account a on a.id = p.account_id
     where d.session_id = ${sessionId} order by d.at, d.id limit 1000`;
}

export async function insertDecision(
  sql: Sql,
  decision: {
    id: string;
    sessionId: string;
    seat: Seat;
    decision: "sign" | "object";
    reason: string | null;
    postId: string;
    at: Instant;
  },
): Promise<void> {
  await sql`
    insert into joint_session_decision (id, session_id, seat, decision, reason, post_id, at)
    values (${decision.id}, ${decision.sessionId}, ${decision.seat}, ${decision.decision}, ${decision.reason},
            ${decision.postId}, ${decision.at})`;
}

export async function setMinutes(
  sql: Sql,
  id: string,
  minutes: string,
  participants: readonly string[],
): Promise<void> {
  await sql`update joint_session set minutes = ${minutes}, participants = ${[...participants]}::text[] where id = ${id}`;
}

/** Marks it published, with its changes as they are against what stood at this very moment. */
export async function setPublished(
  sql: Sql,
  session: { id: string; at: Instant; by: string; changes: Changes },
): Promise<void> {
  await sql`
    update joint_session set state = 'published', published_at = ${session.at}, published_by = ${session.by},
                             changes = ${sql.json(session.changes as never)}
     where id = ${session.id}`;
}

/** The same day's list that was published before gives way to its correction; it stays on record. */
export async function supersedePublished(sql: Sql, day: string): Promise<void> {
  await sql`update joint_session set state = 'superseded' where day = ${day} and state = 'published'`;
}

export async function namesOf(sql: Sql, codes: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql<{ code: string; name: string }[]>`
    select code, name from place where code = any(${[...codes]}::text[])`;
  return new Map(rows.map((row) => [row.code, row.name]));
}
