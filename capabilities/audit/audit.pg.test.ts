import { beforeAll, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { audit } from "#platform/audit.ts";
import { sequenceOnce, verifyLog } from "#platform/audit-log.ts";
import { asActor } from "#platform/database.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";
import { headLines, readHeads, WrongHead } from "./heads.ts";

const NOW = instant("2020-02-10T01:00:00Z");
let database: TestDatabase;
let server: TestServer;
let province: Client;
let kunshan: Client;
let operator: Actor;

type Entries = {
  items: { leafIndex: number; action: string; place: string | null; objectId: string }[];
  next: number | null;
};

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, { "32": "江苏省", "320583": "昆山市", "320584": "吴江区" });
  server = await testServer(database);
  operator = await testPost(database.owner, { role: "operator", area: "320583" });
  const other = await testPost(database.owner, { role: "operator", area: "320584" });
  province = await server.as(await testPost(database.owner, { role: "auditor", area: "32" }));
  kunshan = await server.as(await testPost(database.owner, { role: "auditor", area: "320583" }));
  for (const [at, actor] of [operator, other, operator, other, operator].entries()) {
    // Two deeds on the 9th, three on the 10th, in Shanghai.
    const now = at < 2 ? instant("2020-02-09T15:59:59Z") : instant("2020-02-09T16:00:00Z");
    await asActor(database.server, actor, (sql) =>
      audit(
        { sql, actor, now },
        {
          action: at === 4 ? "identity.open" : "task.transfer",
          objectKind: "task",
          objectId: `t-${at}`,
          place: at === 4 ? null : actor.area,
          detail: { reason: "搬家" },
        },
      ),
    );
    await sequenceOnce(database.sequencer, database.services.keys, now);
  }
});

const list = async (client: Client, query = "") => (await client.call("GET", `/audit/entries${query}`)).body as Entries;
const ids = (entries: Entries) => entries.items.map((entry) => entry.objectId);

test("the newest come first, with names of people and places, and whoever reads is in the log too", async () => {
  const entries = await list(province, "?objectKind=task");
  expect(entries).toMatchObject({
    items: [
      {
        leafIndex: 4,
        action: "identity.open",
        actorName: operator.displayName,
        place: null,
        detail: { reason: "搬家" },
      },
      { leafIndex: 3, place: "320584", placeName: "吴江区", actorRole: "operator", actorArea: "320584" },
      { leafIndex: 2 },
      { leafIndex: 1 },
      { leafIndex: 0, at: "2020-02-09T15:59:59.000Z" },
    ],
    next: null,
  });
  await sequenceOnce(database.sequencer, database.services.keys, NOW);
  expect((await list(province, "?action=audit.read")).items.length).toBeGreaterThan(0);
});

test.each([
  ["?objectKind=task&objectId=t-2", ["t-2"]],
  ["?action=identity.open", ["t-4"]],
  ["?place=320584", ["t-3", "t-1"]],
  ["?day=2020-02-09", ["t-1", "t-0"]],
  ["?objectKind=task&day=2020-02-10", ["t-4", "t-3", "t-2"]],
  ["?objectKind=task&role=auditor", []],
])("%s finds %j", async (query, expected) => {
  expect(ids(await list(province, query))).toEqual(expected);
});

test("by actor, and page by page without loss", async () => {
  expect(ids(await list(province, `?actorPost=${operator.postId}`))).toEqual(["t-4", "t-2", "t-0"]);
  const first = await list(province, "?objectKind=task&limit=2");
  const second = await list(province, `?objectKind=task&limit=2&before=${first.next}`);
  expect([...ids(first), ...ids(second)]).toEqual(["t-4", "t-3", "t-2", "t-1"]);
});

test("an auditor of Kunshan sees what concerns Kunshan or was done there without a place", async () => {
  expect(ids(await list(kunshan, "?objectKind=task"))).toEqual(["t-4", "t-2", "t-0"]);
  expect(await kunshan.call("GET", "/audit/entries?place=320584")).toMatchObject({ status: 404 });
  expect(await kunshan.call("GET", "/audit/entries?place=32")).toMatchObject({ status: 404 });
});

test("everyone sees his own deeds, of all his posts, and no other's", async () => {
  const mine = (await (await server.as(operator)).call("GET", "/audit/mine")).body as Entries;
  expect(ids(mine)).toEqual(["t-4", "t-2", "t-0"]);
});

test.each(["/audit/entries", "/audit/heads"])("%s is for auditors alone", async (path) => {
  const roles: Parameters<typeof testPost>[1][] = [
    { role: "operator", area: "32" },
    { role: "analyst", area: "32" },
    { role: "grid-worker", area: "320583" },
  ];
  for (const post of roles) {
    const client = await server.as(await testPost(database.owner, post));
    expect(await client.call("GET", path)).toMatchObject({ status: 403 });
  }
  expect(await (await server.as(null)).call("GET", path)).toMatchObject({ status: 401 });
});

test.each(["?limit=1000", "?day=2020-02-30", "?actorPost=x", "?place=abc", "?before=-1", "?role=king"])(
  "%s is a wrong shape",
  async (query) => {
    expect(await province.call("GET", `/audit/entries${query}`)).toMatchObject({ status: 400 });
  },
);

test("heads taken away through the API or the command line verify the log later", async () => {
  const body = (await province.call("GET", "/audit/heads")).body as { heads: object[]; publicKey: string };
  expect(body.publicKey).toContain("BEGIN PUBLIC KEY");
  let lines = "";
  for await (const line of headLines(database.owner)) lines += line;
  expect(lines).toBe(body.heads.map((head) => `${JSON.stringify(head)}\n`).join(""));
  const kept = readHeads(lines);
  expect(await verifyLog(database.owner, database.services.keys, kept)).toMatchObject({ isIntact: true });
  await database.owner`update audit_entry set action = 'x.y' where leaf_index = 0`;
  expect(await verifyLog(database.owner, database.services.keys, kept)).toMatchObject({ isIntact: false });
  await database.owner`update audit_entry set action = 'task.transfer' where leaf_index = 0`;
});

test.each([
  ["no JSON", "{\n", 1],
  ["another object", '\n{"treeSize":1}\n', 2],
  [
    "a root that is none",
    '{"treeSize":1,"at":"2020-02-10T01:00:00.000Z","rootHash":"zz","keyId":"k","signature":"AA=="}',
    1,
  ],
])("a file of heads with %s is refused by line", (_what, text, line) => {
  expect(() => readHeads(text)).toThrow(expect.objectContaining({ line }));
  expect(() => readHeads(text)).toThrow(WrongHead);
});
