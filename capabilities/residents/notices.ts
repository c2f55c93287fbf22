/** Telling holders: notices in the app for every person, messages to phones for colours, a human gate for the mass. */

import type { Context } from "#platform/answer.ts";
import { newId } from "#platform/ids.ts";
import type { NoticeKind } from "./rules/kinds.ts";
import * as store from "./store-notices.ts";
import type { NoticeToHolder } from "./types.ts";

/** What telling needs of a request or a turn of the clockwork. */
export type TellingContext = Pick<Context, "sql" | "actor" | "now" | "services">;

/** More persons than this at once, from one cause that is not a colour, wait for two people (features.md s15). */
export const MASS_FROM = 1_000;
/** Each of these is one person's own matter, however many there are at once. */
const NEVER_MASS: readonly NoticeKind[] = ["colour", "case", "appeal", "observation", "service"];

/**
 * Tells the persons in the caller's transaction, in a constant number of statements. The accounts that carry a person
 * read it: a minor's guardian, an elder's child. A person whom no account carries finds it once he has one. Colours go
 * out as a message too, which says nothing but that there is news. Mass notices wait for their release.
 */
export async function tellHolders(ctx: TellingContext, notices: readonly NoticeToHolder[]): Promise<void> {
  if (notices.length === 0) return;
  const now: NoticeToHolder[] = [];
  const groups = Map.groupBy(notices, (one) => (NEVER_MASS.includes(one.kind) ? "" : `${one.kind} ${one.zh}`));
  for (const [cause, group] of groups) {
    if (cause === "" || group.length <= MASS_FROM) now.push(...group);
    else await store.holdMass(ctx.sql, { id: newId(), notices: group, now: ctx.now });
  }
  if (now.length === 0) return;
  const ids = now.map(() => newId());
  await store.insertNotices(ctx.sql, now, ids, ctx.now);
  const coloured = now.filter((one) => one.kind === "colour").map((one) => one.personKey);
  if (coloured.length > 0) await store.queueMessages(ctx.sql, coloured, ctx.now);
}

/**
 * Tells an account what it asked for itself, as the clockwork: on the page of the person that it stands for (an account
 * without one has no such page yet), and by a message that says no more than that there is news.
 */
export async function tellAccount(
  ctx: TellingContext,
  residentId: string,
  notice: Omit<NoticeToHolder, "personKey">,
  how: { readonly isOnPage: boolean; readonly isMessage: boolean },
): Promise<void> {
  const personKey = how.isOnPage ? await store.selfOf(ctx.sql, residentId) : null;
  if (personKey !== null) await tellHolders(ctx, [{ ...notice, personKey }]);
  if (how.isMessage) await store.queueServiceMessage(ctx.sql, residentId, ctx.now);
}
