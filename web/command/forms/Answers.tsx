import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useState } from "react";
import type { z } from "zod";
import { decideAnswer, listAnswers, openAnswer, showForm, tallyForm } from "#capabilities/forms/contract.ts";
import { exportList } from "#capabilities/reports/contract.ts";
import { addressOf, ask, query, send } from "../../shared/api.ts";
import { useFormat } from "../../shared/format.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { Waiting } from "../../shared/states.tsx";
import { useAct } from "../kit/act.tsx";
import { Pages } from "../kit/Pages.tsx";
import { Panel, Pill } from "../kit/Panel.tsx";
import { PlaceName } from "../kit/place.tsx";
import { ReasonDialog } from "../kit/ReasonDialog.tsx";
import { Table } from "../kit/Table.tsx";
import { AnswerList } from "./AnswerList.tsx";
import { words } from "./words.ts";

type Answered = z.output<typeof listAnswers.result>["answers"][number];
type Props = { readonly formId: string; readonly area: string };
const PAGE = 100;
const TONES = { kept: "good", "to-review": "warning", returned: "bad", approved: "good", replaced: "plain" } as const;

/** Who answered, where and when; what was answered is opened one by one. Beside it the counts, without persons. */
export function AnswersPanel({ formId, area }: Props) {
  const word = useWords(words);
  const { moment } = useFormat();
  const [isToReview, setToReview] = useState(false);
  const [opened, setOpened] = useState<string | null>(null);
  const only = isToReview ? "to-review" : "all";
  const load = async (before: string, signal: AbortSignal) => {
    const { answers } = await ask(listAnswers, { area, formId, only, ...(before === "" ? {} : { before }) }, signal);
    return { rows: answers, next: answers.length < PAGE ? null : (answers.at(-1)?.receivedAt ?? null) };
  };
  return (
    <div className="columns columns-even">
      <Panel
        title={word.answers}
        note={word.openNote}
        side={
          <label className="row">
            <input type="checkbox" checked={isToReview} onChange={({ target }) => setToReview(target.checked)} />
            {word.onlyToReview}
          </label>
        }
      >
        <Pages queryKey={[listAnswers.path, area, formId, only]} load={load} refetchInterval={15_000}>
          {(rows: readonly Answered[]) => (
            <Table
              caption={word.answers}
              columns={[
                { key: "at", title: word.at, cell: (one) => moment(one.madeAt) },
                { key: "place", title: word.place, cell: (one) => <PlaceName code={one.place} /> },
                {
                  key: "by",
                  title: word.by,
                  cell: (one) =>
                    one.keyedByName === null ? one.byName : `${one.byName ?? ""}（${word.keyedBy(one.keyedByName)}）`,
                },
                {
                  key: "state",
                  title: word.state,
                  cell: (one) => <Pill tone={TONES[one.state]}>{word.answerStates[one.state]}</Pill>,
                },
                {
                  key: "open",
                  title: "",
                  cell: (one) => <Button onClick={() => setOpened(one.id)}>{word.open}</Button>,
                },
              ]}
              rows={rows}
              keyOf={({ id }) => id}
              nothing={word.noAnswers}
            />
          )}
        </Pages>
      </Panel>
      <Panel title={word.counts}>
        <Counts formId={formId} area={area} />
      </Panel>
      {opened !== null && <AnswerDialog key={opened} id={opened} onClose={() => setOpened(null)} />}
    </div>
  );
}

function Counts({ formId, area }: Props) {
  const word = useWords(words);
  const language = useLanguage();
  const { count } = useFormat();
  const { data } = useSuspenseQuery(query(tallyForm, { area, formId }));
  const { data: whole } = useSuspenseQuery(query(showForm, { formId }));
  const rows = data.questions.flatMap((one) => [
    { key: one.name, title: one.label[language] || one.name, answered: one.answered, sum: one.sum },
    ...one.choices.map((choice) => ({
      key: `${one.name}/${choice.name}`,
      title: `· ${choice.label[language]}`,
      answered: choice.count,
      sum: null,
    })),
  ]);
  const address = (format: "csv" | "xlsx") =>
    addressOf(exportList, { area, list: "forms", form: whole.form.key, format });
  return (
    <div className="stack">
      <p className="row">
        {word.countsNote(count(data.answers))}
        <a href={address("csv")}>{word.csv}</a>
        <a href={address("xlsx")}>{word.xlsx}</a>
      </p>
      <Table
        caption={word.counts}
        columns={[
          { key: "title", title: word.question, cell: (one: (typeof rows)[number]) => one.title },
          { key: "answered", title: word.answered, isNumber: true, cell: (one) => count(one.answered) },
          { key: "sum", title: word.sum, isNumber: true, cell: (one) => (one.sum === null ? "" : count(one.sum)) },
        ]}
        rows={rows}
        keyOf={({ key }) => key}
        isTall
      />
    </div>
  );
}

function AnswerDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const word = useWords(words);
  const language = useLanguage();
  const [isReturning, setReturning] = useState(false);
  // Each opening is on record: asked once, never again by itself.
  const { data } = useQuery({
    ...query(openAnswer, { answerId: id }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  const approving = useAct(() => send(decideAnswer, { answerId: id }, { decision: "approve" }), {
    done: word.approved,
    onDone: onClose,
  });
  const returning = useAct((reason: string) => send(decideAnswer, { answerId: id }, { decision: "return", reason }), {
    done: word.givenBack,
    onDone: onClose,
  });
  if (isReturning)
    return (
      <ReasonDialog
        title={word.giveBackTitle}
        okText={word.giveBack}
        isPending={returning.isPending}
        onOk={(reason) => returning.mutate(reason)}
        onClose={() => setReturning(false)}
      />
    );
  const actions = data?.mayReview
    ? [
        <Button key="return" onClick={() => setReturning(true)}>
          {word.giveBack}
        </Button>,
        <Button key="approve" type="primary" loading={approving.isPending} onClick={() => approving.mutate(undefined)}>
          {word.approve}
        </Button>,
      ]
    : [
        <Button key="close" onClick={onClose}>
          {word.close}
        </Button>,
      ];
  return (
    <Modal open width={640} title={data?.document.title[language] ?? word.answers} footer={actions} onCancel={onClose}>
      {data === undefined ? <Waiting /> : <AnswerList {...data} />}
    </Modal>
  );
}
