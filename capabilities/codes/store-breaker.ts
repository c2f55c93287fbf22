/** SQL of the circuit breaker: limits, tallies, holds. */
import type { Instant } from "#kernel/time.ts";
import { HOUR, later } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import { plainColumn } from "./columns.ts";
import type { Limits } from "./rules/breaker.ts";

/** The limits in force. */
export async function limitsInForce(sql: Sql, at: Instant): Promise<{ version: number; document: Limits }> {
  const [row] = await sql<{ version: number; document: Limits }[]>`
    select version, document from recolouring_limit where published_at <= ${at} order by version desc limit 1`;
  if (!row) throw new Error("no limits of recolouring are published");
  return row;
}

/**
 * Holders of these places, and how many changed in the hour before. Counties are locked first, in order, so that two
 * batches of one county cannot both stay below its limit.
 */
export async function lockTallies(
  sql: Sql,
  counties: readonly string[],
  at: Instant,
): Promise<Map<string, { holders: number; changed: number }>> {
  await sql`
    select pg_advisory_xact_lock(6001, county::integer)
      from (select unnest(${plainColumn([...counties].sort())}::text::text[]) as county order by 1) as of_county`;
  const places = [...new Set(counties.flatMap((county) => [county, county.slice(0, 4), county.slice(0, 2)]))];
  const rows = await sql<{ place: string; holders: number; changed: number }[]>`
    select p.place,
           (select coalesce(sum(h.holders), 0)::bigint from holder_tally h where h.place = p.place) as holders,
           (select coalesce(sum(t.changed), 0)::bigint from recolouring_tally t
             where t.place = p.place and t.minute > ${later(at, -HOUR)}) as changed
      from unnest(${plainColumn(places)}::text::text[]) as p (place)`;
  return new Map(rows.map((row) => [row.place, row]));
}

export type HoldItem = { readonly evidenceId: string; readonly isWithdrawal: boolean; readonly personKey: string };

/** Opens a hold, or joins the open one of the place. */
export async function holdItems(
  sql: Sql,
  hold: {
    readonly id: string;
    readonly place: string;
    readonly cause: string;
    readonly wouldChange: number;
    readonly holders: number;
    readonly limit: number;
    readonly limitVersion: number;
    readonly at: Instant;
  },
  items: readonly HoldItem[],
): Promise<{ id: string; is_new: boolean }> {
  const [row] = await sql<{ id: string; is_new: boolean }[]>`
    select id, is_new
      from hold_recolouring(${hold.id}, ${hold.place}, ${hold.cause}, ${hold.wouldChange}, ${hold.holders}, ${hold.limit},
        ${hold.limitVersion}, ${plainColumn(items.map((one) => one.evidenceId))}::text::uuid[],
        ${plainColumn(items.map((one) => String(one.isWithdrawal)))}::text::boolean[],
        ${plainColumn(items.map((one) => one.personKey))}::text::uuid[], ${hold.at})`;
  if (!row) throw new Error("a hold was not kept");
  return row;
}

export type HoldRow = {
  readonly id: string;
  readonly place: string;
  readonly place_name: string | null;
  readonly cause: string;
  readonly opened_at: Instant;
  readonly would_change: number;
  readonly holders: number;
  readonly limit_persons: number;
  readonly limit_version: number;
  readonly state: "open" | "released" | "rejected";
  readonly ended_at: Instant | null;
  readonly items: number;
  readonly decisions: {
    decision: "release" | "reject";
    reason: string;
    by: string;
    organisation: string;
    at: string;
  }[];
};

/** Holds within the reader's area, open ones first, at most 100. */
export const holdsSeen = (sql: Sql): Promise<HoldRow[]> =>
  sql<HoldRow[]>`
    select h.*, p.name as place_name,
           (select count(*) from recolouring_hold_item i where i.hold_id = h.id)::bigint as items,
           coalesce((select jsonb_agg(jsonb_build_object('decision', d.decision, 'reason', d.reason, 'by', a.display_name,
                              'organisation', o.organisation, 'at', d.at) order by d.at)
                       from recolouring_hold_decision d join post o on o.id = d.post_id join account a on a.id = o.account_id
                      where d.hold_id = h.id), '[]') as decisions
      from recolouring_hold h left join place p on p.code = h.place
     order by h.state = 'open' desc, h.opened_at desc limit 100`;

/** One person's word on a hold: `released`, `rejected`, `open` (waits for the second), or why not. */
export async function decideHold(
  sql: Sql,
  said: { holdId: string; id: string; decision: "release" | "reject"; reason: string; at: Instant },
): Promise<string> {
  const [row] = await sql<{ answer: string }[]>`
    select decide_hold(${said.holdId}, ${said.id}, ${said.decision}, ${said.reason}, ${said.at}) as answer`;
  return row?.answer ?? "unknown";
}

/** Persons of a hold after `after`, in order of their keys. */
export async function personsOfHold(sql: Sql, holdId: string, after: string, limit: number): Promise<string[]> {
  const rows = await sql<{ person_key: string }[]>`
    select distinct person_key from recolouring_hold_item
     where hold_id = ${holdId} and person_key > ${after} order by person_key limit ${limit}`;
  return rows.map((row) => row.person_key);
}
