/** `wangge migrate`, `grid import`, `staff …` and `audit …` against a database of their own, as processes. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { instant } from "#kernel/time.ts";
import { sequenceOnce } from "#platform/audit-log.ts";
import { type TestDatabase, testDatabase } from "#testing/database.ts";

const NOW = instant("2020-02-10T01:00:00Z");
const folder = mkdtempSync(join(tmpdir(), "wangge-cli-"));
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase(NOW);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function wangge(words: readonly string[], input = "") {
  const env = {
    ...process.env,
    DATABASE_URL: database.ownerUrl,
    WANGGE_DATA_DIR: inject("postgres").dataDir,
    WANGGE_DEMO: "off",
  };
  const done = spawnSync(process.execPath, ["cli/main.ts", ...words], { encoding: "utf8", env, input });
  return { status: done.status, stdout: done.stdout, stderr: done.stderr };
}

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

test("a database that is up to date has nothing to migrate", () => {
  expect(wangge(["migrate", "--json"])).toMatchObject({ status: 0, stdout: '{"applied":[]}\n' });
});

test("an empty deployment gets its places, its first operator with a password shown once, its auditor and its workers", async () => {
  const list = file(
    "list.csv",
    "code,name\n32,江苏省\n3205,苏州市\n320583,昆山市\n320583100,玉山镇\n320583100001,某村\n",
  );
  const imported = wangge(["grid", "import", "--source", list, "--json"]);
  expect(JSON.parse(imported.stdout)).toMatchObject({ rows: 5, created: 5, grids: 1 });

  const operator = [
    "staff",
    "post",
    "--username",
    "operator-js",
    "--name",
    "省中心",
    "--role",
    "operator",
    "--area",
    "32",
    "--json",
  ];
  const made = JSON.parse(wangge(operator).stdout) as { password: string };
  expect(made).toMatchObject({ isNewAccount: true, password: expect.stringMatching(/^[\w-]{16}$/) });
  expect(JSON.parse(wangge(operator).stdout)).toMatchObject({ isNewAccount: false, password: null });

  const auditor = [
    "staff",
    "post",
    "--username",
    "auditor-js",
    "--name",
    "审计",
    "--role",
    "auditor",
    "--area",
    "32",
    "--password-stdin",
  ];
  expect(wangge(auditor, "12345678\n")).toMatchObject({ status: 65 });
  const given = wangge(auditor, "correct horse 9\n");
  expect(given.status).toBe(0);
  expect(given.stdout).not.toContain("correct horse");

  const staff = file(
    "staff.csv",
    "username,displayName,role,area,organisation\nwang-1,王一,grid-worker,320583100001001,某村\nli-1,李一,grid-worker,320583100001009,某村\n",
  );
  const some = wangge(["staff", "import", staff, "--json"]);
  expect(some.status).toBe(1);
  expect(JSON.parse(some.stdout)).toEqual({
    accounts: 1,
    posts: 1,
    known: 0,
    refused: [{ row: 1, username: "li-1", why: "no-such-place" }],
  });
  expect(some.stderr).toContain("row 2 li-1");
  const states = await database.owner`select username, state from account order by username`;
  expect(states).toEqual([
    { username: "auditor-js", state: "active" },
    { username: "operator-js", state: "active" },
    { username: "wang-1", state: "invited" },
  ]);
});

test("a refused post, an unknown account and a missing file each have their exit code", () => {
  const worker = ["staff", "post", "--username", "x-1", "--name", "某", "--role", "grid-worker", "--area"];
  expect(wangge([...worker, "320583"])).toMatchObject({ status: 1 });
  expect(wangge([...worker, "3205831"])).toMatchObject({ status: 64 });
  expect(wangge(["staff", "password", "nobody-here"])).toMatchObject({ status: 1 });
  expect(wangge(["staff", "import", join(folder, "none.csv")])).toMatchObject({ status: 66 });
});

test("the log verifies; heads kept outside still fit later; after an edit it says where, with exit code 1", async () => {
  await sequenceOnce(database.sequencer, database.services.keys, NOW);
  const kept = file("heads.jsonl", wangge(["audit", "heads"]).stdout);
  const intact = wangge(["audit", "verify", "--heads", kept, "--json"]);
  expect(intact.status).toBe(0);
  expect(JSON.parse(intact.stdout)).toMatchObject({ isIntact: true, fault: null, keptHeads: 1 });
  await database.owner`update audit_entry set action = 'x.y' where leaf_index = 1`;
  const edited = wangge(["audit", "verify", "--json"]);
  expect(edited.status).toBe(1);
  expect(JSON.parse(edited.stdout)).toMatchObject({ isIntact: false, fault: { what: "a row was edited", at: 1 } });
  expect(wangge(["audit", "verify", "--heads", file("wrong.jsonl", "{}\n")]).status).toBe(65);
  expect(wangge(["audit", "verify", "--heads", join(folder, "none.jsonl")]).status).toBe(66);
});

test("a database that is away is told in one line with exit code 69, a wrong setting with 78", () => {
  const run = (env: Record<string, string>) =>
    spawnSync(process.execPath, ["cli/main.ts", "migrate"], {
      encoding: "utf8",
      env: { ...process.env, WANGGE_DATA_DIR: join(folder, "away"), ...env },
    });
  const away = run({ DATABASE_URL: "postgres://wangge@127.0.0.1:1/wangge" });
  expect(away.status).toBe(69);
  expect(away.stderr.trim().split("\n")).toHaveLength(1);
  expect(run({ PORT: "x" }).status).toBe(78);
});
