/** The circuit breaker at work: takes out of a batch what is held, and tells the auditor. */
import { newId } from "#platform/ids.ts";
import { alarm } from "./alarms.ts";
import type { Change, HeldPlaces, Why } from "./changes.ts";
import { isCounted, tripped } from "./rules/breaker.ts";
import type { Cause } from "./rules/causes.ts";
import { holdItems, limitsInForce, lockTallies } from "./store-breaker.ts";
import type { CodesContext } from "./types.ts";

/** The changes that may be decided now; the others are held, with the evidence of this batch that would have made them. */
export async function holdBatch(ctx: CodesContext, changes: Change[], why: Why): Promise<Change[]> {
  const held = why.heldPlaces ?? (await tripsOf(ctx, countsOf(changes, why.cause)));
  if (held.length === 0) return changes;
  const holdOf = (place: string) => held.find((trip) => place.startsWith(trip.place));
  const kept = changes.filter((change) => change.from === null || holdOf(change.place) === undefined);
  for (const trip of held) {
    const persons = new Set(
      changes.filter((one) => one.from !== null && holdOf(one.place) === trip).map((one) => one.personKey),
    );
    const items = (why.touched ?? []).filter((item) => persons.has(item.personKey));
    if (items.length > 0) await hold(ctx, trip, why.cause, items);
  }
  return kept;
}

const countsOf = (changes: readonly Change[], cause: Cause): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { place, from, decision } of changes) {
    if (!isCounted(cause, from, decision.colour)) continue;
    counts.set(place.slice(0, 6), (counts.get(place.slice(0, 6)) ?? 0) + 1);
  }
  return counts;
};

/** Which places so many changes by county would trip. */
export async function tripsOf(ctx: CodesContext, counts: ReadonlyMap<string, number>): Promise<HeldPlaces> {
  if (counts.size === 0) return [];
  const limits = await limitsInForce(ctx.sql, ctx.now);
  const facts = await lockTallies(ctx.sql, [...counts.keys()], ctx.now);
  const trips = tripped(counts, (place) => facts.get(place) ?? { holders: 0, changed: 0 }, limits.document);
  return trips.map((trip) => ({ ...trip, limitVersion: limits.version }));
}

async function hold(
  ctx: CodesContext,
  trip: HeldPlaces[number],
  cause: Cause,
  items: Parameters<typeof holdItems>[2],
): Promise<void> {
  const { id, is_new } = await holdItems(ctx.sql, { ...trip, id: newId(), cause, at: ctx.now }, items);
  if (!is_new) return;
  const { place, wouldChange, holders, limit, limitVersion } = trip;
  await alarm(ctx, {
    kind: "held",
    objectId: id,
    personKey: null,
    place,
    detail: { cause, wouldChange, holders, limit, limitVersion },
  });
}
