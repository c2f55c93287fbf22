/** Who employs a person with that person's consent: for capabilities that have something to tell them. */
import type { Context } from "#platform/answer.ts";
import { managersWhoMayKnow } from "./store-staff.ts";

/** The accounts that act for employers on whose rosters the person stands and agreed; as the clockwork. */
export const employersOf = (ctx: Pick<Context, "sql">, personKey: string): Promise<string[]> =>
  managersWhoMayKnow(ctx.sql, personKey);
