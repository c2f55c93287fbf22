import { generateKeyPairSync, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { enrol, recordEvidence } from "#capabilities/codes/evidence.ts";
import { HOUR, instant, later, MINUTE } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testResident } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { removeKey } from "./key-files.ts";
import { codeKeysFolder, keyRingOf } from "./key-ring.ts";
import { publishOnSchedule } from "./lists.ts";
import { cborValue, isMap } from "./rules/cbor.ts";
import { applyChanges, isChanged } from "./rules/change-list.ts";
import { readSign1 } from "./rules/cose.ts";
import { HEALTH_CODE, readAttestation } from "./rules/cwt.ts";

const START = instant("2020-02-23T08:00:00+08:00");
const database = await testDatabase(START);
const { owner, services } = database;
await testPlaces(owner, { "32": "江苏省", "3205": "苏州市", "320506": "吴中区", "320506001001001": "一号网格" });
const server = await testServer(database);
const system = systemActor("32");
const GRID = "320506001001001";

const asSystem = <T>(work: (ctx: Parameters<typeof enrol>[0]) => Promise<T>): Promise<T> =>
  asActor(services.db, system, (sql) => work({ sql, actor: system, now: services.clock(), services }));

async function holder() {
  const personKey = randomUUID();
  await asSystem((ctx) => enrol(ctx, [{ personKey, place: GRID }]));
  const client = server.asResident(await testResident(owner, [personKey]));
  return { personKey, client, path: `/codes/${personKey}/attestation` };
}

const turn = (personKey: string, kind: "measure" | "declared-symptom") =>
  asSystem((ctx) =>
    recordEvidence(ctx, [
      { id: newId(), personKey, kind, source: "test", sourceId: "1", since: services.clock(), until: null, facts: {} },
    ]),
  );

const newPhone = (curve: "ed25519" | "ec" = "ed25519") => {
  const pair =
    curve === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { kty, crv, x, y } = pair.publicKey.export({ format: "jwk" });
  return y === undefined ? { kty, crv, x } : { kty, crv, x, y };
};

type Shown = {
  state: string;
  form: string;
  device: string;
  attestation: string;
  codeId: number;
  colour: string;
  issuedAt: string;
  expiresAt: string;
};
const shown = (answered: { status: number; body: unknown }): Shown => {
  expect(answered.status, JSON.stringify(answered.body)).toBe(200);
  return answered.body as Shown;
};
const read = (token: string) => {
  const sign1 = readSign1(Buffer.from(token, "base64url"));
  const attestation = sign1 === null ? null : readAttestation(sign1.payload);
  if (sign1 === null || attestation === null) throw new Error("not an attestation");
  return { ...attestation, kid: Buffer.from(sign1.kid ?? []).toString("base64url"), payload: sign1.payload };
};

test("a phone registers its key and gets an attestation for a day, with its key and nothing that names anybody", async () => {
  database.setNow(START);
  const { personKey, client, path } = await holder();
  const first = shown(await client.call("POST", path, { key: newPhone() }));
  expect(first).toMatchObject({ state: "confirmed", form: "phone", colour: "green" });
  expect(first.issuedAt).toBe("2020-02-23T00:00:00.000Z");
  expect(first.expiresAt).toBe("2020-02-24T00:00:00.000Z");
  const said = read(first.attestation);
  expect(said).toMatchObject({
    issuer: "32",
    codeId: first.codeId,
    colour: "green",
    form: "phone",
    isShortStay: false,
  });
  expect(said.holderKey?.alg).toBe("EdDSA");
  const claims = cborValue(said.payload);
  expect(isMap(claims) ? [...claims.keys()].sort() : null).toEqual([1, HEALTH_CODE, 4, 6].sort());
  expect(Buffer.from(said.payload).toString("hex")).not.toContain(personKey.replaceAll("-", ""));
  const p256 = shown(await client.call("POST", path, { key: newPhone("ec") }));
  expect(read(p256.attestation).holderKey?.alg).toBe("ES256");
  expect(p256.codeId).not.toBe(first.codeId);
});

test("the same attestation is given for six hours, then a new one with another code id", async () => {
  database.setNow(START);
  const { client, path } = await holder();
  const first = shown(await client.call("POST", path, { key: newPhone() }));
  const get = async () => shown(await client.call("GET", `${path}?device=${first.device}`));
  database.setNow(later(START, 6 * HOUR - 1));
  expect((await get()).attestation).toBe(first.attestation);
  const same = shown(await client.call("GET", `${path}?device=${first.device}&sameAs=${first.codeId}`));
  expect(same).toMatchObject({ attestation: null, codeId: first.codeId });
  database.setNow(later(START, 6 * HOUR));
  const second = await get();
  expect(second.codeId).not.toBe(first.codeId);
  expect(second.expiresAt).toBe("2020-02-24T06:00:00.000Z");
});

