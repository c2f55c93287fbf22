import type { ServiceKind } from "#capabilities/services/rules/kinds.ts";
import type { Confirmation, ServiceOnly, ServiceState } from "#capabilities/services/rules/states.ts";
import { afterArea } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type Source = "resident" | "worker" | "observation";

export type RequestRow = {
  readonly county: string;
  readonly id: string;
  readonly place: string;
  readonly kind: ServiceKind;
  readonly state: ServiceState;
  readonly sealed: Buffer;
  readonly source: Source;
  readonly source_id: string | null;
  readonly household_key: string | null;
  readonly person_key: string | null;
  readonly asked_by_post: string | null;
  readonly asked_by_resident: string | null;
  readonly may_volunteer: boolean;
  readonly is_contactless: boolean;
  readonly asked_at: Instant;
  readonly due_at: Instant;
  readonly owner_post: string | null;
  readonly asked_volunteer: string | null;
  readonly taken_by_post: string | null;
  readonly taken_by_volunteer: string | null;
  readonly taken_at: Instant | null;
  readonly delivered_at: Instant | null;
  readonly confirmed_at: Instant | null;
  readonly confirmed_how: Confirmation | null;
  readonly signature: string | null;
  readonly reopened: number;
  readonly escalated_to: string | null;
  readonly ended_at: Instant | null;
  /** Of who took it: the holder's name, or the volunteer's number. */
  readonly taker_name: string | null;
};

/** A volunteer's number is read past the policy of his row: whoever sees the request may know who comes. */
const columns = (sql: Sql) => sql`
  r.county, r.id, r.place, r.kind, r.state, r.sealed, r.source, r.source_id, r.household_key, r.person_key, r.asked_by_post,
  r.asked_by_resident, r.may_volunteer, r.is_contactless, r.asked_at, r.due_at, r.owner_post, r.asked_volunteer,
  r.taken_by_post, r.taken_by_volunteer, r.taken_at, r.delivered_at, r.confirmed_at, r.confirmed_how, r.signature,
  r.reopened, r.escalated_to, r.ended_at,
  coalesce((select a.display_name from post p join account a on a.id = p.account_id where p.id = r.taken_by_post),
           volunteer_number(r.taken_by_volunteer)) as taker_name`;

/** One request, locked against another step. Reads service_request_pkey. */
export async function lockRequest(sql: Sql, id: string): Promise<RequestRow | null> {
  const [row] = await sql<RequestRow[]>`
    select ${columns(sql)} from service_request r where r.id = ${id} for update of r`;
  return row ?? null;
}

export async function oneRequest(sql: Sql, id: string): Promise<RequestRow | null> {
  const [row] = await sql<RequestRow[]>`select ${columns(sql)} from service_request r where r.id = ${id}`;
  return row ?? null;
}

export type NewRequest = Pick<
  RequestRow,
  | "county"
  | "id"
  | "place"
  | "kind"
  | "sealed"
  | "source"
  | "source_id"
  | "household_key"
  | "person_key"
  | "asked_by_post"
  | "asked_by_resident"
  | "may_volunteer"
  | "is_contactless"
  | "asked_at"
  | "due_at"
> & { readonly key_id: string };

/** False: there is one of this id. The owner is who holds what belongs to the place now: a worker, or nobody. */
export async function insertRequest(sql: Sql, row: NewRequest, now: Instant): Promise<boolean> {
  const { count } = await sql`
    insert into service_request (county, id, place, kind, state, sealed, key_id, source, source_id, household_key,
                                 person_key, asked_by_post, asked_by_resident, may_volunteer, is_contactless, asked_at,
                                 due_at, owner_post, look_at)
    values (${row.county}, ${row.id}, ${row.place}, ${row.kind}, 'REQUESTED', ${row.sealed}, ${row.key_id}, ${row.source},
            ${row.source_id}, ${row.household_key}, ${row.person_key}, ${row.asked_by_post}, ${row.asked_by_resident},
            ${row.may_volunteer}, ${row.is_contactless}, ${row.asked_at}, ${row.due_at},
            (select holder_post from holders_of(${[row.place]}::text[], ${now})), ${row.due_at})
        on conflict (id, county) do nothing`;
  return count === 1;
}

export type RequestChange = Partial<
  Pick<
    RequestRow,
    | "state"
    | "due_at"
    | "asked_volunteer"
    | "taken_by_post"
    | "taken_by_volunteer"
    | "taken_at"
    | "delivered_at"
    | "confirmed_at"
    | "confirmed_how"
    | "signature"
    | "reopened"
    | "escalated_to"
    | "ended_at"
  >
> & { readonly look_at?: Instant | null; readonly confirmed_by_post?: string | null };

export async function updateRequest(sql: Sql, { county, id }: RequestRow, change: RequestChange): Promise<void> {
  await sql`
    update service_request set ${sql({ ...change } as Record<string, never>)}, version = version + 1
     where id = ${id} and county = ${county}`;
}

/** As the counts beside the list say it (countsIn; store-goods.ts, goodsCountsIn). Reads service_goods_pkey. */
function only(sql: Sql, what: ServiceOnly | null, now: Instant) {
  const goods = sql`select from service_goods g where g.request_id = r.id and g.county = r.county`;
  switch (what) {
    case null:
      return sql`true`;
    case "overdue":
      return sql`r.state in ('REQUESTED', 'TAKEN') and r.due_at <= ${now}`;
    case "unconfirmed":
      return sql`r.state = 'DELIVERED'`;
    case "unallotted":
      return sql`r.ended_at is null and exists (${goods} and g.allotted is null)`;
    case "toReturn":
      return sql`r.state = 'WITHDRAWN' and exists (${goods} and g.allotted > 0 and g.returned is null)`;
  }
}

