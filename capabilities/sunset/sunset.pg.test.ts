import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sm2 } from "sm-crypto-v2";
import { beforeAll, describe, expect, test } from "vitest";
import { personKeyOf } from "#capabilities/people/keys.ts";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { readKeys } from "#platform/keys.ts";
import { seal, sealingKeyId, unseal } from "#platform/seal.ts";
import { type TestDatabase, testDatabase, testPost, testResident } from "#testing/database.ts";
import { type TestServer, testServer } from "#testing/server.ts";
import { CannotSet, executeSunset } from "./execute.ts";
import type { Certificate } from "./rules/certificate.ts";
import { FATES } from "./rules/fates.ts";
import { certificateSha256 } from "./sunset.ts";
import { verifyCertificate } from "./verify.ts";

const NOW = instant("2020-04-08T09:00:00+08:00");
const NAME = "王小明";
let database: TestDatabase;
let server: TestServer;
/** The same deployment with keys of its own, so that they can be destroyed. */
let services: Services;
const seats = new Map<string, Actor>();
const call = async (who: string, method: string, path: string, body?: unknown) => {
  const answer = await (await server.as(seats.get(who) ?? null)).call(method, path, body);
  return { status: answer.status, body: answer.body as Record<string, unknown> };
};
const jwk = generateKeyPairSync("ed25519");
const sm2Pair = sm2.generateKeyPairHex();
const part = (hex: string) => Buffer.from(hex, "hex").toString("base64url");
const sm2Jwk = {
  kty: "EC",
  crv: "SM2",
  x: part(sm2Pair.publicKey.slice(2, 66)),
  y: part(sm2Pair.publicKey.slice(66)),
};
const signingKeys = {
  isRemoved: false,
  read: async () => [
    {
      kid: "2020-04",
      alg: "EdDSA",
      publicJwk: jwk.publicKey.export({ format: "jwk" }) as Record<string, unknown>,
      privateJwk: jwk.privateKey.export({ format: "jwk" }) as Record<string, unknown>,
    },
    {
      kid: "2020-04-sm2",
      alg: "SM2-SM3",
      publicJwk: sm2Jwk,
      privateJwk: { ...sm2Jwk, d: part(sm2Pair.privateKey) },
    },
  ],
  async remove() {
    this.isRemoved = true;
  },
};
const execute = () => executeSunset({ services, owner: database.owner }, "covid-19", signingKeys, () => {});

beforeAll(async () => {
  database = await testDatabase(NOW);
  server = await testServer(database);
  const dataDir = mkdtempSync(join(tmpdir(), "wangge-sunset-"));
  const settings = { ...database.services.settings, dataDir, sealingKey: null, provinceKey: null };
  services = { ...database.services, settings, keys: readKeys(settings) };
  for (const [name, role, department] of [
    ["health", "signatory", "health"],
    ["chair", "signatory", "centre"],
    ["police", "signatory", "police"],
    ["auditor", "auditor", null],
  ] as const) {
    seats.set(name, await testPost(database.owner, { role, area: "32", department, organisation: `${name}的单位` }));
  }
});

test("every table has a fate, and none has one that does not exist", async () => {
  const rows = await database.owner<{ name: string }[]>`
    select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`;
  expect(Object.keys(FATES).toSorted()).toEqual(rows.map((row) => row.name));
});

test("what is about persons is erased", async () => {
  const rows = await database.owner<{ name: string }[]>`
    select distinct c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and a.attname in ('person_key', 'household_key', 'resident_id', 'phone_key')`;
  expect(rows.filter((row) => FATES[row.name]?.fate !== "erase")).toEqual([]);
});

