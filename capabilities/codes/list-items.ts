/** The latest published list as evidence: for new holders one by one, for all holders when a list is published. */
import { newId } from "#platform/ids.ts";
import { evidenceOfListed, type Wanted } from "./rules/listed.ts";
import type { EvidenceRow } from "./store.ts";
import { type ListedRow, listedOf } from "./store-list.ts";
import type { CodesContext, EvidenceItem } from "./types.ts";

export const SOURCE = "assessment";

/** What the latest published list says of these persons. */
export async function itemsOfLatestList(ctx: CodesContext, personKeys: readonly string[]): Promise<EvidenceItem[]> {
  if (personKeys.length === 0) return [];
  const rows = await listedOf(ctx.sql, personKeys, ctx.now);
  return rows.flatMap((row) => wantedOf(ctx, row).map((wanted) => itemOf(row, wanted)));
}

const wantedOf = (ctx: CodesContext, row: ListedRow): Wanted[] =>
  evidenceOfListed(
    {
      tier: row.tier,
      latestExposureAt: row.latest_exposure_at,
      isCase: row.is_case,
      isManaged: row.managed,
      day: row.day,
    },
    ctx.now,
  );

const itemOf = (row: ListedRow, wanted: Wanted): EvidenceItem => ({
  id: newId(),
  personKey: row.person_key,
  ...wanted,
  source: SOURCE,
  sourceId: row.assessment_id,
  facts: {},
});

/** What to record and what to withdraw so that the evidence of these persons is that of their rows, and no more. */
export function deltaOf(
  ctx: CodesContext,
  rows: readonly ListedRow[],
  standing: readonly EvidenceRow[],
): { record: EvidenceItem[]; withdraw: EvidenceRow[] } {
  const before = new Map<string, EvidenceRow[]>();
  for (const row of standing) {
    if (row.source !== SOURCE) continue;
    const of = before.get(row.person_key);
    if (of) of.push(row);
    else before.set(row.person_key, [row]);
  }
  const record: EvidenceItem[] = [];
  const withdraw: EvidenceRow[] = [];
  for (const row of rows) {
    const wanted = wantedOf(ctx, row);
    const had = before.get(row.person_key) ?? [];
    const isSame = (one: EvidenceRow, other: Wanted) => one.kind === other.kind && one.until === other.until;
    for (const one of wanted) if (!had.some((old) => isSame(old, one))) record.push(itemOf(row, one));
    for (const old of had) if (!wanted.some((one) => isSame(old, one))) withdraw.push(old);
  }
  return { record, withdraw };
}
