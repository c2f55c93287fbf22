/** Doors of the register: added, changed part by part, taken out. Other capabilities read them through doorsOf(). */
import { recordFacts } from "#capabilities/facts/facts.ts";
import type { FactSource } from "#capabilities/facts/rules/attributes.ts";
import { noteOf } from "#capabilities/facts/rules/notes.ts";
import { noteUse } from "#capabilities/facts/uses.ts";
import { countyOf } from "#capabilities/tasks/rules/hops.ts";
import { dayOf, isoInstant } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import type { Apply, CommandContext } from "#platform/commands.ts";
import { noteChanges } from "#platform/copies.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import type { Door, DoorParts } from "./contract.ts";
import { shownDoor } from "./present.ts";
import { followThem, takeAlong } from "./regrid.ts";
import { blocksOf, cellOf, elsewhereNote } from "./rules/cell.ts";
import { DOOR_ATTRIBUTES, DOOR_PARTS } from "./rules/parts.ts";
import { registerProblems as problem } from "./rules/problems.ts";
import { addressKey, NOTHING_SAID, NOWHERE, walking } from "./rules/walking.ts";
import * as store from "./store-doors.ts";
import * as write from "./store-doors-write.ts";

/** Doors of a township at most: a campaign over more is several campaigns. */
const DOORS_AT_MOST = 60_000;

/** The doors of an area in walking order: grid by grid, then as a worker walks. */
export async function doorsOf(ctx: Pick<Context, "sql">, area: string): Promise<Door[]> {
  const doors = (await store.doorsIn(ctx.sql, area, DOORS_AT_MOST)).map(shownDoor);
  return doors.sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : walking(a, b)));
}

const NO_ADDRESS = addressKey(NOWHERE);
type Parts = { readonly [Part in keyof DoorParts]?: DoorParts[Part] | undefined };

/** A door as the table takes it. */
export function rowOf(
  parts: DoorParts,
  of: { readonly id: string; readonly place: string; readonly householdKey: string },
): Omit<write.DoorInsert, "added_at"> {
  return {
    id: of.id,
    county: countyOf(of.place),
    household_key: of.householdKey,
    place: of.place,
    kind: parts.kind,
    building: parts.building,
    stair: parts.stair,
    floor: parts.floor,
    room: parts.room,
    villager_group: parts.villagerGroup,
    side: parts.side,
    door_number: parts.doorNumber,
    walk_order: parts.walkOrder,
    is_vacant: parts.isVacant,
    is_rented: parts.isRented,
    is_shared: parts.isShared,
    address_key: addressKey(parts),
  };
}

export const withDefaults = ({ kind, ...parts }: Parts & Pick<DoorParts, "kind">): DoorParts => {
  const said = Object.entries(parts).filter(([, value]) => value !== undefined);
  return { ...NOTHING_SAID, kind, ...Object.fromEntries(said) };
};

/** The facts of what was said of a door; what is not there is "" (no stair), an order cannot be unsaid. */
export function doorFacts(
  of: { readonly doorId: string; readonly place: string; readonly sourceId: string; readonly by: string | null } & {
    readonly observedAt: CommandContext["madeAt"];
    readonly isVerified: boolean;
    readonly source?: FactSource;
  },
  parts: Parts,
  seen: Parts = {},
) {
  return DOOR_PARTS.flatMap((part) => {
    const value = parts[part];
    if (value === undefined || (part === "walkOrder" && value === null)) return [];
    const before = seen[part];
    return [
      {
        county: countyOf(of.place),
        place: of.place,
        subjectKind: "door" as const,
        subjectId: of.doorId,
        attribute: DOOR_ATTRIBUTES[part],
        value: value ?? "",
        ...(before === undefined ? {} : { seen: before ?? "" }),
        source: of.source ?? ("register" as const),
        sourceId: of.sourceId,
        observedAt: of.observedAt,
        byPost: of.by,
        isVerified: of.isVerified,
      },
    ];
  });
}

/** What is worth a fact of a new door: what was said, not what was left open. */
export const saidOf = (parts: Parts): Parts =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null));

export const addDoor: Apply<typeof contract.addDoor> = async (ctx, body) => {
  const { sql, now, actor, commandId } = ctx;
  const { place, householdKey, isSecond, ...said } = body;
  const parts = withDefaults(said);
  const county = countyOf(place);
  const key = addressKey(parts);
  if (!isSecond && key !== NO_ADDRESS && (await write.doorsAt(sql, place, [key])).size > 0)
    throw new Problem(problem["door-twice"]);
  // Before the door stands in the list itself.
  const note = await cellNote(ctx, place, parts);
  const isFree = householdKey !== null && (await write.isFreeHousehold(sql, county, householdKey));
  const row = rowOf(parts, { id: commandId, place, householdKey: isFree ? householdKey : commandId });
  await write.countHouseholds(sql, [row], { now, day: dayOf(now) });
  await write.insertDoors(sql, [{ ...row, added_at: isoInstant(ctx.madeAt) }], { now, by: actor.postId });
  const of = {
    doorId: commandId,
    place,
    sourceId: commandId,
    by: actor.postId,
    observedAt: ctx.madeAt,
    isVerified: true,
  };
  await recordFacts(ctx, doorFacts(of, saidOf(said)));
  await noteChanges(ctx, [{ kind: "door", id: commandId, place }]);
  await audit(ctx, { action: "register.door.add", objectKind: "door", objectId: commandId, place });
  return { doorId: commandId, ...(note === null ? {} : { note }) };
};

