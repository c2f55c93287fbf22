/**
 * How the copy of an area lies on the phone: as the pages that came, in their order, each one sealed record. So a page costs
 * one small write, and thousands of people open in some twenty reads. Pure.
 */

/** By kind, then by id; a map is a new object when something in it changed. */
export type Records = ReadonlyMap<string, ReadonlyMap<string, unknown>>;

export type SentRecord = { readonly kind: string; readonly id: string; readonly value: unknown };
/** One record of a page, short: a page is read at each start. `null`: it went. */
type Line = readonly [kind: string, id: string, value: unknown];
export type CopyPage = readonly Line[];

export type CopyState = {
  readonly area: string;
  /** The kinds that the page knew when the copy was begun. */
  readonly kinds: string;
  readonly cursor: string;
  /** Whole as of this moment (ISO, the platform's time); null: the first copy is under way. */
  readonly wholeAt: string | null;
  /** Is what lies here all there was at the last contact? */
  readonly isWhole?: boolean;
  /** Records that came and that there will be, by the server's word. */
  readonly done: number;
  readonly total: number;
  /** The number of the next page to write, and of the first that lies here. */
  readonly next?: number;
  readonly firstPage?: number;
};

/** A phone carries so many records at most (docs/guide/field.md): beyond it stops and says so. */
export const RECORDS_ON_A_PHONE = 30_000;
/** So many records in a page when pages are written together. */
const PER_PAGE = 500;
/** Pages of changes that may lie behind the full ones before all are written together again. */
const LOOSE_PAGES = 64;

export const pageKey = (page: number): string => `page/${String(page).padStart(9, "0")}`;
export const lineOf = ({ kind, id, value }: SentRecord): Line => [kind, id, value];

/** The records after what the server sent. */
export function withLines(before: Records, page: CopyPage): Records {
  const records = new Map(before);
  const changed = new Map<string, Map<string, unknown>>();
  for (const [kind, id, value] of page) {
    const of = changed.get(kind) ?? new Map(before.get(kind) ?? []);
    changed.set(kind, of);
    if (value === null) of.delete(id);
    else of.set(id, value);
  }
  for (const [kind, of] of changed) records.set(kind, of);
  return records;
}

/** What the pages of the phone amount to, by the order of their keys. */
export function recordsOf(pages: ReadonlyMap<string, unknown>): Records {
  const lines = [...pages]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, page]) => (Array.isArray(page) ? (page as CopyPage) : []));
  return withLines(new Map(), lines);
}

export const countOf = (records: Records): number => [...records.values()].reduce((sum, { size }) => sum + size, 0);

/** Full pages of everything when too many small ones lie behind one another; else null. */
export function rewritten(records: Records, pages: number): readonly CopyPage[] | null {
  if (pages <= Math.ceil(countOf(records) / PER_PAGE) + LOOSE_PAGES) return null;
  const lines = [...records].flatMap(([kind, byId]) => [...byId].map(([id, value]): Line => [kind, id, value]));
  return Array.from({ length: Math.ceil(lines.length / PER_PAGE) }, (_, at) =>
    lines.slice(at * PER_PAGE, (at + 1) * PER_PAGE),
  );
}
