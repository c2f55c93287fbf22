import type { Metric } from "#capabilities/rollups/rules/metrics.ts";
import type { Instant } from "#kernel/time.ts";
import type { Database, Sql } from "#platform/database.ts";

type Reader = Database | Sql;

/** The day under which values are kept that stand over all days (0040). */
export const OVER_ALL_DAYS = "1970-01-01";

/** Folds what is pending in one transaction; the fold's id, or null when there was nothing to do for this process. */
export async function foldPending(
  db: Database,
  now: Instant,
  atMost: number,
  markEveryMs: number,
): Promise<number | null> {
  const [row] = await db<{ fold: number | null }[]>`
    select fold_counters(${now}, ${atMost}, make_interval(secs => ${markEveryMs / 1000})) as fold`;
  return row?.fold ?? null;
}

export type FoldRow = { readonly fold_id: number; readonly at: Instant };

/** The latest fold; null before the first. Reads counter_fold_pkey. */
export async function latestFold(sql: Reader): Promise<FoldRow | null> {
  const [row] = await sql<FoldRow[]>`select fold_id, at from counter_fold order by fold_id desc limit 1`;
  return row ?? null;
}

/** The last fold at or before an instant; null when none was. Reads counter_fold_by_time. */
export async function foldAt(sql: Reader, at: Instant): Promise<FoldRow | null> {
  const [row] = await sql<FoldRow[]>`
    select fold_id, at from counter_fold where at <= ${at} order by at desc, fold_id desc limit 1`;
  return row ?? null;
}

/** One fold by its id; null when there is none such. */
export async function foldById(sql: Reader, foldId: number): Promise<FoldRow | null> {
  const [row] = await sql<FoldRow[]>`select fold_id, at from counter_fold where fold_id = ${foldId}`;
  return row ?? null;
}

export type ValueRow = { readonly place: string; readonly metric: Metric; readonly value: number };

/** What is asked of a place: its own values and those of the places directly below it. */
export type Question = {
  readonly place: string;
  /** Its parent; a province is its own. */
  readonly parent: string;
  readonly day: string;
  readonly metrics: readonly Metric[];
};

/** Values as now known. Reads counter_total_pkey once a metric, for the place and for its children. */
export async function valuesNow(sql: Reader, question: Question): Promise<ValueRow[]> {
  const { place, parent, day, metrics } = question;
  return sql<ValueRow[]>`
    select place, metric, value from counter_total
     where parent = ${place} and place <> ${place} and day = ${day} and metric = any(${[...metrics]})
     union all
    select place, metric, value from counter_total
     where parent = ${parent} and place = ${place} and day = ${day} and metric = any(${[...metrics]})`;
}

/** The latest fold up to `foldId` at which running values were kept; 0 when none was. Reads counter_fold_marks. */
async function markBefore(sql: Reader, foldId: number): Promise<number> {
  const [row] = await sql<{ fold_id: number }[]>`
    select fold_id from counter_fold where is_mark and fold_id <= ${foldId} order by fold_id desc limit 1`;
  return row?.fold_id ?? 0;
}

/**
 * Values as known at fold `foldId`: the latest mark up to it, plus the ledger since that mark. Reads counter_total_pkey
 * for which values there are, counter_mark_pkey once a value, counter_entry_pkey for at most two minutes of folds.
 */
