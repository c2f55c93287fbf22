import { beforeAll, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { DAY, HOUR, instant, isoInstant, later } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { raiseDisputes } from "./disputes.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const GRID = "320583101201001";
const SIGNED = "M10 20l150 0 0 70";
let database: TestDatabase;
let server: TestServer;
let wu: { actor: Actor; client: Client };

beforeAll(async () => {
  database = await testDatabase(NOW);
  server = await testServer(database);
  const actor = await testPost(database.owner, { role: "grid-worker", area: GRID });
  wu = { actor, client: await server.as(actor) };
});

type Sent = { answer: string; code?: string };
async function say(kind: string, body: unknown, id = newId(), client = wu.client): Promise<Sent> {
  const madeAt = isoInstant(database.services.clock());
  const commands = [{ id, kind, madeAt, body }];
  const { body: answered } = await client.call("POST", "/field/commands", { commands });
  return (answered as { answers: Sent[] }).answers[0] ?? { answer: "none" };
}
const quarrel = {
  place: GRID,
  category: "rent",
  matter: "租客返乡两个月，要求减租",
  partyA: { name: "周房东", phone: "19999900002" },
  partyB: { name: "郑租客" },
};
async function found(): Promise<string> {
  const id = newId();
  expect(await say("disputes/find", quarrel, id)).toMatchObject({ answer: "applied" });
  return id;
}
const row = async (id: string) => (await database.owner`select * from dispute where id = ${id}`)[0] ?? {};
const figure = async () => {
  const [sum] = await database.owner<{ n: number }[]>`
    select coalesce(sum(delta), 0)::int as n from counter_pending where metric = 'dispute'`;
  return sum?.n;
};

test("both sides consent, it is mediated, signed by both, confirmed by the court, performed: counted then", async () => {
  const id = await found();
  expect(await say("disputes/mediate", { disputeId: id, record: "减租一半" })).toMatchObject({
    code: "disputes/wrong-state",
  });
  await say("disputes/consent", { disputeId: id, side: "a", signature: SIGNED });
  expect(await row(id)).toMatchObject({ state: "FOUND" });
  await say("disputes/consent", { disputeId: id, side: "b" });
  expect(await row(id)).toMatchObject({ state: "CONSENTED", consent_a: "signed", consent_b: "told" });
  await say("disputes/mediate", { disputeId: id, record: "双方各让一步" });
  const written = { disputeId: id, form: "written", terms: "二月减租一半", signatureA: SIGNED };
  expect(await say("disputes/agree", { ...written, signatureB: "M1 1l2 2 1 1" })).toMatchObject({
    code: "disputes/not-signed",
  });
  expect(await say("disputes/agree", { ...written, signatureB: SIGNED })).toMatchObject({ answer: "applied" });
  expect(await row(id)).toMatchObject({ state: "AGREED", form: "written", court_until: later(NOW, 30 * DAY) });
  await say("disputes/court", { disputeId: id, what: "applied", on: "2020-02-12" });
  await say("disputes/court", { disputeId: id, what: "confirmed", on: "2020-02-20" });
  expect(await figure()).toBe(0);
  await say("disputes/perform", { disputeId: id });
  expect(await row(id)).toMatchObject({ state: "PERFORMED", ended_at: NOW });
  expect(await figure()).toBe(1);
  const { body } = await wu.client.call("GET", `/disputes/320583/${id}`);
  expect(body).toMatchObject({
    terms: "二月减租一半",
    partyB: { name: "郑租客" },
    events: [
      "found",
      "consented",
      "consented",
      "mediated",
      "agreed",
      "court-applied",
      "court-confirmed",
      "performed",
    ].map((kind) => ({ kind })),
  });
  expect(JSON.stringify(await row(id))).not.toMatch(/19999900002/);
  expect(JSON.stringify(await database.owner`select detail from audit_pending where object_id = ${id}`)).not.toMatch(
    /租/,
  );
});

test("a level whose time is over gives it to the next; without consent it stays, and the centre is told", async () => {
  const open = await found();
  const silent = await found();
  for (const side of ["a", "b"]) await say("disputes/consent", { disputeId: open, side });
  database.setNow(later(NOW, 24 * HOUR - 1));
  expect(await raiseDisputes(database.services)).toBe(0);
  database.setNow(later(NOW, 24 * HOUR));
  expect(await raiseDisputes(database.services)).toBe(2);
  expect(await row(open)).toMatchObject({
    state: "MEDIATING",
    level: "village",
    escalated_to: "320583101201",
    due_at: later(NOW, 4 * DAY),
  });
  expect(await row(silent)).toMatchObject({ state: "FOUND", level: "grid", look_at: null });
  // Back within the sign-in's day.
  database.setNow(NOW);
  expect(await say("disputes/fail", { disputeId: silent, referredTo: "court", reason: "一方不愿调解" })).toMatchObject({
    answer: "applied",
  });
});

test("a health worker neither reads nor writes one; a worker of another grid finds nothing", async () => {
  const id = await found();
  const doctor = await server.as(await testPost(database.owner, { role: "health-worker", area: GRID }));
  expect((await doctor.call("GET", `/disputes/320583/${id}`)).status).toBe(403);
  expect(await say("disputes/find", quarrel, newId(), doctor)).toMatchObject({ code: "common/not-your-duty" });
  const copy = await doctor.call("GET", `/field/copy?area=${GRID}&kinds=dispute`);
  expect(copy.body).toMatchObject({ records: [] });
  const other = await server.as(await testPost(database.owner, { role: "grid-worker", area: "320583101201002" }));
  expect((await other.call("GET", `/disputes/320583/${id}`)).status).toBe(404);
});

test("a centre counts where they stand, narrows by kind and level, and reads no names in the list", async () => {
  const id = await found();
  for (const side of ["a", "b"]) await say("disputes/consent", { disputeId: id, side });
  await say("disputes/raise", { disputeId: id, reason: "村里调得成" });
  const operator = await server.as(await testPost(database.owner, { role: "operator", area: "320583101" }));
  type Listed = { counts: Record<string, number>; disputes: { id: string }[] };
  const listed = async (search = "") =>
    (await operator.call("GET", `/areas/320583101/disputes${search}`)).body as Listed;
  const states = await database.owner<{ state: string }[]>`select state from dispute`;
  const of = (...names: string[]) => states.filter(({ state }) => names.includes(state)).length;
  const all = await listed();
  expect(all.counts).toMatchObject({
    found: of("FOUND"),
    mediating: of("CONSENTED", "MEDIATING"),
    agreed: of("AGREED", "CONFIRMED"),
    performed: 1,
    failed: of("FAILED"),
  });
  expect(JSON.stringify(all)).not.toMatch(/周房东|郑租客|减租/);
  expect((await listed("?category=wages")).disputes).toEqual([]);
  const atVillage = (await listed("?category=rent&level=village")).disputes.map((one) => one.id);
  expect(atVillage).toContain(id);
  expect(atVillage.length).toBeLessThan(all.disputes.length);
});
