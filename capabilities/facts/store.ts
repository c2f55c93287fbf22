/** SQL of facts. Row-level security: the subject's place, or one's own records. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import { ATTRIBUTES, type FactSource, type SubjectKind } from "./rules/attributes.ts";

/** Digits of a county. */
const COUNTY = 6;

export type FactInsert = {
  readonly county: string;
  readonly id: string;
  readonly place: string;
  readonly subject_kind: SubjectKind;
  readonly subject_id: string;
  readonly attribute: string;
  readonly value: unknown;
  readonly sealed: string | null;
  readonly key_id: string | null;
  readonly source: FactSource;
  readonly source_id: string;
  readonly observed_at: string;
  readonly by_post: string | null;
  readonly is_verified: boolean;
  readonly is_provisional: boolean;
};

export type FactRow = {
  readonly id: string;
  readonly place: string;
  readonly subject_kind: SubjectKind;
  readonly subject_id: string;
  readonly attribute: string;
  readonly value: unknown;
  readonly sealed_value: Uint8Array | null;
  readonly source: FactSource;
  readonly observed_at: Instant;
  readonly recorded_at: Instant;
  readonly by_post: string | null;
  readonly by_name: string | null;
  readonly is_verified: boolean;
};

/** Writes facts; returns the ids of those that are new: the same source says a thing once. */
export async function insertFacts(sql: Sql, rows: readonly FactInsert[], now: Instant): Promise<ReadonlySet<string>> {
  const done = await sql<{ id: string }[]>`
    insert into fact (county, id, place, subject_kind, subject_id, attribute, value, sealed_value, key_id, source,
                      source_id, observed_at, recorded_at, by_post, is_verified, is_provisional)
    select county, id, place, subject_kind, subject_id, attribute, value, decode(sealed, 'hex'), key_id, source,
           source_id, observed_at, ${now}::timestamptz, by_post, is_verified, is_provisional
      from jsonb_to_recordset(${sql.json(rows as never)})
        as g (county text, id uuid, place text, subject_kind text, subject_id uuid, attribute text, value jsonb,
              sealed text, key_id text, source text, source_id uuid, observed_at timestamptz, by_post uuid,
              is_verified boolean, is_provisional boolean)
     order by source_id, subject_id, attribute
        on conflict do nothing
    returning id`;
  return new Set(done.map((row) => row.id));
}

/** Notes where the subjects are now. */
export const touchSubjects = (
  sql: Sql,
  rows: readonly Pick<FactInsert, "county" | "subject_id" | "subject_kind" | "place">[],
  now: Instant,
): Promise<unknown> => sql`
  insert into fact_subject as s (county, subject_id, subject_kind, place, changed_at)
  select distinct on (county, subject_id) county, subject_id, subject_kind, place, ${now}::timestamptz
    from jsonb_to_recordset(${sql.json(rows as never)}) as g (county text, subject_id uuid, subject_kind text, place text)
   order by county, subject_id
      on conflict (subject_id, county) do update set place = excluded.place, changed_at = excluded.changed_at`;

const columns = (sql: Sql) => sql`
  f.id, f.place, f.subject_kind, f.subject_id, f.attribute, f.value, f.sealed_value, f.source, f.observed_at,
  f.recorded_at, f.by_post, f.is_verified,
  (select a.display_name from post p join account a on a.id = p.account_id where p.id = f.by_post) as by_name`;

/** Never grows stale: a hundred years. */
const NEVER_STALE = 876_000;
const FRESH_HOURS: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(ATTRIBUTES).map(([name, { freshHours }]) => [name, freshHours ?? NEVER_STALE]),
);

/** The order in which values stand at an instant, as rules/standing.ts has it. A form's own question is never fresh. */
const standsFirst = (sql: Sql, at: Instant) => {
  const isFresh = sql`
    (f.observed_at + make_interval(hours => coalesce((${sql.json(FRESH_HOURS)}::jsonb ->> f.attribute)::int, 0)) > ${at}::timestamptz)`;
  return sql`${isFresh} desc, f.is_verified desc, f.observed_at desc, f.id desc`;
};

/**
 * The value that stands at an instant (rules/standing.ts) of each attribute of these subjects, the next one after it, and
 * the latest that is not verified: it stands when the verified one is stale. Reads fact_by_subject.
 */
