import type { Database, Sql } from "#platform/database.ts";

/** The epoch of the account's sessions, or null when there is no such account. */
export async function epochOfResident(sql: Database | Sql, residentId: string): Promise<number | null> {
  const [row] = await sql<{ epoch: number }[]>`select epoch from resident where id = ${residentId}`;
  return row?.epoch ?? null;
}
