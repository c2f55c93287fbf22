import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { append, type Edge, EMPTY_EDGE, leafHash, rootOf } from "./merkle.ts";

const sha256 = (...parts: Uint8Array[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();

/** MTH of RFC 6962 §2.1, written as it stands there: split at the largest power of two smaller than n. */
function naiveRoot(entries: readonly string[]): Buffer {
  if (entries.length === 0) return sha256();
  if (entries.length === 1) return sha256(Buffer.of(0), Buffer.from(entries[0] ?? "", "utf8"));
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return sha256(Buffer.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)));
}

const grow = (entries: readonly string[]): Edge =>
  entries.reduce((edge, entry) => append(edge, leafHash(entry)), EMPTY_EDGE);

test("the empty tree's root is the hash of nothing, a lone leaf's its own", () => {
  expect(rootOf(EMPTY_EDGE).toString("hex")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  // SHA-256 of the one byte 0x00: the leaf of an empty entry.
  expect(rootOf(grow([""])).toString("hex")).toBe("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
});

test("grown leaf by leaf, the root is RFC 6962's at every size", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 70 }), (entries) => {
      let edge = EMPTY_EDGE;
      for (const [index, entry] of entries.entries()) {
        edge = append(edge, leafHash(entry));
        expect(edge.size).toBe(index + 1);
        expect(rootOf(edge).equals(naiveRoot(entries.slice(0, index + 1)))).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

test("the edge has as many hashes as its size has one-bits, so it is kept in a row", () => {
  for (let size = 0; size <= 130; size++) {
    const ones = [...size.toString(2)].filter((bit) => bit === "1").length;
    expect(grow(Array.from({ length: size }, String)).hashes).toHaveLength(ones);
  }
});

test("changing, dropping or swapping entries changes the root", () => {
  const list = fc.array(fc.string(), { minLength: 2, maxLength: 40 });
  fc.assert(
    fc.property(list, fc.nat(), fc.nat(), (entries, a, b) => {
      const [i, j] = [a % entries.length, b % entries.length];
      const root = rootOf(grow(entries));
      const changed = entries.with(i, `${entries[i]}!`);
      expect(rootOf(grow(changed)).equals(root)).toBe(false);
      expect(rootOf(grow(entries.toSpliced(i, 1))).equals(root)).toBe(false);
      const swapped = entries.with(i, entries[j] ?? "").with(j, entries[i] ?? "");
      expect(rootOf(grow(swapped)).equals(root)).toBe(entries[i] === entries[j]);
    }),
  );
});

test("a leaf cannot pass for a node: the two are hashed with different first bytes", () => {
  const two = grow(["a", "b"]);
  const forged = Buffer.concat([leafHash("a"), leafHash("b")]).toString("latin1");
  expect(rootOf(grow([forged])).equals(rootOf(two))).toBe(false);
});
