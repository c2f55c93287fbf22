import fc from "fast-check";
import { expect, test } from "vitest";
import type { PlaceCode } from "#kernel/places.ts";
import { type Cursor, cursorText, mayGoOn, readCursor } from "./cursor.ts";

const GRID = "320583101201001" as PlaceCode;
const ID = "0190a0b0-0000-7000-8000-000000000001";

test("a cursor is read as it was written", () => {
  const of = {
    area: fc.constant(GRID),
    kinds: fc.subarray(["household", "campaign-door", "form"]),
    tx: fc.bigInt({ min: 0n, max: 2n ** 62n }).map(String),
  };
  const cursors: fc.Arbitrary<Cursor> = fc.oneof(
    fc.record({ ...of, is: fc.constant("changes" as const) }),
    fc.record({ ...of, is: fc.constant("page" as const), kind: fc.nat(200), after: fc.constantFrom(null, ID) }),
  );
  fc.assert(
    fc.property(cursors, (cursor) => {
      expect(readCursor(cursorText(cursor))).toEqual(cursor);
    }),
  );
});

test.each(["", "x", "3205831012010 household 7 =", `${GRID} household -7 =`, `${GRID} household 7 0 ; drop`])(
  "%j is no cursor",
  (text) => {
    expect(readCursor(text)).toBeNull();
  },
);

test.each([
  ["the same post, area and kinds", GRID, GRID, ["household"], true],
  ["a post of another grid", "320583101201002", GRID, ["household"], false],
  ["a leader of the village above", "320583101201", GRID, ["household"], true],
  ["another part of one's area", "320583101201", "320583101201002", ["household"], false],
  ["a page that knows of more kinds", GRID, GRID, ["household", "form"], false],
] as const)("going on with %s", (_what, actorArea, area, kinds, may) => {
  expect(mayGoOn({ is: "changes", area: GRID, kinds: ["household"], tx: "7" }, actorArea, area, kinds)).toBe(may);
});
