/**
 * HTTP: every route is data (kernel/route.ts), and a request walks the path of style.md §5: size and rate limit →
 * session → parameters → duty and area → one transaction as the actor → result by its schema → answer after commit.
 */
import compress from "@fastify/compress";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { z } from "zod";
import type { Actor } from "#kernel/actor.ts";
import { isWithin } from "#kernel/places.ts";
import { common, FAULT, type ProblemKind } from "#kernel/problem.ts";
import type { AnyRoute } from "#kernel/route.ts";
import type { OpenContext, Pair, Services } from "./answer.ts";
import { asActor } from "./database.ts";
import { newId } from "./ids.ts";
import { Problem } from "./problem.ts";

/** Finds who acts in a request, or null when nobody is signed in; posts and residents have sessions of their own. */
export type Authenticate = {
  readonly post: (request: FastifyRequest) => Promise<Actor | null>;
  readonly resident: (request: FastifyRequest) => Promise<Actor | null>;
};

/** Says whether a published purpose is in force (capabilities/purposes). */
export type PurposeGate = (purpose: string) => Promise<boolean>;

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
): Promise<FastifyInstance> {
  const openRoutes = new Set(pairs.filter(([route]) => route.who === "anyone").map(([route]) => urlOf(route)));
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    trustProxy: false,
    genReqId: () => newId(),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  });
  await app.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
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
    config: { rateLimit: { max: route.perMinute ?? PER_MINUTE, timeWindow: "1 minute" } },
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

/** RFC 9457, with the sentence in both languages and what to do next. */
function sendProblem(services: Services, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = asProblem(error);
  if (known === null) {
    services.log("fault", {
      requestId: request.id,
      method: request.method,
      route: request.routeOptions.url,
      error: describe(error),
    });
  }
  const kind = known?.kind ?? FAULT;
  if (kind.status === 429 || kind.status === 503) reply.header("retry-after", reply.getHeader("retry-after") ?? 5);
  return reply
    .status(kind.status)
    .type("application/problem+json; charset=utf-8")
    .header("cache-control", "no-store")
    .send(
      JSON.stringify({
        type: `urn:wangge:problem:${kind.code}`,
        code: kind.code,
        status: kind.status,
        title: kind.zh,
        detail: kind.en,
        requestId: request.id,
        ...(known?.facts ?? {}),
      }),
    );
}

/** For the log only: the error's name, code and where it arose; messages of a database may carry data and stay out. */
function describe(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { name: typeof error };
  const isFromDatabase = error.name === "PostgresError";
  return {
    name: error.name,
    ...("code" in error ? { code: error.code } : {}),
    ...(isFromDatabase ? {} : { message: error.message }),
    ...("constraint_name" in error ? { constraint: error.constraint_name } : {}),
    stack: error.stack
      ?.split("\n")
      .slice(1, 8)
      .map((line) => line.trim()),
  };
}

/** Serialization failures, deadlocks and unique violations of a race are conflicts; a database that is away, later. */
const BY_CODE: Readonly<Record<string, ProblemKind>> = {
  "40001": common.conflict,
  "40P01": common.conflict,
  "23505": common.conflict,
  "57P01": common["try-later"],
  "57P03": common["try-later"],
  "53300": common["try-later"],
  ECONNREFUSED: common["try-later"],
  CONNECTION_CLOSED: common["try-later"],
  CONNECTION_ENDED: common["try-later"],
  CONNECTION_DESTROYED: common["try-later"],
  CONNECT_TIMEOUT: common["try-later"],
  FST_ERR_CTP_BODY_TOO_LARGE: common["too-large"],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: common["wrong-media-type"],
  FST_ERR_CTP_INVALID_JSON_BODY: common["wrong-shape"],
  FST_ERR_CTP_EMPTY_JSON_BODY: common["wrong-shape"],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: common["wrong-shape"],
};

function asProblem(error: unknown): Problem | null {
  if (error instanceof Problem) return error;
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") {
    // A body that is not JSON, a path that is not UTF-8: Fastify says 400 without a code of ours.
    const status = error instanceof Error && "statusCode" in error ? error.statusCode : 500;
    return status === 400 ? new Problem(common["wrong-shape"]) : null;
  }
  const kind = BY_CODE[error.code];
  if (kind) return new Problem(kind);
  return "statusCode" in error && error.statusCode === 400 ? new Problem(common["wrong-shape"]) : null;
}
