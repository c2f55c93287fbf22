import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { z } from "zod";
import {
  decidePurpose,
  endPurpose,
  listPurposes,
  type Purpose as PurposeShape,
} from "#capabilities/purposes/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { Pill } from "../kit/Panel.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { Table } from "../kit/Table.tsx";
import "./purposes.css";
import { words } from "./words.ts";

type Purpose = z.output<typeof PurposeShape>;

const TONE = { proposed: "warning", announced: "accent", "in-force": "good", ended: "plain" } as const;

export function List() {
  const word = useWords(words);
  const language = useLanguage();
  const { moment } = useFormat();
  const { data } = useSuspenseQuery(query(listPurposes, {}));
  return (
    <Table
      caption={word.list}
      rows={data.purposes}
      keyOf={({ id }) => id}
      nothing={word.none}
      columns={[
        {
          key: "title",
          title: word.purpose,
          cell: ({ id, titleZh, titleEn }) => (
            <div>
              <div>{language === "zh" ? titleZh : titleEn}</div>
              <span className="mono quiet">{id}</span>
            </div>
          ),
        },
        { key: "state", title: word.status, cell: ({ state }) => <Pill tone={TONE[state]}>{word.state[state]}</Pill> },
        {
          key: "basis",
          title: word.basis,
          cell: ({ legalBasis }) => legalBasis.map((one) => `《${one.title}》${one.article}`).join(" "),
        },
        {
          key: "decisions",
          title: word.decisions,
          cell: ({ decisions }) => (
            <ul className="signed-by">
              {decisions.map(({ seat, decision, reason, at }) => (
                <li key={`${seat} ${at}`}>
                  {`${word.seat[seat]} ${word.decision[decision]} ${moment(at)}${reason === null ? "" : ` · ${reason}`}`}
                </li>
              ))}
            </ul>
          ),
        },
        { key: "deeds", title: word.deeds, cell: (purpose) => <Deeds purpose={purpose} /> },
      ]}
    />
  );
}

/** What this post may do with it: health and the chair sign and end, they and the auditor object. */
function Deeds({ purpose: { id, state } }: { readonly purpose: Purpose }) {
  const word = useWords(words);
  const { post } = useMe();
  const [asked, setAsked] = useState<"object" | "end" | null>(null);
  const close = () => setAsked(null);
  const sign = useAct(() => send(decidePurpose, { id }, { decision: "sign" }), { done: word.signed });
  const object = useAct((reason: string) => send(decidePurpose, { id }, { decision: "object", reason }), {
    done: word.objected,
    onDone: close,
  });
  const end = useAct((reason: string) => send(endPurpose, { id }, { reason }), { done: word.ended, onDone: close });
  const isSeat = post.role === "signatory" && (post.department === "health" || post.department === "centre");
  const isOpen = state === "proposed" || state === "announced";
  return (
    <span className="row">
      {isSeat && isOpen && (
        <Button size="small" type="primary" loading={sign.isPending} onClick={() => sign.mutate(undefined)}>
          {word.sign}
        </Button>
      )}
      {(isSeat || post.role === "auditor") && isOpen && (
        <Button size="small" onClick={() => setAsked("object")}>
          {word.object}
        </Button>
      )}
      {isSeat && state !== "ended" && (
        <Button size="small" danger onClick={() => setAsked("end")}>
          {word.end}
        </Button>
      )}
      {asked === "object" && (
        <ReasonDialog
          title={word.object}
          okText={word.object}
          isPending={object.isPending}
          onOk={(reason) => object.mutate(reason)}
          onClose={close}
        />
      )}
      {asked === "end" && (
        <ReasonDialog
          title={word.endTitle}
          okText={word.end}
          isDanger
          isPending={end.isPending}
          onOk={(reason) => end.mutate(reason)}
          onClose={close}
        />
      )}
    </span>
  );
}
