import type { z } from "zod";
import type { Role } from "./actor.ts";
import type { ProblemKind } from "./problem.ts";

/**
 * Who may call a route: posts of these roles, each within its own area; any post signed in (never a resident); a
 * resident for the persons of his account; or anyone at all.
 */
export type Who = readonly Role[] | "signed-in" | "resident" | "anyone";

/**
 * Channels fail apart (design/codes.md): each is served by processes of its own, with its own limits. `work` is the
 * staff's; `declare` the residents' (sign-in, declaration, appeal, enterprises); `codes` fetches attestations; `verify`
 * gives key sets and change lists; `scan` takes what checkpoints send.
 */
export const CHANNELS = ["work", "declare", "codes", "verify", "scan"] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * A route as data: the server validates with it, OpenAPI, the client and the permission matrix are made from it, and
 * tests sweep over it.
 */
export type Route<Params extends z.ZodType, Body extends z.ZodType, Result extends z.ZodType> = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below /api/v1, with `{name}` for parameters of the path. */
  readonly path: `/${string}`;
  /** One sentence for the API's page. */
  readonly summary: string;
  readonly who: Who;
  /** Parameters of path and query together. */
  readonly params: Params;
  readonly body: Body;
  readonly result: Result;
  /** Refusals that a caller can meet, beside those that any route can give. */
  readonly problems: readonly ProblemKind[];
  /** The place that the parameters name; outside the actor's area the answer is 404. */
  place?(params: z.output<Params>): string;
  /** Bytes of body at most; 64 KiB when not said. */
  readonly bodyLimit?: number;
  /** Requests a minute of one session or address at most; 600 when not said. */
  readonly perMinute?: number;
  /** How the use case is run: in one transaction (default), or with the database in hand for streams and batches. */
  readonly runs?: "in-transaction" | "by-itself";
  /** Which channel serves it; `work` when not said. */
  readonly channel?: Channel;
  /**
   * The published purpose for which it uses data about persons: refused while that purpose is not in force
   * (capabilities/purposes). Not said: it uses none, or the purpose is the daily loop's own.
   */
  readonly purpose?: string;
  /** Raw bytes in (uploads) or out (event streams, files): the body or result schema then describes nothing. */
  readonly raw?: "in" | "out";
};

/** Keeps the literal types of `r`. */
export const route = <P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  r: Route<P, B, R>,
): Route<P, B, R> => r;

export type AnyRoute = Route<z.ZodType, z.ZodType, z.ZodType>;
