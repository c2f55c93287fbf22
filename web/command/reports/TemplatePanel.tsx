import { useSuspenseQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { makeReport, retireTemplate, scheduleTemplate, showTemplate } from "#capabilities/reports/contract.ts";
import { query, send } from "../../shared/api.ts";
import { useLanguage, useWords } from "../../shared/language.ts";
import { platformToday, useMe } from "../../shared/me.ts";
import { useAct } from "../kit/act.tsx";
import { PlacePicker } from "../kit/PlacePicker.tsx";
import { Table } from "../kit/Table.tsx";
import { AskPersons } from "./AskPersons.tsx";
import { words } from "./words.ts";

type Props = { readonly id: string; readonly area: string };

/** One template: make it for an area and a day, see what each cell will hold, put it on a daily schedule. */
export function TemplatePanel({ id, area }: Props) {
  const word = useWords(words);
  const language = useLanguage();
  const { data } = useSuspenseQuery(query(showTemplate, { templateId: id }));
  const { template, markers } = data;
  const { role, department } = useMe().post;
  const [target, setTarget] = useState(area);
  const [from, setFrom] = useState("");
  const [day, setDay] = useState<string>(platformToday);
  const [asOf, setAsOf] = useState("");
  const making = useAct(
    () =>
      send(
        makeReport,
        { templateId: id },
        {
          area: target,
          ...(from === "" ? {} : { from }),
          day,
          asOf: asOf === "" ? null : `${asOf}:00+08:00`,
        },
      ),
    { done: word.made },
  );
  return (
    <div className="stack">
      <h3>{`${template.department} · ${template.title}`}</h3>
      <PlacePicker label={word.area} value={target} within={area} onChange={setTarget} />
      <div className="filters">
        <label className="field">
          <span>{word.from}</span>
          <input
            className="input input-small"
            type="date"
            max={day}
            value={from}
            onChange={({ target: box }) => setFrom(box.value)}
          />
        </label>
        <label className="field">
          <span>{word.day}</span>
          <input
            className="input input-small"
            type="date"
            value={day}
            onChange={({ target: box }) => setDay(box.value)}
          />
        </label>
        <label className="field">
          <span>{word.asOf}</span>
          <input
            className="input input-small"
            type="datetime-local"
            value={asOf}
            onChange={({ target: box }) => setAsOf(box.value)}
          />
        </label>
        <Button
          type="primary"
          disabled={day === ""}
          loading={making.isPending}
          onClick={() => making.mutate(undefined)}
        >
          {word.make}
        </Button>
      </div>
      {role === "signatory" && (department === "health" || department === "police") && (
        <AskPersons templateId={id} area={target} day={day} />
      )}
      {template.area === area && template.endedAt === null && <Daily id={id} dailyAt={template.dailyAt} />}
      <h3>{word.markers}</h3>
      <Table
        caption={word.markers}
        columns={[
          { key: "cell", title: word.cell, cell: (one: (typeof markers)[number]) => `${one.sheet} ${one.cell}` },
          { key: "marker", title: word.marker, cell: (one) => <code>{one.marker}</code> },
          {
            key: "meaning",
            title: word.meaning,
            cell: (one) =>
              one.meaning === null ? (
                <strong>{word.notUnderstood}</strong>
              ) : (
                `${one.meaning[language]}${one.isRepeated ? word.repeated : ""}`
              ),
          },
        ]}
        rows={markers}
        keyOf={(one) => `${one.sheet}/${one.cell}/${one.marker}`}
        isTall
      />
    </div>
  );
}

function Daily({ id, dailyAt }: { readonly id: string; readonly dailyAt: string | null }) {
  const word = useWords(words);
  const [at, setAt] = useState(dailyAt ?? "");
  const saving = useAct(() => send(scheduleTemplate, { templateId: id }, { dailyAt: at === "" ? null : at }), {
    done: word.savedDaily,
  });
  const retiring = useAct(() => send(retireTemplate, { templateId: id }, {}), { done: word.retired });
  return (
    <div className="filters">
      <label className="field">
        <span>{word.dailyAt}</span>
        <input className="input input-small" type="time" value={at} onChange={({ target }) => setAt(target.value)} />
      </label>
      <Button loading={saving.isPending} onClick={() => saving.mutate(undefined)}>
        {word.saveDaily}
      </Button>
      <Button danger loading={retiring.isPending} onClick={() => retiring.mutate(undefined)}>
        {word.retire}
      </Button>
    </div>
  );
}
