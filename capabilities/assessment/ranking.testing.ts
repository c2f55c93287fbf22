/** One assessment in this process, for tests: rows in, list out. */
import { createHmac } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { instantOf } from "#kernel/time.ts";
import { DEFAULT_RULES, loadRuleSet } from "./assess.ts";
import type { Summary } from "./contract.ts";
import { placed, TEST_DAY, TEST_KEY, writeWorld } from "./feeds.testing.ts";
import type { World } from "./naive.testing.ts";
import { type AssessmentOrder, runAssessment } from "./run.ts";

export type Listed = Readonly<Record<string, string>>;
export type Outcome = {
  readonly csv: string;
  readonly rows: readonly Listed[];
  readonly summary: Summary;
  readonly rejects: Readonly<Record<string, string>>;
};

export const tempFolder = (): string => mkdtempSync(join(tmpdir(), "assessment-test-"));

/** Assesses a folder as it is. */
export async function assessFolder(feedsDir: string, changes: Partial<AssessmentOrder> = {}): Promise<Outcome> {
  const outDir = tempFolder();
  const summary = await runAssessment(
    {
      feedsDir,
      outDir,
      day: TEST_DAY,
      ruleSet: await loadRuleSet(DEFAULT_RULES),
      ruleSetSha256: "",
      province: "32",
      engine: "duckdb",
      provinceKey: TEST_KEY,
      databaseUrl: null,
      historyDir: null,
      memoryMb: 2048,
      threads: 2,
      maxBadShare: 1,
      by: "test",
      now: instantOf(0),
      ...changes,
    },
    () => {},
  );
  const csv = readFileSync(join(outDir, "ranked.csv"), "utf8");
  const folder = join(outDir, "rejects");
  const rejects: Record<string, string> = {};
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    rejects[name] = readFileSync(join(folder, name), "utf8");
  rmSync(outDir, { recursive: true, force: true });
  const rows: Listed[] = parse(csv, { columns: true });
  return { csv, rows, summary, rejects };
}

/** Assesses rows by feed, each feed one CSV file. */
export async function assessRows(
  feeds: Readonly<Record<string, readonly Record<string, string>[]>>,
  changes: Partial<AssessmentOrder> = {},
): Promise<Outcome> {
  return await assessWorld(placed(feeds), changes);
}

/** Assesses rows that know their file and line. */
export async function assessWorld(world: World, changes: Partial<AssessmentOrder> = {}): Promise<Outcome> {
  const dir = tempFolder();
  writeWorld(dir, world);
  try {
    return await assessFolder(dir, changes);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Key of a text by RFC 2104, as feeds.md says, made with Node's own HMAC. */
export function keyOfText(text: string): string {
  const hex = createHmac("sha256", Buffer.from(TEST_KEY, "hex")).update(text).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join("-");
}
