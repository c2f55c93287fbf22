import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { z } from "zod";
import {
  approveSunset,
  cancelSunset,
  certifySunset,
  listSunsets,
  planSunset,
  type Sunset as SunsetShape,
} from "#capabilities/sunset/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { Nothing } from "../../shared/states.tsx";
import { useAct } from "../kit/act.tsx";
import { Fact, Facts, Pill } from "../kit/Panel.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { Table } from "../kit/Table.tsx";
import { words } from "./words.ts";

type Plan = z.output<typeof SunsetShape>;

export function Sunset() {
  const word = useWords(words);
  const language = useLanguage();
  const { count } = useFormat();
  const { post } = useMe();
  const { data } = useSuspenseQuery(query(listSunsets, {}));
  const [isPlanning, setPlanning] = useState(false);
  const plan = useAct((reason: string) => send(planSunset, {}, { eventId: "covid-19", reason }), {
    done: word.planned,
    onDone: () => setPlanning(false),
  });
  const hasOpen = data.items.some((item) => item.state !== "cancelled");
  const isSeat = post.role === "signatory" && (post.department === "health" || post.department === "centre");
  return (
    <div className="stack">
      {data.items.length === 0 && <Nothing>{word.noPlan}</Nothing>}
      {data.items.map((item) => (
        <One key={item.id} plan={item} isSeat={isSeat} />
      ))}
      {isSeat && !hasOpen && (
        <div>
          <Button danger onClick={() => setPlanning(true)}>
            {word.plan}
          </Button>
        </div>
      )}
      <details>
        <summary>{word.fates}</summary>
        <Table
          caption={word.fates}
          isTall
          rows={data.fates}
          keyOf={({ table }) => table}
          columns={[
            { key: "table", title: word.table, cell: ({ table }) => <span className="mono">{table}</span> },
            {
              key: "fate",
              title: word.status,
              cell: ({ fate }) => <Pill tone={fate === "erase" ? "warning" : "plain"}>{word.fate[fate]}</Pill>,
            },
            { key: "rows", title: word.rows, isNumber: true, cell: ({ rows }) => count(rows) },
            { key: "why", title: word.why, cell: ({ zh, en }) => (language === "zh" ? zh : en) },
          ]}
        />
      </details>
      {isPlanning && (
        <ReasonDialog
          title={word.planTitle}
          okText={word.plan}
          isDanger
          isPending={plan.isPending}
          onOk={(reason) => plan.mutate(reason)}
          onClose={() => setPlanning(false)}
        />
      )}
    </div>
  );
}

const TONE = {
  planned: "warning",
  approved: "accent",
  executed: "accent",
  certified: "good",
  cancelled: "plain",
} as const;

function One({ plan, isSeat }: { readonly plan: Plan; readonly isSeat: boolean }) {
  const word = useWords(words);
  const { moment } = useFormat();
  return (
    <div className="stack">
      <Facts>
        <Fact name={word.status}>
          <Pill tone={TONE[plan.state]}>{word.sunsetState[plan.state]}</Pill>
        </Fact>
        <Fact name={word.reason}>{plan.reason}</Fact>
        <Fact name={word.approvals}>
          {plan.approvals.map((one) => `${word.seat[one.seat]}（${one.organisation}）${moment(one.at)}`).join(" · ")}
        </Fact>
        {plan.state === "approved" && (
          <Fact name={word.command}>
            <code>{word.commandText(plan.eventId)}</code>
          </Fact>
        )}
        {plan.certificateSha256 !== null && <Fact name="SHA-256">{plan.certificateSha256}</Fact>}
      </Facts>
      <Deeds plan={plan} isSeat={isSeat} />
    </div>
  );
}

function Deeds({ plan: { id, state, approvals }, isSeat }: { readonly plan: Plan; readonly isSeat: boolean }) {
  const word = useWords(words);
  const { post } = useMe();
  const [asked, setAsked] = useState<"cancel" | "certify" | null>(null);
  const close = () => setAsked(null);
  const approve = useAct(() => send(approveSunset, { id }, {}), { done: word.approved });
  const cancel = useAct((reason: string) => send(cancelSunset, { id }, { reason }), {
    done: word.withdrawn,
    onDone: close,
  });
  const certify = useAct((sha256: string) => send(certifySunset, { id }, { sha256 }), {
    done: word.certified,
    onDone: close,
  });
  const isAuditor = post.role === "auditor";
  const seat = isAuditor ? "auditor" : post.department === "health" ? "health" : "chair";
  const isOpen = state === "planned" || state === "approved";
  const mayApprove = (isSeat || isAuditor) && isOpen && !approvals.some((one) => one.seat === seat);
  return (
    <div className="row">
      {mayApprove && (
        <Button type="primary" loading={approve.isPending} onClick={() => approve.mutate(undefined)}>
          {isAuditor ? word.witness : word.approve}
        </Button>
      )}
      {isSeat && isOpen && <Button onClick={() => setAsked("cancel")}>{word.withdraw}</Button>}
      {isAuditor && state === "executed" && (
        <Button type="primary" onClick={() => setAsked("certify")}>
          {word.certify}
        </Button>
      )}
      {asked === "cancel" && (
        <ReasonDialog
          title={word.withdraw}
          okText={word.withdraw}
          isPending={cancel.isPending}
          onOk={(reason) => cancel.mutate(reason)}
          onClose={close}
        />
      )}
      {asked === "certify" && (
        <ReasonDialog
          title={word.certifyTitle}
          okText={word.certify}
          isPending={certify.isPending}
          onOk={(sha256) => certify.mutate(sha256)}
          onClose={close}
        >
          <p className="quiet">{word.sha}</p>
        </ReasonDialog>
      )}
    </div>
  );
}
