/** The papers of an observation: reads and writes. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { DocumentKind, Order } from "./rules/documents.ts";
import type { PaperFacts } from "./rules/orders.ts";

export type DocumentRow = {
  readonly observation_id: string;
  readonly id: string;
  readonly kind: DocumentKind;
  readonly made_at: Instant;
  readonly sealed_text: Uint8Array;
  readonly signed_at: Instant | null;
  readonly signed_by: "person" | "guardian" | "declined" | null;
  readonly sealed_signature: Uint8Array | null;
  /** Null: an apology, or made before papers had numbers. */
  readonly number: string | null;
  readonly issuer: string | null;
  readonly legal_basis: string | null;
  readonly facts: PaperFacts;
};

/** The papers and orders of these, oldest first. Reads observation_document_by_observation, observation_order_by_observation. */
export const documentsOf = (sql: Sql, ids: readonly string[]): Promise<DocumentRow[]> =>
  sql<DocumentRow[]>`
    select observation_id, id, kind, made_at, sealed_text, signed_at, signed_by, sealed_signature, number, issuer, legal_basis, facts
      from observation_document where observation_id = any (${[...ids]}::uuid[])
     union all
    select observation_id, id, kind, made_at, sealed_text, null, null, null, number, issuer, legal_basis, facts
      from observation_order where observation_id = any (${[...ids]}::uuid[])
     order by observation_id, made_at`;

export type NewDocument = {
  readonly county: string;
  readonly id: string;
  readonly observationId: string;
  readonly kind: DocumentKind;
  readonly madeAt: Instant;
  readonly sealedText: Uint8Array;
  readonly order: Order | null;
  readonly facts: PaperFacts;
};

/** A notice, a release notice, an apology: one of a kind. */
export async function insertDocument(sql: Sql, one: NewDocument): Promise<void> {
  await sql`
    insert into observation_document (county, id, observation_id, kind, made_at, sealed_text, number, issuer, legal_basis, facts)
    values (${one.county}, ${one.id}, ${one.observationId}, ${one.kind}, ${one.madeAt}, ${one.sealedText},
            ${one.order?.number ?? null}, ${one.order?.issuer ?? null}, ${one.order?.legalBasis ?? null},
            ${sql.json(one.facts as never)})
        on conflict (observation_id, kind, county) do nothing`;
}

/** An order of which there may be several. */
export async function insertOrder(sql: Sql, one: NewDocument & { readonly order: Order }): Promise<void> {
  const { number, issuer, legalBasis } = one.order;
  await sql`
    insert into observation_order (county, id, observation_id, kind, number, issuer, legal_basis, made_at, facts, sealed_text)
    values (${one.county}, ${one.id}, ${one.observationId}, ${one.kind}, ${number}, ${issuer}, ${legalBasis}, ${one.madeAt},
            ${sql.json(one.facts as never)}, ${one.sealedText})`;
}

/** The next number of a county's orders in a year; gapless, for the row is held until the order stands. Reads observation_number_pkey. */
export async function nextNumber(sql: Sql, county: string, year: number): Promise<number> {
  const [row] = await sql<{ last: number }[]>`
    insert into observation_number as n (county, year, last) values (${county}, ${year}, 1)
        on conflict (county, year) do update set last = n.last + 1
    returning n.last`;
  return row?.last ?? 1;
}

/** Whose order it is, and on what ground of its own a city's variant stands. Reads post_pkey, observation_profile_pkey. */
export async function issuerOf(
  sql: Sql,
  of: { readonly postId: string; readonly profileArea: string | null; readonly profileVersion: number },
): Promise<{ readonly issuer: string; readonly cityBasis: string | null } | null> {
  const [row] = await sql<{ issuer: string; city_basis: string | null }[]>`
    select p.organisation as issuer,
           (select o.legal_basis from observation_profile o
             where o.area = ${of.profileArea}::text and o.version = ${of.profileVersion}) as city_basis
      from post p where p.id = ${of.postId}`;
  return row === undefined ? null : { issuer: row.issuer, cityBasis: row.city_basis };
}

export async function signDocument(
  sql: Sql,
  of: { id: string; county: string },
  signed: { at: Instant; by: string; signature: Uint8Array | null },
): Promise<void> {
  await sql`
    update observation_document set signed_at = ${signed.at}, signed_by = ${signed.by}, sealed_signature = ${signed.signature}
     where id = ${of.id} and county = ${of.county}`;
}
