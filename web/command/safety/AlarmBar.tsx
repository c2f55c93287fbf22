import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { listAlarms } from "#capabilities/safety/contract.ts";
import { ANSWERING_ROLES, isLoudAt } from "#capabilities/safety/rules/alarm.ts";
import { query } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { tone } from "../../shared/tone.ts";
import { safetyWords } from "./words.ts";

/** A life may hang on it, and the page may be in the background: asked for often, and small. */
const LOOK_EVERY_MS = 4_000;

/** Loud on every command page from the moment that it is this centre's turn: a red bar, and a tone for a new alarm. */
export function AlarmBar() {
  const { post } = useMe();
  return ANSWERING_ROLES.some((role) => role === post.role) ? <Bar area={post.area} /> : null;
}

function Bar({ area }: { readonly area: string }) {
  const w = useWords(safetyWords);
  const { data } = useQuery({
    ...query(listAlarms, { area, open: "true" }),
    refetchInterval: LOOK_EVERY_MS,
    refetchIntervalInBackground: true,
    retry: false,
  });
  const loud = data?.alarms.filter(({ state, turnOf }) => state === "waiting" && isLoudAt(area, turnOf)) ?? [];
  const ids = loud.map(({ id }) => id).join();
  useEffect(() => {
    if (ids !== "") tone();
  }, [ids]);
  return (
    <div role="alert">
      {loud.length > 0 && (
        <p className="alarm-bar">
          <strong>{w.loud(loud.length)}</strong>
          <a href="#/safety">{w.see}</a>
        </p>
      )}
    </div>
  );
}
