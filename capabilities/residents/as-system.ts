import type { Context } from "#platform/answer.ts";
import { systemActor } from "#platform/database.ts";

type Acting = Pick<Context, "sql" | "actor" | "now" | "services">;

/**
 * Goes on as the platform's clockwork inside the caller's transaction, then as the caller again: for what follows by rule
 * from an act that the caller was allowed to and has recorded. The caller's own rights are checked before.
 */
export async function asSystem<T>(ctx: Acting, work: (ctx: Acting) => Promise<T>): Promise<T> {
  const system = systemActor(ctx.services.settings.province);
  const act = ({ postId, role, area }: Acting["actor"]) => ctx.sql`
    select set_config('wangge.post', ${postId}, true), set_config('wangge.role', ${role}, true),
           set_config('wangge.area', ${area}, true)`;
  await act(system);
  const result = await work({ ...ctx, actor: system });
  await act(ctx.actor);
  return result;
}
