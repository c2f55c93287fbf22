/** SQL of evidence that takes two people. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { EvidenceKind } from "./rules/evidence.ts";

export type ProposalRow = {
  readonly id: string;
  readonly person_key: string;
  readonly place: string;
  readonly what: "record" | "withdraw";
  readonly kind: EvidenceKind;
  readonly evidence_id: string | null;
  readonly event_id: string | null;
  readonly reason: string;
  readonly hours: number;
  readonly since: Instant;
  readonly proposed_by: string | null;
  readonly proposed_role: string;
  readonly proposed_organisation: string;
  readonly proposed_at: Instant;
  readonly needs_province: boolean;
  readonly state: "open" | "confirmed" | "rejected" | "lapsed";
  readonly decisions: { decision: string; organisation: string; reason: string | null; at: string }[];
};

/** Proposals within the reader's area, open ones first, at most 200; posts of the field read those of visits only. */
export const proposalsSeen = (sql: Sql, { isField }: { isField: boolean }): Promise<ProposalRow[]> =>
  sql<ProposalRow[]>`
    select p.*,
           coalesce((select jsonb_agg(jsonb_build_object('decision', d.decision, 'organisation', d.organisation,
                              'reason', d.reason, 'at', d.at) order by d.at)
                       from evidence_proposal_decision d where d.proposal_id = p.id), '[]') as decisions
      from evidence_proposal p
     where not ${isField} or p.kind = 'field-symptom'
     order by p.state = 'open' desc, p.proposed_at desc limit 200`;

export async function proposalById(sql: Sql, id: string): Promise<ProposalRow | null> {
  const [row] = await sql<ProposalRow[]>`select *, '[]'::jsonb as decisions from evidence_proposal where id = ${id}`;
  return row ?? null;
}

export type ProposalInsert = {
  readonly id: string;
  readonly personKey: string;
  readonly what: "record" | "withdraw";
  readonly kind: EvidenceKind;
  readonly evidenceId: string | null;
  readonly eventId: string | null;
  readonly reason: string;
  readonly hours: number;
  readonly source: string;
  readonly sourceId: string;
};

/** `ok`, `already` (the same id again), or why not. */
export async function insertProposal(sql: Sql, one: ProposalInsert, at: Instant): Promise<string> {
  const [row] = await sql<{ answer: string }[]>`
    select propose_evidence(${one.id}, ${one.personKey}, ${one.what}, ${one.kind}, ${one.evidenceId}, ${one.eventId},
                            ${one.reason}, ${one.hours}, ${one.source}, ${one.sourceId}, ${at}, null, ${at}) as answer`;
  return row?.answer ?? "unknown";
}

/** `confirmed`, `rejected`, `open` (one more is needed), or why not. */
export async function decideProposal(
  sql: Sql,
  said: { id: string; decision: "confirm" | "reject"; reason: string | null; at: Instant },
): Promise<string> {
  const [row] = await sql<{ answer: string }[]>`
    select decide_proposal(${said.id}, ${said.decision}, ${said.reason}, ${said.at}) as answer`;
  return row?.answer ?? "unknown";
}

/** One piece of evidence within the reader's area. */
export async function evidenceSeenById(
  sql: Sql,
  id: string,
): Promise<{ person_key: string; kind: EvidenceKind; ends_by_release: boolean } | null> {
  const [row] = await sql<{ person_key: string; kind: EvidenceKind; ends_by_release: boolean }[]>`
    select e.person_key, e.kind, k.ends_by_release
      from evidence e join evidence_kind k on k.kind = e.kind where e.id = ${id}`;
  return row ?? null;
}
