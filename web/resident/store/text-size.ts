/** Size of text, chosen once for this phone: normal, large, largest (domain.md §2.17: main text 18 to 30 px). */
import { useSyncExternalStore } from "react";

export const TEXT_SIZES = ["normal", "large", "largest"] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

const KEY = "wangge-text-size";
const listeners = new Set<() => void>();

const isSize = (text: string | null): text is TextSize => TEXT_SIZES.some((size) => size === text);

function read(): TextSize {
  try {
    const kept = localStorage.getItem(KEY);
    return isSize(kept) ? kept : "normal";
  } catch {
    // No storage: the choice lasts as long as the page.
    return "normal";
  }
}

let size = read();
document.documentElement.dataset["text"] = size;

export function setTextSize(next: TextSize): void {
  size = next;
  document.documentElement.dataset["text"] = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // See read().
  }
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};
export const useTextSize = (): TextSize => useSyncExternalStore(subscribe, () => size);
