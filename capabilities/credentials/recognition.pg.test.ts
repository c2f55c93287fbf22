import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { currentColours, enrol, recordEvidence } from "#capabilities/codes/evidence.ts";
import { HOUR, instant, isoInstant, later } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { testDatabase, testPlaces, testPost, testResident } from "#testing/database.ts";
import { testServer } from "#testing/server.ts";
import { signed, testKey, testKeySet } from "./code.testing.ts";
import { readSign1 } from "./rules/cose.ts";
import { EXAMPLE_MAPPINGS, encodeStatement, type Reason, readStatement } from "./rules/recognition.ts";

const NOW = instant("2020-02-23T08:00:00+08:00");
const database = await testDatabase(NOW);
const { owner, services } = database;
await testPlaces(owner, { "32": "江苏省", "3205": "苏州市", "320506": "吴中区", "320506001001001": "一号网格" });
const server = await testServer(database);
const system = systemActor("32");

const proposer = await testPost(owner, { role: "analyst", area: "32", organisation: "省网格化办公室" });
const analyst = await server.as(proposer);
const ofHealth = (organisation: string) =>
  testPost(owner, { role: "signatory", area: "32", department: "health", organisation });
const health = await server.as(await ofHealth("省卫生健康委"));
const centre = await server.as(await testPost(owner, { role: "signatory", area: "32", department: "centre" }));
const county = await server.as(await testPost(owner, { role: "signatory", area: "320506", department: "health" }));

const [anhui, root] = [testKey("ES256"), testKey("EdDSA")];
const anhuiSet = testKeySet([anhui], root, { issuer: "34", issuedAt: isoInstant(NOW) });

const asSystem = <T>(work: (ctx: Parameters<typeof enrol>[0]) => Promise<T>): Promise<T> =>
  asActor(services.db, system, (sql) => work({ sql, actor: system, now: services.clock(), services }));

async function holder() {
  const personKey = randomUUID();
  await asSystem((ctx) => enrol(ctx, [{ personKey, place: "320506001001001" }]));
  const client = server.asResident(await testResident(owner, [personKey]));
  const colour = async () => (await asSystem((ctx) => currentColours(ctx, [personKey]))).get(personKey)?.colour;
  const bring = (statement: string) =>
    client.call("POST", `/persons/${personKey}/recognised-statements`, { statement });
  return { personKey, client, colour, bring };
}

const reason = (code: string, more: Partial<Reason> = {}): Reason => ({
  code,
  evidenceClass: "E1",
  since: later(NOW, -48 * HOUR),
  until: null,
  ...more,
});
const statement = (reasons: Reason[], more: { audience?: string; key?: typeof anhui; expiresAt?: typeof NOW } = {}) =>
  Buffer.from(
    signed(
      encodeStatement({
        issuer: "34",
        audience: more.audience ?? "32",
        subject: new Uint8Array(16),
        issuedAt: NOW,
        expiresAt: more.expiresAt ?? later(NOW, 24 * HOUR),
        reasons,
      }),
      more.key ?? anhui,
    ),
  ).toString("base64url");

const propose = (keySet: object = anhuiSet) =>
  analyst.call("POST", "/recognitions", { id: newId(), keySet, mapping: EXAMPLE_MAPPINGS.nanjing, note: "苏皖互认" });
const codeOf = (answered: { body: unknown }) => (answered.body as { code: string }).code;

test("before a province is recognised its statements are refused, and the holder told what to do instead", async () => {
  const { bring, colour } = await holder();
  const answered = await bring(statement([reason("close-contact")]));
  expect([answered.status, codeOf(answered)]).toEqual([409, "recognition/not-recognised"]);
  expect(await colour()).toBe("green");
});

test("an analyst proposes, a health signatory of the province confirms; nobody else, and no forged set", async () => {
  expect(codeOf(await propose({ ...anhuiSet, issuedAt: "2020-02-23T01:00:00.000Z" }))).toBe(
    "recognition/key-set-not-whole",
  );
  expect(codeOf(await propose(testKeySet([anhui], root)))).toBe("recognition/key-set-not-whole");
  const proposed = await propose();
  expect(proposed.status, JSON.stringify(proposed.body)).toBe(200);
  const { id } = proposed.body as { id: string };
  const path = `/recognitions/${id}/decision`;
  for (const other of [centre, county]) {
    expect(codeOf(await other.call("POST", path, { decision: "confirm" }))).toBe("recognition/not-province-health");
  }
  expect((await analyst.call("POST", path, { decision: "confirm" })).status).toBe(403);
  const confirmed = await health.call("POST", path, { decision: "confirm" });
  expect(confirmed.body).toMatchObject({ state: "confirmed", issuer: "34", rootKid: root.kid });
});

