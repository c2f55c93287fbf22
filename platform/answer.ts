import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Actor } from "#kernel/actor.ts";
import type { AnyRoute, Route } from "#kernel/route.ts";
import type { Instant } from "#kernel/time.ts";
import type { Clock } from "./clock.ts";
import type { Database, Sql } from "./database.ts";
import type { Hub } from "./hub.ts";
import type { Keys } from "./keys.ts";
import type { Settings } from "./settings.ts";

/** What the server's parts share: made once in main.ts, handed down, never global. */
export type Services = {
  readonly db: Database;
  readonly keys: Keys;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly hub: Hub;
  readonly log: (event: string, facts?: Readonly<Record<string, unknown>>) => void;
};

/** What one request may use. `sql` is its transaction: it commits when the use case returns, else rolls back. */
export type Context = {
  readonly sql: Sql;
  readonly actor: Actor;
  readonly now: Instant;
  readonly services: Services;
  readonly requestId: string;
};

/** What a route that runs by itself may use: it opens its own transactions with asActor(services.db, actor, …). */
export type OpenContext = Omit<Context, "sql"> & {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
};

/** The use case that answers a route in one transaction. */
export type Answer<R> =
  R extends Route<infer P, infer B, infer Out>
    ? (ctx: Context, params: z.output<P>, body: z.output<B>) => Promise<z.input<Out>>
    : never;

/** The use case of a route with `runs: "by-itself"`. A route with `raw: "out"` answers on `ctx.reply` itself. */
export type OpenAnswer<R> =
  R extends Route<infer P, infer B, infer Out>
    ? (ctx: OpenContext, params: z.output<P>, body: z.output<B>) => Promise<z.input<Out>>
    : never;

/** A route paired with its use case; what a capability's routes.ts exports a list of. */
export type Pair = readonly [
  route: AnyRoute,
  // biome-ignore lint/suspicious/noExplicitAny: the pair's types were checked against each other where `pair` was called.
  answer: (ctx: any, params: any, body: any) => Promise<any>,
];

/** Pairs a route with its use case; the compiler checks one against the other. */
export function pair<R extends AnyRoute>(route: R, answer: Answer<R>): Pair {
  return [route, answer];
}

/** The same for a route that runs by itself. */
export function openPair<R extends AnyRoute>(route: R, answer: OpenAnswer<R>): Pair {
  return [route, answer];
}
