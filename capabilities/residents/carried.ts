import { common } from "#kernel/problem.ts";
import type { Context } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import { isCarried } from "./store-residents.ts";

/** Throws `not-found` unless the acting resident's account carries the person: nobody learns whether he exists. */
export async function mustCarry({ sql, actor }: Pick<Context, "sql" | "actor">, personKey: string): Promise<void> {
  if (!(await isCarried(sql, actor.accountId, personKey))) throw new Problem(common["not-found"]);
}
