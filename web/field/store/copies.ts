/** The copy of one's area: asked for page by page, kept page by page, read by every screen. */
import type { z } from "zod";
import { copyPage } from "#capabilities/offline/contract.ts";
import type { CopyKind } from "#kernel/copy.ts";
import { ask } from "../../shared/api.ts";
import { isRefusal, Unreachable } from "../../shared/refusal.ts";
import { type CopyState, withRecords } from "./copy-rules.ts";
import { KINDS } from "./kinds.ts";
import { dropCopies, here, keepCopies, useLocal } from "./local.ts";

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/** All records of a kind on this phone, by id; the same object as long as none of them changed. */
export const useCopies = <V extends z.ZodType>(kind: CopyKind<V>): ReadonlyMap<string, z.output<V>> =>
  useLocal((local) => (local.copies.get(kind.name) as ReadonlyMap<string, z.output<V>> | undefined) ?? NONE);

/** The same outside a screen. */
export const copiesHere = <V extends z.ZodType>(kind: CopyKind<V>): ReadonlyMap<string, z.output<V>> =>
  (here().copies.get(kind.name) as ReadonlyMap<string, z.output<V>> | undefined) ?? NONE;

/** Digits of a village: a post of more has to choose one (kept.copyArea) before anything is copied. */
const VILLAGE = 12;

let running: Promise<void> | null = null;

/** Asks for pages until the copy is whole. Goes on where it was broken off; starts over when the server says so. */
export function refreshCopies(): Promise<void> {
  running ??= copyAll().finally(() => {
    running = null;
  });
  return running;
}

async function copyAll(): Promise<void> {
  const area = here().kept.me?.value.post.area;
  if (area === undefined || area.length < VILLAGE || KINDS.length === 0) return;
  const kinds = KINDS.map(({ name }) => name).join();
  const before = here().kept.copy;
  if (before !== undefined && (before.area !== area || before.kinds !== kinds)) await dropCopies();
  for (let isWhole = false; !isWhole; ) {
    try {
      isWhole = await copyOnce(area, kinds);
    } catch (error) {
      if (!isRefusal(error) || error.code !== "offline/start-over") throw error;
      await dropCopies();
    }
  }
}

async function copyOnce(area: string, kinds: string): Promise<boolean> {
  const before = here().kept.copy;
  const cursor = before?.cursor;
  const page = await ask(copyPage, { area, kinds, ...(cursor === undefined ? {} : { cursor }) });
  if (!Array.isArray(page?.records)) throw new Unreachable("not the server's answer");
  const total = page.totals === null ? (before?.total ?? 0) : Object.values(page.totals).reduce((sum, n) => sum + n, 0);
  const isFirst = before?.wholeAt == null;
  const state: CopyState = {
    area,
    kinds,
    cursor: page.cursor,
    wholeAt: page.isWhole ? page.now : (before?.wholeAt ?? null),
    done: isFirst ? (before?.done ?? 0) + page.records.length : (before?.done ?? 0),
    total,
  };
  const { records, chunks } = withRecords(here().copies, page.records);
  await keepCopies(chunks, page.records.length === 0 ? here().copies : records, state);
  return page.isWhole;
}
