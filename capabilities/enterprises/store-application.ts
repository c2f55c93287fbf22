import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { EnterpriseKind } from "./rules/kinds.ts";
import type { Content } from "./rules/plan.ts";
import type { Mode, State } from "./rules/steps.ts";

export type ApplicationRow = {
  readonly county: string;
  readonly id: string;
  readonly enterprise_id: string;
  readonly place: string;
  readonly mode: Mode;
  readonly state: State;
  readonly version: number;
  readonly content: Content;
  readonly roster_count: number;
  readonly submitted_at: Instant | null;
  readonly state_since: Instant;
  readonly due_at: Instant | null;
  readonly site_check: "done" | "missed" | null;
  readonly escalated_to: string | null;
  readonly is_silent: boolean;
  readonly conditions: string | null;
  readonly reason: string | null;
  readonly helper_name: string | null;
  readonly helper_phone: string | null;
};

/** The latest application of an enterprise that the actor may see, or null; locked when it is to be changed. */
export async function latestApplication(
  sql: Sql,
  enterpriseId: string,
  isLocked = false,
): Promise<ApplicationRow | null> {
  const [row] = await sql<ApplicationRow[]>`
    select county, id, enterprise_id, place, mode, state, version, content, roster_count, submitted_at, state_since,
           due_at, site_check, escalated_to, is_silent, conditions, reason, helper_name, helper_phone
      from resumption where enterprise_id = ${enterpriseId}
     order by created_at desc, id desc limit 1 ${isLocked ? sql`for update` : sql``}`;
  return row ?? null;
}

export async function insertApplication(
  sql: Sql,
  row: { county: string; id: string; enterpriseId: string; place: string; content: Content; now: Instant },
): Promise<void> {
  await sql`
    insert into resumption (county, id, enterprise_id, place, mode, state, content, created_at, state_since)
    values (${row.county}, ${row.id}, ${row.enterpriseId}, ${row.place}, 'approval', 'draft',
            ${sql.json(row.content as never)}, ${row.now}, ${row.now})`;
}

export type ApplicationChange = Partial<{
  readonly content: Content;
  readonly state: State;
  readonly mode: Mode;
  readonly place: string;
  readonly state_since: Instant;
  readonly due_at: Instant | null;
  readonly look_at: Instant | null;
  readonly submitted_at: Instant;
  readonly roster_count: number;
  readonly site_check: "done" | "missed" | null;
  readonly escalated_to: string | null;
  readonly is_silent: boolean;
  readonly conditions: string | null;
  readonly reason: string | null;
  readonly helper_name: string;
  readonly helper_phone: string;
  readonly helper_by: string;
}>;

/** Changes a locked application and raises its version. */
export async function updateApplication(
  sql: Sql,
  { id, county, version }: Pick<ApplicationRow, "id" | "county" | "version">,
  change: ApplicationChange,
): Promise<void> {
  const { content, ...rest } = change;
  const kept = content === undefined ? {} : { content: sql.json(content as never) };
  const row = { ...rest, ...kept, version: version + 1 };
  await sql`update resumption set ${sql(row as never)} where id = ${id} and county = ${county}`;
}

export async function insertVersion(
  sql: Sql,
  row: { county: string; id: string; version: number; content: Content; now: Instant; by: string },
): Promise<void> {
  await sql`
    insert into resumption_version (county, resumption_id, version, content, saved_at, saved_by)
    values (${row.county}, ${row.id}, ${row.version}, ${sql.json(row.content as never)}, ${row.now}, ${row.by})`;
}

export type EventRow = {
  readonly at: Instant;
  readonly kind: string;
  readonly by_post: string | null;
  readonly by_resident: string | null;
  readonly reason: string | null;
};

export async function insertEvent(
  sql: Sql,
  row: EventRow & { county: string; id: string; resumptionId: string; detail: Readonly<Record<string, unknown>> },
): Promise<void> {
  await sql`
    insert into resumption_event (county, id, resumption_id, at, kind, by_post, by_resident, reason, detail)
    values (${row.county}, ${row.id}, ${row.resumptionId}, ${row.at}, ${row.kind}, ${row.by_post}, ${row.by_resident},
            ${row.reason}, ${sql.json(row.detail as never)})`;
}

/** What happened, oldest first; at most 200. */
export const eventsOf = (sql: Sql, resumptionId: string): Promise<EventRow[]> => sql<EventRow[]>`
  select at, kind, by_post, by_resident, reason from resumption_event
   where resumption_id = ${resumptionId} order by at, id limit 200`;

export type ProblemRow = {
  readonly county: string;
  readonly id: string;
  readonly text: string;
  readonly raised_at: Instant;
  readonly due_on: string;
  readonly mended_at: Instant | null;
  readonly mended_note: string | null;
  readonly closed_at: Instant | null;
};

/** Problems of an application, open ones first; at most 200; or one of them. */
export const problemsOf = (sql: Sql, resumptionId: string, id: string | null = null): Promise<ProblemRow[]> => sql<
  ProblemRow[]
