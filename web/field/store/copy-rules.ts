/** How the copy of an area lies on the phone: in chunks, so that thousands of records are few reads. Pure. */

/** By kind, then by id; a map is a new object when something in it changed. */
export type Records = ReadonlyMap<string, ReadonlyMap<string, unknown>>;
export type Chunk = readonly (readonly [id: string, value: unknown])[];

export type CopyState = {
  readonly area: string;
  /** The kinds that the page knew when the copy was begun. */
  readonly kinds: string;
  readonly cursor: string;
  /** Whole as of this moment (ISO, the platform's time); null: the first copy is under way. */
  readonly wholeAt: string | null;
  /** Records that came and that there will be, by the server's word. */
  readonly done: number;
  readonly total: number;
};

export type SentRecord = { readonly kind: string; readonly id: string; readonly value: unknown };

/** Chunks of a kind: 6,000 persons are some 100 records each. */
const CHUNKS = 64;

/** The chunk of a record: by its last digits, which are random in a UUID. */
export const chunkKey = (kind: string, id: string): string => {
  const number = Number.parseInt(id.slice(-4), 16);
  return `${kind}/${Number.isNaN(number) ? 0 : number % CHUNKS}`;
};

export function recordsOf(chunks: ReadonlyMap<string, Chunk>): Records {
  const records = new Map<string, Map<string, unknown>>();
  for (const [key, chunk] of chunks) {
    const kind = key.slice(0, key.lastIndexOf("/"));
    const of = records.get(kind) ?? new Map<string, unknown>();
    for (const [id, value] of chunk) of.set(id, value);
    records.set(kind, of);
  }
  return records;
}

/** The records after what the server sent, and the chunks that must be written again for it. */
export function withRecords(
  before: Records,
  sent: readonly SentRecord[],
): { readonly records: Records; readonly chunks: ReadonlyMap<string, Chunk> } {
  const records = new Map(before);
  const touched = new Set<string>();
  for (const kind of new Set(sent.map((one) => one.kind))) records.set(kind, new Map(before.get(kind) ?? []));
  for (const { kind, id, value } of sent) {
    const of = records.get(kind) as Map<string, unknown>;
    if (value === null) of.delete(id);
    else of.set(id, value);
    touched.add(chunkKey(kind, id));
  }
  const chunks = new Map<string, [string, unknown][]>([...touched].map((key) => [key, []]));
  for (const kind of new Set(sent.map((one) => one.kind)))
    for (const [id, value] of records.get(kind) ?? []) chunks.get(chunkKey(kind, id))?.push([id, value]);
  return { records, chunks };
}
