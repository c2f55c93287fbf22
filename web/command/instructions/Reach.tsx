import { useSuspenseQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { showReach } from "#capabilities/instructions/contract.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { words as common } from "../../shared/words.ts";
import { PlaceName } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import type { One } from "./types.ts";
import { words } from "./words.ts";

type Props = { readonly id: string; readonly area: string; readonly actions: (one: One) => ReactNode };

const STEPS = ["issued", "delivered", "read", "accepted", "done", "cannot", "notMine"] as const;

/** One instruction with its funnel: posts it is for, delivered, read, accepted, done; and the same place by place. */
export function Reach({ id, area, actions }: Props) {
  const word = useWords(words);
  const { role } = useWords(common);
  const { count, moment } = useFormat();
  const { data } = useSuspenseQuery({ ...query(showReach, { instructionId: id, area }), refetchInterval: 5_000 });
  const { instruction, total, children } = data;
  return (
    <div className="stack">
      <header className="row">
        <h3>{instruction.title}</h3>
        {actions(instruction)}
      </header>
      <p className="body-text">{instruction.body}</p>
      <p className="quiet">
        {`${instruction.legalBasis} · ${instruction.roles.map((one) => role[one]).join("、")}`}
        {instruction.dueAt !== null && ` · ${word.dueShort} ${moment(instruction.dueAt)}`}
      </p>
      <ul className="funnel">
        {STEPS.map((step) => (
          <li key={step}>
            <span>{word.reach[step]}</span>
            <span className="bar" aria-hidden="true">
              <i className="bar-accepted" style={{ width: `${(total[step] / Math.max(1, total.issued)) * 100}%` }} />
            </span>
            <b className="number">{count(total[step])}</b>
          </li>
        ))}
      </ul>
      {children.length > 0 && (
        <Table
          caption={word.progress}
          columns={[
            { key: "place", title: word.place, cell: ({ place }) => <PlaceName code={place} /> },
            ...STEPS.slice(0, 5).map((step) => ({
              key: step,
              title: word.reach[step],
              isNumber: true,
              cell: (row: (typeof children)[number]) => count(row[step]),
            })),
          ]}
          rows={children}
          keyOf={({ place }) => place}
        />
      )}
    </div>
  );
}
