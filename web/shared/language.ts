import { useSyncExternalStore } from "react";

export type Language = "zh" | "en";
/** One area's words in both languages; `en` has the type of `zh`, so a missing key does not compile. */
export type Words<W> = Readonly<Record<Language, W>>;

const KEY = "wangge-language";
const TAG: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en" };
const listeners = new Set<() => void>();
let language: Language = read();
document.documentElement.lang = TAG[language];

function read(): Language {
  try {
    return localStorage.getItem(KEY) === "en" ? "en" : "zh";
  } catch {
    // Private windows may refuse storage: the choice then lasts as long as the page.
    return "zh";
  }
}

export const currentLanguage = (): Language => language;

/** Switches all pages of this browser; `<html lang>` follows for screen readers and fonts. */
export function setLanguage(next: Language): void {
  language = next;
  document.documentElement.lang = TAG[next];
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

export const useLanguage = (): Language => useSyncExternalStore(subscribe, currentLanguage);

/** The words of one area in the language that the reader chose. */
export const useWords = <W>(words: Words<W>): W => words[useLanguage()];
