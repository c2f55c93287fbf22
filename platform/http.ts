/**
 * HTTP: every route is data (kernel/route.ts), and a request walks the path of style.md §5: size and rate limit →
 * session → parameters → duty and area → one transaction as the actor → result by its schema → answer after commit.
 */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import compress from "@fastify/compress";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { z } from "zod";
import type { Actor } from "#kernel/actor.ts";
import { isWithin } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import type { AnyRoute } from "#kernel/route.ts";
import type { OpenContext, Pair, Services } from "./answer.ts";
import { asActor } from "./database.ts";
import { sendProblem } from "./http-problems.ts";
import { newId } from "./ids.ts";
import { Problem } from "./problem.ts";
import { makeShedder, type Shedder } from "./shed.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** A stream lives as long as its terminal listens: it is no load by being open. */
    isStream?: boolean;
  }
}

/** Finds who acts in a request, or null when nobody is signed in; posts and residents have sessions of their own. */
export type Authenticate = {
  readonly post: (request: FastifyRequest) => Promise<Actor | null>;
  readonly resident: (request: FastifyRequest) => Promise<Actor | null>;
};

/** Says whether a published purpose is in force (capabilities/purposes). */
export type PurposeGate = (purpose: string) => Promise<boolean>;

/** What differs between the one process of a test or small deployment and the processes of channels. */
export type HttpOptions = {
  /** Answers a request before everything else, or returns false: for the few routes that are asked thousands of times a second. */
  readonly ahead?: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly shedder?: Shedder;
  /** Requests come from the front process or a named proxy: its words on address and request id are taken. */
  readonly trust?: boolean | readonly string[];
};

export const API = "/api/v1";
const BODY_LIMIT = 64 * 1024;
const PER_MINUTE = 600;
const NOBODY: Actor = {
  postId: "00000000-0000-0000-0000-000000000000",
  accountId: "00000000-0000-0000-0000-000000000000",
  role: "system",
  // No code of a place starts with 0: nobody sees no row.
  area: "0" as Actor["area"],
  department: null,
  displayName: "",
  terminalId: null,
};

/** A Fastify server with all routes; the caller adds the pages and listens. */
export async function buildHttp(
  services: Services,
  pairs: readonly Pair[],
  authenticate: Authenticate,
  isInForce: PurposeGate,
  { ahead, shedder = makeShedder(ONE_PROCESS), trust = false }: HttpOptions = {},
): Promise<FastifyInstance> {
  const openRoutes = new Set(pairs.filter(([route]) => route.who === "anyone").map(([route]) => urlOf(route)));
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    trustProxy: typeof trust === "boolean" ? trust : [...trust],
    genReqId: (request) => requestIdOf(request, trust === true),
    serverFactory: (handler) => serverOf(handler, ahead),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  });
  app.addHook("onRequest", async (request, reply) => {
    if (request.routeOptions.config.isStream === true) return;
    if (!shedder.enter()) throw new Problem(common["try-later"]);
    reply.raw.once("close", shedder.leave);
  });
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
        // The checkpoint's reader of QR codes is WebAssembly; scripts made from text stay forbidden.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: false,
  });
  await app.register(cookie);
  await app.register(compress, { threshold: 1024, encodings: ["gzip"] });
  await app.register(rateLimit, {
    global: false,
    cache: 200_000,
    // Before sign-in only the address counts: a made-up cookie must not open a fresh allowance.
    keyGenerator: (request) =>
      openRoutes.has(request.routeOptions.url ?? "")
        ? request.ip
        : (request.cookies["wangge_session"] ??
          request.cookies["wangge_resident"] ??
          request.headers.authorization ??
          request.ip),
    errorResponseBuilder: () => new Problem(common["too-many"]),
  });
  // Uploads arrive as a stream: nothing holds them whole.
  app.addContentTypeParser("application/octet-stream", (_request, payload, done) => done(null, payload));
  app.setErrorHandler((error, request, reply) => sendProblem(services, error, request, reply));
  app.setNotFoundHandler((request, reply) => sendProblem(services, new Problem(common["not-found"]), request, reply));
  for (const [route, answer] of pairs) addRoute(app, services, route, answer, authenticate, isInForce);
  return app;
}

