/** Which files of a folder are feeds, in the order in which they are taken. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { FEEDS, type Feed } from "./rules/feeds.ts";

export type FeedFile = {
  readonly feed: Feed;
  /** Name inside the feed's folder, as evidence and rejects call it. */
  readonly name: string;
  readonly path: string;
  readonly format: "csv" | "parquet" | "ndjson";
  readonly bytes: number;
};

const stem = (name: string): string => name.split(".")[0] ?? name;

/**
 * `trips.csv` before `trips-2.csv`, else in code-unit order: "file order" must not depend on the machine's locale, and
 * a copy beside the plain file is the copy.
 */
const byName = (a: string, b: string): number => (stem(a) === stem(b) ? (a < b ? -1 : 1) : stem(a) < stem(b) ? -1 : 1);

/**
 * The feed files of a folder, feeds in their fixed order, files by name: `health/cases.csv`, `health/cases-*.parquet`,
 * `.ndjson`, each also with `.gz`. Anything else in the folder is left alone. Throws when the folder cannot be read.
 */
export async function feedFilesOf(feedsDir: string): Promise<FeedFile[]> {
  await readdir(feedsDir);
  const files: FeedFile[] = [];
  for (const feed of FEEDS) {
    const [department = "", noun = ""] = feed.id.split("/");
    const folder = join(feedsDir, department);
    const names = await readdir(folder).catch(() => []);
    for (const name of names.sort(byName)) {
      const format = formatOf(noun, name);
      if (format === null) continue;
      const path = join(folder, name);
      const info = await stat(path).catch(() => null);
      if (info?.isFile()) files.push({ feed, name, path, format, bytes: info.size });
    }
  }
  return files;
}

function formatOf(noun: string, name: string): FeedFile["format"] | null {
  const match = /^([a-z]+)(?:-.*)?\.(csv|parquet|ndjson)(?:\.gz)?$/s.exec(name);
  if (match === null || match[1] !== noun) return null;
  const format = match[2];
  return format === "csv" || format === "parquet" || format === "ndjson" ? format : null;
}

/** SHA-256 of a file's bytes, lower-case hex. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  return hash.digest("hex");
}

/** The name of a file in `rejects/`: feed nouns are unique but for our own two `places`. */
export const rejectsName = (file: FeedFile): string =>
  file.feed.id.endsWith("/places")
    ? `${file.feed.id.replace("/places", "")}-${file.name}.ndjson`
    : `${file.name}.ndjson`;
