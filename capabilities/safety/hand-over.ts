/** A page for whoever takes over: what is open, what was promised, where to go in twos. */
import { common } from "#kernel/problem.ts";
import { DAY, dayOf, daysLater, isoInstant, later } from "#kernel/time.ts";
import type { OpenAnswer } from "#platform/answer.ts";
import { audit } from "#platform/audit.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import type * as contract from "./contract.ts";
import * as store from "./store-hand-over.ts";

const LOOKS_BACK_DAYS = 14;

export const show: OpenAnswer<typeof contract.showHandOver> = async (ctx, { postId }) => {
  const { services, actor, now } = ctx;
  const post = await asActor(services.db, actor, async (sql) => {
    const seen = await store.postSeenBy(sql, postId, actor.postId, actor.role === "operator" ? actor.area : null);
    if (seen === null) throw new Problem(common["not-found"]);
    const deed = { action: "post.hand-over-page", objectKind: "post", objectId: postId, place: seen.area };
    await audit({ sql, actor, now }, deed);
    return seen;
  });
  const since = later(now, -LOOKS_BACK_DAYS * DAY);
  const days = Array.from({ length: LOOKS_BACK_DAYS }, (_, at) => daysLater(dayOf(now), at - LOOKS_BACK_DAYS + 1));
  // He may see the page; what it is made of lies in another's grid.
  const { open, promised, careful } = await asActor(
    services.db,
    systemActor(services.settings.province),
    async (sql) => ({
      open: await store.openTasks(sql, post, since),
      promised: await store.promises(sql, post, days),
      careful: await store.withdrawals(sql, post.area, since),
    }),
  );
  return {
    now: isoInstant(now),
    worker: post.name,
    place: post.area,
    open: open.map((row) => ({
      taskId: row.id,
      place: row.place,
      dueAt: isoInstant(row.due_at),
      state: row.state,
      tries: row.tries,
      lastResult: row.last_result,
      holder: row.holder,
    })),
    promised: promised.map(({ place, service, at }) => ({
      place,
      service,
      askedAt: isoInstant(at),
    })),
    careful: careful.map(({ place, because, at }) => ({
      place,
      because,
      at: isoInstant(at),
    })),
  };
};
