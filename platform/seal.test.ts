import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { seal, sealingKeyId, unseal } from "./seal.ts";

const key = randomBytes(32);
const ROW = "01890000-0000-7000-8000-000000000001";

test("what was sealed opens again, whatever text it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(unseal(key, seal(key, text, ROW), ROW)).toBe(text);
    }),
  );
});

test("the same text is sealed differently each time, and does not show", () => {
  const [one, two] = [seal(key, "王小明 320583", ROW), seal(key, "王小明 320583", ROW)];
  expect(one.equals(two)).toBe(false);
  expect(one.includes(Buffer.from("王小明"))).toBe(false);
  expect(one.length).toBe(12 + 16 + Buffer.byteLength("王小明 320583"));
});

test("with another key, in another row, or with any byte changed it does not open", () => {
  const sealed = seal(key, "王小明", ROW);
  expect(() => unseal(randomBytes(32), sealed, ROW)).toThrow();
  expect(() => unseal(key, sealed, "01890000-0000-7000-8000-000000000002")).toThrow();
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unseal(key, changed, ROW)).toThrow();
  }
  expect(() => unseal(key, sealed.subarray(0, sealed.length - 1), ROW)).toThrow();
  expect(() => unseal(key, Buffer.alloc(0), ROW)).toThrow();
});

test("a key is named by the first 16 hex digits of its SHA-256", () => {
  // SHA-256 of 32 zero bytes.
  expect(sealingKeyId(Buffer.alloc(32))).toBe("66687aadf862bd77");
});
