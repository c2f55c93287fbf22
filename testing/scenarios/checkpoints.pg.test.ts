/**
 * Golden scenarios at the gate (reference/domain.md §7.3: 9, 11, 12, 25). Codes are issued by the server and read as a
 * checkpoint's phone reads them: with the published key set and change list, and no request.
 */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { v7 } from "uuid";
import { beforeEach, expect, test } from "vitest";
import { eraseOnce } from "#capabilities/checkpoints/erase.ts";
import { type Gate, GRID, scanAt, seedGate } from "#capabilities/checkpoints/gate.testing.ts";
import { decideGate } from "#capabilities/checkpoints/rules/gate.ts";
import { enrol, recordEvidence } from "#capabilities/codes/evidence.ts";
import { keyRingOf } from "#capabilities/credentials/key-ring.ts";
import { publishOnSchedule } from "#capabilities/credentials/lists.ts";
import { deflate, inflate, makeVerify } from "#capabilities/credentials/node-crypto.ts";
import { applyChanges, type ChangeState } from "#capabilities/credentials/rules/change-list.ts";
import { readSign1 } from "#capabilities/credentials/rules/cose.ts";
import { writeCode } from "#capabilities/credentials/rules/envelope.ts";
import type { SignedKeySet } from "#capabilities/credentials/rules/key-set.ts";
import { readCode } from "#capabilities/credentials/rules/outcome.ts";
import { encodeProof, proofBytes } from "#capabilities/credentials/rules/proof.ts";
import { encodeToken } from "#capabilities/credentials/token.ts";
import { DAY, HOUR, type Instant, instant, isoInstant, later, MINUTE } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";

const START = instant("2020-02-24T08:00:00+08:00");
const verify = makeVerify();
let database: TestDatabase;
let server: TestServer;
let gate: Gate;

beforeEach(async () => {
  database = await testDatabase(START);
  server = await testServer(database);
  gate = await seedGate(database.owner);
});

const asSystem = <T>(work: (ctx: Parameters<typeof enrol>[0]) => Promise<T>): Promise<T> => {
  const actor = systemActor("32");
  const { services } = database;
  return asActor(services.db, actor, (sql) => work({ sql, actor, now: services.clock(), services }));
};

/** What a checkpoint's phone fetches when it has a network. */
async function fetchTrust(state: ChangeState | null, now: Instant) {
  const keySet: SignedKeySet = JSON.parse(keyRingOf(database.services).keySet(now).text);
  const response = await fetch(`${server.url}/api/v1/code-changes${state === null ? "" : `?since=${state.sequence}`}`);
  expect(response.status).toBe(200);
  const sign1 = readSign1(new Uint8Array(await response.arrayBuffer()));
  if (sign1 === null) throw new Error("not a signed list");
  const applied = applyChanges(state, sign1.payload, now);
  if (applied.outcome !== "applied") throw new Error(applied.outcome);
  return { keySet, changes: applied.state };
}

test("9 · an elder's paper passes without a network; red after the next list stops it; a list over six hours old asks", async () => {
  const personKey = "a0000000-0000-4000-8000-000000000009";
  await asSystem((ctx) => enrol(ctx, [{ personKey, place: GRID }]));
  await publishOnSchedule(database.services);
  const operator = await server.as(gate.operator);
  const printed = await operator.call("POST", "/paper-codes", { personKey, days: 7 });
  expect(printed.status, JSON.stringify(printed.body)).toBe(200);
  const { qr, paper } = printed.body as { qr: string; paper: { expiresAt: string } };
  expect(paper.expiresAt).toBe("2020-03-02T00:00:00.000Z");
  const trust = await fetchTrust(null, START);
  const readAt = (now: Instant, known = trust) => readCode(qr, { inflate, verify, ...known, now });
  const read = await readAt(later(START, MINUTE));
  // The last four of the number are compared with the card: that is the paper's proof.
  expect(read).toMatchObject({ why: "paper", attestation: { form: "paper", colour: "green" } });
  const code = { outcome: read.outcome, why: read.why, colour: read.attestation?.colour ?? null };
  expect(decideGate({ code, firstTenths: 365, recheckTenths: null })).toEqual({ outcome: "pass", step: "let-pass" });

  const turned = later(START, 10 * MINUTE);
  database.setNow(turned);
  const since = { since: turned, until: null, facts: {}, source: "test", sourceId: "1" };
  await asSystem((ctx) => recordEvidence(ctx, [{ id: newId(), personKey, kind: "measure", ...since }]));
  await publishOnSchedule(database.services);
  // The server looks for a new batch once a second.
  await expect
    .poll(async () => (await fetchTrust(trust.changes, turned)).changes.sequence, { timeout: 5_000, interval: 200 })
    .toBeGreaterThan(trust.changes.sequence);
  const synced = await fetchTrust(trust.changes, turned);
  expect(await readAt(later(turned, MINUTE), synced)).toMatchObject({ outcome: "stop", why: "changed" });
  // Whoever has had no network for six hours does not know, and says so.
  expect(await readAt(later(START, 6 * HOUR + MINUTE))).toMatchObject({ outcome: "ask", why: "list-old" });
});

