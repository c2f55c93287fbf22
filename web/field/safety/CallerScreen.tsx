import { useState } from "react";
import { useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { usePlaceName } from "../parts/place.ts";
import { paths } from "../paths.ts";
import { useLocal } from "../store/local.ts";
import type { Who } from "../store/shapes.ts";
import { useCallerNumber } from "./caller.ts";
import { useCentreLine } from "./line.ts";
import { safetyWords } from "./words.ts";

/** To hold out at a door: who I am, and a number by which anybody can check it. */
export function CallerScreen() {
  const w = useWords(safetyWords);
  const who = useLocal(({ kept }) => kept.me?.value);
  return (
    <>
      <Bar title={w.caller} back={paths.section("safety")} />
      {who !== undefined && <Card who={who} />}
      <p className="quiet pad">{w.callerLead}</p>
    </>
  );
}

function Card({ who }: { readonly who: Who }) {
  const w = useWords(safetyWords);
  const number = useCallerNumber(who.post.id);
  const place = usePlaceName(who.post.area);
  const line = useCentreLine(who.post.area);
  const [isCopied, setCopied] = useState(false);
  const text = w.smsText(who.displayName, place, number ?? "", line === null ? "110" : line.phone);
  const onCopy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <>
      <section className="panel" aria-label={w.caller}>
        <h2>{who.displayName}</h2>
        <p>{`${place} · ${who.post.organisation}`}</p>
        <p className="quiet">{w.callerNumber}</p>
        {number === null ? <p>{w.callerNone}</p> : <output className="caller-number">{number}</output>}
      </section>
      {number !== null && (
        <section className="panel" aria-label={w.sms}>
          <h2>{w.sms}</h2>
          <p>{text}</p>
          <button type="button" className="button button-wide" onClick={() => void onCopy().catch(() => undefined)}>
            {isCopied ? w.copied : w.copy}
          </button>
        </section>
      )}
    </>
  );
}
