/** The Merkle tree of RFC 6962 §2.1 over SHA-256, grown leaf by leaf from its right edge. */
import { createHash } from "node:crypto";

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Hash of one leaf: SHA-256(0x00 ‖ entry). */
export const leafHash = (entry: string): Buffer => sha256(LEAF, Buffer.from(entry, "utf8"));

/** The right edge of a tree: hashes of its perfect subtrees, largest first. Its shape follows from the size alone. */
export type Edge = { readonly size: number; readonly hashes: readonly Uint8Array[] };

export const EMPTY_EDGE: Edge = { size: 0, hashes: [] };

/** The edge after one more leaf: equal neighbours are merged, as carries are in a binary counter. */
export function append(edge: Edge, leaf: Uint8Array): Edge {
  const hashes = [...edge.hashes];
  let right: Uint8Array = leaf;
  for (let size = edge.size; size % 2 === 1; size = Math.floor(size / 2)) {
    const left = hashes.pop();
    if (!left) throw new Error("an edge of odd size has a last hash");
    right = sha256(NODE, left, right);
  }
  return { size: edge.size + 1, hashes: [...hashes, right] };
}

/** The root of the tree with this edge; the hash of nothing for an empty one. */
export function rootOf(edge: Edge): Buffer {
  const [last, ...rest] = edge.hashes.toReversed();
  if (!last) return sha256();
  return rest.reduce<Buffer>((right, left) => sha256(NODE, left, right), Buffer.from(last));
}
