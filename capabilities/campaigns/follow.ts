/**
 * Doors that go to another grid take their standing in running campaigns along: the phones of the new grid go on where those of
 * the old one were, and coverage counts each door once. Called by the register (households/regrid.ts).
 */
import { CODE_LENGTH } from "#kernel/places.ts";
import type { Context } from "#platform/answer.ts";
import { noteChanges } from "#platform/copies.ts";
import * as store from "./store.ts";
import { doorOf, lastOrdinal } from "./store-doors.ts";
import { lockMoved, putThere, widenTo } from "./store-follow.ts";

type Acting = Pick<Context, "sql" | "now">;
type MovedDoor = { readonly id: string; readonly was: string; readonly place: string };

/** A campaign of a grid that was split or merged goes on in its village: the doors of its universe stay the same. */
export async function widenCampaigns(ctx: Acting, gone: readonly string[]): Promise<void> {
  for (const [village, grids] of Map.groupBy(gone, (grid) => grid.slice(0, CODE_LENGTH.village))) {
    const ids = await widenTo(ctx.sql, { village, gone: grids, now: ctx.now });
    await noteChanges(
      ctx,
      ids.map((id) => ({ kind: "campaign", id, place: village })),
    );
  }
}

export async function followDoors(ctx: Acting, moved: readonly MovedDoor[]): Promise<void> {
  const { sql, now } = ctx;
  const doors = await lockMoved(sql, moved, now);
  for (const [campaignId, own] of Map.groupBy(doors, (row) => row.campaign_id)) {
    const last = new Map<string, number>();
    const placed: { readonly id: string; readonly to: string; readonly ordinal: number }[] = [];
    for (const { id, to } of own) {
      const ordinal = (last.get(to) ?? (await lastOrdinal(sql, campaignId, to))) + 1;
      last.set(to, ordinal);
      placed.push({ id, to, ordinal });
    }
    await putThere(sql, placed);
    await store.addToTally(sql, campaignId, own.flatMap(countedThere));
  }
  await noteChanges(
    ctx,
    doors.flatMap(({ id, place, to }) => [
      { kind: "campaign-door", id, place },
      { kind: "campaign-door", id, place: to },
    ]),
  );
}

/** Off the old grid's figures and onto the new one's. */
function countedThere(row: Awaited<ReturnType<typeof lockMoved>>[number]): store.Delta[] {
  const figures = [
    row.state,
    ...(doorOf(row).revisitAt === null ? [] : ["REVISIT"]),
    ...(row.is_found ? ["FOUND"] : []),
  ];
  return figures.flatMap((figure) => [
    { place: row.place, figure, doors: -1 },
    { place: row.to, figure, doors: 1 },
  ]);
}
