/**
 * Long work: kept in a table with progress, taken with SKIP LOCKED by any server process, taken up again when the
 * process that had it died (its lease passes). A job's own steps must be safe to repeat.
 */
import type { Actor } from "#kernel/actor.ts";
import { type Instant, later, MINUTE } from "#kernel/time.ts";
import type { Services } from "./answer.ts";
import type { Database, Sql } from "./database.ts";
import { newId } from "./ids.ts";

export type Job = {
  readonly id: string;
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly area: string;
  readonly created_by: string | null;
  readonly attempts: number;
};

/** Does the job; `progress` also renews the lease. What it returns is kept as the job's result. */
export type JobWork = (
  services: Services,
  job: Job,
  progress: (done: number, total: number | null) => Promise<void>,
) => Promise<unknown>;

const LEASE = 2 * MINUTE;
/** A job that failed so often is given up. */
export const ATTEMPTS = 5;

/** Puts a job in the queue, in the caller's transaction; it runs from `runAt` on. Returns its id. */
export async function enqueue(
  ctx: { sql: Sql; actor: Actor; now: Instant },
  kind: string,
  params: Readonly<Record<string, unknown>>,
  runAt: Instant = ctx.now,
): Promise<string> {
  const id = newId();
  const by = ctx.actor.role === "system" ? null : ctx.actor.postId;
  await ctx.sql`
    insert into job (id, kind, params, state, run_at, created_at, created_by, area)
    values (${id}, ${kind}, ${ctx.sql.json(params as never)}, 'waiting', ${runAt}, ${ctx.now}, ${by}, ${ctx.actor.area})`;
  return id;
}

/** One turn of the runner: takes one job that is due and does it. Returns 1 when there was one. */
export async function runOneJob(services: Services, kinds: Readonly<Record<string, JobWork>>): Promise<number> {
  const { db, clock } = services;
  const now = clock();
  const [job] = await db<Job[]>`
    update job set state = 'running', started_at = coalesce(started_at, ${now}), lease_until = ${later(now, LEASE)},
                   attempts = attempts + 1
     where id = (select id from job
                  where kind in ${db(Object.keys(kinds))} and run_at <= ${now}
                    and (state = 'waiting' or (state = 'running' and lease_until < ${now}))
                  order by run_at, id limit 1 for update skip locked)
    returning id, kind, params, area, created_by, attempts`;
  if (!job) return 0;
  const work = kinds[job.kind];
  if (!work) return 0;
  try {
    const progress = (done: number, total: number | null) => note(db, job.id, done, total, later(clock(), LEASE));
    const result = await work(services, job, progress);
    await db`
      update job set state = 'done', finished_at = ${clock()}, result = ${db.json((result ?? {}) as never)}, lease_until = null
       where id = ${job.id}`;
  } catch (error) {
    await giveUpOrRetry(services, job, error);
  }
  return 1;
}

async function note(db: Database, id: string, done: number, total: number | null, leaseUntil: Instant): Promise<void> {
  await db`update job set done_count = ${done}, total_count = ${total}, lease_until = ${leaseUntil} where id = ${id}`;
}

async function giveUpOrRetry({ db, clock, log }: Services, job: Job, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.name : "unknown";
  // A refusal stays a refusal however often it is tried; its message is a public code.
  const isRefusal = error instanceof Error && "kind" in error;
  const isLast = isRefusal || job.attempts >= ATTEMPTS;
  const problem = isRefusal ? (error as Error).message : reason;
  log("job-failed", {
    jobId: job.id,
    kind: job.kind,
    attempt: job.attempts,
    problem,
    stack: error instanceof Error ? error.stack?.split("\n").slice(0, 4) : [],
  });
  await db`
    update job set state = ${isLast ? "failed" : "waiting"}, problem = ${problem}, lease_until = null,
                   run_at = ${later(clock(), isLast ? 0 : job.attempts * 5000)}, finished_at = ${isLast ? clock() : null}
     where id = ${job.id}`;
}
