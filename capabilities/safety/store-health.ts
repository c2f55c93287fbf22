import { afterArea } from "#kernel/places.ts";
import { type Instant, instant, type PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Outcome } from "./rules/self-check.ts";

/** The post's own area and those of the posts for which it stood in. Reads absence_by_substitute. */
async function areasWorked(sql: Sql, postId: string, area: string, since: Instant): Promise<string[]> {
  const rows = await sql<{ area: string }[]>`
    select distinct p.area from absence a join post p on p.id = a.post_id
     where a.substitute_post_id = ${postId} and (a.until_at is null or a.until_at > ${since}) limit 50`;
  return [area, ...rows.map((row) => row.area)];
}

type Worked = { readonly postId: string; readonly area: string; readonly days: readonly PlainDay[] };

/**
 * Red subjects whom this post met at a door on these days, by its own reports. Reads visit_by_place: of each area and day the
 * reports are few.
 */
export async function countContacts(sql: Sql, { postId, area, days }: Worked): Promise<number> {
  const first = days[0];
  if (first === undefined) return 0;
  const areas = await areasWorked(sql, postId, area, instant(`${first}T00:00:00+08:00`));
  const [row] = await sql<{ n: number }[]>`
    select count(distinct v.person_key)::integer as n
      from unnest(${areas}::text[]) as a (area)
      join visit v on v.county = left(a.area, 6) and v.visited_on = any (${[...days]}::text[]::date[])
                  and v.place >= a.area and v.place < a.area || ':'
      join task t on t.id = v.task_id and t.county = v.task_county
     where v.by_post = ${postId} and v.manner = 'door' and v.persons_met > 0 and t.tier = 'red'
       and not exists (select from visit c where c.corrects = v.id and c.county = v.county)`;
  return row?.n ?? 0;
}

export type WorkRow = {
  readonly visited_at: Instant;
  readonly manner: "door" | "phone";
  readonly door_key: string;
  readonly services_done: number;
};

/** When and what this post reported on these days. Reads visit_by_place. */
export async function reportsOf(sql: Sql, { postId, area, days }: Worked): Promise<WorkRow[]> {
  const areas = await areasWorked(sql, postId, area, instant(`${days[0] ?? "2020-01-01"}T00:00:00+08:00`));
  return sql<WorkRow[]>`
    select v.visited_at, v.manner, v.door_key, cardinality(v.services_done) as services_done
      from unnest(${areas}::text[]) as a (area)
      join visit v on v.county = left(a.area, 6) and v.visited_on = any (${[...days]}::text[]::date[])
                  and v.place >= a.area and v.place < a.area || ':'
     where v.by_post = ${postId} and v.corrects is null limit 5000`;
}

export async function insertCheck(
  sql: Sql,
  row: {
    readonly id: string;
    readonly postId: string;
    readonly place: string;
    readonly day: PlainDay;
    readonly at: Instant;
    readonly sealed: Buffer;
    readonly contacts: number;
    readonly outcome: Outcome;
  },
): Promise<void> {
  await sql`
    insert into self_check (county, id, post_id, place, checked_on, checked_at, sealed, contacts, outcome)
    values (${row.place.slice(0, 6)}, ${row.id}, ${row.postId}, ${row.place}, ${row.day}::date, ${row.at}, ${row.sealed},
            ${Math.min(row.contacts, 1000)}, ${row.outcome})`;
}

/** The last self-check of a day. Reads self_check_by_post. */
export async function checkOf(sql: Sql, postId: string, day: PlainDay) {
  const [row] = await sql<{ outcome: Outcome; checked_at: Instant }[]>`
    select outcome, checked_at from self_check where post_id = ${postId} and checked_on = ${day}::date
     order by checked_at desc, id desc limit 1`;
  return row ?? null;
}

export const eraseChecksBefore = (sql: Sql, day: PlainDay): Promise<number> =>
  sql`delete from self_check where checked_on < ${day}::date`.then(({ count }) => count);

export type RestRow = {
  readonly county: string;
  readonly id: string;
  readonly post_id: string;
  readonly place: string;
  readonly because: "ill" | "exposed";
  readonly state: "proposed" | "resting";
  readonly proposed_at: Instant;
  readonly until_at: Instant | null;
  readonly substitute_post_id: string | null;
  readonly absence_id: string | null;
  readonly substitute: string | null;
};

const rests = (sql: Sql) => sql`
  select r.*, s.display_name as substitute
    from worker_rest r left join post p on p.id = r.substitute_post_id left join account s on s.id = p.account_id`;

/** The open rest of a post, locked. Reads worker_rest_open. */
export async function openRestOf(sql: Sql, postId: string): Promise<RestRow | null> {
  const [row] = await sql<RestRow[]>`
    ${rests(sql)} where r.post_id = ${postId} and r.state in ('proposed', 'resting') for update of r`;
  return row ?? null;
}

/** Reads worker_rest_pkey. */
export async function restOf(sql: Sql, id: string): Promise<RestRow | null> {
  const [row] = await sql<
    RestRow[]
  >`${rests(sql)} where r.id = ${id} and r.state in ('proposed', 'resting') for update of r`;
  return row ?? null;
}

