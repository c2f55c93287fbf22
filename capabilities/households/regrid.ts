/**
 * When a grid is split, merged or retired, its doors go to the successors with everybody behind them: the phones of the old
 * grid lose them, those of the new one get them. Called by places/grids.ts, after its households of the daily loop moved.
 */
import { followDoors, widenCampaigns } from "#capabilities/campaigns/follow.ts";
import { followSubjects } from "#capabilities/facts/facts.ts";
import { followUnits } from "#capabilities/neighbours/follow.ts";
import type { Context } from "#platform/answer.ts";
import { noteChanges } from "#platform/copies.ts";
import { newId } from "#platform/ids.ts";
import * as people from "./store-people.ts";
import * as store from "./store-regrid.ts";

/** `main`: where a door goes whose household of the daily loop did not move. Returns how many doors. */
export async function regridDoors(
  ctx: Context,
  { from, to, main }: { readonly from: readonly string[]; readonly to: readonly string[]; readonly main: string },
): Promise<number> {
  const { sql } = ctx;
  const moved = await store.moveDoors(sql, { from, to, main });
  for (const [place, doors] of Map.groupBy(moved, (one) => one.place)) await takeAlong(ctx, doors, place);
  await widenCampaigns(ctx, from);
  await followThem(ctx, moved);
  return moved.length;
}

/** What other capabilities know of these doors goes along: where a running campaign stands, and the unit of neighbours. */
export async function followThem(ctx: Context, moved: readonly store.MovedDoor[]): Promise<void> {
  if (moved.length === 0) return;
  await followDoors(ctx, moved);
  await followUnits(ctx, moved);
}

/** Everybody and everything behind these doors goes to the place to which they went. */
export async function takeAlong(ctx: Context, doors: readonly store.MovedDoor[], place: string): Promise<void> {
  const { sql, now, actor } = ctx;
  const ids = doors.map((door) => door.id);
  const by = actor.role === "system" || actor.role === "resident" ? null : actor.postId;
  const saying = { now, by, commandId: newId() };
  const households = await people.householdsOfDoors(sql, ids);
  const stays = await people.staysOfDoors(sql, ids);
  const there = <R extends { readonly version: number }>(row: R) => ({ ...row, version: row.version + 1, place });
  await people.putHouseholds(sql, households.map(there), saying);
  await people.putStays(sql, stays.map(there), saying);
  await store.moveLandlords(sql, ids, place);
  const persons = [...new Set(stays.map((row) => row.person_id))];
  await followSubjects(ctx, [...ids, ...households.map((row) => row.id), ...persons], place);
  const fromOf = new Map(doors.map((door) => [door.id, door.was]));
  const moved = [
    ...doors.map(({ id }) => ({ kind: "door", id, door: id })),
    ...households.map((row) => ({ kind: "household", id: row.id, door: row.door_id })),
    ...stays.map((row) => ({ kind: "person", id: row.person_id, door: row.door_id })),
  ];
  await noteChanges(
    ctx,
    moved.flatMap(({ kind, id, door }) => [
      { kind, id, place: fromOf.get(door) ?? place },
      { kind, id, place },
    ]),
  );
}
