/**
 * Field reports over HTTP from many terminals at once, durable (fsync on), with task, household and roll-up updates.
 * The server is a process of its own; the terminals are here, on the same cores.
 *
 *   node bench/visits.ts [--seconds 20] [--terminals 200] [--batch 20] [--replays 0.05]
 *
 * Afterwards every counter is recounted from its rows, and what was acknowledged is compared with what is there.
 */
import { spawn } from "node:child_process";
import { connect as dial, type Socket } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { foldOnce } from "#capabilities/rollups/fold.ts";
import { verifyCounters } from "#capabilities/rollups/verify.ts";
import { openSession } from "#capabilities/workers/sessions.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { figure, percentile } from "./figure.ts";
import { type BenchDatabase, benchDatabase, postgresSeconds } from "./setup.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    terminals: { type: "string", default: "200" },
    batch: { type: "string", default: "20" },
    replays: { type: "string", default: "0.05" },
    /** Seconds before counting begins: each connection makes its plans once. */
    "warm-up": { type: "string", default: "8" },
    /** Settings of PostgreSQL to try: name=value,… */
    postgres: { type: "string", default: "" },
  },
});
const SECONDS = Number(values.seconds);
const TERMINALS = Number(values.terminals);
const BATCH = Number(values.batch);
const REPLAYS = Number(values.replays);
/** Enough that no terminal runs out at twice the target. */
const TASKS_A_TERMINAL = Math.ceil(((SECONDS + Number(values["warm-up"])) * 15_000) / TERMINALS);

const gridOf = (terminal: number): string =>
  `320583${String(1 + Math.floor(terminal / 10)).padStart(3, "0")}${String(1 + (terminal % 10)).padStart(3, "0")}001`;
const hex12 = (n: number): string => n.toString(16).padStart(12, "0");
const taskId = (n: number): string => `01700000-0000-7000-8000-${hex12(n)}`;
const householdKey = (n: number): string => `a0000000-0000-4000-8000-${hex12(n)}`;

type Terminal = {
  readonly grid: string;
  readonly token: string;
  nextTask: number;
  readonly lastTask: number;
  sent: unknown[][];
};

/** Workers with sessions, their open tasks and doors, straight in the tables. */
async function prepare({ owner, services }: BenchDatabase): Promise<Terminal[]> {
  const now = services.clock();
  const terminals: Terminal[] = [];
  for (let n = 0; n < TERMINALS; n++) {
    const [accountId, postId, terminalId, grid] = [newId(), newId(), newId(), gridOf(n)];
    await owner`insert into account (id, username, display_name, state, created_at)
                values (${accountId}, ${`w${n}`}, ${`w${n}`}, 'active', ${now})`;
    await owner`insert into post (id, account_id, role, area, organisation, is_primary, valid_from, recorded_at)
                values (${postId}, ${accountId}, 'grid-worker', ${grid}, 'bench', true, '2020-01-01', '2020-01-01')`;
    await owner`insert into terminal (id, post_id, activation_hash, activation_until, issued_by, issued_at, registered_at)
                values (${terminalId}, ${postId}, ${Buffer.from(terminalId)}, ${now}, ${postId}, ${now}, ${now})`;
    const token = await openSession(owner, { accountId, postId, terminalId, now });
    const from = n * TASKS_A_TERMINAL;
    terminals.push({ grid, token, nextTask: from, lastTask: from + TASKS_A_TERMINAL, sent: [] });
    await owner`
      insert into task (county, id, kind, person_key, tier, rules, session_id, day, place, holder_post, state, issued_at, due_at, escalate_at)
      select '320583', ('01700000-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'verification', md5(i::text)::uuid,
             (array['red', 'yellow', 'blue'])[1 + i % 3], '{T3}', ${postId}::uuid, '2026-11-23', ${grid}, ${postId}, 'read',
             ${now}, ${now}::timestamptz + interval '4 h', ${now}::timestamptz + interval '4 h'
        from generate_series(${from}::int, ${from + TASKS_A_TERMINAL - 1}::int) i`;
    await owner`
      insert into household (county, household_key, place, persons, recorded_at)
      select '320583', ('a0000000-0000-4000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, ${grid}, 3, ${now}
        from generate_series(${from}::int, ${from + TASKS_A_TERMINAL - 1}::int, 4) i`;
  }
  // What publishing and importing would have counted.
  await owner`insert into counter_pending (place, day, metric, delta)
              select left(place, 12), day, 'task.' || tier || '.' || state, count(*) from task group by 1, 2, 3`;
  await owner`insert into counter_pending (place, day, metric, delta)
              select left(place, 12), '2026-11-23', 'household.registered', count(*) from household group by 1`;
  await owner`vacuum analyze`;
  await owner`checkpoint`;
  return terminals;
}

