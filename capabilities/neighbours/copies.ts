/** The units of an area, for its worker's phone. */
import { isoInstant } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { type CopyQuery, copyPair } from "#platform/copies.ts";
import { unitCopy } from "./contract.ts";
import * as store from "./store.ts";

async function read({ sql }: Context, query: CopyQuery) {
  const page =
    "ids" in query
      ? { ids: query.ids, after: null, limit: query.ids.length }
      : { ids: null, after: query.after, limit: query.limit };
  const units = await store.unitsIn(sql, { area: query.area, ...page });
  const ids = units.map(({ id }) => id);
  const doors = await store.doorsOfUnits(sql, ids);
  const seats = await store.seatsOf(sql, ids);
  const taps = await store.lastTaps(sql, ids);
  return units.map(({ id, place, number, kind, label }) => {
    const tap = taps.find((row) => row.unit_id === id);
    return {
      id,
      value: {
        place,
        number,
        kind,
        label,
        doors: doors
          .filter((row) => row.unit_id === id)
          .map((row) => ({ doorId: row.door_id, label: row.label, isByHand: row.is_by_hand })),
        seats: seats
          .filter((row) => row.unit_id === id)
          .map((row) => ({
            headId: row.id,
            seat: row.seat,
            consentedAt: row.consented_at === null ? null : isoInstant(row.consented_at),
            untilAt: row.until_at === null ? null : isoInstant(row.until_at),
          })),
        lastTap: tap === undefined ? null : { word: tap.word, onDay: tap.on_day, at: isoInstant(tap.at) },
      },
    };
  });
}

export const neighbourCopies = [copyPair(unitCopy, read, (ctx, area) => store.countUnits(ctx.sql, area))];
