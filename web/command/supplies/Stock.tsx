import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { v7 } from "uuid";
import { enterMovement, listSupplies } from "#capabilities/supplies/contract.ts";
import type { Supply } from "#capabilities/supplies/rules/items.ts";
import { ENTERED, type Entered } from "#capabilities/supplies/rules/stock.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { supplyWords } from "../../shared/supply-words.ts";
import { useAct } from "../kit/act.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import { Field, ItemField } from "./fields.tsx";
import { words } from "./words.ts";

const LOOK_EVERY_MS = 15_000;

export const useSupplies = (area: string) =>
  useSuspenseQuery({ ...query(listSupplies, { area }), refetchInterval: LOOK_EVERY_MS }).data;

export function Stock({ area }: { readonly area: string }) {
  const w = useWords(words);
  const { item } = useWords(supplyWords);
  const { count } = useFormat();
  const { stock } = useSupplies(area);
  return (
    <Table
      caption={w.stock}
      columns={[
        { key: "item", title: w.item, cell: (one) => item[one.item] },
        { key: "here", title: w.here, isNumber: true, cell: (one) => count(one.here) },
        { key: "below", title: w.below, isNumber: true, cell: (one) => count(one.below) },
        { key: "way", title: w.onTheWay, isNumber: true, cell: (one) => count(one.onTheWay) },
        { key: "waiting", title: w.waiting, isNumber: true, cell: (one) => count(one.waiting) },
        { key: "given", title: w.given, isNumber: true, cell: (one) => count(one.given) },
      ]}
      rows={stock}
      keyOf={(one) => one.item}
    />
  );
}

export function Shortages({ area }: { readonly area: string }) {
  const w = useWords(words);
  const { item } = useWords(supplyWords);
  const { count } = useFormat();
  const { shortages } = useSupplies(area);
  return (
    <Table
      caption={w.shortages}
      columns={[
        { key: "place", title: w.place, cell: (one) => <PlaceLine code={one.place} /> },
        { key: "item", title: w.item, cell: (one) => item[one.item] },
        { key: "stock", title: w.inStock, isNumber: true, cell: (one) => count(one.stock) },
        { key: "waiting", title: w.waiting, isNumber: true, cell: (one) => count(one.waiting) },
        { key: "short", title: w.short, isNumber: true, cell: (one) => <strong>{count(one.short)}</strong> },
      ]}
      rows={shortages}
      keyOf={(one) => `${one.place} ${one.item}`}
      nothing={w.noShortages}
    />
  );
}

/** What came, what was spoilt, what lies on the shelf. */
export function Enter({ area }: { readonly area: string }) {
  const w = useWords(words);
  const [id, setId] = useState(() => v7());
  const [item, setItem] = useState<Supply>("rice");
  const [because, setBecause] = useState<Entered>("received");
  const [quantity, setQuantity] = useState("");
  const [note, setNote] = useState("");
  const [isTold, setTold] = useState(false);
  const isNumber = /^\d{1,7}$/.test(quantity) && (because === "counted" || Number(quantity) > 0);
  const isNote = note.trim().length >= 2;
  const saving = useAct(
    () => send(enterMovement, { area }, { id, item, because, quantity: Number(quantity), note: note.trim() }),
    {
      done: w.ok,
      onDone: () => {
        setId(v7());
        setQuantity("");
        setTold(false);
      },
    },
  );
  return (
    <form className="filters" onSubmit={(event) => event.preventDefault()}>
      <label className="field">
        <span>{w.what}</span>
        <select
          className="input input-small"
          value={because}
          onChange={({ target }) => setBecause(ENTERED.find((one) => one === target.value) ?? "received")}
        >
          {ENTERED.map((one) => (
            <option key={one} value={one}>
              {w.enterAs[one]}
            </option>
          ))}
        </select>
      </label>
      <ItemField label={w.item} value={item} onChange={setItem} />
      <Field
        label={w.quantity}
        value={quantity}
        onChange={setQuantity}
        maxLength={7}
        isNumber
        wrong={isTold && !isNumber ? w.wrongQuantity : null}
      />
      <Field
        label={w.note}
        value={note}
        onChange={setNote}
        maxLength={200}
        wrong={isTold && !isNote ? w.wrongNote : null}
      />
      <Button
        type="primary"
        loading={saving.isPending}
        onClick={() => (isNumber && isNote ? saving.mutate(undefined) : setTold(true))}
      >
        {w.record}
      </Button>
    </form>
  );
}
