import { DAY, later } from "#kernel/time.ts";
import { type CopyPair, copyPair } from "#platform/copies.ts";
import { serviceCopy } from "./contract.ts";
import * as store from "./store.ts";
import { goodsByRequest } from "./store-goods.ts";
import { requestFor } from "./views.ts";

/** An ended request stays on the phone for so long: "was that done?" is asked the day after. */
const ENDED_STAYS_FOR = 3 * DAY;

export const serviceCopies: readonly CopyPair[] = [
  copyPair(
    serviceCopy,
    async ({ sql, actor, now, services }, { area, ...of }) => {
      const rows = await store.requestsForPhones(sql, area, later(now, -ENDED_STAYS_FOR), of);
      const goods = await goodsByRequest(sql, rows);
      return rows.map((row) => ({ id: row.id, value: requestFor(row, actor, services.keys, goods.get(row.id)) }));
    },
    ({ sql, now }, area) => store.countForPhones(sql, area, later(now, -ENDED_STAYS_FOR)),
  ),
];