/** What the worker should know when the address list has the new door's building or group in another grid; null: nothing. */
async function cellNote({ sql }: Pick<Context, "sql">, place: string, parts: DoorParts) {
  const byBlock = new Map<string, Awaited<ReturnType<typeof write.gridsOfBlock>>>();
  for (const block of blocksOf(parts)) byBlock.set(block, await write.gridsOfBlock(sql, place.slice(0, 12), block));
  const cell = cellOf(place, parts, (block) => byBlock.get(block)?.map(({ grid }) => grid) ?? []);
  if (cell.is !== "elsewhere") return null;
  const names = new Map([...byBlock.values()].flat().map(({ grid, name }) => [grid, name]));
  return elsewhereNote(cell.grids.map((grid) => names.get(grid) ?? grid));
}

/** A door of one's area, locked. Throws `no-such-door`. */
export async function mustHaveDoor(ctx: Pick<Context, "sql">, doorId: string): Promise<store.DoorRow> {
  const door = await store.lockDoor(ctx.sql, doorId);
  if (door === null) throw new Problem(problem["no-such-door"]);
  return door;
}

export const setDoor: Apply<typeof contract.setDoor> = async (ctx, { doorId, place, parts, seen, isVerified }) => {
  const door = await mustHaveDoor(ctx, doorId);
  if (place === undefined && Object.values(parts).every((value) => value === undefined))
    throw new Problem(problem["nothing-said"]);
  if (place !== undefined && place !== door.place) await moveDoor(ctx, door, place);
  const note = await sayOfDoor(ctx, { ...door, place: place ?? door.place }, { parts, seen, isVerified });
  await audit(ctx, {
    action: "register.door.set",
    objectKind: "door",
    objectId: doorId,
    place: door.place,
    detail: { parts: Object.keys(parts) },
  });
  return note === null ? undefined : { note };
};

/** Records what was said of a door and keeps in its row what stands. Returns what contradicts. */
export async function sayOfDoor(
  ctx: CommandContext,
  door: store.DoorRow,
  {
    parts,
    seen = {},
    isVerified = true,
    source = "register",
  }: { readonly parts: Parts; readonly seen?: Parts; readonly isVerified?: boolean; readonly source?: FactSource },
) {
  const of = {
    doorId: door.id,
    place: door.place,
    sourceId: ctx.commandId,
    by: ctx.actor.postId,
    observedAt: ctx.madeAt,
    isVerified,
    source,
  };
  const facts = doorFacts(of, parts, seen);
  const recorded = await recordFacts(ctx, facts);
  const stands = new Set(facts.filter((_, at) => recorded[at]?.stands).map((fact) => fact.attribute));
  const standing = Object.fromEntries(
    DOOR_PARTS.filter((part) => stands.has(DOOR_ATTRIBUTES[part])).map((part) => [part, parts[part]]),
  );
  // What was said elsewhere, in a form, and stands in the register now: whoever asked sees that it was used.
  if (source !== "register")
    await noteUse(
      ctx,
      recorded.flatMap((one) => (one.stands ? [one.id] : [])),
      IN_REGISTER(door.id),
    );
  const { doorId: id, place, householdKey, ...before } = shownDoor(door);
  const row = rowOf({ ...before, ...standing }, { id, place, householdKey: householdKey ?? id });
  await write.updateDoor(ctx.sql, row);
  await noteChanges(ctx, [{ kind: "door", id: door.id, place: door.place }]);
  return noteOf(recorded.flatMap((one) => one.conflict ?? []));
}

const IN_REGISTER = (id: string) => ({ kind: "register" as const, id, zh: "门户底册", en: "The register of doors" });

/** To another grid of the village: everybody behind the door goes with it. */
async function moveDoor(ctx: CommandContext, door: store.DoorRow, place: string): Promise<void> {
  const { sql, actor } = ctx;
  if (place.slice(0, 12) !== door.place.slice(0, 12) || !place.startsWith(actor.area))
    throw new Problem(problem["not-in-your-village"]);
  await write.moveHousehold(sql, { ...door, place });
  const moved = [{ id: door.id, was: door.place, place }];
  await takeAlong(ctx, moved, place);
  await followThem(ctx, moved);
}

export const removeDoor: Apply<typeof contract.removeDoor> = async (ctx, { doorId, reason }) => {
  const door = await mustHaveDoor(ctx, doorId);
  await write.untieDoor(ctx.sql, doorId, ctx.now);
  await write.endDoor(ctx.sql, doorId, reason, ctx.now);
  await noteChanges(ctx, [{ kind: "door", id: doorId, place: door.place }]);
  await audit(ctx, {
    action: "register.door.remove",
    objectKind: "door",
    objectId: doorId,
    place: door.place,
    detail: { reason },
  });
  return undefined;
};
