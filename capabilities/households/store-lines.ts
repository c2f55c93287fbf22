/** SQL of people as lines of an approved list. Row-level security: the place of the stay. */
import type { Sql } from "#platform/database.ts";
import { inside, type PersonRow, personColumns, type StayRow } from "./store-people.ts";

const staying = (sql: Sql, { area, day }: { readonly area: string; readonly day: string }) => sql`
  from stay s join register_person p on p.id = s.person_id and p.county = s.county
 where ${inside(sql, "s", area)} and (s.since_on is null or s.since_on <= ${day}) and (s.until_on is null or s.until_on > ${day})`;

/** Who lives in an area on a day, household by household, the head first. Reads stay_by_place, register_person_pkey. */
export const stayingOn = (
  sql: Sql,
  of: { readonly area: string; readonly day: string; readonly limit: number },
): Promise<(PersonRow & Pick<StayRow, "household_id" | "relation" | "since_on">)[]> => sql<
  (PersonRow & Pick<StayRow, "household_id" | "relation" | "since_on">)[]
>`
  select ${personColumns(sql)}, s.household_id, s.relation, s.since_on ${staying(sql, of)}
   order by s.place, s.door_id, s.household_id, s.relation <> 'head', p.id limit ${of.limit}`;

export async function countStaying(sql: Sql, of: { readonly area: string; readonly day: string }): Promise<number> {
  const [row] = await sql<{ n: number }[]>`select count(*)::int as n ${staying(sql, of)}`;
  return row?.n ?? 0;
}
