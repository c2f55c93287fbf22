import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Summary } from "#capabilities/assessment/contract.ts";
import type { ResultRow } from "#capabilities/intake/rules/result-row.ts";
import type { RiskTier } from "#kernel/tiers.ts";
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type RunRow = {
  readonly id: string;
  readonly day: PlainDay;
  readonly version: number;
  readonly state: "running" | "draft" | "failed";
  readonly engine: "duckdb" | "postgres";
  readonly rule_set_id: string;
  readonly rule_set_version: number;
  /** The cut-off: what was recorded later is tomorrow's. */
  readonly started_at: Instant;
  readonly finished_at: Instant | null;
  readonly started_by: string | null;
  readonly summary: Summary | null;
  readonly problem: string | null;
  readonly inputs: string[];
  readonly session_id: string | null;
  readonly done_count: number | null;
  readonly total_count: number | null;
};

const columns = (sql: Sql) => sql`
  a.id, a.day, a.version, a.state, a.engine, a.rule_set_id, a.rule_set_version, a.started_at, a.finished_at,
  a.started_by, a.summary, a.problem, a.inputs,
  (select s.id from joint_session s where s.assessment_id = a.id limit 1) as session_id`;

const noProgress = (sql: Sql) => sql`null::integer as done_count, null::integer as total_count`;

/** One run with its job's progress. Reads assessment_pkey, job_to_run. */
export async function runOf(sql: Sql, id: string): Promise<RunRow | null> {
  const [row] = await sql<RunRow[]>`
    select ${columns(sql)}, j.done_count, j.total_count
      from assessment a
      left join lateral (select done_count, total_count from job
                          where kind = 'assess' and state in ('waiting', 'running')
                            and params ->> 'assessmentId' = a.id::text limit 1) j on true
     where a.id = ${id}`;
  return row ?? null;
}

/** Runs, newest day and version first; of one day when given. */
export async function runs(sql: Sql, day: string | null): Promise<RunRow[]> {
  return sql<RunRow[]>`
    select ${columns(sql)}, ${noProgress(sql)}
      from assessment a where ${day}::date is null or a.day = ${day}::date
     order by a.day desc, a.version desc limit 60`;
}

export async function insertRun(
  sql: Sql,
  run: {
    id: string;
    day: string;
    version: number;
    engine: string;
    ruleSet: { id: string; version: number };
    startedAt: Instant;
    startedBy: string | null;
    inputs: readonly string[];
  },
): Promise<void> {
  await sql`
    insert into assessment (id, day, version, state, engine, rule_set_id, rule_set_version, started_at, started_by, inputs)
    values (${run.id}, ${run.day}, ${run.version}, 'running', ${run.engine}, ${run.ruleSet.id}, ${run.ruleSet.version},
            ${run.startedAt}, ${run.startedBy}, ${[...run.inputs]}::uuid[])`;
}

/** Frees a day whose run nobody does any more: its job was given up and the run could not be marked then. */
export async function failAbandoned(sql: Sql, day: string, at: Instant): Promise<void> {
  await sql`
    update assessment a set state = 'failed', problem = 'abandoned', finished_at = ${at}
     where a.day = ${day} and a.state = 'running'
       and not exists (select from job j where j.kind = 'assess' and j.state in ('waiting', 'running')
                          and j.params ->> 'assessmentId' = a.id::text)`;
}

/** Locks the run until the commit and gives its state: two processes that finish the same run go one by one. */
export async function lockRun(sql: Sql, id: string): Promise<RunRow["state"] | null> {
  const [row] = await sql<{ state: RunRow["state"] }[]>`select state from assessment where id = ${id} for update`;
  return row?.state ?? null;
}

export async function finishRun(
  sql: Sql,
  run: { id: string; state: "draft" | "failed"; summary: Summary | null; problem: string | null; at: Instant },
): Promise<void> {
  await sql`
    update assessment set state = ${run.state}, summary = ${run.summary === null ? null : sql.json(run.summary as never)},
                          problem = ${run.problem}, finished_at = ${run.at}
     where id = ${run.id} and state = 'running'`;
}

