import { Button, Modal } from "antd";
import { useState } from "react";
import { ISSUING_ROLES, listInstructions, recallInstruction } from "#capabilities/instructions/contract.ts";
import { ask, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { Nothing } from "../../shared/states.tsx";
import { useAct } from "../kit/act.tsx";
import { Pages } from "../kit/Pages.tsx";
import { PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { PlaceName } from "../kit/place.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { setSearch } from "../shell/router.ts";
import { IssueDialog } from "./IssueDialog.tsx";
import { Reach } from "./Reach.tsx";
import type { One } from "./types.ts";
import { words } from "./words.ts";

const PAGE = 50;

/** Instructions from above and to below; the chosen one shows how far it has come, place by place. */
export function Page({ location, area }: PageProps) {
  const word = useWords(words);
  const { moment } = useFormat();
  const { post } = useMe();
  const [isIssuing, setIssuing] = useState(false);
  const chosen = location.search.get("id");
  const mayIssue = ISSUING_ROLES.some((role) => role === post.role);
  const load = async (before: string, signal: AbortSignal) => {
    const { instructions } = await ask(
      listInstructions,
      { area, limit: PAGE, ...(before === "" ? {} : { before }) },
      signal,
    );
    return { rows: instructions, next: instructions.length < PAGE ? null : (instructions.at(-1)?.issuedAt ?? null) };
  };
  return (
    <div className="page-stack">
      <PageHead
        title={word.title}
        lead={word.lead}
        actions={
          mayIssue && (
            <Button type="primary" onClick={() => setIssuing(true)}>
              {word.issue}
            </Button>
          )
        }
      />
      <div className="columns columns-even">
        <Panel title={word.list}>
          <Pages queryKey={[listInstructions.path, area]} load={load} refetchInterval={15_000}>
            {(rows: readonly One[]) => (
              <Table
                caption={word.list}
                columns={[
                  {
                    key: "title",
                    title: word.titleLabel,
                    cell: (one) => (
                      <>
                        <button
                          type="button"
                          className="link"
                          aria-pressed={one.id === chosen}
                          onClick={() => setSearch({ id: one.id })}
                        >
                          {one.title}
                        </button>
                        <br />
                        <span className="quiet">
                          <PlaceName code={one.issuerArea} />
                          {" → "}
                          <PlaceName code={one.targetArea} />
                        </span>
                      </>
                    ),
                  },
                  {
                    key: "priority",
                    title: word.priorityLabel,
                    cell: (one) => (
                      <Pill tone={one.priority === "urgent" ? "bad" : "plain"}>{word.priority[one.priority]}</Pill>
                    ),
                  },
                  { key: "state", title: word.state, cell: (one) => <Standing of={one} /> },
                  { key: "at", title: word.at, cell: (one) => moment(one.issuedAt) },
                ]}
                rows={rows}
                keyOf={({ id }) => id}
                nothing={word.none}
              />
            )}
          </Pages>
        </Panel>
        <Panel title={word.progress}>
          {chosen === null ? (
            <Nothing>{word.choose}</Nothing>
          ) : (
            <Reach
              key={chosen}
              id={chosen}
              area={area}
              actions={(one) => mayIssue && <Recall one={one} area={area} />}
            />
          )}
        </Panel>
      </div>
      {isIssuing && <IssueDialog area={area} onClose={() => setIssuing(false)} />}
    </div>
  );
}

function Standing({ of }: { readonly of: One }) {
  const word = useWords(words);
  if (of.recalledAt !== null) return <Pill>{word.recalled}</Pill>;
  if (of.supersededBy !== null) return <Pill>{word.superseded}</Pill>;
  return <Pill tone="good">{word.stands}</Pill>;
}

function Recall({ one, area }: { readonly one: One; readonly area: string }) {
  const word = useWords(words);
  const [isAsking, setAsking] = useState(false);
  const [isReplacing, setReplacing] = useState(false);
  const [reason, setReason] = useState("");
  const recalling = useAct(() => send(recallInstruction, { instructionId: one.id }, { reason: reason.trim() }), {
    done: word.recalledDone,
    onDone: () => setAsking(false),
  });
  if (one.recalledAt !== null || one.supersededBy !== null || one.issuerArea !== area) return null;
  return (
    <>
      <Button onClick={() => setReplacing(true)}>{word.supersede}</Button>
      {isReplacing && <IssueDialog area={area} replaces={one} onClose={() => setReplacing(false)} />}
      <Button danger onClick={() => setAsking(true)}>
        {word.recall}
      </Button>
      <Modal
        open={isAsking}
        title={word.recallTitle}
        okText={word.recall}
        cancelText={word.cancel}
        okButtonProps={{ danger: true, disabled: reason.trim().length < 2, loading: recalling.isPending }}
        onOk={() => recalling.mutate(undefined)}
        onCancel={() => setAsking(false)}
      >
        <label className="field">
          <span>{word.recallReason}</span>
          <input className="input" maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} />
        </label>
      </Modal>
    </>
  );
}
