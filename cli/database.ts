/** What a verb needs that works on the database: settings, keys, connections, all closed when its work is done. */
import { join } from "node:path";
import type { Actor } from "#kernel/actor.ts";
import type { Context, Services } from "#platform/answer.ts";
import { type Clock, machineClock, shiftedClock } from "#platform/clock.ts";
import { asActor, connect, type Database, systemActor, urlAs } from "#platform/database.ts";
import { startEmbeddedPostgres } from "#platform/embedded-postgres.ts";
import { makeHub } from "#platform/hub.ts";
import { newId } from "#platform/ids.ts";
import { type Keys, readKeys } from "#platform/keys.ts";
import { migrate, readMigrations } from "#platform/migrate.ts";
import { readSettings, type Settings, SettingsFault } from "#platform/settings.ts";
import { Refusal } from "./refusal.ts";

const MIGRATIONS = join(import.meta.dirname, "../db/migrations");

/** Connections of a verb: it does one thing at a time. */
const CONNECTIONS = 4;

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
  const settings = settingsOf(env);
  const keys = readKeys(settings);
  const { url, stop } = await serverOf(settings);
  const owner = connect(url, { max: CONNECTIONS, name: "wangge-cli-owner" });
  try {
    const migrated = await bringUp(owner, keys);
    const db = connect(urlAs(url, "wangge_server", keys.serverPassword), { max: CONNECTIONS, name: "wangge-cli" });
    const clock = await clockOf(owner);
    const services: Services = { db, keys, settings, clock, hub: makeHub(), log: () => {} };
    return {
      services,
      owner,
      migrated,
      async close() {
        await db.end({ timeout: 5 });
        const isShared = await hasOtherClients(owner);
        await owner.end({ timeout: 5 });
        if (!isShared) stop();
      },
    };
  } catch (error) {
    await owner.end({ timeout: 1 });
    stop();
    throw asRefusal(error);
  }
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

function settingsOf(env: NodeJS.ProcessEnv): Settings {
  try {
    return readSettings(env);
  } catch (error) {
    if (error instanceof SettingsFault) throw new Refusal(error.message, 78);
    throw error;
  }
}

async function serverOf(settings: Settings): Promise<{ url: string; stop: () => void }> {
  if (settings.databaseUrl !== null) return { url: settings.databaseUrl, stop: () => {} };
  return startEmbeddedPostgres(settings.dataDir);
}

async function bringUp(owner: Database, keys: Keys): Promise<string[]> {
  const migrated = await migrate(owner, readMigrations(MIGRATIONS), keys);
  if (migrated.length > 0) {
    console.error(`The database was brought up to date: ${migrated.length} migrations, up to ${migrated.at(-1)}.`);
  }
  return migrated;
}

/** The demo lives in February 2020: its distance from the machine's clock stands in the deployment's facts. */
async function clockOf(owner: Database): Promise<Clock> {
  const [row] = await owner<{ value: unknown }[]>`select value from deployment where name = 'clock-offset-ms'`;
  return typeof row?.value === "number" ? shiftedClock(row.value) : machineClock;
}

/** Has another process come to use the server that this verb started? */
async function hasOtherClients(owner: Database): Promise<boolean> {
  const [row] = await owner<{ others: number }[]>`
    select count(*) as others from pg_stat_activity
     where backend_type = 'client backend' and application_name not like 'wangge-cli%'`;
  return (row?.others ?? 0) > 0;
}

const UNREACHABLE = new Set(["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "CONNECT_TIMEOUT", "28P01", "28000", "3D000"]);

function asRefusal(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if ("code" in error && typeof error.code === "string" && UNREACHABLE.has(error.code)) {
    return new Refusal(
      `The database cannot be reached (${error.code}). Check DATABASE_URL and that the server runs.`,
      69,
    );
  }
  return /migration/i.test(error.message) ? new Refusal(error.message, 78) : error;
}
