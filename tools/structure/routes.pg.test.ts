import { beforeAll, expect, test } from "vitest";
import { type Actor, ROLES } from "#kernel/actor.ts";
import { common, type ProblemKind } from "#kernel/problem.ts";
import type { AnyRoute } from "#kernel/route.ts";
import { instant } from "#kernel/time.ts";
import { commands, copies, pairs } from "#main";
import { type TestDatabase, testDatabase, testPost, testResident } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { apiDoc } from "../api-doc.ts";

const routes: readonly AnyRoute[] = pairs.map(([route]) => route);
const phones = { commands: commands.map(([one]) => one), copies: copies.map(({ kind }) => kind) };
const named = routes.map((route) => ({ route, name: `${route.method} ${route.path}` }));
let database: TestDatabase;
let server: TestServer;
const actors = new Map<string, { actor: Actor; client: Client }>();
let resident: Client;

beforeAll(async () => {
  database = await testDatabase(instant("2020-02-10T00:00:00Z"));
  server = await testServer(database);
  resident = server.asResident(await testResident(database.owner, ["01900000-0000-7000-8000-00000000000a"]));
  for (const role of ROLES) {
    const actor = await testPost(database.owner, {
      role,
      area: "320583",
      ...(role === "signatory" ? { department: "police" } : {}),
    });
    actors.set(role, { actor, client: await server.as(actor) });
  }
});

/** A path with made-up parameters: `place`-like ones lie in Beijing, far from every test actor's area. */
const pathOf = (route: AnyRoute): string =>
  route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (/place|area|code|county/i.test(name)) return "110101";
    if (/day/i.test(name)) return "2020-02-10";
    return "01900000-0000-7000-8000-000000000001";
  });

const bodyFor = (route: AnyRoute): unknown => (route.method === "GET" ? undefined : {});

test("who may call what: the permission matrix, reviewed as text", async () => {
  const lines = routes
    .map(
      (route) =>
        `${route.method.padEnd(6)} ${route.path.padEnd(48)} ${Array.isArray(route.who) ? [...route.who].sort().join(" ") : route.who}`,
    )
    .sort();
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("permissions.txt");
});

test("docs/api.md says what the routes say (repair: read the difference, then run this file with -u)", async () => {
  await expect(apiDoc(routes, phones)).toMatchFileSnapshot("../../docs/api.md");
});

test("no route stands twice, and each says in a sentence what it does", () => {
  expect(new Set(named.map(({ name }) => name)).size).toBe(named.length);
  expect(routes.filter((route) => route.summary.length < 10 || !route.summary.endsWith("."))).toEqual([]);
});

test("every route of residents' data names the published purpose that it serves", async () => {
  const known = await database.owner<{ id: string }[]>`select id from purpose`;
  const ids = new Set(known.map((row) => row.id));
  const wrong = routes.filter((route) => route.purpose !== undefined && !ids.has(route.purpose));
  expect(wrong.map((route) => `${route.path} ${route.purpose}`)).toEqual([]);
  // Open lists hold no data about persons; leaving is always allowed.
  const bare = routes.filter(
    (route) => route.purpose === undefined && (route.who === "resident" || (route.channel ?? "work") !== "work"),
  );
  expect(bare.map((route) => `${route.method} ${route.path}`).toSorted()).toEqual([
    "GET /appeals/statistics",
    "GET /false-green-rules",
    "GET /place-names",
    "GET /purposes",
    "GET /statistics",
    "GET /sunsets/certificates",
  ]);
});

test.each(named.filter(({ route }) => route.who !== "anyone"))("$name refuses nobody", async ({ route }) => {
  const client = await server.as(null);
  const answer = await client.call(route.method, pathOf(route), bodyFor(route));
  expect(answer).toMatchObject({ status: 401, body: { code: "common/not-signed-in" } });
});

test.each(named.filter(({ route }) => route.who !== "anyone"))(
  "$name knows residents from posts",
  async ({ route }) => {
    const client = route.who === "resident" ? actors.get("operator")?.client : resident;
    const answer = await client?.call(route.method, pathOf(route), bodyFor(route));
    expect(answer).toMatchObject({ status: 401, body: { code: "common/not-signed-in" } });
  },
);

test.each(named.filter(({ route }) => Array.isArray(route.who)))(
  "$name refuses every other role",
  async ({ route }) => {
    for (const role of ROLES.filter((one) => !(route.who as readonly string[]).includes(one))) {
      const answer = await actors.get(role)?.client.call(route.method, pathOf(route), bodyFor(route));
      expect(answer, role).toMatchObject({ status: 403, body: { code: "common/not-your-duty" } });
    }
  },
);

test.each(named.filter(({ route }) => route.place !== undefined))(
  "$name hides what lies outside the area",
  async ({ route }) => {
    const role = Array.isArray(route.who) ? (route.who as readonly string[])[0] : "operator";
    const answer = await actors.get(role ?? "operator")?.client.call(route.method, pathOf(route), bodyFor(route));
    // 400 when the made-up body or query is refused first: nothing was looked up either way.
    expect([400, 404]).toContain(answer?.status);
  },
);

test.each(named.filter(({ route }) => route.raw === undefined))(
  "$name answers nonsense with a problem, never a 500",
  async ({ route }) => {
    const role = Array.isArray(route.who) ? (route.who as readonly string[])[0] : "operator";
    const client = route.who === "resident" ? resident : actors.get(role ?? "operator")?.client;
    for (const body of route.method === "GET" ? [undefined] : [[], { x: 1 }, "文", 7, null]) {
      const nonsense = route.path.replace(/\{\w+\}/g, "%00..%2f..");
      for (const path of [nonsense, `${pathOf(route)}?limit=-1&day=2020-99-99&after=%ff&place=abc`]) {
        const answer = await client?.call(route.method, path, body);
        expect(answer?.status, `${path} ${JSON.stringify(body)}`).toBeLessThan(500);
      }
    }
  },
);

test("every problem has a code of its own, two sentences, and one meaning", () => {
  const kinds: readonly ProblemKind[] = [...Object.values(common), ...routes.flatMap((route) => route.problems)];
  const byCode = Map.groupBy(kinds, (kind) => kind.code);
  for (const [code, same] of byCode) {
    expect(new Set(same.map((kind) => JSON.stringify(kind))).size, code).toBe(1);
    expect(same[0]?.zh, code).toMatch(/[一-鿿].*[。！]$/);
    expect(same[0]?.en, code).toMatch(/\.$/);
  }
});
