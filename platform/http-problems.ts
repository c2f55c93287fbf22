/** Refusals and faults as they leave the server: RFC 9457 problem documents; a fault never shows its inside. */
import type { FastifyReply, FastifyRequest } from "fastify";
import { common, FAULT, type ProblemKind } from "#kernel/problem.ts";
import type { Services } from "./answer.ts";
import { Problem } from "./problem.ts";

/** RFC 9457, with the sentence in both languages and what to do next. */
export function sendProblem(
  services: Services,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
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
  if (kind.status === 429 || kind.status === 503)
    reply.header("retry-after", reply.getHeader("retry-after") ?? RETRY_AFTER_S);
  return reply
    .status(kind.status)
    .type(PROBLEM_TYPE)
    .header("cache-control", "no-store")
    .send(problemText(kind, request.id, known?.facts));
}

export const PROBLEM_TYPE = "application/problem+json; charset=utf-8";
export const RETRY_AFTER_S = 5;

/** The problem document of a refusal, as JSON. */
export const problemText = (
  kind: ProblemKind | typeof FAULT,
  requestId: string,
  facts: Readonly<Record<string, unknown>> = {},
): string =>
  JSON.stringify({
    type: `urn:wangge:problem:${kind.code}`,
    code: kind.code,
    status: kind.status,
    title: kind.zh,
    detail: kind.en,
    requestId,
    ...facts,
  });

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
  "57014": common["try-later"],
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