test("11 · a cold forehead: 37.4, a rest, 36.6: passes, no task, and nothing is left of it after a day", async () => {
  const staff = await server.as(gate.staff);
  const green = { outcome: "pass", why: "green", colour: "green" } as const;
  expect(decideGate({ code: green, firstTenths: 374, recheckTenths: null })).toEqual({
    outcome: "ask",
    step: "rest-and-recheck",
  });
  expect(decideGate({ code: green, firstTenths: 374, recheckTenths: 366 })).toEqual({
    outcome: "pass",
    step: "let-pass",
  });
  const scan = scanAt(gate.checkpointId, later(START, -11 * MINUTE), { temperatureTenths: 374, outcome: "ask" });
  const recheck = {
    kind: "recheck",
    id: v7(),
    checkpointId: gate.checkpointId,
    lane: 1,
    deviceAt: isoInstant(START),
    scanId: scan.id,
    temperatureTenths: 366,
  };
  await staff.call("POST", "/scans", { items: [scan, recheck] });
  expect(await database.owner`select fever from scan`).toEqual([{ fever: "false-alarm" }]);
  expect(await database.owner`select id from task`).toEqual([]);
  expect(await database.owner`select id from evidence`).toEqual([]);
  database.setNow(later(START, DAY + 1));
  await eraseOnce(database.services);
  expect(await database.owner`select temperature_tenths, fever from scan`).toEqual([
    { temperature_tenths: null, fever: "none" },
  ]);
  expect(await database.owner`select id from scan_recheck`).toEqual([]);
});

const VERIFIERS = 50;
const SCANS_EACH = 240;
const OUTAGE = 2 * HOUR;

test("12 · the server is away for two hours at 08:00 with 50 verifiers: at least 99.5 % verified, every scan once", async () => {
  const holders = await phonesOf(200);
  await publishOnSchedule(database.services);
  const { keySet, changes } = await fetchTrust(null, START);
  const clients: Client[] = [];
  for (let n = 0; n < VERIFIERS; n++) {
    clients.push(await server.as(await testPost(database.owner, { role: "checkpoint-staff", area: "320583101201" })));
  }
  let verified = 0;
  const queues = await Promise.all(
    clients.map(async (_, n) => {
      const queue: unknown[] = [];
      for (let turn = 0; turn < SCANS_EACH; turn++) {
        const now = later(START, (turn * OUTAGE) / SCANS_EACH + n * 7);
        const phone = holders[(n * 31 + turn * 17) % holders.length];
        if (phone === undefined) throw new Error("no phone");
        const read = await readCode(phone.show(now), { inflate, verify, keySet, changes, now });
        if (read.outcome === "pass") verified++;
        const { outcome, why, attestation } = read;
        const of = { outcome, why, codeId: attestation?.codeId ?? null, colour: attestation?.colour ?? null };
        queue.push(scanAt(gate.checkpointId, now, { ...of, lane: 1 + (n % 2) }));
      }
      return queue;
    }),
  );
  expect(verified / (VERIFIERS * SCANS_EACH)).toBeGreaterThanOrEqual(0.995);
  // The server is back. Every third answer is lost on the way: those batches are sent again.
  database.setNow(later(START, OUTAGE));
  const startedAt = performance.now();
  await Promise.all(clients.map((client, n) => drain(client, queues[n] ?? [])));
  console.log(`50 queues of ${SCANS_EACH} drained in ${Math.round(performance.now() - startedAt)} ms`);
  const [row] = await database.owner<{ n: number; ids: number; known: number }[]>`
    select count(*)::int as n, count(distinct id)::int as ids, count(person_key)::int as known from scan`;
  const all = VERIFIERS * SCANS_EACH;
  expect(row).toEqual({ n: all, ids: all, known: all });
  const counted = await database.owner`select sum(delta)::int as n from counter_pending where metric = 'scan'`;
  expect(counted).toEqual([{ n: all }]);
  const logged = await database.owner`select count(*)::int as n from holder_log`;
  expect(logged).toEqual([{ n: all }]);
});

