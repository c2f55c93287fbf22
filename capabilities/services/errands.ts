/** Requests as volunteers see them; asked by the capability of volunteers. */
import type { Inside } from "./request.ts";
import { openErrand } from "./sealing.ts";
import * as store from "./store.ts";
import { goodsByRequest } from "./store-goods.ts";
import { withGoods } from "./views.ts";

export type ErrandForVolunteer = {
  readonly id: string;
  readonly place: string;
  readonly kind: store.RequestRow["kind"];
  readonly state: store.RequestRow["state"];
  readonly dueAt: store.RequestRow["due_at"];
  readonly isContactless: boolean;
  readonly isAskedOfMe: boolean;
  readonly isMine: boolean;
  readonly words: string | null;
  readonly contact: { readonly name: string | null; readonly door: string; readonly phone: string | null } | null;
} & ReturnType<typeof withGoods>;

/** What is open to a volunteer at his place, and what he has in hand: only there are words, door and telephone opened. */
export async function errandsFor(
  { sql, services }: Pick<Inside, "sql" | "services">,
  of: { readonly place: string; readonly volunteerId: string },
): Promise<ErrandForVolunteer[]> {
  const rows = await store.requestsForVolunteer(sql, of);
  const goods = await goodsByRequest(sql, rows);
  return rows.map((row) => {
    const isMine = row.taken_by_volunteer === of.volunteerId;
    const errand = isMine ? openErrand(services.keys, row.id, row.sealed) : null;
    return {
      ...withGoods(goods.get(row.id)),
      id: row.id,
      place: row.place,
      kind: row.kind,
      state: row.state,
      dueAt: row.due_at,
      isContactless: row.is_contactless,
      isAskedOfMe: row.asked_volunteer === of.volunteerId,
      isMine,
      words: errand?.words ?? null,
      contact: errand === null ? null : { name: errand.name ?? null, door: errand.door, phone: errand.phone ?? null },
    };
  });
}

/** The requests in a volunteer's hands that he has not brought yet. */
export async function volunteerTaken({ sql }: Pick<Inside, "sql">, volunteerId: string): Promise<string[]> {
  return store.takenBy(sql, volunteerId);
}

export const inHandOf = ({ sql }: Pick<Inside, "sql">, volunteerIds: readonly string[]) =>
  store.errandsInHand(sql, volunteerIds);

/** Where an open request that volunteers may take is, and of which kind; null: none. */
export async function requestPlace(
  { sql }: Pick<Inside, "sql">,
  id: string,
): Promise<Pick<store.RequestRow, "place" | "kind"> | null> {
  const row = await store.oneRequest(sql, id);
  return row === null || row.state !== "REQUESTED" || !row.may_volunteer ? null : { place: row.place, kind: row.kind };
}
