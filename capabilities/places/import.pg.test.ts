import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { type TestDatabase, testDatabase } from "#testing/database.ts";
import { ImportRefused, importPlaces } from "./import.ts";
import { SourceFault } from "./sources.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const folder = mkdtempSync(join(tmpdir(), "wangge-places-"));
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase(NOW);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (text: string | Buffer): string => {
  const path = join(folder, `list-${Math.random()}.csv`);
  writeFileSync(path, text);
  return path;
};

const load = (source: string, options: { province?: string; hasDefaultGrids?: boolean } = {}) => {
  const { services } = database;
  const actor = systemActor("32");
  return asActor(database.server, actor, (sql) =>
    importPlaces(
      { sql, actor, now: services.clock(), services, requestId: "test" },
      {
        source,
        province: options.province ?? null,
        effectiveOn: null,
        hasDefaultGrids: options.hasDefaultGrids ?? false,
      },
    ),
  );
};

const KUNSHAN =
  "code,name\n33,浙江省\n3301,杭州市\n330102,上城区\n330102001,清波街道\n330102001051,清波门社区\n330102001052,定安路社区\n";

test("Jiangsu has 13 cities, 104 counties, 1,487 townships and 21,958 villages, each with a first grid; again changes nothing", async () => {
  expect(await load("jiangsu", { hasDefaultGrids: true })).toEqual({
    rows: 23563,
    created: 23563,
    renamed: 0,
    restored: 0,
    retired: 0,
    grids: 21958,
  });
  const again = await load("jiangsu", { hasDefaultGrids: true });
  expect(again).toEqual({ rows: 23563, created: 0, renamed: 0, restored: 0, retired: 0, grids: 0 });
  const levels = await database.owner`
    select length(code) as digits, count(*) from place group by 1 order by 1`;
  expect(levels.map((row) => [row["digits"], row["count"]])).toEqual([
    [2, 1],
    [4, 13],
    [6, 104],
    [9, 1487],
    [12, 21958],
    [15, 21958],
  ]);
});

test("a second list renames with both names on record, adds, and retires what disappeared with all below it", async () => {
  await load(file(KUNSHAN), { hasDefaultGrids: true });
  database.setNow(instant("2020-03-01T01:00:00Z"));
  const counts = await load(
    file(KUNSHAN.replace("清波门社区", "清波社区").replace("330102001052,定安路社区", "330102001053,劳动路社区")),
  );
  expect(counts).toMatchObject({ rows: 6, created: 1, renamed: 1, retired: 2, restored: 0 });
  const retired = await database.owner`
    select code, valid_from, valid_until from place where code like '33%' and valid_until is not null order by code`;
  expect(retired).toEqual([
    { code: "330102001052", valid_from: "2000-01-01", valid_until: "2020-03-01" },
    { code: "330102001052001", valid_from: "2000-01-01", valid_until: "2020-03-01" },
  ]);
  const [added] = await database.owner`select valid_from, recorded_at from place where code = '330102001053'`;
  expect(added).toEqual({ valid_from: "2020-03-01", recorded_at: instant("2020-03-01T01:00:00Z") });
  const changes = await database.owner`
    select kind, from_codes, detail from place_change where from_codes <> '{}' and kind in ('rename', 'retire') order by kind, from_codes`;
  expect(changes).toEqual([
    { kind: "rename", from_codes: ["330102001051"], detail: { oldName: "清波门社区", newName: "清波社区" } },
    { kind: "retire", from_codes: ["330102001052"], detail: {} },
    { kind: "retire", from_codes: ["330102001052001"], detail: {} },
  ]);
});

test("a division that comes back is restored, a retired grid's code is refused", async () => {
  expect(await load(file(KUNSHAN))).toMatchObject({ restored: 1, retired: 1 });
  const refused = await load(file("code,name\n330102001052001,又来\n")).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ImportRefused);
  expect((refused as ImportRefused).faults).toEqual([{ line: 2, code: "330102001052001", why: "retired-code" }]);
});

test("a list of one village's grids retires nothing, and households and kinds are taken over", async () => {
  const list =
    "code,name,households,kind\n330102001051001,一网格,412,\n330102001051002,二网格,388,\n330102001051901,商场,0,dedicated\n";
  expect(await load(file(list))).toMatchObject({ created: 2, renamed: 1, retired: 0 });
  const rows = await database.owner`
    select code, households, kind from place where parent = '330102001051' order by code`;
  expect(rows).toEqual([
    { code: "330102001051001", households: 412, kind: "comprehensive" },
    { code: "330102001051002", households: 388, kind: "comprehensive" },
    { code: "330102001051901", households: 0, kind: "dedicated" },
  ]);
});

test("wrong codes, duplicates and orphans are told by line, and nothing is imported", async () => {
  const list = "code,name\n3302,宁波市\n33020,错码\n3302,宁波市\n330299001001,孤儿\n330203,海曙区\n";
  const refused = await load(file(list)).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ImportRefused);
  expect((refused as ImportRefused).faults).toEqual([
    { line: 3, code: "33020", why: "wrong-code" },
    { line: 4, code: "3302", why: "duplicate" },
    { line: 5, code: "330299001", why: "orphan" },
  ]);
  expect(await database.owner`select 1 from place where code = '3302'`).toHaveLength(0);
});

test("a GB18030 file, padded codes, quotation marks and a byte-order mark are read", async () => {
  const gb18030 = Buffer.concat([
    Buffer.from("code,name\n330200000000,"),
    Buffer.from([0xc4, 0xfe, 0xb2, 0xa8, 0xca, 0xd0]),
    Buffer.from("\n"),
  ]);
  expect(await load(file(gb18030))).toMatchObject({ created: 1 });
  expect(await load(file('\uFEFFname,code\r\n"海曙, ""老区""",330203000000\r\n'))).toMatchObject({ created: 1 });
  const rows = await database.owner`select code, name from place where code like '3302%' order by code`;
  expect(rows).toEqual([
    { code: "3302", name: "宁波市" },
    { code: "330203", name: '海曙, "老区"' },
  ]);
});

test.each([
  ["no such file", () => "/nowhere/list.csv", "missing"],
  ["a folder", () => folder, "unreadable"],
  ["no heading", () => file("33,浙江省\n"), "unreadable"],
  ["an endless row", () => file(`code,name\n33,"${"x".repeat(20_000)}`), "unreadable"],
])("%s is refused with a reason, and the transaction ends", async (_what, path, what) => {
  const refused = await load(path()).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(SourceFault);
  expect((refused as SourceFault).what).toBe(what);
});