test("a second post of the proposer, or a colleague of his, confirms nothing", async () => {
  const second = await ofHealth("省疾控中心");
  await owner`update post set account_id = ${proposer.accountId} where id = ${second.postId}`;
  const himself = await server.as({ ...second, accountId: proposer.accountId });
  const colleague = await server.as(await ofHealth(" 省网格化办公室 "));
  const { id } = (await propose()).body as { id: string };
  const path = `/recognitions/${id}/decision`;
  for (const decision of ["confirm", "reject"]) {
    expect(codeOf(await himself.call("POST", path, { decision }))).toBe("recognition/same-person");
    expect(codeOf(await colleague.call("POST", path, { decision }))).toBe("recognition/same-organisation");
  }
  expect((await health.call("POST", path, { decision: "reject" })).body).toMatchObject({ state: "rejected" });
});

test("reasons become evidence by the table, for 14 days at most; brought twice they are the same", async () => {
  const [contact, arrived] = [await holder(), await holder()];
  const red = statement([reason("close-contact"), reason("arrived-from-elsewhere")]);
  const answered = await contact.bring(red);
  expect(answered.body).toEqual({
    issuer: "34",
    evidence: [
      { reason: "close-contact", kind: "recognised-red", until: "2020-03-06T00:00:00.000Z" },
      { reason: "arrived-from-elsewhere", kind: "recognised-yellow", until: "2020-03-06T00:00:00.000Z" },
    ],
    unknown: [],
  });
  expect(await contact.colour()).toBe("red");
  expect((await contact.bring(red)).status).toBe(200);
  const [count] = await owner`select count(*)::int as n from evidence where person_key = ${contact.personKey}`;
  expect(count).toEqual({ n: 2 });

  await arrived.bring(statement([reason("observation-at-home", { until: later(NOW, 24 * HOUR) })]));
  expect(await arrived.colour()).toBe("yellow");
});

test("a foreign green, a reason that has ended and one that is unknown make no evidence, and no green of a red", async () => {
  const { personKey, bring, colour } = await holder();
  await asSystem((ctx) =>
    recordEvidence(ctx, [
      { id: newId(), personKey, kind: "measure", source: "test", sourceId: "1", since: NOW, until: null, facts: {} },
    ]),
  );
  expect(await colour()).toBe("red");
  const answered = await bring(
    statement([
      reason("no-finding"),
      reason("close-contact", { since: later(NOW, -14 * 24 * HOUR) }),
      reason("observation-at-home", { until: NOW }),
      reason("seen-by-neighbour"),
    ]),
  );
  expect(answered.body).toEqual({ issuer: "34", evidence: [], unknown: ["seen-by-neighbour"] });
  expect(await colour()).toBe("red");
});

test("a statement for another province, past its time, by another key or cut short is unusable", async () => {
  const { bring, colour, personKey } = await holder();
  const whole = statement([reason("close-contact")]);
  const bad = [
    statement([reason("close-contact")], { audience: "31" }),
    statement([reason("close-contact")], { expiresAt: NOW }),
    statement([reason("close-contact")], { key: testKey("ES256") }),
    whole.slice(0, -20),
    `${whole}AAAA`,
  ];
  for (const text of bad) {
    expect(codeOf(await bring(text))).toBe("recognition/statement-unusable");
  }
  expect(await colour()).toBe("green");
  // Somebody else's person.
  const stranger = await holder();
  const answered = await stranger.client.call("POST", `/persons/${personKey}/recognised-statements`, {
    statement: whole,
  });
  expect(answered.status).toBe(404);
});

test("a holder takes his own reasons along: signed, for one province, under a name that only it can use", async () => {
  const { personKey, client } = await holder();
  await asSystem((ctx) =>
    recordEvidence(ctx, [
      { id: newId(), personKey, kind: "measure", source: "test", sourceId: "1", since: NOW, until: null, facts: {} },
    ]),
  );
  const ask = async (audience: string) => {
    const answered = await client.call("POST", `/persons/${personKey}/reason-statement`, { audience });
    expect(answered.status, JSON.stringify(answered.body)).toBe(200);
    const { statement: text } = answered.body as { statement: string };
    const sign1 = readSign1(Buffer.from(text, "base64url"));
    const read = sign1 === null ? null : readStatement(sign1.payload);
    if (read === null) throw new Error("no statement");
    return read;
  };
  const [toAnhui, toShanghai] = [await ask("34"), await ask("31")];
  expect(toAnhui).toMatchObject({
    issuer: "32",
    audience: "34",
    issuedAt: NOW,
    expiresAt: later(NOW, 24 * HOUR),
    reasons: [{ code: "measure", evidenceClass: "E1", since: NOW, until: null }],
  });
  expect(Buffer.from(toAnhui.subject).equals(Buffer.from(toShanghai.subject))).toBe(false);
  const stranger = await holder();
  expect(
    (await stranger.client.call("POST", `/persons/${personKey}/reason-statement`, { audience: "34" })).status,
  ).toBe(404);
});

test("a recognition that was ended counts no more", async () => {
  const { items } = (await health.call("GET", "/recognitions")).body as { items: { id: string; state: string }[] };
  const row = items.find(({ state }) => state === "confirmed");
  expect((await health.call("POST", `/recognitions/${row?.id}/decision`, { decision: "end" })).status).toBe(200);
  const { bring } = await holder();
  expect(codeOf(await bring(statement([reason("close-contact")])))).toBe("recognition/not-recognised");
});
