import { Button } from "antd";
import { useState } from "react";
import { closeProblem, raiseProblem } from "#capabilities/enterprises/contract.ts";
import { dayOf, daysLater, instant } from "#kernel/time.ts";
import { send } from "../../shared/api.ts";
import { useWords } from "../../shared/language.ts";
import { useAct } from "../kit/act.tsx";
import { Panel, Pill } from "../kit/Panel.tsx";
import { Table } from "../kit/Table.tsx";
import type { Shown } from "./types.ts";
import { words } from "./words.ts";

const MEND_WITHIN_DAYS = 2;

/** The helper's list: what is to be mended, what the enterprise says it mended, what was looked at and closed. */
export function Problems({ shown }: { readonly shown: Shown }) {
  const w = useWords(words);
  const enterpriseId = shown.enterprise.id;
  const [text, setText] = useState("");
  const [dueOn, setDueOn] = useState<string>(daysLater(dayOf(instant(shown.now)), MEND_WITHIN_DAYS));
  const raising = useAct(() => send(raiseProblem, { enterpriseId }, { text: text.trim(), dueOn }), {
    done: w.done,
    onDone: () => setText(""),
  });
  const closing = useAct((problemId: string) => send(closeProblem, { enterpriseId, problemId }, {}), { done: w.done });
  const mayHelp = shown.may.includes("help");
  return (
    <Panel title={w.problems}>
      <Table
        caption={w.problems}
        rows={shown.application?.problems ?? []}
        keyOf={(row) => row.id}
        columns={[
          { key: "text", title: w.problemText, cell: (row) => row.text },
          { key: "due", title: w.problemDue, cell: (row) => row.dueOn },
          {
            key: "state",
            title: w.state,
            cell: (row) => {
              if (row.closedAt !== null) return <Pill tone="good">{w.closed}</Pill>;
              return row.mendedAt === null ? (
                <Pill tone="warning">{w.open}</Pill>
              ) : (
                <Pill tone="accent">{`${w.mended}：${row.mendedNote}`}</Pill>
              );
            },
          },
          {
            key: "close",
            title: "",
            cell: (row) =>
              mayHelp && row.closedAt === null && <Button onClick={() => closing.mutate(row.id)}>{w.close}</Button>,
          },
        ]}
      />
      {mayHelp && (
        <div className="row">
          <label className="field">
            <span>{w.problemText}</span>
            <input className="input" maxLength={500} value={text} onChange={({ target }) => setText(target.value)} />
          </label>
          <label className="field">
            <span>{w.problemDue}</span>
            <input className="input" type="date" value={dueOn} onChange={({ target }) => setDueOn(target.value)} />
          </label>
          <Button
            disabled={text.trim().length < 2}
            loading={raising.isPending}
            onClick={() => raising.mutate(undefined)}
          >
            {w.raise}
          </Button>
        </div>
      )}
    </Panel>
  );
}