async function drain(client: Client, queue: readonly unknown[]): Promise<void> {
  for (let at = 0, round = 0; at < queue.length; at += 100, round++) {
    const items = queue.slice(at, at + 100);
    const times = round % 3 === 2 ? 2 : 1;
    for (let time = 0; time < times; time++) {
      const { status, body } = await client.call("POST", "/scans", { items });
      expect(status, JSON.stringify(body).slice(0, 300)).toBe(200);
      const answers = (body as { answers: { answer: string }[] }).answers.map((one) => one.answer);
      expect(new Set(answers)).toEqual(new Set([time === 0 ? "accepted" : "already"]));
    }
  }
}

/** Holders whose phones were attested up to 20 hours before (then a phone asks anew), each with a key of its own. */
async function phonesOf(count: number) {
  const signer = keyRingOf(database.services).signer("code", START);
  const phones = Array.from({ length: count }, (_, n) => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const issuedAt = later(START, -Math.floor((n / count) * 20 * HOUR));
    return { n, privateKey, x: Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url"), issuedAt };
  });
  const rows = phones.map(({ n, issuedAt }) => ({
    person_key: `a0000000-0000-4000-8000-${String(1000 + n).padStart(12, "0")}`,
    issuer: "32",
    code_id: 5000 + n,
    form: "phone",
    colour: "green",
    decision_seq: 1,
    issued_at: isoInstant(issuedAt),
    expires_at: isoInstant(later(issuedAt, DAY)),
  }));
  await database.owner`insert into attestation ${database.owner(rows)}`;
  return phones.map(({ n, privateKey, x, issuedAt }) => {
    // COSE_Key of an Ed25519 key: {1: 1, -1: 6, -2: x}.
    const holderKey = Buffer.concat([Buffer.from([0xa3, 1, 1, 0x20, 6, 0x21, 0x58, 32]), x]);
    const claims = {
      issuer: "32",
      codeId: 5000 + n,
      issuedAt,
      expiresAt: later(issuedAt, DAY),
      colour: "green" as const,
    };
    const token = encodeToken({ ...claims, holderKey, isShortStay: false, form: "phone" }, signer);
    return { show: (now: Instant) => shownAt(token, privateKey, now) };
  });
}

/** What a phone without a network shows: a proof at most 30 s old. */
function shownAt(token: Uint8Array, key: KeyObject, now: Instant): string {
  const provedAt = later(now, -(now % 30_000));
  return writeCode(token, encodeProof(provedAt, sign(null, proofBytes(token, provedAt), key)), deflate);
}

test("25 · a plate of Hubei at the gate of one who has declared Suzhou since November: noted, and nothing follows", async () => {
  const staff = await server.as(gate.staff);
  const personKey = "a0000000-0000-4000-8000-000000000025";
  await asSystem((ctx) => enrol(ctx, [{ personKey, place: GRID }]));
  const vehicle = {
    kind: "vehicle",
    id: v7(),
    checkpointId: gate.checkpointId,
    lane: 1,
    deviceAt: isoInstant(START),
    plate: "鄂A12345",
    from: "苏州",
    passengers: 1,
  };
  const scan = scanAt(gate.checkpointId, START);
  const { body } = await staff.call("POST", "/scans", { items: [vehicle, scan] });
  expect((body as { answers: { answer: string }[] }).answers.map((one) => one.answer)).toEqual([
    "accepted",
    "accepted",
  ]);
  expect(await database.owner`select id from task`).toEqual([]);
  expect(await database.owner`select id from evidence`).toEqual([]);
  const [code] = await database.owner`select colour from code_current where person_key = ${personKey}`;
  expect(code?.["colour"]).toBe("green");
});
