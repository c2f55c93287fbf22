import type { Instant } from "#kernel/time.ts";
import type { Database, Sql } from "#platform/database.ts";
import type { Aim, PurposeSeat } from "./rules/purposes.ts";

export type PurposeRow = {
  readonly id: string;
  readonly event_id: string;
  readonly aim: Aim;
  readonly title_zh: string;
  readonly title_en: string;
  readonly legal_basis: readonly { title: string; article: string }[];
  readonly data_kinds: readonly string[];
  readonly retention_days: number;
  readonly proposed_at: Instant;
  readonly in_force_from: Instant | null;
  readonly ended_at: Instant | null;
  readonly ended_reason: string | null;
  readonly event_ended_at: Instant | null;
};
export type DecisionRow = {
  readonly purpose_id: string;
  readonly seat: PurposeSeat;
  readonly decision: "sign" | "object";
  readonly reason: string | null;
  readonly at: Instant;
};
export type EventRow = {
  readonly id: string;
  readonly name_zh: string;
  readonly name_en: string;
  readonly started_on: string;
  readonly ended_at: Instant | null;
};

/** All purposes, or one. */
export const purposes = (sql: Database | Sql, id: string | null = null): Promise<PurposeRow[]> =>
  sql<PurposeRow[]>`
    select p.id, p.event_id, p.aim, p.title_zh, p.title_en, p.legal_basis, p.data_kinds, p.retention_days,
           p.proposed_at, p.in_force_from, p.ended_at, p.ended_reason, e.ended_at as event_ended_at
      from purpose p join epidemic_event e on e.id = p.event_id
     where ${id}::text is null or p.id = ${id}
     order by p.id`;

export const decisions = (sql: Sql, id: string | null = null): Promise<DecisionRow[]> =>
  sql<DecisionRow[]>`
    select purpose_id, seat, decision, reason, at from purpose_decision
     where ${id}::text is null or purpose_id = ${id}
     order by purpose_id, at, id`;

export const events = (sql: Sql): Promise<EventRow[]> =>
  sql<EventRow[]>`select id, name_zh, name_en, started_on, ended_at from epidemic_event order by started_on, id`;

/** Keeps everybody else from deciding over this purpose until the transaction ends. */
export async function lockPurpose(sql: Sql, id: string): Promise<void> {
  await sql`select from purpose where id = ${id} for update`;
}

export async function insertPurpose(
  sql: Sql,
  row: Omit<PurposeRow, "in_force_from" | "ended_at" | "ended_reason" | "event_ended_at"> & { proposed_by: string },
): Promise<void> {
  await sql`
    insert into purpose (id, event_id, aim, title_zh, title_en, legal_basis, data_kinds, retention_days, proposed_by, proposed_at)
    values (${row.id}, ${row.event_id}, ${row.aim}, ${row.title_zh}, ${row.title_en},
            ${sql.json(row.legal_basis as never)}, ${[...row.data_kinds]}, ${row.retention_days}, ${row.proposed_by},
            ${row.proposed_at})`;
}

export async function insertDecision(sql: Sql, row: DecisionRow & { id: string; post_id: string }): Promise<void> {
  await sql`
    insert into purpose_decision (id, purpose_id, seat, decision, reason, post_id, at)
    values (${row.id}, ${row.purpose_id}, ${row.seat}, ${row.decision}, ${row.reason}, ${row.post_id}, ${row.at})`;
}

export async function setInForce(sql: Sql, id: string, from: Instant | null): Promise<void> {
  await sql`update purpose set in_force_from = ${from} where id = ${id}`;
}

export async function setEnded(sql: Sql, id: string, at: Instant, reason: string): Promise<void> {
  await sql`update purpose set ended_at = ${at}, ended_reason = ${reason} where id = ${id} and ended_at is null`;
}
