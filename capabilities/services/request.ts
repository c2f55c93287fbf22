/** Asking for help, from wherever it is asked: the door, the phone, an observation. */

import { count } from "#capabilities/rollups/count.ts";
import type { Goods } from "#capabilities/supplies/rules/items.ts";
import { dayOf, type Instant } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { type Coursed, type CourseEvent, writeCourse } from "#platform/course.ts";
import type { Errand } from "./contract.ts";
import { type ServiceKind, serviceDue } from "./rules/kinds.ts";
import { sealErrand } from "./sealing.ts";
import * as store from "./store.ts";
import { insertGoods } from "./store-goods.ts";

export type Inside = Pick<Context, "sql" | "actor" | "now" | "services">;

export type Asking = {
  /** Made where it is asked: the same id again is the same request. */
  readonly id: string;
  readonly place: string;
  readonly kind: ServiceKind;
  readonly errand: Errand;
  readonly mayVolunteer: boolean;
  readonly isContactless: boolean;
  readonly source: store.Source;
  /** The observation's id; nothing else learns what it is. */
  readonly sourceId?: string;
  readonly householdKey?: string;
  readonly personKey?: string;
  /** When it was asked, if that was before now: the due time runs from then. */
  readonly askedAt?: Instant;
  /** Relief supplies; a centre allots them. */
  readonly goods?: Goods | undefined;
};

/**
 * Opens a work order for the actor (a post, or a resident for himself) in the caller's transaction: with an owner, a due time
 * and a place in the figures. False: there is one of this id already.
 */
export async function requestService(ctx: Inside, asking: Asking): Promise<boolean> {
  const { sql, actor, now } = ctx;
  const { keys } = ctx.services;
  const { sealed, keyId } = sealErrand(keys, asking.id, asking.errand);
  const askedAt = asking.askedAt ?? now;
  const isResident = actor.role === "resident";
  const county = asking.place.slice(0, 6);
  const isNew = await store.insertRequest(
    sql,
    {
      county,
      id: asking.id,
      place: asking.place,
      kind: asking.kind,
      sealed,
      key_id: keyId,
      source: asking.source,
      source_id: asking.sourceId ?? null,
      household_key: asking.householdKey ?? null,
      person_key: asking.personKey ?? null,
      asked_by_post: isResident ? null : actor.postId,
      asked_by_resident: isResident ? actor.accountId : null,
      may_volunteer: asking.mayVolunteer,
      is_contactless: asking.isContactless,
      asked_at: askedAt,
      due_at: serviceDue(asking.kind, askedAt),
    },
    now,
  );
  if (!isNew) return false;
  await insertGoods(sql, { county, id: asking.id }, asking.goods ?? []);
  await happened(ctx, { county, id: asking.id, place: asking.place }, { kind: "asked" });
  await count(sql, [{ place: asking.place, day: dayOf(askedAt), metric: "service.asked", delta: 1 }]);
  return true;
}

export const SERVICE_COURSE = { table: "service_event", kind: "service" } as const;

export const happened = (ctx: Inside, request: Coursed, event: CourseEvent): Promise<void> =>
  writeCourse(ctx, { ...SERVICE_COURSE, county: request.county, id: request.id, place: request.place }, event);
