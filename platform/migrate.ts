/** Runs db/migrations in order, each in its own transaction, once; never backward. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "./database.ts";
import type { Keys } from "./keys.ts";

/** The database and this version of the code do not belong together: for the person who starts it. */
export class MigrationFault extends Error {}

export type Migration = { readonly name: string; readonly sql: string; readonly sha256: string };

/** Two servers that start together migrate one after the other. The number is arbitrary and ours alone. */
const MIGRATION_LOCK = 7_294_421;

/** The migrations of a folder, by number. */
export const readMigrations = (folder: string): Migration[] =>
  readdirSync(folder)
    .filter((file) => /^\d{4}-[a-z0-9-]+\.sql$/.test(file))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), "utf8");
      return { name, sql, sha256: createHash("sha256").update(sql).digest("hex") };
    });

/**
 * Applies what is missing as the owner and gives the roles their passwords. Returns the names applied. Throws when an
 * applied migration was edited since, or when the database is newer than this code.
 */
export async function migrate(owner: Database, migrations: readonly Migration[], keys: Keys): Promise<string[]> {
  const applied: string[] = [];
  const connection = await owner.reserve();
  try {
    await connection`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await connection`create table if not exists migration (
      name text primary key, sha256 text not null, applied_at timestamptz not null default now())`;
    const done = await connection<{ name: string; sha256: string }[]>`select name, sha256 from migration order by name`;
    refuseStrange(done, migrations);
    const names = new Set(done.map((row) => row.name));
    for (const { name, sql, sha256 } of migrations) {
      if (names.has(name)) continue;
      await connection.unsafe(
        `begin; ${sql}; insert into migration (name, sha256) values ('${name}', '${sha256}'); commit;`,
      );
      applied.push(name);
    }
    // Hex digits only, so that no quoting is needed in a statement that takes no parameters.
    await connection.unsafe(`alter role wangge_server password '${keys.serverPassword}'`);
    await connection.unsafe(`alter role wangge_sequencer password '${keys.sequencerPassword}'`);
    return applied;
  } catch (error) {
    await connection.unsafe("rollback").catch(() => {});
    throw error;
  } finally {
    await connection`select pg_advisory_unlock(${MIGRATION_LOCK})`.catch(() => {});
    connection.release();
  }
}

function refuseStrange(done: readonly { name: string; sha256: string }[], known: readonly Migration[]): void {
  for (const { name, sha256 } of done) {
    const ours = known.find((migration) => migration.name === name);
    if (!ours)
      throw new MigrationFault(
        `The database has migration ${name}, which this version does not know: start a newer version.`,
      );
    if (ours.sha256 !== sha256)
      throw new MigrationFault(`Migration ${name} was edited after it was applied: restore the file.`);
  }
}
