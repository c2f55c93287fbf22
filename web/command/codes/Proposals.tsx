import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { decideProposal, listProposals } from "#capabilities/codes/contract.ts";
import { query, send } from "../../shared/api.ts";
import { ColourMark } from "../../shared/ColourMark.tsx";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { Panel, Pill } from "../kit/Panel.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { Table } from "../kit/Table.tsx";
import { paths } from "../shell/paths.ts";
import { ProposeForm } from "./ProposeForm.tsx";
import { words } from "./words.ts";

/** Evidence that two people must say: what waits, and what became of it. */
export function Proposals() {
  const word = useWords(words);
  const { post } = useMe();
  const isHealth = post.role === "health-worker" || (post.role === "signatory" && post.department === "health");
  return (
    <>
      <Panel title={word.views.proposals}>
        <ProposalTable isHealth={isHealth} />
      </Panel>
      {isHealth && (
        <Panel title={word.propose} note={word.proposeNote}>
          <ProposeForm />
        </Panel>
      )}
    </>
  );
}

type Asked = { readonly id: string; readonly decision: "confirm" | "reject" };

function ProposalTable({ isHealth }: { readonly isHealth: boolean }) {
  const word = useWords(words);
  const { moment } = useFormat();
  const { data } = useSuspenseQuery({ ...query(listProposals, {}), refetchInterval: 15_000 });
  const [asked, setAsked] = useState<Asked | null>(null);
  const deciding = useAct(
    ({ id, decision, reason }: Asked & { reason: string }) => send(decideProposal, { id }, { decision, reason }),
    { done: word.done, onDone: () => setAsked(null) },
  );
  return (
    <>
      <Table
        caption={word.views.proposals}
        columns={[
          {
            key: "person",
            title: word.person,
            cell: ({ personKey }) => (
              <a className="mono" href={paths.codes({ view: "person", key: personKey })}>
                {personKey.slice(0, 8)}
              </a>
            ),
          },
          {
            key: "what",
            title: word.kind,
            cell: ({ what, kind, colour }) => (
              <span className="row">
                {word.what[what]} <ColourMark colour={colour} /> {word.kinds[kind] ?? kind}
              </span>
            ),
          },
          { key: "event", title: word.event, cell: ({ eventId }) => eventId ?? "—" },
          { key: "reason", title: word.reason, cell: ({ reason }) => reason },
          { key: "hours", title: word.hours, isNumber: true, cell: ({ hours }) => hours },
          {
            key: "proposed",
            title: word.proposed,
            cell: ({ proposedOrganisation, proposedAt }) => `${proposedOrganisation} · ${moment(proposedAt)}`,
          },
          {
            key: "state",
            title: word.state,
            cell: ({ state, needsProvince }) => (
              <span className="row">
                <Pill tone={state === "open" ? "warning" : "plain"}>{word.states[state]}</Pill>
                {needsProvince && <Pill tone="bad">{word.province}</Pill>}
              </span>
            ),
          },
          {
            key: "act",
            title: "",
            cell: ({ id, state, isOwn }) => {
              if (!isHealth || state !== "open") return null;
              if (isOwn) return <span className="quiet">{word.own}</span>;
              return (
                <span className="row">
                  <Button size="small" type="primary" onClick={() => setAsked({ id, decision: "confirm" })}>
                    {word.confirm}
                  </Button>
                  <Button size="small" danger onClick={() => setAsked({ id, decision: "reject" })}>
                    {word.reject}
                  </Button>
                </span>
              );
            },
          },
        ]}
        rows={data.proposals}
        keyOf={({ id }) => id}
        nothing={word.none}
      />
      {asked !== null && (
        <ReasonDialog
          title={word[asked.decision]}
          okText={word[asked.decision]}
          isDanger={asked.decision === "reject"}
          isPending={deciding.isPending}
          onOk={(reason) => deciding.mutate({ ...asked, reason })}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
