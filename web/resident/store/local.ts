/**
 * What this phone knows, in memory and in its database: every screen reads from here and opens without a network. Tabs
 * of one browser hear each other's changes.
 */
import { useSyncExternalStore } from "react";
import { setPlatformClock } from "./clock.ts";
import { type Indexed, openIndexed, type Table } from "./indexed.ts";

/** An answer of the server as it was kept: the value and when it came, by the platform's clock (ISO). */
export type Kept = { readonly value: unknown; readonly at: string };

export type Local = {
  readonly kept: Readonly<Record<string, Kept>>;
  readonly drafts: Readonly<Record<string, unknown>>;
  /** Null: not tried yet. False: the last request got no answer. */
  readonly isReached: boolean | null;
  /** False: this browser keeps nothing (a private window). */
  readonly canKeep: boolean;
  /** The server said that nobody is signed in any more; what is kept stays readable. */
  readonly isSignedOut: boolean;
};

let local: Local = { kept: {}, drafts: {}, isReached: null, canKeep: true, isSignedOut: false };
let database: Indexed | null = null;
const listeners = new Set<() => void>();
const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("wangge-resident") : null;

function change(changes: Partial<Local>): void {
  local = { ...local, ...changes };
  for (const listener of listeners) listener();
}

/** Opens the database and reads all that is kept; afterwards the first screen can be drawn at once. */
export async function openLocal(): Promise<void> {
  try {
    database = await openIndexed();
    const [kept, drafts] = await Promise.all([database.all("kept"), database.all("drafts")]);
    change({ kept: Object.fromEntries(kept) as Record<string, Kept>, drafts: Object.fromEntries(drafts) });
    const now = local.kept["clock"]?.value;
    if (typeof now === "number") setPlatformClock(now);
  } catch {
    change({ canKeep: false });
  }
  channel?.addEventListener("message", ({ data }: MessageEvent<Heard>) => hear(data));
}

type Heard = { readonly table: "kept" | "drafts"; readonly key: string; readonly value: unknown } | "cleared";

function hear(heard: Heard): void {
  if (heard === "cleared") {
    change({ kept: {}, drafts: {}, isSignedOut: false });
    return;
  }
  apply(heard.table, heard.key, heard.value);
}

function apply(table: "kept" | "drafts", key: string, value: unknown): void {
  const records: Record<string, unknown> = { ...local[table] };
  if (value === null) delete records[key];
  else records[key] = value;
  change(table === "kept" ? { kept: records as Record<string, Kept> } : { drafts: records });
}

async function put(table: "kept" | "drafts", key: string, value: unknown): Promise<void> {
  apply(table, key, value);
  channel?.postMessage({ table, key, value } satisfies Heard);
  // A full or refused storage leaves the page working from memory; the screens then say so.
  await database?.write(table, key, value).catch(() => change({ canKeep: false }));
}

export const keep = (key: string, value: unknown, at: string): Promise<void> =>
  put("kept", key, value === null ? null : ({ value, at } satisfies Kept));
export const forget = (key: string): Promise<void> => put("kept", key, null);
export const keepDraft = (key: string, draft: unknown): Promise<void> => put("drafts", key, draft);

export const markReached = (isReached: boolean): void => {
  if (local.isReached !== isReached) change({ isReached });
};
export const markSignedOut = (isSignedOut: boolean): void => change({ isSignedOut });

const MARK = "wangge-resident-here";

/** Was somebody signed in here before? A mark that is read before the database is open; it says nothing else. */
export function wasHere(): boolean {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    return false;
  }
}

export function markHere(isHere: boolean): void {
  try {
    if (isHere) localStorage.setItem(MARK, "1");
    else localStorage.removeItem(MARK);
  } catch {
    // Without the mark the page is only a little slower.
  }
}

/** Signing out: nothing of anybody stays on this phone, the device's key neither. */
export async function forgetAll(): Promise<void> {
  markHere(false);
  change({ kept: {}, drafts: {}, isSignedOut: false });
  channel?.postMessage("cleared" satisfies Heard);
  await database?.clear().catch(() => undefined);
}

export const readLocal = (): Local => local;
export const useLocal = <T>(pick: (local: Local) => T): T => useSyncExternalStore(subscribe, () => pick(local));
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** A record of the database that is not for the screens (keys), read afresh; null when there is none. */
export const readRecord = (table: Table, key: string): Promise<unknown> =>
  database?.read(table, key).catch(() => null) ?? Promise.resolve(null);
export const addRecord = (table: Table, key: string, value: unknown): Promise<boolean> =>
  database?.addFirst(table, key, value) ?? Promise.resolve(false);
export const dropRecord = (table: Table, key: string): Promise<void> =>
  database?.write(table, key, null) ?? Promise.resolve();
