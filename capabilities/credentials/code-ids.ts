/** Code ids for this process: a block of the deployment's sequence at a time, scattered by the permutation. */
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { keyRingOf } from "./key-ring.ts";
import { codeIdOf } from "./rules/code-id.ts";
import { nextBlock } from "./store-attestations.ts";

/** As in 0065: the sequence counts blocks of so many. */
const BLOCK = 1024;

type Supply = { block: number; used: number };
const supplies = new WeakMap<Services, Supply>();

/** `count` fresh code ids, less than 2^30 each. */
export async function takeCodeIds(services: Services, count: number): Promise<number[]> {
  const { codeIdKeys } = keyRingOf(services);
  const supply = supplies.get(services) ?? { block: 0, used: BLOCK };
  supplies.set(services, supply);
  const ids: number[] = [];
  while (ids.length < count) {
    if (supply.used === BLOCK) {
      const block = await asActor(services.db, systemActor(services.settings.province), (sql) => nextBlock(sql));
      // Whoever asked at the same time may have filled it meanwhile; then this block goes unused.
      if (supply.used === BLOCK) Object.assign(supply, { block, used: 0 });
    }
    ids.push(codeIdOf(supply.block * BLOCK + supply.used++, codeIdKeys));
  }
  return ids;
}
