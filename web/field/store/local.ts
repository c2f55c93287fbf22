/**
 * The phone's memory: a mirror of its database that every screen reads. Screens never wait for the network; what a
 * person typed is written to the database first and shown as kept only after that.
 */
import { useSyncExternalStore } from "react";
import { v7 } from "uuid";
import { dayOf, isoInstant } from "#kernel/time.ts";
import { platformClockOffset, platformNow, setPlatformClock } from "../../shared/me.ts";
import { type Chunk, type CopyState, type Records, recordsOf } from "./copy-rules.ts";
import { type Change, type Indexed, openIndexed, TABLES, type Table } from "./indexed.ts";
import type { Command, Copy, Draft, Inbox, OutboxItem, PlaceView, SentItem, TaskPage, Who } from "./shapes.ts";

type Kept = {
  readonly me?: Copy<Who>;
  readonly clockOffset?: number;
  readonly order?: number;
  readonly terminalId?: string;
  /** How far the copy of the area is. */
  readonly copy?: CopyState;
  /** While this post is on leave. */
  readonly absenceId?: string | undefined;
  /** `inbox/POST`: of each post its own. */
  readonly [inbox: `inbox/${string}`]: Copy<Inbox> | undefined;
  readonly [page: `page/${string}`]: Copy<TaskPage> | undefined;
  readonly [place: `place/${string}`]: Copy<PlaceView> | undefined;
};

export type Local = {
  readonly kept: Kept;
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly outbox: readonly OutboxItem[];
  readonly sent: readonly SentItem[];
  /** Did the last request reach the server? Null: none yet. */
  readonly isReached: boolean | null;
  readonly isSignedOut: boolean;
  readonly isRefreshing: boolean;
  /** Tasks that came since this page was opened: shown with a quiet mark. */
  readonly fresh: ReadonlySet<string>;
  /** The phone's storage refused something: said loudly, because then nothing is safe. */
  readonly isStorageBroken: boolean;
  /** What the phone holds of its area, by kind and id (copies.ts). */
  readonly copies: Records;
};

let local: Local = {
  kept: {},
  drafts: new Map(),
  outbox: [],
  sent: [],
  isReached: null,
  isSignedOut: false,
  isRefreshing: false,
  fresh: new Set(),
  isStorageBroken: false,
  copies: new Map(),
};
let database: Indexed | null = null;
const listeners = new Set<() => void>();
/** Other tabs of this browser read the database again when one has written (Safari 14 has no such channel). */
const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("wangge-field");

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

/** Reads everything that this phone keeps, and its clock. */
export async function openLocal(): Promise<void> {
  try {
    database = await openIndexed();
    await readAll();
  } catch {
    setHere({ isStorageBroken: true });
    return;
  }
  const { clockOffset } = local.kept;
  if (clockOffset !== undefined && platformClockOffset() === 0)
    setPlatformClock(new Date(Date.now() + clockOffset).toISOString());
  if (tabs) tabs.onmessage = () => void readAll();
  // A phone short of space throws away what a page keeps, unless it was asked not to.
  void navigator.storage?.persist?.();
}

async function readAll(): Promise<void> {
  if (database === null) return;
  const { all } = database;
  const [kept, drafts, outbox, sent, chunks] = await Promise.all(TABLES.map((table) => all(table)));
  setHere({
    kept: Object.fromEntries(kept ?? []) as Kept,
    drafts: (drafts ?? new Map()) as Map<string, Draft>,
    outbox: [...((outbox ?? new Map()) as Map<string, OutboxItem>).values()].sort((a, b) => a.order - b.order),
    sent: [...((sent ?? new Map()) as Map<string, SentItem>).values()],
    copies: recordsOf((chunks ?? new Map()) as Map<string, Chunk>),
  });
}

