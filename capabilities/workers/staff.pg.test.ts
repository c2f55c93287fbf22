import { beforeAll, describe, expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const VILLAGE = "320583100001";
let database: TestDatabase;
let server: TestServer;
let township: Client;
let county: Client;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, {
    "32": "江苏省",
    "3205": "苏州市",
    "320583": "昆山市",
    "320583100": "玉山镇",
    "320583101": "巴城镇",
    [VILLAGE]: "某村",
    [`${VILLAGE}001`]: "一网格",
    [`${VILLAGE}002`]: "二网格",
    "320583101001": "他村",
    "320583101001001": "他村一网格",
  });
  server = await testServer(database);
  township = await server.as(await testPost(database.owner, { role: "operator", area: "320583100" }));
  county = await server.as(await testPost(database.owner, { role: "operator", area: "320583" }));
});

const worker = (username: string, rest: object = {}) => ({
  username,
  displayName: `网格员${username}`,
  role: "grid-worker",
  area: `${VILLAGE}001`,
  organisation: "某村",
  ...rest,
});

type Posts = { items: { id: string; username: string; isPrimary: boolean; area: string }[]; next: string | null };
const postsAt = async (client: Client, area: string, query = "") =>
  (await client.call("GET", `/posts?area=${area}${query}`)).body as Posts;

describe("giving posts", () => {
  test("a township gives a grid its worker; the account waits for its activation, the deed is on record twice", async () => {
    const given = await township.call("POST", "/posts", worker("wang-1"));
    expect(given).toMatchObject({ status: 200, body: { isNewAccount: true } });
    const { postId } = given.body as { postId: string };
    const [account] = await database.owner`select state, password_hash from account where username = 'wang-1'`;
    expect(account).toEqual({ state: "invited", password_hash: null });
    const [fact] = await database.owner`
      select kind, valid_from, valid_until, recorded_at from post_fact where post_id = ${postId}`;
    expect(fact).toEqual({ kind: "appointed", valid_from: NOW, valid_until: null, recorded_at: NOW });
    const [entry] = await database.owner`
      select action, place, actor_area from audit_pending where object_id = ${postId}`;
    expect(entry).toEqual({ action: "post.appoint", place: `${VILLAGE}001`, actor_area: "320583100" });
  });

  test("the first worker of a grid is its primary one; a later one named primary takes over; there is always one", async () => {
    await township.call("POST", "/posts", worker("li-1", { area: `${VILLAGE}002` }));
    await township.call("POST", "/posts", worker("li-2", { area: `${VILLAGE}002` }));
    const primaries = async () =>
      (await postsAt(township, `${VILLAGE}002`)).items.filter((post) => post.isPrimary).map((post) => post.username);
    expect(await primaries()).toEqual(["li-1"]);
    database.setNow(instant("2020-02-10T01:00:01Z"));
    await township.call("POST", "/posts", worker("li-3", { area: `${VILLAGE}002`, isPrimary: true }));
    expect(await primaries()).toEqual(["li-3"]);
    const posts = await postsAt(township, `${VILLAGE}002`);
    const third = posts.items.find((post) => post.username === "li-3");
    await township.call("POST", `/posts/${third?.id}/end`, { reason: "调往他处" });
    expect(await primaries()).toEqual(["li-1"]);
    database.setNow(NOW);
  });

  test("the same post twice is one post; another person's user name is refused", async () => {
    await township.call("POST", "/posts", worker("twice"));
    const again = await township.call("POST", "/posts", worker("twice"));
    expect(again).toMatchObject({ status: 200, body: { isNewAccount: false } });
    expect(
      await database.owner`select 1 from post p join account a on a.id = p.account_id where a.username = 'twice'`,
    ).toHaveLength(1);
    const other = await township.call("POST", "/posts", worker("twice", { displayName: "另一人" }));
    expect(other).toMatchObject({ status: 409, body: { code: "workers/username-taken" } });
  });

  test.each<[string, object, number, string]>([
    ["outside its area", { area: "320583101001001" }, 403, "outside-area"],
    ["of an auditor", { role: "auditor", area: "32" }, 403, "outside-area"],
    [
      "of a police officer, which the county gives",
      { role: "police-officer", area: "320583100" },
      403,
      "not-your-duty",
    ],
    ["on a place that is not there", { area: `${VILLAGE}999` }, 403, "no-such-place"],
    ["at a level that the role has not", { area: "320583100", role: "grid-leader" }, 403, "wrong-level"],
  ])("a post %s is refused", async (_what, rest, status, why) => {
    const refused = await township.call("POST", "/posts", worker("refused", rest));
    expect(refused).toMatchObject({ status, body: { why } });
    expect(await database.owner`select 1 from account where username = 'refused'`).toHaveLength(0);
  });

  test("a post that ended before it begins is refused", async () => {
    const times = { validFrom: "2020-02-12T00:00:00Z", validUntil: "2020-02-11T00:00:00Z" };
    const refused = await township.call("POST", "/posts", worker("times", times));
    expect(refused).toMatchObject({ status: 422, body: { code: "workers/not-in-future" } });
  });

  test("nobody gives himself a post", async () => {
    const me = await testPost(database.owner, { role: "operator", area: "320583" });
    const [row] = await database.owner<
      { username: string }[]
    >`select username, display_name from account where id = ${me.accountId}`;
    const client = await server.as(me);
    const given = {
      ...worker(row?.username ?? ""),
      displayName: me.displayName,
      role: "police-officer",
      area: "320583",
    };
    expect(await client.call("POST", "/posts", given)).toMatchObject({ status: 403, body: { why: "oneself" } });
  });
});

