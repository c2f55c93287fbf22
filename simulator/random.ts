/**
 * Chance that depends on nothing but the seed, a name for what is drawn, and the number of who draws: the same on any
 * machine, in any order, with any number of threads.
 *
 * In SQL it is DuckDB's `hash()` of ONE unsigned 64-bit number (a fixed mixing function; DuckDB does not promise that it
 * never changes, so the lockfile pins DuckDB and random.test.ts pins the values). Never DuckDB's `random()`.
 */
import { createHash } from "node:crypto";

const bytesOf = (seed: number, name: string): Buffer => createHash("sha256").update(`wangge ${seed} ${name}`).digest();

/** Draws in SQL: each function returns an expression over `key`, an SQL expression of a non-negative integer. */
export type Dice = {
  /** An unsigned 64-bit number. */
  readonly bits: (name: string, key: string) => string;
  /** An integer from 0 to sides - 1, as BIGINT. */
  readonly die: (name: string, key: string, sides: number) => string;
  /** True in `rate` of the keys (resolution: one in a million). */
  readonly chance: (name: string, key: string, rate: number) => string;
  /** One of the texts, all equally often. */
  readonly pick: (name: string, key: string, texts: readonly string[]) => string;
};

export function diceOf(seed: number): Dice {
  const bits = (name: string, key: string) =>
    `hash(xor((${key})::ubigint, ${bytesOf(seed, name).readBigUInt64LE(0)}::ubigint))`;
  const die = (name: string, key: string, sides: number) => `(${bits(name, key)} % ${sides})::bigint`;
  return {
    bits,
    die,
    chance: (name, key, rate) => `(${bits(name, key)} % 1000000 < ${Math.round(rate * 1e6)})`,
    pick: (name, key, texts) => `${sqlList(texts)}[1 + ${die(name, key, texts.length)}]`,
  };
}

/** A generator of numbers in [0, 1) for the small parts that are drawn in TypeScript (sfc32). */
export function streamOf(seed: number, name: string): () => number {
  const start = bytesOf(seed, name);
  let [a, b, c, d] = [start.readUInt32LE(8), start.readUInt32LE(12), start.readUInt32LE(16), start.readUInt32LE(20)];
  return () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 2 ** 32;
  };
}

/** An SQL text literal. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** An SQL list literal of texts. */
export const sqlList = (texts: readonly string[]): string => `[${texts.map(sqlText).join(",")}]`;

/** Splits `total` by weights into whole numbers that add up to it (largest remainder, ties by order). */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((weight) => (sum === 0 ? 0 : (total * weight) / sum));
  const whole = exact.map(Math.floor);
  let left = sum === 0 ? 0 : total - whole.reduce((a, b) => a + b, 0);
  const order = exact.map((value, index) => ({ index, rest: value - Math.floor(value) }));
  order.sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index } of order) {
    if (left-- <= 0) break;
    whole[index] = (whole[index] ?? 0) + 1;
  }
  return whole;
}
