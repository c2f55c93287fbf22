import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

/** Rows of one turn at most: the clockwork comes again at once while there are more. */
const AT_ONCE = 5_000;

/**
 * Ordinary temperatures, false alarms and readings that nobody followed up, older than `before`: the reading goes, and
 * with it that there ever was an alarm. A confirmed fever stays with its scan. Reads scan_with_temperature.
 */
export async function eraseTemperatures(sql: Sql, before: Instant): Promise<number> {
  const scans = await sql`
    update scan set temperature_tenths = null, fever = 'none'
     where (id, county) in (select id, county from scan
            where scanned_at < ${before} and temperature_tenths is not null and fever <> 'confirmed'
            order by scanned_at limit ${AT_ONCE})`;
  const rechecks = await sql`
    delete from scan_recheck
     where (id, county) in (select r.id, r.county from scan_recheck r
            where r.at < ${before}
              and not exists (select from scan s where s.id = r.scan_id and s.fever = 'confirmed') limit ${AT_ONCE})`;
  return scans.count + rechecks.count;
}

/** Everything of gates older than `before`. Reads scan_by_time, visitor_by_last_seen, own_check_in_by_time. */
export async function eraseRecords(sql: Sql, before: Instant): Promise<Readonly<Record<string, number>>> {
  const scans = await sql`
    with gone as (delete from scan where (id, county) in (select id, county from scan where scanned_at < ${before}
                    order by scanned_at limit ${AT_ONCE}) returning id)
    select (select count(*)::int from gone) as n`;
  const rechecks = await sql`delete from scan_recheck where at < ${before}`;
  const visitors = await sql`
    delete from visitor where (id, county) in (select id, county from visitor where last_seen_at < ${before}
      order by last_seen_at limit ${AT_ONCE})`;
  const checkIns = await sql`
    delete from own_check_in where (person_key, id) in (select person_key, id from own_check_in where at < ${before}
      order by at limit ${AT_ONCE})`;
  const shifts = await sql`delete from checkpoint_shift where opened_at < ${before}`;
  const [first] = scans;
  return {
    scans: Number(first?.["n"] ?? 0),
    rechecks: rechecks.count,
    visitors: visitors.count,
    checkIns: checkIns.count,
    shifts: shifts.count,
  };
}
