/** Observations and what hangs on them: reads of one, and writes. */
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Obstacle } from "./rules/conditions.ts";
import type { Alarm, DutyKind } from "./rules/duties.ts";
import type { ObservationType, Receiver, Rung, State } from "./rules/machine.ts";
import type { Basis, Window } from "./rules/profile.ts";
import type { Reach } from "./rules/robot.ts";
import type { LineKind } from "./rules/timeline.ts";

export type ObservationRow = {
  readonly county: string;
  readonly id: string;
  readonly person_key: string | null;
  readonly place: string;
  readonly household_key: string | null;
  readonly type: ObservationType;
  /** The observation that it goes on from. */
  readonly continues: string | null;
  readonly basis: Basis;
  readonly profile_area: string | null;
  readonly profile_version: number;
  readonly d_zero: PlainDay;
  readonly days: number;
  readonly is_minor: boolean;
  readonly state: State;
  readonly filed_at: Instant;
  readonly due_at: Instant;
  readonly noticed_at: Instant | null;
  readonly started_at: Instant | null;
  readonly teamed_at: Instant | null;
  readonly abnormal_since: Instant | null;
  readonly transfer_since: Instant | null;
  readonly transfer_to: string | null;
  readonly transfer_as: Receiver | null;
  readonly signed_at: Instant | null;
  readonly signed_by: string | null;
  readonly released_at: Instant | null;
  readonly delivered_at: Instant | null;
  readonly followed_up_at: Instant | null;
  readonly ended_at: Instant | null;
  readonly rung: Rung;
  readonly exits: number;
  readonly has_statement: boolean;
  readonly last_call_at: Instant | null;
  readonly last_visit_at: Instant | null;
  readonly care_days: readonly number[];
  readonly evidence_id: string | null;
  readonly obstacles: readonly Obstacle[];
  readonly needs: readonly string[];
  readonly persons: number;
  readonly reach: Reach;
};

const COLUMNS = (sql: Sql) => sql`
  o.county, o.id, o.person_key, o.place, o.household_key, o.type, o.continues, o.basis, o.profile_area, o.profile_version, o.d_zero, o.days,
  o.is_minor, o.state, o.filed_at, o.due_at, o.noticed_at, o.started_at, o.teamed_at, o.transfer_as, o.abnormal_since, o.transfer_since, o.transfer_to,
  o.signed_at, o.signed_by, o.released_at, o.delivered_at, o.followed_up_at, o.ended_at, o.rung, o.exits, o.has_statement,
  o.last_call_at, o.last_visit_at, o.care_days, o.evidence_id, o.obstacles, o.needs, o.persons, o.reach`;

const OPEN = (sql: Sql) => sql`o.state in ('PROPOSED', 'NOTICED', 'ACTIVE', 'ABNORMAL', 'COMPLETED_PENDING_SIGN')`;

/** One, locked, as far as the actor may see it. Reads observation_pkey. */
export async function lockObservation(sql: Sql, id: string): Promise<ObservationRow | null> {
  const [row] = await sql<ObservationRow[]>`
    select ${COLUMNS(sql)} from observation o where o.id = ${id} for update`;
  return row ?? null;
}

/** These, as far as the actor may see them. Reads observation_pkey. */
export const observationsByIds = (sql: Sql, ids: readonly string[]): Promise<ObservationRow[]> =>
  sql<ObservationRow[]>`select ${COLUMNS(sql)} from observation o where o.id = any (${[...ids]}::uuid[]) order by o.id`;

/** One page of an area's, in order of id, those that ended before `endedSince` left out. Reads observation_by_place. */
export const observationsOfArea = (
  sql: Sql,
  of: { area: string; after: string | null; limit: number; endedSince: Instant },
): Promise<ObservationRow[]> =>
  sql<ObservationRow[]>`
    select ${COLUMNS(sql)} from observation o
     where o.place >= ${of.area} and o.place < ${`${of.area}:`} and (${of.after}::uuid is null or o.id > ${of.after}::uuid)
       and o.person_key is not null and (o.ended_at is null or o.ended_at > ${of.endedSince} or ${KEPT(sql)})
     order by o.id limit ${of.limit}`;

/** Released but not followed up: somebody still has to call. */
const KEPT = (sql: Sql) => sql`o.state = 'RELEASED'`;

export async function countOfArea(sql: Sql, area: string, endedSince: Instant): Promise<number> {
  const [row] = await sql<{ n: number }[]>`
    select count(*)::int as n from observation o
     where o.place >= ${area} and o.place < ${`${area}:`} and o.person_key is not null
       and (o.ended_at is null or o.ended_at > ${endedSince} or ${KEPT(sql)})`;
  return row?.n ?? 0;
}

/** Of these persons: open ones, and those that ended lately; newest first. Reads observation_by_person. */
export const observationsOfPersons = (
  sql: Sql,
  personKeys: readonly string[],
  endedSince: Instant,
): Promise<ObservationRow[]> =>
  sql<ObservationRow[]>`
    select ${COLUMNS(sql)} from observation o
     where o.person_key = any (${[...personKeys]}::uuid[]) and (o.ended_at is null or o.ended_at > ${endedSince})
     order by o.filed_at desc limit 50`;

