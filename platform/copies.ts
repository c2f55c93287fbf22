/**
 * Copies for phones: who changes a record of which phones hold copies notes it here in the same transaction; who reads
 * answers a phone that asks for what changed since (capabilities/offline).
 */
import type { z } from "zod";
import type { AnyCopyKind, CopyKind } from "#kernel/copy.ts";
import type { PlaceCode } from "#kernel/places.ts";
import type { Instant } from "#kernel/time.ts";
import type { Context } from "./answer.ts";
import type { Sql } from "./database.ts";
import { touchInboxes } from "./inbox.ts";

/** Which records a phone asks for: of one area (a village, a grid or a micro-grid), by id or one page after an id. */
export type CopyQuery = {
  /** The phone's area: the actor's own or a part of it. */
  readonly area: PlaceCode;
} & (
  | { readonly ids: readonly string[] }
  /** In order of id, as text; `after` null: from the first. */
  | { readonly after: string | null; readonly limit: number }
);

export type CopyRecord<Value> = { readonly id: string; readonly value: Value };

/** Reads as the actor, under row-level security; a record that is not of the area (any more) is left out. */
export type ReadCopies<C> =
  C extends CopyKind<infer V> ? (ctx: Context, query: CopyQuery) => Promise<CopyRecord<z.input<V>>[]> : never;

export type CopyPair = {
  readonly kind: AnyCopyKind;
  // biome-ignore lint/suspicious/noExplicitAny: the types were checked against each other where `copyPair` was called.
  readonly read: (ctx: Context, query: CopyQuery) => Promise<CopyRecord<any>[]>;
  /** How many records there are, so that the phone can say how far it is. */
  readonly count: (ctx: Context, area: PlaceCode) => Promise<number>;
};

/** Pairs a kind of copy with its readers; the compiler checks them against each other. */
export const copyPair = <C extends AnyCopyKind>(kind: C, read: ReadCopies<C>, count: CopyPair["count"]): CopyPair => ({
  kind,
  read,
  count,
});

/** A record that changed, went, or moved: of a move, one with the place before and one with the place now. */
export type CopyChange = { readonly kind: string; readonly id: string; readonly place: string };

/**
 * Notes in this transaction that records changed, and pokes the phones of their places. A change at a coarser place than a
 * phone's area (a campaign of a township, a notice of a county) concerns that phone too.
 */
export async function noteChanges(ctx: { sql: Sql; now: Instant }, changes: readonly CopyChange[]): Promise<void> {
  if (changes.length === 0) return;
  const { sql, now } = ctx;
  const places = changes.map((one) => one.place);
  await sql`
    insert into copy_change (county, kind, id, place, at)
    select distinct left(place, 6), kind, id, place, ${now}::timestamptz
      from unnest(${changes.map((one) => one.kind)}::text[], ${changes.map((one) => one.id)}::uuid[],
                  ${places}::text[]) as changed (kind, id, place)`;
  // The same holders as instructions have: a phone listens to its own area and all above it.
  const holders = [...new Set(places)].map((place) => ({ county: place.slice(0, 6), holder: `area:${place}` }));
  await touchInboxes(sql, holders, now);
}
