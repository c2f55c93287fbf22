import fc from "fast-check";
import { expect, test } from "vitest";
import { type Chunk, recordsOf, withRecords } from "./copy-rules.ts";

const change = fc.record({
  kind: fc.constantFrom("household", "person"),
  id: fc.integer({ min: 0, max: 40 }).map((n) => `0190a0b0-0000-7000-8000-${n.toString(16).padStart(12, "0")}`),
  value: fc.option(fc.integer()),
});

test("what lies in the chunks is what stands in the memory, whatever came in which pages", () => {
  fc.assert(
    fc.property(fc.array(fc.array(change)), (pages) => {
      const disk = new Map<string, Chunk>();
      const plain = new Map<string, unknown>();
      let records = recordsOf(disk);
      for (const page of pages) {
        const next = withRecords(records, page);
        records = next.records;
        for (const [key, chunk] of next.chunks) disk.set(key, chunk);
        for (const { kind, id, value } of page)
          if (value === null) plain.delete(`${kind} ${id}`);
          else plain.set(`${kind} ${id}`, value);
      }
      const flat = (of: typeof records) =>
        new Map([...of].flatMap(([kind, byId]) => [...byId].map(([id, value]) => [`${kind} ${id}`, value] as const)));
      expect(flat(records)).toEqual(plain);
      expect(flat(recordsOf(disk))).toEqual(plain);
    }),
  );
});
