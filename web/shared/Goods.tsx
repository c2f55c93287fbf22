/** Relief supplies on residents' and workers' phones: chosen with the thumb (nothing can be mistyped), and told line by line. */
import { useId } from "react";
import type { z } from "zod";
import type { GoodsLine } from "#capabilities/services/contract.ts";
import { type Goods, PER_HOME_AT_MOST, SUPPLIES } from "#capabilities/supplies/rules/items.ts";
import "./goods.css";
import { useWords } from "./language.ts";
import { supplyWords } from "./supply-words.ts";

/** Signs, not words: their names are on the buttons. */
const LESS = "−";
const MORE = "＋";

type PickerProps = { readonly value: Goods; readonly onChange: (goods: Goods) => void };

export function GoodsPicker({ value, onChange }: PickerProps) {
  const w = useWords(supplyWords);
  const id = useId();
  const chosen = new Set(value.map(({ item }) => item));
  const set = (item: Goods[number]["item"], quantity: number) =>
    onChange(value.flatMap((one) => (one.item !== item ? [one] : quantity < 1 ? [] : [{ item, quantity }])));
  return (
    <fieldset className="goods">
      <legend>{w.goods}</legend>
      {value.map(({ item, quantity }) => (
        <div key={item} className="goods-line">
          <span>{w.item[item]}</span>
          <button type="button" aria-label={w.less(w.item[item])} onClick={() => set(item, quantity - 1)}>
            {LESS}
          </button>
          <output aria-label={w.item[item]}>{quantity}</output>
          <button
            type="button"
            aria-label={w.more(w.item[item])}
            disabled={quantity >= PER_HOME_AT_MOST}
            onClick={() => set(item, quantity + 1)}
          >
            {MORE}
          </button>
        </div>
      ))}
      <select
        id={id}
        className="input"
        aria-label={w.add}
        value=""
        onChange={({ target }) => {
          const item = SUPPLIES.find((one) => one === target.value);
          if (item !== undefined) onChange([...value, { item, quantity: 1 }]);
        }}
      >
        <option value="">{w.add}</option>
        {SUPPLIES.filter((item) => !chosen.has(item)).map((item) => (
          <option key={item} value={item}>
            {w.item[item]}
          </option>
        ))}
      </select>
    </fieldset>
  );
}

export type Lines = readonly z.output<typeof GoodsLine>[];

/** Asked for and not allotted yet? */
export const isWaitingForGoods = (goods: Lines | undefined): boolean =>
  goods?.some(({ allotted }) => allotted === null) ?? false;

export function GoodsLines({ goods }: { readonly goods: Lines }) {
  const w = useWords(supplyWords);
  const said = ({ asked, allotted }: Lines[number]) => {
    if (allotted === null) return w.waiting(asked);
    if (allotted === 0) return w.none(asked);
    return allotted < asked ? w.allottedLess(asked, allotted) : w.allotted(allotted);
  };
  return (
    <ul className="goods-told" aria-label={w.title}>
      {goods.map((line) => (
        <li key={line.item}>
          <strong>{w.item[line.item]}</strong>
          {` ${said(line)}`}
        </li>
      ))}
    </ul>
  );
}
