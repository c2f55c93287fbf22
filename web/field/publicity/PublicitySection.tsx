import "./publicity.css";
import { useDeferredValue, useState } from "react";
import type { z } from "zod";
import { noticeCopy } from "#capabilities/publicity/contract.ts";
import { KINDS, type Kind } from "#capabilities/publicity/rules/publicity.ts";
import { instant } from "#kernel/time.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Bar } from "../parts/Bar.tsx";
import { OneOf } from "../parts/Choices.tsx";
import { useNow } from "../parts/clock.ts";
import { paths } from "../paths.ts";
import { useCopies } from "../store/copies.ts";
import { ItemScreen } from "./ItemScreen.tsx";
import { publicityWords } from "./words.ts";

type Item = z.output<(typeof noticeCopy)["value"]>;

/** Pieces of the address after the section's name. Not the list's own type: that would be a ring of imports. */
type Props = { readonly rest: readonly string[] };

/** Everything to show, read out or look up, found without a network. */
export function PublicitySection({ rest: [id] }: Props) {
  const items = useCopies(noticeCopy);
  const item = id === undefined ? undefined : items.get(id);
  return id !== undefined && item !== undefined ? <ItemScreen id={id} item={item} /> : <List items={items} />;
}

function List({ items }: { readonly items: ReadonlyMap<string, Item> }) {
  const w = useWords(publicityWords);
  const language = useLanguage();
  const now = useNow();
  const [kind, setKind] = useState<Kind>("notice");
  const [text, setText] = useState("");
  const asked = useDeferredValue(text.trim().toLowerCase());
  const found = [...items].filter(
    ([, item]) =>
      item.kind === kind &&
      instant(item.validFrom) <= now &&
      instant(item.validUntil) > now &&
      `${item.titleZh} ${item.titleEn} ${item.bodyZh} ${item.bodyEn}`.toLowerCase().includes(asked),
  );
  return (
    <>
      <Bar title={w.title} back={paths.work} />
      <div className="report">
        <OneOf label={w.kindLabel} options={KINDS} words={w.kinds} value={kind} onChange={setKind} />
        <label className="field">
          <span>{w.search}</span>
          <input
            className="input"
            type="search"
            maxLength={60}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </label>
      </div>
      {found.length === 0 && <p className="empty">{w.none}</p>}
      <nav className="rows" aria-label={w.kinds[kind]}>
        {found.map(([id, item]) => (
          <a key={id} className="row" href={paths.section("publicity", id)}>
            {language === "zh" ? item.titleZh : item.titleEn}
            <span className="chevron" aria-hidden="true" />
          </a>
        ))}
      </nav>
    </>
  );
}
