import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { confirmDay, showDay } from "#capabilities/enterprises/contract.ts";
import { dayOf, instant } from "#kernel/time.ts";
import { query, send } from "../shared/api.ts";
import { useFormat } from "../shared/format.ts";
import { useWords } from "../shared/language.ts";
import { Failed, Text, useDeed } from "./parts.tsx";
import type { Mine } from "./types.ts";
import { words } from "./words.ts";

const FIGURES = ["onRoster", "agreed", "onSite", "held", "fever", "isolated"] as const;
const TYPED = ["onSite", "fever", "isolated"] as const;

/** The day's figures: filled in already, to be confirmed. */
export function Day({ mine }: { readonly mine: Mine }) {
  const w = useWords(words);
  const { day: dayInWords, moment, count } = useFormat();
  const day = dayOf(instant(mine.now));
  const params = { enterpriseId: mine.enterprise.id, day };
  const { data } = useSuspenseQuery(query(showDay, params));
  const [typed, setTyped] = useState<Partial<Record<(typeof TYPED)[number], string>>>({});
  const value = (name: (typeof TYPED)[number]) => typed[name] ?? String(data[name]);
  const confirming = useDeed(
    (isZero: boolean) =>
      send(confirmDay, params, {
        onSite: isZero ? 0 : Number(value("onSite")),
        fever: isZero ? 0 : Number(value("fever")),
        isolated: isZero ? 0 : Number(value("isolated")),
      }),
    () => setTyped({}),
  );
  return (
    <section className="card" aria-live="polite">
      <h2>{w.day(dayInWords(day))}</h2>
      <dl className="ent-figures">
        {FIGURES.map((name) => (
          <div key={name}>
            <dt>{w.figures[name]}</dt>
            <dd>{count(data[name])}</dd>
          </div>
        ))}
      </dl>
      {data.confirmedAt !== null && <p>{w.confirmedAt(moment(data.confirmedAt))}</p>}
      <div className="ent-fields">
        {TYPED.map((name) => (
          <Text
            key={name}
            label={w.figures[name]}
            type="number"
            value={value(name)}
            onChange={(text) => setTyped({ ...typed, [name]: text })}
          />
        ))}
      </div>
      <Failed of={confirming} />
      <p className="ent-row">
        <button type="button" className="ent-button ent-main" onClick={() => confirming.mutate(false)}>
          {w.confirmDay}
        </button>
        <button type="button" className="ent-button" onClick={() => confirming.mutate(true)}>
          {w.zeroDay}
        </button>
      </p>
    </section>
  );
}
