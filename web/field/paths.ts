/** Where the phone's screens are: after the #, so that each can be linked to, and "back" works as on any page. */
import { useSyncExternalStore } from "react";

export const paths = {
  inbox: "#/",
  task: (taskId: string) => `#/task/${taskId}`,
  report: (taskId: string) => `#/task/${taskId}/report`,
  correct: (reportId: string) => `#/correct/${reportId}`,
  notMine: (taskId: string) => `#/task/${taskId}/not-mine`,
  reported: (reportId: string) => `#/reported/${reportId}`,
  outbox: "#/outbox",
  mine: "#/mine",
  away: "#/mine/away",
  pin: "#/mine/pin",
  area: "#/mine/area",
  transfer: "#/outbox/transfer",
  activate: "#/activate",
  work: "#/work",
  /** A screen of a section (sections.ts): its own name, then whatever the section makes of the rest. */
  section: (name: string, ...rest: readonly string[]) => `#/work/${[name, ...rest].map(encodeURIComponent).join("/")}`,
} as const;

/** Beside the main screens, by the second piece of the address. */
type Beside = "pin" | "area" | "transfer";

export type Screen =
  | { readonly name: "inbox" | "outbox" | "mine" | "away" | "activate" | "work" | Beside }
  | { readonly name: "section"; readonly section: string; readonly rest: readonly string[] }
  | { readonly name: "task" | "report" | "not-mine"; readonly taskId: string }
  | { readonly name: "correct" | "reported"; readonly reportId: string };

/** The screen that a hash means; what means none is the inbox. */
export function screenOf(hash: string): Screen {
  const [first = "", second = "", third = "", ...more] = hash.replace(/^#\/?/, "").split("/").map(decode);
  if (first === "work" && second !== "")
    return { name: "section", section: second, rest: third === "" ? [] : [third, ...more] };
  if (first === "task" && second !== "") {
    if (third === "report" || third === "not-mine") return { name: third, taskId: second };
    return { name: "task", taskId: second };
  }
  if ((first === "correct" || first === "reported") && second !== "") return { name: first, reportId: second };
  if (first === "mine") return { name: second === "away" || second === "pin" || second === "area" ? second : "mine" };
  if (first === "outbox" && second === "transfer") return { name: "transfer" };
  return { name: first === "outbox" || first === "activate" || first === "work" ? first : "inbox" };
}

/** A piece of an address that somebody may have typed by hand. */
function decode(piece: string): string {
  try {
    return decodeURIComponent(piece);
  } catch {
    return piece;
  }
}

const subscribe = (listener: () => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

export const useHash = (): string => useSyncExternalStore(subscribe, () => location.hash);

/** Goes to a screen; `instead` of the present one, so that "back" does not return to a finished form. */
export function go(path: string, { instead = false } = {}): void {
  if (instead) location.replace(path);
  else location.hash = path;
}
