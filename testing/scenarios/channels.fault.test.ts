/** Channels fail apart: the whole `wangge serve`, one of its processes killed, hung or drowned, the others asked meanwhile. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Channel } from "#kernel/route.ts";
import { instant } from "#kernel/time.ts";
import { testDatabase } from "#testing/database.ts";

const database = await testDatabase(instant("2020-02-23T08:00:00+08:00"));
let server: ChildProcess;
let url = "";

beforeAll(async () => {
  const env = {
    ...process.env,
    DATABASE_URL: database.ownerUrl,
    WANGGE_DATA_DIR: inject("postgres").dataDir,
    WANGGE_DEMO: "off",
    PORT: "0",
    LOG_LEVEL: "silent",
  };
  server = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", "cli/main.ts", "serve"], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  url = await new Promise<string>((resolve, reject) => {
    server.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      const found = /→ {2}(http:\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(`${found}/api/v1`);
    });
    server.once("exit", (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
});

afterAll(async () => {
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(childrenOf(server.pid ?? 0)).toEqual([]);
});

/** The processes below, by what they were started with. */
function childrenOf(parent: number): { pid: number; channel: string }[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const fields = readFileSync(`/proc/${name}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      if (Number(fields[1]) !== parent) return [];
      return [{ pid: Number(name), channel: readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0").at(-2) ?? "" }];
    } catch {
      return [];
    }
  });
}

const pidOf = (channel: Channel): number =>
  childrenOf(server.pid ?? 0).find((one) => one.channel === channel)?.pid ?? 0;

/** A route of each channel, and what it answers to someone who is not signed in. */
const ASK: Readonly<Record<Channel, { path: string; status: number }>> = {
  work: { path: "/inbox", status: 401 },
  declare: { path: "/resident/me", status: 401 },
  codes: { path: "/codes/00000000-0000-4000-8000-000000000001/attestation", status: 401 },
  verify: { path: "/key-set", status: 200 },
  scan: { path: "/short-codes/0000000", status: 401 },
};

async function ask(channel: Channel): Promise<{ status: number; retryAfter: string | null; code: string; ms: number }> {
  const from = performance.now();
  const answered = await fetch(url + ASK[channel].path);
  const text = await answered.text();
  const ms = performance.now() - from;
  const { code = "" } = JSON.parse(text) as { code?: string };
  return { status: answered.status, retryAfter: answered.headers.get("retry-after"), code, ms };
}

async function expectAnswering(channels: readonly Channel[]): Promise<void> {
  for (const channel of channels)
    expect([channel, (await ask(channel)).status]).toEqual([channel, ASK[channel].status]);
}

async function eventually(channel: Channel): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if ((await ask(channel)).status === ASK[channel].status) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${channel} did not recover`);
}

test("each channel answers through the front, from a process of its own", async () => {
  await expectAnswering(["work", "declare", "codes", "verify", "scan"]);
  const children = childrenOf(server.pid ?? 0).map((one) => one.channel);
  expect(children.sort()).toEqual(["codes", "declare", "scan", "verify", "work"]);
});

test("a channel that is killed answers 503 with Retry-After until it is started again; the others go on", async () => {
  process.kill(pidOf("declare"), "SIGKILL");
  await new Promise((resolve) => setTimeout(resolve, 150));
  const refused = await ask("declare");
  expect(refused).toMatchObject({ status: 503, code: "common/try-later", retryAfter: "5" });
  await expectAnswering(["work", "codes", "verify", "scan"]);
  await eventually("declare");
});

test("a channel that hangs and is drowned is refused at once when full; codes, verify and scan answer meanwhile", async () => {
  process.kill(pidOf("declare"), "SIGSTOP");
  const drowning = Array.from({ length: 900 }, () => ask("declare"));
  const others: number[] = [];
  for (let count = 0; count < 20; count++) {
    for (const channel of ["codes", "verify", "scan"] as const) {
      const answered = await ask(channel);
      expect([channel, answered.status]).toEqual([channel, ASK[channel].status]);
      others.push(answered.ms);
    }
  }
  expect(Math.max(...others)).toBeLessThan(5_000);
  const answers = await Promise.all(drowning);
  expect(new Set(answers.map((one) => one.status))).toEqual(new Set([503]));
  expect(new Set(answers.map((one) => one.retryAfter))).toEqual(new Set(["5"]));
  // 600 fit in, and wait for the time limit; the others hear at once.
  expect(answers.filter((one) => one.ms < 10_000).length).toBeGreaterThanOrEqual(250);
  process.kill(pidOf("declare"), "SIGCONT");
  await eventually("declare");
});
