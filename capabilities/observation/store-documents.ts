/** The papers of an observation: reads and writes. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { DocumentKind } from "./rules/documents.ts";

export type DocumentRow = {
  readonly observation_id: string;
  readonly id: string;
  readonly kind: DocumentKind;
  readonly made_at: Instant;
  readonly sealed_text: Uint8Array;
  readonly signed_at: Instant | null;
  readonly signed_by: "person" | "guardian" | "declined" | null;
  readonly sealed_signature: Uint8Array | null;
};

/** The papers of these. Reads observation_document_by_observation. */
export const documentsOf = (sql: Sql, ids: readonly string[]): Promise<DocumentRow[]> =>
  sql<DocumentRow[]>`
    select observation_id, id, kind, made_at, sealed_text, signed_at, signed_by, sealed_signature from observation_document
     where observation_id = any (${[...ids]}::uuid[]) order by observation_id, made_at`;

export async function insertDocument(
  sql: Sql,
  one: {
    county: string;
    id: string;
    observationId: string;
    kind: DocumentKind;
    madeAt: Instant;
    sealedText: Uint8Array;
  },
): Promise<void> {
  await sql`
    insert into observation_document (county, id, observation_id, kind, made_at, sealed_text)
    values (${one.county}, ${one.id}, ${one.observationId}, ${one.kind}, ${one.madeAt}, ${one.sealedText})
        on conflict (observation_id, kind, county) do nothing`;
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
