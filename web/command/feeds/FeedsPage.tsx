import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { listAssessments, listFeedDays, listFeeds, startAssessment } from "#capabilities/intake/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { platformToday, useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { PageHead, Panel } from "../kit/Panel.tsx";
import { Table } from "../kit/Table.tsx";
import type { PageProps } from "../shell/page.ts";
import { paths } from "../shell/paths.ts";
import { go } from "../shell/router.ts";
import { FileTable } from "./FileTable.tsx";
import { HandIn } from "./HandIn.tsx";
import { Runs } from "./Runs.tsx";
import { words } from "./words.ts";

/** What was handed in for a day and what became of it; the day's assessments. */
export function Page({ location }: PageProps) {
  const word = useWords(words);
  const { post } = useMe();
  const day = location.parts[0] ?? platformToday();
  const mayHandIn = post.role === "signatory" || post.role === "operator";
  return (
    <div className="page-stack">
      <PageHead
        title={word.title}
        lead={word.lead}
        actions={
          <div className="filters">
            <label className="field">
              <span>{word.day}</span>
              <input
                className="input input-small"
                type="date"
                value={day}
                onChange={({ target }) => target.value !== "" && go(paths.feeds(target.value))}
              />
            </label>
            {post.role !== "auditor" && <Run day={day} />}
          </div>
        }
      />
      <Panel title={word.runs}>
        <Runs day={day} />
      </Panel>
      {mayHandIn && <HandIn day={day} department={post.department} />}
      <Files day={day} />
      <Days />
    </div>
  );
}

const REFRESH_MS = 3_000;

function Run({ day }: { readonly day: string }) {
  const word = useWords(words);
  const { data } = useSuspenseQuery({ ...query(listAssessments, { day }), refetchInterval: REFRESH_MS });
  const isRunning = data.assessments.some(({ state }) => state === "running");
  const starting = useAct(() => send(startAssessment, {}, { day }));
  return (
    <Button type="primary" loading={starting.isPending} disabled={isRunning} onClick={() => starting.mutate(undefined)}>
      {isRunning ? word.running : word.run}
    </Button>
  );
}

function Files({ day }: { readonly day: string }) {
  const word = useWords(words);
  const format = useFormat();
  return (
    <Panel title={`${word.files} · ${format.day(day)}`}>
      <FilesOf day={day} />
    </Panel>
  );
}

function FilesOf({ day }: { readonly day: string }) {
  const { data } = useSuspenseQuery({ ...query(listFeeds, { day }), refetchInterval: REFRESH_MS });
  return <FileTable files={data.files} />;
}

function Days() {
  const word = useWords(words);
  return (
    <Panel title={word.days}>
      <DayTable />
    </Panel>
  );
}

function DayTable() {
  const word = useWords(words);
  const { day, count, bytes, moment } = useFormat();
  const { data } = useSuspenseQuery(query(listFeedDays, {}));
  return (
    <Table
      caption={word.days}
      columns={[
        { key: "day", title: word.day, cell: (one) => <a href={paths.feeds(one.day)}>{day(one.day)}</a> },
        { key: "files", title: word.files, isNumber: true, cell: ({ files }) => count(files) },
        { key: "bytes", title: word.size, isNumber: true, cell: (one) => bytes(one.bytes) },
        { key: "last", title: word.last, cell: ({ lastReceivedAt }) => moment(lastReceivedAt) },
      ]}
      rows={data.days}
      keyOf={(one) => one.day}
      nothing={word.noFiles}
    />
  );
}
