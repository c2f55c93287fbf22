import type { z } from "zod";
import type { Role } from "./actor.ts";
import type { ProblemKind } from "./problem.ts";

/**
 * One thing that a phone says, as data: made offline, sent when there is a network, applied once (design/field.md,
 * "Offline"). A kind is never removed and its body only ever grows by fields that may be missing: phones of last month
 * still send it. What must change otherwise is a new kind.
 */
export type Command<Body extends z.ZodType> = {
  /** `capability/verb`, for ever. */
  readonly kind: `${string}/${string}`;
  /** One sentence for the API's page. */
  readonly summary: string;
  /** Posts of these roles, each within its own area. */
  readonly who: readonly Role[];
  readonly body: Body;
  /** Refusals that it can meet, beside those that any command can. */
  readonly problems: readonly ProblemKind[];
  /** The place that the body names; outside the post's area the command is refused as not found. */
  place?(body: z.output<Body>): string;
};

/** Keeps the literal types of `c`. */
export const command = <B extends z.ZodType>(c: Command<B>): Command<B> => c;

export type AnyCommand = Command<z.ZodType>;