export async function valuesAsOf(sql: Reader, question: Question, foldId: number): Promise<ValueRow[]> {
  const { place, parent, day, metrics } = question;
  const mark = await markBefore(sql, foldId);
  const below = CHILD_DIGITS[place.length] ?? place.length;
  return sql<ValueRow[]>`
    with kept as materialized (
      select parent, place, metric from counter_total
       where parent = ${place} and place <> ${place} and day = ${day} and metric = any(${[...metrics]})
       union all
      select parent, place, metric from counter_total
       where parent = ${parent} and place = ${place} and day = ${day} and metric = any(${[...metrics]})
    ), entry as materialized (
      select left(e.place, ${below}::int) as place, e.metric, sum(e.delta) as delta from counter_entry e
       where e.fold_id > ${mark} and e.fold_id <= ${foldId} and e.place >= ${place} and e.place < ${`${place}:`}
         and (e.day = ${day} or ${day === OVER_ALL_DAYS}::boolean) and e.metric = any(${[...metrics]})
       group by 1, 2
    ), since as materialized (
      select ${place}::text as place, metric, sum(delta) as delta from entry group by metric
       union all
      select place, metric, delta from entry where place <> ${place}
    )
    select k.place, k.metric, (coalesce(m.value, 0) + coalesce(s.delta, 0))::bigint as value
      from kept k
      left join lateral (
        select c.value from counter_mark c
         where c.parent = k.parent and c.metric = k.metric and c.day = ${day} and c.place = k.place
           and c.fold_id <= ${mark}
         order by c.fold_id desc limit 1) m on true
      left join since s on s.place = k.place and s.metric = k.metric`;
}

/**
 * Values summed over days, `from` to `to` inclusive, as known at fold `foldId`: the sums as they are, less what was folded
 * since. Reads counter_total_pkey, and the ledger behind the fold by counter_entry_pkey: nothing when it is the latest.
 */
export async function sumsOverDays(
  sql: Reader,
  question: Omit<Question, "day"> & { readonly from: string; readonly to: string },
  foldId: number,
): Promise<ValueRow[]> {
  const { place, parent, metrics, from, to } = question;
  const below = CHILD_DIGITS[place.length] ?? place.length;
  return sql<ValueRow[]>`
    with kept as (
      select place, metric, sum(value) as value from counter_total
       where parent = ${place} and place <> ${place} and day between ${from} and ${to} and metric = any(${[...metrics]})
       group by 1, 2
       union all
      select place, metric, sum(value) from counter_total
       where parent = ${parent} and place = ${place} and day between ${from} and ${to} and metric = any(${[...metrics]})
       group by 1, 2
    ), entry as materialized (
      select left(e.place, ${below}::int) as place, e.metric, sum(e.delta) as delta from counter_entry e
       where e.fold_id > ${foldId} and e.place >= ${place} and e.place < ${`${place}:`}
         and e.day between ${from} and ${to} and e.metric = any(${[...metrics]})
       group by 1, 2
    ), since as (
      select ${place}::text as place, metric, sum(delta) as delta from entry group by metric
       union all
      select place, metric, delta from entry where place <> ${place}
    )
    select k.place, k.metric, (k.value - coalesce(s.delta, 0))::bigint as value
      from kept k left join since s on s.place = k.place and s.metric = k.metric`;
}

/** Digits of the places directly below one, by its own digits. Below the village nothing is counted apart. */
const CHILD_DIGITS: Readonly<Record<number, number>> = { 2: 4, 4: 6, 6: 9, 9: 12 };

/** One place's values day by day, `from` to `to` inclusive. Reads counter_total_pkey once a metric. */
export async function valuesOverDays(
  sql: Reader,
  question: Omit<Question, "day"> & { readonly from: string; readonly to: string },
): Promise<{ day: string; metric: Metric; value: number }[]> {
  const { place, parent, metrics, from, to } = question;
  return sql<{ day: string; metric: Metric; value: number }[]>`
    select day, metric, value from counter_total
     where parent = ${parent} and place = ${place} and day between ${from} and ${to} and metric = any(${[...metrics]})
     order by metric, day limit ${366 * metrics.length}`;
}

/** Names of a place and of the places directly below it that stand on a day. Reads place_pkey, place_by_parent. */
export async function namesAround(sql: Reader, place: string, day: string): Promise<Map<string, string>> {
  const rows = await sql<{ code: string; name: string }[]>`
    select code, name from place
     where (code = ${place} or parent = ${place}) and length(code) <= 12
       and valid_from <= ${day} and (valid_until is null or valid_until > ${day})
     order by code limit 2000`;
  return new Map(rows.map((row) => [row.code, row.name]));
}
