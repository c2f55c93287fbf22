import { beforeAll, expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { sequenceOnce, verifyLog } from "#platform/audit-log.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type TestServer, testServer } from "#testing/server.ts";
import { hashPassword } from "./sessions.ts";

const NOW = instant("2020-02-10T01:00:00Z");
let database: TestDatabase;
let server: TestServer;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, { "32": "江苏省", "320583": "昆山市" });
  server = await testServer(database);
});

async function account(password: string) {
  const actor = await testPost(database.owner, { role: "operator", area: "320583" });
  const [row] = await database.owner<{ username: string }[]>`
    update account set password_hash = ${await hashPassword(password)} where id = ${actor.accountId} returning username`;
  return { actor, username: row?.username ?? "" };
}

const signIn = (body: unknown) =>
  fetch(`${server.url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

test("a right password opens a session whose cookie no script can read, and the deed is in the audit log", async () => {
  const { username } = await account("correct horse");
  const response = await signIn({ username, password: "correct horse" });
  expect(response.status).toBe(200);
  expect(response.headers.get("set-cookie")).toMatch(/wangge_session=[\w-]{43};.*HttpOnly; SameSite=Strict/);
  const me = (await response.json()) as { post: unknown };
  expect(me.post).toMatchObject({ role: "operator", area: "320583", areaName: "昆山市" });
  expect(await sequenceOnce(database.sequencer, database.services.keys, NOW)).toBeGreaterThan(0);
  expect(await verifyLog(database.owner, database.services.keys)).toMatchObject({ isIntact: true, fault: null });
});

test("an unknown account and a wrong password get the same answer; eight wrong ones lock the account", async () => {
  const { username } = await account("correct horse");
  const unknown = await signIn({ username: "nobody-at-all", password: "x" });
  expect(unknown.status).toBe(401);
  for (let attempt = 0; attempt < 8; attempt++)
    expect((await signIn({ username, password: "wrong" })).status).toBe(401);
  const locked = await signIn({ username, password: "correct horse" });
  expect(locked.status).toBe(429);
  expect(await locked.json()).toMatchObject({ code: "workers/locked" });
});

test("a session that was signed out is refused at once", async () => {
  const { actor } = await account("x");
  const client = await server.as(actor);
  expect((await client.call("GET", "/session")).status).toBe(200);
  expect((await client.call("DELETE", "/session")).status).toBe(200);
  database.services.hub.tell({ topic: "session", key: actor.accountId });
  expect((await client.call("GET", "/session")).status).toBe(401);
});

test("a request from another site's page is refused", async () => {
  const response = await fetch(`${server.url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: "http://evil.example", "sec-fetch-site": "cross-site" },
    body: JSON.stringify({ username: "a", password: "b" }),
  });
  expect(response.status).toBe(403);
  expect(await response.json()).toMatchObject({ code: "common/cross-site" });
});

test.each([
  ["not JSON", "{", "application/json", 400],
  ["no body", "", "application/json", 400],
  ["another type", "a=b", "application/x-www-form-urlencoded", 415],
  ["too large", JSON.stringify({ username: "x".repeat(100_000), password: "y" }), "application/json", 413],
  ["wrong fields", JSON.stringify({ user: 1 }), "application/json", 400],
])("%s is a problem document, never a 500", async (_what, body, type, status) => {
  const response = await fetch(`${server.url}/api/v1/session`, {
    method: "POST",
    headers: { "content-type": type },
    body,
  });
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  expect(await response.json()).toMatchObject({ status, code: expect.stringMatching(/^common\//) });
});
