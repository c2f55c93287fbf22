/** A deployment of its own for fault tests: a data folder, its embedded PostgreSQL, and the server as a child process. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, vi } from "vitest";
import type { Instant } from "#kernel/time.ts";
import { connect, type Database } from "#platform/database.ts";
import { startEmbeddedPostgres } from "#platform/embedded-postgres.ts";
import { readKeys } from "#platform/keys.ts";
import { migrate, readMigrations } from "#platform/migrate.ts";

const WANGGE = join(import.meta.dirname, "../../cli/main.ts");
const START_WITHIN_MS = 60_000;

export type ServerProcess = {
  readonly url: string;
  /** Ends it as a power cut would, without a word; resolves when it is gone. */
  readonly kill: () => Promise<void>;
};

export type Deployment = {
  /** Starts `wangge serve` on it and waits until it answers; also starts its PostgreSQL when that is down. */
  readonly serve: () => Promise<ServerProcess>;
  /** As the owner of the schema; a new connection each time, as PostgreSQL may have been restarted on another port. */
  readonly look: <T>(work: (owner: Database) => Promise<T>) => Promise<T>;
  /** Kills PostgreSQL as well: its postmaster at once, the rest follows. */
  readonly killPostgres: () => void;
  /** `wangge WORDS` on this deployment; gives what it printed. */
  readonly wangge: (...words: string[]) => string;
};

/** Makes the deployment, with its clock at `startAt`; everything is stopped and removed when the file is done. */
export async function deploy(startAt: Instant): Promise<Deployment> {
  mkdirSync(".data", { recursive: true, mode: 0o755 });
  const dataDir = mkdtempSync(join(process.cwd(), ".data/test-fault-"));
  chmodSync(dataDir, 0o755);
  const env = {
    ...process.env,
    WANGGE_DATA_DIR: dataDir,
    WANGGE_DEMO: "off",
    WANGGE_ASSESS_MEMORY_MB: "1024",
    WANGGE_ASSESS_AT: "23:59",
    LOG_LEVEL: "error",
    PORT: "0",
  };
  const keys = readKeys({ dataDir, provinceKey: null, sealingKey: null });
  const running = new Set<ChildProcess>();
  const look: Deployment["look"] = async (work) => {
    const owner = connect((await startEmbeddedPostgres(dataDir)).url, { max: 3, name: "fault-owner" });
    try {
      return await work(owner);
    } finally {
      await owner.end({ timeout: 2 });
    }
  };
  await look(async (owner) => {
    await migrate(owner, readMigrations("db/migrations"), keys);
    await owner`
      insert into deployment (name, value, set_at)
      values ('clock-offset-ms', ${owner.json(startAt - Date.now())}, ${startAt})`;
  });
  const postmaster = () => Number(readFileSync(join(dataDir, "postgres/postmaster.pid"), "utf8").split("\n")[0]);
  afterAll(async () => {
    await Promise.all([...running].map(end));
    const pid = postmaster();
    process.kill(pid, "SIGINT");
    // Only then: a server that still writes would leave half of the folder behind.
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), { timeout: 30_000, interval: 50 });
    rmSync(dataDir, { recursive: true, force: true });
  });
  return {
    serve: () => serve(env, running),
    look,
    killPostgres: () => void process.kill(postmaster(), "SIGKILL"),
    wangge: (...words) => execFileSync(process.execPath, [WANGGE, ...words], { env, encoding: "utf8" }),
  };
}

async function serve(env: NodeJS.ProcessEnv, running: Set<ChildProcess>): Promise<ServerProcess> {
  const child = spawn(process.execPath, [WANGGE, "serve"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own: the front and the processes of all channels end together.
    detached: true,
  });
  running.add(child);
  let said = "";
  const url = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`The server did not start in time:\n${said}`)), START_WITHIN_MS);
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const found = /→\s+(http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (found === undefined) return;
      clearTimeout(late);
      resolve(found);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code) => reject(new Error(`The server ended (${code}):\n${said}`)));
  });
  return {
    url,
    async kill() {
      await end(child);
      running.delete(child);
    },
  };
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    process.kill(-(child.pid ?? 0), "SIGKILL");
  });
}
