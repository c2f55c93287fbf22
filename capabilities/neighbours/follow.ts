/** Units whose doors go to another grid (households/regrid.ts): decided by rules/follow.ts. */
import { CODE_LENGTH } from "#kernel/places.ts";
import type { Context } from "#platform/answer.ts";
import { noteChanges } from "#platform/copies.ts";
import { follow } from "./rules/follow.ts";
import * as store from "./store.ts";
import { lockMembers, moveUnit, takeOut } from "./store-follow.ts";

type MovedDoor = { readonly id: string; readonly was: string; readonly place: string };
/** The grid of a place: a unit's doors may lie in its micro-grids. */
const gridOf = (place: string): string | null =>
  place.length < CODE_LENGTH.grid ? null : place.slice(0, CODE_LENGTH.grid);

export async function followUnits(ctx: Pick<Context, "sql" | "now">, moved: readonly MovedDoor[]): Promise<void> {
  const { sql, now } = ctx;
  const placeOf = new Map(moved.map(({ id, place }) => [id, place]));
  const county = moved[0]?.place.slice(0, 6) ?? "";
  const members = await lockMembers(sql, county, [...placeOf.keys()]);
  const { along, out, ended } = follow(
    members.map(({ door_id: doorId, unit_id: unitId, place }) => {
      const now = placeOf.get(doorId);
      const to = now === undefined ? null : gridOf(now);
      return { doorId, unitId, to, hasGone: now !== undefined && to !== place };
    }),
  );
  await takeOut(sql, county, out);
  for (const [id, place] of along) {
    const number = (await store.lastNumber(sql, place)) + 1;
    await moveUnit(sql, { id, county, place, number });
  }
  await store.endUnits(sql, ended, now);
  const touched = members.filter(({ door_id, unit_id }) => out.includes(door_id) || along.has(unit_id));
  await noteChanges(
    ctx,
    touched.flatMap(({ unit_id: id, place }) => {
      const to = along.get(id);
      return [{ kind: "watch-unit", id, place }, ...(to === undefined ? [] : [{ kind: "watch-unit", id, place: to }])];
    }),
  );
}
