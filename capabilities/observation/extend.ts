/** An observation is extended by order of health: a reason, a new paper, the measure moved to the new hour, the person told. */
import type { z } from "zod";
import { recordEvidence, withdrawEvidence } from "#capabilities/codes/evidence.ts";
import { asSystem } from "#capabilities/residents/as-system.ts";
import { tellHolders } from "#capabilities/residents/notices.ts";
import { daysBetween, endOf, type Instant, isoInstant, type PlainDay, startOf } from "#kernel/time.ts";
import type { CommandContext } from "#platform/commands.ts";
import { newId } from "#platform/ids.ts";
import type * as contract from "./contract.ts";
import { makePaper } from "./papers.ts";
import { after, keep, mustSit, take } from "./record.ts";
import { dueOf } from "./rules/calendar.ts";
import type * as store from "./store.ts";

/** Only the health seat, only later, and never beyond the profile's limit; the signature for the old end is void. */
export async function extend(
  ctx: CommandContext,
  body: z.output<(typeof contract.extend)["body"]>,
): Promise<Record<string, unknown>> {
  const of = await take(ctx, body.observationId);
  mustSit(ctx, of, ["HEALTH"]);
  const lastDay = body.lastDay as PlainDay;
  const until = endOf(lastDay);
  const latest = dueOf(of.row.d_zero, of.profile.mostDays);
  const next = after(of, { kind: "extended", until, latest }, ctx.now);
  const row = {
    ...next.row,
    days: daysBetween(of.row.d_zero, lastDay),
    evidence_id: await moveMeasure(ctx, of.row, until),
  };
  await keep(ctx, { ...next, row }, { kind: "extended", facts: { reason: body.reason, lastDay }, note: body.words });
  const byPost = ctx.actor.postId;
  const { person_key: personKey } = row;
  await asSystem(ctx, async (inside) => {
    await makePaper(inside, of, "extension", { byPost, reason: body.reason, until: isoInstant(until) });
    if (personKey === null) return;
    await tellHolders(inside, [
      {
        personKey,
        kind: "observation",
        zh: `医学观察延长到 ${lastDay} 24时。请查看决定书和您的权利。`,
        en: `The observation is extended to 24:00 of ${lastDay}. See the order and your rights.`,
        link: "/observation",
        subject: `${row.id}/${ctx.commandId}`,
      },
    ]);
  });
  return { dueAt: isoInstant(until) };
}

/**
 * The new measure first, then the old one is withdrawn: between the two the code says what it said. Whom the list alone holds
 * has none, and gets none: no extension makes a code worse.
 */
async function moveMeasure(ctx: CommandContext, row: store.ObservationRow, until: Instant): Promise<string | null> {
  const { evidence_id: before, person_key: personKey } = row;
  if (before === null || personKey === null) return before;
  const id = newId();
  await recordEvidence(ctx, [
    {
      id,
      personKey,
      kind: "measure",
      source: "observation",
      sourceId: ctx.commandId,
      since: startOf(row.d_zero),
      until,
      facts: { measure: row.type },
    },
  ]);
  const reason = "医学观察延长，由新的决定接替";
  await asSystem(ctx, (inside) =>
    withdrawEvidence(inside, { evidenceIds: [before], because: "source", sourceId: ctx.commandId, reason }),
  );
  return id;
}
