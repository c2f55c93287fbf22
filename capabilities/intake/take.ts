/** A feed file from a stream of bytes to its place on disk, hashed on the way, and its receipt in the database. */
import { createHash, type Hash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Actor } from "#kernel/actor.ts";
import type { Services } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { Problem } from "#platform/problem.ts";
import { intakeProblems } from "./rules/problems.ts";
import {
  type FeedFileRow,
  fileOfContent,
  insertFile,
  lockDay,
  reinstate,
  standingFile,
  supersede,
} from "./store-feeds.ts";

/** Where a content lies: by its hash, so that it is there once, whatever it was called. */
export const blobPath = (dataDir: string, sha256: string): string =>
  join(dataDir, "feeds", "content", sha256.slice(0, 2), sha256);

export type TakenFile = {
  readonly state: "taken" | "already-taken";
  readonly file: FeedFileRow;
  readonly supersedes: string | null;
};

/**
 * Takes one file. `name` is `folder/file` and was checked by the caller. Memory stays bounded whatever the size; what
 * breaks off or is too large leaves nothing behind. Throws `file-too-large`, `empty-file`, `cut-short`.
 */
export async function takeFile(
  services: Services,
  actor: Actor,
  what: {
    readonly day: string;
    readonly name: string;
    readonly channel: FeedFileRow["channel"];
    readonly stream: Readable;
  },
): Promise<TakenFile> {
  const { dataDir, feedMaxBytes } = services.settings;
  const incoming = join(dataDir, "feeds", "incoming");
  await mkdir(incoming, { recursive: true, mode: 0o700 });
  const part = join(incoming, `${process.pid}-${newId()}.part`);
  try {
    const { sha256, bytes } = await write(what.stream, part, feedMaxBytes);
    await keep(part, dataDir, sha256.toString("hex"));
    return await asActor(services.db, actor, (sql) =>
      register({ sql, actor, now: services.clock() }, { ...what, sha256, bytes }),
    );
  } finally {
    await rm(part, { force: true });
  }
}

async function write(stream: Readable, path: string, limit: number): Promise<{ sha256: Buffer; bytes: number }> {
  const meter = new Meter(limit);
  try {
    await pipeline(stream, meter, createWriteStream(path, { flags: "wx", mode: 0o600, flush: true }));
  } catch (error) {
    if (error instanceof Problem) throw error;
    const code = error instanceof Error && "code" in error ? error.code : null;
    // The other side went away before it had sent all of it.
    if (code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ECONNRESET" || code === "ABORT_ERR")
      throw new Problem(intakeProblems["cut-short"]);
    throw error;
  }
  if (meter.bytes === 0) throw new Problem(intakeProblems["empty-file"]);
  return { sha256: meter.digest(), bytes: meter.bytes };
}

/** Counts and hashes what flows through it. */
class Meter extends Transform {
  bytes = 0;
  readonly #limit: number;
  readonly #hash: Hash = createHash("sha256");

  constructor(limit: number) {
    super();
    this.#limit = limit;
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error: Error | null, chunk?: Buffer) => void): void {
    this.bytes += chunk.length;
    if (this.bytes > this.#limit) {
      done(new Problem(intakeProblems["file-too-large"], { limitBytes: this.#limit }));
      return;
    }
    this.#hash.update(chunk);
    done(null, chunk);
  }

  digest(): Buffer {
    return this.#hash.digest();
  }
}

/** Renames the whole file into its place and syncs the folder: after a power cut it is there whole, or not at all. */
async function keep(part: string, dataDir: string, sha256: string): Promise<void> {
  const path = blobPath(dataDir, sha256);
  const folder = join(path, "..");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(part, path);
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

type Registered = { day: string; name: string; channel: FeedFileRow["channel"]; sha256: Buffer; bytes: number };

async function register(ctx: Parameters<typeof audit>[0], what: Registered): Promise<TakenFile> {
  const { sql, actor, now } = ctx;
  await lockDay(sql, what.day);
  const known = await fileOfContent(sql, what.day, what.sha256);
  if (known !== null && known.superseded_by === null) return { state: "already-taken", file: known, supersedes: null };
  const before = await standingFile(sql, what.day, what.name);
  const id = known?.id ?? newId();
  if (known === null) {
    const receivedBy = actor.role === "system" ? null : actor.postId;
    // Not standing for a moment (superseded by itself), so that at no instant two files of one name stand.
    await insertFile(sql, { ...what, id, receivedAt: now, receivedBy, supersededBy: before === null ? null : id });
  }
  if (before !== null) await supersede(sql, before, id);
  if (known !== null || before !== null) await reinstate(sql, id, what.name);
  await audit(ctx, {
    action: "feed.take",
    objectKind: "feed-file",
    objectId: id,
    place: actor.area,
    detail: {
      day: what.day,
      name: what.name,
      sha256: what.sha256.toString("hex"),
      bytes: what.bytes,
      channel: what.channel,
      ...(before === null ? {} : { supersedes: before }),
    },
  });
  const file = await fileOfContent(sql, what.day, what.sha256);
  if (file === null) throw new Error("a file that was just registered is not there");
  return { state: "taken", file, supersedes: before };
}