describe("a list of workers", () => {
  test("rows that are right are taken, the others come back by number, and a second time changes nothing", async () => {
    const rows = [
      ...Array.from({ length: 300 }, (_, at) => worker(`many-${at}`, { area: `${VILLAGE}00${1 + (at % 2)}` })),
      worker("many-300", { area: "320583101001001" }),
      worker("many-1", { displayName: "不同名" }),
      { username: "x", nothing: true },
      worker("many-2", { area: `${VILLAGE}002` }),
    ];
    const first = await township.call("POST", "/posts/import", { rows });
    expect(first).toMatchObject({
      status: 200,
      body: {
        accounts: 300,
        posts: 301,
        known: 0,
        refused: [
          { row: 300, username: "many-300", why: "outside-area" },
          { row: 301, username: "many-1", why: "username-taken" },
          { row: 302, username: "x", why: "wrong-shape" },
        ],
      },
    });
    const second = await township.call("POST", "/posts/import", { rows: rows.slice(0, 300) });
    expect(second.body).toEqual({ accounts: 0, posts: 0, known: 300, refused: [] });
    const [counted] = await database.owner`
      select sum(delta) as workers from counter_pending where metric = 'worker.post' and place = ${VILLAGE}`;
    const [standing] = await database.owner`
      select count(*) from post where area like ${`${VILLAGE}%`} and valid_until is null and role = 'grid-worker'`;
    expect(counted?.["workers"]).toBe(standing?.["count"]);
  });

  test("5,001 rows are too many", async () => {
    const rows = Array.from({ length: 5001 }, () => 1);
    expect(await township.call("POST", "/posts/import", { rows })).toMatchObject({ status: 400 });
  });
});

