/**
 * Code ids: a keyed permutation of 0 … 2^30 − 1 (a Feistel network of six rounds on halves of 15 bits). Numbers of a sequence
 * come out scattered and each once, so that ids need no look-up to be unique and two ids of a person do not look alike.
 * It hides order from an onlooker, it is no cipher: nothing that must stay secret hangs on it.
 */
const HALF = 0x7fff;
export const ROUNDS = 6;

/** `sequence` in [0, 2^30) as a code id, by `keys`: six 32-bit numbers of the deployment. */
export function codeIdOf(sequence: number, keys: Uint32Array): number {
  let left = (sequence >>> 15) & HALF;
  let right = sequence & HALF;
  for (let round = 0; round < ROUNDS; round++) {
    const next = left ^ mix(right, keys[round] ?? 0);
    left = right;
    right = next;
  }
  return (left << 15) | right;
}

/** Murmur3's finaliser, cut to 15 bits. */
function mix(half: number, key: number): number {
  let x = Math.imul(half ^ key, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13) ^ key, 0xc2b2ae35);
  return ((x ^ (x >>> 16)) >>> 7) & HALF;
}
