/**
 * Eight in the morning: 180,000 terminals come online within 15 minutes, 200 a second. A sync is what a terminal does
 * then: it pulls its inbox and sends "delivered" for what lies in it; each comes from a worker of its own.
 *
 *   node bench/morning.ts [--tasks 100000] [--seconds 20] [--rate 200] [--flat 10]
 *
 * First at the morning's rate (open loop: late answers do not slow the arrivals), then as fast as the server answers
 * to 32 at a time; the server's processor time says what limits it.
 */
import { Agent, request } from "node:http";
import { parseArgs } from "node:util";
import { publishList } from "#capabilities/tasks/publish.ts";
import type { PlainDay } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { figure, percentile } from "./figure.ts";
import { benchDatabase } from "./setup.ts";
import { DAY, seedBenchList, seedProvince, signInWorkers } from "./tasks-province.ts";
import { startServer } from "./tasks-server.ts";

const { values } = parseArgs({
  options: {
    tasks: { type: "string", default: "100000" },
    seconds: { type: "string", default: "20" },
    rate: { type: "string", default: "200" },
    flat: { type: "string", default: "10" },
  },
});
const SECONDS = Number(values.seconds);
const RATE = Number(values.rate);
const FLAT_SECONDS = Number(values.flat);
/** A province has 22,000 of them; a terminal that comes a second time has nothing to confirm. */
const WORKERS = 21_900;

const database = await benchDatabase();
const agent = new Agent({ keepAlive: true, maxSockets: 256 });
try {
  await seedProvince(database.owner);
  const list = await seedBenchList(database.owner, { day: DAY, size: Number(values.tasks), from: 0 });
  const { services } = database;
  const actor = systemActor("32");
  await asActor(services.db, actor, (sql) =>
    publishList(
      { sql, actor, now: services.clock(), services },
      { ...list, day: DAY as PlainDay, previousSessionId: null },
    ),
  );
  const workers = await signInWorkers(database.owner, WORKERS);
  await database.owner`vacuum analyze`;
  const server = await startServer(database.ownerUrl, database.dataDir);
  try {
    let next = 0;
    let failed = 0;
    const latest: { tasks: number[] } = { tasks: [] };
    /** One sync of the next terminal; returns its milliseconds. */
    async function sync(): Promise<number> {
      const token = workers[next++ % workers.length]?.token ?? "";
      const from = performance.now();
      const inbox = await call(server.port, token, "GET", "/api/v1/inbox");
      const { tasks } = JSON.parse(inbox.text) as { tasks: { id: string }[] };
      latest.tasks.push(tasks.length);
      const at = new Date().toISOString();
      const receipts = tasks.map((task) => ({ taskId: task.id, state: "delivered", at }));
      const sent =
        receipts.length === 0 ? inbox : await call(server.port, token, "POST", "/api/v1/tasks/receipts", { receipts });
      if (inbox.status !== 200 || sent.status !== 200) failed++;
      return performance.now() - from;
    }

    // The list was published the day before: its figures are folded long since.
    for (let waited = 0; waited < 120; waited++) {
      const [row] = await database.owner<{ n: number }[]>`select count(*)::int as n from counter_pending`;
      if (row?.n === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    // The first seconds compile the code and the statements.
    for (let n = 0; n < 200; n++) await sync();

    const times: number[] = [];
    const open: Promise<void>[] = [];
    const [cpuBefore, began] = [server.cpuSeconds(), performance.now()];
    for (let n = 0; n < SECONDS * RATE; n++) {
      const due = began + (n * 1000) / RATE;
      while (performance.now() < due)
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
      open.push(sync().then((ms) => void times.push(ms)));
    }
    await Promise.all(open);
    const took = (performance.now() - began) / 1000;
    const cpuAfter = server.cpuSeconds();
    figure("morning", "syncs a second, offered", RATE, "1/s", ">= 200");
    figure("morning", "syncs a second, answered", times.length / took, "1/s", ">= 200");
    figure(
      "morning",
      "tasks of an inbox, mean",
      latest.tasks.reduce((sum, n) => sum + n, 0) / latest.tasks.length,
      "tasks",
    );
    for (const [name, p] of [
      ["p50", 0.5],
      ["p99", 0.99],
      ["max", 1],
    ] as const)
      figure("morning", `a sync at that rate, ${name}`, percentile(times, p), "ms");
    if (cpuBefore !== null && cpuAfter !== null)
      figure("morning", "server's processor time a sync", ((cpuAfter - cpuBefore) / times.length) * 1000, "ms");

    const flat: number[] = [];
    const until = performance.now() + FLAT_SECONDS * 1000;
    const [cpuFlat, from] = [server.cpuSeconds(), performance.now()];
    await Promise.all(
      Array.from({ length: 32 }, async () => {
        while (performance.now() < until) flat.push(await sync());
      }),
    );
    const flatTook = (performance.now() - from) / 1000;
    const cpuEnd = server.cpuSeconds();
    figure("morning", "syncs a second at most, 32 at a time", flat.length / flatTook, "1/s");
    figure("morning", "p99 then", percentile(flat, 0.99), "ms");
    if (cpuFlat !== null && cpuEnd !== null)
      figure("morning", "of one core, the server process then", (100 * (cpuEnd - cpuFlat)) / flatTook, "%");
    figure("morning", "syncs that failed", failed, "syncs", "= 0");
  } finally {
    await server.stop();
  }
} finally {
  agent.destroy();
  await database.stop();
}

function call(
  port: number,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    };
    const sent = request({ host: "127.0.0.1", port, path, method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }));
    });
    sent.on("error", reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
