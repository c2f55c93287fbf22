import { Button } from "antd";
import { useState } from "react";
import { v7 } from "uuid";
import type { z } from "zod";
import { answerOrder, askUpward, type Order, receiveOrder } from "#capabilities/supplies/contract.ts";
import { MOVED_AT_MOST, type Supply } from "#capabilities/supplies/rules/items.ts";
import { missingOf } from "#capabilities/supplies/rules/orders.ts";
import { send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { supplyWords } from "../../shared/supply-words.ts";
import { useAct } from "../kit/act.tsx";
import { Pill } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { Table } from "../kit/Table.tsx";
import { Field, ItemField } from "./fields.tsx";
import { useSupplies } from "./Stock.tsx";
import { words } from "./words.ts";

type One = z.output<typeof Order>;
const isWhole = (text: string): boolean => /^[1-9]\d{0,6}$/.test(text) && Number(text) <= MOVED_AT_MOST;

type OrdersProps = { readonly area: string; readonly isMine: boolean };

/** Orders of the centres below, to be answered; or my own, to be counted in. */
export function Orders({ area, isMine }: OrdersProps) {
  const w = useWords(words);
  const { item } = useWords(supplyWords);
  const { count, moment } = useFormat();
  const orders = useSupplies(area).orders.filter(({ place }) => (place === area) === isMine);
  const told = (n: number | null) => (n === null ? "—" : count(n));
  return (
    <Table
      caption={isMine ? w.mine : w.below2}
      columns={[
        isMine
          ? {
              key: "from",
              title: w.from,
              cell: (one) => (one.fromPlace === null ? "—" : <PlaceLine code={one.fromPlace} />),
            }
          : { key: "place", title: w.place, cell: (one) => <PlaceLine code={one.place} /> },
        {
          key: "item",
          title: w.item,
          cell: (one) => (
            <>
              {item[one.item]}
              {one.note !== null && <p className="quiet">{one.note}</p>}
            </>
          ),
        },
        { key: "asked", title: w.asked, isNumber: true, cell: (one) => count(one.asked) },
        { key: "allotted", title: w.allotted, isNumber: true, cell: (one) => told(one.allotted) },
        { key: "received", title: w.received, isNumber: true, cell: (one) => told(one.received) },
        {
          key: "state",
          title: w.state,
          cell: (one) => {
            const missing = missingOf(one.allotted, one.received);
            return (
              <>
                <Pill tone={one.state === "asked" ? "accent" : "plain"}>{w.order[one.state]}</Pill>
                {missing > 0 && <Pill tone="bad">{w.missing(missing)}</Pill>}
                {one.reason !== null && <p className="quiet">{one.reason}</p>}
              </>
            );
          },
        },
        { key: "at", title: w.at, cell: (one) => moment(one.changedAt) },
        {
          key: "deeds",
          title: "",
          cell: (one) => (isMine ? <Receive key={one.state} of={one} /> : <Answer key={one.state} of={one} />),
        },
      ]}
      rows={orders}
      keyOf={(one) => one.id}
      nothing={w.noOrders}
    />
  );
}

function Answer({ of }: { readonly of: One }) {
  const w = useWords(words);
  const [number, setNumber] = useState(String(of.asked));
  const [isRefusing, setRefusing] = useState(false);
  const at = { county: of.county, id: of.id };
  const allotting = useAct(() => send(answerOrder, at, { answer: "allot", quantity: Number(number) }), { done: w.ok });
  const refusing = useAct((reason: string) => send(answerOrder, at, { answer: "refuse", reason }), {
    done: w.ok,
    onDone: () => setRefusing(false),
  });
  if (of.state !== "asked" && of.state !== "allotted") return null;
  const isGood = isWhole(number) && Number(number) <= of.asked;
  return (
    <div className="row">
      {of.state === "asked" && (
        <>
          <Pieces value={number} onChange={setNumber} isGood={isGood} most={of.asked} />
          <Button
            type="primary"
            disabled={!isGood}
            loading={allotting.isPending}
            onClick={() => allotting.mutate(undefined)}
          >
            {w.allot}
          </Button>
        </>
      )}
      <Button onClick={() => setRefusing(true)}>{w.refuse}</Button>
      {isRefusing && (
        <ReasonDialog
          title={w.refuse}
          okText={w.refuse}
          isPending={refusing.isPending}
          onOk={(reason) => refusing.mutate(reason)}
          onClose={() => setRefusing(false)}
        />
      )}
    </div>
  );
}

function Receive({ of }: { readonly of: One }) {
  const w = useWords(words);
  const most = of.allotted ?? 0;
  const [number, setNumber] = useState(String(most));
  const receiving = useAct(() => send(receiveOrder, { county: of.county, id: of.id }, { quantity: Number(number) }), {
    done: w.ok,
  });
  if (of.state !== "allotted") return null;
  const isGood = /^\d{1,7}$/.test(number) && Number(number) <= most;
  return (
    <div className="row">
      <Pieces value={number} onChange={setNumber} isGood={isGood} most={most} />
      <Button
        type="primary"
        disabled={!isGood}
        loading={receiving.isPending}
        onClick={() => receiving.mutate(undefined)}
      >
        {w.receive}
      </Button>
    </div>
  );
}

type PiecesProps = {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly isGood: boolean;
  readonly most: number;
};

/** How many; beside it in words what would be right. */
function Pieces({ value, onChange, isGood, most }: PiecesProps) {
  const w = useWords(words);
  return (
    <>
      <input
        className="input input-small"
        aria-label={w.number}
        aria-invalid={!isGood}
        inputMode="numeric"
        size={6}
        maxLength={7}
        value={value}
        onChange={({ target }) => onChange(target.value.trim())}
      />
      {!isGood && (
        <span className="wrong" role="alert">
          {w.wrongNumber(most)}
        </span>
      )}
    </>
  );
}

export function AskUp({ area }: { readonly area: string }) {
  const w = useWords(words);
  const [id, setId] = useState(() => v7());
  const [item, setItem] = useState<Supply>("rice");
  const [quantity, setQuantity] = useState("");
  const [note, setNote] = useState("");
  const [isTold, setTold] = useState(false);
  const said = note.trim().length < 2 ? {} : { note: note.trim() };
  const asking = useAct(() => send(askUpward, { area }, { id, item, quantity: Number(quantity), ...said }), {
    done: w.ok,
    onDone: () => {
      setId(v7());
      setQuantity("");
      setTold(false);
    },
  });
  return (
    <form className="filters" onSubmit={(event) => event.preventDefault()}>
      <ItemField label={w.item} value={item} onChange={setItem} />
      <Field
        label={w.quantity}
        value={quantity}
        onChange={setQuantity}
        maxLength={7}
        isNumber
        wrong={isTold && !isWhole(quantity) ? w.wrongAsk : null}
      />
      <Field label={w.noteUp} value={note} onChange={setNote} maxLength={200} wrong={null} />
      <Button
        type="primary"
        loading={asking.isPending}
        onClick={() => (isWhole(quantity) ? asking.mutate(undefined) : setTold(true))}
      >
        {w.send}
      </Button>
    </form>
  );
}
