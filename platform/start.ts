/** From settings to services: the database up, migrated and connected in its roles. Used by the server and by verbs. */
import { join } from "node:path";
import type { Instant } from "#kernel/time.ts";
import type { Services } from "./answer.ts";
import { type Clock, machineClock, shiftedClock } from "./clock.ts";
import { connect, type Database, urlAs } from "./database.ts";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import { makeHub } from "./hub.ts";
import { readKeys } from "./keys.ts";
import { migrate, readMigrations } from "./migrate.ts";
import type { Settings } from "./settings.ts";

export type Started = {
  readonly services: Services;
  /** As the owner of the schema: migrations and first set-up only. */
  readonly owner: Database;
  readonly sequencer: Database;
  readonly ownerUrl: string;
  /** Names of the migrations that this start applied. */
  readonly migrated: readonly string[];
  /** Closes connections, and stops the embedded server unless another process uses it. */
  readonly stop: () => Promise<void>;
};

/** The checkout's root: migrations and data files lie there. */
export const root = join(import.meta.dirname, "..");

/** Connections of one server process: requests, clockwork, LISTEN. */
const SERVER_CONNECTIONS = 20;

/**
 * Brings up the database of `settings`, migrates it and connects. `say` hears each long step; with `startsAt` a
 * deployment that has no clock of its own yet begins at that time.
 */
export async function start(
  settings: Settings,
  log: Services["log"],
  say: (step: string) => void = () => {},
  startsAt: Instant | null = null,
): Promise<Started> {
  const keys = readKeys(settings);
  if (settings.databaseUrl === null) say("Starting the embedded PostgreSQL");
  const server = settings.databaseUrl === null ? await startEmbeddedPostgres(settings.dataDir) : null;
  const ownerUrl = server?.url ?? settings.databaseUrl ?? "";
  const owner = connect(ownerUrl, { max: 2, name: "wangge-owner" });
  const migrated = await migrate(owner, readMigrations(join(root, "db/migrations")), keys).catch(async (error) => {
    const isKept = server === null || (await hasOtherClients(owner).catch(() => true));
    await owner.end({ timeout: 1 });
    if (!isKept) server.stop();
    throw error;
  });
  if (migrated.length > 0) say(`Migrated the database (${migrated.length} steps)`);
  const db = connect(urlAs(ownerUrl, "wangge_server", keys.serverPassword), {
    max: SERVER_CONNECTIONS,
    name: "wangge-server",
  });
  const sequencer = connect(urlAs(ownerUrl, "wangge_sequencer", keys.sequencerPassword), {
    max: 1,
    name: "wangge-sequencer",
  });
  if (startsAt !== null) await setClockOnce(owner, startsAt);
  const clock = await clockOf(owner);
  return {
    services: { db, keys, settings, clock, hub: makeHub(), log },
    owner,
    sequencer,
    ownerUrl,
    migrated,
    async stop() {
      await Promise.all([db.end({ timeout: 5 }), sequencer.end({ timeout: 5 })]);
      const isKept = server === null || (await hasOtherClients(owner));
      await owner.end({ timeout: 5 });
      if (!isKept) server.stop();
    },
  };
}

/** The demo lives in February 2020: how far its clock is from the machine's stands in the deployment's facts. */
async function clockOf(owner: Database): Promise<Clock> {
  const [row] = await owner<{ value: unknown }[]>`select value from deployment where name = 'clock-offset-ms'`;
  return typeof row?.value === "number" ? shiftedClock(row.value) : machineClock;
}

/** Does another process use the server? */
async function hasOtherClients(owner: Database): Promise<boolean> {
  const [row] = await owner<{ others: number }[]>`
    select count(*) as others from pg_stat_activity
     where backend_type = 'client backend' and datname = current_database() and application_name <> 'wangge-owner'`;
  return (row?.others ?? 0) > 0;
}

/** Fixes, once, that this deployment's clock reads `at` now; it runs on at the ordinary speed (decisions/0007). */
async function setClockOnce(owner: Database, at: Instant): Promise<void> {
  const now = machineClock();
  await owner`
    insert into deployment (name, value, set_at) values ('clock-offset-ms', ${owner.json(at - now)}, ${now})
    on conflict (name) do nothing`;
}