export type SeenRest = RestRow & {
  readonly worker: string;
  readonly check_id: string | null;
  readonly sealed: Buffer | null;
  readonly contacts: number | null;
};

/** Who rests or may have to in an area, with the last self-check. Reads worker_rest_by_place, self_check_by_post. */
export const restsIn = (sql: Sql, area: string): Promise<SeenRest[]> => sql<SeenRest[]>`
  select r.*, w.display_name as worker, s.display_name as substitute, c.id as check_id, c.sealed, c.contacts
    from worker_rest r
    join post p on p.id = r.post_id join account w on w.id = p.account_id
    left join post q on q.id = r.substitute_post_id left join account s on s.id = q.account_id
    left join lateral (select k.id, k.sealed, k.contacts from self_check k where k.post_id = r.post_id
                        order by k.checked_on desc, k.checked_at desc, k.id desc limit 1) c on true
   where r.place >= ${area} and r.place < ${afterArea(area)} and r.state in ('proposed', 'resting')
   order by r.state, r.proposed_at limit 200`;

export async function insertRest(sql: Sql, row: Omit<RestRow, "county" | "substitute">): Promise<void> {
  await sql`
    insert into worker_rest (county, id, post_id, place, because, state, proposed_at, until_at, substitute_post_id, absence_id)
    values (${row.place.slice(0, 6)}, ${row.id}, ${row.post_id}, ${row.place}, ${row.because}, ${row.state},
            ${row.proposed_at}, ${row.until_at}, ${row.substitute_post_id}, ${row.absence_id})`;
}

export async function setRest(
  sql: Sql,
  id: string,
  to: {
    readonly state: "resting" | "fit" | "not-needed";
    readonly because: "ill" | "exposed";
    readonly until: Instant | null;
    readonly absenceId: string | null;
    readonly by: string | null;
    readonly now: Instant;
  },
): Promise<void> {
  await sql`
    update worker_rest set state = ${to.state}, because = ${to.because}, until_at = ${to.until}, absence_id = ${to.absenceId},
           decided_by = ${to.by}, decided_at = ${to.now}
     where id = ${id}`;
}

/**
 * Who could stand in: of the same role, on duty, nearest first (same village, then township), then with the fewest open
 * tasks. Reads post_by_area, task_by_holder.
 */
export async function substituteFor(sql: Sql, postId: string, now: Instant): Promise<string | null> {
  const [row] = await sql<{ id: string }[]>`
    select p.id from post me
      join post p on p.role = me.role and p.account_id <> me.account_id
                 and p.area >= left(me.area, 9) and p.area < left(me.area, 9) || ':'
     where me.id = ${postId} and p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now})
       and not exists (select from absence a where a.post_id = p.id and a.from_at <= ${now}
                                               and (a.until_at is null or a.until_at > ${now}))
     order by left(p.area, 12) <> left(me.area, 12),
              (select count(*) from task t where t.holder_post = p.id and t.ended_at is null), p.id
     limit 1`;
  return row?.id ?? null;
}

/* ---- The worker's own key, and cases among workers ---- */

export async function putKey(sql: Sql, accountId: string, personKey: string, now: Instant): Promise<void> {
  await sql`delete from worker_key where account_id = ${accountId}`;
  await sql`
    insert into worker_key (person_key, account_id, consented_at) values (${personKey}, ${accountId}, ${now})`;
}

export async function dropKey(sql: Sql, accountId: string): Promise<void> {
  await sql`delete from worker_key where account_id = ${accountId}`;
}

/** Reads worker_key_account_id_key. */
export async function hasKey(sql: Sql, accountId: string): Promise<boolean> {
  return (await sql`select from worker_key where account_id = ${accountId}`).length > 0;
}

/**
 * Notes workers whom the health department's feed names as cases: the rule `case` of an assessment, by the key that the
 * worker gave. Reads assessment_result_pkey, a row a key.
 */
export const noteCases = (sql: Sql, now: Instant): Promise<{ account_id: string; place: string }[]> =>
  sql<{ account_id: string; place: string }[]>`
    insert into worker_case (county, account_id, place, found_at)
    select distinct on (k.account_id) left(p.area, 6), k.account_id, p.area, ${now}::timestamptz
      from worker_key k
      join post p on p.account_id = k.account_id and p.role in ('grid-leader', 'grid-worker', 'police-officer', 'health-worker')
       and p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now})
     where exists (select from assessment_result r where r.person_key = k.person_key and 'case' = any (r.rules))
       and not exists (select from worker_case c where c.account_id = k.account_id)
     order by k.account_id, p.area
        on conflict do nothing returning account_id, place`;

/** The field posts that an account holds now. Reads post_by_account. */
export const fieldPostsOf = (sql: Sql, accountId: string, now: Instant): Promise<{ id: string; area: string }[]> =>
  sql<{ id: string; area: string }[]>`
    select p.id, p.area from post p
     where p.account_id = ${accountId} and p.role in ('grid-leader', 'grid-worker', 'police-officer', 'health-worker')
       and p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now})`;
