/** Doors and households of an area as lines of a list, without a name: for reports and other lists of other capabilities. */
import type { PlainDay } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import type { Door } from "./contract.ts";
import { doorsOf } from "./doors.ts";
import type { Tenure } from "./rules/kinds.ts";
import * as people from "./store-people.ts";

export type HouseholdLine = {
  readonly householdId: string;
  readonly door: Door;
  readonly tenure: Tenure;
  readonly sinceOn: string | null;
  /** Registered there on the day. */
  readonly people: number;
};

/** Who lived behind these doors on a day, as known now, in walking order. */
export async function householdsOn(
  ctx: Pick<Context, "sql">,
  { area, day }: { readonly area: string; readonly day: PlainDay },
): Promise<HouseholdLine[]> {
  const doors = await doorsOf(ctx, area);
  const living = Map.groupBy(await people.livingOn(ctx.sql, area, day), (one) => one.door_id);
  return doors.flatMap((door) =>
    (living.get(door.doorId) ?? []).map((one) => ({
      householdId: one.id,
      door,
      tenure: one.tenure,
      sinceOn: one.since_on,
      people: one.people,
    })),
  );
}
