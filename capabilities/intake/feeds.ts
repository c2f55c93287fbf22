/** Handing in feeds over HTTP, and looking at what was handed in. */
import { Readable } from "node:stream";
import type { Actor } from "#kernel/actor.ts";
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Answer, OpenAnswer } from "#platform/answer.ts";
import { Problem } from "#platform/problem.ts";
import type { listFeedDays, listFeeds, putFeed } from "./contract.ts";
import { mustBeProvincial } from "./provincial.ts";
import { feedOfName } from "./rules/file-names.ts";
import { intakeProblems } from "./rules/problems.ts";
import { feedDays, filesOfDay, presentFile } from "./store-feeds.ts";
import { takeFile } from "./take.ts";

/** A department's signatory hands in its own folder; the operator of the province any (a paper list brought to him). */
const mayHandIn = (actor: Actor, folder: string): boolean => actor.role === "operator" || actor.department === folder;

export const put: OpenAnswer<typeof putFeed> = async (ctx, { day, folder, file }, body) => {
  try {
    mustBeProvincial(ctx);
    if (!mayHandIn(ctx.actor, folder)) throw new Problem(intakeProblems["other-department"]);
    if (feedOfName(folder, file) === null) throw new Problem(intakeProblems["bad-name"]);
    const length = Number(ctx.request.headers["content-length"] ?? 0);
    const limitBytes = ctx.services.settings.feedMaxBytes;
    if (length > limitBytes) throw new Problem(intakeProblems["file-too-large"], { limitBytes });
    if (!(body instanceof Readable)) throw new Problem(common["wrong-media-type"]);
    const taken = await takeFile(ctx.services, ctx.actor, {
      day,
      name: `${folder}/${file}`,
      channel: "upload",
      stream: body,
    });
    return { state: taken.state, file: presentFile(taken.file), supersedes: taken.supersedes };
  } catch (error) {
    // What was not read of the body must not be taken for the next request.
    ctx.reply.header("connection", "close");
    throw error;
  }
};

export const listDays: Answer<typeof listFeedDays> = async (ctx, { before }) => {
  mustBeProvincial(ctx);
  const days = await feedDays(ctx.sql, before ?? null);
  return {
    days: days.map((row) => ({
      day: row.day,
      files: row.files,
      bytes: row.bytes,
      lastReceivedAt: isoInstant(row.last_received_at),
    })),
  };
};

export const list: Answer<typeof listFeeds> = async (ctx, { day }) => {
  mustBeProvincial(ctx);
  return { files: (await filesOfDay(ctx.sql, day)).map(presentFile) };
};
