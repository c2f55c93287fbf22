/** Requests on the pages of centres and of workers: lists, one with its course, those of a household or an observation. */

import type { Attachable } from "#capabilities/attachments/attachments.ts";
import { presentAttachment } from "#capabilities/attachments/attachments.ts";
import { common } from "#kernel/problem.ts";
import { DAY, isoInstant, later } from "#kernel/time.ts";
import type { Answer } from "#platform/answer.ts";
import { attachmentsOf } from "#platform/attachments.ts";
import { audit } from "#platform/audit.ts";
import { type CourseRow, courseOf } from "#platform/course.ts";
import { Problem } from "#platform/problem.ts";
import { type listServices, SERVING_ROLES, type showService } from "./contract.ts";
import type { Inside } from "./request.ts";
import { isOpen } from "./rules/states.ts";
import { openErrand } from "./sealing.ts";
import * as store from "./store.ts";
import { goodsByRequest, goodsCountsIn } from "./store-goods.ts";
import { lineOf } from "./views.ts";

const ENDED_FOR = 14 * DAY;

export const list: Answer<typeof listServices> = async ({ sql, now, actor }, { area, which, only }) => {
  const endedAfter = later(now, -ENDED_FOR);
  const endedSince = which === "open" ? null : endedAfter;
  const rows = await store.requestsIn(sql, area, { endedSince, only: only ?? null, now });
  const goods = await goodsByRequest(sql, rows);
  return {
    now: isoInstant(now),
    counts: { ...(await store.countsIn(sql, area, now)), ...(await goodsCountsIn(sql, area, endedAfter)) },
    services: rows.map((row) => ({ ...lineOf(row, actor, goods.get(row.id)), id: row.id })),
  };
};

export const show: Answer<typeof showService> = async (ctx, { county, id }) => {
  const row = await store.oneRequest(ctx.sql, id);
  if (row === null || row.county !== county) throw new Problem(common["not-found"]);
  const errand = openErrand(ctx.services.keys, id, row.sealed);
  await audit(ctx, { action: "service.open", objectKind: "service", objectId: id, place: row.place });
  const events = await courseOf(ctx, "service_event", id);
  const attached = await attachmentsOf(ctx.sql, "service", [id]);
  const isAtTheDoor = row.taken_by_post === ctx.actor.postId || ctx.actor.role === "operator";
  const goods = await goodsByRequest(ctx.sql, [row]);
  return {
    ...lineOf(row, ctx.actor, goods.get(id)),
    id,
    words: errand.words,
    contact: isAtTheDoor ? { name: errand.name ?? null, door: errand.door, phone: errand.phone ?? null } : null,
    events: events.map((event) => ({
      kind: event.kind,
      at: isoInstant(event.at),
      byName: event.byName,
      by: event.byPost !== null ? "post" : event.byResident === null ? "platform" : residentOf(row, event),
      reason: event.reason,
    })),
    attachments: attached.map(presentAttachment),
    signature: row.signature,
  };
};

/** A resident who did not ask for it is the volunteer who does it. */
const residentOf = (row: store.RequestRow, event: CourseRow): "resident" | "volunteer" =>
  row.asked_by_resident === event.byResident ? "resident" : "volunteer";

/** What one request looks like to another capability's page: nothing sealed. */
export type ServiceLine = ReturnType<typeof lineOf> & { readonly id: string };

/** Requests of an observation (or a unit), a household or a person, newest first, as far as the actor sees them. */
export async function servicesOf(
  ctx: Pick<Inside, "sql" | "actor">,
  of: { readonly sourceId: string } | { readonly householdKey: string } | { readonly personKey: string },
): Promise<ServiceLine[]> {
  const rows = await store.requestsOf(ctx.sql, of);
  return rows.map((row) => ({ ...lineOf(row, ctx.actor), id: row.id }));
}

/** Photos with a request: of a bill, of what was put before a door. */
export const attachableServices: Attachable = {
  kind: "service",
  readers: [...SERVING_ROLES, "operator"],
  keepForDays: 30,
  placeOf: async ({ sql, actor }, id) => {
    const row = await store.oneRequest(sql, id);
    const isInHand = row !== null && (row.asked_by_post === actor.postId || row.taken_by_post === actor.postId);
    return isInHand && isOpen(row.state) ? row.place : null;
  },
};
