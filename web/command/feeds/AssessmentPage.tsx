import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { listRejects, showAssessment } from "#capabilities/intake/contract.ts";
import { RISK_TIERS } from "#kernel/tiers.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Refused, Waiting } from "../../shared/states.tsx";
import { Tier } from "../../shared/Tier.tsx";
import { Fact, Facts, PageHead, Panel, Pill } from "../kit/Panel.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { becauseIn } from "./because.ts";
import { Reasons } from "./FileTable.tsx";
import { Flags } from "./Flags.tsx";
import { RUN_TONE } from "./Runs.tsx";
import type { Run } from "./types.ts";
import { words } from "./words.ts";

/** One run of the assessment: state, counts, receipts of its inputs, what the quality gate found. */
export function Page({ location }: PageProps) {
  const word = useWords(words);
  const { count, day, moment } = useFormat();
  const { data: run } = useSuspenseQuery({
    ...query(showAssessment, { id: location.parts[0] ?? "" }),
    refetchInterval: ({ state }) => (state.data?.state === "running" ? 1_500 : false),
  });
  return (
    <div className="page-stack">
      <div>
        <p className="crumbs">
          <a href={paths.feeds(run.day)}>{word.back}</a>
        </p>
        <PageHead
          title={`${day(run.day)} · ${word.version(count(run.version))}`}
          lead={
            <span className="row">
              <Pill tone={RUN_TONE[run.state]}>{word.runState[run.state]}</Pill>
              {moment(run.startedAt)}
              {run.progress?.total != null && run.state === "running" && (
                <progress max={run.progress.total} value={run.progress.done} aria-label={word.running} />
              )}
            </span>
          }
          actions={run.sessionId !== null && <a href={paths.session(run.sessionId)}>{word.session}</a>}
        />
      </div>
      {run.problem !== null && <p className="notice notice-refused">{`${word.problem}：${run.problem}`}</p>}
      <div className="columns columns-even">
        <Counts run={run} />
        <Panel title={word.flags}>
          <Flags flags={run.flags} />
        </Panel>
      </div>
      <Inputs run={run} />
    </div>
  );
}

function Counts({ run }: { readonly run: Run }) {
  const word = useWords(words);
  const { count } = useFormat();
  const { summary } = run;
  return (
    <Panel title={word.counts}>
      <Facts>
        <Fact name={word.ruleSet}>
          <a href={paths.ruleSet(run.ruleSet.id, run.ruleSet.version)}>{`${run.ruleSet.id} v${run.ruleSet.version}`}</a>
        </Fact>
        <Fact name={word.engine}>{run.engine}</Fact>
        {summary !== null && (
          <>
            <Fact name={word.listed}>
              <span className="row">
                <b>{count(summary.listed)}</b>
                {RISK_TIERS.map((tier) => (
                  <span key={tier} className="row">
                    <Tier tier={tier} />
                    {count(summary.byTier[tier] ?? 0)}
                  </span>
                ))}
              </span>
            </Fact>
            <Fact name={word.managed}>{count(summary.managed)}</Fact>
            <Fact name={word.seconds}>{summary.seconds.toFixed(1)}</Fact>
            <Fact name={word.memory}>{count(Math.round(summary.peakMemoryMb))}</Fact>
            <Fact name={word.fingerprint}>
              <span className="mono">{summary.rankedSha256}</span>
            </Fact>
          </>
        )}
      </Facts>
    </Panel>
  );
}

function Inputs({ run }: { readonly run: Run }) {
  const word = useWords(words);
  const { count, bytes } = useFormat();
  const [file, setFile] = useState<string | null>(null);
  const inputs = run.summary?.inputs ?? [];
  return (
    <>
      <Panel title={word.inputs}>
        <Table
          caption={word.inputs}
          columns={[
            { key: "file", title: word.file, cell: (input) => input.file },
            {
              key: "state",
              title: word.stateName,
              cell: ({ state, because }) => (
                <>
                  <Pill tone={state === "refused" ? "bad" : "plain"}>{word.state[state]}</Pill>
                  {because !== null && <div className="quiet">{becauseIn(word.because, because)}</div>}
                </>
              ),
            },
            { key: "size", title: word.size, isNumber: true, cell: (input) => bytes(input.bytes) },
            { key: "read", title: word.read, isNumber: true, cell: ({ read }) => count(read) },
            { key: "taken", title: word.takenRows, isNumber: true, cell: ({ taken }) => count(taken) },
            { key: "rejected", title: word.rejected, isNumber: true, cell: ({ rejected }) => count(rejected) },
            { key: "later", title: word.later, isNumber: true, cell: ({ later }) => count(later) },
            { key: "reasons", title: word.reasons, cell: ({ rejectedByReason }) => <Reasons of={rejectedByReason} /> },
            {
              key: "show",
              title: word.rejects,
              cell: (input) =>
                input.rejected > 0 && (
                  <Button
                    size="small"
                    aria-label={`${word.showRejects} ${input.file}`}
                    onClick={() => setFile(input.file)}
                  >
                    {word.showRejects}
                  </Button>
                ),
            },
          ]}
          rows={inputs}
          keyOf={(input) => `${input.file} ${input.sha256}`}
        />
      </Panel>
      {file !== null && (
        <Panel title={`${word.rejects} · ${file}`} note={word.rejectsNote}>
          <Rejects key={file} id={run.id} file={file} />
        </Panel>
      )}
    </>
  );
}

function Rejects({ id, file }: { readonly id: string; readonly file: string }) {
  const word = useWords(words);
  const { count } = useFormat();
  const found = useQuery(query(listRejects, { id, file }));
  if (found.isPending) return <Waiting />;
  if (found.isError) return <Refused error={found.error} />;
  return (
    <>
      <Table
        caption={word.rejects}
        columns={[
          { key: "line", title: word.line, isNumber: true, width: "120px", cell: ({ line }) => count(line) },
          { key: "column", title: word.column, cell: ({ column }) => <span className="mono">{column}</span> },
          { key: "reason", title: word.reason, cell: ({ reason }) => word.reject[reason] ?? reason },
        ]}
        rows={found.data.rejects}
        keyOf={({ line, column, reason }) => `${line} ${column} ${reason}`}
      />
      {!found.data.isWhole && <p className="quiet">{word.notWhole}</p>}
    </>
  );
}
