import { inHandOf } from "#capabilities/services/errands.ts";
import { type CopyPair, copyPair } from "#platform/copies.ts";
import { volunteerCopy } from "./contract.ts";
import * as store from "./store.ts";
import { present } from "./volunteers.ts";

export const volunteerCopies: readonly CopyPair[] = [
  copyPair(
    volunteerCopy,
    async (ctx, { area, ...of }) => {
      const rows = await store.volunteersForPhones(ctx.sql, area, of);
      const inHand = await inHandOf(
        ctx,
        rows.map(({ id }) => id),
      );
      return rows.map((row) => ({
        id: row.id,
        value: { ...present(row, ctx.services.keys), inHand: inHand.get(row.id) ?? 0 },
      }));
    },
    ({ sql }, area) => store.countForPhones(sql, area),
  ),
];
