/** Where a phone is with its copy, as the text that it keeps and sends back. Opaque to the phone. */
import { isWithin, levelOf, type PlaceCode } from "#kernel/places.ts";

/**
 * `page`: still in the first copy: the kind at `kind` after the id `after`. `changes`: everything up to transaction `tx`.
 * In both, `tx` is where the changes begin that a later request must bring.
 */
export type Cursor = { readonly area: PlaceCode; readonly kinds: readonly string[]; readonly tx: string } & (
  | { readonly is: "page"; readonly kind: number; readonly after: string | null }
  | { readonly is: "changes" }
);

const FORM = /^([1-9]\d+) ([a-z,-]*) (\d{1,20}) (?:(\d{1,3}) ([0-9a-f-]{36}|-)|=)$/;

export const cursorText = (cursor: Cursor): string => {
  const head = `${cursor.area} ${cursor.kinds.join()} ${cursor.tx}`;
  return cursor.is === "changes" ? `${head} =` : `${head} ${cursor.kind} ${cursor.after ?? "-"}`;
};

/** The cursor of a text; null when it is none of ours. */
export function readCursor(text: string): Cursor | null {
  const [, area, kinds, tx, kind, after] = FORM.exec(text) ?? [];
  if (area === undefined || kinds === undefined || tx === undefined || levelOf(area) === null) return null;
  const of = { area: area as PlaceCode, kinds: kinds === "" ? [] : kinds.split(","), tx };
  if (kind === undefined) return { ...of, is: "changes" };
  return { ...of, is: "page", kind: Number(kind), after: after === undefined || after === "-" ? null : after };
}

/**
 * May a phone go on from where it was? Not when its post's area is another by now, when it asks for another part of it, or when
 * the page knows of other kinds than the copy was made with: then it erases what it holds and starts over.
 */
export const mayGoOn = (cursor: Cursor, actorArea: string, area: string, kinds: readonly string[]): boolean =>
  isWithin(cursor.area, actorArea) && cursor.area === area && cursor.kinds.join() === kinds.join();