>`
  select county, id, text, raised_at, due_on, mended_at, mended_note, closed_at from resumption_problem
   where resumption_id = ${resumptionId} and (${id}::uuid is null or id = ${id}::uuid)
   order by closed_at is not null, raised_at, id limit 200`;

export async function insertProblem(
  sql: Sql,
  row: {
    county: string;
    id: string;
    resumptionId: string;
    text: string;
    now: Instant;
    by: string | null;
    dueOn: string;
  },
): Promise<void> {
  await sql`
    insert into resumption_problem (county, id, resumption_id, text, raised_at, raised_by, due_on)
    values (${row.county}, ${row.id}, ${row.resumptionId}, ${row.text}, ${row.now}, ${row.by}, ${row.dueOn})`;
}

export async function setMended(sql: Sql, { id, county }: ProblemRow, now: Instant, note: string): Promise<void> {
  await sql`
    update resumption_problem set mended_at = ${now}, mended_note = ${note}
     where id = ${id} and county = ${county} and closed_at is null`;
}

export async function setClosed(sql: Sql, { id, county }: ProblemRow, now: Instant, by: string): Promise<void> {
  await sql`
    update resumption_problem set closed_at = ${now}, closed_by = ${by}
     where id = ${id} and county = ${county} and closed_at is null`;
}

export type PhotoRow = {
  readonly county: string;
  readonly id: string;
  readonly item: string;
  readonly media_type: string;
  readonly bytes: number;
  readonly taken_by: "enterprise" | "township";
  readonly at: Instant;
};

/** Photos that were not removed, oldest first; the pictures themselves stay where they are. */
export const photosOf = (sql: Sql, resumptionId: string): Promise<PhotoRow[]> => sql<PhotoRow[]>`
  select county, id, item, media_type, bytes, taken_by, at from resumption_photo
   where resumption_id = ${resumptionId} and removed_at is null order by at, id limit 50`;

export async function insertPhoto(
  sql: Sql,
  row: PhotoRow & { resumptionId: string; sealed: Buffer; keyId: string },
): Promise<void> {
  await sql`
    insert into resumption_photo (county, id, resumption_id, item, media_type, bytes, sealed, key_id, taken_by, at)
    values (${row.county}, ${row.id}, ${row.resumptionId}, ${row.item}, ${row.media_type}, ${row.bytes}, ${row.sealed},
            ${row.keyId}, ${row.taken_by}, ${row.at})`;
}

export async function removePhotoRow(sql: Sql, resumptionId: string, id: string, now: Instant): Promise<boolean> {
  const done = await sql`
    update resumption_photo set removed_at = ${now}
     where id = ${id} and resumption_id = ${resumptionId} and taken_by = 'enterprise' and removed_at is null`;
  return done.count === 1;
}

/** One photo sealed, of an application of this enterprise; null when there is none. */
export async function sealedPhoto(
  sql: Sql,
  enterpriseId: string,
  id: string,
): Promise<{ sealed: Uint8Array; media_type: string; place: string } | null> {
  const [row] = await sql<{ sealed: Uint8Array; media_type: string; place: string }[]>`
    select p.sealed, p.media_type, r.place from resumption_photo p join resumption r on r.id = p.resumption_id
     where p.id = ${id} and r.enterprise_id = ${enterpriseId} and p.removed_at is null`;
  return row ?? null;
}

/** How the county takes applications today; approval when it never said. */
export async function policyOf(sql: Sql, county: string): Promise<{ mode: Mode; reason: string | null }> {
  const [row] = await sql<{ mode: Mode; reason: string | null }[]>`
    select mode, reason from resumption_policy where county = ${county} order by at desc limit 1`;
  return row ?? { mode: "approval", reason: null };
}

export async function insertPolicy(
  sql: Sql,
  row: { county: string; at: Instant; mode: Mode; by: string; reason: string },
): Promise<void> {
  await sql`
    insert into resumption_policy (county, at, mode, by_post, reason)
    values (${row.county}, ${row.at}, ${row.mode}, ${row.by}, ${row.reason})`;
}

export type DueRow = ApplicationRow & { readonly kind: EnterpriseKind };

/** Applications whose clock is due, locked; several processes take different ones. Reads resumption_to_look_at. */
export const lockDue = (sql: Sql, now: Instant, limit: number): Promise<DueRow[]> => sql<DueRow[]>`
  select r.county, r.id, r.enterprise_id, r.place, r.mode, r.state, r.version, r.content, r.roster_count, r.submitted_at,
         r.state_since, r.due_at, r.site_check, r.escalated_to, r.is_silent, r.conditions, r.reason, r.helper_name,
         r.helper_phone, e.kind
    from resumption r join enterprise e on e.id = r.enterprise_id
   where r.look_at <= ${now} order by r.look_at limit ${limit} for update of r skip locked`;

/** The persons that the managers themselves are: whom to tell. */
export const managersPersons = (sql: Sql, enterpriseId: string): Promise<{ person_key: string }[]> => sql<
  { person_key: string }[]
>`
  select p.person_key from enterprise_manager m
    join resident_person p on p.resident_id = m.resident_id and p.relation = 'self' and p.ended_at is null
   where m.enterprise_id = ${enterpriseId} and m.ended_at is null`;
