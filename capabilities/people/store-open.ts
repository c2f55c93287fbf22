import type { PlaceCode } from "#kernel/places.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type OpenedRow = {
  readonly outcome: "opened" | "not-recorded" | "no-open-task" | "not-found";
  readonly sealed: Uint8Array | null;
  readonly place: PlaceCode | null;
};

/** Calls open_identity() (0021), which checks as the transaction's actor and writes the audit entry. */
export async function callOpenIdentity(
  sql: Sql,
  of: {
    entryId: string;
    at: Instant;
    personKey: string;
    form: "masked" | "full";
    purpose: string | null;
    reason: string | null;
    taskId: string | null;
  },
): Promise<OpenedRow> {
  const [row] = await sql<OpenedRow[]>`
    select outcome, sealed, place
      from open_identity(${of.entryId}, ${isoInstant(of.at)}::timestamptz, ${of.personKey}, ${of.form}, ${of.purpose},
                         ${of.reason}, ${of.taskId})`;
  if (!row) throw new Error("open_identity gave no row");
  return row;
}

/** Auditors' posts whose area contains the place now. Reads post_by_area. */
export async function auditorsOver(sql: Sql, place: string, now: Instant): Promise<{ id: string; area: string }[]> {
  const areas = [2, 4, 6, 9, 12].filter((digits) => digits <= place.length).map((digits) => place.slice(0, digits));
  return sql<{ id: string; area: string }[]>`
    select id, area from post
     where area = any(${areas}::text[]) and role = 'auditor'
       and valid_from <= ${now} and (valid_until is null or valid_until > ${now})
     limit 200`;
}

export type OpeningRow = {
  readonly leaf_index: number;
  readonly at: Instant;
  readonly object_id: string;
  readonly display_name: string | null;
  readonly actor_role: string;
  readonly actor_area: string;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** Openings within an area, newest first, 50 a page. Reads audit_entry_openings. */
export async function openings(
  sql: Sql,
  of: { area: string; breakGlassOnly: boolean; before: number | null },
): Promise<OpeningRow[]> {
  return sql<OpeningRow[]>`
    select e.leaf_index, e.at, e.object_id, a.display_name, e.actor_role, e.actor_area, e.detail
      from audit_entry e left join post p on p.id = e.actor_post left join account a on a.id = p.account_id
     where e.action = 'identity.open' and (${of.before}::bigint is null or e.leaf_index < ${of.before}::bigint)
       and (e.place like ${`${of.area}%`} or e.actor_area like ${`${of.area}%`})
       and (not ${of.breakGlassOnly} or (e.detail ->> 'breakGlass')::boolean)
     order by e.leaf_index desc limit 50`;
}
