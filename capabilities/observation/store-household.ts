/** Who of the household is proposed for observation too, and what was decided. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { HouseholdDecision, HouseholdReason } from "./rules/conditions.ts";

export type ProposalRow = {
  readonly observation_id: string;
  readonly county: string;
  readonly id: string;
  readonly person_id: string;
  readonly person_key: string | null;
  readonly relation: string;
  readonly born_year: number | null;
  readonly why: HouseholdReason;
  readonly decision: HouseholdDecision | null;
  readonly decided_at: Instant | null;
  readonly opened_id: string | null;
};

const COLUMNS = (sql: Sql) => sql`
  p.observation_id, p.county, p.id, p.person_id, p.person_key, p.relation, p.born_year, p.why, p.decision, p.decided_at,
  p.opened_id`;

export const insertProposals = (
  sql: Sql,
  rows: readonly Omit<ProposalRow, "decision" | "decided_at" | "opened_id">[],
  now: Instant,
): Promise<unknown> => sql`
  insert into observation_proposal (county, id, observation_id, person_id, person_key, relation, born_year, why, proposed_at)
  select county, id, observation_id, person_id, person_key, relation, born_year, why, ${now}::timestamptz
    from jsonb_to_recordset(${sql.json(rows as never)})
      as g (county text, id uuid, observation_id uuid, person_id uuid, person_key uuid, relation text, born_year smallint, why text)
      on conflict (observation_id, person_id, county) do nothing`;

/** Of these observations, in the order of the proposals. Reads observation_proposal_by_observation. */
export const proposalsOf = (sql: Sql, ids: readonly string[]): Promise<ProposalRow[]> => sql<ProposalRow[]>`
  select ${COLUMNS(sql)} from observation_proposal p
   where p.observation_id = any (${[...ids]}::uuid[]) order by p.observation_id, p.id`;

/** One that nobody decided yet, locked. Reads observation_proposal_pkey. */
export async function lockProposal(sql: Sql, of: { id: string; observationId: string }): Promise<ProposalRow | null> {
  const [row] = await sql<ProposalRow[]>`
    select ${COLUMNS(sql)} from observation_proposal p
     where p.id = ${of.id} and p.observation_id = ${of.observationId} and p.decision is null for update`;
  return row ?? null;
}

export const decideProposal = (
  sql: Sql,
  of: { readonly id: string; readonly county: string },
  said: { readonly decision: HouseholdDecision; readonly by: string; readonly openedId: string | null },
  now: Instant,
): Promise<unknown> => sql`
  update observation_proposal
     set decision = ${said.decision}, decided_at = ${now}, decided_by = ${said.by}, opened_id = ${said.openedId}
   where id = ${of.id} and county = ${of.county}`;

/** The index person was never meant: nobody of his household is either. */
export const eraseProposals = (sql: Sql, of: { readonly id: string; readonly county: string }): Promise<unknown> => sql`
  delete from observation_proposal where observation_id = ${of.id} and county = ${of.county}`;
