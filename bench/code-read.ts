/**
 * `npm run bench -- code-read [--holders 10000000] [--seconds 20] [--data FOLDER]`: a phone fetches the current attestation (session checked,
 * colour current, signed when stale), all holders in the database, the load generator on the same machine. A folder that is given is
 * loaded when it has no holders yet, and kept: run it again within six hours.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { keyRingOf } from "#capabilities/credentials/key-ring.ts";
import { makeResidentToken } from "#capabilities/residents/token.ts";
import { instantOf } from "#kernel/time.ts";
import { holderId, loadHolders } from "./code-holders.ts";
import { figure } from "./figure.ts";
import { type BenchDatabase, benchDatabase, postgresSeconds } from "./setup.ts";
import { type BenchServer, startServer } from "./tasks-server.ts";

const { values } = parseArgs({
  options: {
    holders: { type: "string", default: "10000000" },
    seconds: { type: "string", default: "20" },
    data: { type: "string" },
  },
});
const holders = Number(values.holders);
const seconds = Number(values.seconds);
const CONNECTIONS = 128;
const SAMPLE = 200_000;
const folder = mkdtempSync(join(tmpdir(), "wangge-code-read-"));

type Run = {
  rate: number;
  p50: number;
  p99: number;
  max: number;
  statuses: Record<string, number>;
  failed: number;
  bytesEach: number;
  cpuSeconds: number;
  seconds: number;
};

let bare: number | null = null;
const database = await benchDatabase(values.data);
try {
  const kid = keyRingOf(database.services).signer("code", database.services.clock()).kid;
  figure("code-read", "holders loaded", holders, "persons");
  const [some] = await database.owner`select from code_device limit 1`;
  if (some === undefined) figure("code-read", "loading took", await loadHolders(database, holders, kid), "s");
  await constant();
  const server = await startServer(database.ownerUrl, database.dataDir, "code-serve.ts");
  try {
    const fresh = requestsFor(database, (n) => n % 10 !== 0, Math.min(holders / 2, SAMPLE));
    await load(server.port, 5, fresh);
    await measured("fetch", server, fresh, seconds, 0, "≥ 8000/s at p99 ≤ 50 ms");
    await measured("fetch at 8000/s", server, fresh, seconds, 8000, "p99 ≤ 50 ms");
    const stale = requestsFor(database, (n) => n % 10 === 0, Math.min(holders / 20, SAMPLE));
    await measured("new attestation", server, stale, Math.min(seconds, 12), 0, "≥ 3000/s");
  } finally {
    await server.stop();
  }
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

function requestsFor({ services }: BenchDatabase, isMeant: (n: number) => boolean, count: number): string {
  const texts: string[] = [];
  const seen = new Set<number>();
  while (texts.length < count) {
    const n = 1 + Math.floor(Math.random() * holders);
    if (!isMeant(n) || seen.has(n)) continue;
    seen.add(n);
    const id = holderId(n);
    const token = makeResidentToken(services.keys.residentKey, {
      residentId: id,
      epoch: 1,
      issuedAt: instantOf(Date.now()),
    });
    texts.push(
      `GET /api/v1/codes/${id}/attestation?device=${id} HTTP/1.1\r\nhost: localhost\r\ncookie: wangge_resident=${token}\r\n\r\n`,
    );
  }
  const file = join(folder, `requests-${texts.length}-${Math.random()}`);
  writeFileSync(file, texts.join("\0"));
  return file;
}

async function load(port: number, forSeconds: number, file: string, rate = 0): Promise<Run> {
  const words = [join(import.meta.dirname, "code-load.ts"), port, forSeconds, CONNECTIONS, rate, file].map(String);
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const chunk of child.stdout) text += String(chunk);
  return JSON.parse(text);
}

async function measured(
  name: string,
  server: BenchServer,
  file: string,
  forSeconds: number,
  rate: number,
  target: string,
): Promise<void> {
  const [cpu, postgres] = [server.cpuSeconds() ?? 0, postgresSeconds(database.dataDir)];
  const run = await load(server.port, forSeconds, file, rate);
  figure("code-read", name, run.rate, "answers/s", target);
  figure("code-read", `${name}: p50`, run.p50, "ms");
  figure("code-read", `${name}: p99`, run.p99, "ms", target);
  figure(
    "code-read",
    `${name}: refused or failed`,
    Object.entries(run.statuses).reduce((sum, [status, count]) => sum + (status === "200" ? 0 : count), run.failed),
    "answers",
  );
  figure("code-read", `${name}: server, cores`, ((server.cpuSeconds() ?? 0) - cpu) / run.seconds, "cores");
  figure(
    "code-read",
    `${name}: database, cores`,
    (postgresSeconds(database.dataDir) - postgres) / run.seconds,
    "cores",
  );
  figure("code-read", `${name}: load generator, cores`, run.cpuSeconds / run.seconds, "cores");
  if (bare !== null && rate === 0) figure("code-read", `${name}: share of a bare server's`, run.rate / bare, "ratio");
}

/** Node's http answering a constant of the same size, one process, the same generator. */
async function constant(): Promise<void> {
  const text = JSON.stringify({ constant: "x".repeat(640) });
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": text.length });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const run = await load(
    typeof address === "object" && address !== null ? address.port : 0,
    10,
    requestsFor(database, () => true, Math.min(holders / 2, 50_000)),
  );
  server.closeAllConnections();
  server.close();
  bare = run.rate;
  figure("code-read", "a bare server's constant", run.rate, "answers/s");
}