describe("golden scenario 23: the sunset", () => {
  let certificate: Certificate;
  let backup: { person_key: string; sealed: Uint8Array; key_id: string }[];

  test("nothing happens without a plan, nor before health, the chair and the auditor agreed", async () => {
    await expect(execute()).rejects.toThrow(CannotSet);
    expect(await call("police", "POST", "/sunsets", { eventId: "covid-19", reason: "应急响应已经终止" })).toMatchObject(
      {
        status: 400,
      },
    );
    const plan = { eventId: "covid-19", reason: "省政府已宣布终止突发公共卫生事件应急响应" };
    expect(await call("police", "POST", "/sunsets", plan)).toMatchObject({ body: { code: "sunset/not-a-seat" } });
    const { body } = await call("health", "POST", "/sunsets", plan);
    expect(body).toMatchObject({ state: "planned", approvals: [] });
    expect(await call("chair", "POST", "/sunsets", plan)).toMatchObject({ body: { code: "sunset/already-planned" } });
    const approve = (who: string) => call(who, "POST", `/sunsets/${body["id"]}/approvals`, {});
    expect(await approve("health")).toMatchObject({ body: { state: "planned" } });
    expect(await approve("police")).toMatchObject({ body: { code: "sunset/not-a-seat" } });
    expect(await approve("chair")).toMatchObject({ body: { state: "planned" } });
    await expect(execute()).rejects.toThrow("not-approved");
    expect(await approve("auditor")).toMatchObject({
      body: { state: "approved", approvals: [{ seat: "auditor" }, { seat: "chair" }, { seat: "health" }] },
    });
  });

  test("the command erases persons, keeps sums and the log, destroys the keys, and certifies", async () => {
    const key = personKeyOf(services.keys.provinceKey, "111", "11010519491231002X");
    const resident = await testResident(database.owner, [key]);
    await database.owner`
      insert into sealed_identity (person_key, sealed, key_id, recorded_at)
      values (${key}, ${seal(services.keys.sealingKey, NAME, key)}, ${sealingKeyId(services.keys.sealingKey)}, ${NOW})`;
    backup = await database.owner`select person_key, sealed, key_id from sealed_identity`;
    expect(unseal(services.keys.sealingKey, backup[0]?.sealed ?? new Uint8Array(), key)).toBe(NAME);
    mkdirSync(join(services.settings.dataDir, "feeds/content"), { recursive: true });
    writeFileSync(join(services.settings.dataDir, "feeds/content/trips.csv"), "王小明,G7001\n");

    certificate = await execute();

    expect(certificate.event).toMatchObject({ id: "covid-19", endedAt: "2020-04-08T01:00:00.000Z" });
    expect(certificate.tables.find((table) => table.name === "sealed_identity")).toEqual({
      name: "sealed_identity",
      rowsBefore: 1,
      rowsAfter: 0,
    });
    expect(certificate.folders).toContainEqual({ folder: "feeds", files: 1, bytes: 16 });
    expect(existsSync(join(services.settings.dataDir, "feeds"))).toBe(false);
    expect(certificate.keysDestroyed.map((one) => [one.name, one.how])).toEqual(
      ["sealing", "province", "resident", "decision"].map((name) => [name, "overwritten-and-removed"]),
    );
    expect(existsSync(join(services.settings.dataDir, "keys/sealing.hex"))).toBe(false);
    expect(existsSync(join(services.settings.dataDir, "keys/audit-ed25519.pem"))).toBe(true);
    expect(signingKeys.isRemoved).toBe(true);
    expect(await database.owner`select from resident where id = ${resident}`).toHaveLength(0);
    expect(await database.owner`select from audit_entry where action = 'sunset.execute'`).toHaveLength(1);
    expect(JSON.stringify(certificate)).not.toContain(NAME);
  });

  test("a backup that is restored shows ciphertext only, and says with which key it was sealed", async () => {
    const [row] = backup;
    const newKeys = readKeys(services.settings);
    expect(newKeys.sealingKey.equals(services.keys.sealingKey)).toBe(false);
    expect(() => unseal(newKeys.sealingKey, row?.sealed ?? new Uint8Array(), row?.person_key ?? "")).toThrow();
    const sealing = certificate.keysDestroyed.find((one) => one.name === "sealing");
    expect(sealing?.sha256.slice(0, 16)).toBe(row?.key_id);
  });

  test("every purpose has ended: the doors are closed", async () => {
    const { body } = await call("nobody", "GET", "/purposes");
    const states = (body["purposes"] as { state: string }[]).map((purpose) => purpose.state);
    expect(new Set(states)).toEqual(new Set(["ended"]));
  });

  test("given again it gives the same certificate and touches nothing", async () => {
    expect(await execute()).toEqual(certificate);
  });

  test("an outsider checks it; a changed digit, another key, a key that is no pair do not hold", async () => {
    const broken = (value: unknown, key = null as Parameters<typeof verifyCertificate>[1]) =>
      verifyCertificate(value, key)
        .filter((check) => !check.holds)
        .map((check) => check.check);
    const stored = JSON.parse(JSON.stringify(certificate)) as Certificate;
    expect(broken(stored)).toEqual([]);
    expect(broken(stored, services.keys.auditPublicKey)).toEqual([]);
    expect(broken({ ...stored, executedAt: "2020-04-09T00:00:00.000Z" })).toEqual(["signature"]);
    expect(broken(stored, generateKeyPairSync("ed25519").publicKey)).toEqual(["signature", "audit-head"]);
    const other = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
    const [first] = stored.signingKeys;
    expect(broken({ ...stored, signingKeys: [{ ...first, privateJwk: other }] })).toEqual([
      "signature",
      "signing-keys-published",
    ]);
    const [, second] = stored.signingKeys;
    const d = part(sm2.generateKeyPairHex().privateKey);
    const withOther = [{ ...second, privateJwk: { ...sm2Jwk, d } }];
    expect(broken({ ...stored, signingKeys: withOther })).toEqual(["signature", "signing-keys-published"]);
    expect(broken({ kind: "receipt" })).toEqual(["shape"]);
    expect(broken(null)).toEqual(["shape"]);
  });

  test("the auditor witnesses the certificate by its hash, and no other", async () => {
    const { body } = await call("auditor", "GET", "/sunsets");
    const [item] = body["items"] as { id: string; certificateSha256: string; state: string }[];
    expect(item?.state).toBe("executed");
    const certify = (sha256: string) => call("auditor", "POST", `/sunsets/${item?.id}/certification`, { sha256 });
    expect(await certify("0".repeat(64))).toMatchObject({ body: { code: "sunset/other-certificate" } });
    expect(item?.certificateSha256).toBe(certificateSha256(certificate));
    expect(await certify(certificateSha256(certificate))).toMatchObject({ body: { state: "certified" } });
    const published = await call("nobody", "GET", "/sunsets/certificates");
    expect(published.body["items"]).toEqual([JSON.parse(JSON.stringify(certificate))]);
  });
});
