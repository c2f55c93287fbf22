/** Forming the units of a grid, and changing them by hand. */

import { doorsOf } from "#capabilities/households/doors.ts";
import { addressText } from "#capabilities/households/rules/walking.ts";
import { audit } from "#platform/audit.ts";
import type { CommandContext } from "#platform/commands.ts";
import { noteChanges } from "#platform/copies.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { type Formed, partition } from "./rules/partition.ts";
import { neighbourProblems as problem } from "./rules/problems.ts";
import * as store from "./store.ts";

/** Runs the partition over the register as it is now; what stands changes as little as the rules allow. */
export async function form(ctx: CommandContext, { place }: { readonly place: string }): Promise<{ units: number }> {
  const { sql, now } = ctx;
  const standing = await store.lockUnits(sql, place);
  // A unit belongs to one grid; doors of its micro-grids are the grid's.
  const register = (await doorsOf(ctx, place)).map((door, walkOrder) => ({ ...door, place, walkOrder }));
  if (register.length === 0) throw new Problem(problem["no-doors"]);
  const before = await store.doorsOfGrid(sql, place);
  const formed = partition(
    register,
    standing.map((unit) => {
      const own = before.filter((door) => door.unit_id === unit.id);
      const byHand = new Set(own.filter((door) => door.is_by_hand).map((door) => door.door_id));
      return { unitId: unit.id, doorIds: own.map((door) => door.door_id), byHand };
    }),
  );
  const names = new Map(register.map((door) => [door.doorId, addressText(door) || "—"]));
  const units = await write(ctx, place, { formed, standing, before, names });
  await noteChanges(
    ctx,
    [...new Set([...standing.map(({ id }) => id), ...units])].map((id) => ({ kind: "watch-unit", id, place })),
  );
  await audit(ctx, {
    action: "watch-unit.form",
    objectKind: "place",
    objectId: place,
    place,
    detail: { units: units.length, doors: register.length, at: now },
  });
  return { units: units.length };
}

type Write = {
  readonly formed: readonly Formed[];
  readonly standing: readonly store.UnitRow[];
  readonly before: readonly store.UnitDoorRow[];
  readonly names: ReadonlyMap<string, string>;
};

async function write({ sql, now }: CommandContext, place: string, of: Write): Promise<string[]> {
  let number = await store.lastNumber(sql, place);
  const labelOf = ({ doors }: Formed) => {
    const [first, last] = [doors[0], doors.at(-1)].map((door) => of.names.get(door?.doorId ?? "") ?? "—");
    return first === last ? String(first) : `${first} – ${last}`;
  };
  const units = of.formed.map((unit) => ({ ...unit, id: unit.unitId ?? newId(), label: labelOf(unit) }));
  const fresh = units
    .filter(({ unitId }) => unitId === null)
    .map(({ id, kind, label }) => ({ id, place, number: ++number, kind, label }));
  await store.insertUnits(sql, fresh, now);
  await store.relabelUnits(sql, new Map(units.map(({ id, label }) => [id, label])));
  const byHand = new Map(of.before.filter((door) => door.is_by_hand).map((door) => [door.door_id, door.unit_id]));
  const doors = units.flatMap((unit) =>
    unit.doors.map(({ doorId }) => ({
      door_id: doorId,
      unit_id: unit.id,
      label: of.names.get(doorId) ?? "—",
      is_by_hand: byHand.get(doorId) === unit.id,
    })),
  );
  await store.setDoors(sql, place, doors);
  const kept = new Set(units.map(({ id }) => id));
  await store.endUnits(
    sql,
    of.standing.filter(({ id }) => !kept.has(id)).map(({ id }) => id),
    now,
  );
  return [...kept];
}

type Move = {
  readonly place: string;
  readonly unitId: string;
  readonly doorIds: readonly string[];
  readonly reason: string;
};

export async function moveDoors(ctx: CommandContext, { place, unitId, doorIds, reason }: Move): Promise<undefined> {
  const { sql, actor, madeAt } = ctx;
  const standing = await store.lockUnits(sql, place);
  if (!standing.some(({ id }) => id === unitId)) throw new Problem(problem["no-such-unit"]);
  const ids = [...new Set(doorIds)];
  const left = await store.handOver(sql, { place, unitId, doorIds: ids });
  if (left.length !== ids.length) throw new Problem(problem["other-grid"]);
  await store.insertMove(sql, {
    id: ctx.commandId,
    place,
    doorIds: ids,
    toUnit: unitId,
    reason,
    by: actor.postId,
    at: madeAt,
  });
  await noteChanges(
    ctx,
    [...new Set([unitId, ...left])].map((id) => ({ kind: "watch-unit", id, place })),
  );
  await audit(ctx, {
    action: "watch-unit.move-doors",
    objectKind: "watch-unit",
    objectId: unitId,
    place,
    detail: { doors: ids.length, reason },
  });
}
