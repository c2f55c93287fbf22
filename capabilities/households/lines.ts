/** Doors, households and people of an area as lines of a list: for reports and other lists of other capabilities. */
import type { PlainDay } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import type { Door } from "./contract.ts";
import { doorsOf } from "./doors.ts";
import type { Relation, Sex, Tenure } from "./rules/kinds.ts";
import { openPerson } from "./sealing.ts";
import * as lines from "./store-lines.ts";
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

export type PersonLine = {
  readonly personId: string;
  /** Null: the register has no document of him. */
  readonly personKey: string | null;
  readonly householdId: string;
  readonly relation: Relation;
  readonly sinceOn: string | null;
  readonly name: string;
  readonly idNumber: string | null;
  readonly phone: string | null;
  readonly sex: Sex | null;
  readonly bornYear: number | null;
};

/** How many people live in an area on a day. */
export const countPersonsOn = (
  { sql }: Pick<Context, "sql">,
  of: { readonly area: string; readonly day: PlainDay },
): Promise<number> => lines.countStaying(sql, of);

/**
 * Who lives in an area on a day, by name, household by household: opened for a list that two have approved
 * (capabilities/reports/rules/persons.ts), and for nothing else.
 */
export async function personsForApprovedList(
  ctx: Pick<Context, "sql" | "actor" | "services">,
  of: { readonly area: string; readonly day: PlainDay; readonly limit: number },
): Promise<PersonLine[]> {
  const rows = await lines.stayingOn(ctx.sql, of);
  return rows.map((row) => {
    const { name, idNumber, phone } = openPerson(ctx, row.id, row.sealed);
    return {
      personId: row.id,
      personKey: row.person_key,
      householdId: row.household_id,
      relation: row.relation,
      sinceOn: row.since_on,
      name,
      idNumber,
      phone,
      sex: row.sex,
      bornYear: row.born_year,
    };
  });
}
