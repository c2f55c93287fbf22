import { type CopyPair, copyPair } from "#platform/copies.ts";
import { noticeCopy } from "./contract.ts";
import { textOf } from "./publicity.ts";
import { copiesFor } from "./store.ts";

/** More notices than these at a time nobody reads out. */
const AT_MOST = 500;

export const publicityCopies: readonly CopyPair[] = [
  copyPair(
    noticeCopy,
    async ({ sql, now }, query) =>
      (await copiesFor(sql, query.area, now, query)).map((row) => ({ id: row.id, value: textOf(row) })),
    async ({ sql, now }, area) => (await copiesFor(sql, area, now, { after: null, limit: AT_MOST })).length,
  ),
];
