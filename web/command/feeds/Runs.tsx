import { useSuspenseQuery } from "@tanstack/react-query";
import { listAssessments } from "#capabilities/intake/contract.ts";
import { query } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useWords } from "../../shared/language.ts";
import { Pill } from "../kit/Panel.tsx";
import { Table } from "../kit/Table.tsx";
import { paths } from "../shell/paths.ts";
import { words } from "./words.ts";

export const RUN_TONE = { running: "accent", draft: "good", failed: "bad" } as const;

/** The assessments of a day, with how far the running one is. */
export function Runs({ day }: { readonly day: string }) {
  const word = useWords(words);
  const { count, moment } = useFormat();
  const { data } = useSuspenseQuery({ ...query(listAssessments, { day }), refetchInterval: 2_000 });
  return (
    <Table
      caption={word.runs}
      columns={[
        {
          key: "version",
          title: word.details,
          cell: ({ id, version }) => <a href={paths.assessment(id)}>{word.version(count(version))}</a>,
        },
        {
          key: "state",
          title: word.stateName,
          cell: ({ state, progress }) => (
            <span className="row">
              <Pill tone={RUN_TONE[state]}>{word.runState[state]}</Pill>
              {state === "running" && progress?.total != null && (
                <>
                  <progress max={progress.total} value={progress.done} aria-label={word.running} />
                  <span className="quiet">{word.progress(count(progress.done), count(progress.total))}</span>
                </>
              )}
            </span>
          ),
        },
        {
          key: "rules",
          title: word.ruleSet,
          cell: ({ ruleSet }) => (
            <a href={paths.ruleSet(ruleSet.id, ruleSet.version)}>{`${ruleSet.id} v${ruleSet.version}`}</a>
          ),
        },
        { key: "started", title: word.started, cell: ({ startedAt }) => moment(startedAt) },
        {
          key: "finished",
          title: word.finished,
          cell: ({ finishedAt }) => (finishedAt === null ? "—" : moment(finishedAt)),
        },
        { key: "flags", title: word.flags, isNumber: true, cell: ({ flags }) => count(flags.length) },
        {
          key: "session",
          title: word.session,
          cell: ({ sessionId }) => (sessionId === null ? null : <a href={paths.session(sessionId)}>{word.session}</a>),
        },
      ]}
      rows={data.assessments}
      keyOf={({ id }) => id}
      nothing={word.noRuns}
    />
  );
}
