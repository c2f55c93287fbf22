import type { Sql } from "#platform/database.ts";

/** Does the account act for this person? Reads resident_person_pkey. */
export async function isOfAccount(sql: Sql, residentId: string, personKey: string): Promise<boolean> {
  const rows = await sql`
    select from resident_person where resident_id = ${residentId} and person_key = ${personKey} and ended_at is null`;
  return rows.length > 0;
}