const RESULTS = [
  "HOME_IN_PLACE",
  "HOME_IN_PLACE",
  "HOME_IN_PLACE",
  "HOME_IN_PLACE",
  "HOME_IN_PLACE",
  "HOME_IN_PLACE",
  "HOME_IN_PLACE",
  "HOSPITAL",
  "NO_ANSWER",
  "NOT_AT_ADDRESS",
] as const;

function report(terminal: Terminal): unknown {
  const n = terminal.nextTask++;
  const result = RESULTS[n % RESULTS.length];
  return {
    id: newId(),
    taskId: taskId(n),
    taskCounty: "320583",
    ...(n % 2 === 0 ? { householdKey: householdKey(n - (n % 4)) } : {}),
    place: terminal.grid,
    visitedAt: new Date().toISOString(),
    result,
    spokenTo: result === "NO_ANSWER" ? "nobody" : "self",
    personsMet: result === "NO_ANSWER" ? 0 : 2,
    temperatureTenths: 365,
    symptoms: n % 200 === 0 ? ["cough"] : [],
    servicesAsked: n % 5 === 0 ? ["groceries"] : [],
    servicesDone: n % 7 === 0 ? ["rubbish"] : [],
    ...(n % 10 === 0 ? { note: "老人独居，需要买药" } : {}),
    clues: n % 50 === 0 ? 1 : 0,
  };
}

/** One keep-alive connection: writes a request, reads its answer by content-length. */
function line(port: number): Promise<(token: string, body: string) => Promise<{ status: number; text: string }>> {
  return new Promise((resolve, reject) => {
    const socket: Socket = dial(port, "127.0.0.1");
    let received = "";
    let answer: ((value: { status: number; text: string }) => void) | null = null;
    socket.setNoDelay(true).setEncoding("latin1");
    socket.on("error", reject);
    socket.on("data", (chunk: string) => {
      received += chunk;
      const head = received.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(received.slice(0, head))?.[1] ?? Number.NaN);
      if (received.length < head + 4 + length) return;
      const [status, text] = [Number(received.slice(9, 12)), received.slice(head + 4, head + 4 + length)];
      received = "";
      answer?.({ status, text });
    });
    socket.once("connect", () =>
      resolve((token, body) => {
        const promise = new Promise<{ status: number; text: string }>((done) => {
          answer = done;
        });
        const bytes = Buffer.from(body);
        socket.write(
          `POST /api/v1/visits HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${bytes.length}\r\n\r\n`,
        );
        socket.write(bytes);
        return promise;
      }),
    );
  });
}

const tally = { accepted: 0, already: 0, refused: 0, busy: 0, other: 0 };

/** One terminal: sends a batch, waits for its answer, sends the next. Some batches are sent once more. */
async function play(port: number, terminal: Terminal, until: number, latencies: number[]): Promise<void> {
  const send = await line(port);
  while (Date.now() < until && terminal.nextTask + BATCH <= terminal.lastTask) {
    const isReplay = Math.random() < REPLAYS && terminal.sent.length > 0;
    const reports = isReplay
      ? (terminal.sent[Math.floor(Math.random() * terminal.sent.length)] ?? [])
      : Array.from({ length: BATCH }, () => report(terminal));
    const body = JSON.stringify({ reports });
    for (let isTaken = false; !isTaken; ) {
      const began = performance.now();
      const { status, text } = await send(terminal.token, body);
      latencies.push(performance.now() - began);
      isTaken = status === 200;
      if (status === 503) {
        tally.busy++;
        await new Promise((resolve) => setTimeout(resolve, 200));
      } else if (!isTaken) {
        tally.other++;
        throw new Error(`${status} ${text.slice(0, 300)}`);
      } else
        for (const answer of ["accepted", "already", "refused"] as const)
          tally[answer] += text.split(`"${answer}"`).length - 1;
    }
    if (!isReplay && terminal.sent.length < 20) terminal.sent.push(reports);
  }
}

