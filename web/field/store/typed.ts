/** Short texts being typed outside of a draft: kept by name in the vault until they are sent. */
import { useState } from "react";
import { here, keep } from "./local.ts";

const PREFIX = "wangge-typed/";

/** A text under a name, and the way to change it; set it to "" when it has been sent. */
export function useTyped(name: string): readonly [string, (text: string) => void] {
  const [text, setText] = useState(() => here().kept[`typed/${name}`] ?? "");
  const change = (next: string) => {
    setText(next);
    keep({ [`typed/${name}`]: next === "" ? undefined : next });
  };
  return [text, change];
}

/** What a page of before the vault kept in localStorage moves into it. */
export function takeTyped(): void {
  try {
    for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PREFIX))) {
      keep({ [`typed/${key.slice(PREFIX.length)}`]: localStorage.getItem(key) ?? undefined });
      localStorage.removeItem(key);
    }
  } catch {
    // A window without localStorage kept nothing there.
  }
}
