import type { Actor, Role } from "#kernel/actor.ts";
import { afterArea, selfAndAncestors } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { Answer } from "./rules/receipts.ts";

export type InstructionRow = {
  readonly id: string;
  readonly issuer_area: string;
  readonly issuer_name: string | null;
  readonly target_area: string;
  readonly roles: Role[];
  readonly title: string;
  readonly body: string;
  readonly legal_basis: string;
  readonly priority: "ordinary" | "urgent";
  readonly issued_at: Instant;
  readonly due_at: Instant | null;
  readonly recalled_at: Instant | null;
  readonly superseded_by: string | null;
};

const columns = (sql: Sql) => sql`
  i.id, i.issuer_area, a.display_name as issuer_name, i.target_area, i.roles, i.title, i.body, i.legal_basis, i.priority,
  i.issued_at, i.due_at, i.recalled_at, i.superseded_by`;
const issuer = (sql: Sql) => sql`left join post p on p.id = i.issuer_post left join account a on a.id = p.account_id`;

export async function insertInstruction(
  sql: Sql,
  given: {
    readonly id: string;
    readonly issuerPost: string;
    readonly issuerArea: string;
    readonly targetArea: string;
    readonly roles: readonly string[];
    readonly title: string;
    readonly body: string;
    readonly legalBasis: string;
    readonly priority: string;
    readonly issuedAt: Instant;
    readonly dueAt: Instant | null;
  },
): Promise<void> {
  await sql`
    insert into instruction (id, issuer_post, issuer_area, target_area, roles, title, body, legal_basis, priority,
                             issued_at, due_at)
    values (${given.id}, ${given.issuerPost}, ${given.issuerArea}, ${given.targetArea}, ${[...given.roles]}, ${given.title},
            ${given.body}, ${given.legalBasis}, ${given.priority}, ${given.issuedAt}, ${given.dueAt})`;
}

/** One instruction, or null. Reads instruction_pkey. */
export async function findInstruction(sql: Sql, id: string): Promise<InstructionRow | null> {
  const [row] = await sql<InstructionRow[]>`
    select ${columns(sql)} from instruction i ${issuer(sql)} where i.id = ${id}`;
  return row ?? null;
}

/** Ends an instruction that stands; false when it no longer did. Reads instruction_pkey. */
export async function endInstruction(
  sql: Sql,
  id: string,
  how: { readonly recalledAt: Instant } | { readonly supersededBy: string },
): Promise<boolean> {
  const rows =
    "recalledAt" in how
      ? await sql`update instruction set recalled_at = ${how.recalledAt}
                   where id = ${id} and recalled_at is null and superseded_by is null returning id`
      : await sql`update instruction set superseded_by = ${how.supersededBy}
                   where id = ${id} and recalled_at is null and superseded_by is null returning id`;
  return rows.length === 1;
}

/** Instructions for an area, for those that contain it, and for places inside it, newest first. Reads instruction_by_target. */
export const instructionsAround = (
  sql: Sql,
  area: string,
  page: { readonly before: Instant; readonly limit: number },
): Promise<InstructionRow[]> => sql<InstructionRow[]>`
  select ${columns(sql)} from instruction i ${issuer(sql)}
   where (i.target_area = any (${selfAndAncestors(area)}::text[])
          or (i.target_area > ${area} and i.target_area < ${afterArea(area)}))
     and i.issued_at < ${page.before}
   order by i.issued_at desc, i.id limit ${page.limit}`;

export type StandingRow = InstructionRow & ReceiptTimes;
export type ReceiptTimes = {
  readonly delivered_at: Instant | null;
  readonly read_at: Instant | null;
  readonly accepted_at: Instant | null;
  readonly done_at: Instant | null;
  readonly answer: Answer | null;
};

/** What stands for an actor since `since`, newest first, at most 100. Reads instruction_by_target, instruction_receipt_pkey. */
export const standingRows = (
  sql: Sql,
  actor: Pick<Actor, "postId" | "area" | "role">,
  since: Instant,
): Promise<StandingRow[]> => sql<StandingRow[]>`
  select ${columns(sql)}, r.delivered_at, r.read_at, r.accepted_at, r.done_at, r.answer
    from instruction i ${issuer(sql)}
    left join instruction_receipt r
      on r.county = ${actor.area.slice(0, 6)} and r.instruction_id = i.id and r.post_id = ${actor.postId}
   where i.target_area = any (${selfAndAncestors(actor.area)}::text[]) and ${actor.role} = any (i.roles)
     and i.recalled_at is null and i.superseded_by is null and i.issued_at > ${since}
   order by i.issued_at desc, i.id limit 100`;

