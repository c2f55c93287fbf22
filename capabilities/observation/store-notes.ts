/** The sealed words of one observation. */
import type { Instant } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import type { LineKind } from "./rules/timeline.ts";

export type SealedLine = {
  readonly id: string;
  readonly at: Instant;
  readonly kind: LineKind;
  readonly by_role: string;
  readonly sealed: Uint8Array;
};

/** The note of the file, and the lines that hold words, newest first. Reads observation_pkey, observation_line_by_observation. */
export async function sealedOf(
  sql: Sql,
  id: string,
): Promise<{ readonly sealed_note: Uint8Array | null; readonly lines: readonly SealedLine[] }> {
  const [row] = await sql<{ sealed_note: Uint8Array | null }[]>`select sealed_note from observation where id = ${id}`;
  const lines = await sql<SealedLine[]>`
    select id, at, kind, by_role, sealed from observation_line
     where observation_id = ${id} and sealed is not null order by at desc, id desc limit 200`;
  return { sealed_note: row?.sealed_note ?? null, lines };
}
