import { generateKeyPairSync, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { enrol, recordEvidence } from "#capabilities/codes/evidence.ts";
import { closeAccount } from "#capabilities/residents/store-rights.ts";
import { HOUR, instant, later } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testResident } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";

const START = instant("2020-02-23T08:00:00+08:00");
const GRID = "320506001001001";
const database = await testDatabase(START);
const { owner, services } = database;
await testPlaces(owner, { "32": "江苏省", "3205": "苏州市", "320506": "吴中区", [GRID]: "一号网格" });
const server = await testServer(database);
const system = systemActor("32");

const asSystem = <T>(work: (ctx: Parameters<typeof enrol>[0]) => Promise<T>): Promise<T> =>
  asActor(services.db, system, (sql) => work({ sql, actor: system, now: services.clock(), services }));

type Answer = { state: string; colour: string; codeId: number; attestation: string; rule: string; device: string };

/** A holder with one phone that has its attestation, at START. */
async function phone() {
  database.setNow(START);
  const personKey = randomUUID();
  await asSystem((ctx) => enrol(ctx, [{ personKey, place: GRID }]));
  const residentId = await testResident(owner, [personKey]);
  const client = server.asResident(residentId);
  const { kty, crv, x } = generateKeyPairSync("ed25519").publicKey.export({ format: "jwk" });
  const register = () => client.call("POST", `/codes/${personKey}/attestation`, { key: { kty, crv, x } });
  const first = (await register()).body as Answer;
  expect(first).toMatchObject({ state: "confirmed", colour: "green" });
  const fetching = () => client.call("GET", `/codes/${personKey}/attestation?device=${first.device}`);
  const get = async () => {
    const { status, body } = await fetching();
    expect(status, JSON.stringify(body)).toBe(200);
    return body as Answer;
  };
  return { personKey, residentId, client, first, register, fetching, get };
}

const turnRed = (personKey: string) =>
  asSystem((ctx) =>
    recordEvidence(ctx, [
      {
        id: newId(),
        personKey,
        kind: "measure",
        source: "test",
        sourceId: "1",
        since: services.clock(),
        until: null,
        facts: {},
      },
    ]),
  );

const alarmsOf = async (personKey: string): Promise<unknown[]> =>
  (await owner`select kind from code_alarm where person_key = ${personKey}`).map((row) => row["kind"]);

test("what was told is told again word by word, without a new signature", async () => {
  const { first, get } = await phone();
  expect(await get()).toEqual(first);
  expect(first.rule).toBe("nothing-found");
});

test("a red code with an end is told again word by word", async () => {
  const { personKey, get } = await phone();
  const until = later(START, 30 * HOUR);
  await asSystem((ctx) =>
    recordEvidence(ctx, [
      {
        id: newId(),
        personKey,
        kind: "declared-symptom",
        source: "test",
        sourceId: "1",
        since: START,
        until,
        facts: {},
      },
    ]),
  );
  const told = await get();
  expect(told).toMatchObject({
    colour: "yellow",
    rule: "declared-symptom",
    since: "2020-02-23T00:00:00.000Z",
    until: "2020-02-24T06:00:00.000Z",
    decidedAt: "2020-02-23T00:00:00.000Z",
  });
  expect(await get()).toEqual(told);
});

test.each([
  ["colour", "colour = 'red'"],
  ["rule", "rule = 'assessment-blue'"],
  ["token", "token = '\\x00'"],
  ["code id", "code_id = 1"],
  ["end", "expires_at = expires_at + interval '30 days', issued_at = issued_at + interval '5 days'"],
  ["mark", "mark = sha256('x')"],
])("a phone's row with another %s by hand is not told: it is signed anew", async (_what, change) => {
  const { personKey, first, get } = await phone();
  await owner.unsafe(`update code_device set ${change} where person_key = '${personKey}'`);
  const anew = await get();
  expect(anew).toMatchObject({ state: "confirmed", colour: "green", rule: "nothing-found" });
  expect(anew.attestation).not.toBe("AA");
  expect(anew.codeId === first.codeId).toBe(false);
});

test("another person's row under one's own name is not told", async () => {
  const [mine, other] = [await phone(), await phone()];
  await turnRed(mine.personKey);
  await owner`
    update code_device d set (colour, decision_seq, code_id, kid, issued_at, expires_at, token, rule, since, until, decided_at, mark)
                           = (select o.colour, 2, o.code_id, o.kid, o.issued_at, o.expires_at, o.token, o.rule, o.since, o.until,
                                     o.decided_at, o.mark from code_device o where o.person_key = ${other.personKey})
     where d.person_key = ${mine.personKey}`;
  expect(await mine.get()).toMatchObject({ colour: "red" });
});

