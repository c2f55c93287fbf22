/**
 * The epochs of accounts, looked up together: the requests that come while one look-up is under way share the next. At
 * thousands of requests a second one statement a request would cost more than all the rest of signing in.
 */
import type { Database } from "#platform/database.ts";
import { epochsOfResidents } from "./store-residents.ts";

type Asked = { readonly resolve: (epoch: number | null) => void; readonly reject: (error: unknown) => void };

/** Look-ups of one statement at most. */
const AT_ONCE = 1_000;

/** A reader of epochs over one pool; null for an account that is not there. Nothing is remembered: signing out counts at once. */
export function makeEpochReader(db: Database): (residentId: string) => Promise<number | null> {
  let waiting = new Map<string, Asked[]>();
  let isRunning = false;
  const work = async () => {
    while (waiting.size > 0) {
      const batch = [...waiting].slice(0, AT_ONCE);
      waiting = new Map([...waiting].slice(AT_ONCE));
      try {
        const epochs = await epochsOfResidents(
          db,
          batch.map(([id]) => id),
        );
        for (const [id, askers] of batch) for (const { resolve } of askers) resolve(epochs.get(id) ?? null);
      } catch (error) {
        for (const [, askers] of batch) for (const { reject } of askers) reject(error);
      }
    }
    isRunning = false;
  };
  return (residentId) =>
    new Promise((resolve, reject) => {
      const askers = waiting.get(residentId) ?? [];
      waiting.set(residentId, [...askers, { resolve, reject }]);
      if (isRunning) return;
      isRunning = true;
      setImmediate(() => void work());
    });
}
