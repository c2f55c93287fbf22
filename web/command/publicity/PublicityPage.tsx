import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { approvePublicity, endPublicity, listPublicity } from "#capabilities/publicity/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { PlaceName } from "../kit/place.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { DraftDialog } from "./DraftDialog.tsx";
import { publicityWords } from "./words.ts";

type Item = z.output<(typeof listPublicity)["result"]>["items"][number];

/** What waits for a second person, what is on phones, how often it was given. */
export function Page({ area }: PageProps) {
  const w = useWords(publicityWords);
  const isOperator = useMe().post.role === "operator";
  const [isDrafting, setDrafting] = useState(false);
  return (
    <div className="page-stack">
      <PageHead
        title={w.title}
        lead={w.lead}
        actions={
          isOperator && (
            <Button type="primary" onClick={() => setDrafting(true)}>
              {w.draft}
            </Button>
          )
        }
      />
      <Panel title={w.list}>
        <Items area={area} isOperator={isOperator} />
      </Panel>
      {isDrafting && <DraftDialog area={area} onClose={() => setDrafting(false)} />}
    </div>
  );
}

function Items({ area, isOperator }: { readonly area: string; readonly isOperator: boolean }) {
  const w = useWords(publicityWords);
  const language = useLanguage();
  const { count } = useFormat();
  const { data } = useSuspenseQuery({ ...query(listPublicity, { area }), refetchInterval: 30_000 });
  return (
    <Table
      caption={w.list}
      columns={[
        {
          key: "title",
          title: w.titleZh,
          cell: (one) => (
            <>
              <strong>{language === "zh" ? one.titleZh : one.titleEn}</strong>
              <br />
              <span className="quiet">
                {`${w.kind[one.kind]} · ${w.version(count(one.version))} · `}
                <PlaceName code={one.area} />
                {` · ${one.legalBasis}`}
              </span>
            </>
          ),
        },
        {
          key: "standing",
          title: w.standingLabel,
          cell: (one) => (
            <>
              <Pill tone={one.standing === "stands" ? "good" : one.standing === "waiting" ? "warning" : "plain"}>
                {w.standing[one.standing]}
              </Pill>
              <br />
              <span className="quiet">
                {one.approvedBy === null ? w.by(one.draftedBy) : w.approvedBy(one.approvedBy)}
              </span>
            </>
          ),
        },
        {
          key: "given",
          title: w.given,
          cell: ({ given }) => (
            <>
              {w.givenText(count(given.shown), count(given.readAloud), count(given.paperLeft), count(given.talk))}
              <br />
              <span className="quiet">{w.listeners(count(given.listeners))}</span>
            </>
          ),
        },
        { key: "deeds", title: "", cell: (one) => isOperator && one.area.startsWith(area) && <Deeds of={one} /> },
      ]}
      rows={data.items}
      keyOf={({ id }) => id}
      nothing={w.none}
    />
  );
}

function Deeds({ of }: { readonly of: Item }) {
  const w = useWords(publicityWords);
  const [open, setOpen] = useState<"revise" | "end" | null>(null);
  const itemId = of.id;
  const onDone = () => setOpen(null);
  const approving = useAct(() => send(approvePublicity, { itemId }, {}), { done: w.done });
  const ending = useAct((reason: string) => send(endPublicity, { itemId }, { reason }), { done: w.done, onDone });
  return (
    <div className="row">
      {of.standing === "waiting" && (
        <Button type="primary" loading={approving.isPending} onClick={() => approving.mutate(undefined)}>
          {w.approve}
        </Button>
      )}
      {of.standing !== "waiting" && <Button onClick={() => setOpen("revise")}>{w.replace}</Button>}
      <Button onClick={() => setOpen("end")}>{w.end}</Button>
      {open === "revise" && <DraftDialog area={of.area} replaces={of} onClose={onDone} />}
      {open === "end" && (
        <ReasonDialog
          title={w.endReason}
          okText={w.end}
          isPending={ending.isPending}
          isDanger
          onOk={(reason) => ending.mutate(reason)}
          onClose={onDone}
        />
      )}
    </div>
  );
}
