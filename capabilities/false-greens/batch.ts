/**
 * The comparison over all holders: SQL narrows ten million to those whose declaration could conflict with something,
 * one statement a kind; the rules then look at those, some thousands a transaction.
 */
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import type { JobWork } from "#platform/jobs.ts";
import { CHECK_BATCH, checkDeclarations } from "./check.ts";
import { candidates } from "./store-batch.ts";

export type BatchDone = { readonly candidates: number; readonly findings: number; readonly opened: number };

/** Compares all holders once. `progress` is told after each part. */
export async function compareAll(
  services: Services,
  progress: (done: number, total: number) => Promise<void> = async () => {},
): Promise<BatchDone> {
  const actor = systemActor(services.settings.province);
  const keys = await asActor(services.db, actor, (sql) => candidates(sql, services.clock()));
  const sum = { candidates: keys.length, findings: 0, opened: 0 };
  for (let at = 0; at < keys.length; at += CHECK_BATCH) {
    const some = keys.slice(at, at + CHECK_BATCH);
    const done = await asActor(services.db, actor, (sql) =>
      checkDeclarations({ sql, actor, now: services.clock(), services }, some),
    );
    sum.findings += done.findings;
    sum.opened += done.opened;
    await progress(at + some.length, keys.length);
  }
  return sum;
}

export const runBatch: JobWork = (services, _job, progress) => compareAll(services, progress);