/** The instructions of these ids that stand for the actor, with his receipts, locked against his other terminals. */
export const standingOf = (
  sql: Sql,
  actor: Pick<Actor, "postId" | "area" | "role">,
  ids: readonly string[],
): Promise<({ readonly id: string } & ReceiptTimes)[]> => sql<({ readonly id: string } & ReceiptTimes)[]>`
  select i.id, r.delivered_at, r.read_at, r.accepted_at, r.done_at, r.answer
    from instruction i
    left join instruction_receipt r
      on r.county = ${actor.area.slice(0, 6)} and r.instruction_id = i.id and r.post_id = ${actor.postId}
   where i.id = any (${[...ids]}::uuid[]) and i.target_area = any (${selfAndAncestors(actor.area)}::text[])
     and ${actor.role} = any (i.roles) and i.recalled_at is null and i.superseded_by is null
   order by i.id`;

/** One terminal of a post writes its receipts at a time. Held to the end of the transaction. */
export const lockReceiptsOf = (sql: Sql, postId: string) => sql`
  select pg_advisory_xact_lock(hashtextextended(${`instruction-receipts ${postId}`}, 0))`;

export async function upsertReceipt(
  sql: Sql,
  of: {
    readonly instructionId: string;
    readonly actor: Pick<Actor, "postId" | "area">;
    readonly reason: string | null;
  },
  times: ReceiptTimes,
): Promise<void> {
  const { actor } = of;
  await sql`
    insert into instruction_receipt as r (county, instruction_id, post_id, place, delivered_at, read_at, accepted_at,
                                          done_at, answer, reason)
    values (${actor.area.slice(0, 6)}, ${of.instructionId}, ${actor.postId}, ${actor.area}, ${times.delivered_at},
            ${times.read_at}, ${times.accepted_at}, ${times.done_at}, ${times.answer}, ${of.reason})
        on conflict (county, instruction_id, post_id) do update
       set delivered_at = excluded.delivered_at, read_at = excluded.read_at, accepted_at = excluded.accepted_at,
           done_at = excluded.done_at, answer = excluded.answer, reason = coalesce(r.reason, excluded.reason)`;
}

export type ReachRow = {
  readonly place: string;
  readonly issued: number;
  readonly delivered: number;
  readonly read: number;
  readonly accepted: number;
  readonly done: number;
  readonly cannot: number;
  readonly not_mine: number;
};

/**
 * Posts that an instruction is for and their receipts, by place of `digits` digits; shorter areas by themselves. Reads
 * post_by_area and instruction_receipt_by_place.
 */
export const reachBelow = (
  sql: Sql,
  instruction: Pick<InstructionRow, "id" | "roles">,
  area: string,
  digits: number,
  now: Instant,
): Promise<ReachRow[]> => sql<ReachRow[]>`
  select place, sum(issued)::int as issued, sum(delivered)::int as delivered, sum(read)::int as read,
         sum(accepted)::int as accepted, sum(done)::int as done, sum(cannot)::int as cannot, sum(not_mine)::int as not_mine
    from (
      select left(p.area, ${digits}) as place, count(*) as issued, 0 as delivered, 0 as read, 0 as accepted, 0 as done,
             0 as cannot, 0 as not_mine
        from post p
       where p.area >= ${area} and p.area < ${afterArea(area)} and p.role = any (${instruction.roles}::text[])
         and p.valid_from <= ${now} and (p.valid_until is null or p.valid_until > ${now})
       group by 1
      union all
      select left(r.place, ${digits}), 0, count(*), count(r.read_at), count(r.accepted_at),
             count(*) filter (where r.answer = 'done'), count(*) filter (where r.answer = 'cannot'),
             count(*) filter (where r.answer = 'not-mine')
        from instruction_receipt r
       where r.instruction_id = ${instruction.id} and r.place >= ${area} and r.place < ${afterArea(area)}
       group by 1) as both_sides
   group by place order by place`;
