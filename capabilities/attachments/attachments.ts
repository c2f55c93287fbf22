/** Attaching to a record of any capability, and opening what was attached. */
import type { z } from "zod";
import type { Role } from "#kernel/actor.ts";
import { common } from "#kernel/problem.ts";
import { DAY, instant, isoInstant, later } from "#kernel/time.ts";
import type { Context, OpenAnswer } from "#platform/answer.ts";
import { type Attached, judge, keepAttachment, openAttachment as openOne } from "#platform/attachments.ts";
import { type CommandPair, commandPair } from "#platform/commands.ts";
import { asActor } from "#platform/database.ts";
import { sendMedia } from "#platform/media.ts";
import { Problem } from "#platform/problem.ts";
import * as contract from "./contract.ts";
import { attachmentProblems as problem } from "./rules/problems.ts";

/** A kind of record that may carry photos and voices; its capability exports one of these, main.ts lists them. */
export type Attachable = {
  /** The record's kind, as audit entries and copies call it: `clue`, `dispute`. */
  readonly kind: string;
  readonly readers: readonly Role[];
  readonly keepForDays: number;
  /** The record's place, when the actor may attach to it now; null: none, or none of his. */
  readonly placeOf: (ctx: Context, objectId: string) => Promise<string | null>;
};

/** The command of phones, for these kinds of records. */
export function attachmentCommands(kinds: readonly Attachable[]): readonly CommandPair[] {
  const known = new Map(kinds.map((kind) => [kind.kind, kind]));
  return [
    commandPair(contract.addAttachment, async (ctx, body) => {
      const kind = known.get(body.objectKind);
      const place = (await kind?.placeOf(ctx, body.objectId)) ?? null;
      if (kind === undefined || place === null) throw new Problem(common["not-found"]);
      const bytes = Buffer.from(body.data, "base64");
      const judged = judge(bytes, body.medium);
      if ("refused" in judged) throw new Problem(problem[judged.refused]);
      const isKept = await keepAttachment(ctx, {
        id: ctx.commandId,
        objectKind: body.objectKind,
        objectId: body.objectId,
        place,
        medium: body.medium,
        mediaType: judged.type,
        bytes,
        takenAt: body.takenAt === undefined ? null : instant(body.takenAt),
        position: body.position ?? null,
        readers: kind.readers,
        keepUntil: later(ctx.now, kind.keepForDays * DAY),
      });
      if (!isKept) throw new Problem(problem["too-many"]);
      return undefined;
    }),
  ];
}

/** GET /attachments/{county}/{id}. */
export const open: OpenAnswer<typeof contract.openAttachment> = async (ctx, { county, id }) => {
  const found = await asActor(ctx.services.db, ctx.actor, (sql) => openOne({ ...ctx, sql }, county, id));
  if (found === null) throw new Problem(common["not-found"]);
  await sendMedia(ctx.reply, { type: found.mediaType, bytes: found.bytes, name: found.medium });
  return undefined;
};

/** One as it stands beside its record. */
export const presentAttachment = (one: Attached): z.input<typeof contract.Attachment> => ({
  county: one.county,
  id: one.id,
  medium: one.medium,
  mediaType: one.mediaType,
  bytes: one.bytes,
  takenAt: one.takenAt === null ? null : isoInstant(one.takenAt),
  position: one.position === null ? null : { ...one.position },
  at: isoInstant(one.at),
});
