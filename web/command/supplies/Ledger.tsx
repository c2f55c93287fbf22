import { useState } from "react";
import { listMovements } from "#capabilities/supplies/contract.ts";
import { SUPPLIES, type Supply } from "#capabilities/supplies/rules/items.ts";
import { ask } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { supplyWords } from "../../shared/supply-words.ts";
import { Select } from "../kit/filters.tsx";
import { Pages } from "../kit/Pages.tsx";
import { Table } from "../kit/Table.tsx";
import { words } from "./words.ts";

/** Every movement of this centre's stock, newest first. */
export function Ledger({ area }: { readonly area: string }) {
  const w = useWords(words);
  const names = useWords(supplyWords);
  const { count, moment } = useFormat();
  const [item, setItem] = useState<Supply | null>(null);
  const load = async (before: string, signal: AbortSignal) => {
    const which = { ...(item === null ? {} : { item }), ...(before === "" ? {} : { before }) };
    const { movements, before: next } = await ask(listMovements, { area, ...which }, signal);
    return { rows: movements, next };
  };
  return (
    <div className="stack">
      <div className="filters">
        <Select label={w.item} all={w.all} options={SUPPLIES} words={names.item} value={item} onChange={setItem} />
      </div>
      <Pages queryKey={[listMovements.path, area, item ?? ""]} load={load}>
        {(rows: readonly Awaited<ReturnType<typeof load>>["rows"][number][]) => (
          <Table
            caption={w.view.ledger}
            columns={[
              { key: "at", title: w.at, cell: (one) => moment(one.at) },
              { key: "item", title: w.item, cell: (one) => names.item[one.item] },
              {
                key: "change",
                title: w.change,
                isNumber: true,
                cell: (one) => (one.change > 0 ? `+${count(one.change)}` : count(one.change)),
              },
              { key: "after", title: w.after, isNumber: true, cell: (one) => count(one.stockAfter) },
              {
                key: "why",
                title: w.why,
                cell: (one) =>
                  [w.because[one.because], one.note ?? (one.isForHome ? w.forHome : w.forOrder)].join(" · "),
              },
              { key: "by", title: w.by, cell: (one) => one.byName },
            ]}
            rows={rows}
            keyOf={(one) => one.id}
            nothing={w.noLedger}
          />
        )}
      </Pages>
    </div>
  );
}
