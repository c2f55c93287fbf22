import { type CopyPair, copyPair, type ReadCopies } from "#platform/copies.ts";
import { centreLineCopy } from "./contract.ts";
import { linesAround } from "./store-centre.ts";

const readLines: ReadCopies<typeof centreLineCopy> = async ({ sql }, query) => {
  const rows = await linesAround(sql, query.area);
  const wanted =
    "ids" in query
      ? rows.filter(({ id }) => query.ids.includes(id))
      : rows.filter(({ id }) => query.after === null || id > query.after).slice(0, query.limit);
  return wanted.map(({ id, place, name, phone }) => ({ id, value: { place, name, phone } }));
};

export const safetyCopies: readonly CopyPair[] = [
  copyPair(centreLineCopy, readLines, async ({ sql }, area) => (await linesAround(sql, area)).length),
];
