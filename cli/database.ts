/** What a verb needs that works on the database: settings, keys, connections, all closed when its work is done. */
import type { Actor } from "#kernel/actor.ts";
import type { Context, Services } from "#platform/answer.ts";
import { asActor, type Database, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { MigrationFault } from "#platform/migrate.ts";
import { readSettings, type Settings, SettingsFault } from "#platform/settings.ts";
import { start } from "#platform/start.ts";
import { Refusal } from "./refusal.ts";

export type OpenDatabase = {
  readonly services: Services;
  /** As the owner of the schema: for COPY, for whole-table checks. */
  readonly owner: Database;
  /** The migrations applied on the way in. */
  readonly migrated: readonly string[];
  readonly close: () => Promise<void>;
};

/**
 * Opens the deployment that the environment names: the server of DATABASE_URL, or the embedded one of the data folder
 * (the running one, else started here and stopped by `close` unless others use it by then). Migrates when needed and
 * says so on stderr. Refuses with 78 for wrong settings or a database of another version, 69 when it cannot be reached.
 */
export async function openDatabase(env: NodeJS.ProcessEnv = process.env): Promise<OpenDatabase> {
  const { services, owner, migrated, stop } = await start(settingsOf(env), () => {}).catch(explainStart);
  if (migrated.length > 0) {
    console.error(`The database was brought up to date: ${migrated.length} migrations, up to ${migrated.at(-1)}.`);
  }
  return {
    services,
    owner,
    migrated,
    close: stop,
  };
}

/** Runs `work` with the deployment open and closes it, whatever happens. */
export async function withDatabase<T>(work: (open: OpenDatabase) => Promise<T>): Promise<T> {
  const open = await openDatabase();
  try {
    return await work(open);
  } finally {
    await open.close();
  }
}

/** Runs `work` in one transaction as the owner at the command line (role `system`, area: the province). */
export function asOwner<T>(services: Services, work: (ctx: Context) => Promise<T>): Promise<T> {
  const actor: Actor = systemActor(services.settings.province);
  return asActor(services.db, actor, (sql) =>
    work({ sql, actor, now: services.clock(), services, requestId: newId() }),
  );
}

/** The settings of the environment; refuses with 78 and a line for each wrong one. */
export function settingsOf(env: NodeJS.ProcessEnv): Settings {
  try {
    return readSettings(env);
  } catch (error) {
    if (error instanceof SettingsFault) throw new Refusal(error.message, 78);
    throw error;
  }
}

const UNREACHABLE = new Set(["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "CONNECT_TIMEOUT", "28P01", "28000", "3D000"]);

/** What the person at the keyboard can mend himself is a refusal, not a stack. */
export function explainStart(error: unknown): never {
  if (error instanceof MigrationFault) throw new Refusal(error.message, 78);
  if (error instanceof Error && "code" in error && typeof error.code === "string" && UNREACHABLE.has(error.code)) {
    const what = `The database cannot be reached (${error.code}).`;
    throw new Refusal(`${what} Check DATABASE_URL and that the server runs.`, 69);
  }
  throw error;
}
