/** A PostgreSQL of its own for a benchmark, and the services of a server on it; everything is gone afterwards. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Services } from "#platform/answer.ts";
import type { Clock } from "#platform/clock.ts";
import { machineClock } from "#platform/clock.ts";
import { connect, type Database, urlAs } from "#platform/database.ts";
import { startEmbeddedPostgres } from "#platform/embedded-postgres.ts";
import { makeHub } from "#platform/hub.ts";
import { readKeys } from "#platform/keys.ts";
import { migrate, readMigrations } from "#platform/migrate.ts";
import { readSettings } from "#platform/settings.ts";

const root = join(import.meta.dirname, "..");

export type BenchDatabase = {
  readonly owner: Database;
  readonly ownerUrl: string;
  readonly dataDir: string;
  readonly services: Services;
  readonly stop: () => Promise<void>;
};

/**
 * Starts and migrates; `stop` ends it and removes the folder, unless it was given (`kept`: for loads that take an hour). fsync is
 * on, as in every deployment.
 */
export async function benchDatabase(kept?: string): Promise<BenchDatabase> {
  mkdirSync(join(root, ".data"), { recursive: true });
  const dataDir = kept ?? mkdtempSync(join(root, ".data/bench-"));
  const remove = () => {
    if (kept === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  mkdirSync(dataDir, { recursive: true });
  chmodSync(dataDir, 0o755);
  const server = await startEmbeddedPostgres(dataDir);
  const owner = connect(server.url, { max: 4, name: "bench-owner" });
  const services = benchServices(server.url, dataDir);
  await migrate(owner, readMigrations(join(root, "db/migrations")), services.keys);
  // A benchmark that is stopped by hand leaves no server and no folder behind.
  const quit = () => {
    server.stop();
    remove();
    process.exit(130);
  };
  process.once("SIGINT", quit);
  process.once("SIGTERM", quit);
  return {
    owner,
    ownerUrl: server.url,
    dataDir,
    services,
    async stop() {
      await services.db.end({ timeout: 5 });
      await owner.end({ timeout: 5 });
      server.stop();
      remove();
    },
  };
}

/** The services of a server process on a bench database. */
export function benchServices(ownerUrl: string, dataDir: string, clock: Clock = machineClock): Services {
  const settings = readSettings({ WANGGE_DATA_DIR: dataDir, WANGGE_DEMO: "off" });
  const keys = readKeys(settings);
  const db = connect(urlAs(ownerUrl, "wangge_server", keys.serverPassword), { max: 8, name: "bench-server" });
  const log = (event: string, facts?: Readonly<Record<string, unknown>>) => console.error(event, JSON.stringify(facts));
  return { db, keys, settings, clock, hub: makeHub(), log };
}

/** Processor seconds that the PostgreSQL of a data folder has used so far, all its processes that live; 0 without /proc. */
export function postgresSeconds(dataDir: string): number {
  const pidFile = join(dataDir, "postgres/postmaster.pid");
  if (!existsSync("/proc/self/stat") || !existsSync(pidFile)) return 0;
  const postmaster = readFileSync(pidFile, "utf8").split("\n")[0];
  let ticks = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      if (fields[1] === postmaster) ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It ended meanwhile.
    }
  }
  return ticks / 100;
}
