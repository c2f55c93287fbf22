import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { decideLookBack, listLookBacks } from "#capabilities/look-backs/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { Ask } from "./Ask.tsx";
import { words } from "./words.ts";

/** Who was where when a case was there: asked by one of health, decided by another. */
export function Page({ area }: PageProps) {
  const word = useWords(words);
  const { post } = useMe();
  const isHealth = post.role === "health-worker" || (post.role === "signatory" && post.department === "health");
  return (
    <div className="page-stack">
      <PageHead title={word.title} lead={word.lead} />
      {isHealth && (
        <Panel title={word.ask}>
          <Ask area={area} />
        </Panel>
      )}
      <Panel title={word.list}>
        <List area={area} isHealth={isHealth} />
      </Panel>
    </div>
  );
}

type Asked = { readonly id: string; readonly persons: number; readonly decision: "confirm" | "reject" };
const TONE = { asked: "warning", confirmed: "good", rejected: "plain" } as const;

function List({ area, isHealth }: { readonly area: string; readonly isHealth: boolean }) {
  const word = useWords(words);
  const { moment, count } = useFormat();
  const { data } = useSuspenseQuery(query(listLookBacks, { area }));
  const [asked, setAsked] = useState<Asked | null>(null);
  const deciding = useAct(
    ({ id, decision, reason }: Asked & { reason: string }) => send(decideLookBack, { id }, { decision, reason }),
    { done: word.done, onDone: () => setAsked(null) },
  );
  return (
    <>
      <Table
        caption={word.list}
        nothing={word.none}
        rows={data.items}
        keyOf={({ id }) => id}
        columns={[
          { key: "checkpoint", title: word.checkpoint, cell: ({ checkpoint }) => checkpoint },
          { key: "when", title: word.when, cell: ({ from, until }) => `${moment(from)} – ${moment(until)}` },
          { key: "event", title: word.event, cell: ({ event }) => event },
          { key: "persons", title: word.persons, isNumber: true, cell: ({ persons }) => count(persons) },
          { key: "by", title: word.askedBy, cell: ({ askedBy, reason }) => `${askedBy}：${reason}` },
          {
            key: "state",
            title: word.state,
            cell: ({ state }) => <Pill tone={TONE[state]}>{word.states[state]}</Pill>,
          },
          {
            key: "decided",
            title: word.decided,
            cell: ({ decidedBy, decidedReason }) => (decidedBy === null ? "" : `${decidedBy}：${decidedReason ?? ""}`),
          },
          {
            key: "deeds",
            title: word.deeds,
            cell: ({ id, persons, state }) =>
              isHealth &&
              state === "asked" && (
                <span className="row">
                  <Button size="small" type="primary" onClick={() => setAsked({ id, persons, decision: "confirm" })}>
                    {word.confirm}
                  </Button>
                  <Button size="small" onClick={() => setAsked({ id, persons, decision: "reject" })}>
                    {word.reject}
                  </Button>
                </span>
              ),
          },
        ]}
      />
      {asked !== null && (
        <ReasonDialog
          title={asked.decision === "confirm" ? word.confirmTitle(count(asked.persons)) : word.reject}
          okText={asked.decision === "confirm" ? word.confirm : word.reject}
          isPending={deciding.isPending}
          onOk={(reason) => deciding.mutate({ ...asked, reason })}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
