import fc from "fast-check";
import { expect, test } from "vitest";
import { type CopyPage, lineOf, pageKey, type Records, recordsOf, rewritten, withLines } from "./copy-rules.ts";

const change = fc.record({
  kind: fc.constantFrom("household", "person"),
  id: fc.integer({ min: 0, max: 40 }).map((n) => `0190a0b0-0000-7000-8000-${n.toString(16).padStart(12, "0")}`),
  value: fc.option(fc.integer()),
});

const flat = (of: Records) =>
  new Map([...of].flatMap(([kind, byId]) => [...byId].map(([id, value]) => [`${kind} ${id}`, value] as const)));

test("what lies in the pages is what stands in the memory, whatever came in which pages, rewritten or not", () => {
  fc.assert(
    fc.property(fc.array(fc.array(change), { maxLength: 90 }), (pages) => {
      let disk = new Map<string, CopyPage>();
      const plain = new Map<string, unknown>();
      let records = recordsOf(disk);
      let next = 0;
      for (const page of pages) {
        const lines = page.map(lineOf);
        records = withLines(records, lines);
        disk.set(pageKey(next++), lines);
        const whole = rewritten(records, disk.size);
        if (whole !== null) disk = new Map(whole.map((one) => [pageKey(next++), one]));
        for (const { kind, id, value } of page)
          if (value === null) plain.delete(`${kind} ${id}`);
          else plain.set(`${kind} ${id}`, value);
      }
      expect(flat(records)).toEqual(plain);
      expect(flat(recordsOf(disk))).toEqual(plain);
    }),
  );
});

test("what did not change is the same object, so that no screen is drawn again for nothing", () => {
  const before = withLines(new Map(), [
    ["door", "a", 1],
    ["person", "b", 2],
  ]);
  const after = withLines(before, [["door", "c", 3]]);
  expect(after.get("person")).toBe(before.get("person"));
  expect(before.get("door")?.size).toBe(1);
});
