/** The feeds, runs and joint sessions belong to the province as a whole: for any smaller area they do not exist. */
import { common } from "#kernel/problem.ts";
import type { Context } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";

/** Throws 404 for a post whose area is not the whole province: existence is also a secret. */
export function mustBeProvincial({ actor, services }: Pick<Context, "actor" | "services">): void {
  if (actor.area !== services.settings.province) throw new Problem(common["not-found"]);
}
