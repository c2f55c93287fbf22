import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "#kernel/actor.ts";
import { instant } from "#kernel/time.ts";
import { newId } from "#platform/ids.ts";
import { type TestDatabase, testDatabase, testPlaces, testPost } from "#testing/database.ts";
import { type Client, type TestServer, testServer } from "#testing/server.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const REASON = "户数超过五百";
let database: TestDatabase;
let server: TestServer;
let township: Client;
let nextVillage = 1;

beforeAll(async () => {
  database = await testDatabase(NOW);
  await testPlaces(database.owner, { "32": "江苏省", "3205": "苏州市", "320583": "昆山市", "320583100": "玉山镇" });
  server = await testServer(database);
  township = await server.as(await testPost(database.owner, { role: "operator", area: "320583100" }));
});

/** A village of its own for each test, with grids 001 and 002. */
async function village(): Promise<{ code: string; one: string; two: string }> {
  const code = `320583100${String(nextVillage++).padStart(3, "0")}`;
  await testPlaces(database.owner, { [code]: "某村", [`${code}001`]: "一网格", [`${code}002`]: "二网格" });
  return { code, one: `${code}001`, two: `${code}002` };
}

async function households(place: string, count: number): Promise<string[]> {
  const keys = Array.from({ length: count }, newId);
  await database.owner`
    insert into household (county, household_key, place, persons, recorded_at)
    select '320583', key::uuid, ${place}, 3, ${NOW} from unnest(${keys}::text[]) as k (key)`;
  return keys;
}

const worker = (area: string, isPrimary = true): Promise<Actor> =>
  testPost(database.owner, { role: "grid-worker", area, isPrimary });

async function task(place: string, holder: string | null): Promise<string> {
  const id = newId();
  await database.owner`
    insert into task (county, id, kind, person_key, tier, rules, session_id, day, place, holder_post, desk, state, issued_at, due_at)
    values ('320583', ${id}, 'verification', ${newId()}, 'red', '{case}', ${newId()}, '2020-02-10', ${place}, ${holder},
            ${holder === null ? "320583100" : null}, 'issued', ${NOW}, ${NOW})`;
  return id;
}

const taskOf = async (id: string) =>
  (await database.owner`select place, holder_post, desk, state from task where id = ${id}`)[0];

const householdsIn = async (place: string) =>
  (await database.owner<{ key: string }[]>`select household_key as key from household where place = ${place}`)
    .map((row) => row.key)
    .sort();

const standing = async (village: string) =>
  (await database.owner`select code from place where parent = ${village} and valid_until is null order by code`).map(
    (row) => row["code"],
  );

