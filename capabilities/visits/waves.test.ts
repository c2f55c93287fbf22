import fc from "fast-check";
import { expect, test } from "vitest";
import { type Ordered, wavesOf } from "./waves.ts";

const item = (id: string, given: Partial<Ordered> = {}): Ordered => ({
  county: "320583",
  id,
  task: null,
  corrects: null,
  ...given,
});
const ids = (items: readonly Ordered[]) => wavesOf(items).map((wave) => wave.map((one) => one.id));

test("reports that have nothing to do with each other are one wave", () => {
  expect(ids([item("a"), item("b", { task: "t" }), item("c", { task: "u" })])).toEqual([["a", "b", "c"]]);
});

test("two reports on one task, and a correction with what it corrects, follow each other", () => {
  expect(ids([item("a", { task: "t" }), item("b", { task: "t" }), item("c")])).toEqual([["a", "c"], ["b"]]);
  expect(ids([item("a"), item("b", { corrects: "a" }), item("c", { corrects: "b" })])).toEqual([["a"], ["b"], ["c"]]);
  expect(ids([item("b", { corrects: "a" }), item("a")])).toEqual([["b"], ["a"]]);
});

test("every report is in exactly one wave, none shares a key within a wave, and those that share one keep their order", () => {
  const any = fc.uniqueArray(
    fc.record({
      county: fc.constant("320583"),
      id: fc.constantFrom(..."abcdefghij"),
      task: fc.constantFrom(null, "t", "u"),
      corrects: fc.constantFrom(null, null, ..."abcdefghij"),
    }),
    { selector: (one) => one.id, maxLength: 10 },
  );
  fc.assert(
    fc.property(any, (items) => {
      const waves = wavesOf(items);
      expect(
        waves
          .flat()
          .map((one) => one.id)
          .sort(),
      ).toEqual(items.map((one) => one.id).sort());
      const waveOf = new Map(waves.flatMap((wave, at) => wave.map((one) => [one.id, at] as const)));
      for (const [index, one] of items.entries()) {
        for (const other of items.slice(index + 1)) {
          const isRelated =
            (one.task !== null && one.task === other.task) || one.corrects === other.id || other.corrects === one.id;
          if (isRelated) expect(waveOf.get(one.id)).toBeLessThan(waveOf.get(other.id) ?? -1);
        }
      }
    }),
  );
});
