/** Who is asked by robot or by text, how often, and which answer belongs to whom. All of it as the clockwork. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Window } from "./rules/profile.ts";
import type { Reach } from "./rules/robot.ts";

export type Wanted = {
  readonly id: string;
  readonly county: string;
  readonly place: string;
  readonly sealed_phone: Uint8Array;
};

/**
 * Whose check of this half day is neither taken nor given up, and who was not asked since `notSince`, nor his last answer came
 * since `pauseSince`. Reads observation_reach, observation_call_pkey, observation_check_by_observation.
 */
export const wanted = (
  sql: Sql,
  of: {
    readonly reach: Exclude<Reach, "people">;
    readonly day: string;
    readonly part: Window;
    readonly tries: number;
    readonly notSince: Instant;
    readonly pauseSince: Instant;
    readonly limit: number;
  },
): Promise<Wanted[]> =>
  sql<Wanted[]>`
    select o.id, o.county, o.place, o.sealed_phone
      from observation o
      left join observation_call c
        on c.observation_id = o.id and c.county = o.county and c.day = ${of.day} and c.part = ${of.part}
     where o.reach = ${of.reach} and o.reach <> 'people' and o.sealed_phone is not null and o.started_at is not null
       and o.state in ('PROPOSED', 'NOTICED', 'ACTIVE', 'ABNORMAL', 'COMPLETED_PENDING_SIGN') and not o.is_minor and o.type = 'home'
       and not exists (select from observation_check k
                        where k.observation_id = o.id and k.county = o.county and k.day = ${of.day} and k.part = ${of.part})
       and (c.observation_id is null
            or (c.ended_at is null and c.tries < ${of.tries}
                and case when c.answered_at >= c.given_at then c.answered_at <= ${of.pauseSince}
                         else c.given_at <= ${of.notSince} end))
     order by o.county, o.id limit ${of.limit}
       for update of o skip locked`;

/** Gives a call out under a new token; `counts`: it is a try by itself (a message). Reads observation_call_pkey. */
export async function giveOut(
  sql: Sql,
  one: Pick<Wanted, "id" | "county"> & { readonly day: string; readonly part: Window; readonly token: string },
  of: { readonly now: Instant; readonly counts: boolean },
): Promise<void> {
  const tries = of.counts ? 1 : 0;
  await sql`
    insert into observation_call (county, observation_id, day, part, token, given_at, tries)
    values (${one.county}, ${one.id}, ${one.day}, ${one.part}, ${one.token}, ${of.now}, ${tries})
    on conflict (observation_id, county, day, part)
    do update set token = excluded.token, given_at = excluded.given_at, tries = observation_call.tries + ${tries}`;
}

export type CallRow = {
  readonly county: string;
  readonly observation_id: string;
  readonly day: string;
  readonly part: Window;
  readonly tries: number;
  readonly given_at: Instant;
  readonly answered_at: Instant | null;
  readonly ended_at: Instant | null;
};

/** The call of a token, locked. Reads observation_call_by_token. */
export async function callOf(sql: Sql, token: string): Promise<CallRow | null> {
  const [row] = await sql<CallRow[]>`
    select county, observation_id, day::text as day, part, tries, given_at, answered_at, ended_at
      from observation_call where token = ${token} for update`;
  return row ?? null;
}

/** Notes how a call went. Reads observation_call_pkey. */
export async function noteAnswer(
  sql: Sql,
  row: CallRow,
  of: { readonly now: Instant; readonly tries: number; readonly isOver: boolean },
): Promise<void> {
  await sql`
    update observation_call
       set answered_at = ${of.now}, tries = ${of.tries}, ended_at = ${of.isOver ? of.now : null}
     where observation_id = ${row.observation_id} and day = ${row.day} and part = ${row.part} and county = ${row.county}`;
}

/** How the person is asked from now on. Reads observation_pkey. */
export async function setReach(
  sql: Sql,
  row: { readonly id: string; readonly county: string },
  of: { readonly reach: Reach; readonly sealedPhone: Uint8Array | null; readonly phoneKey: string | null },
): Promise<void> {
  await sql`
    update observation set reach = ${of.reach}, sealed_phone = ${of.sealedPhone}, phone_key = ${of.phoneKey}
     where id = ${row.id} and county = ${row.county}`;
}

/** The open one that is asked by text at this number. Reads observation_phone. */
export async function askedAt(sql: Sql, phoneKey: string): Promise<{ id: string } | null> {
  const [row] = await sql<{ id: string }[]>`
    select id from observation
     where phone_key = ${phoneKey} and reach = 'text'
       and state in ('PROPOSED', 'NOTICED', 'ACTIVE', 'ABNORMAL', 'COMPLETED_PENDING_SIGN') limit 1`;
  return row ?? null;
}
