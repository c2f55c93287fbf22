import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wangge-cli-simulate-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function wangge(words: readonly string[], env: Record<string, string> = {}) {
  const run = spawnSync(process.execPath, ["bin/wangge.mjs", ...words], {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return { status: run.status, stdout: run.stdout, stderr: run.stderr };
}

describe("wangge simulate refuses with exit code 64 and says why", () => {
  test.each([
    [["--county", "320599"], /320599/],
    [["--county", "330106"], /330106/],
    [["--persons", "80000001"], /80000000/],
    [["--persons", "many"], /whole number/],
    [["--until", "2020-02-30"], /2020-01-11/],
    [["--until", "2021-02-10"], /2020-01-11/],
    [["--days", "0"], /--days/],
    [["--format", "xls"], /parquet, csv, mixed/],
    [["--rate", "moved=2"], /between 0 and 1/],
    [["--rate", "typos=0.1"], /no rate typos/],
  ])("%j", (words, message) => {
    const { status, stderr } = wangge(["simulate", "--out", folder, ...words]);
    expect(status).toBe(64);
    expect(stderr).toMatch(message);
  });
});

test("simulate tells a program what it wrote, and measure finds a list without the exposed wanting", () => {
  const out = join(folder, "one");
  const { status, stdout } = wangge(["simulate", "--persons", "2000", "--out", out, "--json", "--rate", "outbreak=1"]);
  expect(status).toBe(0);
  const result: { rows: Record<string, number>; feedsDir: string } = JSON.parse(stdout);
  expect(result.feedsDir).toBe(join(out, "feeds"));
  expect(result.rows["police/residents"]).toBeGreaterThan(1_950);
  expect(JSON.parse(readFileSync(join(out, "truth/simulation.json"), "utf8"))).toMatchObject({
    persons: 2000,
    counties: ["320583"],
  });

  const ranked = join(folder, "ranked.csv");
  writeFileSync(ranked, "person_key,kind,tier\n00000000-0000-0000-0000-000000000000,person,red\n");
  const words = ["measure", "--truth", join(out, "truth"), "--ranked", ranked, "--json"];
  expect(wangge(words, { WANGGE_PROVINCE_KEY: "short" }).status).toBe(78);
  const measured = JSON.parse(wangge(words, { WANGGE_PROVINCE_KEY: "ab".repeat(32) }).stdout);
  expect(measured.recall.all.of).toBeGreaterThan(5);
  expect(measured.recall.all.found).toBe(0);
  expect(measured.precision.red).toEqual({ of: 1, found: 0, share: 0 });
});
