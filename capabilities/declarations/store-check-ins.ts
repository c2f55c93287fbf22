import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Half } from "./rules/check-ins.ts";
import type { Symptom } from "./rules/kinds.ts";

export type CheckInRow = {
  readonly id: string;
  readonly person_key: string;
  readonly at: Instant;
  readonly day: PlainDay;
  readonly half: Half;
  readonly temperature_tenths: number;
  readonly symptoms: Symptom[];
};

export async function checkInById(sql: Sql, id: string): Promise<CheckInRow | null> {
  const [row] = await sql<CheckInRow[]>`select * from check_in where id = ${id}`;
  return row ?? null;
}

/** Writes the check-in of a half-day, over an earlier one of the same. */
export async function keepCheckIn(
  sql: Sql,
  of: {
    id: string;
    personKey: string;
    day: PlainDay;
    half: Half;
    at: Instant;
    temperatureTenths: number;
    symptoms: readonly Symptom[];
    residentId: string;
  },
): Promise<CheckInRow> {
  const [row] = await sql<CheckInRow[]>`
    insert into check_in (person_key, day, half, id, at, temperature_tenths, symptoms, resident_id)
    values (${of.personKey}, ${of.day}, ${of.half}, ${of.id}, ${of.at}, ${of.temperatureTenths}, ${[...of.symptoms]}, ${of.residentId})
        on conflict (person_key, day, half)
        do update set id = excluded.id, at = excluded.at, temperature_tenths = excluded.temperature_tenths,
                      symptoms = excluded.symptoms, resident_id = excluded.resident_id
                where excluded.at >= check_in.at
    returning *`;
  if (row !== undefined) return row;
  // Kept without a network and sent after a later one of the same half-day: the later one stands.
  const [later] = await sql<CheckInRow[]>`
    select * from check_in where person_key = ${of.personKey} and day = ${of.day} and half = ${of.half}`;
  if (later === undefined) throw new Error("a check-in was not written");
  return later;
}

/** The last 14 days, newest first; 28 rows at most. */
export const checkInsOf = (sql: Sql, personKey: string): Promise<CheckInRow[]> =>
  sql<
    CheckInRow[]
  >`select * from check_in where person_key = ${personKey} order by day desc, half = 'morning' limit 28`;

/** Holders of red or yellow in a place without a check-in of the half-day, by key. Reads code_current_by_colour. */
export async function missingIn(
  sql: Sql,
  of: { place: string; day: PlainDay; half: Half; after: string | null; limit: number },
): Promise<{ person_key: string; place: string; colour: string }[]> {
  return sql`
    select c.person_key, c.place, c.colour from code_current c
     where c.colour in ('red', 'yellow') and c.place >= ${of.place} and c.place < ${`${of.place}:`}
       and (${of.after}::uuid is null or c.person_key > ${of.after}::uuid)
       and not exists (select from check_in i where i.person_key = c.person_key and i.day = ${of.day} and i.half = ${of.half})
     order by c.person_key limit ${of.limit}`;
}

/**
 * Holders who owe one a day (pending for longer than minutes, green under a blue list), have not checked in today and were
 * not reminded today. Reads code_current_pending, evidence_blue.
 */
export async function takeUnremindedOfDay(
  sql: Sql,
  of: { day: PlainDay; now: Instant; pendingUntil: Instant; limit: number },
): Promise<string[]> {
  const rows = await sql<{ person_key: string }[]>`
    select o.person_key from (
      select c.person_key from code_current c
       where c.colour = 'pending' and (c.until is null or c.until > ${of.pendingUntil})
       union
      select e.person_key from evidence e join code_current c on c.person_key = e.person_key and c.colour = 'green'
       where e.kind = 'assessment-blue' and e.until > ${of.now}
         and not exists (select from evidence_withdrawal w where w.evidence_id = e.id)) o
     where not exists (select from check_in i where i.person_key = o.person_key and i.day = ${of.day})
       and not exists (select from notice n where n.person_key = o.person_key and n.kind = 'declaration'
                                              and n.subject = ${`check-in/${of.day}`})
     limit ${of.limit}`;
  return rows.map((row) => row.person_key);
}

/** Holders of red or yellow who have not checked in and were not reminded in this half-day. */
export async function takeUnreminded(sql: Sql, of: { day: PlainDay; half: Half; limit: number }): Promise<string[]> {
  const rows = await sql<{ person_key: string }[]>`
    select c.person_key from code_current c
     where c.colour in ('red', 'yellow')
       and not exists (select from check_in i where i.person_key = c.person_key and i.day = ${of.day} and i.half = ${of.half})
       and not exists (select from notice n where n.person_key = c.person_key and n.kind = 'declaration'
                                              and n.subject = ${`check-in/${of.day}/${of.half}`})
     limit ${of.limit}`;
  return rows.map((row) => row.person_key);
}
