/**
 * `npm run bench -- overload [--holders 300000] [--seconds 10]`: the process of the channel "codes" asked at five times what it
 * sustains: what it answers meanwhile, what it sheds and how soon, and how soon it is itself again afterwards.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { keyRingOf } from "#capabilities/credentials/key-ring.ts";
import { makeResidentToken } from "#capabilities/residents/token.ts";
import { instantOf } from "#kernel/time.ts";
import { holderId, loadHolders } from "./code-holders.ts";
import { figure } from "./figure.ts";
import { benchDatabase } from "./setup.ts";
import { startServer } from "./tasks-server.ts";

const { values } = parseArgs({
  options: { holders: { type: "string", default: "300000" }, seconds: { type: "string", default: "10" } },
});
const holders = Number(values.holders);
const seconds = Number(values.seconds);
/** Sockets of the flood: each has one request under way, more than the channel takes at once. */
const FLOOD = 4_000;
const STEADY = 64;

type Run = { rate: number; p99: number; statuses: Record<string, number>; seconds: number };
const folder = mkdtempSync(join(tmpdir(), "wangge-overload-"));
const database = await benchDatabase();
try {
  const { services } = database;
  await loadHolders(database, holders, keyRingOf(services).signer("code", services.clock()).kid);
  const file = join(folder, "requests");
  // Stale attestations are the dearest question: each is signed and written.
  writeFileSync(file, Array.from({ length: Math.floor(holders / 10) }, (_, at) => requestOf((at + 1) * 10)).join("\0"));
  const fresh = join(folder, "fresh");
  writeFileSync(fresh, Array.from({ length: 20_000 }, (_, at) => requestOf(at * 10 + 1)).join("\0"));
  const server = await startServer(database.ownerUrl, database.dataDir, "code-serve.ts");
  try {
    await load(server.port, 3, fresh, STEADY, 0);
    const alone = await load(server.port, seconds, fresh, STEADY, 0);
    figure("overload", "sustained alone", alone.rate, "answers/s");
    const flood = load(server.port, seconds, file, FLOOD, Math.round(alone.rate * 5));
    const flooded = await flood;
    const shed = Object.entries(flooded.statuses).reduce(
      (sum, [status, count]) => sum + (status === "503" || status === "429" ? count : 0),
      0,
    );
    const other = Object.entries(flooded.statuses).reduce(
      (sum, [status, count]) => sum + (["200", "503", "429"].includes(status) ? 0 : count),
      0,
    );
    figure("overload", "answered during the flood", flooded.rate, "answers/s");
    figure("overload", "p99 of what was answered", flooded.p99, "ms");
    figure("overload", "shed with 429 or 503", shed / flooded.seconds, "refusals/s");
    figure("overload", "any other answer", other, "answers", "0");
    const after = await load(server.port, 3, fresh, STEADY, 0);
    figure("overload", "three seconds after: answers", after.rate, "answers/s");
    figure("overload", "three seconds after: share of before", after.rate / alone.rate, "ratio", "recovers by itself");
    figure(
      "overload",
      "three seconds after: refused",
      (after.statuses["503"] ?? 0) + (after.statuses["429"] ?? 0),
      "answers",
      "0",
    );
  } finally {
    await server.stop();
  }
} finally {
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

function requestOf(n: number): string {
  const id = holderId(n);
  const token = makeResidentToken(database.services.keys.residentKey, {
    residentId: id,
    epoch: 1,
    issuedAt: instantOf(Date.now()),
  });
  return `GET /api/v1/codes/${id}/attestation?device=${id} HTTP/1.1\r\nhost: localhost\r\ncookie: wangge_resident=${token}\r\n\r\n`;
}

async function load(port: number, forSeconds: number, file: string, connections: number, rate: number): Promise<Run> {
  const words = [join(import.meta.dirname, "code-load.ts"), port, forSeconds, connections, rate, file].map(String);
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  for await (const chunk of child.stdout) text += String(chunk);
  return JSON.parse(text);
}
