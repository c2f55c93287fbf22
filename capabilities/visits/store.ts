import { VISIT_RESULTS, type VisitResult } from "#capabilities/rollups/rules/results.ts";
import {
  type NextStep,
  NOT_RETURNED_AGAIN_AFTER,
  RESULT_RULES,
  TRY_AGAIN_AFTER,
} from "#capabilities/visits/rules/results.ts";
import type { Role } from "#kernel/actor.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Manner, SpokenTo } from "./rules/answers.ts";

/** One report as record_visits() (0041) takes it; times are ISO texts, what is sealed is hex. */
export type Item = {
  readonly id: string;
  readonly post: string;
  readonly role: string;
  readonly terminal: string | null;
  readonly county: string;
  readonly place: string;
  readonly task_county: string | null;
  readonly task: string | null;
  readonly person: string | null;
  readonly household: string | null;
  readonly visited: string;
  readonly on_day: string;
  readonly manner: Manner;
  readonly result: VisitResult;
  readonly to_place: string | null;
  readonly spoken: SpokenTo;
  readonly temperature: number | null;
  readonly symptoms: readonly string[];
  readonly asked: readonly string[];
  readonly done: readonly string[];
  readonly met: number;
  readonly corrects: string | null;
  readonly clues: number;
  readonly disputes: number;
  readonly sealed: string | null;
  readonly alarm: boolean;
};

/** What record_visits() says of one report. `reason` is a name of contract.ts's problems. */
export type Outcome = {
  readonly n: number;
  readonly answer: "accepted" | "already" | "refused";
  readonly reason: string | null;
  readonly step: NextStep | null;
  readonly again_at: Instant | null;
};

/** The table of rules/results.ts as the database reads it. */
const RULES = JSON.stringify(
  VISIT_RESULTS.flatMap((result) =>
    RISK_TIERS.map((tier) => ({
      result,
      tier,
      step: RESULT_RULES[result].step,
      again_ms: result === "NOT_RETURNED" ? NOT_RETURNED_AGAIN_AFTER : TRY_AGAIN_AFTER[tier],
      tries_limit: RESULT_RULES[result].tries?.limit ?? null,
      afterwards: RESULT_RULES[result].tries?.afterwards ?? null,
      verifies: RESULT_RULES[result].verifiesPlace,
    })),
  ),
);

/**
 * For this transaction: keep the plans of record_visits(), or make them anew. A plan made while the tables were nearly
 * empty would be kept until the next analyze, and read whole indexes for each report; making one takes some 15 ms.
 */
export async function choosePlans(sql: Sql, keep: boolean): Promise<void> {
  await sql`select set_config('plan_cache_mode', ${keep ? "force_generic_plan" : "force_custom_plan"}, true)`;
}

/** A PostgreSQL array of values that need no quoting: uuids, codes, numbers, times, names of closed lists. */
const arrayOf = (values: readonly (string | number | boolean | null)[]): string =>
  `{${values.map((value) => value ?? "NULL").join(",")}}`;
/** The same for texts that need quoting: lists within a list, hex. */
const quotedArrayOf = (values: readonly (string | null)[]): string =>
  `{${values.map((value) => (value === null ? "NULL" : `"${value.replaceAll("\\", "\\\\")}"`)).join(",")}}`;

/**
 * Writes one wave of reports with all that follows from them; the outcomes in the order of the items. Columns travel as
 * arrays: the same as JSON costs PostgreSQL three times as much to read.
 */
export async function recordWave(sql: Sql, given: readonly Item[], now: Instant): Promise<Outcome[]> {
  const doors = await doorsOf(sql, given);
  const items = given.map((item, n) => ({ ...item, household: item.household ?? doors.get(n) ?? null }));
  const column = (of: (item: Item) => string | number | boolean | null): string => arrayOf(items.map(of));
  const list = (of: (item: Item) => readonly string[]): string =>
    quotedArrayOf(items.map((item) => of(item).join(",")));
  const rows = await sql<Outcome[]>`
    select n, answer, reason, step, again_at
      from record_visits((
        select array_agg(row(u.n, u.id, u.post, u.role, u.terminal, u.county, u.place, u.task_county, u.task, u.person,
                             u.household, u.visited, u.on_day, u.manner, u.result, u.to_place, u.spoken, u.temperature,
                             string_to_array(u.symptoms, ','), string_to_array(u.asked, ','),
                             string_to_array(u.done, ','), u.met, u.corrects, u.clues, u.disputes, u.sealed,
                             u.alarm)::visit_item)
          from unnest(
            ${arrayOf(items.map((_, n) => n))}::text::int[], ${column((one) => one.id)}::text::uuid[],
            ${column((one) => one.post)}::text::uuid[], ${column((one) => one.role)}::text::text[],
            ${column((one) => one.terminal)}::text::uuid[], ${column((one) => one.county)}::text::text[],
            ${column((one) => one.place)}::text::text[], ${column((one) => one.task_county)}::text::text[],
            ${column((one) => one.task)}::text::uuid[], ${column((one) => one.person)}::text::uuid[],
            ${column((one) => one.household)}::text::uuid[], ${column((one) => one.visited)}::text::timestamptz[],
            ${column((one) => one.on_day)}::text::date[], ${column((one) => one.manner)}::text::text[],
            ${column((one) => one.result)}::text::text[], ${column((one) => one.to_place)}::text::text[],
            ${column((one) => one.spoken)}::text::text[], ${column((one) => one.temperature)}::text::smallint[],
            ${list((one) => one.symptoms)}::text::text[], ${list((one) => one.asked)}::text::text[],
            ${list((one) => one.done)}::text::text[], ${column((one) => one.met)}::text::smallint[],
            ${column((one) => one.corrects)}::text::uuid[], ${column((one) => one.clues)}::text::smallint[],
            ${column((one) => one.disputes)}::text::smallint[],
            ${quotedArrayOf(items.map((one) => one.sealed))}::text::text[], ${column((one) => one.alarm)}::text::boolean[])
            as u (n, id, post, role, terminal, county, place, task_county, task, person, household, visited, on_day,
                  manner, result, to_place, spoken, temperature, symptoms, asked, done, met, corrects, clues, disputes,
                  sealed, alarm)), ${RULES}::text::json, ${now})`;
  const outcomes: Outcome[] = [];
  for (const row of rows) outcomes[row.n] = row;
  return outcomes;
}

