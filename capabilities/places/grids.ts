/** The life of grids and micro-grids. Every change is one row of place_change; codes are never used again. */
import { regridDoors } from "#capabilities/households/regrid.ts";
import { regridTasks } from "#capabilities/tasks/regrid.ts";
import { continuePosts, endContinued } from "#capabilities/workers/move-posts.ts";
import { CODE_LENGTH, isWithin, parentOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { dayOf } from "#kernel/time.ts";
import type { Answer, Context } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import { placeProblems } from "./contract.ts";
import { codesFor, distribute, type GridFault, mergeFault, type NewGrid } from "./rules/grids.ts";
import {
  type ChangeRow,
  codesEverBelow,
  householdsAt,
  insertChange,
  insertPlaces,
  isNeeded,
  lockStanding,
  moveHouseholds,
  type PlaceRow,
  placeOf,
  renamePlace,
  retirePlaces,
} from "./store.ts";

const SOURCE = "centre";

const refuse = (fault: GridFault): never => {
  throw new Problem(placeProblems[fault]);
};

/** Grids are drawn by the township or above, and never by the village whose own work they divide. */
function refuseVillage({ actor }: Context): void {
  if (actor.area.length > CODE_LENGTH.township) throw new Problem(common["not-your-duty"]);
}

/** The standing place with this code. */
async function standing(ctx: Context, code: string): Promise<PlaceRow> {
  const place = await placeOf(ctx.sql, code);
  if (!place) throw new Problem(common["not-found"]);
  if (place.valid_until !== null) throw new Problem(placeProblems.retired);
  return place;
}

/** The grids named, all of them standing, with their micro-grids, locked. */
async function lockGrids(ctx: Context, codes: readonly string[]): Promise<PlaceRow[]> {
  const rows = await lockStanding(ctx.sql, codes);
  for (const code of codes) if (!rows.some((row) => row.code === code)) await standing(ctx, code);
  return rows;
}

async function codesOf(ctx: Context, parent: string, wanted: readonly NewGrid[]): Promise<readonly string[]> {
  const found = codesFor(parent, wanted, await codesEverBelow(ctx.sql, parent));
  return "codes" in found ? found.codes : refuse(found.fault);
}

type Recorded = {
  readonly kind: ChangeRow["kind"];
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly reason: string;
  readonly detail?: Readonly<Record<string, unknown>>;
};

/** The change in the places' own history and in the audit log. */
async function record(ctx: Context, place: string, change: Recorded): Promise<void> {
  const { sql, now, actor } = ctx;
  const byPost = actor.role === "system" ? null : actor.postId;
  await insertChange(sql, { id: newId(), ...change, day: dayOf(now), byPost, now, detail: change.detail ?? {} });
  await audit(ctx, {
    action: `grid.${change.kind}`,
    objectKind: "place",
    objectId: place,
    place,
    detail: { from: change.from, to: change.to, reason: change.reason },
  });
}

/** Retires the grids; posts, doors, open tasks, terminals follow to the successors, tasks to the main one. */
async function succeed(ctx: Context, gone: readonly PlaceRow[], to: readonly string[], main: string): Promise<number> {
  const from = gone.map((place) => place.code);
  await retirePlaces(ctx.sql, from, dayOf(ctx.now));
  await regridDoors(ctx, { from, to, main });
  const ending = await continuePosts(ctx, { from, to });
  const tasksMoved = await regridTasks(ctx, { from, to: main });
  await endContinued(ctx, ending, to);
  return tasksMoved;
}

export const create: Answer<typeof contract.createGrid> = async (ctx, { code: parent }, body) => {
  refuseVillage(ctx);
  await standing(ctx, parent);
  const codes = await codesOf(ctx, parent, [body]);
  const [code = refuse("codes-used-up")] = codes;
  await insertPlaces(ctx.sql, [{ code, name: body.name, kind: body.kind, households: body.households }], {
    day: dayOf(ctx.now),
    source: SOURCE,
    now: ctx.now,
  });
  await record(ctx, code, { kind: "create", from: [], to: codes, reason: body.reason });
  return { retired: [], created: [...codes], tasksMoved: 0 };
};

export const split: Answer<typeof contract.splitGrid> = async (ctx, { code }, { into, reason }) => {
  refuseVillage(ctx);
  const { sql, now } = ctx;
  const gone = await lockGrids(ctx, [code]);
  const parent = parentOf(code) ?? refuse("wrong-code");
  const households = await householdsAt(sql, code);
  const parts = distribute(into, households);
  if ("fault" in parts) return refuse(parts.fault);
  const codes = await codesOf(ctx, parent, into);
  const codeAt = (index: number): string => codes[index] ?? refuse("wrong-code");
  const known = gone.find((place) => place.code === code)?.households ?? null;
  const places = into.map((part, index) => ({
    code: codeAt(index),
    name: part.name,
    kind: part.kind,
    households: householdsOf([...parts.partOf.values()], index, { known, share: part.share }),
  }));
  await insertPlaces(sql, places, { day: dayOf(now), source: SOURCE, now });
  const placeOfHousehold = new Map([...parts.partOf].map(([key, index]) => [key, codeAt(index)]));
  if (placeOfHousehold.size > 0) await moveHouseholds(sql, code.slice(0, CODE_LENGTH.county), placeOfHousehold);
  const tasksMoved = await succeed(ctx, gone, codes, codeAt(parts.rest));
  const from = gone.map((place) => place.code);
  await record(ctx, code, { kind: "split", from, to: codes, reason, detail: { households: households.length } });
  return { retired: from, created: [...codes], tasksMoved };
};

/** Households of a part: as the register counts them; without a register, its share of what was known. */
function householdsOf(
  partOf: readonly number[],
  index: number,
  old: { readonly known: number | null; readonly share: number | undefined },
): number | null {
  if (partOf.length > 0) return partOf.filter((part) => part === index).length;
  return old.known === null || old.share === undefined ? null : Math.round((old.known * old.share) / 100);
}

export const merge: Answer<typeof contract.mergeGrids> = async (ctx, { code: parent }, { codes, into, reason }) => {
  refuseVillage(ctx);
  const { sql, now } = ctx;
  const fault = mergeFault(parent, codes);
  if (fault !== null) return refuse(fault);
  const gone = await lockGrids(ctx, codes);
  const [code = refuse("codes-used-up")] = await codesOf(ctx, parent, [into]);
  const merged = gone.filter((place) => codes.includes(place.code));
  const known = merged.map((place) => place.households);
  const households = known.some((one) => one === null) ? null : known.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  await insertPlaces(sql, [{ code, name: into.name, kind: into.kind, households }], {
    day: dayOf(now),
    source: SOURCE,
    now,
  });
  for (const one of codes) await moveAllHouseholds(ctx, one, code);
  const tasksMoved = await succeed(ctx, gone, [code], code);
  const from = gone.map((place) => place.code);
  await record(ctx, code, { kind: "merge", from, to: [code], reason });
  return { retired: from, created: [code], tasksMoved };
};

async function moveAllHouseholds(ctx: Context, from: string, to: string): Promise<void> {
  const keys = await householdsAt(ctx.sql, from);
  if (keys.length === 0) return;
  await moveHouseholds(ctx.sql, from.slice(0, CODE_LENGTH.county), new Map(keys.map((key) => [key, to])));
}

export const retire: Answer<typeof contract.retireGrid> = async (ctx, { code }, { successor, reason }) => {
  refuseVillage(ctx);
  const { sql, now } = ctx;
  const gone = await lockGrids(ctx, [code]);
  const parent = parentOf(code) ?? refuse("wrong-code");
  if (successor === null && (await isNeeded(sql, code, now))) throw new Problem(placeProblems["needs-successor"]);
  let tasksMoved = 0;
  if (successor === null) {
    await retirePlaces(
      sql,
      gone.map((place) => place.code),
      dayOf(now),
    );
  } else {
    if (successor === code || !isWithin(successor, parent) || isWithin(successor, code)) refuse("wrong-code");
    await standing(ctx, successor);
    await moveAllHouseholds(ctx, code, successor);
    tasksMoved = await succeed(ctx, gone, [successor], successor);
  }
  const from = gone.map((place) => place.code);
  await record(ctx, code, { kind: "retire", from, to: successor === null ? [] : [successor], reason });
  return { retired: from, created: [], tasksMoved };
};

export const rename: Answer<typeof contract.renameGrid> = async (ctx, { code }, { name, reason }) => {
  refuseVillage(ctx);
  const [place] = (await lockGrids(ctx, [code])).filter((one) => one.code === code);
  const detail = { oldName: place?.name, newName: name };
  await renamePlace(ctx.sql, code, name);
  await record(ctx, code, { kind: "rename", from: [code], to: [code], reason, detail });
  return { retired: [], created: [], tasksMoved: 0 };
};
