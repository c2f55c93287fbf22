/** The copy of one's area: asked for page by page, kept page by page, read by every screen. */
import type { z } from "zod";
import { copyPage } from "#capabilities/offline/contract.ts";
import type { AnyCopyKind, CopyKind } from "#kernel/copy.ts";
import { CODE_LENGTH } from "#kernel/places.ts";
import { ask } from "../../shared/api.ts";
import { isRefusal, Unreachable } from "../../shared/refusal.ts";
import { type CopyState, countOf, lineOf, RECORDS_ON_A_PHONE, rewritten, withLines } from "./copy-rules.ts";
import { KINDS } from "./kinds.ts";
import { copiesRead, dropCopies, here, keep, keepCopies, rewriteCopies, useLocal } from "./local.ts";

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/**
 * All records of a kind on this phone, by id; the same object as long as none of them changed. By the name alone, for the first
 * screens, which must not load a duty's whole contract: `typeof doorCopy` names it.
 */
export const useCopiesOf = <K extends AnyCopyKind>(name: string): ReadonlyMap<string, z.output<K["value"]>> =>
  useLocal((local) => (local.copies.get(name) as ReadonlyMap<string, z.output<K["value"]>> | undefined) ?? NONE);

/** The same of a kind whose contract is here. */
export const useCopies = <V extends z.ZodType>(kind: CopyKind<V>): ReadonlyMap<string, z.output<V>> =>
  useCopiesOf<CopyKind<V>>(kind.name);

/**
 * What this phone carries: the post's own area, or the village or grid of it that was chosen (kept.copyArea), which a post of
 * more than a village has to do; null: none yet.
 */
export function carriedArea(): string | null {
  const { me, copyArea } = here().kept;
  const area = me?.value.post.area;
  if (area === undefined) return null;
  if (copyArea?.startsWith(area) && copyArea.length >= CODE_LENGTH.village) return copyArea;
  return area.length < CODE_LENGTH.village ? null : area;
}

/** From now on this phone carries another village or grid; what it carried is erased. */
export async function carry(area: string): Promise<void> {
  if (carriedArea() === area) return;
  await dropCopies();
  keep({ copyArea: area });
  await refreshCopies();
}

let running: Promise<void> | null = null;

/** Asks for pages until the copy is whole. Goes on where it was broken off; starts over when the server says so. */
export function refreshCopies(): Promise<void> {
  running ??= copyAll().finally(() => {
    running = null;
  });
  return running;
}

async function copyAll(): Promise<void> {
  await copiesRead();
  const area = carriedArea();
  const before = here().kept.copy;
  const kinds = KINDS.join();
  if (before !== undefined && (before.area !== area || before.kinds !== kinds)) await dropCopies();
  if (area === null || KINDS.length === 0 || isFull()) return;
  // The next page is on its way while this one is sealed and written: half of a slow line's time is waiting for an answer.
  let coming = askPage(area, kinds, here().kept.copy?.cursor);
  for (let isWhole = false; !isWhole; ) {
    try {
      const page = await coming;
      if (isFull()) return;
      if (!page.isWhole) coming = askPage(area, kinds, page.cursor);
      await keepPage(area, kinds, page);
      ({ isWhole } = page);
    } catch (error) {
      // No room: said by the banner; what is here stays, and the rest is asked for when there is room again.
      if (here().isStorageFull) return;
      // Too old, or no longer this post's: what it holds goes first, whatever comes instead.
      if (!isRefusal(error) || !(error.code === "offline/start-over" || error.status === 404)) throw error;
      await dropCopies();
      if (error.status === 404) {
        keep({ copyArea: undefined });
        return;
      }
      coming = askPage(area, kinds, undefined);
    }
  }
}

const isFull = (): boolean => countOf(here().copies) > RECORDS_ON_A_PHONE;

type Page = z.output<typeof copyPage.result>;

function askPage(area: string, kinds: string, cursor: string | undefined): Promise<Page> {
  const asked = ask(copyPage, { area, kinds, ...(cursor === undefined ? {} : { cursor }) }).then((page) => {
    if (!Array.isArray(page?.records)) throw new Unreachable("not the server's answer");
    return page;
  });
  // Whoever waits for it hears of its failure; when nobody does any more (no room), it is nobody's.
  asked.catch(() => undefined);
  return asked;
}

async function keepPage(area: string, kinds: string, page: Page): Promise<void> {
  const before = here().kept.copy;
  const total = page.totals === null ? (before?.total ?? 0) : Object.values(page.totals).reduce((sum, n) => sum + n, 0);
  const isFirst = before?.wholeAt == null;
  const state: CopyState = {
    area,
    kinds,
    cursor: page.cursor,
    wholeAt: page.isWhole ? page.now : (before?.wholeAt ?? null),
    isWhole: page.isWhole,
    done: isFirst ? (before?.done ?? 0) + page.records.length : (before?.done ?? 0),
    total,
    next: before?.next ?? 0,
    firstPage: before?.firstPage ?? 0,
  };
  const lines = page.records.map(lineOf);
  const records = lines.length === 0 ? here().copies : withLines(here().copies, lines);
  await keepCopies(lines, records, state);
  const { copy } = here().kept;
  const fewer = page.isWhole ? rewritten(records, (copy?.next ?? 0) - (copy?.firstPage ?? 0)) : null;
  if (fewer !== null && copy !== undefined) await rewriteCopies(fewer, copy);
}
