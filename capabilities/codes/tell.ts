/** After a change: the change list of checkpoints, and a notice to the holder. */
import { noteChanges } from "#capabilities/credentials/changes.ts";
import { tellHolders } from "#capabilities/residents/notices.ts";
import type { CodeColour } from "#kernel/colours.ts";
import { HOUR, type Instant } from "#kernel/time.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { enqueue, type JobWork } from "#platform/jobs.ts";
import type { Change } from "./changes.ts";
import { ADVICE } from "./rules/advice.ts";
import { type Decision, NOTHING_FOUND } from "./rules/colour.ts";
import { isEvidenceKind, ruleOf } from "./rules/evidence.ts";
import { noticeOf } from "./rules/notice.ts";
import { decisionsBySeq } from "./store-read.ts";
import type { CodesContext } from "./types.ts";

/** More at once are told by a job in parts: their codes are recomputed in seconds, the sentences follow in minutes. */
const TOLD_AT_ONCE = 1_000;
/** An end that moves by less is nothing to write about. */
const WORTH_TELLING = HOUR;

/** Tells of decisions, in the transaction that made them; many at once by a job that this transaction leaves behind. */
export async function tellOfChanges(
  ctx: CodesContext,
  changes: readonly Change[],
  rows: readonly { readonly id: string }[],
): Promise<void> {
  const recoloured = changes.filter(({ from, decision }) => from !== decision.colour);
  await noteChanges(
    ctx,
    recoloured.map(({ personKey, from, decision }) => ({ personKey, from, to: decision.colour, at: ctx.now })),
  );
  const told = changes
    .map((change, index) => ({ change, id: rows[index]?.id ?? "" }))
    .filter(({ change }) => isNews(change));
  if (told.length > TOLD_AT_ONCE) {
    const seqs = told.map(({ change }) => [change.personKey, change.seq]);
    await enqueue({ ...ctx, actor: systemActor(ctx.services.settings.province) }, "codes-tell", { seqs });
    return;
  }
  await tellHolders(
    ctx,
    told.map(({ change, id }) => notice(change.personKey, id, noticeOf(change.from, change.decision))),
  );
}

const notice = (personKey: string, subject: string, words: { zh: string; en: string }) =>
  ({ personKey, kind: "colour", ...words, link: `/codes/${personKey}`, subject }) as const;

/** Nobody is told that his first code is green, or that a check goes on or went well. */
function isNews({ from, fromUntil, fromRule, decision }: Change): boolean {
  const isPlain = (colour: CodeColour | null) => colour === null || colour === "green" || colour === "pending";
  if (isPlain(from) && isPlain(decision.colour)) return false;
  return from !== decision.colour || fromRule !== decision.rule || isMoved(fromUntil, decision.until);
}

const isMoved = (a: Instant | null, b: Instant | null): boolean =>
  a === null || b === null ? a !== b : Math.abs(a - b) >= WORTH_TELLING;

/** Job `codes-tell` {seqs: [[personKey, seq]]}: the notices of a large recolouring; safe to repeat. */
export const runTell: JobWork = async (services, job) => {
  const seqs = job.params["seqs"] as [string, number][];
  const actor = systemActor(services.settings.province);
  return asActor(services.db, actor, async (sql) => {
    const rows = await decisionsBySeq(sql, seqs);
    await tellHolders(
      { sql, actor, now: services.clock(), services },
      rows.map((row) => notice(row.person_key, row.id, noticeOf(row.old_colour, decisionOf(row)))),
    );
    return { told: rows.length };
  });
};

/** A recorded decision as `decide` gave it. */
export function decisionOf(row: {
  readonly new_colour: CodeColour;
  readonly rule: Decision["rule"];
  readonly since: Instant | null;
  readonly until: Instant | null;
}): Decision {
  const { new_colour: colour, rule, since, until } = row;
  const kind = isEvidenceKind(rule) ? ruleOf(rule) : null;
  return {
    colour,
    rule,
    since,
    until,
    reason: kind?.reason ?? NOTHING_FOUND,
    evidenceClass: kind?.class ?? null,
    evidenceIds: [],
    advice: kind?.advice ?? ADVICE.pass,
  };
}
