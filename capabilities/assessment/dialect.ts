/** The few places where DuckDB's SQL and PostgreSQL's differ. All other statements are the same text for both. */
export type Dialect = {
  readonly name: "duckdb" | "postgres";
  readonly createTable: (name: string) => string;
  /** Said after a table was filled; null: nothing to say. */
  readonly analyse: (name: string) => string | null;
  /** Whole quotient of two non-negative integers. */
  readonly wholeQuotient: (value: string, by: number) => string;
  /** ISO 8601 at +08:00 of milliseconds. */
  readonly isoShanghai: (milliseconds: string) => string;
  /** The value in the row with the greatest `at`, of equals the greatest `seq`. */
  readonly latest: (value: string, at: string, seq: string) => string;
};

const SHANGHAI_MS = 28_800_000;

export const DUCKDB: Dialect = {
  name: "duckdb",
  createTable: (name) => `create table ${name}`,
  analyse: () => null,
  wholeQuotient: (value, by) => `cast((${value}) // ${by} as bigint)`,
  isoShanghai: (milliseconds) =>
    `strftime(make_timestamp_ms((${milliseconds}) + ${SHANGHAI_MS}), '%Y-%m-%dT%H:%M:%S+08:00')`,
  latest: (value, at, seq) => `arg_max(${value}, cast(${at} as hugeint) * 1000000000000000000 + ${seq})`,
};

export const POSTGRES: Dialect = {
  name: "postgres",
  createTable: (name) => `create unlogged table ${name}`,
  analyse: (name) => `analyze ${name}`,
  wholeQuotient: (value, by) => `cast((${value}) / ${by} as bigint)`,
  isoShanghai: (milliseconds) =>
    `to_char(timestamp '1970-01-01' + ((${milliseconds}) + ${SHANGHAI_MS}) * interval '1 millisecond', 'YYYY-MM-DD"T"HH24:MI:SS"+08:00"')`,
  latest: (value, at, seq) => `(array_agg(${value} order by ${at} desc, ${seq} desc))[1]`,
};
