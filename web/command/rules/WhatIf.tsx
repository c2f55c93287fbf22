import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { showPreview, startPreview } from "#capabilities/intake/contract.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformToday } from "../../shared/me.ts";
import { Tier } from "../../shared/Tier.tsx";
import { useAct } from "../kit/act.tsx";
import { Panel } from "../kit/Panel.tsx";
import { Table } from "../kit/Table.tsx";
import { words as sessionWords } from "../session/words.ts";
import { words } from "./words.ts";

const CHANGES = ["new", "up", "down", "left", "same"] as const;

/** What a version would do on a day's feeds, in counts. */
export function WhatIf({ id, version }: { readonly id: string; readonly version: number }) {
  const word = useWords(words);
  const [day, setDay] = useState<string>(platformToday());
  const [jobId, setJobId] = useState<string | null>(null);
  const starting = useAct(async () => (await send(startPreview, { id, version }, { day })).jobId, { onDone: setJobId });
  return (
    <Panel title={word.whatIf} note={word.whatIfNote}>
      <div className="filters filters-apart">
        <label className="field">
          <span>{word.day}</span>
          <input
            className="input input-small"
            type="date"
            value={day}
            onChange={({ target }) => setDay(target.value)}
          />
        </label>
        <Button loading={starting.isPending} onClick={() => starting.mutate(undefined)}>
          {word.whatIfRun}
        </Button>
      </div>
      {jobId !== null && <Outcome key={jobId} jobId={jobId} />}
    </Panel>
  );
}

function Outcome({ jobId }: { readonly jobId: string }) {
  const word = useWords(words);
  const { change, tier: tierTitle } = useWords(sessionWords);
  const { count } = useFormat();
  const { data } = useQuery({
    ...query(showPreview, { jobId }),
    refetchInterval: ({ state }) => (state.data?.state === "done" || state.data?.state === "failed" ? false : 1_000),
  });
  if (!data || data.state === "waiting" || data.state === "running") return <p className="state">{word.calculating}</p>;
  const { result } = data;
  if (result === null) return <p className="notice notice-refused">{`${word.failed} ${data.problem ?? ""}`}</p>;
  const { against } = result;
  return (
    <Table
      caption={word.whatIf}
      columns={[
        { key: "tier", title: tierTitle, cell: (tier) => <Tier tier={tier} /> },
        { key: "listed", title: word.listed, isNumber: true, cell: (tier) => count(result.byTier[tier]) },
        ...(against === null
          ? []
          : CHANGES.map((name) => ({
              key: name,
              title: change[name],
              isNumber: true,
              cell: (tier: (typeof RISK_TIERS)[number]) => count(against[name][tier]),
            }))),
      ]}
      rows={RISK_TIERS}
      keyOf={(tier) => tier}
    />
  );
}
