/** GET /field/copy: a phone's copy of an area, page by page, then only what changed; and the sweep of what is too old. */
import { FIELD_ROLES } from "#kernel/actor.ts";
import { CODE_LENGTH, type PlaceCode } from "#kernel/places.ts";
import { DAY, isoInstant, later } from "#kernel/time.ts";
import type { Answer, Context, Services } from "#platform/answer.ts";
import type { CopyPair } from "#platform/copies.ts";
import { asActor, systemActor } from "#platform/database.ts";
import { Problem } from "#platform/problem.ts";
import { CHANGES_KEPT_FOR_DAYS, type copyPage, RECORDS_AT_MOST } from "./contract.ts";
import { type Cursor, cursorText, mayGoOn, readCursor } from "./rules/cursor.ts";
import { offlineProblems as problem } from "./rules/problems.ts";
import * as store from "./store.ts";

type Sent = { kind: string; id: string; value: unknown };
type Page = { readonly records: readonly Sent[]; readonly cursor: Cursor; readonly isWhole: boolean };

/** The use case of `copyPage` for these kinds. */
export function makeCopy(pairs: readonly CopyPair[]): Answer<typeof copyPage> {
  const byName = new Map(pairs.map((pair) => [pair.kind.name, pair]));
  return async (ctx, { area: text, kinds: asked, cursor: given }) => {
    const area = text as PlaceCode;
    if (area.length < CODE_LENGTH.village) throw new Problem(problem["area-too-wide"]);
    // Kinds that this server does not know (yet, or any more) are left out: the phone simply has none of them. The same
    // with kinds that are not this role's to hold.
    const known = asked
      .split(",")
      .flatMap((name) => byName.get(name) ?? [])
      .filter(({ kind: { who = FIELD_ROLES } }) => who.some((role) => role === ctx.actor.role));
    const kinds = known.map((pair) => pair.kind.name);
    const cursor = given === undefined ? await firstCursor(ctx, area, kinds) : readCursor(given);
    if (cursor === null || !mayGoOn(cursor, ctx.actor.area, area, kinds)) throw new Problem(problem["start-over"]);
    if (given !== undefined && !(await store.isKnownSince(ctx.sql, cursor.seen)))
      throw new Problem(problem["start-over"]);
    const totals = given === undefined ? await totalsOf(ctx, known, area) : null;
    const page = cursor.is === "page" ? await nextPage(ctx, known, cursor) : await changes(ctx, byName, cursor);
    return {
      now: isoInstant(ctx.now),
      records: [...page.records],
      cursor: cursorText(page.cursor),
      isWhole: page.isWhole,
      totals,
    };
  };
}

async function firstCursor(ctx: Context, area: PlaceCode, kinds: readonly string[]): Promise<Cursor> {
  return { is: "page", area, kinds, seen: await store.snapshotNow(ctx.sql), kind: 0, after: null };
}

async function totalsOf(ctx: Context, pairs: readonly CopyPair[], area: PlaceCode): Promise<Record<string, number>> {
  const totals: Record<string, number> = {};
  for (const { kind, count } of pairs) totals[kind.name] = await count(ctx, area);
  return totals;
}

/** The next records in order of kind and id; at the end of the last kind the phone goes on with changes. */
async function nextPage(ctx: Context, pairs: readonly CopyPair[], cursor: Cursor & { is: "page" }): Promise<Page> {
  const records: Sent[] = [];
  let { kind, after } = cursor;
  for (let pair = pairs[kind]; pair !== undefined; pair = pairs[kind]) {
    const limit = RECORDS_AT_MOST - records.length;
    const some = await pair.read(ctx, { area: cursor.area, after, limit });
    const { name } = pair.kind;
    records.push(...some.map(({ id, value }) => ({ kind: name, id, value: value as unknown })));
    if (some.length >= limit)
      return { records, cursor: { ...cursor, kind, after: some.at(-1)?.id ?? after }, isWhole: false };
    kind++;
    after = null;
  }
  // What changed while the first copy went over the line comes next.
  return {
    records,
    cursor: { is: "changes", area: cursor.area, kinds: cursor.kinds, seen: cursor.seen },
    isWhole: false,
  };
}

async function changes(
  ctx: Context,
  byName: ReadonlyMap<string, CopyPair>,
  cursor: Cursor & { is: "changes" },
): Promise<Page> {
  // Taken before the changes are read: one that ends in between is sent again, never missed.
  const seen = await store.snapshotNow(ctx.sql);
  const { area, kinds } = cursor;
  const changed = await store.changedSince(ctx.sql, { area, kinds, seen: cursor.seen });
  const records: Sent[] = [];
  for (const name of kinds) {
    const ids = changed.filter((one) => one.kind === name).map((one) => one.id);
    for (let at = 0; at < ids.length; at += RECORDS_AT_MOST) {
      const some = ids.slice(at, at + RECORDS_AT_MOST);
      const read = (await byName.get(name)?.read(ctx, { area, ids: some })) ?? [];
      const values = new Map(read.map(({ id, value }) => [id, value as unknown]));
      records.push(...some.map((id) => ({ kind: name, id, value: values.get(id) ?? null })));
    }
  }
  return { records, cursor: { ...cursor, seen }, isWhole: true };
}

const ANSWERS_KEPT_FOR = 62 * DAY;

/** One turn of the sweep: forgets changes that no phone may ask for, and answers of commands too old to be sent again. */
export const forgetOnce = (services: Services): Promise<number> => {
  const now = services.clock();
  return asActor(services.db, systemActor(services.settings.province), (sql) =>
    store.forgetBefore(sql, later(now, -CHANGES_KEPT_FOR_DAYS * DAY), later(now, -ANSWERS_KEPT_FOR)),
  );
};
