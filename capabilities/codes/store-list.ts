/** SQL of published lists as evidence. */
import type { RiskTier } from "#kernel/tiers.ts";
import type { Instant, PlainDay } from "#kernel/time.ts";
import type { Sql } from "#platform/database.ts";
import { plainColumn } from "./columns.ts";

export type ListedRow = {
  readonly person_key: string;
  readonly assessment_id: string;
  readonly day: PlainDay;
  readonly tier: RiskTier | null;
  readonly latest_exposure_at: Instant | null;
  readonly is_case: boolean;
  readonly managed: boolean;
};

/** What the latest published list says of these persons; reads assessment_result_pkey. */
export const listedOf = (sql: Sql, personKeys: readonly string[], at: Instant): Promise<ListedRow[]> =>
  sql<ListedRow[]>`select * from listed_for_codes(${plainColumn(personKeys)}::text::uuid[], ${at})`;

export type Range = { readonly after: string; readonly upTo: string; readonly limit: number };

/** Holders on a list, in order of their keys, a part at a time. */
export const listedHolders = (
  sql: Sql,
  assessmentId: string,
  { after, upTo, limit }: Range,
  at: Instant,
): Promise<ListedRow[]> =>
  sql<ListedRow[]>`select * from listed_holders(${assessmentId}, ${after}, ${upTo}, ${limit}, ${at})`;

/** Persons with standing evidence of an earlier list who are not on this one, a part at a time. */
export async function leftOut(
  sql: Sql,
  assessmentId: string,
  { after, upTo, limit }: Range,
  at: Instant,
): Promise<string[]> {
  const rows = await sql<{ person_key: string }[]>`
    select person_key from left_out_of_list(${assessmentId}, ${after}, ${upTo}, ${limit}, ${at}) as person_key`;
  return rows.map((row) => row.person_key);
}

/** Is this assessment the one that the latest published list rests on? */
export async function isLatestList(sql: Sql, assessmentId: string): Promise<boolean> {
  const [row] = await sql<{ assessment_id: string }[]>`
    select assessment_id from joint_session where state = 'published' order by day desc, version desc limit 1`;
  return row?.assessment_id === assessmentId;
}

export type PreviewRow = {
  readonly county: string;
  readonly to_red: number;
  readonly to_yellow: number;
  readonly to_green: number;
  readonly households: number;
  readonly holders: number;
};

/** Whom an assessment would recolour, by county. */
export const previewOf = (sql: Sql, assessmentId: string, at: Instant): Promise<PreviewRow[]> =>
  sql<PreviewRow[]>`select * from preview_recolouring(${assessmentId}, ${at})`;