/** The registered doors of people whose report names no household, by number of the item. Reads doors_of() (0045). */
async function doorsOf(sql: Sql, items: readonly Item[]): Promise<ReadonlyMap<number, string>> {
  const asked = items.flatMap((item, n) =>
    item.household === null && item.manner === "door" && (item.person ?? item.task) !== null
      ? [
          {
            n,
            county: item.county,
            place: item.place,
            task_county: item.task_county,
            task: item.task,
            person: item.person,
          },
        ]
      : [],
  );
  if (asked.length === 0) return new Map();
  const rows = await sql<{ n: number; household: string }[]>`
    select n, household from doors_of(${JSON.stringify(asked)}::text::json)`;
  return new Map(rows.map((row) => [row.n, row.household]));
}

export type BatchAudit = {
  readonly id: string;
  readonly post: string;
  readonly role: string;
  readonly area: string;
  readonly requestId: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** The audit entries of the requests of one transaction: one a request, with the hash of its reports' ids. */
export async function auditBatches(sql: Sql, entries: readonly BatchAudit[], now: Instant): Promise<void> {
  await sql`
    insert into audit_pending (id, at, actor_post, actor_role, actor_area, action, object_kind, object_id, place, detail)
    select e.id, ${now}, e.post, e.role, e.area, 'visit.record', 'visit-batch', e."requestId", e.area, e.detail
      from jsonb_to_recordset(${JSON.stringify(entries)}::text::jsonb)
        as e (id uuid, post uuid, role text, area text, "requestId" text, detail jsonb)`;
}

export type VisitRow = {
  readonly county: string;
  readonly id: string;
  readonly task_id: string | null;
  readonly person_key: string | null;
  readonly household_key: string | null;
  readonly place: string;
  readonly visited_at: Instant;
  readonly recorded_at: Instant;
  readonly by_post: string;
  readonly by_role: Role;
  readonly by_name: string | null;
  readonly manner: Manner;
  readonly result: VisitResult;
  readonly to_place: string | null;
  readonly temperature_tenths: number | null;
  readonly symptoms: string[];
  readonly spoken_to: SpokenTo;
  readonly services_asked: string[];
  readonly services_done: string[];
  readonly persons_met: number;
  readonly has_note: boolean;
  readonly corrects: string | null;
  readonly corrected_by: string | null;
};

const visitColumns = (sql: Sql) => sql`
  v.county, v.id, v.task_id, v.person_key, v.household_key, v.place, v.visited_at, v.recorded_at, v.by_post, v.by_role,
  (select a.display_name from post p join account a on a.id = p.account_id where p.id = v.by_post) as by_name,
  v.manner, v.result, v.to_place, v.temperature_tenths, v.symptoms, v.spoken_to, v.services_asked, v.services_done,
  v.persons_met, v.sealed_note is not null as has_note, v.corrects,
  (select c.id from visit c where c.county = v.county and c.corrects = v.id) as corrected_by`;

/** Reports of a task, newest first. Reads visit_by_task, visit_correction. */
export async function visitsOfTask(sql: Sql, county: string, taskId: string): Promise<VisitRow[]> {
  return sql<VisitRow[]>`
    select ${visitColumns(sql)} from visit v
     where v.task_id = ${taskId} and v.task_county = ${county}
     order by v.visited_at desc, v.id desc limit 100`;
}

/** Reports about a person, newest first. Reads visit_by_person, visit_correction. */
export async function visitsOfPerson(sql: Sql, personKey: string): Promise<VisitRow[]> {
  return sql<VisitRow[]>`
    select ${visitColumns(sql)} from visit v
     where v.person_key = ${personKey} order by v.visited_at desc, v.id desc limit 100`;
}

/** A page of the reports of a place on a day, by id. Reads visit_by_place within each county of the place. */
export async function visitsOfPlaceDay(
  sql: Sql,
  of: { place: string; day: string; after: string | null; limit: number },
): Promise<VisitRow[]> {
  const { place, day, after, limit } = of;
  const county = place.slice(0, 6);
  return sql<VisitRow[]>`
    select ${visitColumns(sql)} from visit v
     where v.county >= ${county} and v.county < ${`${county}:`} and v.visited_on = ${day}
       and v.place >= ${place} and v.place < ${`${place}:`}
       and (${after}::uuid is null or v.id > ${after}::uuid)
     order by v.id limit ${limit}`;
}

/** What is sealed on one report that the actor may see; null when there is no such report. Reads visit_pkey. */
export async function sealedNoteOf(
  sql: Sql,
  county: string,
  id: string,
): Promise<{ readonly sealed_note: Uint8Array | null; readonly place: string } | null> {
  const [row] = await sql<{ sealed_note: Uint8Array | null; place: string }[]>`
    select sealed_note, place from visit where county = ${county} and id = ${id}`;
  return row ?? null;
}