/** The same rows without anything that follows from them: what the disk and PostgreSQL would do bare. */
async function bareInserts({ owner }: BenchDatabase): Promise<number> {
  await owner`create table bare_visit (like visit including all)`;
  const began = performance.now();
  let rows = 0;
  await Promise.all(
    [0, 1].map(async (half) => {
      for (let n = half; n < 40; n += 2) {
        const taken = await owner`
          insert into bare_visit
          select (v.r).* from (select v as r from visit v order by v.id offset ${n * 1000} limit 1000) v`;
        rows += taken.count;
      }
    }),
  );
  return rows / ((performance.now() - began) / 1000);
}

const database = await benchDatabase();
const child = { pid: 0 };
try {
  for (const setting of values.postgres.split(",").filter((one) => one !== "")) {
    const [name, value] = setting.split("=");
    await database.owner.unsafe(`alter system set ${name} = '${value}'`);
  }
  await database.owner`select pg_reload_conf()`;
  const terminals = await prepare(database);
  while ((await foldOnce(database.services)) > 0);
  const server = spawn(
    process.execPath,
    [join(import.meta.dirname, "../testing/child-server.ts"), database.ownerUrl, database.dataDir],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  child.pid = server.pid ?? 0;
  const port = await new Promise<number>((resolve) =>
    server.stdout.once("data", (text) => resolve(Number(String(text)))),
  );
  const latencies: number[] = [];
  const warmUp = Date.now() + Number(values["warm-up"]) * 1000;
  await Promise.all(terminals.map((terminal) => play(port, terminal, warmUp, [])));
  const before = { ...tally };
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  const postgresBefore = postgresSeconds(database.dataDir);
  await Promise.all(terminals.map((terminal) => play(port, terminal, Date.now() + SECONDS * 1000, latencies)));
  const took = (performance.now() - began) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  console.error(
    `load: ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s of processor time in ${took.toFixed(1)} s`,
    tally,
  );
  const accepted = tally.accepted - before.accepted;
  figure("visits", "durable reports", accepted / took, "reports/s", ">= 10000");
  const postgres = postgresSeconds(database.dataDir) - postgresBefore;
  figure("visits", "processor time of PostgreSQL a report", (postgres / accepted) * 1e6, "microseconds");
  figure("visits", "request p50", percentile(latencies, 0.5), "ms");
  figure("visits", "request p99", percentile(latencies, 0.99), "ms");
  figure("visits", "replayed reports", tally.already - before.already, "reports");
  figure("visits", "refused", tally.refused + tally.other, "reports", "0");
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await ended;
  while ((await foldOnce(database.services)) > 0);
  const [row] = await database.owner<{ visits: number }[]>`select count(*) as visits from visit`;
  figure("visits", "acknowledged and there once", row?.visits === tally.accepted, "", "true");
  const verified = await asActor(database.services.db, systemActor("32"), (sql) =>
    verifyCounters({ sql, actor: systemActor("32"), now: database.services.clock() }),
  );
  if (!verified.isExact) console.error(JSON.stringify(verified).slice(0, 2000));
  figure("visits", "counters equal a recount", verified.isExact, "", "true");
  const bare = await bareInserts(database);
  figure("visits", "bare inserts of the same rows", bare, "rows/s");
  figure("visits", "share of bare inserts", accepted / took / bare, "");
} finally {
  if (child.pid > 0) {
    try {
      process.kill(child.pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
  await database.stop();
}
