import type { Context } from "#platform/answer.ts";

/** What a check needs of a request or a turn of the clockwork. */
export type CheckContext = Pick<Context, "sql" | "actor" | "now" | "services">;
