/**
 * The phone's memory: a mirror of its open vault that every screen reads. Screens never wait for the network; what a
 * person typed is written to the vault first and shown as kept only after that.
 */
import { useSyncExternalStore } from "react";
import { v7 } from "uuid";
import { isoInstant } from "#kernel/time.ts";
import { platformNow } from "../../shared/me.ts";
import { type CopyPage, type CopyState, pageKey, type Records, recordsOf } from "./copy-rules.ts";
import { type Change, TABLES, type Table } from "./indexed.ts";
import type { Kept, Local } from "./memory.ts";
import { followersOf } from "./outbox-rules.ts";
import type { Sealed } from "./sealed.ts";
import type { Command, Draft, OutboxItem, SentItem } from "./shapes.ts";
import { isWork } from "./vault-rules.ts";

let local: Local = {
  vault: { is: "opening" },
  isCurtained: false,
  erased: null,
  isSecretGone: false,
  unsentOfOthers: 0,
  kept: {},
  drafts: new Map(),
  outbox: [],
  sent: [],
  isReached: null,
  isSignedOut: false,
  isRefreshing: false,
  fresh: new Set(),
  isStorageBroken: false,
  isStorageFull: false,
  isUpdateReady: false,
  copies: new Map(),
  areCopiesRead: false,
};
let store: Sealed | null = null;
const listeners = new Set<() => void>();
/** Other tabs of this browser read again what one has written (Safari 14 has no such channel). */
const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("wangge-field");
type Told = { readonly vaultId: string; readonly tables: readonly Table[] } | "reopen";

