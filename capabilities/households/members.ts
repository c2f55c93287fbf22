/** The register as other capabilities ask it: is somebody in it here, who lives with him, and what they are called. */
import { dayOf } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import type { Relation } from "./rules/kinds.ts";
import { openPerson } from "./sealing.ts";
import * as people from "./store-people.ts";

type Acting = Pick<Context, "sql" | "now">;

/** Somebody of a household, without a name. */
export type Member = {
  readonly personId: string;
  readonly personKey: string | null;
  readonly relation: Relation;
  readonly bornYear: number | null;
};

/** Is the person in the register of the actor's area now. */
export const isRegistered = async (ctx: Acting, county: string, personKey: string): Promise<boolean> =>
  (await people.personsByKeys(ctx.sql, county, [personKey])).has(personKey);

/** Who lives in the same households as the person now, as far as the actor may see; not himself. */
export const livesWith = async (ctx: Acting, county: string, personKey: string): Promise<Member[]> =>
  (await people.membersWith(ctx.sql, { county, personKey, today: dayOf(ctx.now) })).map((row) => ({
    personId: row.person_id,
    personKey: row.person_key,
    relation: row.relation,
    bornYear: row.born_year,
  }));

/** The keys that the register knows of these now: a document may have been read since. */
export const keysNow = async (ctx: Acting, personIds: readonly string[]): Promise<ReadonlyMap<string, string | null>> =>
  new Map((await people.personsOf(ctx.sql, personIds)).map((row) => [row.id, row.person_key]));

/** Opens the names of these: the caller has the right to, and writes the audit entry with its purpose. */
export const openNames = async (
  ctx: Pick<Context, "sql" | "actor" | "services">,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await people.personsOf(ctx.sql, personIds)).map((row) => [row.id, openPerson(ctx, row.id, row.sealed).name]),
  );
