import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { enrol, recordEvidence } from "#capabilities/codes/evidence.ts";
import { instant } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { seal, sealingKeyId } from "#platform/seal.ts";
import { testDatabase, testPlaces, testPost, testResident } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";

const START = instant("2020-02-23T08:00:00+08:00");
const database = await testDatabase(START);
const { owner, services } = database;
await testPlaces(owner, { "32": "江苏省", "3205": "苏州市", "320506": "吴中区", "320506001001001": "一号网格" });
const server = await testServer(database);
const system = systemActor("32");
const GRID = "320506001001001";
const worker = await server.as(await testPost(owner, { role: "grid-worker", area: GRID }));
const elsewhere = await server.as(await testPost(owner, { role: "grid-worker", area: "320507001001001" }));
const gate = await server.as(await testPost(owner, { role: "checkpoint-staff", area: "320106" }));

async function holder() {
  const personKey = randomUUID();
  const ctx = { actor: system, now: services.clock(), services };
  await asActor(services.db, system, (sql) => enrol({ sql, ...ctx }, [{ personKey, place: GRID }]));
  return personKey;
}

type Printed = { paper: { id: string; shortCode: string; expiresAt: string }; qr: string; lastFour: string | null };
const codeIn = (body: unknown) => (body as { code: string }).code;

test("a grid worker prints a green code with the last four, audited; the paper counts seven days", async () => {
  const personKey = await holder();
  const { sealingKey } = services.keys;
  const sealed = seal(sealingKey, JSON.stringify({ name: "张某", idNumber: "320506195001011234" }), personKey);
  await owner`
    insert into sealed_identity (person_key, sealed, key_id, recorded_at)
    values (${personKey}, ${sealed}, ${sealingKeyId(sealingKey)}, ${START})`;
  const answered = await worker.call("POST", "/paper-codes", { personKey });
  expect(answered.status, JSON.stringify(answered.body)).toBe(200);
  const { paper, qr, lastFour } = answered.body as Printed;
  expect(lastFour).toBe("1234");
  expect(qr.startsWith("WG1:")).toBe(true);
  expect(paper.expiresAt).toBe("2020-03-01T00:00:00.000Z");
  const deeds = await owner`
    select action, detail ->> 'purpose' as purpose from audit_pending where object_id = ${personKey} order by action`;
  expect(deeds.map((row) => [row["action"], row["purpose"]])).toEqual([
    ["identity.open", "paper-code"],
    ["paper-code.print", null],
  ]);
  const typed = await gate.call("GET", `/short-codes/${paper.shortCode}`);
  expect(typed.body).toMatchObject({ colour: "green", form: "paper", isShortStay: false });
  const log = await owner`select who, action from holder_log where person_key = ${personKey} order by action`;
  expect(log.map((row) => [row["who"], row["action"]])).toEqual([
    ["worker", "paper-code.print"],
    ["checkpoint", "scan.short-code"],
  ]);
});

test("nobody prints for another's area, for someone without a code, or a code that is not green", async () => {
  const personKey = await holder();
  const [away, nobody] = [
    await elsewhere.call("POST", "/paper-codes", { personKey }),
    await worker.call("POST", "/paper-codes", { personKey: randomUUID() }),
  ];
  expect([codeIn(away.body), codeIn(nobody.body)]).toEqual(["credentials/no-code", "credentials/no-code"]);
  const ctx = { actor: system, now: services.clock(), services };
  const item = {
    id: newId(),
    personKey,
    kind: "measure" as const,
    source: "test",
    sourceId: "1",
    since: START,
    until: null,
    facts: {},
  };
  await asActor(services.db, system, (sql) => recordEvidence({ sql, ...ctx }, [item]));
  expect(codeIn((await worker.call("POST", "/paper-codes", { personKey })).body)).toBe("credentials/not-green");
  expect((await gate.call("POST", "/paper-codes", { personKey })).status).toBe(403);
  const resident = server.asResident(await testResident(owner, [personKey]));
  expect((await resident.call("POST", "/paper-codes", { personKey })).status).toBe(401);
});

test("a paper whose holder turns is on the list; one that came back is too, once", async () => {
  const [turned, returned] = [await holder(), await holder()];
  const print = async (personKey: string) => (await worker.call("POST", "/paper-codes", { personKey })).body as Printed;
  await print(turned);
  const ctx = { actor: system, now: services.clock(), services };
  const item = {
    id: newId(),
    personKey: turned,
    kind: "measure" as const,
    source: "test",
    sourceId: "1",
    since: START,
    until: null,
    facts: {},
  };
  await asActor(services.db, system, (sql) => recordEvidence({ sql, ...ctx }, [item]));
  const listed = await worker.call("GET", `/paper-codes?personKey=${turned}`);
  expect((listed.body as { items: { isListed: boolean }[] }).items.map((one) => one.isListed)).toEqual([true]);
  const { paper } = await print(returned);
  const ended = await worker.call("POST", `/paper-codes/${paper.id}/revocation`, { because: "returned" });
  expect(ended.body).toMatchObject({ revokedBecause: "returned", isListed: true });
  const again = await worker.call("POST", `/paper-codes/${paper.id}/revocation`, { because: "lost" });
  expect([again.status, codeIn(again.body)]).toEqual([409, "credentials/paper-ended"]);
  expect((await elsewhere.call("POST", `/paper-codes/${paper.id}/revocation`, { because: "lost" })).status).toBe(404);
  const pending = await owner`select count(*)::int as count from code_change_pending where is_paper`;
  expect(pending[0]?.["count"]).toBe(2);
});

test("a wrong, unknown or foreign short code is one answer, and who types too many is told to wait", async () => {
  for (const typed of ["0000001", "ABCDEFG"]) {
    const { status, body } = await gate.call("GET", `/short-codes/${typed}`);
    expect([status, codeIn(body)]).toEqual([404, "credentials/short-code-unknown"]);
  }
  let last = 0;
  for (let count = 0; count < 40; count++) last = (await gate.call("GET", "/short-codes/0000001")).status;
  expect(last).toBe(429);
});
