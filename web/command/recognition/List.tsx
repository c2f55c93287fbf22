import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { decideRecognition, listRecognitions } from "#capabilities/credentials/contract-recognition.ts";
import { listNames } from "#capabilities/places/contract.ts";
import { DAY } from "#kernel/time.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { Pill } from "../kit/Panel.tsx";
import { Table } from "../kit/Table.tsx";
import { words } from "./words.ts";

type Recognition = z.output<typeof listRecognitions.result>["items"][number];

const TONE = { proposed: "warning", confirmed: "good", rejected: "plain", ended: "plain" } as const;
/** A key with less than this before it is said to end soon: a new set takes a proposal and a confirmation. */
const SOON = 7 * DAY;

/** Names of provinces by their two digits, of the shipped list. */
function useProvinces(): (code: string) => string {
  const { data } = useQuery({ ...query(listNames, {}), staleTime: 3_600_000 });
  return (code) => data?.items.find((one) => one.code === code)?.name ?? code;
}

export function List() {
  const w = useWords(words);
  const { moment } = useFormat();
  const nameOf = useProvinces();
  const { data } = useSuspenseQuery({ ...query(listRecognitions, {}), refetchInterval: 60_000 });
  const now = Date.parse(data.now);
  return (
    <Table
      caption={w.list}
      rows={data.items}
      keyOf={({ id }) => id}
      nothing={w.none}
      columns={[
        {
          key: "province",
          title: w.province,
          cell: ({ issuer, note }) => (
            <div>
              <div>{nameOf(issuer)}</div>
              <span className="quiet">{note}</span>
            </div>
          ),
        },
        { key: "state", title: w.status, cell: ({ state }) => <Pill tone={TONE[state]}>{w.state[state]}</Pill> },
        { key: "keys", title: w.keys, cell: (row) => <Keys of={row} now={now} /> },
        {
          key: "mapping",
          title: w.mapping,
          cell: ({ mapping }) => (
            <ul className="signed-by">
              {Object.entries(mapping).map(([reason, target]) => (
                <li key={reason}>
                  <span className="mono">{reason}</span>
                  {` → ${w.targets[target]}`}
                </li>
              ))}
            </ul>
          ),
        },
        {
          key: "when",
          title: w.when,
          cell: ({ proposedAt, decidedAt }) => (
            <div>
              <div>{w.proposedAt(moment(proposedAt))}</div>
              {decidedAt !== null && <div>{w.decidedAt(moment(decidedAt))}</div>}
            </div>
          ),
        },
        { key: "deeds", title: w.deeds, cell: (row) => <Deeds of={row} province={nameOf(row.issuer)} /> },
      ]}
    />
  );
}

/** How old the set is, and until when each of its keys counts. */
function Keys({ of, now }: { readonly of: Recognition; readonly now: number }) {
  const w = useWords(words);
  const { moment, count } = useFormat();
  const days = Math.max(0, Math.floor((now - Date.parse(of.keySetIssuedAt)) / DAY));
  const keys = of.keys.filter(({ use }) => use === "code");
  const stateOf = ({ validFrom, validUntil }: (typeof keys)[number]) => {
    if (Date.parse(validFrom) > now) return "notYet";
    if (Date.parse(validUntil) <= now) return "over";
    return Date.parse(validUntil) - now < SOON ? "soon" : "counts";
  };
  const counts = keys.some((key) => ["counts", "soon"].includes(stateOf(key)));
  return (
    <div>
      <div className="mono">{w.rootKey(of.rootKid)}</div>
      <div>{w.setAge(count(days), moment(of.keySetIssuedAt))}</div>
      <ul className="signed-by">
        {keys.map((key) => {
          const state = stateOf(key);
          return (
            <li key={key.kid}>
              {`${key.alg} ${w.keyUntil(key.kid, moment(key.validUntil))} `}
              {state !== "counts" && <Pill tone={state === "over" ? "bad" : "warning"}>{w[state]}</Pill>}
            </li>
          );
        })}
      </ul>
      {of.state === "confirmed" && !counts && <Pill tone="bad">{w.noKey}</Pill>}
    </div>
  );
}

const DECISIONS = { proposed: ["confirm", "reject"], confirmed: ["end"], rejected: [], ended: [] } as const;
type Decision = "confirm" | "reject" | "end";

/** A health signatory of the province decides; each deed is asked about once more. */
function Deeds({ of, province }: { readonly of: Recognition; readonly province: string }) {
  const w = useWords(words);
  const { post } = useMe();
  const [asked, setAsked] = useState<Decision | null>(null);
  const close = () => setAsked(null);
  const deciding = useAct((decision: Decision) => send(decideRecognition, { id: of.id }, { decision }), {
    done: w.done,
    onDone: close,
  });
  if (post.role !== "signatory" || post.department !== "health") return null;
  const title = { confirm: w.confirmTitle(province, of.rootKid), reject: w.rejectTitle, end: w.endTitle };
  return (
    <span className="row">
      {DECISIONS[of.state].map((decision) => (
        <Button
          key={decision}
          size="small"
          type={decision === "confirm" ? "primary" : "default"}
          danger={decision === "end"}
          onClick={() => setAsked(decision)}
        >
          {w[decision]}
        </Button>
      ))}
      {asked !== null && (
        <Modal
          open
          title={w[asked]}
          okText={w[asked]}
          cancelText={w.cancel}
          okButtonProps={{ danger: asked !== "confirm", loading: deciding.isPending }}
          onOk={() => deciding.mutate(asked)}
          onCancel={close}
        >
          <p>{title[asked]}</p>
        </Modal>
      )}
    </span>
  );
}
