/** A database of its own for each test file, cloned from the migrated template. */
import { randomUUID } from "node:crypto";
import { afterAll, inject } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import type { PlaceCode } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { connect, type Database, urlAs } from "#platform/database.ts";
import { makeHub } from "#platform/hub.ts";
import { newId } from "#platform/ids.ts";
import { readKeys } from "#platform/keys.ts";
import { readSettings } from "#platform/settings.ts";

export type TestDatabase = {
  /** As the owner: sees everything, for setting up and looking. */
  readonly owner: Database;
  /** As the server: under row-level security. */
  readonly server: Database;
  readonly sequencer: Database;
  readonly ownerUrl: string;
  /** What the server's parts share; the clock stands where `setNow` put it. */
  readonly services: Services;
  readonly setNow: (now: Instant) => void;
};

/** Clones the template for this file; everything is dropped when the file is done. */
export async function testDatabase(startAt: Instant): Promise<TestDatabase> {
  const { url, dataDir } = inject("postgres");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const maintenance = connect(url.replace(/\/wangge$/, "/postgres"), { max: 1, name: "test" });
  await maintenance.unsafe(`create database ${name} template wangge_template`);
  const ownerUrl = url.replace(/\/wangge$/, `/${name}`);
  const settings = { ...readSettings({ WANGGE_DATA_DIR: dataDir, WANGGE_DEMO: "off" }) };
  const keys = readKeys(settings);
  const owner = connect(ownerUrl, { max: 2, name: "test-owner" });
  const server = connect(urlAs(ownerUrl, "wangge_server", keys.serverPassword), { max: 6, name: "test-server" });
  const sequencer = connect(urlAs(ownerUrl, "wangge_sequencer", keys.sequencerPassword), {
    max: 1,
    name: "test-sequencer",
  });
  let now = startAt;
  const services: Services = { db: server, keys, settings, clock: () => now, hub: makeHub(), log: () => {} };
  afterAll(async () => {
    await Promise.all([owner.end({ timeout: 2 }), server.end({ timeout: 2 }), sequencer.end({ timeout: 2 })]);
    await maintenance.unsafe(`drop database ${name} with (force)`);
    await maintenance.end();
  });
  return {
    owner,
    server,
    sequencer,
    ownerUrl,
    services,
    setNow(at) {
      now = at;
    },
  };
}

/** Makes an account with one post, valid from long ago, straight in the tables. Returns it as an actor. */
export async function testPost(
  owner: Database,
  post: {
    role: Exclude<Actor["role"], "system">;
    area: string;
    department?: Actor["department"];
    organisation?: string;
    isPrimary?: boolean;
  },
): Promise<Actor> {
  const [accountId, postId] = [newId(), newId()];
  const long = "2020-01-01T00:00:00Z";
  await owner`
    insert into account (id, username, display_name, state, created_at)
    values (${accountId}, ${`u-${accountId}`}, ${`${post.role} ${post.area}`}, 'active', ${long})`;
  await owner`
    insert into post (id, account_id, role, area, department, organisation, is_primary, valid_from, recorded_at)
    values (${postId}, ${accountId}, ${post.role}, ${post.area}, ${post.department ?? null},
            ${post.organisation ?? "某单位"}, ${post.isPrimary ?? false}, ${long}, ${long})`;
  return {
    postId,
    accountId,
    role: post.role,
    area: post.area as PlaceCode,
    department: post.department ?? null,
    displayName: `${post.role} ${post.area}`,
    terminalId: null,
  };
}

/** Inserts places straight into the table: code → name. Ancestors must be given too where a test walks up. */
export async function testPlaces(owner: Database, places: Readonly<Record<string, string>>): Promise<void> {
  const rows = Object.entries(places).map(([code, name]) => ({
    code,
    name,
    kind: code.length === 15 ? "comprehensive" : null,
    source: "test",
    valid_from: "2020-01-01",
    recorded_at: "2020-01-01T00:00:00Z",
  }));
  await owner`insert into place ${owner(rows)}`;
}

/** Makes a resident's account in the tables that carries the given persons, the first as "self". Returns its id. */
export async function testResident(owner: Database, personKeys: readonly string[]): Promise<string> {
  const id = newId();
  const long = "2020-01-01T00:00:00Z";
  await owner`insert into resident (id, phone_key, created_at) values (${id}, ${randomUUID()}, ${long})`;
  for (const [at, personKey] of personKeys.entries()) {
    await owner`
      insert into resident_person (resident_id, person_key, relation, added_at)
      values (${id}, ${personKey}, ${at === 0 ? "self" : "other-family"}, ${long})`;
  }
  return id;
}