test("an old row that is copied back proves nothing, not with the projection put back either", async () => {
  const { personKey, first, get } = await phone();
  await owner`create temp table kept as select * from code_device where person_key = ${personKey}`;
  await turnRed(personKey);
  expect((await get()).colour).toBe("red");
  const putBack = () =>
    owner.begin(async (sql) => {
      await sql`delete from code_device where person_key = ${personKey}`;
      await sql`insert into code_device select * from kept`;
    });
  await putBack();
  const anew = await get();
  expect(anew.colour).toBe("red");
  expect(anew.codeId === first.codeId).toBe(false);
  expect(await alarmsOf(personKey)).toEqual([]);
  await putBack();
  await owner`update code_current set seq = 1, colour = 'green', until = null where person_key = ${personKey}`;
  expect(await get()).toMatchObject({ state: "unconfirmed", attestation: null });
  expect(await alarmsOf(personKey)).toContain("decision-unsound");
});

test("a record that was edited alone changes no answer, and is found when the phone's attestation is signed anew", async () => {
  const { personKey, first, get } = await phone();
  await owner`update colour_decision set rule = 'measure', new_colour = 'red' where person_key = ${personKey}`;
  expect(await get()).toEqual(first);
  database.setNow(later(START, 6 * HOUR));
  expect(await get()).toMatchObject({ state: "unconfirmed", attestation: null });
  expect(await alarmsOf(personKey)).toContain("decision-unsound");
});

test("a phone that was attested before rows were marked is told from the record, which is checked", async () => {
  const { personKey, first, get } = await phone();
  await owner`update code_device set rule = null, decided_at = null, mark = null where person_key = ${personKey}`;
  expect(await get()).toEqual(first);
  await owner`update colour_decision set cause = 'time' where person_key = ${personKey}`;
  expect(await get()).toMatchObject({ state: "unconfirmed", attestation: null });
});

test("each change counts with the next fetch: link ended, revoked, signed out, closed", async () => {
  const codeOf = async ({ fetching }: { fetching: () => Promise<{ status: number; body: unknown }> }) => {
    const { status, body } = await fetching();
    return [status, (body as { code?: string }).code];
  };
  const unlinked = await phone();
  await asSystem(
    ({ sql }) => sql`update resident_person set ended_at = ${START} where resident_id = ${unlinked.residentId}`,
  );
  expect(await codeOf(unlinked)).toEqual([404, "credentials/no-code"]);
  const revoked = await phone();
  await revoked.client.call("DELETE", `/codes/${revoked.personKey}/devices/${revoked.first.device}`);
  expect(await codeOf(revoked)).toEqual([409, "credentials/device-unknown"]);
  const signedOut = await phone();
  expect((await signedOut.client.call("DELETE", "/resident/session?everywhere=true")).status).toBe(200);
  expect(await codeOf(signedOut)).toEqual([401, "common/not-signed-in"]);
  const closed = await phone();
  await asSystem(({ sql }) => closeAccount(sql, closed.residentId, START));
  expect(await codeOf(closed)).toEqual([401, "common/not-signed-in"]);
});

test("a phone that asks twice at once when its attestation is stale is answered twice", async () => {
  const { first, get } = await phone();
  database.setNow(later(START, 6 * HOUR));
  const answers = await Promise.all([get(), get(), get(), get()]);
  for (const one of answers) expect(one.codeId === first.codeId).toBe(false);
  const shown = await get();
  expect(answers.map((one) => one.codeId)).toContain(shown.codeId);
});

test("while phones ask without pause, none that asks after its code has turned is told that it is green", async () => {
  const phones = await Promise.all(Array.from({ length: 4 }, () => phone()));
  const turnedAt = new Map<string, number>();
  let isOver = false;
  const asking = phones.map(async ({ personKey, fetching }) => {
    const seen: string[] = [];
    while (!isOver) {
      const asked = performance.now();
      const { status, body } = await fetching();
      if (status !== 200) continue;
      const turned = turnedAt.get(personKey);
      if (turned !== undefined && asked > turned) seen.push((body as Answer).colour);
      if (seen.length >= 3) break;
    }
    return seen;
  });
  for (const { personKey } of phones) {
    await turnRed(personKey);
    turnedAt.set(personKey, performance.now());
  }
  const deadline = setTimeout(() => {
    isOver = true;
  }, 10_000);
  const seen = await Promise.all(asking);
  clearTimeout(deadline);
  expect(new Set(seen.flat())).toEqual(new Set(["red"]));
  expect(seen.every((one) => one.length > 0)).toBe(true);
});

test("a phone that was revoked and comes back gets an attestation that is on no list", async () => {
  const { personKey, client, first, register } = await phone();
  expect((await client.call("DELETE", `/codes/${personKey}/devices/${first.device}`)).status).toBe(200);
  const back = (await register()).body as Answer;
  expect(back).toMatchObject({ state: "confirmed", colour: "green" });
  const listed = await owner`select code_id from code_change_pending where code_id = ${back.codeId}`;
  expect(listed.length).toBe(0);
  expect(back.codeId === first.codeId).toBe(false);
});