/** A temporary table of this transaction with the rows of a `ranked.csv`, straight from the stream. */
export async function stageRanked(sql: Sql, csv: Readable): Promise<void> {
  await sql`
    create temporary table ranked_in (
      person_key uuid, kind text, tier text, rules text, latest_exposure_at timestamptz, exposure_hours numeric,
      managed boolean, shared_phone boolean, place text, place_source text, evidence text) on commit drop`;
  const sink = await sql`copy ranked_in from stdin (format csv, header true)`.writable();
  await pipeline(csv, sink);
  await sql`analyze ranked_in`;
}

/**
 * Moves the staged rows into the results of a run (row-level security forbids COPY there); gives how many. A row with
 * no known place stands at the province: nobody falls out.
 */
export async function insertStaged(sql: Sql, run: { id: string; day: string; province: string }): Promise<number> {
  const done = await sql`
    insert into assessment_result (person_key, assessment_id, day, kind, tier, rules, latest_exposure_at,
                                   exposure_tenths, managed, shared_phone, place, place_source, evidence)
    select person_key, ${run.id}, ${run.day}, kind, tier, string_to_array(rules, ';'), latest_exposure_at,
           round(exposure_hours * 10)::integer, managed, shared_phone, coalesce(nullif(place, ''), ${run.province}),
           place_source, evidence::jsonb
      from ranked_in order by person_key`;
  return done.count;
}

export type PlaceFound = { person_key: string; place: string; verified_at: Instant };

/** Where field reports found people, the latest of each, as known before the cut-off; for the first rung of placing. */
export function verifiedPlaces(sql: Sql, of: { cutOffAt: Instant; until: Instant }): AsyncIterable<PlaceFound[]> {
  return sql<PlaceFound[]>`
    select distinct on (person_key) person_key, place, verified_at
      from verified_place
     where recorded_at < ${of.cutOffAt} and verified_at < ${of.until}
     order by person_key, verified_at desc, recorded_at desc`.cursor(10_000);
}

/** One decision. Reads assessment_result_pkey. */
export async function resultOf(sql: Sql, assessmentId: string, personKey: string): Promise<ResultRow | null> {
  const [row] = await sql<ResultRow[]>`
    select person_key, kind, tier, rules, latest_exposure_at, exposure_tenths, managed, shared_phone, place,
           place_source, evidence
      from assessment_result where person_key = ${personKey} and assessment_id = ${assessmentId}`;
  return row ?? null;
}

/** The newest draft of a day, for the comparison of a preview. */
export async function newestDraft(sql: Sql, day: string): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select id from assessment where day = ${day} and state = 'draft' order by version desc limit 1`;
  return row?.id ?? null;
}

/** Counts of the staged rows against a run: who would be new, up, down, gone or the same, by tier. */
export async function compareStaged(
  sql: Sql,
  against: string,
): Promise<{ change: "new" | "up" | "down" | "left" | "same"; tier: RiskTier; n: number }[]> {
  return sql<{ change: "new" | "up" | "down" | "left" | "same"; tier: RiskTier; n: number }[]>`
    select case when o.tier is null then 'new' when n.tier is null then 'left' when o.tier = n.tier then 'same'
                when array_position(array['red', 'yellow', 'blue'], n.tier)
                   < array_position(array['red', 'yellow', 'blue'], o.tier) then 'up' else 'down' end as change,
           coalesce(n.tier, o.tier) as tier, count(*)::int as n
      from ranked_in n
      full join (select person_key, tier from assessment_result where assessment_id = ${against}) o
        on o.person_key = n.person_key
     group by 1, 2`;
}

/** Takes today's slot of the schedule; false when another server or an earlier turn has it. */
export async function takeSlot(sql: Sql, day: string, at: Instant): Promise<boolean> {
  const rows = await sql`
    insert into assessment_schedule (ran_on, ran_at) values (${day}, ${at}) on conflict do nothing returning ran_on`;
  return rows.length > 0;
}

export async function noteSlot(sql: Sql, day: string, assessmentId: string): Promise<void> {
  await sql`update assessment_schedule set assessment_id = ${assessmentId} where ran_on = ${day}`;
}
