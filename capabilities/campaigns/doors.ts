/** A campaign's doors as the centre reads them: the list, and the plan of what is left to do. */
import { isoInstant } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { mustBe } from "./campaigns.ts";
import type * as contract from "./contract.ts";
import { nextOf, type Planned, retryPlanOf } from "./rules/retry.ts";
import { doorOf, doorsOfCampaign, type ShownDoor } from "./store-doors.ts";

const shown = (row: ShownDoor, now: Parameters<typeof nextOf>[1]) => ({
  campaignDoorId: row.id,
  place: row.place,
  ordinal: row.ordinal,
  name: row.name,
  kind: row.kind,
  isFound: row.is_found,
  group: row.group_name,
  state: row.state,
  tries: row.tries,
  revisitAt: row.revisit_at === null ? null : isoInstant(row.revisit_at),
  lastAt: row.last_at === null ? null : isoInstant(row.last_at),
  lastBy: row.last_name,
  next: nextOf(doorOf(row), now)?.step ?? null,
});

export const list: Answer<typeof contract.listDoors> = async (ctx, { campaignId, area, state, after, limit }) => {
  await mustBe(ctx, campaignId);
  const rows = await doorsOfCampaign(ctx.sql, {
    campaignId,
    area,
    state: state ?? null,
    after: after === undefined ? null : walkedTo(after),
    limit,
  });
  return { doors: rows.map((row) => shown(row, ctx.now)), next: nextOfPage(rows, limit) };
};

/** Where a page ended, as it is written on the wire. */
export function walkedTo(after: string): { readonly place: string; readonly ordinal: number } {
  const [place = "", ordinal = "0"] = after.split(" ");
  return { place, ordinal: Number(ordinal) };
}

export function nextOfPage(rows: readonly Pick<ShownDoor, "place" | "ordinal">[], limit: number): string | null {
  const last = rows.length < limit ? undefined : rows.at(-1);
  return last === undefined ? null : `${last.place} ${last.ordinal}`;
}

/** Doors of a plan at most: a township's; a county reads it township by township. */
const PLANNED_AT_MOST = 60_000;
/** Doors that are listed of one time of day. */
const LISTED_AT_MOST = 500;

export const plan: Answer<typeof contract.retryPlan> = async (ctx, { campaignId, area }) => {
  await mustBe(ctx, campaignId);
  const rows = await doorsOfCampaign(ctx.sql, { campaignId, area, state: null, after: null, limit: PLANNED_AT_MOST });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const planned = retryPlanOf(
    rows.map((row, order) => ({ doorId: row.id, order, door: doorOf(row) })),
    ctx.now,
  );
  const key = ({ next: { step, slot } }: Planned) => `${step} ${slot?.on} ${slot?.window}`;
  return {
    total: planned.length,
    slots: [...Map.groupBy(planned, key).values()].map((doors) => ({
      step: doors[0]?.next.step ?? "try",
      on: doors[0]?.next.slot?.on ?? null,
      window: doors[0]?.next.slot?.window ?? null,
      total: doors.length,
      doors: doors.slice(0, LISTED_AT_MOST).flatMap(({ doorId }) => {
        const row = byId.get(doorId);
        return row === undefined ? [] : [{ campaignDoorId: row.id, place: row.place, name: row.name }];
      }),
    })),
  };
};
