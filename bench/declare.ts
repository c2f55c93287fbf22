/**
 * Declarations over HTTP from many residents at once, durable (fsync on), each with evidence, colour and, where it comes
 * from elsewhere, a task in the grid. The server is a process of its own; the residents are here, on the same cores.
 *
 *   node bench/declare.ts [--seconds 20] [--residents 40000] [--connections 400] [--warm-up 8]
 */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { connect as dial, type Socket } from "node:net";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeResidentToken } from "#capabilities/residents/token.ts";
import { newId } from "#platform/ids.ts";
import { figure, percentile } from "./figure.ts";
import { type BenchDatabase, benchDatabase, postgresSeconds } from "./setup.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    residents: { type: "string", default: "60000" },
    connections: { type: "string", default: "400" },
    "warm-up": { type: "string", default: "8" },
  },
});
const SECONDS = Number(values.seconds);
const WARM_UP = Number(values["warm-up"]);
const RESIDENTS = Number(values.residents);
const CONNECTIONS = Number(values.connections);

type Resident = { readonly token: string; readonly personKey: string; version: number };

/** Accounts with one person each, straight in the tables; workers in 1,000 grids. */
async function prepare({ owner, services }: BenchDatabase): Promise<Resident[]> {
  const now = services.clock();
  const rows = Array.from({ length: RESIDENTS }, () => ({ id: newId(), personKey: randomUUID() }));
  await owner`insert into resident (id, phone_key, created_at)
              select id, gen_random_uuid(), ${now} from unnest(${rows.map((row) => row.id)}::uuid[]) as r (id)`;
  await owner`insert into resident_person (resident_id, person_key, relation, added_at)
              select id, person, 'self', ${now}
                from unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.personKey)}::uuid[]) as r (id, person)`;
  await owner`insert into place (code, name, source, valid_from, recorded_at)
              select c, c, 'bench', '2020-01-01', ${now} from (values ('32'), ('3205'), ('320583'), ('320583001')) v (c)`;
  await owner`insert into place (code, name, source, valid_from, recorded_at)
              select '320583001' || lpad(v::text, 3, '0'), 'v', 'bench', '2020-01-01', ${now} from generate_series(1, 100) v`;
  await owner`insert into place (code, name, kind, source, valid_from, recorded_at)
              select '320583001' || lpad(v::text, 3, '0') || lpad(g::text, 3, '0'), 'g', 'comprehensive', 'bench', '2020-01-01', ${now}
                from generate_series(1, 100) v, generate_series(1, 10) g`;
  await owner`vacuum analyze`;
  await owner`checkpoint`;
  return rows.map(({ id, personKey }) => ({
    personKey,
    version: 0,
    token: makeResidentToken(services.keys.residentKey, { residentId: id, epoch: 1, issuedAt: now }),
  }));
}

const dayBefore = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10);
const pad = (n: number): string => String(n).padStart(3, "0");

/** One in three comes from elsewhere, one in a hundred is sick. */
function bodyOf(resident: Resident, n: number): string {
  const isComing = n % 3 === 0;
  return JSON.stringify({
    id: newId(),
    baseVersion: resident.version,
    form: {
      category: isComing ? "coming" : "resident",
      hukou: "320583",
      trip: isComing
        ? {
            from: { code: "310115" },
            departedOn: dayBefore(1),
            arrivedOn: dayBefore(1),
            mode: "rail",
            serviceNo: "G1234",
            purpose: "work",
          }
        : null,
      stayUntil: null,
      stays: isComing ? [{ place: { code: "310115" }, from: dayBefore(12), to: dayBefore(1) }] : [],
      contacts: [],
      symptoms: n % 100 === 0 ? ["dry-cough"] : [],
      temperatureTenths: 365,
      observation: "none",
      place: `320583001${pad(1 + (n % 100))}${pad(1 + (Math.floor(n / 100) % 10))}`,
      addressDetail: "3幢2单元401室",
      lodging: "own-home",
      employer: isComing ? "某电子厂" : null,
      isTrue: true,
    },
  });
}

type Answered = { status: number; text: string };

/** One keep-alive connection: writes a request, reads its answer by content-length. */
function line(port: number): Promise<(resident: Resident, body: string) => Promise<Answered>> {
  return new Promise((resolve, reject) => {
    const socket: Socket = dial(port, "127.0.0.1");
    let received = "";
    let answer: ((value: Answered) => void) | null = null;
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
      resolve(({ token, personKey }, body) => {
        const promise = new Promise<Answered>((done) => {
          answer = done;
        });
        const bytes = Buffer.from(body);
        socket.write(
          `POST /api/v1/my/persons/${personKey}/declarations HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${bytes.length}\r\n\r\n`,
        );
        socket.write(bytes);
        return promise;
      }),
    );
  });
}

