/** The event stream of a command page: "figures of this place changed", at most twice a second, no data. */
import { ancestorAt } from "#kernel/places.ts";
import type { OpenAnswer } from "#platform/answer.ts";
import type { figureEvents } from "./contract.ts";

/** Keeps proxies from closing a quiet line. */
const HEARTBEAT_MS = 20_000;

/** GET /areas/{place}/figures/events. Places below a county hear of their county's changes. */
export const followFigures: OpenAnswer<typeof figureEvents> = async (ctx, { place }) => {
  const { request, reply, services } = ctx;
  reply.hijack();
  reply.raw.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  reply.raw.write("retry: 3000\n\n");
  const key = ancestorAt(place, "county") ?? place;
  const stopListening = services.hub.listen("rollup", key, () => {
    // A reader that is too slow misses pokes, not data: it asks for the figures as they are then.
    if (reply.raw.writableNeedDrain) return;
    reply.raw.write("event: figures\ndata: {}\n\n");
  });
  const heartbeat = setInterval(() => reply.raw.write(": still here\n\n"), HEARTBEAT_MS);
  await new Promise<void>((resolve) => request.raw.once("close", resolve));
  clearInterval(heartbeat);
  stopListening();
};
