import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { v7 } from "uuid";
import type { z } from "zod";
import { proposeWithdrawal, release, showCode } from "#capabilities/codes/contract.ts";
import { query, send } from "../../shared/api.ts";
import { ColourMark } from "../../shared/ColourMark.tsx";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { Fact, Facts, Panel, Pill } from "../kit/Panel.tsx";
import { PlaceLine } from "../kit/place.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { Table } from "../kit/Table.tsx";
import { setSearch } from "../shell/router.ts";
import { words } from "./words.ts";

type Code = z.output<typeof showCode.result>;
type Piece = Code["evidence"][number];

/** One person's code by key, with what it rests on. Every look is in the holder's own log. */
export function PersonCode({ personKey }: { readonly personKey: string | null }) {
  const word = useWords(words);
  const [text, setText] = useState(personKey ?? "");
  return (
    <>
      <Panel note={word.findNote}>
        <form
          className="filters"
          onSubmit={(event) => {
            event.preventDefault();
            setSearch({ view: "person", key: text.trim() });
          }}
        >
          <label className="field">
            <span>{word.search}</span>
            <input
              className="input mono"
              value={text}
              maxLength={36}
              onChange={({ target }) => setText(target.value)}
            />
          </label>
          <Button type="primary" htmlType="submit" disabled={text.trim().length !== 36}>
            {word.find}
          </Button>
        </form>
      </Panel>
      {personKey !== null && (
        <Panel key={personKey} title={`${word.person} ${personKey.slice(0, 8)}`}>
          <Shown personKey={personKey} />
        </Panel>
      )}
    </>
  );
}

function Shown({ personKey }: { readonly personKey: string }) {
  const word = useWords(words);
  const language = useLanguage();
  const { moment } = useFormat();
  const { data: code } = useSuspenseQuery({ ...query(showCode, { personKey }), staleTime: 30_000 });
  return (
    <>
      <Facts>
        <Fact name={word.state}>
          {code.isSound ? <ColourMark colour={code.colour} size="large" /> : <Pill tone="bad">{word.unsound}</Pill>}
        </Fact>
        <Fact name={word.why}>{code.reason[language]}</Fact>
        {code.evidenceClass !== null && <Fact name={word.class}>{code.evidenceClass}</Fact>}
        {code.since !== null && <Fact name={word.since}>{moment(code.since)}</Fact>}
        {code.since !== null && (
          <Fact name={word.until}>{code.until === null ? word.untilReleased : moment(code.until)}</Fact>
        )}
        <Fact name={word.place}>
          <PlaceLine code={code.place} />
        </Fact>
      </Facts>
      <EvidenceTable code={code} />
    </>
  );
}

type Asked = { readonly piece: Piece; readonly deed: "release" | "withdraw" };

function EvidenceTable({ code }: { readonly code: Code }) {
  const word = useWords(words);
  const language = useLanguage();
  const { moment } = useFormat();
  const { post } = useMe();
  const [asked, setAsked] = useState<Asked | null>(null);
  const isHealth = post.role === "health-worker" || (post.role === "signatory" && post.department === "health");
  const acting = useAct(
    async ({ piece, deed, reason }: Asked & { reason: string }) => {
      if (deed === "release") await send(release, { evidenceId: piece.id }, { reason });
      else await send(proposeWithdrawal, { evidenceId: piece.id }, { id: v7(), personKey: code.personKey, reason });
    },
    { done: word.done, onDone: () => setAsked(null) },
  );
  const stateOf = (piece: Piece) => {
    if (piece.isHeld) return word.held;
    return piece.withdrawnAt === null ? word.standing : word.ended;
  };
  return (
    <>
      <h3>{word.evidence}</h3>
      <Table
        caption={word.evidence}
        columns={[
          { key: "colour", title: word.kind, cell: ({ colour }) => <ColourMark colour={colour} /> },
          { key: "reason", title: word.why, cell: ({ reason }) => reason[language] },
          { key: "class", title: word.class, cell: ({ evidenceClass }) => evidenceClass },
          { key: "since", title: word.since, cell: ({ since }) => moment(since) },
          {
            key: "until",
            title: word.until,
            cell: ({ until }) => (until === null ? word.untilReleased : moment(until)),
          },
          { key: "recorded", title: word.recorded, cell: ({ recordedAt }) => moment(recordedAt) },
          { key: "state", title: word.state, cell: (piece) => stateOf(piece) },
          {
            key: "act",
            title: "",
            cell: (piece) =>
              isHealth &&
              piece.withdrawnAt === null && (
                <span className="row">
                  <Button size="small" onClick={() => setAsked({ piece, deed: "release" })}>
                    {word.endIt}
                  </Button>
                  <Button size="small" onClick={() => setAsked({ piece, deed: "withdraw" })}>
                    {word.withdraw}
                  </Button>
                </span>
              ),
          },
        ]}
        rows={code.evidence}
        keyOf={({ id }) => id}
        nothing={word.none}
      />
      {asked !== null && (
        <ReasonDialog
          title={asked.deed === "release" ? word.endIt : word.withdraw}
          okText={asked.deed === "release" ? word.endIt : word.withdraw}
          isPending={acting.isPending}
          onOk={(reason) => acting.mutate({ ...asked, reason })}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
