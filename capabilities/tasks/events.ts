/** The line on which a terminal hears that its inbox changed. */
import { common } from "#kernel/problem.ts";
import type { OpenAnswer, Services } from "#platform/answer.ts";
import type { Hub } from "#platform/hub.ts";
import { Problem } from "#platform/problem.ts";
import type { followInbox } from "./contract.ts";
import { holdersConcerning } from "./inbox.ts";
import { type Lines, makeLines } from "./lines.ts";

/** A server process has one hub, and so one set of lines. */
const linesByHub = new WeakMap<Hub, Lines>();

function linesOfServer(services: Services): Lines {
  const known = linesByHub.get(services.hub) ?? makeLines(services);
  linesByHub.set(services.hub, known);
  return known;
}

/** When a line breaks, its terminal comes back after 2 to 7 seconds: a restarted server is not run over. */
const retryMs = () => 2_000 + Math.floor(Math.random() * 5_000);

export const follow: OpenAnswer<typeof followInbox> = async (ctx, params) => {
  const { actor, request, reply, services } = ctx;
  const lines = linesOfServer(services);
  const header = Number(request.headers["last-event-id"] ?? Number.NaN);
  const lastEventId = params.lastEventId ?? (Number.isSafeInteger(header) ? header : null);
  if (lines.isFull()) throw new Problem(common["try-later"]);
  reply.hijack();
  const { raw } = reply;
  raw.socket?.setTimeout(0);
  raw.socket?.setNoDelay(true);
  raw.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    // Proxies of the nginx family would hold events back.
    "x-accel-buffering": "no",
  });
  raw.write(`retry: ${retryMs()}\n\n`);
  const owner = actor.terminalId ?? actor.postId;
  const line = { raw, owner, accountId: actor.accountId, holders: holdersConcerning(actor) };
  await lines.open(line, lastEventId);
  return undefined;
};
