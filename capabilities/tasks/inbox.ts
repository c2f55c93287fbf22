/** A post's inbox: what lies in it, and at which version. */

import { standingFor } from "#capabilities/instructions/instructions.ts";
import { areaHolder } from "#capabilities/instructions/rules/reach.ts";
import type { Actor } from "#kernel/actor.ts";
import { selfAndAncestors } from "#kernel/places.ts";
import { isoInstant } from "#kernel/time.ts";
import type { OpenAnswer } from "#platform/answer.ts";
import { asActor } from "#platform/database.ts";
import { deskHolder } from "#platform/inbox.ts";
import type { showInbox } from "./contract.ts";
import { pageOf, readCursor } from "./cursor.ts";
import { versionsOf } from "./store-inbox.ts";
import { tasksOfHolder } from "./store-lists.ts";
import { lineOf } from "./store-tasks.ts";

/** Whose changes concern this actor: his own post's, his areas' instructions, and a centre's desk for its staff. */
export const holdersConcerning = (actor: Actor): string[] => [
  actor.postId,
  ...selfAndAncestors(actor.area).map(areaHolder),
  ...(actor.role === "operator" || actor.role === "analyst" ? [deskHolder(actor.area)] : []),
];

export const show: OpenAnswer<typeof showInbox> = async (ctx, { limit, after }) => {
  const { actor, now, services, request, reply } = ctx;
  // Read before the tasks: a change in between shows up as a newer version, never as a lost one.
  const versions = await versionsOf(services.db, holdersConcerning(actor));
  const version = versions.reduce((sum, one) => sum + one.version, 0);
  const etag = `"${version}"`;
  if (after === undefined && (request.headers["if-none-match"] ?? "").includes(etag)) {
    reply.hijack();
    reply.raw.writeHead(304, { etag, "cache-control": "no-store" }).end();
    return { version, now: isoInstant(now), tasks: [], next: null, instructions: [] };
  }
  reply.header("etag", etag);
  const names = new Map([[actor.postId, actor.displayName]]);
  return asActor(services.db, actor, async (sql) => {
    const rows = await tasksOfHolder(sql, actor.postId, { limit, after: readCursor(after) });
    const { page, next } = pageOf(rows, limit);
    const instructions = after === undefined ? await standingFor(sql, actor, now) : [];
    return { version, now: isoInstant(now), tasks: page.map((row) => lineOf(row, names)), next, instructions };
  });
};