/** A page of the copy with where it ends, both or none: a page that closes half-way goes on from there. */
export async function keepCopies(chunks: ReadonlyMap<string, Chunk>, copies: Records, state: CopyState): Promise<void> {
  await write([
    ...[...chunks].map(([key, value]) => ({ table: "copies" as const, key, value })),
    { table: "kept", key: "copy", value: state },
  ]);
  setHere({ copies, kept: { ...local.kept, copy: state } });
}

/** Erases the copy of an area: the post is another, or it is too old. What was typed stays. */
export async function dropCopies(): Promise<void> {
  if (database === null) return;
  const keys = (await database.all("copies")).keys();
  await write([...erase("copies", keys), { table: "kept", key: "copy", value: null }]);
  const { copy: _, ...kept } = local.kept;
  setHere({ copies: new Map(), kept });
}

/** Writes to the database; the mirror follows through `part`. Throws when the phone cannot keep it. */
async function write(changes: readonly Change[]): Promise<void> {
  try {
    if (database === null) throw new Error("no storage");
    await database.write(changes);
  } catch (cause) {
    setHere({ isStorageBroken: true });
    throw new Error("The phone cannot keep anything", { cause });
  }
  tabs?.postMessage("changed");
}

/** Keeps copies of what the server said; losing one costs a request, nothing more. */
export function keep(part: Readonly<Record<string, unknown>>): void {
  setHere({ kept: { ...local.kept, ...part } as Kept });
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
 * same step. A command whose id is there already (pressed twice) changes nothing.
 */
export async function post(
  commands: readonly { readonly id?: string; readonly command: Command }[],
  { draftOf = null }: { readonly draftOf?: string | null } = {},
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
  keep({ order });
  await write([
    ...items.map((value) => ({ table: "outbox" as const, key: value.id, value })),
    ...(draftOf === null ? [] : [{ table: "drafts" as const, key: draftOf, value: null }]),
  ]);
  const there = new Set(local.outbox.map(({ id }) => id));
  setHere({
    outbox: [...local.outbox, ...items.filter(({ id }) => !there.has(id))],
    drafts: without(local.drafts, draftOf),
  });
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

const erase = (table: Table, keys: Iterable<string>): Change[] => [...keys].map((key) => ({ table, key, value: null }));

/** Takes from the phone what is of earlier days, or of tasks that are no longer here. Never a draft or the outbox. */
export function tidy(openTasks: ReadonlySet<string>): void {
  const today = dayOf(platformNow());
  const old = local.sent.filter(({ day }) => day < today).map(({ id }) => id);
  const pages = Object.keys(local.kept).filter((key) => key.startsWith("page/") && !openTasks.has(key.slice(5)));
  if (old.length + pages.length === 0) return;
  const gone = new Set(old);
  setHere({
    sent: local.sent.filter(({ id }) => !gone.has(id)),
    kept: Object.fromEntries(Object.entries(local.kept).filter(([key]) => !pages.includes(key))) as Kept,
  });
  void write([...erase("sent", old), ...erase("kept", pages)]).catch(() => undefined);
}

/** Signing out: nothing of this post's work stays on the phone but the terminal's own id. */
export async function forgetAll(): Promise<void> {
  const { terminalId, order } = local.kept;
  const chunks = database === null ? [] : (await database.all("copies")).keys();
  await write([
    ...erase("copies", chunks),
    ...erase("drafts", local.drafts.keys()),
    ...erase(
      "outbox",
      local.outbox.map(({ id }) => id),
    ),
    ...erase(
      "sent",
      local.sent.map(({ id }) => id),
    ),
    ...erase(
      "kept",
      Object.keys(local.kept).filter((key) => key !== "terminalId" && key !== "order"),
    ),
  ]);
  const kept: Kept = { ...(terminalId === undefined ? {} : { terminalId }), ...(order === undefined ? {} : { order }) };
  setHere({ kept, drafts: new Map(), outbox: [], sent: [], fresh: new Set(), copies: new Map() });
}
