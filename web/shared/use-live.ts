import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type Live, listenLive } from "./live.ts";

/** Several pokes within this time are one question; with the server's second of folding it stays below two seconds. */
const GATHER_MS = 300;

/** Asks again for what `queryKey` begins, whenever the event stream pokes. Null path: nothing to hear. */
export function useLive(path: string | null, queryKey: QueryKey, gatherMs = GATHER_MS): Live {
  const queries = useQueryClient();
  const [state, setState] = useState<Live>("connecting");
  const key = JSON.stringify(queryKey);
  useEffect(() => {
    if (path === null) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const stop = listenLive(path, {
      onState: setState,
      onPoke: () => {
        timer ??= setTimeout(() => {
          timer = null;
          void queries.invalidateQueries({ queryKey: JSON.parse(key) });
        }, gatherMs);
      },
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [path, key, queries, gatherMs]);
  return state;
}
