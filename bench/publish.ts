/**
 * A list becomes tasks in inboxes, and terminals hear of it.
 *
 *   node bench/publish.ts [--tasks 100000] [--terminals 15000]
 *
 * Publishing is measured from the first statement to the commit (fsync on); the server that holds the terminals' lines
 * is another process, and the terminals are here. From commit to event, every terminal's own time is taken.
 */
import { connect as dial } from "node:net";
import { parseArgs } from "node:util";
import { publishList } from "#capabilities/tasks/publish.ts";
import type { PlainDay } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { figure, percentile } from "./figure.ts";
import { type BenchDatabase, benchDatabase } from "./setup.ts";
import { DAY, seedBenchList, seedProvince, signInWorkers } from "./tasks-province.ts";
import { startServer } from "./tasks-server.ts";

const { values } = parseArgs({
  options: { tasks: { type: "string", default: "100000" }, terminals: { type: "string", default: "15000" } },
});
const TASKS = Number(values.tasks);
const TERMINALS = Number(values.terminals);

async function publish(
  { services }: BenchDatabase,
  list: { sessionId: string; assessmentId: string; previousSessionId: string | null; day: string },
) {
  const actor = systemActor("32");
  const from = performance.now();
  const counts = await asActor(services.db, actor, (sql) =>
    publishList({ sql, actor, now: services.clock(), services }, { ...list, day: list.day as PlainDay }),
  );
  return { counts, seconds: (performance.now() - from) / 1000, committedAt: performance.now() };
}

/** Opens a terminal's line; `hear` gets each event's version. */
function follow(port: number, token: string, hear: (version: number) => void): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const socket = dial(port, "127.0.0.1");
    let isOpen = false;
    socket.setEncoding("latin1").on("error", reject);
    socket.on("data", (chunk: string) => {
      for (const [, id] of chunk.matchAll(/^id: (\d+)$/gm)) {
        if (isOpen) hear(Number(id));
        isOpen = true;
        resolve(() => socket.destroy());
      }
    });
    socket.write(
      `GET /api/v1/inbox/events HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\naccept: text/event-stream\r\n\r\n`,
    );
  });
}

const database = await benchDatabase();
try {
  await seedProvince(database.owner);
  const first = await seedBenchList(database.owner, { day: DAY, size: TASKS, from: 0 });
  const one = await publish(database, { ...first, day: DAY, previousSessionId: null });
  if (one.counts.issued !== TASKS) throw new Error(`issued ${one.counts.issued} of ${TASKS}`);
  figure("publish", "tasks durable in inboxes", one.seconds, "s", TASKS === 100_000 ? "<= 5" : undefined);
  figure("publish", "tasks", TASKS, "tasks");

  // The next day: nine tenths stay, a tenth is new, a tenth has left; the terminals hear of it.
  await database.owner`update joint_session set state = 'published', published_at = now() where id = ${first.sessionId}`;
  const second = await seedBenchList(database.owner, { day: "2026-11-24", size: TASKS, from: TASKS / 10 });
  const two = await publish(database, { ...second, day: "2026-11-24", previousSessionId: first.sessionId });
  figure("publish", "next day's delta (a tenth new, a tenth left)", two.seconds, "s");
  await database.owner`delete from outbox`;

  const workers = await signInWorkers(database.owner, TERMINALS);
  const server = await startServer(database.ownerUrl, database.dataDir);
  try {
    const heardAt = new Float64Array(workers.length);
    const closers: (() => void)[] = [];
    const before = server.memoryMb();
    const from = performance.now();
    for (let at = 0; at < workers.length; at += 200) {
      const step = workers.slice(at, at + 200).map(({ token }, index) =>
        follow(server.port, token, () => {
          heardAt[at + index] ||= performance.now();
        }),
      );
      closers.push(...(await Promise.all(step)));
    }
    figure("publish", "terminals connected a second", workers.length / ((performance.now() - from) / 1000), "1/s");
    const after = server.memoryMb();
    if (before !== null && after !== null)
      figure("publish", "server's memory a terminal's line", ((after - before) * 1024) / workers.length, "KB");
    await database.owner`
      update joint_session set state = 'published', published_at = now() where id = ${second.sessionId}`;
    // A list that every connected worker has something new on.
    const third = await seedBenchList(database.owner, { day: "2026-11-25", size: TASKS, from: 10 * TASKS });
    heardAt.fill(0);
    const three = await publish(database, { ...third, day: "2026-11-25", previousSessionId: second.sessionId });
    const cpuBefore = server.cpuSeconds();
    const deadline = performance.now() + 60_000;
    while (heardAt.some((at) => at === 0) && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const cpuAfter = server.cpuSeconds();
    if (cpuBefore !== null && cpuAfter !== null)
      figure("publish", "server's processor time until all had heard", cpuAfter - cpuBefore, "s");
    const delays = [...heardAt].filter((at) => at > 0).map((at) => at - three.committedAt);
    figure("publish", "terminals that heard", delays.length, "terminals", `= ${workers.length}`);
    for (const [name, p] of [
      ["p50", 0.5],
      ["p99", 0.99],
      ["max", 1],
    ] as const)
      figure(
        "publish",
        `commit to event, ${name}`,
        percentile(delays, p) / 1000,
        "s",
        name === "p99" ? "<= 2" : undefined,
      );
    for (const close of closers) close();
  } finally {
    await server.stop();
  }
} finally {
  await database.stop();
}
