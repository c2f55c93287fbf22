import type { Role } from "#kernel/actor.ts";
import { afterArea } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Turn, WithdrawReason } from "./rules/alarm.ts";

export type AlarmRow = {
  readonly county: string;
  readonly id: string;
  readonly kind: "alarm" | "withdraw";
  readonly because: WithdrawReason | null;
  readonly post_id: string;
  readonly place: string;
  readonly task_ids: readonly string[];
  readonly sealed_position: Buffer | null;
  readonly made_at: Instant;
  readonly received_at: Instant;
  readonly turn_of: string;
  readonly answer_by: Instant | null;
  readonly accepted_by: string | null;
  readonly accepted_at: Instant | null;
  readonly safe_at: Instant | null;
  readonly sealed_report: Buffer | null;
  readonly reported_at: Instant | null;
  readonly worker: string;
  readonly role: Role;
  readonly organisation: string;
  readonly accepted_by_name: string | null;
};

const alarms = (sql: Sql) => sql`
  select f.*, w.display_name as worker, p.role, p.organisation, h.display_name as accepted_by_name
    from field_alarm f
    join post p on p.id = f.post_id join account w on w.id = p.account_id
    left join post q on q.id = f.accepted_by left join account h on h.id = q.account_id`;

/** One alarm that the actor may see, locked when asked. Reads field_alarm_pkey. */
export async function alarmOf(sql: Sql, id: string, isLocked = false): Promise<AlarmRow | null> {
  const [row] = await sql<AlarmRow[]>`
    ${alarms(sql)} where f.id = ${id} ${isLocked ? sql`for update of f` : sql``}`;
  return row ?? null;
}

/** Alarms in an area: those that are open, then those since `since`. Reads field_alarm_by_place. */
export const alarmsIn = (sql: Sql, area: string, since: Instant, isOpenOnly: boolean): Promise<AlarmRow[]> =>
  sql<AlarmRow[]>`
    ${alarms(sql)}
     where f.place >= ${area} and f.place < ${afterArea(area)}
       and (f.closed_at is null or (${!isOpenOnly} and f.received_at >= ${since}))
     order by f.closed_at is not null, f.answer_by nulls last, f.received_at desc limit 100`;

/** A worker's own. Reads field_alarm_by_post. */
export const alarmsOfPost = (sql: Sql, postId: string, since: Instant): Promise<AlarmRow[]> =>
  sql<AlarmRow[]>`
    ${alarms(sql)} where f.post_id = ${postId} and f.received_at >= ${since} order by f.received_at desc limit 20`;

export async function insertAlarm(
  sql: Sql,
  row: Pick<AlarmRow, "id" | "kind" | "because" | "place" | "task_ids"> & {
    readonly postId: string;
    readonly madeAt: Instant;
    readonly now: Instant;
    readonly turn: Turn;
  },
): Promise<void> {
  await sql`
    insert into field_alarm (county, id, kind, because, post_id, place, task_ids, made_at, received_at, turn_of, answer_by)
    values (${row.place.slice(0, 6)}, ${row.id}, ${row.kind}, ${row.because}, ${row.postId}, ${row.place},
            ${[...row.task_ids]}::uuid[], ${row.madeAt}, ${row.now}, ${row.turn.turnOf}, ${row.turn.answerBy})`;
}

/** The lowest centre that covers a place and has an operator (desk_of, 0041). */
export async function deskFor(sql: Sql, place: string, now: Instant): Promise<string> {
  const [row] = await sql<{ desk: string }[]>`select desk_of(${place}, ${now}) as desk`;
  return row?.desk ?? place.slice(0, 6);
}

export async function setPosition(sql: Sql, id: string, sealed: Buffer): Promise<void> {
  await sql`update field_alarm set sealed_position = ${sealed} where id = ${id} and sealed_position is null`;
}

export async function setAccepted(sql: Sql, id: string, by: string, now: Instant): Promise<void> {
  await sql`update field_alarm set accepted_by = ${by}, accepted_at = ${now}, answer_by = null where id = ${id}`;
}

/** The first word that the worker is safe stands; closes what has its report. */
export async function setSafe(sql: Sql, id: string, by: string, now: Instant): Promise<void> {
  await sql`
    update field_alarm
       set safe_by = coalesce(safe_by, ${by}), safe_at = coalesce(safe_at, ${now}::timestamptz),
           closed_at = case when reported_at is null then null else coalesce(closed_at, ${now}::timestamptz) end
     where id = ${id}`;
}

export async function setReport(sql: Sql, id: string, sealed: Buffer, by: string, now: Instant): Promise<void> {
  await sql`
    update field_alarm
       set sealed_report = ${sealed}, reported_by = ${by}, reported_at = ${now},
           closed_at = case when safe_at is null then null else ${now}::timestamptz end
     where id = ${id}`;
}

/** Alarms whose time to answer is over, locked; others take other ones. Reads field_alarm_unanswered. */
export const overdueAlarms = (sql: Sql, now: Instant, limit: number) =>
  sql<{ id: string; place: string; turn_of: string; answer_by: Instant }[]>`
    select id, place, turn_of, answer_by from field_alarm
     where answer_by <= ${now} order by answer_by limit ${limit} for update skip locked`;

export async function setTurn(sql: Sql, id: string, turn: Turn): Promise<void> {
  await sql`update field_alarm set turn_of = ${turn.turnOf}, answer_by = ${turn.answerBy} where id = ${id}`;
}
