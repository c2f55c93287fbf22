import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { foldOnce } from "#capabilities/rollups/fold.ts";
import { verifyCounters } from "#capabilities/rollups/verify.ts";
import { openSession } from "#capabilities/workers/sessions.ts";
import { dayOf, instantOf, isoInstant } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPost } from "#testing/database.ts";

const WORKERS = 12;
const BATCHES = 12;
const BATCH = 20;
const PROVINCE = systemActor("32");
const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
});

async function startServer(ownerUrl: string, dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "../../testing/child-server.ts"), ownerUrl, dataDir],
    {
      stdio: ["ignore", "pipe", "ignore"],
    },
  );
  children.add(child);
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout?.once("data", (text) => resolve(String(text).trim()));
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { child, url: `http://127.0.0.1:${port}` };
}

test("kill -9 during batches of reports: everything acknowledged is there once, and the counters equal a recount", async () => {
  const now = instantOf(Date.now());
  const database = await testDatabase(now);
  const { owner, ownerUrl, services } = database;
  const workers: { token: string; batches: Record<string, unknown>[][] }[] = [];
  for (let n = 0; n < WORKERS; n++) {
    const grid = `320583001${String(1 + (n % 4)).padStart(3, "0")}${String(1 + n).padStart(3, "0")}`;
    const actor = await testPost(owner, { role: "grid-worker", area: grid, isPrimary: true });
    const token = await openSession(owner, { accountId: actor.accountId, postId: actor.postId, terminalId: null, now });
    const batches = [];
    for (let b = 0; b < BATCHES; b++) {
      const reports = [];
      for (let r = 0; r < BATCH; r++) {
        const taskId = newId();
        await owner`
          insert into task (county, id, kind, person_key, tier, rules, session_id, day, place, holder_post, state, issued_at, due_at)
          values ('320583', ${taskId}, 'verification', ${newId()}, 'red', '{T3}', ${newId()}, ${dayOf(now)}, ${grid},
                  ${actor.postId}, 'issued', ${now}, ${now})`;
        reports.push({
          id: newId(),
          taskId,
          taskCounty: "320583",
          householdKey: newId(),
          place: grid,
          visitedAt: isoInstant(now),
          result: r % 4 === 0 ? "NO_ANSWER" : "HOME_IN_PLACE",
          spokenTo: r % 4 === 0 ? "nobody" : "self",
          personsMet: 1,
        });
      }
      batches.push(reports);
    }
    workers.push({ token, batches });
  }
  await owner`insert into counter_pending (place, day, metric, delta)
              select left(place, 12), day, 'task.red.issued', count(*) from task group by 1, 2`;

  let server = await startServer(ownerUrl, services.settings.dataDir);
  let url = server.url;
  let restarted: Promise<void> | null = null;
  let requests = 0;
  const acknowledged = new Map<string, number>();
  const killAndRestart = async () => {
    server.child.kill("SIGKILL");
    server = await startServer(ownerUrl, services.settings.dataDir);
    url = server.url;
  };

  /** A phone: sends until it has an answer; one that broke off may have been taken, so it is sent again. */
  const phone = async ({ token, batches }: (typeof workers)[number]) => {
    for (const reports of batches) {
      for (let isAnswered = false; !isAnswered; ) {
        requests++;
        if (requests === 30 || requests === 90) restarted = killAndRestart();
        try {
          const response = await fetch(`${url}/api/v1/visits`, {
            method: "POST",
            headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
            body: JSON.stringify({ reports }),
          });
          if (response.status !== 200) continue;
          const { answers } = (await response.json()) as { answers: { id: string; answer: string }[] };
          for (const { id, answer } of answers) {
            expect(["accepted", "already"]).toContain(answer);
            acknowledged.set(id, (acknowledged.get(id) ?? 0) + 1);
          }
          isAnswered = true;
        } catch (error) {
          if (!(error instanceof TypeError)) throw error;
          await restarted;
        }
      }
    }
  };
  await Promise.all(workers.map(phone));
  expect(requests).toBeGreaterThan(WORKERS * BATCHES);
  server.child.kill("SIGKILL");

  const rows = await owner<{ id: string; times: number }[]>`select id, count(*) as times from visit group by id`;
  expect(new Map(rows.map((row) => [row.id, row.times]))).toEqual(
    new Map([...acknowledged.keys()].map((id) => [id, 1])),
  );
  expect(rows).toHaveLength(WORKERS * BATCHES * BATCH);
  while ((await foldOnce(services)) > 0);
  const verified = await asActor(services.db, PROVINCE, (sql) => verifyCounters({ sql, actor: PROVINCE, now }));
  expect(verified).toMatchObject({ isExact: true, counterDifferences: [], sumDifferences: [] });
  const [total] = await owner<{ value: number }[]>`
    select value from counter_total where place = '32' and metric = 'visit' and day = ${dayOf(now)}`;
  expect(total?.value).toBe(WORKERS * BATCHES * BATCH);
});