test("a code that turns is attested anew at once, and the old attestation is on the change list with the next batch", async () => {
  database.setNow(START);
  const { personKey, client, path } = await holder();
  const green = shown(await client.call("POST", path, { key: newPhone() }));
  const other = await holder();
  const bystander = shown(await other.client.call("POST", other.path, { key: newPhone() }));
  await turn(personKey, "measure");
  const red = shown(await client.call("GET", `${path}?device=${green.device}`));
  expect(red.colour).toBe("red");
  expect(read(red.attestation).colour).toBe("red");
  await publishOnSchedule(services);
  const answered = await fetch(`${server.url}/api/v1/code-changes`);
  expect(answered.status).toBe(200);
  const sign1 = readSign1(new Uint8Array(await answered.arrayBuffer()));
  const applied = applyChanges(null, sign1?.payload ?? new Uint8Array(), services.clock());
  if (applied.outcome !== "applied") throw new Error(applied.outcome);
  expect(isChanged(applied.state, green.codeId)).toBe(true);
  expect(isChanged(applied.state, red.codeId)).toBe(false);
  expect(isChanged(applied.state, bystander.codeId)).toBe(false);
  const etag = answered.headers.get("etag") ?? "";
  const again = await fetch(`${server.url}/api/v1/code-changes`, { headers: { "if-none-match": etag } });
  expect(again.status).toBe(304);
});

test("a phone without keys gets the refreshed form for two minutes, signed anew each minute", async () => {
  database.setNow(START);
  const { client, path } = await holder();
  const first = shown(await client.call("GET", path));
  expect(first).toMatchObject({ form: "refreshed", device: null, expiresAt: "2020-02-23T00:02:00.000Z" });
  expect(read(first.attestation)).toMatchObject({ form: "refreshed", holderKey: null });
  database.setNow(later(START, MINUTE - 1));
  expect(shown(await client.call("GET", path)).codeId).toBe(first.codeId);
  database.setNow(later(START, MINUTE));
  expect(shown(await client.call("GET", path)).codeId).not.toBe(first.codeId);
});

test("nobody fetches another's code, none that does not exist, none for a phone that is not registered", async () => {
  database.setNow(START);
  const [one, two] = [await holder(), await holder()];
  const phone = shown(await one.client.call("POST", one.path, { key: newPhone() }));
  const codeOf = async (client: typeof one.client, path: string, method = "GET", body?: unknown) => {
    const { status, body: said } = await client.call(method, path, body);
    return [status, (said as { code: string }).code];
  };
  expect(await codeOf(two.client, `${one.path}?device=${phone.device}`)).toEqual([404, "credentials/no-code"]);
  expect(await codeOf(two.client, one.path, "POST", { key: newPhone() })).toEqual([404, "credentials/no-code"]);
  expect(await codeOf(one.client, `/codes/${randomUUID()}/attestation`)).toEqual([404, "credentials/no-code"]);
  expect(await codeOf(one.client, `${one.path}?device=${randomUUID()}`)).toEqual([409, "credentials/device-unknown"]);
  expect(await codeOf(one.client, `${one.path}?device=x`)).toEqual([400, "common/wrong-shape"]);
  const offCurve = { kty: "EC", crv: "P-256", x: "A".repeat(43), y: "A".repeat(43) };
  expect(await codeOf(one.client, one.path, "POST", { key: offCurve })).toEqual([422, "credentials/unusable-key"]);
  const nobody = await server.as(null);
  expect(await codeOf(nobody, one.path)).toEqual([401, "common/not-signed-in"]);
  await owner`update resident set epoch = 2 where id in (select resident_id from resident_person where person_key = ${one.personKey})`;
  expect(await codeOf(one.client, `${one.path}?device=${phone.device}`)).toEqual([401, "common/not-signed-in"]);
});

