import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { KnownCheckpoint, RecheckRow, ScanRow, ShiftRow, VisitorRow } from "./prepare.ts";

/** Those of the checkpoints that there are. Reads checkpoint_pkey. */
export async function checkpointsOf(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, KnownCheckpoint>> {
  const rows = await sql<{ id: string; place: string; is_closed: boolean }[]>`
    select id, place, closed_at is not null as is_closed from checkpoint where id = any (${[...new Set(ids)]}::uuid[])`;
  return new Map(rows.map((row) => [row.id, { id: row.id, place: row.place, isClosed: row.is_closed }]));
}

/** Whose records these ids are already: record id → post. Reads scan_pkey, scan_recheck_pkey, checkpoint_shift_pkey. */
export async function ownersOf(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const all = [...new Set(ids)];
  const rows = await sql<{ id: string; post_id: string }[]>`
    select id, post_id from scan where id = any (${all}::uuid[])
    union all select id, post_id from scan_recheck where id = any (${all}::uuid[])
    union all select id, post_id from checkpoint_shift where id = any (${all}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row.post_id]));
}

/** Which hand-overs (close ids) are recorded: shift id → close id. Reads checkpoint_shift_pkey. */
export async function closesOf(sql: Sql, shiftIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (shiftIds.length === 0) return new Map();
  const rows = await sql<{ id: string; close_id: string }[]>`
    select id, close_id from checkpoint_shift where id = any (${[...shiftIds]}::uuid[]) and close_id is not null`;
  return new Map(rows.map((row) => [row.id, row.close_id]));
}

/** Visitors who come again keep who they are; a new form of a known id changes nothing. Answers visitor id → person. */
export async function keepVisitors(
  sql: Sql,
  rows: readonly VisitorRow[],
  seen: readonly { readonly id: string; readonly at: string }[],
): Promise<ReadonlyMap<string, string | null>> {
  if (rows.length > 0)
    await sql`
      insert into visitor (county, id, place, person_key, find_key, sealed, key_id, is_child, by_post, registered_at,
                           last_seen_at)
      select county, id, place, person_key, find_key, decode(sealed, 'hex'), key_id, is_child, post_id, at, at
        from jsonb_to_recordset(${sql.json(rows)})
          as v (county text, id uuid, place text, person_key uuid, find_key uuid, sealed text, key_id text,
                is_child boolean, post_id uuid, at timestamptz)
          on conflict do nothing`;
  if (seen.length === 0) return new Map();
  const found = await sql<{ id: string; person_key: string | null }[]>`
    update visitor v set last_seen_at = greatest(v.last_seen_at, s.at)
      from (select id, max(at) as at from jsonb_to_recordset(${sql.json(seen)}) as g (id uuid, at timestamptz)
             group by id) s
     where v.id = s.id returning v.id, v.person_key`;
  return new Map(found.map((row) => [row.id, row.person_key]));
}

/** Writes scans; answers the ids that are new. One already there stays as it is. */
export async function insertScans(sql: Sql, rows: readonly ScanRow[], now: Instant): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const written = await sql<{ id: string }[]>`
    insert into scan (county, id, kind, checkpoint_id, place, lane, shift_id, post_id, scanned_at, scanned_on,
                      recorded_at, direction, outcome, why, form, issuer, code_id, person_key, colour,
                      temperature_tenths, fever, visitor_id, plate_key, sealed_plate, plate_kind, from_place, headcount,
                      queue)
    select county, id, kind, checkpoint_id, place, lane, shift_id, post_id, at, day, ${now}::timestamptz, direction,
           outcome, why, form, issuer, code_id, person_key, colour, tenths, coalesce(fever, 'none'), visitor_id,
           plate_key, decode(sealed_plate, 'hex'), plate_kind, from_place, headcount, queue
      from jsonb_to_recordset(${sql.json(rows as never)})
        as s (county text, id uuid, kind text, checkpoint_id uuid, place text, lane smallint, shift_id uuid,
              post_id uuid, at timestamptz, day date, direction text, outcome text, why text, form text, issuer text,
              code_id integer, person_key uuid, colour text, tenths smallint, fever text, visitor_id uuid,
              plate_key uuid, sealed_plate text, plate_kind text, from_place text, headcount integer, queue integer)
     order by id
        on conflict do nothing returning id`;
  return new Set(written.map((row) => row.id));
}

/** Writes second readings; answers the ids that are new. */
export async function insertRechecks(sql: Sql, rows: readonly RecheckRow[]): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const written = await sql<{ id: string }[]>`
    insert into scan_recheck (county, id, scan_id, post_id, place, at, temperature_tenths)
    select county, id, scan_id, post_id, place, at, tenths
      from jsonb_to_recordset(${sql.json(rows)})
        as r (county text, id uuid, scan_id uuid, post_id uuid, place text, at timestamptz, tenths smallint)
     order by id
        on conflict do nothing returning id`;
  return new Set(written.map((row) => row.id));
}

/**
 * Opens and closes shifts, whichever half arrives first. Closing counts once: a later hand-over of the same shift
 * changes nothing.
 */
export async function writeShifts(sql: Sql, rows: readonly ShiftRow[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = sql`(county text, id uuid, checkpoint_id uuid, place text, lane smallint, post_id uuid, at timestamptz,
    takes_over uuid, close_id uuid, headcount integer, sealed text, open_matters smallint)`;
  await sql`
    insert into checkpoint_shift (county, id, checkpoint_id, place, lane, post_id, opened_at)
    select distinct on (county, id) county, id, checkpoint_id, place, lane, post_id, at
      from jsonb_to_recordset(${sql.json(rows)}) as s ${columns} order by county, id, at
        on conflict (id, county) do update set opened_at = least(checkpoint_shift.opened_at, excluded.opened_at)
     where checkpoint_shift.post_id = excluded.post_id`;
  await sql`
    update checkpoint_shift c set takes_over = s.takes_over
      from jsonb_to_recordset(${sql.json(rows)}) as s ${columns}
     where c.id = s.id and c.county = s.county and c.post_id = s.post_id and s.takes_over is not null
       and c.takes_over is null`;
  await sql`
    update checkpoint_shift c
       set close_id = s.close_id, closed_at = s.at, headcount = s.headcount, sealed_notes = decode(s.sealed, 'hex'),
           open_matters = s.open_matters
      from jsonb_to_recordset(${sql.json(rows)}) as s ${columns}
     where c.id = s.id and c.county = s.county and c.post_id = s.post_id and s.close_id is not null
       and c.close_id is null`;
  const touched = rows.flatMap((row) => [row.id, ...(row.takes_over === null ? [] : [row.takes_over])]);
  await sql`
    update checkpoint_shift c set taken_by = n.post_id, taken_at = n.opened_at
      from checkpoint_shift n
     where c.id = any (${touched}::uuid[]) and n.takes_over = c.id and n.checkpoint_id = c.checkpoint_id
       and n.post_id <> c.post_id and c.closed_at is not null and c.taken_by is null`;
}

export type FeverRow = {
  readonly id: string;
  readonly county: string;
  readonly place: string;
  readonly person_key: string | null;
  readonly scanned_at: Instant;
  readonly scanned_on: string;
  readonly temperature_tenths: number;
  readonly fever: string;
  readonly rechecks: readonly { readonly at: string; readonly tenths: number }[];
};

/** Scans with a first reading of a fever, locked, with their rechecks so far. Reads scan_pkey, scan_recheck_by_scan. */
export const lockFevers = (sql: Sql, scanIds: readonly string[]): Promise<FeverRow[]> => sql<FeverRow[]>`
  select s.id, s.county, s.place, s.person_key, s.scanned_at, s.scanned_on, s.temperature_tenths, s.fever,
         coalesce((select jsonb_agg(jsonb_build_object('at', r.at, 'tenths', r.temperature_tenths))
                     from scan_recheck r where r.scan_id = s.id), '[]') as rechecks
    from scan s
   where s.id = any (${[...new Set(scanIds)]}::uuid[]) and s.temperature_tenths >= 373
   order by s.id for update of s`;

/** Notes what each first reading came to. */
export async function noteFevers(
  sql: Sql,
  rows: readonly { readonly id: string; readonly fever: string }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update scan s set fever = f.fever from jsonb_to_recordset(${sql.json(rows)}) as f (id uuid, fever text)
     where s.id = f.id`;
}

export type UploadAudit = {
  readonly id: string;
  readonly post: string;
  readonly role: string;
  readonly area: string;
  readonly requestId: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** One entry an upload, whoever sent it. */
export async function auditUploads(sql: Sql, uploads: readonly UploadAudit[], now: Instant): Promise<void> {
  await sql`
    insert into audit_pending (id, at, actor_post, actor_role, actor_area, action, object_kind, object_id, place, detail)
    select id, ${now}::timestamptz, post, role, area, 'checkpoint.upload', 'request', "requestId", area, detail
      from jsonb_to_recordset(${sql.json(uploads as never)})
        as u (id uuid, post uuid, role text, area text, "requestId" text, detail jsonb)`;
}
