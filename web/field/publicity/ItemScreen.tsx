import { useState } from "react";
import type { z } from "zod";
import { giveReceipt, type noticeCopy } from "#capabilities/publicity/contract.ts";
import { LISTENERS_AT_MOST, WAYS, type Way } from "#capabilities/publicity/rules/publicity.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { paths } from "../paths.ts";
import { give } from "../store/give.ts";
import { useLocal } from "../store/local.ts";
import { canSpeak, useSpeech } from "./speech.ts";
import { publicityWords } from "./words.ts";

type Item = z.output<(typeof noticeCopy)["value"]>;
type Props = { readonly id: string; readonly item: Item };

/** One notice or card: large, aloud, on paper; and that it was given. */
export function ItemScreen({ id, item }: Props) {
  const w = useWords(publicityWords);
  const language = useLanguage();
  const { count, moment } = useFormat();
  const [title, body] = language === "zh" ? [item.titleZh, item.bodyZh] : [item.titleEn, item.bodyEn];
  const { isSpeaking, start, stop } = useSpeech(`${title}\n${body}`, language);
  return (
    <>
      <Bar title={title} back={paths.section("publicity")} />
      <article className="panel">
        <p className="notice-text">{body}</p>
        <p className="quiet notice-meta">{`${w.legalBasis}：${item.legalBasis}`}</p>
        <p className="quiet">{`${w.version(count(item.version))} · ${w.valid(moment(item.validUntil))}`}</p>
      </article>
      {!canSpeak() && <p className="quiet pad">{w.noVoice}</p>}
      {item.kind === "notice" && <Receipt itemId={id} />}
      <div className="dock">
        {canSpeak() && (
          <button type="button" className="button button-main" onClick={isSpeaking ? stop : start}>
            {isSpeaking ? w.stop : w.read}
          </button>
        )}
        <button type="button" className="button" onClick={() => window.print()}>
          {w.print}
        </button>
      </div>
    </>
  );
}

function Receipt({ itemId }: { readonly itemId: string }) {
  const w = useWords(publicityWords);
  const place = useLocal(({ kept }) => kept.me?.value.post.area ?? "");
  const [way, setWay] = useState<Way | null>(null);
  const [number, setNumber] = useState("1");
  const [given, setGiven] = useState<Way | null>(null);
  const listeners = /^\d{1,3}$/.test(number) ? Number(number) : 0;
  const isWhole = way !== null && listeners >= 1 && listeners <= LISTENERS_AT_MOST;
  const onGive = async () => {
    if (way === null || !isWhole) return;
    await give(giveReceipt, { itemId, place, way, listeners });
    setGiven(way);
    setWay(null);
    setNumber("1");
  };
  return (
    <section className="report" aria-label={w.give}>
      <OneOf label={w.give} options={WAYS} words={w.way} value={way} onChange={setWay} />
      <label className="field">
        <span>{w.listeners}</span>
        <input
          className="input"
          inputMode="numeric"
          maxLength={3}
          value={number}
          onChange={({ target }) => setNumber(target.value)}
        />
      </label>
      <button type="button" className="button" disabled={!isWhole} onClick={() => void onGive()}>
        {w.give}
      </button>
      <p role="status">{given !== null && w.given(w.way[given])}</p>
    </section>
  );
}
