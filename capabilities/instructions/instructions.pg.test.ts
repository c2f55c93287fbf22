import { beforeAll, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { type TestDatabase, testDatabase, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";

const NOW = instant("2020-02-10T01:00:00Z");
let database: TestDatabase;
let server: TestServer;
let province: Client;
let county: Client;
const workers: { actor: Actor; client: Client }[] = [];

beforeAll(async () => {
  database = await testDatabase(NOW);
  server = await testServer(database);
  province = await server.as(await testPost(database.owner, { role: "operator", area: "32" }));
  county = await server.as(await testPost(database.owner, { role: "operator", area: "320583" }));
  for (const area of ["320583101201001", "320583101202001", "320585100201001"]) {
    const actor = await testPost(database.owner, { role: "grid-worker", area });
    workers.push({ actor, client: await server.as(actor) });
  }
});

const text = (over: Record<string, unknown> = {}) => ({
  targetArea: "32",
  roles: ["grid-worker"],
  title: "全省摸排",
  body: "对返苏人员逐户走访，做好服务。",
  legalBasis: "省网格化领导小组办公室 2020-02-10 视频会议",
  priority: "ordinary",
  dueAt: "2020-02-11T10:00:00+08:00",
  ...over,
});
const issue = async (who: Client, over: Record<string, unknown> = {}): Promise<string> => {
  const { status, body } = await who.call("POST", "/instructions", text(over));
  expect(status, JSON.stringify(body)).toBe(200);
  return (body as { id: string }).id;
};
const worker = (n: number): Client => workers[n]?.client ?? province;
const standing = async (who: Client): Promise<string[]> => {
  const { body } = await who.call("GET", "/instructions/standing");
  return (body as { instructions: { id: string }[] }).instructions.map((one) => one.id);
};
const receipts = (who: Client, instructionId: string, ...given: { state: string; at: string; reason?: string }[]) =>
  who.call("POST", "/instructions/receipts", { receipts: given.map((one) => ({ instructionId, ...one })) });

test("one row from the province reaches every worker below; the county's reaches its own only", async () => {
  const ofProvince = await issue(province);
  const ofCounty = await issue(county, { targetArea: "320583101" });
  expect(await standing(worker(0))).toEqual(expect.arrayContaining([ofProvince, ofCounty]));
  expect(await standing(worker(2))).toEqual([ofProvince]);
  const inbox = await worker(0).call("GET", "/inbox");
  expect((inbox.body as { instructions: { id: string }[] }).instructions.map((one) => one.id)).toContain(ofCounty);
  const around = await county.call("GET", "/areas/320583/instructions");
  expect((around.body as { instructions: unknown[] }).instructions.length).toBe(2);
});

test("each level sees live how far it has come: issued, delivered, read, accepted, done", async () => {
  const id = await issue(province);
  await receipts(
    worker(0),
    id,
    { state: "done", at: "2020-02-10T01:00:00Z" },
    { state: "read", at: "2020-02-10T00:59:00Z" },
  );
  await receipts(worker(1), id, { state: "delivered", at: "2020-02-10T01:00:00Z" });
  await receipts(worker(1), id, { state: "delivered", at: "2020-02-10T01:00:00Z" });
  await receipts(worker(2), id, { state: "cannot", at: "2020-02-10T01:00:00Z", reason: "网格无返苏人员" });
  const { body } = await province.call("GET", `/instructions/${id}/areas/32/progress`);
  expect(body).toMatchObject({
    total: { issued: 3, delivered: 3, read: 2, accepted: 1, done: 1, cannot: 1, notMine: 0 },
    children: [{ place: "3205", issued: 3, delivered: 3 }],
  });
  const below = await county.call("GET", `/instructions/${id}/areas/320583/progress`);
  expect(below.body).toMatchObject({
    total: { issued: 2, delivered: 2, read: 1, accepted: 1, done: 1, cannot: 0 },
    children: [{ place: "320583101", issued: 2, done: 1 }],
  });
  expect((await county.call("GET", `/instructions/${id}/areas/320585/progress`)).status).toBe(404);
});

test("recalled or replaced, it leaves every inbox, and receipts for it are gone", async () => {
  const id = await issue(province);
  const replaced = await province.call("POST", `/instructions/${id}/supersede`, text({ title: "全省摸排（更正）" }));
  const fresh = (replaced.body as { id: string }).id;
  expect(await standing(worker(0))).toContain(fresh);
  expect(await standing(worker(0))).not.toContain(id);
  const late = await receipts(worker(0), id, { state: "read", at: "2020-02-10T01:00:00Z" });
  expect(late.body).toEqual({ results: [{ instructionId: id, outcome: "gone" }] });
  // The county may not end what the province issued.
  expect((await county.call("POST", `/instructions/${fresh}/recall`, { reason: "重复" })).status).toBe(404);
  expect((await province.call("POST", `/instructions/${fresh}/recall`, { reason: "重复" })).status).toBe(200);
  expect((await province.call("POST", `/instructions/${fresh}/recall`, { reason: "重复" })).body).toMatchObject({
    code: "instructions/not-standing",
  });
  expect(await standing(worker(0))).not.toContain(fresh);
});

test("nobody instructs outside the own area, into the past, or without a legal basis", async () => {
  const refused = async (over: Record<string, unknown>) =>
    (await county.call("POST", "/instructions", text(over))).body;
  expect(await refused({ targetArea: "32" })).toMatchObject({ code: "instructions/outside-your-area" });
  expect(await refused({ targetArea: "320583", dueAt: "2020-02-09T00:00:00Z" })).toMatchObject({
    code: "instructions/due-in-the-past",
  });
  expect(await refused({ targetArea: "320583", legalBasis: "" })).toMatchObject({ status: 400 });
  expect((await worker(0).call("POST", "/instructions", text())).status).toBe(403);
});
