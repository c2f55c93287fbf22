import type { CodeColour } from "#kernel/colours.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";

export type PaperRow = {
  readonly id: string;
  readonly person_key: string;
  readonly place: string;
  readonly code_id: number;
  readonly issued_at: Instant;
  readonly expires_at: Instant;
  readonly printed_by: string;
  readonly revoked_at: Instant | null;
  readonly revoked_because: "returned" | "lost" | "mistake" | "replaced" | null;
  readonly listed_at: Instant | null;
};

/** The decision that stands, locked against being turned (lock_standing, 0066); null: no code, or being turned just now. */
export async function lockedSeq(sql: Sql, personKey: string): Promise<number | null> {
  const [row] = await sql<{ seq: number }[]>`
    select c.seq from code_current c
     where c.person_key = ${personKey} and exists (select from lock_standing(array[c.person_key], array[c.seq]))`;
  return row?.seq ?? null;
}

export async function keepPaper(
  sql: Sql,
  paper: {
    id: string;
    personKey: string;
    place: string;
    issuer: string;
    codeId: number;
    colour: CodeColour;
    decisionSeq: number;
    issuedAt: Instant;
    expiresAt: Instant;
    printedBy: string;
  },
): Promise<void> {
  await sql`
    insert into attestation (person_key, issuer, code_id, form, colour, decision_seq, issued_at, expires_at)
    values (${paper.personKey}, ${paper.issuer}, ${paper.codeId}, 'paper', ${paper.colour}, ${paper.decisionSeq},
            ${paper.issuedAt}, ${paper.expiresAt})`;
  await sql`
    insert into paper_code (id, person_key, place, code_id, decision_seq, issued_at, expires_at, printed_by)
    values (${paper.id}, ${paper.personKey}, ${paper.place}, ${paper.codeId}, ${paper.decisionSeq}, ${paper.issuedAt},
            ${paper.expiresAt}, ${paper.printedBy})`;
}

/** Papers of one's area, newest first: of a person, or the last 50. Reads paper_code_by_person or paper_code_by_printer. */
export const papers = (sql: Sql, of: { personKey: string | null; id: string | null }): Promise<PaperRow[]> =>
  sql<PaperRow[]>`
    select p.id, p.person_key, p.place, p.code_id, p.issued_at, p.expires_at, p.printed_by, p.revoked_at, p.revoked_because,
           a.listed_at
      from paper_code p left join attestation a on a.person_key = p.person_key and a.code_id = p.code_id
     where (${of.personKey}::uuid is null or p.person_key = ${of.personKey}::uuid)
       and (${of.id}::uuid is null or p.id = ${of.id}::uuid)
     order by p.issued_at desc, p.id limit 50`;

export async function endPaper(sql: Sql, of: { id: string; because: string; by: string; at: Instant }): Promise<void> {
  await sql`
    update paper_code set revoked_at = ${of.at}, revoked_because = ${of.because}, revoked_by = ${of.by}
     where id = ${of.id} and revoked_at is null`;
}

/** Calls open_identity_for_paper() (0066). */
export async function openForPaper(
  sql: Sql,
  of: { entryId: string; at: Instant; personKey: string },
): Promise<{ outcome: "opened" | "not-recorded" | "not-found"; sealed: Uint8Array | null; place: string | null }> {
  const [row] = await sql<
    { outcome: "opened" | "not-recorded" | "not-found"; sealed: Uint8Array | null; place: string | null }[]
  >`select outcome, sealed, place
      from open_identity_for_paper(${of.entryId}, ${isoInstant(of.at)}::timestamptz, ${of.personKey})`;
  if (!row) throw new Error("open_identity_for_paper gave no row");
  return row;
}

export type LiveCode = {
  readonly issuer: string;
  readonly code_id: number;
  readonly person_key: string;
  readonly form: "phone" | "refreshed" | "paper";
  readonly issued_at: Instant;
  readonly expires_at: Instant;
  readonly listed_at: Instant | null;
};

/** Calls persons_of_codes() (0066): checkpoint staff and the platform itself only. Reads attestation_by_code. */
export const codesById = (sql: Sql, codes: readonly { issuer: string; codeId: number }[]): Promise<LiveCode[]> =>
  sql<LiveCode[]>`
    select issuer, code_id, person_key, form, issued_at, expires_at, listed_at
      from persons_of_codes(${codes.map((one) => one.issuer)}::text[], ${codes.map((one) => one.codeId)}::int[])`;
