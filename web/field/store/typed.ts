/** Short texts being typed outside of a draft: kept by name in localStorage until they are sent. */
import { useState } from "react";

const PREFIX = "wangge-typed/";

const read = (name: string): string => {
  try {
    return localStorage.getItem(PREFIX + name) ?? "";
  } catch {
    // No storage: the screens say so in the banner; the text then lives as long as the page.
    return "";
  }
};

function store(name: string, text: string): void {
  try {
    if (text === "") localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, text);
  } catch {
    // See read().
  }
}

/** A text under a name, and the way to change it; set it to "" when it has been sent. */
export function useTyped(name: string): readonly [string, (text: string) => void] {
  const [text, setText] = useState(() => read(name));
  const change = (next: string) => {
    setText(next);
    store(name, next);
  };
  return [text, change];
}

/** Signing out: nothing half-typed stays. */
export function forgetTyped(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  } catch {
    // See read().
  }
}
