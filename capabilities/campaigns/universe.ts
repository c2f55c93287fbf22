/** The universe of a campaign: the register's doors, frozen village by village; and the doors found since. */
import { doorsOf } from "#capabilities/households/doors.ts";
import { addressText } from "#capabilities/households/rules/walking.ts";
import { common } from "#kernel/problem.ts";
import type { Context, Services } from "#platform/answer.ts";
import type { CommandContext } from "#platform/commands.ts";
import { noteChanges } from "#platform/copies.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { takesAt } from "./present.ts";
import { clusterOf } from "./rules/plan.ts";
import { campaignProblems as problem } from "./rules/problems.ts";
import * as store from "./store.ts";
import { insertDoors, lastOrdinal, type NewDoor } from "./store-doors.ts";

type Acting = Pick<Context, "sql" | "now">;
type RegisterDoor = Awaited<ReturnType<typeof doorsOf>>[number];

const newDoor = (door: RegisterDoor, ordinal: number): NewDoor => ({
  id: newId(),
  door_id: door.doorId,
  household_key: door.householdKey,
  place: door.place,
  ordinal,
  kind: door.kind,
  // A door of which the register says nothing but that it is there.
  name: addressText(door) || `#${ordinal}`,
  cluster: clusterOf(door),
  is_vacant_on_register: door.isVacant,
});

async function take(ctx: Acting, campaignId: string, doors: readonly NewDoor[], isFound: boolean): Promise<number> {
  const made = await insertDoors(ctx.sql, { campaignId, isFound }, doors);
  const fresh = doors.filter(({ id }) => made.has(id));
  await store.addToTally(
    ctx.sql,
    campaignId,
    fresh.flatMap(({ place }) => [
      { place, figure: "NOT_VISITED", doors: 1 },
      { place, figure: "FOUND", doors: isFound ? 1 : 0 },
    ]),
  );
  await noteChanges(
    ctx,
    fresh.map(({ id, place }) => ({ kind: "campaign-door", id, place })),
  );
  return fresh.length;
}

/** Freezes some of a campaign's villages (or of any) that wait. Answers how many it did. */
export async function freeze(ctx: Acting, campaignId: string | null, atMost: number): Promise<number> {
  const villages = await store.waitingVillages(ctx.sql, campaignId, atMost);
  for (const of of villages) {
    const doors = await doorsOf(ctx, of.village);
    const counted = new Map<string, number>();
    const fresh = doors.map((door) => {
      const ordinal = (counted.get(door.place) ?? 0) + 1;
      counted.set(door.place, ordinal);
      return newDoor(door, ordinal);
    });
    await take(ctx, of.campaign_id, fresh, false);
    await store.markFrozen(ctx.sql, of, ctx.now);
  }
  return villages.length;
}

/** A turn of the clockwork: the villages of a large campaign, a few at a time. */
export const freezeOnce = (services: Services): Promise<number> =>
  asActor(services.db, systemActor(services.settings.province), (sql) =>
    freeze({ sql, now: services.clock() }, null, VILLAGES_A_TURN),
  );
/** Some 5,000 doors: a second of work. */
const VILLAGES_A_TURN = 5;

/** A door that the register lacked when the campaign began: it was added a moment ago, by the register's own command. */
export async function takeFound(
  ctx: CommandContext,
  body: { readonly campaignId: string; readonly doorId: string; readonly place: string },
): Promise<undefined> {
  const campaign = await store.campaignOf(ctx.sql, body.campaignId);
  if (campaign === null) throw new Problem(common["not-found"]);
  if (!takesAt(campaign, ctx.madeAt)) throw new Problem(problem.closed);
  const door = (await doorsOf(ctx, body.place)).find(({ doorId }) => doorId === body.doorId);
  if (door === undefined || !door.place.startsWith(campaign.area)) throw new Problem(problem["no-such-door"]);
  const ordinal = (await lastOrdinal(ctx.sql, campaign.id, door.place)) + 1;
  await take(ctx, campaign.id, [{ ...newDoor(door, ordinal), id: ctx.commandId }], true);
}
