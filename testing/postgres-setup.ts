/** Starts one PostgreSQL for a test run and migrates a template that each test file's database is cloned from. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { connect } from "#platform/database.ts";
import { startEmbeddedPostgres } from "#platform/embedded-postgres.ts";
import { readKeys } from "#platform/keys.ts";
import { migrate, readMigrations } from "#platform/migrate.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgres: { url: string; dataDir: string };
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  mkdirSync(".data", { recursive: true, mode: 0o755 });
  const dataDir = mkdtempSync(join(process.cwd(), ".data/test-"));
  const { chmodSync } = await import("node:fs");
  chmodSync(dataDir, 0o755);
  const server = await startEmbeddedPostgres(dataDir);
  const owner = connect(server.url, { max: 1, name: "test-setup" });
  await migrate(owner, readMigrations("db/migrations"), readKeys({ dataDir, provinceKey: null, sealingKey: null }));
  await owner.end();
  const maintenance = connect(server.url.replace(/\/wangge$/, "/postgres"), { max: 1, name: "test-setup" });
  await maintenance`alter database wangge rename to wangge_template`;
  await maintenance.end();
  project.provide("postgres", { url: server.url, dataDir });
  return async () => {
    server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