/** Open or ended requests of an area, or only some of them. Reads service_request_by_place. */
export const requestsIn = (
  sql: Sql,
  area: string,
  which: { readonly endedSince: Instant | null; readonly only: ServiceOnly | null; readonly now: Instant },
): Promise<RequestRow[]> => sql<RequestRow[]>`
  select ${columns(sql)} from service_request r
   where r.place >= ${area} and r.place < ${afterArea(area)} and ${only(sql, which.only, which.now)}
     and (r.ended_at is null and ${which.endedSince}::timestamptz is null or r.ended_at > ${which.endedSince}::timestamptz)
   order by r.ended_at desc nulls first, r.due_at, r.id limit 200`;

export async function countsIn(
  sql: Sql,
  area: string,
  now: Instant,
): Promise<{ readonly open: number; readonly overdue: number; readonly unconfirmed: number }> {
  const [row] = await sql<[{ open: number; overdue: number; unconfirmed: number }]>`
    select count(*) filter (where state in ('REQUESTED', 'TAKEN'))::int as open,
           count(*) filter (where state in ('REQUESTED', 'TAKEN') and due_at <= ${now})::int as overdue,
           count(*) filter (where state = 'DELIVERED')::int as unconfirmed
      from service_request where place >= ${area} and place < ${afterArea(area)} and ended_at is null`;
  return row;
}

/** For phones: of an area, by ids or one page. Reads service_request_for_phones, service_request_pkey. */
export const requestsForPhones = (
  sql: Sql,
  area: string,
  since: Instant,
  of: { readonly ids: readonly string[] } | { readonly after: string | null; readonly limit: number },
): Promise<RequestRow[]> =>
  "ids" in of
    ? sql<RequestRow[]>`
        select ${columns(sql)} from service_request r
         where r.id = any (${[...of.ids]}::uuid[]) and r.place >= ${area} and r.place < ${afterArea(area)}
           and (r.ended_at is null or r.ended_at > ${since})`
    : sql<RequestRow[]>`
        select ${columns(sql)} from service_request r
         where r.place >= ${area} and r.place < ${afterArea(area)} and (r.ended_at is null or r.ended_at > ${since})
           and (${of.after}::uuid is null or r.id > ${of.after}::uuid)
         order by r.id limit ${of.limit}`;

export async function countForPhones(sql: Sql, area: string, since: Instant): Promise<number> {
  const [row] = await sql<[{ n: number }]>`
    select count(*)::int as n from service_request
     where place >= ${area} and place < ${afterArea(area)} and (ended_at is null or ended_at > ${since})`;
  return row.n;
}

/** Of a source's record, a household or a person, newest first. Reads the index of each. */
export const requestsOf = (
  sql: Sql,
  of: { readonly sourceId: string } | { readonly householdKey: string } | { readonly personKey: string },
): Promise<RequestRow[]> => sql<RequestRow[]>`
  select ${columns(sql)} from service_request r
   where ${"sourceId" in of ? sql`r.source_id = ${of.sourceId}` : "householdKey" in of ? sql`r.household_key = ${of.householdKey}` : sql`r.person_key = ${of.personKey}`}
   order by r.asked_at desc, r.id desc limit 100`;

/** What a resident asked for, newest first. Reads service_request_by_resident. */
export const requestsOfResident = (sql: Sql, residentId: string): Promise<RequestRow[]> => sql<RequestRow[]>`
  select ${columns(sql)} from service_request r
   where r.asked_by_resident = ${residentId} order by r.asked_at desc, r.id desc limit 50`;

/** Open to a volunteer who serves at these places: what he was asked to do first. Reads service_request_by_place. */
export const requestsForVolunteer = (
  sql: Sql,
  of: { readonly place: string; readonly volunteerId: string },
): Promise<RequestRow[]> => sql<RequestRow[]>`
  select ${columns(sql)} from service_request r
   where (r.state = 'REQUESTED' and r.may_volunteer and r.place >= ${of.place} and r.place < ${afterArea(of.place)})
      or (r.taken_by_volunteer = ${of.volunteerId} and r.ended_at is null)
   order by (r.taken_by_volunteer = ${of.volunteerId}) desc nulls last,
            (r.asked_volunteer = ${of.volunteerId}) desc nulls last, r.due_at, r.id
   limit 100`;

/** Errands in hand of each volunteer. Reads service_request_by_volunteer. */
export async function errandsInHand(sql: Sql, volunteerIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<{ id: string; n: number }[]>`
    select taken_by_volunteer as id, count(*)::int as n from service_request
     where taken_by_volunteer = any (${[...volunteerIds]}::uuid[]) and state = 'TAKEN' group by 1`;
  return new Map(rows.map(({ id, n }) => [id, n]));
}

/** What a volunteer has taken and not brought yet. Reads service_request_by_volunteer. */
export async function takenBy(sql: Sql, volunteerId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from service_request where taken_by_volunteer = ${volunteerId} and state = 'TAKEN' order by id`;
  return rows.map(({ id }) => id);
}

/** Is there such a volunteer for this place, who has not withdrawn? Reads volunteer_pkey. */
export async function servesAt(sql: Sql, volunteerId: string, place: string): Promise<boolean> {
  const rows = await sql`
    select from volunteer where id = ${volunteerId} and withdrawn_at is null and starts_with(${place}, place)`;
  return rows.length > 0;
}

/** Whose registration it is. Reads volunteer_pkey. */
export async function residentOfVolunteer(sql: Sql, volunteerId: string): Promise<string | null> {
  const [row] = await sql<{ resident_id: string }[]>`
    select resident_id from volunteer where id = ${volunteerId} and withdrawn_at is null`;
  return row?.resident_id ?? null;
}
