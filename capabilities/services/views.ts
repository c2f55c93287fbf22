/** A request as a post or the resident who asked sees it. */
import type { z } from "zod";
import type { Actor } from "#kernel/actor.ts";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Keys } from "#platform/keys.ts";
import type { GoodsLine, MyService, ServiceRequest } from "./contract.ts";
import { isOpen } from "./rules/states.ts";
import { openErrand } from "./sealing.ts";
import type { RequestRow } from "./store.ts";
import type { GoodsRow } from "./store-goods.ts";

const iso = (at: Instant | null): string | null => (at === null ? null : isoInstant(at));

const takerOf = (row: RequestRow) =>
  row.taken_by_post === null && row.taken_by_volunteer === null
    ? null
    : { is: row.taken_by_post === null ? ("volunteer" as const) : ("post" as const), name: row.taker_name };

/** Relief supplies of a request; nothing of one that asks for none. */
export function withGoods(rows: readonly GoodsRow[] | undefined): { goods?: z.input<typeof GoodsLine>[] } {
  if (rows === undefined || rows.length === 0) return {};
  return {
    goods: rows.map(({ item, asked, allotted, from_place: fromPlace, returned }) => ({
      item,
      asked,
      allotted,
      fromPlace,
      returned,
    })),
  };
}

/** Without what is sealed. */
export function lineOf(row: RequestRow, actor: Pick<Actor, "postId">, goods?: readonly GoodsRow[]) {
  return {
    ...withGoods(goods),
    county: row.county,
    place: row.place,
    kind: row.kind,
    state: row.state,
    source: row.source,
    isContactless: row.is_contactless,
    mayVolunteer: row.may_volunteer,
    askedAt: isoInstant(row.asked_at),
    dueAt: isoInstant(row.due_at),
    householdKey: row.household_key,
    isMine: row.taken_by_post === actor.postId || (row.state === "REQUESTED" && row.owner_post === actor.postId),
    isTakenByMe: row.taken_by_post === actor.postId,
    takenBy: takerOf(row),
    askedVolunteer: row.asked_volunteer,
    takenAt: iso(row.taken_at),
    deliveredAt: iso(row.delivered_at),
    confirmedAt: iso(row.confirmed_at),
    confirmedHow: row.confirmed_how,
    reopened: row.reopened,
    escalatedTo: row.escalated_to,
  };
}

/** Who has to choose what to take reads what is needed; the door is for the one who took it. */
export const readsWords = (actor: Pick<Actor, "role">): boolean =>
  actor.role === "grid-worker" || actor.role === "grid-leader" || actor.role === "health-worker";

/** What the actor's phone holds of it: nothing sealed of an ended one. */
export function requestFor(
  row: RequestRow,
  actor: Actor,
  keys: Keys,
  goods?: readonly GoodsRow[],
): z.input<typeof ServiceRequest> {
  const isHeld = isOpen(row.state) && (readsWords(actor) || row.taken_by_post === actor.postId);
  const errand = isHeld ? openErrand(keys, row.id, row.sealed) : null;
  const isAtTheDoor = row.taken_by_post === actor.postId || row.asked_by_post === actor.postId;
  return {
    ...lineOf(row, actor, goods),
    words: errand?.words ?? null,
    contact:
      errand === null || !isAtTheDoor
        ? null
        : { name: errand.name ?? null, door: errand.door, phone: errand.phone ?? null },
  };
}

export function mine(
  row: RequestRow,
  of: { readonly keys: Keys; readonly now: Instant; readonly goods: readonly GoodsRow[] | undefined },
): z.input<typeof MyService> {
  const { now } = of;
  const errand = openErrand(of.keys, row.id, row.sealed);
  return {
    ...withGoods(of.goods),
    id: row.id,
    place: row.place,
    kind: row.kind,
    state: row.state,
    words: errand.words,
    door: errand.door,
    isContactless: row.is_contactless,
    mayVolunteer: row.may_volunteer,
    askedAt: isoInstant(row.asked_at),
    dueAt: isoInstant(row.due_at),
    takenBy: takerOf(row),
    deliveredAt: iso(row.delivered_at),
    confirmedAt: iso(row.confirmed_at),
    isOverdue: (row.state === "REQUESTED" || row.state === "TAKEN") && row.due_at <= now,
  };
}
