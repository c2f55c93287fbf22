/** The page's state is its address: `#/page/part…?name=value`, so that a colleague can be sent a link. */
import { useMemo, useSyncExternalStore } from "react";

export type Location = {
  readonly page: string;
  readonly parts: readonly string[];
  readonly search: URLSearchParams;
};

function parseHash(hash: string): Location {
  const [path = "", search = ""] = hash.replace(/^#\/?/, "").split("?");
  const [page = "", ...parts] = path.split("/").map(decodeURIComponent);
  return { page, parts: parts.filter((part) => part !== ""), search: new URLSearchParams(search) };
}

const subscribe = (listener: () => void) => {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
};

export function useLocation(): Location {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return useMemo(() => parseHash(hash), [hash]);
}

export const go = (href: string): void => {
  location.hash = href;
};

/** Changes parameters of the present address in place, without a step back in the history; null removes one. */
export function setSearch(changes: Readonly<Record<string, string | null>>): void {
  const [path = "", search = ""] = location.hash.split("?");
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") params.delete(name);
    else params.set(name, value);
  }
  const text = params.toString();
  history.replaceState(null, "", `${path || "#/"}${text === "" ? "" : `?${text}`}`);
  dispatchEvent(new HashChangeEvent("hashchange"));
}
