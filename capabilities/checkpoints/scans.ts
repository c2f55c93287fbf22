/** Uploads of checkpoints' phones. */
import type { z } from "zod";
import { isoInstant } from "#kernel/time.ts";
import type { OpenAnswer } from "#platform/answer.ts";
import type { uploadScans } from "./contract.ts";
import type { Fault } from "./prepare.ts";
import type { Answered } from "./record.ts";
import { checkpointProblems } from "./rules/problems.ts";
import { Item, type ItemAnswer } from "./rules/shapes.ts";
import { writerOf } from "./writer.ts";

type Sent = z.input<typeof ItemAnswer>;

/** POST /scans: each record is answered by itself, in order; what was accepted is durable and counted once. */
export const upload: OpenAnswer<typeof uploadScans> = async (ctx, _params, { items }) => {
  const readable = items.flatMap((item) => (item.kind === "unreadable" ? [] : [item]));
  const answered =
    readable.length === 0
      ? []
      : await writerOf(ctx.services)({ actor: ctx.actor, requestId: ctx.requestId, items: readable });
  let next = 0;
  const answers = items.map((item): Sent => {
    if (item.kind === "unreadable") return unreadable(item.unreadable);
    const one = answered[next++];
    if (one === undefined) throw new Error("a record was left unanswered");
    return answerOf(one);
  });
  return { now: isoInstant(ctx.now), answers };
};

const answerOf = ({ id, answer, fault }: Answered): Sent =>
  fault === undefined ? { id, answer } : { id, answer, ...sentences(fault) };

const sentences = (fault: Fault) => {
  const { code, zh, en } = checkpointProblems[fault];
  return { code, zh, en };
};

function unreadable(raw: unknown): Sent {
  const id = typeof raw === "object" && raw !== null && "id" in raw && typeof raw.id === "string" ? raw.id : null;
  const read = Item.safeParse(raw);
  const faults = read.success ? [] : read.error.issues.slice(0, 10).map((issue) => issue.path.map(String).join("."));
  return { id: id?.slice(0, 64) ?? null, answer: "refused", ...sentences("unreadable-record"), faults };
}
