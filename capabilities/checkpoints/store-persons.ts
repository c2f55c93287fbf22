import type { Sql } from "#platform/database.ts";

export type ScannedCode = { readonly issuer: string; readonly codeId: number; readonly at: string };

/** Phones' clocks may be a little behind when a code was issued. */
const SKEW = "10 minutes";

/**
 * Whose codes these were when they were scanned, by `issuer/codeId/at`: ids come round after some days, so the time
 * counts. One that is not ours (another province's, a made-up one) is missing. Reads attestation_by_code.
 */
export async function personsOfCodes(sql: Sql, codes: readonly ScannedCode[]): Promise<ReadonlyMap<string, string>> {
  if (codes.length === 0) return new Map();
  const rows = await sql<{ issuer: string; code_id: number; at: string; person_key: string }[]>`
    select distinct on (w.issuer, w.code_id, w.at) w.issuer, w.code_id, w.at, a.person_key
      from unnest(${codes.map((one) => one.issuer)}::text[], ${codes.map((one) => one.codeId)}::int[],
                  ${codes.map((one) => one.at)}::text[]) as w (issuer, code_id, at)
      join attestation a on a.code_id = w.code_id and a.issuer = w.issuer
       and a.issued_at <= w.at::timestamptz + ${SKEW}::interval and a.expires_at > w.at::timestamptz - interval '1 day'
     order by w.issuer, w.code_id, w.at, a.issued_at desc`;
  return new Map(rows.map((row) => [codeKey({ issuer: row.issuer, codeId: row.code_id, at: row.at }), row.person_key]));
}

export const codeKey = (code: ScannedCode): string => `${code.issuer}/${code.codeId}/${code.at}`;
