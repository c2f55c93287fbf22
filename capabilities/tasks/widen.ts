import type { Context } from "#platform/answer.ts";

/** What a use case needs to act: a request's context has it, and so has the clockwork's. */
export type Acting = Pick<Context, "sql" | "actor" | "now" | "services">;

/**
 * Runs `work` with row-level security opened to the province, then narrows it again. A task that leaves an area cannot
 * be written by a post that sees only that area; so the caller first checks, under its own eyes, that it may.
 */
export async function widened<T>({ sql, actor, services }: Acting, work: () => Promise<T>): Promise<T> {
  await sql`select set_config('wangge.area', ${services.settings.province}, true)`;
  const result = await work();
  await sql`select set_config('wangge.area', ${actor.area}, true)`;
  return result;
}