test("five phones show a code; a sixth waits until one is revoked, and what that one shows is listed", async () => {
  database.setNow(START);
  const { personKey, client, path } = await holder();
  const phones = [];
  for (let count = 0; count < 5; count++) phones.push(shown(await client.call("POST", path, { key: newPhone() })));
  const sixth = await client.call("POST", path, { key: newPhone() });
  expect([sixth.status, (sixth.body as { code: string }).code]).toEqual([409, "credentials/too-many-devices"]);
  const [lost] = phones;
  expect((await client.call("DELETE", `/codes/${personKey}/devices/${lost?.device}`)).status).toBe(200);
  expect(shown(await client.call("POST", path, { key: newPhone() })).colour).toBe("green");
  const gone = await client.call("GET", `${path}?device=${lost?.device}`);
  expect((gone.body as { code: string }).code).toBe("credentials/device-unknown");
  const listed = await owner`select code_id from code_change_pending where code_id = ${lost?.codeId ?? -1}`;
  expect(listed.length).toBe(1);
});

test("a decision that was edited by hand is not attested: the code cannot be confirmed, and the auditor is told", async () => {
  database.setNow(START);
  const { personKey, client, path } = await holder();
  await turn(personKey, "measure");
  const red = shown(await client.call("POST", path, { key: newPhone() }));
  expect(red.colour).toBe("red");
  await owner`update colour_decision set new_colour = 'green' where person_key = ${personKey} and seq = 2`;
  await owner`update code_current set colour = 'green' where person_key = ${personKey}`;
  const answered = shown(await client.call("GET", `${path}?device=${red.device}`));
  expect(answered).toMatchObject({ state: "unconfirmed", attestation: null, colour: null });
  const alarms = await owner`select kind from code_alarm where person_key = ${personKey}`;
  expect(alarms.map((row) => row["kind"])).toContain("decision-unsound");
});

test("after a key was removed the codes that it signed are signed anew, and the key set no longer shows it", async () => {
  database.setNow(START);
  const { client, path } = await holder();
  const first = shown(await client.call("POST", path, { key: newPhone() }));
  const { kid } = read(first.attestation);
  expect(removeKey(codeKeysFolder(services), kid)).toBe(true);
  services.hub.tell({ topic: "code-keys", key: "all" });
  const second = shown(await client.call("GET", `${path}?device=${first.device}`));
  expect(second.codeId).not.toBe(first.codeId);
  expect(read(second.attestation).kid).not.toBe(kid);
  const set = await (await fetch(`${server.url}/api/v1/key-set`)).json();
  const kids = (set as { keys: { kid: string }[] }).keys.map((key) => key.kid);
  expect(kids).not.toContain(kid);
  expect(kids).toContain(read(second.attestation).kid);
});

test("two processes see the same keys, and give out different code ids", async () => {
  database.setNow(START);
  const other = { ...services };
  expect(keyRingOf(other).signer("code", START).kid).toBe(keyRingOf(services).signer("code", START).kid);
  const { client, path } = await holder();
  const ids = new Set<number>();
  for (let count = 0; count < 5; count++) ids.add(shown(await client.call("POST", path, { key: newPhone() })).codeId);
  expect(ids.size).toBe(5);
});

test("a colour that turns while many phones ask never leaves a green attestation off the list", async () => {
  database.setNow(START);
  const holders = await Promise.all(Array.from({ length: 12 }, () => holder()));
  const turning = holders.map(({ personKey }) => turn(personKey, "declared-symptom"));
  const asking = holders.flatMap(({ client, path }) => [
    client.call("POST", path, { key: newPhone() }),
    client.call("POST", path, { key: newPhone() }),
  ]);
  await Promise.all(turning);
  await Promise.all(asking);
  const keys = holders.map((one) => one.personKey);
  const off = await owner`
    select code_id from attestation where person_key = any(${keys}::uuid[]) and colour = 'green' and listed_at is null`;
  expect(off.length).toBe(0);
  const colours = await owner<
    { colour: string }[]
  >`select colour from code_current where person_key = any(${keys}::uuid[])`;
  expect(new Set(colours.map((row) => row.colour))).toEqual(new Set(["yellow"]));
});

test("one account asks sixty times a minute and no more; another is not touched", async () => {
  database.setNow(START);
  const [busy, calm] = [await holder(), await holder()];
  const phone = shown(await busy.client.call("POST", busy.path, { key: newPhone() }));
  const statuses = new Set<number>();
  for (let count = 0; count < 60; count++)
    statuses.add((await busy.client.call("GET", `${busy.path}?device=${phone.device}`)).status);
  expect(statuses).toEqual(new Set([200]));
  const refused = await busy.client.call("GET", `${busy.path}?device=${phone.device}`);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "5"]);
  expect((await calm.client.call("GET", calm.path)).status).toBe(200);
});
