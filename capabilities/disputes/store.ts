import type {
  Consent,
  DisputeCategory,
  DisputeLevel,
  DisputeState,
  Form,
  Referral,
} from "#capabilities/disputes/rules/steps.ts";
import { afterArea } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type DisputeRow = {
  readonly county: string;
  readonly id: string;
  readonly place: string;
  readonly category: DisputeCategory;
  readonly state: DisputeState;
  readonly level: DisputeLevel;
  readonly sealed: Buffer;
  readonly found_at: Instant;
  readonly found_by: string;
  readonly consent_a: Consent | null;
  readonly consent_b: Consent | null;
  readonly mediator_post: string | null;
  readonly form: Form | null;
  readonly agreed_at: Instant | null;
  readonly signature_a: string | null;
  readonly signature_b: string | null;
  readonly court_until: Instant | null;
  readonly court_applied_on: string | null;
  readonly court_confirmed_on: string | null;
  readonly referred_to: Referral | null;
  readonly due_at: Instant | null;
  readonly ended_at: Instant | null;
  readonly escalated_to: string | null;
};

const columns = (sql: Sql) => sql`
  d.county, d.id, d.place, d.category, d.state, d.level, d.sealed, d.found_at, d.found_by, d.consent_a, d.consent_b,
  d.mediator_post, d.form, d.agreed_at, d.signature_a, d.signature_b, d.court_until, d.court_applied_on,
  d.court_confirmed_on, d.referred_to, d.due_at, d.ended_at, d.escalated_to`;

/** One dispute, locked against another step. Reads dispute_pkey. */
export async function lockDispute(sql: Sql, id: string): Promise<DisputeRow | null> {
  const [row] = await sql<DisputeRow[]>`select ${columns(sql)} from dispute d where d.id = ${id} for update`;
  return row ?? null;
}

export async function oneDispute(sql: Sql, id: string): Promise<DisputeRow | null> {
  const [row] = await sql<DisputeRow[]>`select ${columns(sql)} from dispute d where d.id = ${id}`;
  return row ?? null;
}

/** False: there is one of this id. */
export async function insertDispute(
  sql: Sql,
  row: Pick<DisputeRow, "county" | "id" | "place" | "category" | "sealed" | "found_at" | "found_by"> & {
    readonly keyId: string;
    readonly dueAt: Instant;
  },
): Promise<boolean> {
  const { count } = await sql`
    insert into dispute (county, id, place, category, state, level, sealed, key_id, found_at, found_by, due_at, look_at)
    values (${row.county}, ${row.id}, ${row.place}, ${row.category}, 'FOUND', 'grid', ${row.sealed}, ${row.keyId},
            ${row.found_at}, ${row.found_by}, ${row.dueAt}, ${row.dueAt})
        on conflict (id, county) do nothing`;
  return count === 1;
}

export type DisputeChange = Partial<
  Omit<DisputeRow, "county" | "id" | "place" | "found_at" | "found_by" | "category">
> & {
  readonly look_at?: Instant | null;
};

export async function updateDispute(
  sql: Sql,
  { county, id }: Pick<DisputeRow, "county" | "id">,
  change: DisputeChange,
): Promise<void> {
  await sql`
    update dispute set ${sql({ ...change } as Record<string, never>)}, version = version + 1
     where id = ${id} and county = ${county}`;
}

/** Open ones, what is due first, or ended ones, the latest first. Reads dispute_by_place. */
export const disputesIn = (
  sql: Sql,
  area: string,
  which: {
    readonly endedSince: Instant | null;
    readonly category: DisputeCategory | null;
    readonly level: DisputeLevel | null;
  },
): Promise<DisputeRow[]> => sql<DisputeRow[]>`
  select ${columns(sql)} from dispute d
   where d.place >= ${area} and d.place < ${afterArea(area)}
     and ${which.endedSince === null ? sql`d.ended_at is null` : sql`d.ended_at > ${which.endedSince}`}
     and (${which.category}::text is null or d.category = ${which.category})
     and (${which.level}::text is null or d.level = ${which.level})
   order by d.ended_at desc nulls first, d.due_at nulls last, d.id limit 200`;

export type Counts = {
  readonly found: number;
  readonly mediating: number;
  readonly agreed: number;
  readonly overdue: number;
  readonly performed: number;
  readonly failed: number;
};

/** Where the disputes of an area stand, and how those went that ended since. Reads dispute_by_place. */
export async function countsIn(
  sql: Sql,
  area: string,
  at: { readonly now: Instant; readonly endedSince: Instant },
): Promise<Counts> {
  const [row] = await sql<[Counts]>`
    select count(*) filter (where state = 'FOUND')::int as found,
           count(*) filter (where state in ('CONSENTED', 'MEDIATING'))::int as mediating,
           count(*) filter (where state in ('AGREED', 'CONFIRMED'))::int as agreed,
           count(*) filter (where ended_at is null and agreed_at is null and due_at <= ${at.now})::int as overdue,
           count(*) filter (where state = 'PERFORMED')::int as performed,
           count(*) filter (where state = 'FAILED')::int as failed
      from dispute
     where place >= ${area} and place < ${afterArea(area)} and (ended_at is null or ended_at > ${at.endedSince})`;
  return row;
}

const isOnPhone = (sql: Sql, area: string, since: Instant) => sql`
  d.place >= ${area} and d.place < ${afterArea(area)} and (d.ended_at is null or d.ended_at > ${since})`;

/** For phones: of an area, by ids or one page. Reads dispute_for_phones, dispute_pkey. */
export const disputesForPhones = (
  sql: Sql,
  of: { readonly area: string; readonly since: Instant },
  page: { readonly ids: readonly string[] } | { readonly after: string | null; readonly limit: number },
): Promise<DisputeRow[]> => sql<DisputeRow[]>`
  select ${columns(sql)} from dispute d
   where ${isOnPhone(sql, of.area, of.since)}
     and ${"ids" in page ? sql`d.id = any (${[...page.ids]}::uuid[])` : sql`(${page.after}::uuid is null or d.id > ${page.after}::uuid)`}
   order by d.id limit ${"ids" in page ? page.ids.length : page.limit}`;

export async function countForPhones(sql: Sql, area: string, since: Instant): Promise<number> {
  const [row] = await sql<
    [{ n: number }]
  >`select count(*)::int as n from dispute d where ${isOnPhone(sql, area, since)}`;
  return row.n;
}

/** Open ones whose level's time is over, locked; another process takes others. Reads dispute_to_look_at. */
export const dueDisputes = (sql: Sql, now: Instant, limit: number): Promise<DisputeRow[]> => sql<DisputeRow[]>`
  select ${columns(sql)} from dispute d where d.look_at <= ${now} order by d.look_at limit ${limit} for update skip locked`;
