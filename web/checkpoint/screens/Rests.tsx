import { useEffect, useState } from "react";
import { useWords } from "../../shared/language.ts";
import { Frame } from "../parts/Frame.tsx";
import { Sign } from "../parts/Sign.tsx";
import { celsius, Temperature } from "../parts/Temperature.tsx";
import { signal } from "../scan/signal.ts";
import { recordRecheck, restLeft } from "../store/acts.ts";
import { go, here, say, useLocal } from "../store/local.ts";
import type { Rest } from "../store/shapes.ts";
import { words } from "../words.ts";

const NONE: readonly Rest[] = [];

/** Those who rest for ten minutes before the second reading. */
export function Rests() {
  const w = useWords(words);
  const rests = useLocal((local) => local.kept.rests) ?? NONE;
  const [chosen, setChosen] = useState<Rest | null>(null);
  const [isFever, setFever] = useState(false);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const record = async (rest: Rest, tenths: number | null) => {
    const outcome = await recordRecheck(rest, tenths);
    setChosen(null);
    if (outcome === null) return;
    signal(outcome, here().kept.isQuiet === true);
    if (outcome === "stop") setFever(true);
    else {
      go("gate");
      say(w.recheckPass);
    }
  };
  if (isFever)
    return (
      <Frame title={w.restsTitle}>
        <Sign outcome="stop" step="fever-procedure" why={w.recheck} colour={null} />
        <button type="button" className="act act-main" onClick={() => go("gate")}>
          {w.next}
        </button>
      </Frame>
    );
  if (chosen !== null)
    return (
      <Frame title={w.recheck}>
        <Temperature onPick={(tenths) => void record(chosen, tenths)} canSkip={false} />
      </Frame>
    );
  return (
    <Frame title={w.restsTitle}>
      {rests.length === 0 && <p>{w.noRests}</p>}
      {rests.map((rest, index) => {
        const left = restLeft(rest, now);
        return (
          <section key={rest.scanId} className="part" aria-label={`${index + 1}`}>
            <h2>{`${index + 1} · ${w.restOf(celsius(rest.firstTenths))}`}</h2>
            <p>{left > 0 ? w.restLeft(Math.ceil(left / 60_000)) : w.restNow}</p>
            <button type="button" className="act act-main" disabled={left > 0} onClick={() => setChosen(rest)}>
              {w.recheck}
            </button>
            <button type="button" className="act act-plain" onClick={() => void record(rest, null)}>
              {w.left}
            </button>
          </section>
        );
      })}
    </Frame>
  );
}
