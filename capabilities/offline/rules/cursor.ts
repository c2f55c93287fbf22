/** Where a phone is with its copy, as the text that it keeps and sends back. Opaque to the phone. */
import { isWithin, levelOf, type PlaceCode } from "#kernel/places.ts";

/**
 * `page`: still in the first copy: the kind at `kind` after the id `after`. `changes`: the first copy is whole. `seen` is a
 * pg_snapshot ("xmin:xmax:still running") of the last reading: what ended later is what a later request must bring.
 */
export type Cursor = { readonly area: PlaceCode; readonly kinds: readonly string[]; readonly seen: string } & (
  | { readonly is: "page"; readonly kind: number; readonly after: string | null }
  | { readonly is: "changes" }
);

/** A snapshot names those still running; more than this many would make the cursor too long for an address. */
const RUNNING_AT_MOST = 100;
const TX = String.raw`\d{1,19}`;
const FORM = new RegExp(
  String.raw`^([1-9]\d+) ([a-z,-]*) (${TX}(?::${TX}:(?:${TX}(?:,${TX})*)?)?) (?:(\d{1,3}) ([0-9a-f-]{36}|-)|=)$`,
);

export const cursorText = (cursor: Cursor): string => {
  const head = `${cursor.area} ${cursor.kinds.join()} ${short(cursor.seen)}`;
  return cursor.is === "changes" ? `${head} =` : `${head} ${cursor.kind} ${cursor.after ?? "-"}`;
};

/** A snapshot of which less is known: whatever had not ended before the oldest still running is sent again. */
const short = (seen: string): string => {
  const [xmin = "", , running = ""] = seen.split(":");
  return running.split(",").length > RUNNING_AT_MOST ? `${xmin}:${xmin}:` : seen;
};

/**
 * A snapshot that PostgreSQL takes: begun ≤ each still running < next, ascending. A number alone is what phones hold of the
 * time when a cursor was the oldest transaction still running.
 */
function wholeSnapshot(text: string): string | null {
  const [xmin = "", xmax = xmin, running = ""] = text.split(":");
  const order = [xmin, ...(running === "" ? [] : running.split(",")), xmax].map(BigInt);
  const isAscending = order.every((tx, at) => {
    const before = order[at - 1];
    return before === undefined || tx > before || (tx === before && (at === 1 || running === ""));
  });
  return isAscending && (order[0] ?? 0n) > 0n ? `${xmin}:${xmax}:${running}` : null;
}

/** The cursor of a text; null when it is none of ours. */
export function readCursor(text: string): Cursor | null {
  const [, area, kinds, snapshot, kind, after] = FORM.exec(text) ?? [];
  if (area === undefined || kinds === undefined || snapshot === undefined || levelOf(area) === null) return null;
  const seen = wholeSnapshot(snapshot);
  if (seen === null) return null;
  const of = { area: area as PlaceCode, kinds: kinds === "" ? [] : kinds.split(","), seen };
  if (kind === undefined) return { ...of, is: "changes" };
  return { ...of, is: "page", kind: Number(kind), after: after === undefined || after === "-" ? null : after };
}

/**
 * May a phone go on from where it was? Not when its post's area is another by now, when it asks for another part of it, or when
 * the page knows of other kinds than the copy was made with: then it erases what it holds and starts over.
 */
export const mayGoOn = (cursor: Cursor, actorArea: string, area: string, kinds: readonly string[]): boolean =>
  isWithin(cursor.area, actorArea) && cursor.area === area && cursor.kinds.join() === kinds.join();