describe("a split", () => {
  test("by lists: households go where the lists say, people and open tasks follow, the old code is retired for good", async () => {
    const { code, one } = await village();
    const [first, second, ...rest] = await households(one, 5);
    const holder = await worker(one);
    const open = await task(one, holder.postId);
    const phone = await server.as(holder);
    const done = await township.call("POST", `/places/${one}/split`, {
      into: [
        { name: "一网格东", households: [first, second] },
        { name: "一网格西", takesRest: true },
      ],
      reason: REASON,
    });
    expect(done).toMatchObject({
      status: 200,
      body: { retired: [one], created: [`${code}003`, `${code}004`], tasksMoved: 1 },
    });
    expect(await standing(code)).toEqual([`${code}002`, `${code}003`, `${code}004`]);
    expect(await householdsIn(`${code}003`)).toEqual([first, second].sort());
    expect(await householdsIn(`${code}004`)).toEqual([...rest].sort());
    const posts = await database.owner<{ id: string; area: string; is_primary: boolean; continues: string }[]>`
      select id, area, is_primary, continues from post where account_id = ${holder.accountId} and valid_until is null order by area`;
    expect(posts).toMatchObject([
      { area: `${code}003`, is_primary: true, continues: holder.postId },
      { area: `${code}004`, is_primary: true, continues: holder.postId },
    ]);
    expect(await taskOf(open)).toEqual({ place: `${code}004`, holder_post: posts[1]?.id, desk: null, state: "issued" });
    database.services.hub.tell({ topic: "session", key: holder.accountId });
    expect(await phone.call("GET", "/session")).toMatchObject({ status: 200, body: { post: { area: `${code}003` } } });
    const [households_] = await database.owner`select households from place where code = ${`${code}004`}`;
    expect(households_).toEqual({ households: 3 });
  });

  test("by shares of 40 and 60", async () => {
    const { code, one } = await village();
    await households(one, 10);
    const into = [
      { name: "东", share: 40 },
      { name: "西", share: 60 },
    ];
    expect(await township.call("POST", `/places/${one}/split`, { into, reason: REASON })).toMatchObject({
      status: 200,
    });
    expect(await householdsIn(`${code}003`)).toHaveLength(4);
    expect(await householdsIn(`${code}004`)).toHaveLength(6);
  });

  test("its micro-grids go with it, and so do the households and tasks in them", async () => {
    const { code, one } = await village();
    const made = await township.call("POST", `/places/${one}/grids`, { name: "一号楼", reason: REASON });
    expect(made.body).toMatchObject({ created: [`${one}001`] });
    const inside = await households(`${one}001`, 2);
    const open = await task(`${one}001`, null);
    const into = [{ name: "东", takesRest: true }, { name: "西" }];
    const done = await township.call("POST", `/places/${one}/split`, { into, reason: REASON });
    expect(done.body).toMatchObject({ retired: [one, `${one}001`], tasksMoved: 1 });
    expect(await householdsIn(`${code}003`)).toEqual([...inside].sort());
    expect(await taskOf(open)).toMatchObject({ place: `${code}003` });
  });

  test("of a retired grid, or twice, is refused with the word where to look", async () => {
    const { one } = await village();
    const into = [
      { name: "东", share: 50 },
      { name: "西", share: 50 },
    ];
    const split = () => township.call("POST", `/places/${one}/split`, { into, reason: REASON });
    const both = await Promise.all([split(), split()]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(await split()).toMatchObject({ status: 409, body: { code: "places/retired" } });
  });

  test.each<[string, object[], string]>([
    ["into one", [{ name: "东", share: 100 }], "places/too-few"],
    [
      "with shares of 90",
      [
        { name: "东", share: 50 },
        { name: "西", share: 40 },
      ],
      "places/shares-not-100",
    ],
    [
      "that leaves households out",
      [
        { name: "东", households: [] },
        { name: "西", households: [] },
      ],
      "places/household-lost",
    ],
    [
      "with a stranger's household",
      [
        { name: "东", households: ["01890000-0000-7000-8000-000000000001"] },
        { name: "西", takesRest: true },
      ],
      "places/household-elsewhere",
    ],
  ])("%s is refused, and nothing changes", async (_what, into, code) => {
    const { code: parent, one } = await village();
    const before = await households(one, 3);
    const refused = await township.call("POST", `/places/${one}/split`, { into, reason: REASON });
    expect(refused).toMatchObject({ status: 422, body: { code } });
    expect(await standing(parent)).toEqual([one, `${parent}002`]);
    expect(await householdsIn(one)).toEqual([...before].sort());
  });
});

describe("a merge", () => {
  test("puts households, people and tasks together; one of the two primaries stays primary; history leads on", async () => {
    const { code, one, two } = await village();
    const all = [...(await households(one, 2)), ...(await households(two, 3))];
    const [a, b] = [await worker(one), await worker(two)];
    const tasks = [await task(one, a.postId), await task(two, b.postId)];
    const merge = { codes: [one, two], into: { name: "合并网格" }, reason: "人手不足合并" };
    const done = await township.call("POST", `/places/${code}/merge`, merge);
    expect(done).toMatchObject({ status: 200, body: { retired: [one, two], created: [`${code}003`], tasksMoved: 2 } });
    expect(await householdsIn(`${code}003`)).toEqual(all.sort());
    const posts = await database.owner`
      select is_primary, id from post where area = ${`${code}003`} and valid_until is null`;
    expect(posts).toHaveLength(2);
    const primary = posts.filter((post) => post["is_primary"]);
    expect(primary).toHaveLength(1);
    for (const id of tasks)
      expect(await taskOf(id)).toMatchObject({ place: `${code}003`, holder_post: primary[0]?.["id"] });
    const history = await township.call("GET", `/places/${one}/history`);
    expect(history.body).toMatchObject({
      changes: [
        { kind: "merge", from: [one, two], to: [`${code}003`], reason: "人手不足合并", effectiveOn: "2020-02-10" },
      ],
      successors: [{ code: `${code}003`, name: "合并网格", level: "grid" }],
    });
  });

  test("a person who worked in both has one post afterwards", async () => {
    const { code, one, two } = await village();
    const both = await worker(one);
    await database.owner`
      insert into post (id, account_id, role, area, organisation, valid_from, recorded_at)
      values (${newId()}, ${both.accountId}, 'grid-worker', ${two}, '某村', ${NOW}, ${NOW})`;
    await township.call("POST", `/places/${code}/merge`, { codes: [one, two], into: { name: "合" }, reason: REASON });
    const posts = await database.owner`
      select area from post where account_id = ${both.accountId} and (valid_until is null or valid_until > ${NOW})`;
    expect(posts).toEqual([{ area: `${code}003` }]);
  });

  test("across villages is refused", async () => {
    const [here, there] = [await village(), await village()];
    const merge = { codes: [here.one, there.one], into: { name: "合" }, reason: REASON };
    const refused = await township.call("POST", `/places/${here.code}/merge`, merge);
    expect(refused).toMatchObject({ status: 422, body: { code: "places/wrong-code" } });
  });
});

describe("retiring, creating, renaming", () => {
  test("a grid that is needed names its successor; then everything goes there", async () => {
    const { one, two } = await village();
    const [moved] = await households(one, 1);
    const holder = await worker(one);
    const open = await task(one, holder.postId);
    const there = await worker(two);
    const retire = (successor: string | null) =>
      township.call("POST", `/places/${one}/retire`, { successor, reason: REASON });
    expect(await retire(null)).toMatchObject({ status: 422, body: { code: "places/needs-successor" } });
    expect(await retire(one)).toMatchObject({ status: 422, body: { code: "places/wrong-code" } });
    expect(await retire(two)).toMatchObject({ status: 200, body: { tasksMoved: 1 } });
    expect(await householdsIn(two)).toEqual([moved]);
    expect(await taskOf(open)).toMatchObject({ place: two, holder_post: there.postId });
    const [primary] = await database.owner`select is_primary from post where id = ${there.postId}`;
    expect(primary).toEqual({ is_primary: true });
  });

  test("a retired code is never given again, asked for or not", async () => {
    const { code, two } = await village();
    await township.call("POST", `/places/${two}/retire`, { reason: REASON });
    const asked = await township.call("POST", `/places/${code}/grids`, { code: two, name: "新", reason: REASON });
    expect(asked).toMatchObject({ status: 409, body: { code: "places/code-taken" } });
    const given = await township.call("POST", `/places/${code}/grids`, { name: "新", reason: REASON });
    expect(given.body).toMatchObject({ created: [`${code}003`] });
    const dedicated = await township.call("POST", `/places/${code}/grids`, {
      name: "商场",
      kind: "dedicated",
      reason: REASON,
    });
    expect(dedicated.body).toMatchObject({ created: [`${code}900`] });
  });

  test("a rename keeps both names", async () => {
    const { one } = await village();
    await township.call("POST", `/places/${one}/name`, { name: "东湖网格", reason: "居民习惯叫法" });
    const history = await township.call("GET", `/places/${one}/history`);
    expect(history.body).toMatchObject({
      changes: [{ kind: "rename", oldName: "一网格", newName: "东湖网格" }],
      successors: [{ code: one, name: "东湖网格" }],
    });
    const entries = await database.owner`select action from audit_pending where object_id = ${one}`;
    expect(entries).toEqual([{ action: "grid.rename" }]);
  });

  test("old reports stay attributable: through a split and a merge an old code leads to what stands", async () => {
    const { code, one, two } = await village();
    const halves = [
      { name: "东", share: 50 },
      { name: "西", share: 50 },
    ];
    await township.call("POST", `/places/${one}/split`, { into: halves, reason: REASON });
    await township.call("POST", `/places/${code}/merge`, {
      codes: [`${code}003`, two],
      into: { name: "合" },
      reason: REASON,
    });
    const history = await township.call("GET", `/places/${one}/history`);
    expect((history.body as { successors: unknown }).successors).toMatchObject([
      { code: `${code}004` },
      { code: `${code}005` },
    ]);
    expect(await township.call("GET", `/places/${one}`)).toMatchObject({
      status: 200,
      body: { retiredOn: "2020-02-10" },
    });
  });
});

describe("who may change grids", () => {
  const body = { name: "某", reason: REASON };
  const calls = (one: string, code: string): [string, object][] => [
    [`/places/${code}/grids`, body],
    [
      `/places/${one}/split`,
      {
        into: [
          { name: "东", share: 50 },
          { name: "西", share: 50 },
        ],
        reason: REASON,
      },
    ],
    [`/places/${code}/merge`, { codes: [one, `${code}002`], into: { name: "合" }, reason: REASON }],
    [`/places/${one}/retire`, { reason: REASON }],
    [`/places/${one}/name`, body],
  ];

  test("not a worker, not the village itself, not another township, not a stranger", async () => {
    const { code, one } = await village();
    const strangers: [Actor | null, number][] = [
      [await worker(one), 403],
      [await testPost(database.owner, { role: "analyst", area: "32" }), 403],
      [await testPost(database.owner, { role: "operator", area: code }), 403],
      [await testPost(database.owner, { role: "operator", area: "320583101" }), 404],
      [null, 401],
    ];
    for (const [actor, status] of strangers) {
      const client = await server.as(actor);
      for (const [path, given] of calls(one, code))
        expect(await client.call("POST", path, given)).toMatchObject({ status });
    }
    expect(await standing(code)).toEqual([one, `${code}002`]);
  });

  test("a wrong shape is a problem document", async () => {
    const { code, one } = await village();
    for (const [path, given] of calls(one, code)) {
      expect(await township.call("POST", path, { ...given, reason: "" })).toMatchObject({ status: 400 });
      expect(await township.call("POST", path, {})).toMatchObject({ status: 400 });
    }
    expect(await township.call("POST", "/places/320583100/split", {})).toMatchObject({ status: 400 });
    expect(await township.call("POST", `/places/${code}999/split`, calls(one, code)[1]?.[1])).toMatchObject({
      status: 404,
    });
  });
});
