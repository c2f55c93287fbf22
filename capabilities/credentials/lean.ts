/**
 * The one route that ten million phones ask, answered without the framework: the same session, purpose, limits, use case and
 * problem documents as through platform/http.ts (which answers everything that is unusual here), at a third of the cost.
 */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import { readResidentToken } from "#capabilities/residents/token.ts";
import { common, FAULT, type ProblemKind } from "#kernel/problem.ts";
import type { Services } from "#platform/answer.ts";
import type { HttpOptions, PurposeGate } from "#platform/http.ts";
import { PROBLEM_TYPE, problemText, RETRY_AFTER_S } from "#platform/http-problems.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import type { Shedder } from "#platform/shed.ts";
import { attest, NO_DEVICE, type Question } from "./attest.ts";
import { shownOf } from "./attestations.ts";
import { showAttestation } from "./contract.ts";

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const URL_SHAPE = new RegExp(
  `^/api/v1/codes/(${UUID})/attestation(?:\\?(?:device=(${UUID}))?&?(?:sameAs=(\\d{1,10}))?)?$`,
);
const BEARER = /^Bearer ([\w-]{78})$/;
const COOKIE = /(?:^|;\s*)wangge_resident=([\w-]{78})(?:;|$)/;

/** Answers GET /codes/{personKey}/attestation; false for any other request, and for an unusual form of this one. */
export function makeLean(
  services: Services,
  isInForce: PurposeGate,
  shedder: Shedder,
): NonNullable<HttpOptions["ahead"]> {
  const isTooOften = makeCounter(showAttestation.perMinute ?? 60);
  return (request, response) => {
    if (request.method !== "GET") return false;
    const match = URL_SHAPE.exec(request.url ?? "");
    if (match === null) return false;
    if (!shedder.enter()) refuseLater(response);
    else {
      response.once("close", shedder.leave);
      const [, personKey = "", device = NO_DEVICE, sameAs] = match;
      void answer(request, response, { personKey, device, sameAs: sameAs === undefined ? null : Number(sameAs) });
    }
    return true;
  };

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    asked: { personKey: string; device: string; sameAs: number | null },
  ): Promise<void> {
    try {
      const token = tokenIn(request);
      const session = token === null ? null : readResidentToken(services.keys.residentKey, token, services.clock());
      if (session === null) return refuse(request, response, common["not-signed-in"]);
      if (isTooOften(session.residentId)) return refuse(request, response, common["too-many"]);
      if (!(await isInForce(showAttestation.purpose ?? ""))) {
        return refuse(request, response, common["purpose-not-in-force"]);
      }
      const question: Question = {
        residentId: session.residentId,
        epoch: session.epoch,
        personKey: asked.personKey,
        device: asked.device,
        newKey: null,
      };
      const answered = await attest(services, question);
      send(response, 200, JSON.stringify(shownOf(question, answered, asked.sameAs, services.clock())));
    } catch (error) {
      if (error instanceof Problem) return refuse(request, response, error.kind);
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      services.log("fault", {
        route: showAttestation.path,
        name: error instanceof Error ? error.name : "unknown",
        code,
      });
      refuse(request, response, typeof code === "string" && AWAY.test(code) ? common["try-later"] : FAULT);
    }
  }
}

/** The database is away or full: nothing is lost, the phone shows what it has. */
const AWAY = /^(57P0[123]|53300|ECONNREFUSED|CONNECT|CONNECTION_\w+|CONNECT_TIMEOUT)$/;

const tokenIn = ({ headers }: IncomingMessage): string | null =>
  BEARER.exec(headers.authorization ?? "")?.[1] ?? COOKIE.exec(headers.cookie ?? "")?.[1] ?? null;

const TYPE = "application/json; charset=utf-8";

function send(response: ServerResponse, status: number, text: string, type = TYPE): void {
  if (response.destroyed) return;
  const headers: OutgoingHttpHeaders = {
    "content-type": type,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    ...(status === 429 || status === 503 ? { "retry-after": String(RETRY_AFTER_S) } : {}),
  };
  response.writeHead(status, headers);
  response.end(text);
}

const refuse = (request: IncomingMessage, response: ServerResponse, kind: ProblemKind | typeof FAULT): void => {
  const given = request.headers["x-request-id"];
  send(response, kind.status, problemText(kind, typeof given === "string" ? given : newId()), PROBLEM_TYPE);
};

/** Refusals that wait; past that they go out at once. */
const REFUSED_LATER_AT_MOST = 20_000;
const REFUSE_EVERY_MS = 1_000;
let refused: ServerResponse[] = [];

/**
 * A refusal at once invites the next request at once, and a process that only refuses answers nobody. So refusals go out
 * together, once a second, with one text; each phone's connection carries one request at a time.
 */
function refuseLater(response: ServerResponse): void {
  if (refused.length >= REFUSED_LATER_AT_MOST) {
    send(response, common["try-later"].status, problemText(common["try-later"], newId()), PROBLEM_TYPE);
    return;
  }
  refused.push(response);
  if (refused.length > 1) return;
  setTimeout(() => {
    const all = refused;
    refused = [];
    const text = problemText(common["try-later"], newId());
    for (const one of all) send(one, common["try-later"].status, text, PROBLEM_TYPE);
  }, REFUSE_EVERY_MS);
}

const SLOTS = 2 ** 20;
const MINUTE_MS = 60_000;

/** Requests a minute of one account at most; a million slots by the random end of its id, so that nothing grows. */
function makeCounter(most: number): (residentId: string) => boolean {
  const counts = new Uint8Array(SLOTS);
  let until = 0;
  return (residentId) => {
    if (performance.now() >= until) {
      counts.fill(0);
      until = performance.now() + MINUTE_MS;
    }
    const slot = Number.parseInt(residentId.slice(-5), 16);
    const count = counts[slot] ?? 0;
    if (count >= most) return true;
    counts[slot] = count + 1;
    return false;
  };
}
