/** How far the screening of an area is, for a department's own sheet. */
import { isWithin } from "#kernel/places.ts";
import { dayOf, type PlainDay } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { tallyOf } from "./present.ts";
import { coverageOf, type Screening } from "./rules/coverage.ts";
import * as store from "./store.ts";
import { doorsOfCampaign } from "./store-doors.ts";

/**
 * The campaign that went on in the area on the day, the latest begun of several; null: none did. Its doors as they are
 * now, of the area and of the places below whose codes have so many digits.
 */
export async function screeningOf(
  { sql }: Pick<Context, "sql">,
  of: { readonly area: string; readonly day: PlainDay; readonly digits: number },
): Promise<{ readonly name: string; readonly own: Screening; readonly at: ReadonlyMap<string, Screening> } | null> {
  const { area, day, digits } = of;
  const campaign = (await store.campaignsAround(sql, area, null)).find(
    (one) =>
      isWithin(area, one.area) &&
      dayOf(one.started_at) <= day &&
      day <= dayOf(one.until_at) &&
      (one.closed_at === null || day <= dayOf(one.closed_at)),
  );
  if (campaign === undefined) return null;
  const rows = await store.talliesOf(sql, { campaignIds: [campaign.id], area, digits });
  const counted = (some: readonly store.TallyRow[]): Screening => {
    const tally = tallyOf(some);
    return { tally, coverage: coverageOf(tally) };
  };
  const below = [...Map.groupBy(rows, (row) => row.place)];
  return {
    name: campaign.name,
    own: counted(rows),
    at: new Map(below.map(([place, some]) => [place, counted(some)])),
  };
}

/** The doors of a campaign in an area, as they are; null: no such campaign. */
export async function screenedDoors(
  { sql }: Pick<Context, "sql">,
  of: { readonly campaignId: string; readonly area: string; readonly limit: number },
) {
  if (of.campaignId === "" || (await store.campaignOf(sql, of.campaignId)) === null) return null;
  const rows = await doorsOfCampaign(sql, { ...of, state: null, after: null });
  return rows.map((row) => ({
    place: row.place,
    ordinal: row.ordinal,
    name: row.name,
    isFound: row.is_found,
    state: row.state,
    tries: row.tries,
    revisitAt: row.revisit_at,
    lastAt: row.last_at,
  }));
}
