import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { decideHold, listHolds } from "#capabilities/codes/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { Panel, Pill } from "../kit/Panel.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { Table } from "../kit/Table.tsx";
import { words } from "./words.ts";

type Asked = { readonly id: string; readonly placeName: string; readonly decision: "release" | "reject" };

/** Recolourings that wait for two signatories of health: counts of a place, never who they are. */
export function Holds() {
  const word = useWords(words);
  return (
    <Panel title={word.views.holds} note={word.holdNote}>
      <HoldTable />
    </Panel>
  );
}

function HoldTable() {
  const word = useWords(words);
  const { post } = useMe();
  const { moment, count } = useFormat();
  const { data } = useSuspenseQuery({ ...query(listHolds, {}), refetchInterval: 15_000 });
  const [asked, setAsked] = useState<Asked | null>(null);
  const deciding = useAct(
    ({ id, decision, reason }: Asked & { reason: string }) => send(decideHold, { id }, { decision, reason }),
    { done: word.done, onDone: () => setAsked(null) },
  );
  const maySay = post.role === "signatory" && post.department === "health";
  return (
    <>
      <Table
        caption={word.views.holds}
        columns={[
          { key: "place", title: word.place, cell: ({ placeName }) => placeName },
          { key: "opened", title: word.opened, cell: ({ openedAt }) => moment(openedAt) },
          { key: "cause", title: word.cause, cell: ({ cause }) => word.causes[cause] ?? cause },
          {
            key: "counts",
            title: word.counts,
            isNumber: true,
            cell: ({ wouldChange, holders, limit }) => `${count(wouldChange)} / ${count(holders)} / ${count(limit)}`,
          },
          {
            key: "state",
            title: word.state,
            cell: ({ state }) => <Pill tone={state === "open" ? "warning" : "plain"}>{word.states[state]}</Pill>,
          },
          {
            key: "said",
            title: word.said,
            cell: ({ decisions }) => (
              <ul className="reasons">
                {decisions.map((one) => (
                  <li key={one.at + one.by}>{`${one.organisation} · ${word.saidBy[one.decision]}：${one.reason}`}</li>
                ))}
              </ul>
            ),
          },
          {
            key: "act",
            title: "",
            cell: ({ id, placeName, state }) =>
              maySay &&
              state === "open" && (
                <span className="row">
                  <Button size="small" type="primary" onClick={() => setAsked({ id, placeName, decision: "release" })}>
                    {word.release}
                  </Button>
                  <Button size="small" danger onClick={() => setAsked({ id, placeName, decision: "reject" })}>
                    {word.reject}
                  </Button>
                </span>
              ),
          },
        ]}
        rows={data.holds}
        keyOf={({ id }) => id}
        nothing={word.none}
      />
      {asked !== null && (
        <ReasonDialog
          title={`${word[asked.decision]} · ${asked.placeName}`}
          okText={word[asked.decision]}
          isDanger={asked.decision === "reject"}
          isPending={deciding.isPending}
          onOk={(reason) => deciding.mutate({ ...asked, reason })}
          onClose={() => setAsked(null)}
        >
          <p className="quiet">{word.holdNote}</p>
        </ReasonDialog>
      )}
    </>
  );
}
