/**
 * The front process: pages, and a thin streaming proxy that hands each API request to the process of its channel. A channel
 * that is down, full or silent gets a 503 problem document with Retry-After from here; the others do not notice.
 */
import { Agent, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import { BlockList } from "node:net";
import { common } from "#kernel/problem.ts";
import type { AnyRoute, Channel } from "#kernel/route.ts";
import { callerOf } from "./caller.ts";
import { CHANNEL_LIMITS } from "./channels.ts";
import { API } from "./http.ts";
import { PROBLEM_TYPE, problemText, RETRY_AFTER_S } from "./http-problems.ts";
import { newId } from "./ids.ts";

/** Open event streams at most: a process may open 20,000 files here (stack.md, "HTTP and contracts"). */
const STREAMS_AT_MOST = 15_000;
/** The front lets through more than a channel takes at once: what is shed is shed by the channel, which knows its load. */
const FRONT_FACTOR = 2;

/** Headers that belong to one connection (RFC 9110 §7.6.1), and those that only the front may say. */
const OWN_HEADERS = new Set([
  ..."connection keep-alive proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade".split(" "),
  ..."x-forwarded-for x-forwarded-host x-forwarded-proto x-real-ip forwarded x-request-id".split(" "),
]);

export type Front = {
  /** Takes the request when it is for the API; false: it is for the pages. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly close: () => void;
};

/**
 * `socketOf` gives the path on which the channel listens now, or null while it does not; `trusted` are the TLS proxies
 * whose word on the caller counts.
 */
export function makeFront(
  routes: readonly AnyRoute[],
  socketOf: (channel: Channel) => string | null,
  trusted: BlockList = new BlockList(),
): Front {
  const channelOf = makeChannelOf(routes);
  const agents = new Map<string, Agent>();
  const inFlight = new Map<Channel, number>();
  let streams = 0;
  return {
    handle(request, response) {
      const url = request.url ?? "/";
      if (url !== API && !url.startsWith(`${API}/`) && !url.startsWith(`${API}?`)) return false;
      if (url === `${API}/openapi.json`) return false;
      const { channel, isStream } = channelOf(request.method ?? "GET", url);
      const socketPath = socketOf(channel);
      const count = inFlight.get(channel) ?? 0;
      const isFull = isStream ? streams >= STREAMS_AT_MOST : count >= CHANNEL_LIMITS[channel].inFlight * FRONT_FACTOR;
      if (socketPath === null || isFull) {
        refuse(request, response, newId());
        return true;
      }
      if (isStream) streams++;
      else inFlight.set(channel, count + 1);
      response.once("close", () => {
        if (isStream) streams--;
        else inFlight.set(channel, (inFlight.get(channel) ?? 1) - 1);
      });
      const agent = agents.get(socketPath) ?? new Agent({ keepAlive: true, maxFreeSockets: 256 });
      agents.set(socketPath, agent);
      const { answerMs } = CHANNEL_LIMITS[channel];
      pass(request, response, { socketPath, agent, answerMs: isStream ? null : answerMs, trusted });
      return true;
    },
    close() {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

/** Hands one request over and its answer back, both as streams: nothing is held whole. */
function pass(
  request: IncomingMessage,
  response: ServerResponse,
  to: { socketPath: string; agent: Agent; answerMs: number | null; trusted: BlockList },
): void {
  const requestId = newId();
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !OWN_HEADERS.has(name)) headers[name] = value;
  }
  headers["x-request-id"] = requestId;
  const caller = callerOf(request.socket.remoteAddress, request.headers, to.trusted);
  headers["x-forwarded-for"] = caller.address;
  headers["x-forwarded-proto"] = caller.protocol;
  // Node gives each length its own framing: a body without one goes on in chunks.
  const { method, url } = request;
  const upstream = ask({ socketPath: to.socketPath, agent: to.agent, method, path: url, headers });
  let timer: NodeJS.Timeout | null = null;
  const wait = () => {
    if (timer !== null) clearTimeout(timer);
    if (to.answerMs !== null) timer = setTimeout(() => upstream.destroy(new Error("no answer in time")), to.answerMs);
  };
  wait();
  // An upload that goes on is no silence.
  request.on("data", wait);
  upstream.on("response", (answer) => {
    if (timer !== null) clearTimeout(timer);
    request.off("data", wait);
    const kept = Object.entries(answer.headers).filter(([name]) => !OWN_HEADERS.has(name));
    response.writeHead(answer.statusCode ?? 502, Object.fromEntries(kept.map(([name, value]) => [name, value ?? ""])));
    response.flushHeaders();
    answer.pipe(response);
    // A channel that dies in the middle of an answer ends it visibly, not as if it were whole.
    answer.on("error", () => response.destroy());
  });
  upstream.on("error", () => {
    if (timer !== null) clearTimeout(timer);
    request.unpipe(upstream);
    request.resume();
    if (response.headersSent) response.destroy();
    else refuse(request, response, requestId);
  });
  response.on("close", () => {
    if (timer !== null) clearTimeout(timer);
    if (!response.writableFinished) upstream.destroy();
  });
  request.pipe(upstream);
}

function refuse(request: IncomingMessage, response: ServerResponse, requestId: string): void {
  request.resume();
  if (response.destroyed) return;
  const text = problemText(common["try-later"], requestId);
  response.writeHead(common["try-later"].status, {
    "content-type": PROBLEM_TYPE,
    "content-length": Buffer.byteLength(text),
    "cache-control": "no-store",
    "retry-after": String(RETRY_AFTER_S),
  });
  response.end(text);
}

/** Which channel a request belongs to; what no route names is answered by `work`, with its 404. */
function makeChannelOf(routes: readonly AnyRoute[]) {
  type Entry = {
    readonly method: string;
    readonly shape: RegExp;
    readonly channel: Channel;
    readonly isStream: boolean;
  };
  const byFirst = new Map<string, Entry[]>();
  for (const route of routes) {
    const channel = route.channel ?? "work";
    const isStream = route.raw === "out" && route.path.endsWith("/events");
    const first = route.path.split("/")[1] ?? "";
    const shape = new RegExp(`^${route.path.replace(/[.+]/g, "\\$&").replace(/\{\w+\}/g, "[^/]+")}$`);
    byFirst.set(first, [...(byFirst.get(first) ?? []), { method: route.method, shape, channel, isStream }]);
  }
  // What is fixed goes before what has parameters, as in any router.
  for (const entries of byFirst.values()) {
    entries.sort((a, b) => Number(a.shape.source.includes("[^/]+")) - Number(b.shape.source.includes("[^/]+")));
  }
  return (method: string, url: string): { channel: Channel; isStream: boolean } => {
    const path = (url.split("?", 1)[0] ?? "").slice(API.length);
    const entries = byFirst.get(path.split("/")[1] ?? "") ?? [];
    const asMethod = method === "HEAD" ? "GET" : method;
    const found = entries.find((entry) => entry.method === asMethod && entry.shape.test(path));
    return found ?? { channel: entries[0]?.channel ?? "work", isStream: false };
  };
}