export const standingRows = (
  sql: Sql,
  subjectIds: readonly string[],
  { attributes, at }: { readonly attributes: readonly string[] | null; readonly at: Instant },
): Promise<(FactRow & { readonly rank: number })[]> => sql<(FactRow & { rank: number })[]>`
  select * from (
    select ${columns(sql)},
           row_number() over (partition by f.subject_id, f.attribute order by ${standsFirst(sql, at)})::int as rank,
           row_number() over (partition by f.subject_id, f.attribute, f.is_verified
                              order by f.observed_at desc, f.id desc) as rank_of_kind
      from fact f
     where f.subject_id = any (${[...subjectIds]}::uuid[]) and f.dropped_at is null
       and (${attributes === null} or f.attribute = any (${[...(attributes ?? [])]}::text[]))) as ranked
   where rank <= 2 or (not is_verified and rank_of_kind = 1)
   order by subject_id, attribute, rank`;

/** Every value of one attribute, the standing one first; at most 100. Reads fact_by_subject. */
export const valuesOf = (
  sql: Sql,
  { subjectId, attribute, at }: { readonly subjectId: string; readonly attribute: string; readonly at: Instant },
): Promise<FactRow[]> => sql<FactRow[]>`
  select ${columns(sql)} from fact f
   where f.subject_id = ${subjectId} and f.attribute = ${attribute} and f.dropped_at is null
   order by ${standsFirst(sql, at)} limit 100`;

/** Takes back what an answer said before its review, and returns it. Reads fact_of_source. */
export const dropProvisional = (
  sql: Sql,
  sourceId: string,
  at: Instant,
): Promise<(Omit<FactRow, "by_name"> & { readonly county: string })[]> => sql<
  (Omit<FactRow, "by_name"> & { county: string })[]
>`
  update fact f set dropped_at = ${at} where f.source_id = ${sourceId} and f.is_provisional and f.dropped_at is null
  returning f.county, f.id, f.place, f.subject_kind, f.subject_id, f.attribute, f.value, f.sealed_value, f.source,
            f.observed_at, f.recorded_at, f.by_post, f.is_verified`;

/** One county by its name, so that the index leads; several by their common start. */
const inCounty = (sql: Sql, area: string) =>
  area.length >= COUNTY ? sql`f.county = ${area.slice(0, COUNTY)}` : sql`starts_with(f.county, ${area})`;

/** What stood at an instant of some attributes over an area: what a report prints. Reads fact_by_place. */
export const standingIn = (
  sql: Sql,
  of: { readonly area: string; readonly attributes: readonly string[]; readonly asOf: Instant },
): Promise<FactRow[]> => sql<FactRow[]>`
  select distinct on (f.subject_id, f.attribute) ${columns(sql)}
    from fact f
   where ${inCounty(sql, of.area)} and f.attribute = any (${[...of.attributes]}::text[])
     and f.place >= ${of.area} and f.place < ${of.area} || ':' and f.observed_at <= ${of.asOf}
     and f.recorded_at <= ${of.asOf} and not f.is_provisional
   order by f.subject_id, f.attribute, ${standsFirst(sql, of.asOf)}`;

export type SubjectRow = { readonly subject_id: string; readonly subject_kind: SubjectKind; readonly place: string };

/** Subjects of an area in order of id. Reads fact_subject_by_place. */
export const subjectsAfter = (
  sql: Sql,
  of: { readonly area: string; readonly after: string | null; readonly limit: number },
): Promise<SubjectRow[]> => sql<SubjectRow[]>`
  select subject_id, subject_kind, place from fact_subject
   where county = ${of.area.slice(0, 6)} and place >= ${of.area} and place < ${of.area} || ':'
     and (${of.after}::uuid is null or subject_id > ${of.after}::uuid)
   order by subject_id limit ${of.limit}`;

/** The same by id: those of the area only. Reads fact_subject_pkey. */
export const subjectsOf = (sql: Sql, area: string, ids: readonly string[]): Promise<SubjectRow[]> => sql<SubjectRow[]>`
  select subject_id, subject_kind, place from fact_subject
   where subject_id = any (${[...ids]}::uuid[]) and place >= ${area} and place < ${area} || ':'`;

export async function countSubjects(sql: Sql, area: string): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from fact_subject
     where county = ${area.slice(0, 6)} and place >= ${area} and place < ${area} || ':'`;
  return row?.n ?? 0;
}

/** Puts subjects of which something is known to a place; returns where they were. Reads fact_subject_pkey. */
export const moveSubjects = (
  sql: Sql,
  ids: readonly string[],
  place: string,
  now: Instant,
): Promise<{ subject_id: string; from: string }[]> => sql<{ subject_id: string; from: string }[]>`
  update fact_subject s set place = ${place}, changed_at = ${now}
    from (select subject_id, county, place from fact_subject where subject_id = any (${[...ids]}::uuid[]) for update) as b
   where b.subject_id = s.subject_id and b.county = s.county and b.place <> ${place}
  returning s.subject_id, b.place as from`;
