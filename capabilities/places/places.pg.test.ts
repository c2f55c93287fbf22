import { beforeAll, expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, testServer } from "#testing/server.ts";

const NOW = instant("2020-02-10T01:00:00Z");
let database: TestDatabase;
let worker: Client;
let stranger: Client;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3201": "南京市",
    "3203": "徐州市",
    "320106": "鼓楼区",
    "320302": "鼓楼区",
    "3205": "苏州市",
    "320583": "昆山市",
    "320583100": "玉山镇",
    "320583100001": "鼓楼村",
    "320583100001001": "鼓楼村一网格",
    "320583100001002": "鼓楼村二网格",
    "320583100001003": "停用网格",
  });
  await database.owner`update place set valid_until = '2020-02-01' where code = '320583100001003'`;
  const server = await testServer(database);
  worker = await server.as(await testPost(database.owner, { role: "grid-worker", area: "320583100001001" }));
  stranger = await server.as(null);
});

test("a place comes with the places above it from the province down, and those below it in order", async () => {
  expect(await worker.call("GET", "/places/320583100001")).toMatchObject({
    status: 200,
    body: {
      code: "320583100001",
      name: "鼓楼村",
      level: "village",
      retiredOn: null,
      childCount: 2,
      parents: [
        { code: "32", name: "江苏省", level: "province" },
        { code: "3205", name: "苏州市", level: "city" },
        { code: "320583", name: "昆山市", level: "county" },
        { code: "320583100", name: "玉山镇", level: "township" },
      ],
      children: [
        { code: "320583100001001", level: "grid", kind: "comprehensive" },
        { code: "320583100001002", level: "grid" },
      ],
    },
  });
});

test("two places of one name are told apart by what contains them, within an area or without", async () => {
  const found = await worker.call("GET", "/places?q=鼓楼区&within=32");
  expect(found.body).toMatchObject({
    items: [
      { code: "320106", parents: [{ name: "江苏省" }, { name: "南京市" }] },
      { code: "320302", parents: [{ name: "江苏省" }, { name: "徐州市" }] },
    ],
    next: null,
  });
  expect((await worker.call("GET", "/places?q=鼓楼&within=3203")).body).toMatchObject({ items: [{ code: "320302" }] });
  expect((await worker.call("GET", "/places?q=鼓楼&within=32&level=grid")).body).toMatchObject({
    items: [{ code: "320583100001001" }, { code: "320583100001002" }],
  });
});

test("the search pages on, leaves out what is retired, and takes % and _ for themselves", async () => {
  const codes: string[] = [];
  for (let after = ""; ; ) {
    const page = (await worker.call("GET", `/places?q=鼓楼&within=32&limit=2${after}`)).body as {
      items: { code: string }[];
      next: string | null;
    };
    codes.push(...page.items.map((item) => item.code));
    if (page.next === null) break;
    after = `&after=${page.next}`;
  }
  expect(codes).toEqual(["320106", "320302", "320583100001", "320583100001001", "320583100001002"]);
  for (const q of ["%25", "_", "停用"])
    expect((await worker.call("GET", `/places?q=${q}&within=32`)).body).toMatchObject({ items: [] });
});

test("the tree pages on by code; retired ones only when asked for", async () => {
  const first = await worker.call("GET", "/places/320583100001/children?limit=1");
  expect(first.body).toMatchObject({ items: [{ code: "320583100001001" }], next: "320583100001001" });
  const all = await worker.call("GET", "/places/320583100001/children?retired=show");
  expect(all.body).toMatchObject({ items: [{}, {}, { code: "320583100001003", retiredOn: "2020-02-01" }], next: null });
});

test.each([
  ["/places/329999", 404],
  ["/places/329999/history", 404],
  ["/places/abc", 400],
  ["/places?q=", 400],
  ["/places?q=鼓楼&limit=1000", 400],
  ["/places/32/children?after=x", 400],
])("%s is refused with %s", async (path, status) => {
  expect(await worker.call("GET", path)).toMatchObject({ status });
});

test.each(["/places/32", "/places/32/children", "/places/32/history", "/places?q=鼓楼"])(
  "%s needs a session",
  async (path) => {
    expect(await stranger.call("GET", path)).toMatchObject({ status: 401 });
  },
);
