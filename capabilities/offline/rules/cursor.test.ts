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
    seen: fc
      .uniqueArray(fc.bigInt({ min: 1n, max: 2n ** 62n }), { minLength: 2, maxLength: 102 })
      .map((some) => some.sort((a, b) => (a < b ? -1 : 1)))
      .map((some) => `${some[0]}:${some.at(-1)}:${some.slice(1, -1).join()}`),
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

test.each([
  "",
  "x",
  "3205831012010 household 7 =",
  `${GRID} household -7 =`,
  `${GRID} household 7 0 ; drop`,
  `${GRID} household 9:7: =`,
  `${GRID} household 7:9:9 =`,
  `${GRID} household 7:12:9,8 =`,
  `${GRID} household 7:12:8,8 =`,
  `${GRID} household 0:0: =`,
])("%j is no cursor", (text) => {
  expect(readCursor(text)).toBeNull();
});

test("a cursor of an older server goes on from the transaction that it names", () => {
  expect(readCursor(`${GRID} household 73 =`)).toMatchObject({ seen: "73:73:" });
});

test("a snapshot of very many still running is cut to what is sure to have ended", () => {
  const running = Array.from({ length: 101 }, (_, at) => 1_000 + at).join();
  const text = cursorText({ is: "changes", area: GRID, kinds: [], seen: `1000:9000:${running}` });
  expect(readCursor(text)).toMatchObject({ seen: "1000:1000:" });
});

test.each([
  ["the same post, area and kinds", GRID, GRID, ["household"], true],
  ["a post of another grid", "320583101201002", GRID, ["household"], false],
  ["a leader of the village above", "320583101201", GRID, ["household"], true],
  ["another part of one's area", "320583101201", "320583101201002", ["household"], false],
  ["a page that knows of more kinds", GRID, GRID, ["household", "form"], false],
] as const)("going on with %s", (_what, actorArea, area, kinds, may) => {
  expect(mayGoOn({ is: "changes", area: GRID, kinds: ["household"], seen: "7:7:" }, actorArea, area, kinds)).toBe(may);
});
