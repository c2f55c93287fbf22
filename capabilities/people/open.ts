/** Opening one identity: for whom, for what, by whom, all through open_identity() and into the audit log. */

import type { z } from "zod";
import { logForHolders } from "#capabilities/residents/holder-log.ts";
import { lookerOf } from "#capabilities/residents/rules/kinds.ts";
import { common } from "#kernel/problem.ts";
import { isoInstant } from "#kernel/time.ts";
import type { Context, OpenAnswer } from "#platform/answer.ts";
import { asActor } from "#platform/database.ts";
import { newId } from "#platform/ids.ts";
import { poke, touchInboxes } from "#platform/inbox.ts";
import { Problem } from "#platform/problem.ts";
import { unseal } from "#platform/seal.ts";
import { type Identity, type openPersonIdentity, type PURPOSES, peopleProblems } from "./contract.ts";
import { type IdentityFacts, masked } from "./rules/mask.ts";
import { auditorsOver, callOpenIdentity } from "./store-open.ts";

export type Purpose = (typeof PURPOSES)[number];
const REASON_AT_LEAST = 10;

export type Opening = {
  readonly personKey: string;
  /** Null: the masked form. */
  readonly purpose: Purpose | null;
  readonly reason: string | null;
  /** The open task that it is about, when there are several. */
  readonly taskId?: string | null;
};

type Opened =
  | { readonly outcome: "opened"; readonly identity: z.input<typeof Identity> }
  | { readonly outcome: "not-recorded" | "no-open-task" | "not-found" };

/**
 * Opens in the caller's transaction and says how it went; nothing is thrown for a refusal, because the attempt belongs
 * in the audit log too and must commit. Throws `purpose-needed`.
 */
export async function tryOpening(ctx: Context, opening: Opening): Promise<Opened> {
  const isBreakGlass = opening.purpose === "break-glass";
  const reason = opening.reason?.trim() || null;
  if (isBreakGlass && (reason?.length ?? 0) < REASON_AT_LEAST) throw new Problem(peopleProblems["purpose-needed"]);
  const form = opening.purpose === null ? "masked" : "full";
  const row = await callOpenIdentity(ctx.sql, {
    entryId: newId(),
    at: ctx.now,
    personKey: opening.personKey,
    form,
    purpose: opening.purpose,
    reason,
    taskId: opening.taskId ?? null,
  });
  if (isBreakGlass && row.place !== null) await tellAuditors(ctx, row.place);
  if (row.outcome !== "opened" || row.sealed === null)
    return { outcome: row.outcome === "opened" ? "not-recorded" : row.outcome };
  await logForHolders(ctx, [
    {
      id: newId(),
      personKey: opening.personKey,
      at: ctx.now,
      who: lookerOf(ctx.actor),
      action: form === "full" ? "identity.open" : "identity.masked",
      place: row.place,
      detail: { purpose: opening.purpose },
    },
  ]);
  const facts: IdentityFacts = JSON.parse(unseal(ctx.services.keys.sealingKey, row.sealed, opening.personKey));
  const shown = form === "full" ? facts : masked(facts);
  return {
    outcome: "opened",
    identity: { ...shown, personKey: opening.personKey, form, openedAt: isoInstant(ctx.now), isBreakGlass },
  };
}

/** The route: commits the attempt first, then refuses. */
export const open: OpenAnswer<typeof openPersonIdentity> = async (ctx, { personKey }, { purpose, reason, taskId }) => {
  const opening = { personKey, purpose: purpose ?? null, reason: reason ?? null, taskId: taskId ?? null };
  return orThrow(await asActor(ctx.services.db, ctx.actor, (sql) => tryOpening({ ...ctx, sql }, opening)));
};

function orThrow(opened: Opened): z.input<typeof Identity> {
  switch (opened.outcome) {
    case "opened":
      return opened.identity;
    case "not-found":
      throw new Problem(common["not-found"]);
    case "no-open-task":
      throw new Problem(peopleProblems["no-open-task"]);
    case "not-recorded":
      throw new Problem(peopleProblems["not-recorded"]);
    default:
      return opened satisfies never;
  }
}

/** The auditors over the place hear of it at once; what it was, they see on their page. */
async function tellAuditors({ sql, now }: Context, place: string): Promise<void> {
  const auditors = await auditorsOver(sql, place, now);
  await touchInboxes(
    sql,
    auditors.map((one) => ({ county: one.area.slice(0, 6), holder: one.id })),
    now,
  );
  await poke(sql, "break-glass", [place.slice(0, 2)], now);
}
