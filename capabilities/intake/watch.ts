/** The watched folder: `<watchDir>/<day>/<folder>/<file>`, taken when a file's size has stood still for a turn. */
import { createReadStream } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { plainDay } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { systemActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import { HANDED_IN_FOLDERS } from "./contract.ts";
import { feedOfName } from "./rules/file-names.ts";
import { takeFile } from "./take.ts";

type Seen = { readonly size: number; readonly changedAtMs: number; readonly isTaken: boolean };

/** A folder that is filled without end must not fill the memory. */
const REMEMBERED_AT_MOST = 100_000;

/**
 * A watcher with its memory: each turn looks once and takes what has not changed since the turn before. A restart
 * reads everything once more; the content's hash finds that it was taken. Always returns 0: the next look must be a whole
 * interval away, or a file that is still being written would seem to stand still.
 */
export function makeWatcher(): (services: Services) => Promise<number> {
  const seen = new Map<string, Seen>();
  return async (services) => {
    const { watchDir } = services.settings;
    if (watchDir === null) return 0;
    if (seen.size > REMEMBERED_AT_MOST) seen.clear();
    for (const candidate of await candidates(watchDir)) {
      const before = seen.get(candidate.path);
      const isStill = before?.size === candidate.size && before.changedAtMs === candidate.changedAtMs;
      if (isStill && before.isTaken) continue;
      if (isStill && candidate.size > 0) await take(services, candidate);
      // Only now: what threw, with the database away, is tried again next turn.
      seen.set(candidate.path, { ...candidate, isTaken: isStill });
    }
    return 0;
  };
}

type Candidate = { path: string; day: string; name: string; size: number; changedAtMs: number };

/** Regular files with a feed's name; links, odd names and everything else are left alone. */
async function candidates(watchDir: string): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const day of await readdir(watchDir).catch(() => [])) {
    if (plainDay(day) === null) continue;
    for (const folder of HANDED_IN_FOLDERS) {
      for (const file of (await readdir(join(watchDir, day, folder)).catch(() => [])).sort()) {
        if (feedOfName(folder, file) === null) continue;
        const path = join(watchDir, day, folder, file);
        const info = await lstat(path).catch(() => null);
        if (info?.isFile())
          found.push({ path, day, name: `${folder}/${file}`, size: info.size, changedAtMs: info.mtimeMs });
      }
    }
  }
  return found;
}

async function take(services: Services, { path, day, name }: Candidate): Promise<void> {
  try {
    const stream = createReadStream(path, { highWaterMark: 1 << 20 });
    const actor = systemActor(services.settings.province);
    await takeFile(services, actor, { day, name, channel: "folder", stream });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    services.log("feed-refused", { day, name, problem: error.kind.code });
  }
}
