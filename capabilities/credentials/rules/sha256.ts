/** SHA-256 (FIPS 180-4) without a platform's library: a phone's proof is over the digest of what it proves. */

const HASH_START = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
] as const;

/** The first 32 bits of the fractions of the cube roots of the first 64 primes (§4.2.2), in exact integers. */
const ROUND_CONSTANTS = Uint32Array.from(firstPrimes(64), (prime) => Number(cubeRootFraction(BigInt(prime))));

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let number = 2; primes.length < count; number++) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number);
  }
  return primes;
}

/** ⌊∛prime · 2^32⌋ mod 2^32, by bisection. */
function cubeRootFraction(prime: bigint): bigint {
  const target = prime << 96n;
  let [low, high] = [0n, 1n << 36n];
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (middle ** 3n <= target) low = middle;
    else high = middle;
  }
  return low & 0xffffffffn;
}

const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

export function sha256(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(message.length / 2 ** 29));
  view.setUint32(padded.length - 4, (message.length * 8) >>> 0);
  const state = Uint32Array.from(HASH_START);
  const words = new Uint32Array(64);
  for (let block = 0; block < padded.length; block += 64) {
    for (let at = 0; at < 64; at++) words[at] = at < 16 ? view.getUint32(block + at * 4) : scheduled(words, at);
    compress(state, words);
  }
  const digest = new Uint8Array(32);
  const out = new DataView(digest.buffer);
  for (const [at, word] of state.entries()) out.setUint32(at * 4, word);
  return digest;
}

function scheduled(words: Uint32Array, at: number): number {
  const [early, late] = [words[at - 15] ?? 0, words[at - 2] ?? 0];
  const small0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
  const small1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
  return ((words[at - 16] ?? 0) + small0 + (words[at - 7] ?? 0) + small1) >>> 0;
}

function compress(state: Uint32Array, words: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let at = 0; at < 64; at++) {
    const big1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + (ROUND_CONSTANTS[at] ?? 0) + (words[at] ?? 0)) | 0;
    const big0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    // One by one: a destructured swap makes two arrays a round, which is half the time of a proof's check.
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, at) => {
    state[at] = (state[at] ?? 0) + word;
  });
}
