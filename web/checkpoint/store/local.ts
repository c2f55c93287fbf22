/**
 * The phone's memory: a mirror of its database that every screen reads. Screens never wait for the network; a record is
 * in the database before the screen says so.
 */
import { useSyncExternalStore } from "react";
import { restoreClock } from "./clock.ts";
import { type Change, type Kept as Database, openDatabase } from "./database.ts";
import {
  type Kept,
  NO_TALLY,
  type OutboxItem,
  type Person,
  type RefusedItem,
  type Screen,
  type Tally,
} from "./shapes.ts";

export type Local = {
  readonly kept: Kept;
  readonly outbox: readonly OutboxItem[];
  readonly refused: readonly RefusedItem[];
  readonly screen: Screen;
  /** Who stands before the volunteer now. */
  readonly person: Person | null;
  /** Did the last request reach the server? Null: none yet. */
  readonly isReached: boolean | null;
  readonly isSignedOut: boolean;
  /** The phone's storage refused something: said loudly, because then nothing is safe. */
  readonly isStorageBroken: boolean;
  /** A line that goes away by itself. */
  readonly note: string | null;
};

let local: Local = {
  kept: {},
  outbox: [],
  refused: [],
  screen: "gate",
  person: null,
  isReached: null,
  isSignedOut: false,
  isStorageBroken: false,
  note: null,
};
let database: Database | null = null;
const listeners = new Set<() => void>();

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

/** Reads everything that this phone keeps. */
export async function openLocal(): Promise<void> {
  try {
    database = await openDatabase();
    const [kept, outbox, refused] = await Promise.all([
      database.all("kept"),
      database.all("outbox"),
      database.all("refused"),
    ]);
    setHere({
      kept: Object.fromEntries(kept) as Kept,
      outbox: [...(outbox as ReadonlyMap<string, OutboxItem>).values()].sort((one, other) => one.order - other.order),
      refused: [...(refused as ReadonlyMap<string, RefusedItem>).values()],
    });
    restoreClock(local.kept.clockOffset);
  } catch {
    setHere({ isStorageBroken: true });
  }
  // A phone short of space throws away what a page keeps, unless it was asked not to.
  void navigator.storage?.persist?.();
}

async function write(changes: readonly Change[]): Promise<void> {
  try {
    if (database === null) throw new Error("no storage");
    await database.write(changes);
  } catch (cause) {
    setHere({ isStorageBroken: true });
    throw new Error("The phone cannot keep anything", { cause });
  }
}

const keptChanges = (part: Partial<Kept>): Change[] =>
  Object.entries(part).map(([key, value]) => ({ table: "kept", key, value: value ?? null }));

/** Keeps copies of what the server said and where the work stands. */
export async function keep(part: Partial<Kept>): Promise<void> {
  setHere({ kept: { ...local.kept, ...part } });
  await write(keptChanges(part)).catch(() => undefined);
}

/** A record as it is made here; its order and what it adds to the day are put in with it. */
export type Made = Omit<OutboxItem, "order" | "postId">;

/** Puts records into the outbox, in one step with what else changes; resolves when they are safe on the phone. */
export async function post(
  made: readonly Made[],
  part: Partial<Kept> = {},
  counts: Partial<Tally> = {},
): Promise<void> {
  const order = local.kept.order ?? 0;
  const postId = local.kept.me?.postId ?? "";
  const items = made.map((one, index): OutboxItem => ({ ...one, postId, order: order + index + 1 }));
  const tally = addUp(local.kept.tally ?? NO_TALLY, counts);
  const all = { ...part, tally: part.tally ?? tally, order: order + items.length };
  // Taken at once, so that two quick taps cannot share an order.
  setHere({ kept: { ...local.kept, ...all } });
  await write([...items.map((value): Change => ({ table: "outbox", key: value.id, value })), ...keptChanges(all)]);
  setHere({ outbox: [...local.outbox, ...items] });
}

const addUp = (tally: Tally, more: Partial<Tally>): Tally =>
  Object.fromEntries(
    Object.entries(tally).map(([name, n]) => [name, n + (more[name as keyof Tally] ?? 0)]),
  ) as unknown as Tally;

/** What the server has answered leaves the outbox; a refused record stays to be seen, without who it was about. */
export async function settle(done: readonly string[], refused: readonly RefusedItem[]): Promise<void> {
  await write([
    ...done.map((key): Change => ({ table: "outbox", key, value: null })),
    ...refused.flatMap((value): Change[] => [
      { table: "outbox", key: value.id, value: null },
      { table: "refused", key: value.id, value },
    ]),
  ]);
  const gone = new Set([...done, ...refused.map((one) => one.id)]);
  setHere({
    outbox: local.outbox.filter((one) => !gone.has(one.id)),
    refused: [...local.refused, ...refused],
  });
}

export async function dropRefused(id: string): Promise<void> {
  setHere({ refused: local.refused.filter((one) => one.id !== id) });
  await write([{ table: "refused", key: id, value: null }]).catch(() => undefined);
}

/** Signing out: whose phone it was is forgotten; what has not been sent stays until it is. */
export const forgetMe = (): Promise<void> => keep({ me: undefined, shift: undefined });

export const go = (screen: Screen): void => setHere({ screen, note: null });

let noteTimer = 0;
/** Shows a line for three seconds. */
export function say(note: string): void {
  clearTimeout(noteTimer);
  setHere({ note });
  noteTimer = window.setTimeout(() => setHere({ note: null }), 3000);
}
