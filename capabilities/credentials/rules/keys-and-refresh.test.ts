import fc from "fast-check";
import { expect, test } from "vitest";
import { DAY, HOUR, instant, later, MINUTE } from "#kernel/time.ts";
import { codeIdOf } from "./code-id.ts";
import { keysWanted } from "./key-rotation.ts";
import { isPublished, type KeptKey, signingKey } from "./key-set.ts";
import { refreshAt, shouldAsk } from "./refresh.ts";

const T = instant("2020-02-23T08:00:00+08:00");
let count = 0;
const made = (now: typeof T, keys: readonly KeptKey[], force = false): KeptKey[] =>
  keysWanted(keys, now, force).map((one) => ({ ...one, kid: `k${count++}`, alg: "EdDSA", publicKey: "", madeAt: now }));

test("at first: a root key, and of codes and lists the one that signs and the next, a month apart", () => {
  const keys = made(T, []);
  expect(keys.map((key) => [key.use, key.signsFrom - T])).toEqual([
    ["root", 0],
    ["code", 0],
    ["code", 31 * DAY],
    ["list", 0],
    ["list", 31 * DAY],
  ]);
  expect(made(T, keys)).toEqual([]);
});

test("the next key takes over to the millisecond, a new next one is made, and the old counts a week longer", () => {
  const keys = made(T, []);
  const at = later(T, 31 * DAY);
  const [, first, second] = keys;
  expect(signingKey(keys, "code", later(at, -1))?.kid).toBe(first?.kid);
  expect(signingKey(keys, "code", at)?.kid).toBe(second?.kid);
  expect(made(at, keys).map((key) => [key.use, key.signsFrom - T])).toEqual([
    ["code", 62 * DAY],
    ["list", 62 * DAY],
  ]);
  expect(first !== undefined && isPublished(first, later(T, 38 * DAY - 1))).toBe(true);
  expect(first !== undefined && isPublished(first, later(T, 38 * DAY))).toBe(false);
});

test("when the signing key was removed the coming one signs at once", () => {
  const keys = made(T, []);
  const left = keys.filter((_, at) => at !== 1);
  expect(signingKey(left, "code", T)?.signsFrom).toBe(T + 31 * DAY);
  expect(signingKey([], "code", T)).toBe(null);
});

test("a forced rotation makes a present and a coming key of each use", () => {
  expect(made(T, made(T, []), true).map((key) => [key.use, key.signsFrom - T])).toEqual([
    ["code", 0],
    ["code", 31 * DAY],
    ["list", 0],
    ["list", 31 * DAY],
  ]);
});

test("code ids are a permutation: no two numbers of the sequence meet", () => {
  const keys = Uint32Array.of(1, 22, 333, 4444, 55555, 666666);
  const seen = new Set<number>();
  for (let sequence = 0; sequence < 200_000; sequence++) seen.add(codeIdOf(sequence, keys));
  expect(seen.size).toBe(200_000);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 30 - 1 }), (sequence) => {
      const id = codeIdOf(sequence, keys);
      expect(id >= 0 && id < 2 ** 30 && Number.isInteger(id)).toBe(true);
    }),
  );
});

const held = {
  form: "phone",
  codeId: 512,
  colour: "green",
  issuedAt: T,
  expiresAt: later(T, DAY),
  until: null,
} as const;

test("a green phone asks after fourteen to twenty hours, by its spread, and never lets the code expire unasked", () => {
  // 14.4 and 16.8 hours.
  expect(refreshAt({ ...held, codeId: 0 }) - T).toBe(51_840_000);
  expect(refreshAt(held) - T).toBe(60_480_000);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 30 - 1 }), (codeId) => {
      const after = refreshAt({ ...held, codeId }) - T;
      expect(after >= 14 * HOUR && after <= 20 * HOUR).toBe(true);
    }),
  );
});

test("a code that ends at a time is asked for within two minutes after it, a refreshed one each minute", () => {
  const until = later(T, 10 * MINUTE);
  const after = refreshAt({ ...held, colour: "yellow", until }) - until;
  expect(after >= MINUTE && after <= 2 * MINUTE).toBe(true);
  expect(refreshAt({ ...held, form: "refreshed", expiresAt: later(T, 2 * MINUTE) }) - T).toBe(MINUTE);
});

test("after failures a phone waits twice as long each time, half an hour and its spread at most, and Retry-After at least", () => {
  const due = later(T, 21 * HOUR);
  const asks = (failures: number, sinceMs: number, retryAfter: number | null = null) =>
    shouldAsk(held, { failures, lastAt: due, retryAfter }, 0.5, later(due, sinceMs));
  expect(shouldAsk(held, { failures: 0, lastAt: null, retryAfter: null }, 0.5, T)).toBe(false);
  expect(shouldAsk(null, { failures: 0, lastAt: null, retryAfter: null }, 0.5, T)).toBe(true);
  expect([asks(1, 29_999), asks(1, 30_000)]).toEqual([false, true]);
  expect([asks(2, 59_999), asks(2, 60_000)]).toEqual([false, true]);
  expect([asks(30, 30 * MINUTE - 1), asks(30, 30 * MINUTE)]).toEqual([false, true]);
  expect([asks(1, 119_999, 120_000), asks(1, 120_000, 120_000)]).toEqual([false, true]);
});
