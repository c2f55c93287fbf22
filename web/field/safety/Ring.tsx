import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { listAlarms } from "#capabilities/safety/contract.ts";
import { ANSWERING_ROLES } from "#capabilities/safety/rules/alarm.ts";
import { query } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { tone } from "../../shared/tone.ts";
import { paths } from "../paths.ts";
import { useLocal } from "../store/local.ts";
import { safetyWords } from "./words.ts";

/** A life may hang on it: asked for often, and small. */
const LOOK_EVERY_MS = 5_000;
const RING_EVERY_MS = 3_000;
const SHAKE = [400, 150, 400];

/** On the phone of whoever may answer: a colleague's alarm rings, shakes and stands in words above every screen. */
export function Ring() {
  const post = useLocal(({ kept }) => kept.me?.value.post);
  const answers = post !== undefined && ANSWERING_ROLES.some((role) => role === post.role);
  return answers ? <Waiting area={post.area} /> : null;
}

function Waiting({ area }: { readonly area: string }) {
  const w = useWords(safetyWords);
  const [quieted, setQuieted] = useState<ReadonlySet<string>>(new Set());
  const { data } = useQuery({
    ...query(listAlarms, { area, open: "true" }),
    refetchInterval: LOOK_EVERY_MS,
    refetchIntervalInBackground: true,
    retry: false,
  });
  // One's own alarm is silent: whoever stands beside must not hear it.
  const waiting = (data?.alarms ?? []).filter(({ state, isMine }) => state === "waiting" && !isMine);
  const ringing = waiting.filter(({ id }) => !quieted.has(id));
  const isRinging = ringing.length > 0;
  useEffect(() => {
    if (!isRinging) return;
    const ring = () => {
      tone();
      navigator.vibrate?.(SHAKE);
    };
    ring();
    const timer = setInterval(ring, RING_EVERY_MS);
    return () => clearInterval(timer);
  }, [isRinging]);
  return (
    <div role="alert">
      {waiting.length > 0 && (
        <div className="ring">
          <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
            <path d="M12 3a6 6 0 0 1 6 6v5l2 3H4l2-3V9a6 6 0 0 1 6-6zM10 20a2 2 0 0 0 4 0" />
          </svg>
          <strong>{w.ring(waiting.length)}</strong>
          <a className="button" href={paths.section("safety")}>
            {w.ringSee}
          </a>
          {isRinging && (
            <button
              type="button"
              className="button button-plain"
              onClick={() => setQuieted(new Set(waiting.map(({ id }) => id)))}
            >
              {w.ringQuiet}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