describe("who may ask", () => {
  const some = "01890000-0000-7000-8000-000000000001";
  const calls: [string, string, unknown][] = [
    ["POST", "/posts", worker("stranger")],
    ["POST", "/posts/import", { rows: [1] }],
    ["POST", `/posts/${some}/end`, { reason: "理由理由" }],
    ["POST", "/activation-codes", { area: "320583100" }],
    ["GET", "/terminals?area=320583100", undefined],
    ["POST", `/terminals/${some}/revoke`, { reason: "理由理由" }],
    ["POST", `/accounts/${some}/reset`, { reason: "理由理由" }],
    ["GET", "/posts?area=320583100", undefined],
    ["GET", "/duty/320583100", undefined],
    ["POST", `/posts/${some}/absences`, { reason: "理由理由" }],
    ["POST", `/absences/${some}/end`, {}],
  ];

  test.each(calls)("%s %s is refused to whoever is not signed in, and to an auditor", async (method, path, body) => {
    expect(await (await server.as(null)).call(method, path, body)).toMatchObject({ status: 401 });
    const auditor = await server.as(await testPost(database.owner, { role: "auditor", area: "32" }));
    expect(await auditor.call(method, path, body)).toMatchObject({
      status: 403,
      body: { code: "common/not-your-duty" },
    });
  });

  test.each([
    ["GET", "/posts?area=320583101", undefined],
    ["GET", "/posts?area=3205", undefined],
    ["GET", "/duty/320583101", undefined],
    ["GET", "/terminals?area=320583101", undefined],
    ["POST", "/activation-codes", { area: "320583101" }],
    ["POST", `/posts/${some}/end`, { reason: "理由理由" }],
    ["POST", `/posts/${some}/absences`, { reason: "理由理由" }],
    ["POST", `/absences/${some}/end`, {}],
    ["POST", `/terminals/${some}/revoke`, { reason: "理由理由" }],
    ["POST", `/accounts/${some}/reset`, { reason: "理由理由" }],
  ])("%s %s: what lies outside one's area is not there", async (method, path, body) => {
    expect(await township.call(method, path, body)).toMatchObject({ status: 404 });
  });

  test("another township's worker is not there either, and neither is his account", async () => {
    const other = await testPost(database.owner, { role: "grid-worker", area: "320583101001001" });
    for (const path of [
      `/posts/${other.postId}/end`,
      `/posts/${other.postId}/absences`,
      `/accounts/${other.accountId}/reset`,
    ])
      expect(await township.call("POST", path, { reason: "理由理由" })).toMatchObject({ status: 404 });
    expect(await county.call("POST", `/posts/${other.postId}/end`, { reason: "理由理由" })).toMatchObject({
      status: 200,
    });
  });

  test.each([
    ["POST", "/posts", {}],
    ["POST", "/posts", worker("Bad Name!")],
    ["POST", "/posts", worker("ok-name", { area: "32058" })],
    ["POST", "/posts", worker("ok-name", { role: "king" })],
    ["POST", "/posts/not-a-uuid/end", { reason: "理由理由" }],
    ["POST", `/posts/${some}/end`, { reason: "短" }],
    ["POST", `/posts/${some}/end`, { reason: "理由理由", at: "tomorrow" }],
    ["GET", "/posts", undefined],
    ["GET", "/posts?area=320583100&limit=1000", undefined],
    ["GET", "/duty/kunshan", undefined],
    ["POST", "/terminals", { code: "" }],
    ["POST", "/activation-codes", { area: "320583100", postIds: ["x"] }],
  ])("%s %s of a wrong shape is a problem document", async (method, path, body) => {
    const refused = await county.call(method, path, body);
    expect(refused).toMatchObject({ status: 400, body: { code: "common/wrong-shape" } });
  });
});

describe("the list of posts", () => {
  test("pages on without loss, and is searched by name", async () => {
    const seen: string[] = [];
    let after = "";
    for (;;) {
      const { items, next } = await postsAt(township, "320583100", `&limit=97${after}`);
      seen.push(...items.map((post) => post.id));
      if (next === null) break;
      after = `&after=${encodeURIComponent(next)}`;
    }
    const [all] = await database.owner`
      select count(*) from post where area like '320583100%' and (valid_until is null or valid_until > ${NOW})`;
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(all?.["count"] ?? -1);
    const found = await postsAt(township, "320583100", "&q=many-29");
    expect(found.items.map((post) => post.username).sort()).toEqual(
      ["many-29", ...Array.from({ length: 10 }, (_, at) => `many-29${at}`)].sort(),
    );
  });
});
