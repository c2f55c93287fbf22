import { DAY, later } from "#kernel/time.ts";
import type { Context } from "#platform/answer.ts";
import { type CopyPair, copyPair } from "#platform/copies.ts";
import { clueCopy } from "./contract.ts";
import * as lists from "./store-lists.ts";
import { onPhone } from "./views.ts";

/** What became of it stays on the reporter's phone for so long. */
const CLOSED_STAYS_FOR = 14 * DAY;

const of = ({ actor, now }: Pick<Context, "actor" | "now">, area: string) => ({
  post: actor.postId,
  area,
  since: later(now, -CLOSED_STAYS_FOR),
});

export const clueCopies: readonly CopyPair[] = [
  copyPair(
    clueCopy,
    async (ctx, { area, ...page }) => {
      const rows = await lists.cluesForPhones(ctx.sql, of(ctx, area), page);
      return rows.map((row) => ({ id: row.id, value: onPhone(row, ctx.actor, ctx.services.keys) }));
    },
    (ctx, area) => lists.countForPhones(ctx.sql, of(ctx, area)),
  ),
];
