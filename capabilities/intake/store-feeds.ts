import type { Receipt } from "#capabilities/assessment/contract.ts";
import { type Instant, isoInstant, type PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type FeedFileRow = {
  readonly id: string;
  readonly day: PlainDay;
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly received_at: Instant;
  readonly received_by: string | null;
  readonly display_name: string | null;
  readonly organisation: string | null;
  readonly channel: "upload" | "folder" | "simulator";
  readonly superseded_by: string | null;
  readonly receipt: Receipt | null;
};

/** Two takers of files of one day go one after the other; released with the transaction. */
export async function lockDay(sql: Sql, day: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('feeds'), hashtext(${day}))`;
}

const columns = (sql: Sql) => sql`
  f.id, f.day, f.name, encode(f.sha256, 'hex') as sha256, f.bytes, f.received_at, f.received_by, f.channel,
  f.superseded_by, f.receipt, a.display_name, p.organisation`;

/** The file of this content that a day has already, standing or not. Reads feed_file_day_sha256_key. */
export async function fileOfContent(sql: Sql, day: string, sha256: Buffer): Promise<FeedFileRow | null> {
  const [row] = await sql<FeedFileRow[]>`
    select ${columns(sql)}
      from feed_file f left join post p on p.id = f.received_by left join account a on a.id = p.account_id
     where f.day = ${day} and f.sha256 = ${sha256}`;
  return row ?? null;
}

/** The standing file of a name and day. Reads feed_file_standing. */
export async function standingFile(sql: Sql, day: string, name: string): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select id from feed_file where day = ${day} and name = ${name} and superseded_by is null`;
  return row?.id ?? null;
}

export async function supersede(sql: Sql, id: string, by: string): Promise<void> {
  await sql`update feed_file set superseded_by = ${by} where id = ${id}`;
}

/** A content that was corrected away and came back stands again, under the name it came under now. */
export async function reinstate(sql: Sql, id: string, name: string): Promise<void> {
  await sql`update feed_file set superseded_by = null, name = ${name} where id = ${id}`;
}

export async function insertFile(
  sql: Sql,
  file: {
    id: string;
    day: string;
    name: string;
    sha256: Buffer;
    bytes: number;
    receivedAt: Instant;
    receivedBy: string | null;
    channel: FeedFileRow["channel"];
    supersededBy: string | null;
  },
): Promise<void> {
  await sql`
    insert into feed_file (id, day, name, sha256, bytes, received_at, received_by, channel, superseded_by)
    values (${file.id}, ${file.day}, ${file.name}, ${file.sha256}, ${file.bytes}, ${file.receivedAt},
            ${file.receivedBy}, ${file.channel}, ${file.supersededBy})`;
}

/** Files of one day, by name, the standing one first; a day has some hundred at most. Reads feed_file_standing. */
export async function filesOfDay(sql: Sql, day: string): Promise<FeedFileRow[]> {
  return sql<FeedFileRow[]>`
    select ${columns(sql)}
      from feed_file f left join post p on p.id = f.received_by left join account a on a.id = p.account_id
     where f.day = ${day}
     order by f.name, (f.superseded_by is null) desc, f.received_at desc
     limit 5000`;
}

/** The files of a run, by name. Reads feed_file_pkey. */
export async function filesByIds(sql: Sql, ids: readonly string[]): Promise<FeedFileRow[]> {
  return sql<FeedFileRow[]>`
    select ${columns(sql)}
      from feed_file f left join post p on p.id = f.received_by left join account a on a.id = p.account_id
     where f.id = any(${[...ids]}::uuid[]) order by f.name limit 5000`;
}

/** Standing files handed in for the day or before it; `standingFiles` chooses among them. */
export async function standingUntil(
  sql: Sql,
  day: string,
): Promise<{ id: string; day: PlainDay; name: string; sha256: string }[]> {
  return sql<{ id: string; day: PlainDay; name: string; sha256: string }[]>`
    select id, day, name, encode(sha256, 'hex') as sha256
      from feed_file where superseded_by is null and day <= ${day} order by day desc, name limit 20000`;
}

/** Days that have files, newest first. */
export async function feedDays(
  sql: Sql,
  before: string | null,
): Promise<{ day: PlainDay; files: number; bytes: number; last_received_at: Instant }[]> {
  return sql<{ day: PlainDay; files: number; bytes: number; last_received_at: Instant }[]>`
    select day, count(*)::int as files, sum(bytes)::bigint as bytes, max(received_at) as last_received_at
      from feed_file
     where superseded_by is null and (${before}::date is null or day < ${before}::date)
     group by day order by day desc limit 31`;
}

/** Notes what the assessment found in each file. `names` and `receipts` belong together. */
export async function setReceipts(sql: Sql, receipts: ReadonlyMap<string, Receipt>): Promise<void> {
  if (receipts.size === 0) return;
  const texts = [...receipts.values()].map((receipt) => JSON.stringify(receipt));
  await sql`
    update feed_file f set receipt = r.receipt::jsonb
      from unnest(${[...receipts.keys()]}::uuid[], ${texts}::text[]) as r (id, receipt)
     where f.id = r.id`;
}

/** The row as the contract shows it. */
export const presentFile = (row: FeedFileRow) => ({
  id: row.id,
  day: row.day,
  name: row.name,
  sha256: row.sha256,
  bytes: row.bytes,
  receivedAt: isoInstant(row.received_at),
  receivedBy:
    row.received_by === null
      ? null
      : { postId: row.received_by, displayName: row.display_name ?? "", organisation: row.organisation ?? "" },
  channel: row.channel,
  supersededBy: row.superseded_by,
  receipt: row.receipt,
});
