/** What phones hold of campaigns: those that run, and of ended ones a week. */
import { DAY, later } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { type CopyQuery, copyPair } from "#platform/copies.ts";
import * as contract from "./contract.ts";
import { copyOfDoor, shownCampaign, shownGroup } from "./present.ts";
import * as store from "./store.ts";
import * as doors from "./store-doors.ts";

const KEPT_FOR = 7 * DAY;

async function held({ sql, now }: Context, area: string): Promise<store.CampaignRow[]> {
  const rows = await store.campaignsAround(sql, area, later(now, -KEPT_FOR));
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function readCampaigns(ctx: Context, query: CopyQuery) {
  const all = await held(ctx, query.area);
  const rows =
    "ids" in query
      ? all.filter(({ id }) => query.ids.includes(id))
      : all.filter(({ id }) => query.after === null || id > query.after).slice(0, query.limit);
  const ids = rows.map(({ id }) => id);
  const groups = await store.groupsOf(ctx.sql, ids, query.area);
  const zeros = await store.zerosOf(ctx.sql, ids, query.area);
  return rows.map((row) => {
    const { id, villagesWaiting: _, ...value } = shownCampaign(row);
    return {
      id,
      value: {
        ...value,
        groups: groups.filter((group) => group.campaign_id === id).map(shownGroup),
        zeros: zeros
          .filter((zero) => zero.campaign_id === id)
          .map(({ place, on_day: onDay, by_name: byName }) => ({ place, onDay, byName })),
      },
    };
  });
}

async function readDoors(ctx: Context, query: CopyQuery) {
  const { sql } = ctx;
  if ("ids" in query) {
    const rows = await doors.doorsById(sql, query.ids);
    return rows.filter(({ place }) => place.startsWith(query.area)).map(copyOfDoor);
  }
  const campaignIds = (await held(ctx, query.area)).map(({ id }) => id);
  return (await doors.copyRows(sql, { ...query, campaignIds })).map(copyOfDoor);
}

export const campaignCopies = [
  copyPair(contract.campaignCopy, readCampaigns, async (ctx, area) => (await held(ctx, area)).length),
  copyPair(contract.campaignDoorCopy, readDoors, async (ctx, area) =>
    doors.countRows(
      ctx.sql,
      (await held(ctx, area)).map(({ id }) => id),
      area,
    ),
  ),
];