export const here = (): Local => local;
export function setHere(part: Partial<Local>): void {
  local = { ...local, ...part };
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** A part of the phone's memory; `select` must give the same object as long as nothing in it changed. */
export const useLocal = <T>(select: (local: Local) => T): T => useSyncExternalStore(subscribe, () => select(local));

/** From now on the screens read and write this vault; null: none is open. */
export function attach(opened: Sealed | null): void {
  store = opened;
}

if (tabs)
  tabs.onmessage = ({ data }: MessageEvent<Told>) => {
    if (data === "reopen") location.reload();
    else if (data.vaultId === store?.vaultId) void readingCopies.then(() => readTables(data.tables));
  };

/** A vault was made, erased or closed: what other tabs show of it is no longer so. */
export const tellToReopen = (): void => tabs?.postMessage("reopen" satisfies Told);

/** What a worker typed and the list of the day: read before the first screen. */
const SMALL = TABLES.filter((table) => table !== "copies");

/** Reads what the vault holds, the copies of the area by `readCopies`. */
export async function readTables(tables: readonly Table[] = SMALL): Promise<void> {
  if (store === null) return;
  const { all } = store;
  const of = new Map<Table, Map<string, unknown>>();
  await Promise.all(tables.map(async (table) => void of.set(table, await all(table))));
  const [kept, drafts, outbox, sent, pages] = TABLES.map((table) => of.get(table));
  setHere({
    ...(kept && { kept: Object.fromEntries(kept) as Kept }),
    ...(drafts && { drafts: drafts as Map<string, Draft> }),
    ...(outbox && { outbox: [...(outbox as Map<string, OutboxItem>).values()].sort((a, b) => a.order - b.order) }),
    ...(sent && { sent: [...(sent as Map<string, SentItem>).values()] }),
    ...(pages && { copies: recordsOf(pages) }),
  });
}

/** The reading of an opened vault's copies, for whoever writes to them. */
let readingCopies: Promise<void> = Promise.resolve();

/**
 * Reads the copies of the area page by page, leaving the screen free between two: a second's work on a cheap phone, of
 * which the list of the day needs nothing.
 */
export function readCopies(): Promise<void> {
  readingCopies = readOnce();
  return readingCopies;
}

async function readOnce(): Promise<void> {
  const from = store;
  if (from === null) return;
  try {
    const pages = await from.inTurn("copies");
    // Another vault was opened, or this one erased, meanwhile.
    if (store === from) setHere({ copies: recordsOf(pages), areCopiesRead: true });
  } catch {
    // What cannot be opened is fetched again: it is a copy.
    if (store === from) await eraseCopies();
  }
}

/** Once they are here: a page of changes is laid over what was read, never over nothing. */
export const copiesRead = (): Promise<void> => readingCopies;

/** Nothing in memory but what is known without a vault. */
export function forgetMemory(kept: Kept = {}): void {
  setHere({ kept, drafts: new Map(), outbox: [], sent: [], fresh: new Set(), copies: new Map(), areCopiesRead: false });
}

/** A page of the copy with where it ends, both or none: a page that closes half-way goes on from there. */
export async function keepCopies(page: CopyPage, copies: Records, state: CopyState): Promise<void> {
  const next = state.next ?? 0;
  const kept: CopyState = { ...state, next: page.length === 0 ? next : next + 1 };
  await write([
    ...(page.length === 0 ? [] : [{ table: "copies" as const, key: pageKey(next), value: page }]),
    { table: "kept", key: "copy", value: kept },
  ]);
  setHere({ copies, kept: { ...local.kept, copy: kept } });
}

/** The same copy in fewer pages. */
export async function rewriteCopies(pages: readonly CopyPage[], state: CopyState): Promise<void> {
  if (store === null) return;
  const before = await store.keys("copies");
  const next = state.next ?? 0;
  const kept: CopyState = { ...state, next: next + pages.length, firstPage: next };
  await write([
    ...erase("copies", before),
    ...pages.map((value, at) => ({ table: "copies" as const, key: pageKey(next + at), value })),
    { table: "kept", key: "copy", value: kept },
  ]);
  setHere({ kept: { ...local.kept, copy: kept } });
}

/** Erases the copy of an area: the post is another, or it is too old. What was typed stays. */
export async function dropCopies(): Promise<void> {
  await readingCopies;
  await eraseCopies();
}

async function eraseCopies(): Promise<void> {
  if (store === null) return;
  await write(await withoutCopies(store));
  forgetCopies();
}

const withoutCopies = async (of: Sealed): Promise<Change[]> => [
  ...erase("copies", await of.keys("copies")),
  { table: "kept", key: "copy", value: null },
];

function forgetCopies(): void {
  const { copy: _, ...kept } = local.kept;
  setHere({ copies: new Map(), areCopiesRead: true, kept });
}

const isQuota = (error: unknown): boolean => error instanceof DOMException && error.name === "QuotaExceededError";

/** Writes to the vault; throws when it cannot be kept. A page without one (vault.ts, openLocal) keeps nothing and says so. */
export async function write(changes: readonly Change[]): Promise<void> {
  if (store === null && local.vault.is === "open") return;
  try {
    if (store === null) throw new Error("no vault is open");
    await (changes.some(isWork) ? writeWork(store, changes) : store.write(changes));
  } catch (cause) {
    setHere(isQuota(cause) ? { isStorageFull: true } : { isStorageBroken: true });
    throw new Error("The phone cannot keep anything", { cause });
  }
  if (local.isStorageFull && changes.some(({ table }) => table === "copies")) setHere({ isStorageFull: false });
  const tables = [...new Set(changes.map(({ table }) => table))].filter((table): table is Table => table !== "vaults");
  tabs?.postMessage({ vaultId: store.vaultId, tables } satisfies Told);
}

/** What was typed comes before what can be fetched again: in a full phone the copy makes way for it. */
async function writeWork(to: Sealed, changes: readonly Change[]): Promise<void> {
  try {
    await to.write(changes);
  } catch (error) {
    if (!isQuota(error)) throw error;
    setHere({ isStorageFull: true });
    await readingCopies;
    await to.write(await withoutCopies(to));
    forgetCopies();
    await to.write(changes);
  }
}

/** Keeps copies of what the server said; losing one costs a request, nothing more. Without a vault: as long as the page lives. */
export function keep(part: Readonly<Record<string, unknown>>): void {
  setHere({ kept: { ...local.kept, ...part } as Kept });
  if (store === null) return;
  const changes = Object.entries(part).map(([key, value]) => ({ table: "kept" as const, key, value: value ?? null }));
  void write(changes).catch(() => undefined);
}

const without = (drafts: ReadonlyMap<string, Draft>, gone: string | null) =>
  new Map([...drafts].filter(([key]) => key !== gone));

/** Shown at once, and written at once: a draft outlives the page, the battery and the sign-in. */
export function saveDraft(draft: Draft): void {
  setHere({ drafts: new Map(local.drafts).set(draft.key, draft) });
  void write([{ table: "drafts", key: draft.key, value: draft }]).catch(() => undefined);
}

export function dropDraft(key: string): void {
  setHere({ drafts: without(local.drafts, key) });
  void write([{ table: "drafts", key, value: null }]).catch(() => undefined);
}

/**
 * Puts commands into the outbox; resolves when they are safe on the phone. The draft that they came from goes in the
 * same step, and what followed the item that they take the place of follows them. A command whose id is there already (pressed
 * twice) changes nothing.
 */
export async function post(
  commands: readonly { readonly id?: string; readonly command: Command }[],
  { draftOf = null, instead = null }: { readonly draftOf?: string | null; readonly instead?: string | null } = {},
): Promise<void> {
  const postId = local.kept.me?.value.post.id;
  if (postId === undefined) throw new Error("nobody is signed in");
  const known = new Set([...local.outbox, ...local.sent].map(({ id }) => id));
  let order = local.kept.order ?? 0;
  const items: OutboxItem[] = commands
    .filter(({ id }) => id === undefined || !known.has(id))
    .map(({ id, command }) => ({
      id: id ?? v7(),
      order: ++order,
      postId,
      madeAt: isoInstant(platformNow()),
      command,
      tries: 0,
      trouble: "new",
      mayHaveArrived: false,
      refusal: null,
    }));
  const [first] = items;
  const followers =
    instead === null || first === undefined ? [] : followersOf(local.outbox, { from: instead, to: first.id }, v7);
  const made = [...items, ...followers.map(({ item }) => ({ ...item, order: ++order }))];
  const gone = new Set([...(instead === null ? [] : [instead]), ...followers.map(({ before }) => before)]);
  keep({ order });
  await write([
    ...made.map((value) => ({ table: "outbox" as const, key: value.id, value })),
    ...(draftOf === null ? [] : [{ table: "drafts" as const, key: draftOf, value: null }]),
    ...erase("outbox", gone),
  ]);
  const there = new Set(local.outbox.map(({ id }) => id));
  setHere({
    outbox: [...local.outbox.filter(({ id }) => !gone.has(id)), ...made.filter(({ id }) => !there.has(id))],
    drafts: without(local.drafts, draftOf),
  });
}

/** Items that another phone of this worker made: those that are not here yet. Returns how many. */
export async function takeIn(items: readonly OutboxItem[]): Promise<number> {
  const known = new Set([...local.outbox, ...local.sent].map(({ id }) => id));
  let order = local.kept.order ?? 0;
  const fresh = items.filter(({ id }) => !known.has(id)).map((item) => ({ ...item, order: ++order }));
  keep({ order });
  await write(fresh.map((value) => ({ table: "outbox" as const, key: value.id, value })));
  setHere({ outbox: [...local.outbox, ...fresh] });
  return fresh.length;
}

/** What became of items: changed ones stay, `gone` ones leave, and what was sent goes to today's record. */
export async function settle(of: {
  readonly changed?: readonly OutboxItem[];
  readonly gone?: readonly string[];
  readonly sent?: readonly SentItem[];
}): Promise<void> {
  const { changed = [], gone = [], sent = [] } = of;
  await write([
    ...changed.map((value) => ({ table: "outbox" as const, key: value.id, value })),
    ...gone.map((key) => ({ table: "outbox" as const, key, value: null })),
    ...sent.map((value) => ({ table: "sent" as const, key: value.id, value })),
  ]);
  const byId = new Map(changed.map((item) => [item.id, item]));
  const left = new Set(gone);
  setHere({
    outbox: local.outbox.filter(({ id }) => !left.has(id)).map((item) => byId.get(item.id) ?? item),
    sent: [...local.sent, ...sent],
  });
}

/** The changes that take these records away. */
export const erase = (table: Table, keys: Iterable<string>): Change[] =>
  [...keys].map((key) => ({ table, key, value: null }));
