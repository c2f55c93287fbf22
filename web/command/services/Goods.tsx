import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { allotGoods, returnGoods } from "#capabilities/services/contract.ts";
import type { ServiceState } from "#capabilities/services/rules/states.ts";
import { listSupplies } from "#capabilities/supplies/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { isWaitingForGoods, type Lines } from "../../shared/Goods.tsx";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { supplyWords } from "../../shared/supply-words.ts";
import { useAct } from "../kit/act.tsx";
import { PlaceName } from "../kit/place.tsx";
import { type Column, Table } from "../kit/Table.tsx";
import { words } from "./words.ts";

type Props = {
  readonly of: { readonly county: string; readonly id: string; readonly state: ServiceState };
  readonly goods: Lines;
};
type Line = Lines[number];

/** The supplies of a request: what was asked and given; allotted here, and put back when they were not needed. */
export function Goods({ of, goods }: Props) {
  const word = useWords(words);
  const { role } = useMe().post;
  const isOpen = of.state === "REQUESTED" || of.state === "TAKEN";
  const isReturned = goods.some(({ returned }) => returned !== null);
  const isWaiting = isWaitingForGoods(goods);
  const mayAllot = role === "operator" && isOpen && isWaiting;
  const mayReturn =
    role === "operator" && !isWaiting && !isReturned && (of.state === "WITHDRAWN" || of.state === "REQUESTED");
  const from = goods.find(({ fromPlace }) => fromPlace !== null)?.fromPlace ?? null;
  return (
    <div className="stack">
      {from !== null && (
        <p className="quiet">
          <PlaceName code={from} />
        </p>
      )}
      {mayAllot || mayReturn ? (
        <Numbers
          of={of}
          goods={goods}
          isReturn={mayReturn}
          label={mayReturn ? word.giveBack : word.allot}
          hint={mayReturn ? word.giveBackHint : word.allotHint}
        />
      ) : (
        <Told goods={goods} />
      )}
    </div>
  );
}

function useColumns(): readonly Column<Line>[] {
  const word = useWords(words);
  const { item } = useWords(supplyWords);
  const { count } = useFormat();
  const told = (n: number | null) => (n === null ? word.nothing : count(n));
  return [
    { key: "item", title: word.item, cell: (one) => item[one.item] },
    { key: "asked", title: word.askedFor, isNumber: true, cell: (one) => count(one.asked) },
    { key: "allotted", title: word.allotted, isNumber: true, cell: (one) => told(one.allotted) },
    { key: "returned", title: word.returned, isNumber: true, cell: (one) => told(one.returned) },
  ];
}

function Told({ goods }: { readonly goods: Lines }) {
  const word = useWords(words);
  return <Table caption={word.goods} columns={useColumns()} rows={goods} keyOf={({ item }) => item} />;
}

type NumbersProps = Props & { readonly isReturn: boolean; readonly label: string; readonly hint: string };

/** A number a line, at most what was asked for (or allotted); what is wrong is said before anything is sent. */
function Numbers({ of, goods, isReturn, label, hint }: NumbersProps) {
  const word = useWords(words);
  const { item: names } = useWords(supplyWords);
  const { post } = useMe();
  const { count } = useFormat();
  const stock = useQuery({ ...query(listSupplies, { area: post.area }), staleTime: 15_000 });
  const here = (item: string) => stock.data?.stock.find((one) => one.item === item)?.here;
  const most = (line: Line) => (isReturn ? (line.allotted ?? 0) : line.asked);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [isTold, setTold] = useState(false);
  const textOf = (line: Line) => typed[line.item] ?? String(most(line));
  const wrong = goods.filter((line) => !/^\d{1,3}$/.test(textOf(line)) || Number(textOf(line)) > most(line));
  const given = goods.map((line) => ({ item: line.item, quantity: Number(textOf(line)) }));
  const isNothing = !isReturn && given.every(({ quantity }) => quantity === 0);
  const route = isReturn ? returnGoods : allotGoods;
  const acting = useAct(() => send(route, { county: of.county, id: of.id }, { goods: given }), { done: word.ok });
  const [asked, ...others] = useColumns();
  const columns: Column<Line>[] = [
    ...(asked === undefined ? [] : [asked]),
    ...others.slice(0, isReturn ? 2 : 1),
    ...(isReturn
      ? []
      : [
          {
            key: "stock",
            title: word.stock,
            isNumber: true,
            cell: (one: Line) => {
              const n = here(one.item);
              return n === undefined ? word.nothing : count(n);
            },
          },
        ]),
    {
      key: "number",
      title: isReturn ? word.returned : word.allotted,
      cell: (one: Line) => (
        <input
          className="input input-small"
          aria-label={`${names[one.item]} ${isReturn ? word.returned : word.allotted}`}
          aria-invalid={isTold && wrong.includes(one)}
          inputMode="numeric"
          size={5}
          maxLength={3}
          value={textOf(one)}
          onChange={({ target }) => setTyped({ ...typed, [one.item]: target.value.trim() })}
        />
      ),
    },
  ];
  return (
    <>
      <Table caption={word.goods} columns={columns} rows={goods} keyOf={({ item }) => item} />
      <p className="quiet">{hint}</p>
      {isTold && (wrong.length > 0 || isNothing) && (
        <p className="wrong" role="alert">
          {wrong.length > 0
            ? wrong.map((line) => word.wrongNumber(names[line.item], most(line))).join("；")
            : word.nothingToGive}
        </p>
      )}
      <div className="row">
        <Button
          type="primary"
          loading={acting.isPending}
          onClick={() => (wrong.length > 0 || isNothing ? setTold(true) : acting.mutate(undefined))}
        >
          {label}
        </Button>
      </div>
    </>
  );
}