/** Processor seconds that a process has used so far. */
function secondsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** Idle seconds of all cores since the machine started. */
const idleSeconds = (): number => cpus().reduce((sum, core) => sum + core.times.idle / 1000, 0);

let next = 0;
const tally = { taken: 0, busy: 0, other: 0 };

async function play(port: number, residents: readonly Resident[], until: number, latencies: number[]): Promise<void> {
  const send = await line(port);
  while (Date.now() < until) {
    const n = next++;
    const resident = residents[n % residents.length];
    if (resident === undefined) return;
    const began = performance.now();
    const { status, text } = await send(resident, bodyOf(resident, n));
    latencies.push(performance.now() - began);
    if (status === 200) {
      tally.taken++;
      resident.version++;
    } else if (status === 503 || status === 429) {
      tally.busy++;
      await new Promise((resolve) => setTimeout(resolve, 200));
    } else {
      tally.other++;
      if (tally.other < 3) console.error(status, text.slice(0, 300));
    }
  }
}

const [loadBefore = 0] = loadavg();
const database = await benchDatabase();
const child = { pid: 0 };
try {
  const residents = await prepare(database);
  const server = spawn(
    process.execPath,
    [join(import.meta.dirname, "../testing/child-server.ts"), database.ownerUrl, database.dataDir],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  child.pid = server.pid ?? 0;
  const port = await new Promise<number>((resolve) =>
    server.stdout.once("data", (text) => resolve(Number(String(text)))),
  );
  const run = (seconds: number, latencies: number[]) =>
    Promise.all(
      Array.from({ length: CONNECTIONS }, () => play(port, residents, Date.now() + seconds * 1000, latencies)),
    );
  await run(WARM_UP, []);
  const [before, postgresBefore, began] = [{ ...tally }, postgresSeconds(database.dataDir), performance.now()];
  const [cpuBefore, serverBefore] = [process.cpuUsage(), secondsOf(child.pid)];
  const idleBefore = idleSeconds();
  const latencies: number[] = [];
  await run(SECONDS, latencies);
  const took = (performance.now() - began) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  console.error(
    `load: ${((cpu.user + cpu.system) / 1e6).toFixed(1)} s of processor time in ${took.toFixed(1)} s`,
    tally,
  );
  const taken = tally.taken - before.taken;
  figure("declare", "durable declarations with colour", taken / took, "declarations/s", ">= 1500");
  const postgres = postgresSeconds(database.dataDir) - postgresBefore;
  figure("declare", "processor time of PostgreSQL a declaration", (postgres / taken) * 1e6, "microseconds");
  const serverSeconds = secondsOf(child.pid) - serverBefore;
  figure("declare", "processor time of the server a declaration", (serverSeconds / taken) * 1e6, "microseconds");
  const loadSeconds = (cpu.user + cpu.system) / 1e6;
  figure("declare", "processor time of the load a declaration", (loadSeconds / taken) * 1e6, "microseconds");
  const ours = (postgres + serverSeconds + loadSeconds) / took;
  figure("declare", "cores busy with it", ours, `cores of ${availableParallelism()}`);
  figure("declare", "load average before", loadBefore, "processes");
  // All processes of the machine counted, others' too: does more than a tenth of its cores stay idle?
  const idle = (idleSeconds() - idleBefore) / took / availableParallelism();
  figure("declare", "cores idle meanwhile", idle, "share");
  console.error(
    idle < 0.1
      ? `limit: processor time (${((postgres / taken) * 1e6).toFixed(0)} µs PostgreSQL + ${((serverSeconds / taken) * 1e6).toFixed(0)} µs server a declaration, the cores shared with the load and with whatever else runs)`
      : "limit: waiting (flush to disk, locks, or too few connections), not processor time",
  );
  figure("declare", "request p50", percentile(latencies, 0.5), "ms");
  figure("declare", "request p99", percentile(latencies, 0.99), "ms");
  figure("declare", "shed", tally.busy - before.busy, "requests");
  figure("declare", "refused", tally.other, "requests", "0");
  const [row] = await database.owner<{ n: number; coloured: number }[]>`
    select (select count(*) from declaration) as n,
           (select count(*) from declaration d where d.version = 1
             and exists (select from colour_decision c where c.person_key = d.person_key)) as coloured`;
  const [first] = await database.owner<{ n: number }[]>`select count(*) as n from declaration where version = 1`;
  figure("declare", "acknowledged and there once", row?.n === tally.taken, "", "true");
  figure("declare", "each declared person has a decided colour", row?.coloured === first?.n, "", "true");
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
