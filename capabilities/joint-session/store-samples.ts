import type { ResultRow } from "#capabilities/intake/rules/result-row.ts";
import type { RiskTier } from "#kernel/tiers.ts";
import type { Sql } from "#platform/database.ts";

/** Rows of one tier by place and key, keyset. Reads assessment_result_by_place. */
export async function samples(
  sql: Sql,
  of: {
    assessmentId: string;
    tier: RiskTier;
    rule: string | null;
    after: { place: string; key: string } | null;
    limit: number;
  },
): Promise<ResultRow[]> {
  const { after } = of;
  return sql<ResultRow[]>`
    select person_key, kind, tier, rules, latest_exposure_at, exposure_tenths, managed, shared_phone, place,
           place_source, evidence
      from assessment_result
     where assessment_id = ${of.assessmentId} and tier = ${of.tier}
       and (${of.rule}::text is null or rules @> array[${of.rule}]::text[])
       ${after === null ? sql`` : sql`and (place, person_key) > (${after.place}, ${after.key}::uuid)`}
     order by place, person_key limit ${of.limit}`;
}

/** How many of each tier are managed already; a tier without any is absent. Reads assessment_result_managed. */
export async function managedByTier(sql: Sql, assessmentId: string): Promise<Readonly<Record<string, number>>> {
  const rows = await sql<{ tier: RiskTier; n: number }[]>`
    select tier, count(*)::int as n from assessment_result where assessment_id = ${assessmentId} and managed group by tier`;
  return Object.fromEntries(rows.map(({ tier, n }) => [tier, n]));
}