function addRoute(
  app: FastifyInstance,
  services: Services,
  route: AnyRoute,
  answer: Pair[1],
  authenticate: Authenticate,
  isInForce: PurposeGate,
): void {
  app.route({
    method: route.method,
    url: urlOf(route),
    bodyLimit: route.bodyLimit ?? BODY_LIMIT,
    config: {
      isStream: route.raw === "out",
      rateLimit: { max: route.perMinute ?? PER_MINUTE, timeWindow: "1 minute" },
    },
    handler: async (request, reply) => {
      if (route.method !== "GET") refuseCrossSite(request);
      const found = await findActor(route, request, authenticate);
      const actor = permit(route, found);
      if (route.purpose !== undefined && !(await isInForce(route.purpose))) {
        throw new Problem(common["purpose-not-in-force"]);
      }
      const params = parse(route.params, { ...asObject(request.query), ...asObject(request.params) }, "parameters");
      const body = route.raw === "in" ? request.body : parse(route.body, request.body ?? undefined, "body");
      if (route.place && !isWithin(route.place(params), actor.area)) throw new Problem(common["not-found"]);
      const open: OpenContext = { actor, now: services.clock(), services, requestId: request.id, request, reply };
      if (route.runs === "by-itself") return finish(route, await answer(open, params, body), reply);
      const result = await asActor(services.db, actor, async (sql) =>
        shape(route, await answer({ ...open, sql }, params, body)),
      );
      return reply
        .type("application/json; charset=utf-8")
        .header("cache-control", "no-store")
        .send(JSON.stringify(result));
    },
  });
}

/** A process that serves everything: what its pool of connections gets through in about a second. */
export const ONE_PROCESS = { inFlight: 1000, lateMs: 250 };
const KEEP_ALIVE_MS = 72_000;

function serverOf(handler: RequestListener, ahead: HttpOptions["ahead"]): Server {
  const server = createServer((request, response) => {
    if (ahead === undefined || !ahead(request, response)) handler(request, response);
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  // Uploads over village lines take longer than Node's five minutes; each route has its own limit of bytes.
  server.requestTimeout = 0;
  return server;
}

const REQUEST_ID = /^[0-9a-f-]{36}$/;

/** The front's own request id, so that one request has one id in all logs. */
function requestIdOf(request: IncomingMessage, isTrusted: boolean): string {
  const given = request.headers["x-request-id"];
  return isTrusted && typeof given === "string" && REQUEST_ID.test(given) ? given : newId();
}

const urlOf = (route: AnyRoute): string => API + route.path.replace(/\{(\w+)\}/g, ":$1");

const asObject = (value: unknown): object => (typeof value === "object" && value !== null ? value : {});

/** Pages of other sites cannot make a signed-in browser act: SameSite cookies, and this besides. */
function refuseCrossSite(request: FastifyRequest): void {
  const site = request.headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") throw new Problem(common["cross-site"]);
  const { origin } = request.headers;
  if (origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== request.headers.host) throw new Problem(common["cross-site"]);
}

const findActor = (route: AnyRoute, request: FastifyRequest, authenticate: Authenticate): Promise<Actor | null> => {
  if (route.who === "anyone") return Promise.resolve(null);
  return route.who === "resident" ? authenticate.resident(request) : authenticate.post(request);
};

function permit(route: AnyRoute, actor: Actor | null): Actor {
  if (route.who === "anyone") return actor ?? NOBODY;
  if (actor === null) throw new Problem(common["not-signed-in"]);
  if (route.who === "signed-in" || route.who === "resident") return actor;
  if (actor.role === "system" || actor.role === "resident" || !route.who.includes(actor.role))
    throw new Problem(common["not-your-duty"]);
  return actor;
}

function parse(schema: z.ZodType, value: unknown, part: "parameters" | "body"): unknown {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const faults = read.error.issues
    .slice(0, 20)
    .map((issue) => ({ part, path: issue.path.map(String).join("."), rule: issue.code }));
  throw new Problem(common["wrong-shape"], { faults });
}

/** By the schema: a field that is not in it cannot leak, a broken promise is our fault and rolls back. */
function shape(route: AnyRoute, result: unknown): unknown {
  const read = route.result.safeParse(result);
  if (!read.success) throw new Error(`${route.method} ${route.path} broke its promise: ${z.prettifyError(read.error)}`);
  return read.data ?? null;
}

function finish(route: AnyRoute, result: unknown, reply: FastifyReply): unknown {
  if (route.raw === "out" || reply.sent) return reply;
  return reply
    .type("application/json; charset=utf-8")
    .header("cache-control", "no-store")
    .send(JSON.stringify(shape(route, result)));
}
