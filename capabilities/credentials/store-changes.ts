import type { CodeColour } from "#kernel/colours.ts";
import type { Instant } from "#kernel/time.ts";
import type { Database, Sql } from "#platform/database.ts";

/** Calls note_code_changes() (0065): lists what is better than each person's colour now. Reads attestation's primary key. */
export async function noteChangesOf(
  sql: Sql,
  changes: readonly { readonly personKey: string; readonly to: CodeColour }[],
  now: Instant,
): Promise<number> {
  const [row] = await sql<{ listed: number }[]>`
    select note_code_changes(${changes.map((one) => one.personKey)}::uuid[], ${changes.map((one) => one.to)}::text[],
                             ${now}::timestamptz) as listed`;
  return row?.listed ?? 0;
}

/** Puts the live attestations with these code ids on the list, whatever they say: a revoked device or paper. */
export async function listCodes(sql: Sql, personKey: string, codeIds: readonly number[], now: Instant): Promise<void> {
  await sql`
    with listed as (
      update attestation set listed_at = ${now}
       where person_key = ${personKey} and code_id = any(${[...codeIds]}::int[]) and listed_at is null and expires_at > ${now}
      returning code_id, form)
    insert into code_change_pending (code_id, is_paper, noted_at)
    select code_id, form = 'paper', ${now}::timestamptz from listed`;
}

export type BatchRow = {
  readonly sequence: number;
  readonly published_at: Instant;
  readonly phone_ids: number[];
  readonly paper_ids: number[];
};

/** Batches after `sequence`, oldest first, at most 20,000 (two weeks of minutes). Reads the primary key. */
export const batchesAfter = (sql: Sql | Database, sequence: number): Promise<BatchRow[]> =>
  sql<BatchRow[]>`
    select sequence, published_at, phone_ids, paper_ids from code_change_batch
     where sequence > ${sequence} order by sequence limit 20000`;

/** Takes up what waits into the next batch, when the last is `everyMs` old; one process at a time. Null: not yet. */
export async function publishBatch(sql: Sql, now: Instant, everyMs: number): Promise<number | null> {
  const [turn] = await sql<{ is_mine: boolean }[]>`
    select pg_try_advisory_xact_lock(hashtext('code-change-batch')) as is_mine`;
  if (turn?.is_mine !== true) return null;
  const [last] = await sql<{ sequence: number; published_at: Instant }[]>`
    select sequence, published_at from code_change_batch order by sequence desc limit 1`;
  if (last && now - last.published_at < everyMs) return null;
  const sequence = (last?.sequence ?? 0) + 1;
  await sql`
    with taken as (delete from code_change_pending returning code_id, is_paper)
    insert into code_change_batch (sequence, published_at, phone_ids, paper_ids)
    select ${sequence}, ${now},
           coalesce(array_agg(distinct code_id) filter (where not is_paper), '{}'),
           coalesce(array_agg(distinct code_id) filter (where is_paper), '{}') from taken`;
  return sequence;
}

/** Erases batches and attestations that ended long ago. Reads attestation_by_expiry. */
export async function erasePast(sql: Sql, endedBefore: Instant): Promise<number> {
  await sql`delete from code_change_batch where published_at < ${endedBefore}`;
  const gone = await sql`
    delete from attestation where (person_key, code_id) in
      (select person_key, code_id from attestation where expires_at < ${endedBefore} limit 50000)`;
  return gone.count;
}
