import { DAY, later } from "#kernel/time.ts";
import { type CopyPair, copyPair } from "#platform/copies.ts";
import { observation } from "./contract.ts";
import { present } from "./present.ts";
import * as store from "./store.ts";

/** An ended observation stays on the phone for so long. */
const SHOWN_AFTER_END = 3 * DAY;

export const observationCopies: readonly CopyPair[] = [
  copyPair(
    observation,
    async (ctx, query) => {
      const endedSince = later(ctx.now, -SHOWN_AFTER_END);
      const rows =
        "ids" in query
          ? (await store.observationsByIds(ctx.sql, query.ids)).filter(
              ({ place, person_key }) => person_key !== null && place.startsWith(query.area),
            )
          : await store.observationsOfArea(ctx.sql, { ...query, endedSince });
      return (await present(ctx, rows)).map((value) => ({ id: value.id, value }));
    },
    (ctx, area) => store.countOfArea(ctx.sql, area, later(ctx.now, -SHOWN_AFTER_END)),
  ),
];
