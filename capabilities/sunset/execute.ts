/**
 * Carries out an approved sunset, as the owner at the command line: closes the doors, erases, destroys the keys,
 * publishes the signing keys, writes the certificate. Each step is noted before the next: a run that was broken off is
 * given again and goes on from there.
 */
import { createHash, randomBytes, sign } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { type Instant, isoInstant } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { canonicalJson, sequenceOnce } from "#platform/audit-log.ts";
import { asActor, type Database, systemActor } from "#platform/database.ts";
import type { Certificate, DestroyedKey, ErasedFolder, ErasedTable, PublishedKey } from "./rules/certificate.ts";
import { FATES } from "./rules/fates.ts";
import * as store from "./store.ts";
import { isApproved } from "./sunset.ts";

/** Folders below the data folder that hold what came from persons: feeds, ranked lists, the demo's world. */
const FOLDERS = ["feeds", "assessments", "demo"] as const;
/** The secrets that sealed, named or vouched for persons; the passwords of database roles and the audit key stay. */
const SECRETS = ["sealing", "province", "resident", "decision"] as const;

/** How the capability of signing keys hands them over and removes them (capabilities/credentials/retire-keys.ts). */
export type SigningKeys = {
  readonly read: () => Promise<readonly PublishedKey[]>;
  readonly remove: () => Promise<void>;
};

export type SunsetRefusal = "no-plan" | "not-approved" | "unknown-table";

/** Why a sunset cannot be carried out; `table` names tables whose fate nobody decided. */
export class CannotSet extends Error {
  readonly why: SunsetRefusal;

  constructor(why: SunsetRefusal, what = "") {
    super(`${why}${what === "" ? "" : `: ${what}`}`);
    this.why = why;
  }
}

/** Ends the event and returns its certificate; given again, it returns the same certificate. Throws CannotSet. */
export async function executeSunset(
  open: { readonly services: Services; readonly owner: Database },
  eventId: string,
  signingKeys: SigningKeys,
  say: (step: string) => void,
): Promise<Certificate> {
  const { services, owner } = open;
  const row = (await store.sunsets(owner)).find((one) => one.event_id === eventId && one.cancelled_at === null);
  if (!row) throw new CannotSet("no-plan");
  const approvals = (await store.approvals(owner)).filter((one) => one.sunset_id === row.id);
  if (!isApproved(approvals.map((one) => one.seat))) throw new CannotSet("not-approved");
  if (row.executed_at !== null) return row.certificate as Certificate;
  const tables = await tablesToErase(owner);

  const run = stepper(owner, row);
  const closed = await run("closed", async () => {
    say("Closing the doors: all purposes of the event end");
    await closeDoors(services, owner, eventId);
    return { at: isoInstant(services.clock()) };
  });
  const erased = await run("erased", async () => {
    say(`Erasing ${tables.length} tables`);
    return eraseTables(owner, tables);
  });
  const folders = await run("folders", async () => {
    say("Erasing files");
    return FOLDERS.map((folder) => eraseFolder(services.settings.dataDir, folder));
  });
  const published = await run("signing-keys", async () => {
    say("Publishing the signing keys: no old code proves anything any more");
    return signingKeys.read();
  });
  await run("signing-keys-removed", async () => {
    await signingKeys.remove();
    return {};
  });
  const named = await run("keys-named", async () => SECRETS.map((name) => nameSecret(services, name)));
  const destroyed = await run("keys-destroyed", async () => {
    say("Destroying the keys of sealed names");
    return named.map((key) => destroySecret(services, key));
  });

  const [event] = await owner<{ name_zh: string; name_en: string; started_on: string }[]>`
    select name_zh, name_en, started_on from epidemic_event where id = ${eventId}`;
  const auditHead = await lastHead(services, owner, row.id, { tables: tables.length, keys: destroyed.length });
  const certificate = signed(services, {
    kind: "wangge-sunset-certificate",
    version: 1,
    event: {
      id: eventId,
      nameZh: event?.name_zh ?? "",
      nameEn: event?.name_en ?? "",
      startedOn: event?.started_on ?? "",
      endedAt: closed.at,
    },
    plan: { id: row.id, reason: row.reason, plannedAt: isoInstant(row.planned_at) },
    approvals: approvals.map(({ seat, organisation, at }) => ({ seat, organisation, at: isoInstant(at) })),
    tables: [...erased],
    folders,
    keysDestroyed: destroyed,
    signingKeys: [...published],
    auditHead,
    auditPublicKey: services.keys.auditPublicKey.export({ type: "spki", format: "pem" }).toString(),
    executedAt: isoInstant(services.clock()),
  });
  await store.setExecuted(owner, row.id, services.clock(), certificate);
  return certificate;
}

