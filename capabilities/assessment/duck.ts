/** One DuckDB in memory, spilling to a scratch folder: the little of its interface that the assessment needs. */
import { type DuckDBConnection, DuckDBInstance, type Json } from "@duckdb/node-api";

export type Row = Record<string, Json>;

export type Duck = {
  run(sql: string): Promise<void>;
  /** All rows of a small answer; 64-bit integers come as text. */
  all(sql: string): Promise<Row[]>;
  /** Rows of a large answer in pieces. */
  stream(sql: string): AsyncGenerator<Row[]>;
  close(): void;
};

/** Text as an SQL literal. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export type DuckOptions = { readonly scratch: string; readonly memoryMb: number; readonly threads: number };

/** Opens a database with bounds on memory and threads; nothing can be loaded from outside. */
export async function openDuck(options: DuckOptions): Promise<Duck> {
  const instance = await DuckDBInstance.create(":memory:", {
    memory_limit: `${options.memoryMb}MB`,
    threads: String(options.threads),
    temp_directory: `${options.scratch}/spill`,
    preserve_insertion_order: "false",
    autoinstall_known_extensions: "false",
  });
  const connection: DuckDBConnection = await instance.connect();
  await connection.run("set timezone = 'Asia/Shanghai'");
  return {
    run: async (sql) => {
      await connection.run(sql);
    },
    all: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
    stream: async function* (sql) {
      const result = await connection.stream(sql);
      for await (const rows of result.yieldRowObjectJson()) yield rows;
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
