/**
 * A load generator of its own process: node bench/code-load.ts PORT SECONDS CONNECTIONS RATE REQUESTS_FILE. Plain sockets, one
 * request at a time each; RATE 0: as fast as answers come, else so many a second, late ones counted from when they were due.
 * Prints one JSON line. REQUESTS_FILE: whole HTTP requests, NUL between them, taken in order and around.
 */
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { percentile } from "./figure.ts";

const [port = 0, seconds = 10, connections = 64, rate = 0] = process.argv.slice(2, 6).map(Number);
const requests = readFileSync(process.argv[6] ?? "")
  .toString("latin1")
  .split("\0")
  .map((text) => Buffer.from(text, "latin1"));
const latencies: number[] = [];
const statuses: Record<string, number> = {};
let next = 0;
let bytes = 0;
let failed = 0;
const began = performance.now();
const ends = began + seconds * 1000;
let due = 0;
const idle: (() => void)[] = [];

function open(): Promise<void> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    let since = 0;
    let text = "";
    const send = (from: number) => {
      since = from;
      socket.write(requests[next++ % requests.length] ?? "");
    };
    const ready = () => {
      const now = performance.now();
      if (now >= ends) {
        socket.end();
        done();
      } else if (rate === 0) send(now);
      else idle.push(() => send(began + (due++ * 1000) / rate));
    };
    socket.on("connect", ready);
    socket.on("error", () => {
      failed++;
      done();
    });
    socket.on("close", () => done());
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      bytes += chunk.length;
      const head = text.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0);
      if (text.length < head + 4 + length) return;
      const status = text.slice(9, 12);
      statuses[status] = (statuses[status] ?? 0) + 1;
      if (status === "200" || status === "201") latencies.push(performance.now() - since);
      text = "";
      ready();
    });
  });
}

const all = Array.from({ length: connections }, () => open());
if (rate > 0) {
  const timer = setInterval(() => {
    const now = performance.now();
    if (now >= ends) {
      clearInterval(timer);
      setTimeout(() => process.exit(0), 5_000).unref();
      report();
      return;
    }
    while (began + (due * 1000) / rate <= now) {
      const free = idle.shift();
      if (free === undefined) break;
      free();
    }
  }, 1);
} else {
  await Promise.all(all);
  report();
}

function report(): void {
  const took = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage();
  console.log(
    JSON.stringify({
      rate: latencies.length / took,
      p50: percentile(latencies, 0.5),
      p99: percentile(latencies, 0.99),
      max: percentile(latencies, 1),
      statuses,
      failed,
      bytesEach: bytes / Math.max(1, latencies.length),
      cpuSeconds: (user + system) / 1e6,
      seconds: took,
    }),
  );
  process.exit(0);
}