/** The person's open one. Reads observation_open_person. */
export async function openOf(sql: Sql, personKey: string): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select o.id from observation o where o.person_key = ${personKey} and ${OPEN(sql)} limit 1`;
  return row?.id ?? null;
}

export type NewObservation = {
  readonly county: string;
  readonly id: string;
  readonly personKey: string;
  readonly place: string;
  readonly householdKey: string | null;
  readonly type: ObservationType;
  readonly continues: string | null;
  readonly basis: Basis;
  readonly profileArea: string | null;
  readonly profileVersion: number;
  readonly dZero: string;
  readonly days: number;
  readonly isMinor: boolean;
  readonly dueAt: Instant;
  readonly evidenceId: string | null;
  readonly obstacles: readonly string[];
  readonly needs: readonly string[];
  readonly persons: number;
  readonly sealedNote: Uint8Array | null;
};

export async function insertObservation(sql: Sql, one: NewObservation, now: Instant): Promise<void> {
  await sql`
    insert into observation (county, id, person_key, place, household_key, type, continues, basis, profile_area, profile_version, d_zero, days,
                             is_minor, state, filed_at, due_at, evidence_id, obstacles, needs, persons, sealed_note, next_look_at)
    values (${one.county}, ${one.id}, ${one.personKey}, ${one.place}, ${one.householdKey}, ${one.type}, ${one.continues}, ${one.basis}, ${one.profileArea},
            ${one.profileVersion}, ${one.dZero}, ${one.days}, ${one.isMinor}, 'PROPOSED', ${now}, ${one.dueAt},
            ${one.evidenceId}, ${[...one.obstacles]}, ${[...one.needs]}, ${one.persons}, ${one.sealedNote}, ${now})`;
}

const FORGOTTEN = (sql: Sql) => sql`, sealed_phone = null, phone_key = null`;
/** Writes what the machine and the ladder know of an observation. Reads observation_pkey. */
export async function updateObservation(sql: Sql, row: ObservationRow): Promise<void> {
  await sql`
    update observation
       set state = ${row.state}, due_at = ${row.due_at}, days = ${row.days}, noticed_at = ${row.noticed_at},
           started_at = ${row.started_at}, teamed_at = ${row.teamed_at}, transfer_as = ${row.transfer_as},
           abnormal_since = ${row.abnormal_since}, transfer_since = ${row.transfer_since}, transfer_to = ${row.transfer_to},
           signed_at = ${row.signed_at}, signed_by = ${row.signed_by}, released_at = ${row.released_at},
           delivered_at = ${row.delivered_at}, followed_up_at = ${row.followed_up_at}, ended_at = ${row.ended_at},
           rung = ${row.rung}, exits = ${row.exits}, has_statement = ${row.has_statement},
           last_call_at = ${row.last_call_at}, last_visit_at = ${row.last_visit_at}, care_days = ${[...row.care_days]},
           needs = ${[...row.needs]}, evidence_id = ${row.evidence_id}, person_key = ${row.person_key}${row.person_key === null ? FORGOTTEN(sql) : sql``}
     where id = ${row.id} and county = ${row.county}`;
}

type RowId = Pick<ObservationRow, "id" | "county">;
export async function setNextLook(sql: Sql, row: RowId, at: Instant | null): Promise<void> {
  await sql`update observation set next_look_at = ${at} where id = ${row.id} and county = ${row.county}`;
}

/** Those whose time has come, locked, longest waiting first. Reads observation_next_look. */
export const lockDue = (sql: Sql, now: Instant, limit: number): Promise<ObservationRow[]> =>
  sql<ObservationRow[]>`
    select ${COLUMNS(sql)} from observation o where o.next_look_at <= ${now}
     order by o.next_look_at limit ${limit} for update skip locked`;

/** Erases everything that led to somebody who was not meant; the empty file stays for the count. */
export async function eraseContents(sql: Sql, { id, county }: Pick<ObservationRow, "id" | "county">): Promise<void> {
  await sql`delete from observation_check where observation_id = ${id} and county = ${county}`;
  await sql`delete from observation_line where observation_id = ${id} and county = ${county}`;
  await sql`delete from observation_document where observation_id = ${id} and county = ${county} and kind <> 'apology'`;
  await sql`delete from observation_order where observation_id = ${id} and county = ${county}`;
  await sql`
    update observation set household_key = null, sealed_note = null, needs = '{}', obstacles = '{}', evidence_id = null
     where id = ${id} and county = ${county}`;
}

export type CheckRow = {
  readonly observation_id: string;
  readonly id: string;
  readonly day: PlainDay;
  readonly part: Window;
  readonly at: Instant;
  readonly manner: string;
  readonly temperature_tenths: number;
  readonly symptoms: readonly string[];
  readonly is_abnormal: boolean;
};

/** All checks of these, oldest first: two a day for some 14 days. Reads observation_check_by_observation. */
export const checksOf = (sql: Sql, ids: readonly string[]): Promise<CheckRow[]> =>
  sql<CheckRow[]>`
    select observation_id, id, day, part, at, manner, temperature_tenths, symptoms, is_abnormal from observation_check
     where observation_id = any (${[...ids]}::uuid[]) order by observation_id, at, id`;

export async function insertCheck(
  sql: Sql,
  one: Omit<CheckRow, "observation_id"> & { county: string; observationId: string; byPost: string | null },
): Promise<boolean> {
  const rows = await sql`
    insert into observation_check (county, id, observation_id, day, part, at, manner, temperature_tenths, symptoms, is_abnormal, by_post)
    values (${one.county}, ${one.id}, ${one.observationId}, ${one.day}, ${one.part}, ${one.at}, ${one.manner},
            ${one.temperature_tenths}, ${[...one.symptoms]}, ${one.is_abnormal}, ${one.byPost})
        on conflict (id, county) do nothing returning 1`;
  return rows.length > 0;
}

export type LineRow = {
  readonly observation_id: string;
  readonly id: string;
  readonly at: Instant;
  readonly kind: LineKind;
  readonly by_role: string;
  readonly facts: Readonly<Record<string, unknown>>;
};

/** The last lines of these, newest first. Reads observation_line_by_observation. */
export const linesOf = (sql: Sql, ids: readonly string[], limit: number): Promise<LineRow[]> =>
  sql<LineRow[]>`
    select l.* from unnest(${[...ids]}::uuid[]) as wanted (id)
     cross join lateral (select observation_id, l.id, l.at, l.kind, l.by_role, l.facts from observation_line l
                          where l.observation_id = wanted.id order by l.at desc, l.id desc limit ${limit}) l`;

export async function insertLine(
  sql: Sql,
  one: {
    county: string;
    id: string;
    observationId: string;
    at: Instant;
    kind: LineKind;
    byRole: string;
    byPost: string | null;
    facts: Readonly<Record<string, unknown>>;
    sealed: Uint8Array | null;
  },
): Promise<void> {
  await sql`
    insert into observation_line (county, id, observation_id, at, kind, by_role, by_post, facts, sealed)
    values (${one.county}, ${one.id}, ${one.observationId}, ${one.at}, ${one.kind}, ${one.byRole}, ${one.byPost},
            ${sql.json(one.facts as never)}, ${one.sealed})`;
}

export type AlarmRow = {
  readonly observation_id: string;
  readonly kind: DutyKind;
  readonly subject: string;
  readonly due_at: Instant;
  readonly raised_at: Instant;
  readonly level: number;
};

/** The open alarms of these. Reads observation_alarm_open. */
export const alarmsOpen = (sql: Sql, ids: readonly string[]): Promise<AlarmRow[]> =>
  sql<AlarmRow[]>`
    select observation_id, kind, subject, due_at, raised_at, level from observation_alarm
     where observation_id = any (${[...ids]}::uuid[]) and cleared_at is null order by raised_at`;

/** Raises what is new, climbs what has grown, clears what is over. Says which are new. Reads observation_alarm_open. */
export async function syncAlarms(
  sql: Sql,
  of: Pick<ObservationRow, "id" | "county" | "place">,
  alarms: readonly Alarm[],
  now: Instant,
): Promise<string[]> {
  const kinds = alarms.map(({ kind }) => kind);
  const subjects = alarms.map(({ subject }) => subject);
  await sql`
    update observation_alarm a set cleared_at = ${now}
     where a.observation_id = ${of.id} and a.county = ${of.county} and a.cleared_at is null
       and not exists (select from unnest(${kinds}::text[], ${subjects}::text[]) as stands (kind, subject)
                        where stands.kind = a.kind and stands.subject = a.subject)`;
  const rows = await sql<{ kind: string; is_new: boolean }[]>`
    insert into observation_alarm as a (county, observation_id, kind, subject, place, due_at, raised_at, level)
    select ${of.county}, ${of.id}, kind, subject, ${of.place}, due_at, ${now}, level
      from unnest(${kinds}::text[], ${subjects}::text[], ${alarms.map(({ dueAt }) => new Date(dueAt).toISOString())}::timestamptz[],
                  ${alarms.map(({ level }) => level)}::int[]) as alarm (kind, subject, due_at, level)
        on conflict (observation_id, kind, subject, county) where cleared_at is null
        do update set level = excluded.level, due_at = excluded.due_at
    returning a.kind, a.raised_at = ${now} as is_new`;
  return rows.filter((row) => row.is_new).map((row) => row.kind);
}

/**
 * Is the person known in the actor's area: by a code, a task or a declaration there, under row-level security. Reads
 * code_current_pkey, task_by_person.
 */
export async function isKnownHere(sql: Sql, personKey: string): Promise<boolean> {
  const [row] = await sql<{ is_known: boolean }[]>`
    select exists (select from task where person_key = ${personKey})
        or exists (select from code_current where person_key = ${personKey}) as is_known`;
  return row?.is_known ?? false;
}