/** Runs a step once: what an earlier run did is taken from the record. */
function stepper(owner: Database, row: store.SunsetRow) {
  return async <T>(step: string, work: () => Promise<T>): Promise<T> => {
    const done = row.steps[step];
    if (done !== undefined) return done as T;
    const facts = await work();
    await store.noteStep(owner, row.id, step, facts);
    return facts;
  };
}

async function closeDoors(services: Services, owner: Database, eventId: string): Promise<void> {
  const now = services.clock();
  await asActor(owner, systemActor(services.settings.province), async (sql) => {
    await store.endEvent(sql, eventId, now);
    await sql`insert into outbox (topic, key, at) values ('purpose', ${eventId}, ${now})`;
  });
  // Server processes remember what is in force for two seconds; then the last request that was let in has answered.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
}

/** The tables to erase. Refuses when a table of the schema has no fate: nobody may outlive the event unnoticed. */
async function tablesToErase(owner: Database): Promise<string[]> {
  const names = (await store.tableEstimates(owner)).map(({ name }) => name);
  const unknown = names.filter((name) => FATES[name] === undefined);
  if (unknown.length > 0) throw new CannotSet("unknown-table", unknown.join(", "));
  return names.filter((name) => FATES[name]?.fate === "erase");
}

async function eraseTables(owner: Database, tables: readonly string[]): Promise<readonly ErasedTable[]> {
  return owner.begin(async (sql) => {
    const before: number[] = [];
    for (const table of tables) before.push(await store.countRows(sql, table));
    await store.emptyTables(sql, tables);
    const erased: ErasedTable[] = [];
    for (const [at, name] of tables.entries()) {
      erased.push({ name, rowsBefore: before[at] ?? 0, rowsAfter: await store.countRows(sql, name) });
    }
    return erased;
  });
}

function eraseFolder(dataDir: string, folder: string): ErasedFolder {
  const path = join(dataDir, folder);
  if (!existsSync(path)) return { folder, files: 0, bytes: 0 };
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  rmSync(path, { recursive: true, force: true });
  return { folder, files: files.length, bytes };
}

const secretPath = ({ settings }: Services, name: string): string => join(settings.dataDir, "keys", `${name}.hex`);

/** The key's fingerprint, taken before it is destroyed: `sealing`'s begins with the key id that stands beside every sealed row. */
function nameSecret({ keys }: Services, name: (typeof SECRETS)[number]): Omit<DestroyedKey, "how"> {
  const key = {
    sealing: keys.sealingKey,
    province: Buffer.from(keys.provinceKey, "hex"),
    resident: keys.residentKey,
    decision: keys.decisionKey,
  }[name];
  return { name, sha256: createHash("sha256").update(key).digest("hex") };
}

/** Overwrites and removes the key's file. A key that came from the environment can only be destroyed by its holder. */
function destroySecret(services: Services, key: Omit<DestroyedKey, "how">): DestroyedKey {
  const { settings } = services;
  const isHeldOutside =
    (key.name === "sealing" && settings.sealingKey !== null) ||
    (key.name === "province" && settings.provinceKey !== null);
  const path = secretPath(services, key.name);
  if (existsSync(path)) {
    const bytes = readFileSync(path).length;
    const file = openSync(path, "r+");
    writeSync(file, randomBytes(bytes), 0, bytes, 0);
    fsyncSync(file);
    closeSync(file);
    rmSync(path);
  }
  return { ...key, how: isHeldOutside ? "held-outside" : "overwritten-and-removed" };
}

/** Writes the deed into the audit log, lets the sequencer take all that waits, and returns the head that fixes it. */
async function lastHead(services: Services, owner: Database, id: string, detail: Readonly<Record<string, number>>) {
  const actor = systemActor(services.settings.province);
  await asActor(owner, actor, (sql) =>
    audit(
      { sql, actor, now: services.clock() },
      { action: "sunset.execute", objectKind: "sunset", objectId: id, place: actor.area, detail },
    ),
  );
  while ((await sequenceOnce(owner, services.keys, services.clock())) > 0);
  const [head] = await owner<
    { tree_size: number; at: Instant; root_hash: Uint8Array; key_id: string; signature: Uint8Array }[]
  >`select tree_size, at, root_hash, key_id, signature from audit_head order by tree_size desc limit 1`;
  if (!head) throw new Error("the audit log has no head");
  return {
    treeSize: head.tree_size,
    at: isoInstant(head.at),
    rootHash: Buffer.from(head.root_hash).toString("hex"),
    keyId: head.key_id,
    signature: Buffer.from(head.signature).toString("base64"),
  };
}

const signed = ({ keys }: Services, body: Omit<Certificate, "signature">): Certificate => ({
  ...body,
  signature: sign(null, Buffer.from(canonicalJson(body)), keys.auditKey).toString("base64"),
});
