/** The feed folder of one run: the files as they stood at the cut-off, by hard links, and what the field has found. */
import { createWriteStream } from "node:fs";
import { copyFile, link, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { endOf, type Instant, isoShanghai, type PlainDay } from "#kernel/time.ts";
import type { Services } from "#platform/answer.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { filesByIds } from "./store-feeds.ts";
import { type PlaceFound, verifiedPlaces } from "./store-runs.ts";
import { blobPath } from "./take.ts";

/** What was chosen for a run: its files, its day, and the instant after which nothing counts. */
export type FolderOf = { readonly inputs: readonly string[]; readonly day: PlainDay; readonly cutOffAt: Instant };

/** Builds the folder anew; whatever a killed attempt left in it is gone. */
export async function buildFolder(services: Services, run: FolderOf, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const actor = systemActor(services.settings.province);
  const files = await asActor(services.db, actor, (sql) => filesByIds(sql, run.inputs));
  if (files.length !== run.inputs.length) throw new Error("a file of the run's inputs is not registered");
  for (const file of files) {
    const target = join(folder, file.name);
    await mkdir(join(target, ".."), { recursive: true, mode: 0o700 });
    await linkOrCopy(blobPath(services.settings.dataDir, file.sha256), target);
  }
  await writeVerifiedPlaces(services, run, join(folder, "field"));
}

/** Another file system (a mounted store) knows no hard links. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && (error.code === "EXDEV" || error.code === "EPERM"))) throw error;
    await copyFile(from, to);
  }
}

async function writeVerifiedPlaces(services: Services, run: FolderOf, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const until = endOf(run.day);
  await asActor(services.db, systemActor(services.settings.province), async (sql) => {
    const rows = verifiedPlaces(sql, { cutOffAt: run.cutOffAt, until });
    await pipeline(Readable.from(linesOf(rows)), createWriteStream(join(folder, "places.csv"), { mode: 0o600 }));
  });
}

async function* linesOf(batches: AsyncIterable<PlaceFound[]>): AsyncGenerator<string> {
  yield "person_key,place,verified_at\n";
  for await (const batch of batches)
    yield batch.map((row) => `${row.person_key},${row.place},${isoShanghai(row.verified_at)}\n`).join("");
}
