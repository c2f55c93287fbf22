import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, instant, later, MINUTE } from "#kernel/time.ts";
import {
  ageOf,
  applyChanges,
  type ChangeState,
  decodeChanges,
  encodeChanges,
  isChanged,
  sizeOf,
} from "./change-list.ts";
import { decodeSet, encodeSet } from "./rice.ts";

const AT = instant("2020-02-23T08:00:00+08:00");
const idSet = fc
  .uniqueArray(fc.integer({ min: 0, max: 2 ** 30 - 1 }), { maxLength: 400 })
  .map((ids) => Uint32Array.from(ids).sort());

test("a set comes back as it was, whatever is in it", () => {
  fc.assert(
    fc.property(idSet, (ids) => {
      expect(decodeSet(encodeSet(ids))).toEqual(ids);
    }),
  );
  expect(decodeSet(encodeSet([0]))).toEqual(Uint32Array.of(0));
  expect(decodeSet(encodeSet([2 ** 30 - 1]))).toEqual(Uint32Array.of(1073741823));
  expect(() => encodeSet([5, 5])).toThrow(RangeError);
  expect(() => encodeSet([2 ** 30])).toThrow(RangeError);
});

test("written out by hand: 3 and 4 with k = 1 is 02 01 and the bits 10 1 0 0", () => {
  // Gaps 3 and 0; 3 = 1·2 + 1 → 1 0 1; 0 → 0 0.
  expect(decodeSet(Uint8Array.of(2, 1, 0b10100000))).toEqual(Uint32Array.of(3, 4));
});

test("bytes that are no set are refused, and any bytes at all are answered without a fault", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const read = decodeSet(bytes);
      if (read !== null)
        for (let at = 1; at < read.length; at++) expect((read[at] ?? 0) > (read[at - 1] ?? 0)).toBe(true);
    }),
  );
  expect(decodeSet(new Uint8Array())).toBe(null);
  // Claims two million values in three bytes.
  expect(decodeSet(Uint8Array.of(0x80, 0x89, 0x7a, 13, 0, 0, 0))).toBe(null);
  const whole = encodeSet([1, 500, 100_000]);
  expect(decodeSet(whole.subarray(0, whole.length - 1))).toBe(null);
  expect(decodeSet(Uint8Array.from([...whole, 0]))).toBe(null);
});

test("100,000 entries take 200 kB at most", () => {
  const ids = new Set<number>();
  let seed = 20200223;
  while (ids.size < 100_000) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    ids.add(seed >>> 2);
  }
  const bytes = encodeChanges({
    issuer: "32",
    from: null,
    to: 7,
    at: AT,
    phoneIds: Uint32Array.from(ids).sort(),
    paperIds: [],
  });
  expect(bytes.length).toBeLessThanOrEqual(200_000);
  expect(bytes.length).toBeGreaterThan(150_000);
  const applied = applyChanges(null, bytes, AT);
  expect(applied.outcome === "applied" && sizeOf(applied.state)).toBe(100_000);
});

test("a state that took deltas knows exactly what was in them: nothing more, nothing less", () => {
  fc.assert(
    fc.property(
      fc.array(idSet, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 2 ** 30 - 1 }),
      (batches, stranger) => {
        let state: ChangeState | null = null;
        for (const [index, phoneIds] of batches.entries()) {
          const bytes = encodeChanges({
            issuer: "32",
            from: index,
            to: index + 1,
            at: later(AT, index * MINUTE),
            phoneIds,
            paperIds: [],
          });
          const applied = applyChanges(state, bytes, later(AT, index * MINUTE));
          if (applied.outcome !== "applied") throw new Error(applied.outcome);
          state = applied.state;
        }
        const all = new Set(batches.flatMap((ids) => [...ids]));
        if (state === null) throw new Error("no state");
        for (const id of all) expect(isChanged(state, id)).toBe(true);
        expect(isChanged(state, stranger)).toBe(all.has(stranger));
        // One that came again in another hour is held in both.
        expect(sizeOf(state)).toBeGreaterThanOrEqual(all.size);
        expect(sizeOf(state)).toBeLessThanOrEqual(batches.reduce((sum, ids) => sum + new Set(ids).size, 0));
      },
    ),
  );
});

const delta = (
  from: number | null,
  to: number,
  at: typeof AT,
  phoneIds: number[],
  paperIds: number[] = [],
  issuer = "32",
) => encodeChanges({ issuer, from, to, at, phoneIds, paperIds });

function stateOf(bytes: Uint8Array, now = AT): ChangeState {
  const applied = applyChanges(null, bytes, now);
  if (applied.outcome !== "applied") throw new Error(applied.outcome);
  return applied.state;
}

test("phones' entries leave after a day, papers' after seven, to the hour above", () => {
  let state = stateOf(delta(null, 1, AT, [11], [22]));
  const empty = (sequence: number, at: typeof AT) => {
    const applied = applyChanges(state, delta(sequence - 1, sequence, at, []), at);
    if (applied.outcome !== "applied") throw new Error(applied.outcome);
    state = applied.state;
  };
  empty(2, later(AT, DAY - 1000));
  expect([isChanged(state, 11), isChanged(state, 22)]).toEqual([true, true]);
  empty(3, later(AT, DAY));
  expect([isChanged(state, 11), isChanged(state, 22)]).toEqual([false, true]);
  empty(4, later(AT, 7 * DAY));
  expect(isChanged(state, 22)).toBe(false);
});

test("missing batches, an older list and another issuer's are refused; a snapshot replaces what was there", () => {
  const state = stateOf(delta(null, 5, AT, [1, 2, 3]));
  const now = later(AT, MINUTE);
  expect(applyChanges(state, delta(7, 8, now, []), now).outcome).toBe("gap");
  expect(applyChanges(null, delta(7, 8, now, []), now).outcome).toBe("gap");
  expect(applyChanges(state, delta(3, 4, now, []), now).outcome).toBe("older");
  expect(applyChanges(state, delta(5, 6, later(AT, -1000), []), now).outcome).toBe("older");
  expect(applyChanges(state, delta(5, 6, now, [], [], "33"), now).outcome).toBe("other-issuer");
  expect(applyChanges(state, Uint8Array.of(1, 2, 3), now).outcome).toBe("malformed");
  const whole = applyChanges(state, delta(null, 6, now, [2]), now);
  if (whole.outcome !== "applied") throw new Error(whole.outcome);
  expect([isChanged(whole.state, 1), isChanged(whole.state, 2)]).toEqual([false, true]);
  expect(ageOf(whole.state, later(now, 90_000))).toBe(90_000);
  expect(ageOf(whole.state, AT)).toBe(0);
});

test("a list says its issuer, batches and time", () => {
  expect(decodeChanges(delta(41, 43, AT, [9], [10]))).toEqual({
    issuer: "32",
    from: 41,
    to: 43,
    at: AT,
    phoneIds: Uint32Array.of(9),
    paperIds: Uint32Array.of(10),
  });
});
