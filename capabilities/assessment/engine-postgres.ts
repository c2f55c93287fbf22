/**
 * The second engine: the same staged rows and the same statements on a PostgreSQL server (15 to 18), in a private schema
 * that goes when the work is done.
 */
import { randomBytes } from "node:crypto";
import { closeSync, createReadStream, openSync, writeSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import postgres from "postgres";
import { compileAssessment } from "./compile.ts";
import { POSTGRES } from "./dialect.ts";
import { STAGED } from "./door-views.ts";
import { type Duck, quoted } from "./duck.ts";
import { type EngineOptions, stepOf } from "./engine-duckdb.ts";
import { planFor } from "./plan.ts";

/** Columns of `ranked` on the way back, in order. */
const RANKED_TYPES = {
  person_key: "uuid",
  kind: "text",
  tier: "text",
  rules: "text",
  latest_exposure_at: "bigint",
  exposure_tenths: "bigint",
  managed: "boolean",
  shared_phone: "boolean",
  place: "text",
  place_source: "text",
  evidence: "text",
} as const;

export type PostgresOptions = EngineOptions & { readonly databaseUrl: string; readonly workMemoryMb: number };

/** Loads, ranks and leaves the table `ranked` in DuckDB, where both engines' results are written by the same hand. */
export async function rankByPostgres(duck: Duck, options: PostgresOptions): Promise<void> {
  const sql = postgres(options.databaseUrl, { max: 1, onnotice: () => {} });
  const schema = `assessment_${randomBytes(6).toString("hex")}`;
  try {
    await sql.unsafe(`create schema ${schema}`);
    await sql.unsafe(`set search_path to ${schema}`);
    await sql.unsafe(`set work_mem = '${options.workMemoryMb}MB'`);
    await sql.unsafe("set jit = off");
    await load(duck, sql, options);
    for (const statement of compileAssessment(planFor(options.ruleSet, options.day, options.province, POSTGRES))) {
      options.onProgress(stepOf(statement));
      await sql.unsafe(statement);
    }
    await fetchRanked(duck, sql, options.scratch);
  } finally {
    await sql.unsafe(`drop schema if exists ${schema} cascade`).catch(() => undefined);
    await sql.end({ timeout: 5 });
  }
}

async function load(duck: Duck, sql: postgres.Sql, options: PostgresOptions): Promise<void> {
  const seq = ["seq", "bigint", ""] as const;
  const tables: { table: string; columns: readonly (readonly [string, string, string])[] }[] = [
    ...Object.values(STAGED).map(({ table, columns }) => ({ table, columns: [...columns, seq] })),
    { table: "place_seen", columns: [["place", "text", ""]] },
    {
      table: "file",
      columns: [
        ["no", "bigint", ""],
        ["feed", "text", ""],
        ["name", "text", ""],
      ],
    },
  ];
  for (const { table, columns } of tables) {
    options.onProgress(`load ${table}`);
    const path = join(options.scratch, `load-${table}.csv`);
    const names = columns.map(([name]) => name).join(", ");
    // A zero byte stands for nothing in neither engine's text, so empty text and null stay apart.
    await duck.run(`copy (select ${names} from ${table}) to ${quoted(path)} (format csv, header false, nullstr '\\N')`);
    await sql.unsafe(`create unlogged table ${table} (${columns.map(([name, type]) => `${name} ${type}`).join(", ")})`);
    const sink = await sql.unsafe(`copy ${table} (${names}) from stdin (format csv, null '\\N')`).writable();
    await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), sink);
    await sql.unsafe(`analyze ${table}`);
    await rm(path, { force: true });
  }
}

/**
 * Brings `ranked` back in batches by a cursor: a COPY to the client of postgres.js stops for good when its last piece
 * meets a full buffer.
 */
async function fetchRanked(duck: Duck, sql: postgres.Sql, scratch: string): Promise<void> {
  const path = join(scratch, "ranked-postgres.csv");
  const file = openSync(path, "w", 0o600);
  const plain = Object.keys(RANKED_TYPES).filter((name) => name !== "evidence");
  const line = `concat_ws(',', ${plain.join(", ")}, '"' || replace(evidence, '"', '""') || '"')`;
  try {
    for await (const rows of sql.unsafe<{ line: string }[]>(`select ${line} as line from ranked`).cursor(10_000))
      writeSync(file, rows.map((row) => `${row.line}\n`).join(""));
  } finally {
    closeSync(file);
  }
  const columns = Object.entries(RANKED_TYPES).map(([name, type]) => `'${name}': '${type}'`);
  await duck.run(
    `create table ranked as select * from read_csv(${quoted(path)}, header = false, delim = ',', quote = '"', escape = '"', auto_detect = false, max_line_size = 16777216, columns = {${columns.join(", ")}})`,
  );
}
